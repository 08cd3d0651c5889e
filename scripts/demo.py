"""Play a recorded session as a person would type it, export its Dockerfile, and show the proof.

It uses a pseudo-terminal, a container, apt, two commits and a rebuild. The workspace, its images and its store are
removed at the end.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect

BASE = "debian:bookworm"
NAME = f"demo-{os.getpid()}"
SNAP = str(Path(sys.executable).with_name("snap"))
PROMPTS = re.compile(r"([#$]|^>|\x1b\[\?2004h>) $", re.MULTILINE)
"""The end of bash's prompt, or of its continuation prompt."""
QUIET = 0.5
"""Seconds without output after which the shell is waiting at its prompt, which it may draw twice."""
TIMEOUT = 300
"""Seconds for one command: the first one fetches Debian's package lists."""

FIRST = [
    "apt-get update -qq",
    "apt-get install -y -qq --no-install-recommends tree",
    "cat > /etc/motd <<'END'\nWelcome to \"the demo\": $HOME stays as it is.\nEND",
    "mkdri /srv/notes",
    "mkdir -p /srv/notes && cd /srv/notes",
    "echo 'made by hand' > today.txt",
    "tree /srv",
    "cat /etc/debian_version",
]
SECOND = [
    "useradd --create-home --shell /bin/bash writer",
    "chown -R writer: /srv/notes && chmod 640 /srv/notes/today.txt",
    "sed -i 's/by hand/by hand, then kept/' /srv/notes/today.txt",
    "ls -l /srv/notes",
]


def main() -> int:
    """Play both sessions and export; return the exit status of the export."""
    with tempfile.TemporaryDirectory(prefix="snap-demo-") as directory:
        os.environ["SNAP_HOME"] = f"{directory}/home"
        try:
            session(["start", BASE, "--name", NAME], FIRST)
            snap("commit", "-n", NAME, "-m", "Notes, a tool to look at them, and a greeting")
            session(["shell", NAME], SECOND)
            snap("commit", "-n", NAME, "-m", "A user of its own for the notes")
            snap("log", "-n", NAME)
            return export(Path(directory) / "out")
        finally:
            subprocess.run([SNAP, "rm", "--force", "--purge", NAME], check=False, capture_output=True)


def session(argv: Sequence[str], lines: Sequence[str]) -> None:
    """Type lines into a shell of the workspace, each after the prompt, and leave it."""
    title("snap " + " ".join(argv))
    child = pexpect.spawn(SNAP, list(argv), dimensions=(40, 120), encoding="utf-8", timeout=TIMEOUT)
    child.logfile_read = sys.stdout
    with contextlib.closing(child):
        wait_for_prompt(child)
        for line in "\n".join(lines).split("\n"):
            child.sendline(line)
            wait_for_prompt(child)
        child.sendline("exit")
        child.expect(pexpect.EOF)
    print(flush=True)


def wait_for_prompt(child: pexpect.spawn[str]) -> None:
    """Read until the output ends in a prompt and nothing more comes."""
    seen, deadline = "", time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        try:
            seen += child.read_nonblocking(65536, timeout=QUIET)
        except pexpect.TIMEOUT:
            if PROMPTS.search(seen[-200:]):
                return
    raise TimeoutError(f"no prompt in {TIMEOUT} s after {seen[-200:]!r}")


def snap(*argv: str) -> None:
    """Run a verb; raises `CalledProcessError` if it fails."""
    title("snap " + " ".join(argv))
    subprocess.run([SNAP, *argv], check=True, stdin=subprocess.DEVNULL)


def export(directory: Path) -> int:
    """Export and prove, then print the Dockerfile and the verdict."""
    title(f"snap export-dockerfile -n {NAME} -o DIR")
    done = subprocess.run(
        [SNAP, "export-dockerfile", "-n", NAME, "-o", str(directory)],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    dockerfile = directory / "Dockerfile"
    if dockerfile.is_file():
        title("Dockerfile")
        print(dockerfile.read_text(encoding="utf-8"))
    title("Verdict")
    print(done.stdout, flush=True)
    return done.returncode


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m── {text} ──\033[0m" if sys.stdout.isatty() else f"\n── {text} ──", flush=True)


if __name__ == "__main__":
    sys.exit(main())
