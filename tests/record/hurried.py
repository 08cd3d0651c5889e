"""What is typed without waiting for a prompt: the files are those of a bare exec, and the record is right or tells.

`python -m tests.record.hurried RUNS [NAME…]` plays each sequence so many times, at several paces, on the engine that
answers, and prints how many runs were tried and which failed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pexpect
from msgspec import Struct

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.record import session
from snapshotter.store.journal.journal import Journal
from tests.conftest import LABEL

ROOT = Path(__file__).parent.parent.parent
PACES = (0.0, 0.004, 0.03, 0.1)
"""Seconds between the lines; 0: all in one write."""
SURE_PACE = 0.1
"""The pace at which a bare exec is sure to give every line to the program that it is meant for, where the prompt came.

A program such as sudo throws away what was typed before it took over the terminal or gave it back, and on a busy
machine that takes longer than any fixed time: at this pace the next line waits for a prompt as well.
"""
_PROMPT = re.compile(rb"[#$>] (\x1b\[[0-9;?]*[a-zA-Z])*$")
INCOMPLETE = "was not recorded"
_PREPARE = """
useradd -m dev 2>/dev/null
mkdir -p /run/sshd /root/.ssh && chmod 700 /root/.ssh
[ -f /root/.ssh/id_ed25519 ] || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
/usr/sbin/sshd -o StrictModes=no
ssh -o StrictHostKeyChecking=accept-new localhost true
touch -d '1 second ago' /run/began
"""
_FILES = """
find /srv /home /root /tmp /t -type f -newer /run/began ! -path '*/.ssh/*' ! -name '.*history' ! -name .viminfo \
    ! -name .lesshst ! -path '*/.cache/*' 2>/dev/null | sort | while IFS= read -r file; do
    printf '%s\\0' "$file"; cat "$file"; printf '\\0'
done
"""


class HurriedSequence(Struct, frozen=True):
    """Lines that are typed, the files that they make, and what should be recorded of them."""

    lines: tuple[str, ...]
    """A line gets an Enter, one that begins with a control character is sent as it is."""
    files: Mapping[str, str]
    programs: int = 0
    """Lines that a program reads that is no shell: they are not commands."""


_PASTE = tuple(f"echo line {number} >> /srv/paste" for number in range(50))
SEQUENCES: Mapping[str, HurriedSequence] = {
    "su": HurriedSequence(
        ("su dev", "echo one > /tmp/q1", "id > /tmp/q2", "exit", "echo back > /srv/b"),
        {"/tmp/q1": "one\n", "/tmp/q2": "uid=", "/srv/b": "back\n"},
    ),
    "su -": HurriedSequence(("su - dev", "echo one > ~/q1", "ls -l ~", "exit"), {"/home/dev/q1": "one\n"}),
    "su - bash": HurriedSequence(
        ("su - bob", "echo one > ~/q1", "ls -l ~", "exit", "echo two > /srv/b"),
        {"/home/bob/q1": "one\n", "/srv/b": "two\n"},
    ),
    "sudo -i": HurriedSequence(
        ("su - bob", "sudo -i", "echo root > /srv/r", "exit", "echo bob > ~/d", "exit"),
        {"/srv/r": "root\n", "/home/bob/d": "bob\n"},
    ),
    "sh": HurriedSequence(("sh", "echo one > /srv/t", "id", "exit"), {"/srv/t": "one\n"}),
    "ssh": HurriedSequence(
        ("ssh localhost", "echo one > /srv/t", "exit", "echo two > /srv/u"), {"/srv/t": "one\n", "/srv/u": "two\n"}
    ),
    "python": HurriedSequence(
        ("python3 -q", "open('/srv/p', 'w').write('x')", "exit()", "echo after > /srv/a"),
        {"/srv/p": "x", "/srv/a": "after\n"},
        programs=2,
    ),
    "cat": HurriedSequence(
        ("cat > /srv/c", "first", "second", "\x04", "echo after > /srv/a"),
        {"/srv/c": "first\nsecond\n", "/srv/a": "after\n"},
        programs=3,
    ),
    "read": HurriedSequence(("read x", "hello", "echo $x > /srv/x"), {"/srv/x": "hello\n"}, programs=1),
    "vi": HurriedSequence(
        ("vi /srv/v", "ihello\x1b:wq", "echo after > /srv/a"), {"/srv/v": "hello\n", "/srv/a": "after\n"}, programs=1
    ),
    "paste": HurriedSequence(_PASTE, {"/srv/paste": "".join(f"line {number}\n" for number in range(50))}),
    "paste a here-document": HurriedSequence(
        ("cat > /srv/h <<'E'", *(f"{number} $x `y` \\" for number in range(20)), "E", "echo after > /srv/a"),
        {"/srv/h": "".join(f"{number} $x `y` \\\n" for number in range(20)), "/srv/a": "after\n"},
        programs=21,
    ),
}


class Outcome(Struct, frozen=True):
    """What a run left: the files with their content, the recorded commands, and what the session said at its end."""

    files: Mapping[str, str]
    commands: tuple[str, ...]
    said: str


@contextlib.contextmanager
def prepared(engine: Engine, image: str) -> Iterator[str]:
    """Yield a container in which every sequence can be typed."""
    ident = engine.create(
        ContainerSpec(image=image, name="", labels={LABEL: "hurried"}, idle=session.idle_command("/bin/sh"))
    )
    try:
        engine.run(ident, ["/bin/sh", "-c", _PREPARE])
        yield ident
    finally:
        engine.remove(ident)


def play(engine: Engine, image: str, sequence: HurriedSequence, pace: float, *, bare: bool = False) -> Outcome:
    """Type a sequence at a pace into a session, or into a bare exec, in a container of its own."""
    with prepared(engine, image) as container, TemporaryDirectory() as directory:
        journal = Journal(Path(directory) / "journal.jsonl")
        how = "plain" if bare else "attach"
        argv = ["-m", "tests.record.play", "engine", how, container, "/bin/bash", str(journal.path)]
        env = cast("os._Environ[str]", {**os.environ, "TERM": "xterm"})
        child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, argv, cwd=ROOT, env=env, dimensions=(40, 160), timeout=20
        )
        child.delaybeforesend = None
        child.expect(rb"# ")
        _drain(child, 0.5)
        keys = [line if line < " " else line + "\r" for line in sequence.lines]
        for piece in keys if pace else ["".join(keys)]:
            child.send(piece)
            time.sleep(pace)
            if pace >= SURE_PACE:
                _await_prompt(child, 0.5 if sequence.programs else 3.0)
        _drain(child, 1.5)
        files = _files(engine, container)
        said = _leave(child)
        return Outcome(files, tuple(command.text for command in journal.commands()), said)


def _await_prompt(child: pexpect.spawn[bytes], longest: float) -> None:
    """Read until a prompt ends what came after the line's echo, for at most so many seconds: `cat` brings none."""
    seen, end = b"", time.monotonic() + longest
    while time.monotonic() < end:
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            seen += child.read_nonblocking(65536, timeout=0.05)
        answer = seen.partition(b"\n")[2]
        if _PROMPT.search(answer):
            return


def _drain(child: pexpect.spawn[bytes], quiet: float) -> bytes:
    """Read until no output came for `quiet` seconds, at most 15."""
    seen, end = b"", time.monotonic() + 15
    with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
        while time.monotonic() < end:
            seen += child.read_nonblocking(65536, timeout=quiet)
    return seen


def _leave(child: pexpect.spawn[bytes]) -> str:
    """End the session whatever runs in it; return what it said since."""
    said = b""
    for keys in (b"\x03", b"exit\r", b"exit\r", b"\x04"):
        if not child.isalive():
            break
        with contextlib.suppress(OSError):
            child.send(keys)
        said += _drain(child, 0.4)
    if child.isalive():
        said += _drain(child, 5.0)  # a busy machine: what is told comes last
    child.close(force=True)
    return said.decode(errors="replace")


def _files(engine: Engine, container: str) -> dict[str, str]:
    _, listing = engine.run(container, ["/bin/sh", "-c", _FILES])
    parts = listing.decode(errors="replace").split("\0")
    return dict(zip(parts[::2], parts[1::2], strict=False))


def problems(sequence: HurriedSequence, outcome: Outcome, pace: float) -> list[str]:
    """Return what is wrong: a file that no line makes, another content, a file or a command that is missing untold."""
    found = []
    for path, content in outcome.files.items():
        if path not in sequence.files:
            found.append(f"unexpected file {path!r}: {content[:60]!r}")
        elif not _as_typed(content, sequence.files[path], pace):
            found.append(f"{path} holds {content[:60]!r}")
    if pace >= SURE_PACE:
        found += [f"{path} is missing" for path in sequence.files if path not in outcome.files]
    typed = sequence.lines[: 1 if sequence.programs else None]
    missing = [line for line in typed if not any(line in text for text in outcome.commands)]
    if pace >= SURE_PACE and missing and INCOMPLETE not in outcome.said:
        found.append(f"not recorded, and not told: {missing}; recorded: {outcome.commands}")
    foreign = [text for text in outcome.commands if text not in (*sequence.lines, "exit") and not sequence.programs]
    return [*found, *(f"recorded but never typed: {text!r}" for text in foreign)]


def _as_typed(content: str, wanted: str, pace: float) -> bool:
    # a bare exec too loses keys that a program throws away when it starts
    return content.startswith(wanted) or (pace < SURE_PACE and wanted.endswith(content))


def main(argv: Sequence[str]) -> int:
    """Run the campaign; return 1 if a run failed."""
    from snapshotter.engine.connect.connect import connect
    from tests.more_shells import ensure_image

    runs, names = int(argv[0]), argv[1:] or tuple(SEQUENCES)
    engine = connect()
    image, failed, tried = ensure_image(engine, LABEL), 0, 0
    for name in names:
        for run in range(runs):
            pace = PACES[run % len(PACES)]
            found = problems(SEQUENCES[name], play(engine, image, SEQUENCES[name], pace), pace)
            tried, failed = tried + 1, failed + bool(found)
            for problem in found:
                print(f"{shlex.quote(name)} at {pace} s, run {run}: {problem}", flush=True)
        print(f"{name}: {runs} runs", flush=True)
    print(f"{tried} tried, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
