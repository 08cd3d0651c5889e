"""The part of a session's output that is recorded: no secrets in any form, all else as it was shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.record.cast.buffer import Piece, TimedBuffer
from snapshotter.record.cast.mask import MAX_HELD, OutputMask
from snapshotter.secrets.redact import PLACEHOLDER, Redactor

TOKEN = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
PROMPT = b"\x1b[?2004h\x1b[32mroot@box\x1b[m:/# "
KEY_LINE = "MIIEpAIBAAKCAQEA7bq3f0vRz2NcW8yJpB5sHd1GaEu64oXiQx7LmT0vRz2NcW8y"


class Session:
    """A session as the relay reports it; each step takes a tenth of a second."""

    def __init__(self) -> None:
        self.redactor = Redactor()
        self.mask = OutputMask(self.redactor)
        self.pieces: list[Piece] = []
        self.now = 0.0

    def show(self, *shown: bytes | str) -> None:
        for data in shown:
            self.now += 0.1
            self.pieces += self.mask.output(self.now, data.encode() if isinstance(data, str) else data)

    def prompt(self, prompt: bytes = PROMPT) -> None:
        self.pieces += self.mask.prompt(self.now)
        self.show(prompt)

    def keys(self, keys: str, enter: bytes = b"\r\n") -> None:
        """Press keys that are echoed as they are, then Enter."""
        for key in keys:
            self.mask.key(0)
            self.show(key)
        self.mask.key(1)
        self.show(enter)

    def command(self, text: str, *, late: bool = False, cwd: str = "/root") -> None:
        """Report a command that a shell begins."""
        self.pieces += self.mask.command(self.now, text, self.redactor.redact(text), cwd, late=late)
        if not late:
            self.pieces += self.mask.command_began(self.now)

    def run(self, text: str, *output: bytes | str) -> None:
        """Type a command at a new prompt and show its output."""
        self.prompt()
        self.keys(text, b"\r\n\x1b[?2004l\r")
        self.command(text)
        self.show(*output)

    @property
    def kept(self) -> str:
        self.pieces += self.mask.finish(self.now)
        times = [time for time, _ in self.pieces]
        assert times == sorted(times), "times never go back"
        return b"".join(data for _, data in self.pieces).decode()


@pytest.fixture
def session() -> Session:
    return Session()


def test_what_holds_no_secret_is_kept_with_every_key_and_its_time(session: Session) -> None:
    session.run("ls -l", "total 0\r\n", "\x1b[01;34mbin\x1b[0m\r\n")
    session.prompt()
    assert session.kept == (PROMPT + b"ls -l\r\n\x1b[?2004l\rtotal 0\r\n\x1b[01;34mbin\x1b[0m\r\n" + PROMPT).decode()
    assert [(round(time, 1), data) for time, data in session.pieces[1:4]] == [(0.2, b"l"), (0.3, b"s"), (0.4, b" ")]


@pytest.mark.parametrize(
    "text",
    [
        f"export FORGE_TOKEN={TOKEN}",
        f"curl -H 'Authorization: Bearer {TOKEN}' x",
        f"for i in 1; do\necho {TOKEN}\ndone",
    ],
)
def test_a_typed_token_is_replaced_as_in_the_record(session: Session, text: str) -> None:
    session.run(text)
    kept = session.kept
    assert TOKEN[:8] not in kept
    assert (
        kept
        == PROMPT.decode()
        + PLACEHOLDER.sub("X", session.redactor.redact(text))
        .replace("\n", "\r\n> ")
        .replace("X", PLACEHOLDER.findall(kept)[0])
        + "\r\n"
    )


def test_a_password_that_is_short_is_not_kept_either(session: Session) -> None:
    session.run("mysql -pab1 x")
    assert "-pab1" not in session.kept


def test_programs_do_not_show_what_was_typed(session: Session) -> None:
    session.run("X=tree; export DB_PASSWORD=blue-horse-7")
    session.run("env", "A=1\r\nDB_PASS", "WORD=blue-ho", "rse-7\r\nB=2\r\n")
    session.run("printf %s $DB_PASSWORD", "blue-\x1b[1mhorse\x1b[m-7")
    session.prompt()
    kept = session.kept
    assert "horse" not in kept
    assert "A=1\r\nDB_PASSWORD=SNAP_SECRET_" in kept and "\r\nB=2\r\n" in kept


@pytest.mark.parametrize(
    ("output", "gone"),
    [
        (f"token: {TOKEN}\r\n", TOKEN),
        (f"\x1b[31m{TOKEN[:9]}\x1b[32m{TOKEN[9:]}\x1b[m\r\n", TOKEN[9:]),
        (f"{TOKEN[:9]}\x1b[5C\x1b[5D{TOKEN[9:]}\r\n", TOKEN[9:]),
        (f"{TOKEN[:9]}\xc2\x9b1m{TOKEN[9:]}\r\n", TOKEN[9:]),
        ("machine h\r\nlogin me\r\npassword blue-horse-7\r\n", "blue-horse-7"),
        ("POSTGRES_PASSWORD=sunshine\r\n", "sunshine"),
        ('declare -x POSTGRES_PASSWORD="sunshine"\r\n', "sunshine"),
        ('{"auths": {"x": {"auth": "cm9ib3Q6VHIwdWI0ZG9y"}}}\r\n', "cm9ib3Q6VHIwdWI0ZG9y"),
        ("https://robot:Tr0ub4dor-and-3@forge.invalid/\r\n", "Tr0ub4dor"),
        (f"-----BEGIN RSA PRIVATE KEY-----\r\n{KEY_LINE}\r\nabcd=\r\n-----END RSA PRIVATE KEY-----\r\n", KEY_LINE),
        (f"-----BEGIN RSA PRIVATE KEY-----\r\n{KEY_LINE}\r\nsome other text!\r\n", KEY_LINE),
        (f"{KEY_LINE}\r\n-----END RSA PRIVATE KEY-----\r\n", KEY_LINE),
    ],
)
def test_secrets_of_known_forms_are_not_kept(session: Session, output: str, gone: str) -> None:
    session.run("show", "before\r\n" + output.replace("\xc2\x9b", "\x9b"), "after\r\n")
    session.prompt()
    kept = session.kept
    assert gone not in kept
    assert "before\r\n" in kept and "after\r\n" in kept


def test_a_private_key_that_comes_in_parts_is_not_kept(session: Session) -> None:
    session.run("cat key", "-----BEGIN OPENSSH PRIVATE KEY-----\r\n")
    for _ in range(40):
        session.show(KEY_LINE + "\r\n")
        session.pieces += session.mask.settle()
    session.show("-----END OPENSSH PRIVATE KEY-----\r\nafter\r\n")
    kept = session.kept
    assert KEY_LINE[:24] not in kept and kept.endswith("after\r\n")


@given(st.lists(st.integers(0, 160), max_size=6))
def test_it_makes_no_difference_in_which_pieces_output_comes(cuts: list[int]) -> None:
    output = (
        f"one \x1b]0;title {TOKEN}\x07two\r\nA_TOKEN={TOKEN}\r\n\x1b[?1049hvim {TOKEN}\x1b[?1049lthree\r\nend"
    ).encode()
    session = Session()
    session.run("x")
    places = sorted({0, len(output), *(min(cut, len(output)) for cut in cuts)})
    session.show(*(output[start:end] for start, end in pairwise(places)))
    kept = session.kept.partition("\x1b[?2004l\r")[2]
    word = PLACEHOLDER.findall(kept)[0]
    screen = "\x1b[?1049h\x1b[H\x1b[2m(the output of a full-screen program is not recorded)\x1b[m\x1b[?1049l"
    assert kept == f"one two\r\nA_TOKEN={word}\r\n{screen}three\r\nend"


def test_an_edited_line_is_kept_as_what_it_became(session: Session) -> None:
    session.prompt()
    for shown in ("e", "c", "h", "o", " ", TOKEN, "\b\b\b", "\x1b[1@x", "\b\b\b\x1b[K"):
        session.mask.key(0)
        session.show(shown)
    session.mask.key(1)
    session.show("\r\n")
    session.command("echo hi")
    assert session.kept == PROMPT.decode() + "echo hi\r\n"


def test_commands_that_were_pasted_together_are_all_kept(session: Session) -> None:
    session.prompt()
    session.mask.key(0)
    session.show("\x1b[7mecho one\r\n", "echo two\x1b[27m", "\x1b[A\recho one\r\necho two\r\n")
    session.command("echo one")
    session.show("one\r\n")
    session.command("echo two")
    session.show("two\r\n")
    assert session.kept == PROMPT.decode() + "echo one\r\none\r\necho two\r\ntwo\r\n"


def test_a_few_erased_characters_may_be_kept(session: Session) -> None:
    session.prompt()
    session.keys("echo h")
    session.pieces.clear()
    session.prompt()
    for shown in ("echo hx", "\b \b", "i"):
        session.mask.key(0)
        session.show(shown)
    session.mask.key(1)
    session.show("\r\n")
    session.command("echo hi")
    assert session.kept.endswith("echo hx\b \bi\r\n")


def test_a_cancelled_line_is_not_kept(session: Session) -> None:
    session.prompt()
    session.keys(f"export X={TOKEN}", b"^C\r\n")
    session.prompt()
    session.keys("")
    session.prompt()
    assert session.kept == (PROMPT + b"\r\n" + PROMPT + b"\r\n" + PROMPT).decode()


def test_what_is_typed_ahead_is_kept_once_it_is_a_command(session: Session) -> None:
    session.run("sleep 9")
    for key in f"echo {TOKEN}":
        session.mask.key(0)
        session.show(key)
    session.prompt()
    session.show(f"echo {TOKEN}")
    session.mask.key(1)
    session.show("\r\n")
    session.command(f"echo {TOKEN}")
    kept = session.kept
    assert TOKEN[:8] not in kept
    assert kept.endswith("root@box:/# " + session.redactor.redact(f"echo {TOKEN}") + "\r\n")


@pytest.mark.parametrize("way", ["from an editor", "behind an Enter"])
def test_what_is_typed_ahead_in_other_ways_is_not_taken_for_the_prompt(session: Session, way: str) -> None:
    session.prompt()
    if way == "from an editor":
        session.keys("vim")
        session.command("vim")
        session.show("\x1b[?1049h")
        session.mask.key(1)
        session.show("\x1b[?1049l")
    else:
        session.mask.key(1, followed=True)
        session.show("ls\r\n")
        session.command("ls")
    session.prompt()
    session.show(f"echo {TOKEN[:12]}")
    session.keys(TOKEN[12:])
    session.command(f"echo {TOKEN}")
    assert TOKEN[:8] not in session.kept


def test_a_line_typed_ahead_of_which_nothing_is_known_is_not_kept(session: Session) -> None:
    session.run("sleep 9")
    session.mask.key(1)
    session.prompt()
    session.show(f"echo {TOKEN}\r\n")
    session.pieces += session.mask.command_began(session.now)
    session.show("out\r\n")
    assert TOKEN[:8] not in session.kept and session.kept.endswith("$ \r\nout\r\n")


def test_the_output_of_a_command_reported_late_is_held_until_then(session: Session) -> None:
    session.prompt(b"/ # ")
    session.keys(f"X_TOKEN={TOKEN}; echo $X_TOKEN")
    session.show(TOKEN + "\r\n", "done\r\n")
    assert not session.pieces, "nothing is released before the command is known"
    session.command(f"X_TOKEN={TOKEN}; echo $X_TOKEN", late=True)
    session.prompt(b"/ # ")
    word = PLACEHOLDER.findall(session.kept)[0]
    assert session.kept == f"/ # X_TOKEN={word}; echo $X_TOKEN\r\n{word}\r\ndone\r\n/ # "


def test_a_command_whose_text_comes_later_than_its_output_is_drawn_where_it_was_typed(session: Session) -> None:
    session.prompt()
    session.keys(f"(X_TOKEN={TOKEN}; echo $X_TOKEN)")
    session.mask.command_sent()
    session.show(f"{TOKEN}\r\n")
    session.command(f"(X_TOKEN={TOKEN}; echo $X_TOKEN)")
    kept = session.kept
    assert TOKEN[:8] not in kept
    assert kept.startswith(PROMPT.decode() + "(X_TOKEN=SNAP_SECRET_") and kept.count("\r\n") == 2


def test_several_lines_of_a_late_command_are_its_echo(session: Session) -> None:
    session.prompt(b"/ # ")
    session.keys("for i in 1; do")
    session.mask.more()
    session.show("> ")
    session.keys("echo $i; done")
    session.show("1\r\n")
    session.command("for i in 1; do\necho $i; done", late=True)
    assert session.kept == "/ # for i in 1; do\r\n> echo $i; done\r\n1\r\n"


def test_a_command_of_which_nothing_is_known_leaves_its_output(session: Session) -> None:
    session.prompt()
    session.keys(f"echo {TOKEN}")
    session.pieces += session.mask.command_began(session.now)
    session.show("out\r\n")
    assert session.kept.endswith("\r\nout\r\n") and "ghp" not in session.kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x = 1", ">>> x = 1\r\n"),
        (f"x = '{TOKEN}'", ">>> x = 'SNAP"),
        (f"x = '{TOKEN}'\b\b\b", ">>> x = 'SNAP"),
        ("DB_PASSWORD=blue-horse-7", ">>> DB_PASSWORD=SNAP"),
    ],
)
def test_lines_typed_into_a_program(session: Session, typed: str, kept: str) -> None:
    session.run("python3", ">>> ")
    session.pieces.clear()
    session.keys(typed)
    session.show("ok\r\n")
    assert kept in session.kept and session.kept.endswith("ok\r\n")
    assert TOKEN[:8] not in session.kept and "horse" not in session.kept


@pytest.mark.parametrize("question", ["Password: ", "Enter your API key: ", "PIN ", "two-factor code: ", "TOKEN? "])
def test_input_at_a_prompt_for_a_secret_is_not_kept(session: Session, question: str) -> None:
    session.run("login", question)
    session.keys("sesame")
    session.show("welcome\r\n")
    assert session.kept.endswith(question + "\r\nwelcome\r\n")


def test_a_single_key_for_a_program_is_kept(session: Session) -> None:
    session.run("apt-get install x", "Continue? [Y/n] ")
    session.keys("y")
    session.show("Setting up\r\n")
    session.prompt()
    assert "Continue? [Y/n] y\r\nSetting up\r\n" in session.kept


@pytest.mark.parametrize("text", ["cat ~/.netrc", "cat .pgpass", "less </root/.aws/credentials", "cat config.json"])
def test_a_command_with_a_file_of_secrets_shows_nothing(session: Session, text: str) -> None:
    session.prompt()
    session.keys(text)
    session.command(text, cwd="/root/.docker")
    session.show("anything at all\r\n")
    session.run("echo next", "next\r\n")
    assert "anything" not in session.kept
    assert "(output that shows a file with secrets is not recorded)" in session.kept
    assert session.kept.endswith("next\r\n")


def test_a_full_screen_program_that_dies_does_not_hide_what_follows(session: Session) -> None:
    session.run("vim", "\x1b[?1049h\x1b[2Jtext")
    session.run("ls", "file\r\n")
    assert "text" not in session.kept
    assert "\x1b[?1049l" in session.kept and session.kept.endswith("file\r\n")


def test_queries_to_the_terminal_and_strings_are_not_kept(session: Session) -> None:
    session.run("x", "a\x1b[6nb\x1b[cc\x1b[>qd\x1b]52;c;c2VjcmV0\x1b\\e\x1bP+q544e\x1b\\f\r\n")
    assert session.kept.endswith("\rabcdef\r\n")


def test_a_line_without_an_end_is_left_out(session: Session) -> None:
    session.run("cat blob")
    for _ in range(MAX_HELD // 1000 + 2):
        session.show("x" * 1000)
    session.show("\r\nafter\r\n")
    assert len(session.kept) < 200 and session.kept.endswith("after\r\n")


def test_a_line_that_is_drawn_again_and_again_is_kept(session: Session) -> None:
    session.run("fetch")
    for count in range(MAX_HELD // 10):
        session.show(f"\r{count:8} kB")
    assert f"\r{5:8} kB" in session.kept and f"\r{MAX_HELD // 10 - 1:8} kB" in session.kept


def test_a_gap_has_its_size_and_begins_behind_a_complete_line(session: Session) -> None:
    session.run("flood", "whole\r\n" + TOKEN[:12])
    session.pieces += session.mask.gap(session.now, 1_500_000, alternate=None)
    session.show(TOKEN[12:] + "\r\n", "after\r\n")
    kept = session.kept
    assert TOKEN[:12] not in kept and TOKEN[12:] not in kept
    assert "whole\r\n\r\n\x1b[m\x1b[2m(1.5 MB of output are not recorded)\x1b[m\r\nafter\r\n" in kept


def test_held_output_keeps_its_times() -> None:
    held = TimedBuffer()
    for time, data in ((1.0, b"abc"), (2.0, b"def"), (3.0, b"ghi")):
        held.add(time, data)
    held.replace(2, 7, b"XY", 2.5)
    assert (bytes(held.data), held.time(0), held.time(2), held.time(4)) == (b"abXYhi", 1.0, 2.5, 3.0)
    assert list(held.take(3)) == [(1.0, b"ab"), (2.5, b"X")]
    assert list(held.take(len(held))) == [(2.5, b"Y"), (3.0, b"hi")]
