"""The second pass: a command that prompts for a password is replaced by the hash it wrote."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.recipe.decide.second_pass import GONE, revise
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling
from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision
from snapshotter.recipe.reasons import SECRET


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("passwd", "carried"),
        ("sudo passwd app", "carried"),
        ("passwd -l app", "run"),
        ("passwd --delete app", "run"),
        ("passwd app < f", "run"),
        ("cat f | passwd app", "run"),
        ("useradd app", "run"),
    ],
)
def test_a_password_typed_at_a_prompt_is_carried(text: str, fate: str) -> None:
    command = Command(text, 0, "/", "root", 0.0, 1.0, "bash", 1, "s", 1)
    decision = Decision((1, 0), command, "run", "", ("/etc/shadow",))
    (revised,) = revise([decision], {(1, 0): ShellState()}, {}, AUTO)
    assert revised.fate == fate


@pytest.mark.parametrize("handling", [AUTO, Handling("carry")])
def test_a_command_in_a_directory_with_a_secret_in_its_name_does_not_run(handling: Handling) -> None:
    command = Command("make install", 0, "/srv/x-SNAP_SECRET_00000001", "root", 0.0, 1.0, "bash", 1, "s", 1)
    decision = Decision((1, 0), command, "run", "", ("/usr/bin/x",))
    (revised,) = revise([decision], {(1, 0): ShellState()}, {"SNAP_SECRET_00000001": "x"}, handling)
    assert (revised.fate, revised.reason, revised.paths) == ("carried", SECRET, ("/usr/bin/x",))


def test_what_handles_a_withheld_file_goes_with_the_command_that_made_it() -> None:
    texts = [
        ("echo TOKEN=SNAP_SECRET_00000001 > /srv/env", "/srv/env"),
        ("chmod 600 /srv/env", "/srv/env"),
        ("sed -i s/a/b/ /srv/env", "/srv/env"),
        ("cp /srv/env /srv/copy", "/srv/copy"),
        ("chown app /srv/copy", ""),
        ("cp /srv/env /srv/other; touch /srv/flag", "/srv/flag"),
        ("./start /srv/env", "/srv/state"),
    ]
    decisions = [
        Decision((1, at), Command(text, 0, "/", "root", at, at + 1, "bash", 1), "run", "", (path,) if path else ())
        for at, (text, path) in enumerate(texts)
    ]
    states = {one.origin: ShellState() for one in decisions}
    withheld = frozenset({"/srv/env", "/srv/copy"})
    revised = revise(decisions, states, {}, Handling("carry"), withheld)
    assert [one.reason for one in revised] == [SECRET, GONE, GONE, GONE, GONE, "", ""]
    assert all(one.reason != GONE for one in revise(decisions, states, {}, Handling("carry")))


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("sed -i s/a/b/ x && cat x", "carried"),
        ("sed -i -e s/a/b/ -e s/c/d/ /srv/x", "carried"),
        ("sed -i s/a/b/ x y", "run"),
        ("sed -i s/a/b/ x && touch y", "run"),
        ("sed -i s/a/b/ $file", "run"),
        ("sed s/a/b/ x > y", "run"),
    ],
)
def test_an_edit_in_place_of_a_file_that_is_copied_anyway_is_left_out(text: str, fate: str) -> None:
    commands = [Command(one, 0, "/srv", "root", 0.0, 1.0, "bash", 1, "s", 1) for one in ("vi x", text)]
    decisions = [Decision((1, 0), commands[0], "carried", "", ("/srv/x",)), Decision((1, 1), commands[1], "run", "")]
    _, revised = revise(decisions, {(1, 0): ShellState(), (1, 1): ShellState()}, {}, AUTO)
    assert revised.fate == fate
