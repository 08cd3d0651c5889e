"""Type the pages of docs/ that are sessions into a terminal and compare the output with them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pytest

from snapshotter.engine.api import Engine
from tests.conftest import NOT_RUN

pytestmark = pytest.mark.engine

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = {
    "tutorial.md": ("greeter",),
    "line.md": ("site", "shop"),
    "build.md": ("build-page",),
    "adopt.md": ("docs-web", "docs-live"),
    "share.md": ("guestbook", "hers", "from-there"),
}
"""The pages, with the workspaces that they make."""
PROMPT = re.compile(r"root@\w+:\S+# $")
REGISTRY = "localhost:5000"
"""The registry of the pages; it has a free port where it is typed."""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


@dataclass
class Part:
    """One line typed on the host, the lines typed in the shell that it opens, and the printed lines."""

    line: str
    inside: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)


def parts(page: str) -> Iterator[Part]:
    """Yield the parts of a page's console blocks."""
    for block in re.findall(r"^```console\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        part = None
        for line in block.splitlines():
            if line.startswith("$ "):
                if part:
                    yield part
                part = Part(line[2:])
            elif part and line.startswith("# ") and part.line.startswith(("snap start", "snap shell", "snap build")):
                part.inside.append(line[2:])
            elif part:
                part.printed.append(line)
        if part:
            yield part


def type_lines(line: str, inside: Sequence[str], where: Path) -> str:
    """Type a line that opens a shell, and lines in that shell; return the output."""
    child = pexpect.spawn("/bin/sh", ["-c", line], cwd=where, dimensions=(40, 200), encoding="utf-8", timeout=200)
    shown = ""
    if line.startswith("snap build"):  # the failing command is typed there: put it away
        child.expect(r"# \x1b?\S.*cp .*base")
        shown += str(child.before) + str(child.after)
        child.send("\x01\x0b")
    for key in inside:
        shown += until_prompt(child)
        child.sendline(key)
    child.expect(pexpect.EOF)
    child.close()
    return shown + str(child.before)


def until_prompt(child: pexpect.spawn[str]) -> str:
    """Read until the output ends in a prompt and nothing more comes; return what was read."""
    seen, deadline = "", time.monotonic() + 200
    while time.monotonic() < deadline:
        try:
            seen += child.read_nonblocking(65536, timeout=0.4)
        except pexpect.TIMEOUT:
            if PROMPT.search(ESCAPES.sub("", seen)):
                return seen
    raise AssertionError(f"no prompt after {seen[-300:]!r}")


def missing(expected: Sequence[str], shown: str) -> str:
    """Return the first expected line that was not printed in order; "" if all were."""
    lines = iter([re.sub(r"\s+", " ", line).strip() for line in ESCAPES.sub("", shown).splitlines()])
    for line in expected:
        words = re.escape(re.sub(r"\s+", " ", line).strip()).replace("…", ".*")
        words = words.replace(r"just\ now", r"(just now|\d+ s ago)")  # on a busy machine
        words = words.replace(
            "sha256:", "(sha256:)?"
        )  # podman's service leaves it out of what `docker build -q` prints
        if line.strip() not in ("", "…") and not any(re.fullmatch(words, seen) for seen in lines):
            return line
    return ""


@contextmanager
def registry_running(place: Path) -> Iterator[str]:
    """Run Debian's registry in the block, on a free port; yield its host, "" where it is not installed."""
    program = shutil.which("docker-registry") or shutil.which("registry")
    if program is None:
        yield ""
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = place / "registry.yml"
    storage = f"{{filesystem: {{rootdirectory: {place / 'registry'}}}}}"
    file.write_text(f"version: 0.1\nstorage: {storage}\nhttp: {{addr: 127.0.0.1:{port}}}\n")
    log = (place / "registry.log").open("wb")
    process = subprocess.Popen([program, "serve", str(file)], stdout=log, stderr=log)
    try:
        while process.poll() is None:  # until it answers
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(0.05)
        assert process.poll() is None, (place / "registry.log").read_text()
        yield f"localhost:{port}"
    finally:
        process.kill()
        process.wait()
        log.close()


@pytest.mark.parametrize("page", PAGES)
def test_the_output_is_that_of_the_page(
    page: str, tmp_path: Path, engine: Engine, debian: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("SNAP_NAME", raising=False)
    if engine.info().name == "podman":
        monkeypatch.setenv("DOCKER_BUILDKIT", "0")  # for its service buildx would run a BuildKit in a container
    if page == "adopt.md" and shutil.which("docker") is None:
        pytest.skip("the page adopts what the docker program made")
    with contextlib.ExitStack() as stack:
        stack.callback(remove, PAGES[page], tmp_path)
        text, without = (DOCS / page).read_text(encoding="utf-8"), ""
        if f"$ snap push --images {REGISTRY}" in text:
            host = stack.enter_context(registry_running(tmp_path))
            without = REGISTRY if not host else ""
            text = text.replace(REGISTRY, host or REGISTRY)
            stack.callback(remove_images, engine, f"{host}/")
        for part in parts(text):
            if part.line.startswith("docker ") and shutil.which("docker") is None:
                continue
            if without and without in part.line:
                continue
            if part.inside:
                shown = type_lines(part.line, part.inside, tmp_path)
            else:
                done = subprocess.run(
                    ["/bin/sh", "-c", part.line],
                    cwd=tmp_path,
                    check=False,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
                shown = done.stdout
                assert done.returncode == (1 if part.line == "snap build page" else 0), shown
            assert not (line := missing(part.printed, shown)), f"{part.line}: {line!r} is not in\n{shown}"
    if without:
        pytest.skip(f"{NOT_RUN}docker-registry is not installed, so what is typed with a registry was not")


def remove(names: Sequence[str], where: Path) -> None:
    """Remove the workspaces of a page, of both persons."""
    for home in (where / "home", where / "her"):
        for name in names:
            words = ["snap", "rm", "--force", "--purge", name]
            subprocess.run(words, check=False, capture_output=True, env={**os.environ, "SNAP_HOME": str(home)})


def remove_images(engine: Engine, prefix: str) -> None:
    """Remove the images that were pushed to a registry."""
    for tag in engine.tags() if prefix != "/" else ():
        if tag.startswith(prefix):
            engine.remove_image(tag)
        subprocess.run(["snap", "gc", "--force"], check=False, capture_output=True)  # the images of removed workspaces
