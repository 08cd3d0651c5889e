"""Answers to a program's questions are kept, unless one of them is a secret or cannot be known."""

from __future__ import annotations

import pytest

from tests.record.typed.test_answers import Program


def asked(*steps: tuple[str, str], at_once: bool, echo: str | None = None) -> tuple[str, ...]:
    program = Program()
    for prompt, line in steps:
        program.show(prompt)
        program.type(line, at_once=at_once, echo=echo)
    program.show("done\r\n")
    return program.answers.log.take()


@pytest.mark.parametrize("at_once", [False, True])
def test_answers_to_questions_are_kept_in_order(at_once: bool) -> None:
    assert asked(("Port? ", "8080"), ("Really [y/N] ", "y"), ("Name [app]: ", ""), at_once=at_once) == ("8080", "y", "")


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    ("prompt", "line"),
    [
        ("Password: ", "x"),
        ("Enter passphrase (empty for no passphrase): ", ""),
        ("API token: ", "abc"),
        ("Value: ", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("Value: ", "kX9vQ2mL7pR4"),
        ("Value: ", "a" * 101),
        ("Value: ", "up\x1b[A"),
        ("", "a line"),
        ("no question\r\n", "a line"),
    ],
)
def test_an_answer_that_is_secret_or_unclear_loses_all(prompt: str, line: str, at_once: bool) -> None:
    assert asked(("Port? ", "8080"), (prompt, line), ("Sure? ", "y"), at_once=at_once) == ()


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("echo", ["", "*"])
def test_what_is_not_shown_as_typed_is_not_kept(echo: str, at_once: bool) -> None:
    assert asked(("Who? ", "bob"), at_once=at_once, echo=echo) == ()


def test_the_next_command_begins_anew() -> None:
    program = Program()
    program.show("Password: ")
    program.type("x")
    assert program.answers.log.take() == ()
    program.show("Port? ")
    program.type("80")
    assert program.answers.log.take() == ("80",)


def test_keys_in_a_full_screen_and_an_interrupt_lose_all() -> None:
    program = Program()
    program.show("Port? ")
    program.type("80")
    program.answers.keys(b"\x03", program.now)
    assert program.answers.log.take() == ()
    program.show("\x1b[?1049hPort? ")
    program.type("80")
    assert program.answers.log.take() == ()


def test_many_answers_are_no_questionnaire() -> None:
    assert asked(*[("> ", "x")] * 21, at_once=False) == ()
