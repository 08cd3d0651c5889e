"""Names that `mktemp` chose are written into the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.recipe.rewrite.random_names import chosen_names
from tests.recipe.story import load

MAKES = "d=$(mktemp -d /srv/w.XXXXXX)"


def texts(tmp_path: Path, *created: str, text: str = MAKES, status: int = 0, cwd: str = "/") -> list[str]:
    changes = ", ".join(f'{{path = "{path}", kind = "directory", mode = "0700"}}' for path in created)
    story = tmp_path / "story.toml"
    story.write_text(
        f'[[snapshot]]\nmessage = "m"\n[[snapshot.command]]\ntext = "{text}"\nstatus = {status}\ncwd = "{cwd}"\n'
        f'[[snapshot.command]]\ntext = "echo > $d/a"\nchanges = [{changes}]\n'
    )
    return list(chosen_names(load(story)[1]).values())


def test_the_name_is_found_though_a_later_command_changed_the_directory(tmp_path: Path) -> None:
    assert texts(tmp_path, "/srv/w.aB3dE6", "/srv/w.aB3dE6/sub") == ['d=/srv/w.aB3dE6 && mkdir -m 0700 "$d"']


def test_a_relative_name_stays_relative(tmp_path: Path) -> None:
    assert texts(tmp_path, "/srv/w.aB3dE6", text="cd $(mktemp -d w.XXXXXX)", cwd="/srv") == [
        "cd $(mkdir -m 0700 w.aB3dE6 && echo w.aB3dE6)"
    ]


@pytest.mark.parametrize("created", [(), ("/srv/w.aB3dE6", "/srv/w.zzzzzz"), ("/srv/w.short",)])
def test_what_is_not_certain_stays_as_it_is(tmp_path: Path, created: tuple[str, ...]) -> None:
    assert texts(tmp_path, *created) == []


def test_a_call_that_failed_stays_as_it_is(tmp_path: Path) -> None:
    assert texts(tmp_path, "/srv/w.aB3dE6", status=1) == []


def test_two_calls_with_one_pattern_stay_as_they_are(tmp_path: Path) -> None:
    assert texts(tmp_path, "/srv/w.aB3dE6", text=f"{MAKES}; {MAKES}") == []
