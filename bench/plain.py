"""The plain way to compare two images: export both and read everything."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile


def tree(image: str) -> dict[str, tuple[object, ...]]:
    """Return an image's file system, read from the export of a container that never runs."""
    made = subprocess.run(["docker", "create", image, "true"], check=True, capture_output=True, text=True)
    box = made.stdout.strip()
    found: dict[str, tuple[object, ...]] = {}
    try:
        with (
            subprocess.Popen(["docker", "export", box], stdout=subprocess.PIPE) as process,
            tarfile.open(fileobj=process.stdout, mode="r|") as tar,
        ):
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                digest = hashlib.sha256(file.read()).hexdigest() if file else ""
                found["/" + member.name.rstrip("/")] = (
                    member.type,
                    member.mode,
                    member.uid,
                    member.gid,
                    member.linkname,
                    digest,
                )
    finally:
        subprocess.run(["docker", "rm", "-f", box], check=True, capture_output=True)
    return found


def main(one: str, other: str) -> None:
    """Print the paths that differ, sorted."""
    a, b = tree(one), tree(other)
    print("\n".join(sorted(path for path in a.keys() | b.keys() if a.get(path) != b.get(path))))


if __name__ == "__main__":
    main(*sys.argv[1:])
