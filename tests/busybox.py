"""A tiny image with Debian's statically linked busybox, built without a registry."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

DOCKERFILE = b'FROM scratch\nADD rootfs.tar /\nENV PATH=/bin:/sbin:/usr/bin:/usr/sbin\nCMD ["sh"]\n'
PASSWD = b"root:x:0:0:root:/root:/bin/sh\nworker:x:1000:1000:Worker:/home/worker:/bin/sh\n"
GROUP = b"root:x:0:\nworker:x:1000:\n"
DIRECTORIES = {
    "bin": 0o755,
    "dev": 0o755,
    "etc": 0o755,
    "home": 0o755,
    "proc": 0o555,
    "root": 0o700,
    "sys": 0o555,
    "tmp": 0o1777,
    "usr": 0o755,
    "var": 0o755,
    "home/worker": 0o755,
}


class NoBusyboxError(Exception):
    """No static busybox is available on this machine."""


def find(workspace: Path) -> Path:
    """Return the path of a static busybox: the installed one, else Debian's package, unpacked in `workspace`."""
    installed = shutil.which("busybox")
    if installed and _is_static(Path(installed)):
        return Path(installed)
    try:
        subprocess.run(["apt-get", "-q", "download", "busybox-static"], cwd=workspace, check=True, capture_output=True)
        package = next(workspace.glob("busybox-static_*.deb"))
        subprocess.run(["dpkg-deb", "-x", package.name, "tree"], cwd=workspace, check=True, capture_output=True)
        return next(path for path in workspace.glob("tree/**/busybox") if path.parent.name == "bin")
    except FileNotFoundError as error:
        raise NoBusyboxError(f"{error.filename} is not installed") from error
    except subprocess.CalledProcessError as error:
        raise NoBusyboxError(error.stderr.decode(errors="replace").strip()) from error


def _is_static(program: Path) -> bool:
    return b"/ld-" not in program.read_bytes()[:4096]


def build_context(program: Path) -> bytes:
    """Return the tar archive from which an engine builds the image."""
    return _tar([("Dockerfile", 0o644, DOCKERFILE), ("rootfs.tar", 0o644, _tar(_rootfs(program)))])


def _rootfs(program: Path) -> Iterator[tuple[str, int, bytes | str | None]]:
    yield from ((name, mode, None) for name, mode in DIRECTORIES.items())
    yield "bin/busybox", 0o755, program.read_bytes()
    applets = subprocess.run([program, "--list"], check=True, capture_output=True, text=True).stdout.split()
    yield from ((f"bin/{name}", 0o777, "busybox") for name in applets if name != "busybox")
    yield "etc/passwd", 0o644, PASSWD
    yield "etc/group", 0o644, GROUP


def _tar(entries: Iterator[tuple[str, int, bytes | str | None]] | list[tuple[str, int, bytes]]) -> bytes:
    """Return a tar archive: bytes are a file, text is a symbolic link's target, None is a directory."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, mode, content in entries:
            member = tarfile.TarInfo(name)
            member.mode = mode
            if content is None:
                member.type = tarfile.DIRTYPE
            elif isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
            else:
                member.size = len(content)
            tar.addfile(member, io.BytesIO(content) if isinstance(content, bytes) else None)
    return out.getvalue()
