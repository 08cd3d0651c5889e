"""A program that a variable of the shell names as editor is named in the command that starts it."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Command, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.rewrite.answers.editor_variables import with_editors


def rewritten(text: str, *variables: tuple[str, str]) -> str:
    state = tuple(StateChange("export", name, value) for name, value in variables)
    commands = (
        Command("export …", 0, "/", "root", 1.0, 2.0, "bash", 1, state=state),
        Command(text, 0, "/", "root", 2.0, 3.0, "bash", 1),
    )
    box = Snapshot("b", 1, "sha256:1", "snap/b:1", Base("d", "sha256:0"), "m", 9.0, ImageConfig(), commands, ())
    return with_editors([box]).get((1, 1), text)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("visudo -f x", "EDITOR='sed -i s/a/b/' visudo -f x"),
        ("cd / && crontab -e", "cd / && EDITOR='sed -i s/a/b/' crontab -e"),
        ("git commit -a", "EDITOR='sed -i s/a/b/' git commit -a"),
        ("EDITOR=nano visudo", "EDITOR=nano visudo"),
        ("sudo visudo", "sudo visudo"),
        ("crontab -l", "crontab -l"),
        ("echo visudo", "echo visudo"),
    ],
)
def test_the_program_is_named_in_the_command(text: str, becomes: str) -> None:
    assert rewritten(text, ("EDITOR", "sed -i s/a/b/")) == becomes


def test_the_most_important_variable_counts() -> None:
    assert rewritten("visudo", ("EDITOR", "true"), ("VISUAL", "tee")) == "VISUAL=tee visudo"


def test_an_editor_in_which_a_person_types_is_not_named() -> None:
    assert rewritten("visudo", ("EDITOR", "/usr/bin/vim.tiny")) == "visudo"
