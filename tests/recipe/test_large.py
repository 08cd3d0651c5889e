"""A large line is exported quickly, and to the same bytes for any locale, time zone or hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.pins import pins
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.explain import explain
from tests.speed import seconds

ROOT = Path(__file__).parent.parent.parent
BASE = Base("debian:bookworm", "sha256:base")
COMMANDS, PATHS = 2000, 50_000
SECONDS = 3.0
TEXTS = (
    "mkdir -p /srv/d{n} && cd /srv/d{n}",
    "export V{n}=é",
    "make install-{n}",
    "pip install p{n}",
    "ls -la",
    "cat > /etc/c{n} <<'END'\na\nb $V\nEND",
    "apt-get install -y tool{n}",
    "if true; then cp a b{n}; fi",
    "echo 'it''s {n}' >> /var/x",
    "curl -fsSL https://x.invalid/{n}.tgz | tar xz -C /opt",
)


def large(commands: int, paths: int) -> list[Snapshot]:
    """Return a line of ten snapshots; every fifth path has no command."""
    snapshots = []
    for seq in range(1, 11):
        listed = [
            Command(TEXTS[n % 10].format(n=n), 0 if n % 17 else 1, "/srv", "root", n, n + 0.5, "bash", 1, f"s{seq}", 1)
            for n in range(commands // 10)
        ]
        changes = []
        for n in range(paths // 10):
            entry = Entry("file", 0o644, n % 3, 0, 1, f"{seq:032}{n:032}", ctime_ns=n + 1)
            by = None if n % 5 == 0 else n % len(listed)
            changes.append(Change(f"/srv/{seq}/d{n % 97}/f{n}", "added", None, entry, "", by, content=f"{n}"))
        snapshots.append(
            Snapshot(
                "box",
                seq,
                "",
                "",
                BASE,
                f"part {seq}",
                0.0,
                ImageConfig(),
                tuple(listed),
                tuple(sorted(changes, key=lambda change: change.path)),
            )
        )
    return snapshots


def exported(snapshots: list[Snapshot]) -> str:
    """Export and explain without a proof; return a digest of everything written."""

    def content(seq: int, change: Change) -> bytes:
        return change.content.encode()

    made = plan(BASE, snapshots, wording=pins(snapshots, content, every=True).texts)
    recipe = write(made, content)
    explanation = explain(made, recipe)
    seen = hashlib.sha256(recipe.dockerfile.encode())
    for name, (mode, data) in recipe.files.items():
        seen.update(f"{name} {mode} ".encode() + data)
    seen.update(repr(explanation).encode())
    return seen.hexdigest()


def test_two_thousand_commands_and_fifty_thousand_paths_take_seconds() -> None:
    snapshots = large(COMMANDS, PATHS)
    assert seconds(lambda: exported(snapshots), SECONDS) < SECONDS


def test_the_bytes_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    code = "from tests.recipe.test_large import *; print(exported(large(200, 2000)))"
    seen = set()
    for number, (zone, language) in enumerate([("UTC", "C"), ("Asia/Kathmandu", "de_DE.UTF-8"), ("EST5EDT", "POSIX")]):
        home = tmp_path / str(number)
        home.mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "HOME": str(home),
            "PYTHONHASHSEED": str(number + 1),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=home, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
