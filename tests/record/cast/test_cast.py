"""The cast of a session with a shell of this machine: what reaches the disk, and when."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from snapshotter.record.cast import asciicast
from snapshotter.record.cast import writer as cast
from snapshotter.record.cast.asciicast import Writer, lines, outline
from snapshotter.record.cast.writer import Cast
from snapshotter.secrets.redact import PLACEHOLDER, Redactor
from snapshotter.store.journal.journal import Journal
from tests.record.test_attach import PROMPT, start_session

if TYPE_CHECKING:
    Spawn = pexpect.spawn[bytes]

TOKEN = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".bashrc").write_text(f"PS1='{PROMPT}'\nbind 'set enable-bracketed-paste off'\n")
    return tmp_path


@pytest.fixture
def casts(tmp_path: Path) -> Path:
    return tmp_path / "casts"


@pytest.fixture
def start(home: Path, casts: Path) -> Iterator[Callable[[], Spawn]]:
    begun = []

    def start() -> Spawn:
        begun.append(start_session(home, Journal(home / "journal.jsonl"), TEST_CASTS=str(casts)))
        begun[-1].expect_exact(PROMPT)
        return begun[-1]

    yield start
    for child in begun:
        child.close(force=True)


def leave(child: Spawn) -> None:
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()


def read(file: Path) -> tuple[dict[str, Any], list[list[Any]]]:
    header, *events = (json.loads(line) for line in file.read_text().splitlines())
    times = [event[0] for event in events]
    assert times == sorted(times)
    return header, events


def shown(file: Path) -> str:
    return "".join(text for _, kind, text in read(file)[1] if kind == "o")


def test_a_session_is_an_asciicast(start: Callable[[], Spawn], casts: Path) -> None:
    child = start()
    child.sendline("echo $((6*7)); printf '\\303\\244\\377\\n'")
    child.expect_exact(PROMPT)
    child.setwinsize(20, 70)
    time.sleep(0.2)
    child.sendline("stty size")
    child.expect_exact(PROMPT)
    leave(child)
    [file] = casts.iterdir()
    header, events = read(file)
    assert (header["version"], header["width"], header["height"], header["title"]) == (2, 100, 30, "ws")
    assert header["env"] == {"SHELL": "/bin/bash", "TERM": "dumb"}
    assert abs(header["timestamp"] - time.time()) < 60
    assert {kind for _, kind, _ in events} == {"o", "r"}, "keys are never in it"
    assert [text for _, kind, text in events if kind == "r"] == ["70x20"]
    assert shown(file).startswith(PROMPT + "echo $((6*7))")
    assert "\r\n42\r\nä\N{REPLACEMENT CHARACTER}\r\n" in shown(file)
    assert "20 70\r\n" in shown(file)
    assert "8671" not in shown(file), "our marks are not shown"
    assert file.stat().st_mode & 0o777 == 0o600 and casts.stat().st_mode & 0o777 == 0o700


def test_no_secret_reaches_the_disk(start: Callable[[], Spawn], casts: Path, home: Path) -> None:
    child = start()
    for line in (
        f"export FORGE_TOKEN={TOKEN}",
        "env | grep FORGE",
        "echo $FORGE_TOKEN",
        f"echo $FORGE_TOKEN > {home}/t; cat {home}/t",
        f"echo {TOKEN[:-1]}\x1b[D\x1b[D\x1b[C\x1b[C{TOKEN[-1]}",
    ):
        child.send(line)
        child.send("\r")
        child.expect_exact(PROMPT)
    for key in f"echo {TOKEN}":
        child.send(key)
        time.sleep(0.01)
    child.send("\x03")
    child.expect_exact(PROMPT)
    child.sendline("read -rsp 'Password: ' HIDDEN")
    child.expect_exact("Password: ")
    child.sendline("blue-horse-7")
    child.expect_exact(PROMPT)
    child.sendline("echo $HIDDEN")
    child.expect_exact(PROMPT)
    leave(child)
    [file] = casts.iterdir()
    text = shown(file)
    assert TOKEN[:12] not in text and "blue-horse" not in text
    assert len(PLACEHOLDER.findall(text)) >= 6
    assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall((home / "journal.jsonl").read_text()))


def test_what_is_typed_at_a_prompt_for_a_secret_is_known(start: Callable[[], Spawn], casts: Path, home: Path) -> None:
    child = start()
    ask = f'{sys.executable} -c "x = {{}}; print(x)"'
    for number, (command, prompt) in enumerate(
        (
            ("read -p 'Passwort: ' P; echo $P", "Passwort: "),
            ("echo 'Enter token:'; read P; echo $P | rev", "Enter token:\r\n"),
            (ask.format("input('Password: ')"), "Password: "),
            (ask.format("__import__('getpass').getpass('DB: ')"), "DB: "),
            ("read -s P; echo $P | base64; echo $P", "\r\n"),
        )
    ):
        child.sendline(command)
        child.expect_exact(command)
        child.expect_exact(prompt)
        time.sleep(0.3)
        child.sendline(f"blue-horse-{number}")
        child.expect_exact(PROMPT)
        child.sendline(f"echo blue-horse-{number}")
        child.expect_exact(PROMPT)
    child.sendline("read -p 'Name: ' N")
    child.expect_exact("Name: ")
    child.sendline("green-horse")
    child.expect_exact(PROMPT)
    leave(child)
    [file] = casts.iterdir()
    text, journal = shown(file), (home / "journal.jsonl").read_text()
    for hidden in ("blue-horse", "-esroh-eulb", "Ymx1ZS1ob3Jz"):
        assert hidden not in text
        assert hidden not in journal
    assert "Name: green-horse" in text
    assert "green-horse" in journal


def test_a_killed_session_leaves_a_cast_up_to_there(start: Callable[[], Spawn], casts: Path) -> None:
    child = start()
    for _ in range(3):
        child.sendline("echo out")
        child.expect_exact(PROMPT)
    time.sleep(0.3)
    child.sendline("echo two; sleep 60")
    child.expect_exact("two\r\n")
    time.sleep(1.5)
    child.kill(signal.SIGKILL)
    child.wait()
    [file] = casts.iterdir()
    assert shown(file).count("\r\nout\r\n") == 3 and shown(file).endswith("two\r\n")


def test_two_sessions_at_once_are_two_casts(start: Callable[[], Spawn], casts: Path) -> None:
    both = [start(), start()]
    for number, child in enumerate(both):
        child.sendline(f"echo I am $(({number}+1))")
        child.expect_exact(PROMPT)
    for child in both:
        leave(child)
    assert sorted("I am 1" in shown(file) for file in casts.iterdir()) == [False, True]


def test_a_cast_that_cannot_be_written_ends_no_session(start: Callable[[], Spawn], casts: Path) -> None:
    casts.write_text("a file")
    child = start()
    child.sendline("echo out")
    child.expect_exact(PROMPT)
    child.sendline("exit 5")
    child.expect_exact("the output of the session was not recorded to its end")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5


def kept(path: Path, do: Callable[[Cast], None]) -> str:
    made = Cast(path, Redactor(), (24, 80), {})
    do(made)
    made.close()
    assert not made.problem
    return shown(path)


def test_of_a_flood_the_beginning_and_the_end_are_kept(tmp_path: Path) -> None:
    line = b"0123456789" * 7 + b"\r\n"

    def flood(made: Cast) -> None:
        for _ in range(60):
            made.shown(line * 910)
        made.shown(b"the last line\r\n")
        made.mark("prompt")
        made.shown(b"$ ")

    text = kept(tmp_path / "a.cast", flood)
    assert 0.9 * cast.BURST < len(text) < 1.1 * cast.BURST
    assert "MB of output are not recorded)" in text and text.endswith("the last line\r\n$ ")


def test_output_that_goes_on_for_long_but_is_no_flood_is_kept_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cast, "BURST", 5000)
    monkeypatch.setattr(cast, "RATE", 1 << 20)

    def build(made: Cast) -> None:
        for _ in range(50):
            made.shown(b"x" * 999 + b"\n")
            time.sleep(0.004)

    assert kept(tmp_path / "a.cast", build).count("\n") == 50


def test_a_cast_has_a_size_beyond_which_it_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asciicast, "MAX_BYTES", 4000)
    writer = Writer(tmp_path / "a.cast", (80, 24), {})
    for number in range(100):
        writer.put([(time.monotonic() + number, b"%03d " % number * 50)])
    writer.close()
    assert (tmp_path / "a.cast").stat().st_size < 5000
    assert shown(tmp_path / "a.cast").endswith("is not recorded)\x1b[m\r\n")


def test_characters_that_come_in_parts_are_whole(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.cast", (80, 24), {})
    begin = time.monotonic()
    writer.put([(begin + 1, b"\xe2\x82"), (begin + 2, b"\xac \xff\xe2"), (begin + 3, b"x")])
    writer.close()
    assert [text for _, _, text in read(tmp_path / "a.cast")[1]] == ["€ \ufffd", "\ufffdx"]


def test_an_incomplete_line_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "a.cast"
    file.write_bytes(b'{"version":2,"width":80,"height":24,"timestamp":7}\n[1.5,"o","a"]\n[2.5,"o","b')
    assert list(lines(file))[1:] == [b'[1.5,"o","a"]\n']
    found = outline(file)
    assert found is not None and (found.began, found.seconds, found.columns) == (7, 1.5, 80)
    file.write_bytes(b'{"version":2,"wid')
    assert outline(file) is None and list(lines(file)) == []
