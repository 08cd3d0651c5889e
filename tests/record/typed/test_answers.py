"""Secrets typed into programs become known; other input does not."""

from __future__ import annotations

import pytest

from snapshotter.record.typed.answers import Answers

SECRET = "hunter2-horse"


class Program:
    """A program on a terminal, as the relay sees it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.answers = Answers(self.found.append)
        self.now = 1000.0

    def show(self, *shown: str) -> None:
        for text in shown:
            self.answers.output(text.encode(), self.now)
        self.now += 0.5

    def type(self, text: str, *, echo: str | None = None, enter: str = "\r\n", at_once: bool = False) -> None:
        """Type a line; `echo` is what is shown for each key instead of the key, `at_once` that it is pasted."""
        echoes = [key if echo is None else echo for key in text]
        if at_once:
            self.answers.keys(text.encode() + b"\r", self.now)
            self.show("".join(echoes) + enter)
            return
        for key, shown in zip(text, echoes, strict=True):
            self.answers.keys(key.encode(), self.now)
            self.answers.output(shown.encode(), self.now)
            self.now += 0.01
        self.answers.keys(b"\r", self.now)
        self.show(enter)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    "prompt", ["Password: ", "Enter token: ", "Mot de passe : ", "Password:\r\n", "\r\x1b[KPIN-Token: "]
)
def test_what_a_program_asks_for_in_the_open(prompt: str, at_once: bool) -> None:
    program = Program()
    program.show(prompt)
    program.type(SECRET, at_once=at_once)
    assert program.found == [SECRET]


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("prompt", ["DB: ", "", "who goes there?"])
def test_what_is_typed_without_echo(prompt: str, at_once: bool) -> None:
    program = Program()
    program.show(prompt)
    program.type(SECRET, echo="", at_once=at_once)
    assert program.found == [SECRET]


@pytest.mark.parametrize("at_once", [False, True])
def test_what_is_shown_as_stars(at_once: bool) -> None:
    program = Program()
    program.show("Login: ")
    program.type(SECRET, echo="*", at_once=at_once)
    assert program.found == [SECRET]


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("prompt", ["Name: ", "", "Continue with the password? [y/n] ", "bob@token:~$ ", ">>> "])
def test_other_input_stays_unknown(prompt: str, at_once: bool) -> None:
    program = Program()
    program.show(prompt)
    program.type("innocent words", at_once=at_once)
    program.show("innocent words\r\n")
    assert program.found == []


def test_a_line_that_was_typed_is_no_prompt() -> None:
    program = Program()
    for line in ("password:", "first line", "token:", "second line"):
        program.type(line, at_once=True)
        program.type(line)
    assert program.found == []


def test_a_command_line_is_no_prompt() -> None:
    program = Program()
    program.answers.command_line()
    program.show("$ cat > the-password", "\r\n")
    program.type("first line")
    assert program.found == []


def test_edited_pasted_and_cancelled_lines() -> None:
    program = Program()
    program.show("Password: ")
    program.answers.keys(b"wrong\x15\x1b[200~hunter2-horsf\x1b[201~\x7fe\r", program.now)
    assert program.found == [SECRET]
    program.show("\r\nPassword: ")
    program.answers.keys(b"never sent\x03", program.now)
    program.answers.keys(b"\r", program.now)
    program.answers.keys(b"short\r", program.now)
    assert program.found == [SECRET]


def test_keys_for_a_full_screen_program_are_not_read() -> None:
    program = Program()
    program.show("Password: \x1b[?1049h")
    program.type("dd:wq!dd:wq!", echo="")
    assert program.found == []


def test_output_in_between_is_not_taken_for_missing_echo() -> None:
    program = Program()
    program.answers.output(b"Reading package lists...", program.now)
    program.answers.keys(b"apt install x\r", program.now + 0.01)
    program.show("\r\nDone\r\napt install x\r\n")
    assert program.found == []


def test_a_command_that_reads_only_secrets() -> None:
    program = Program()
    program.answers.secrets_only = True
    program.type(SECRET, at_once=True, enter="\r\n")  # `read -s P; echo $P` looks as if it echoed
    assert program.found == [SECRET]
    program.answers.shell()
    program.answers.secrets_only = False
    program.type("innocent words", at_once=True)
    assert program.found == [SECRET]
