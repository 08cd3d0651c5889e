"""The times by which changes are explained: commands, open shells, gaps."""

from __future__ import annotations

import pytest

from snapshotter.changes.explain.windows import open_shells, windows
from snapshotter.model import HISTORY_OFF, SILENT, Command
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.journal.records import Gap


def running(text: str, begin: float = 1.0, end: float | None = None) -> Command:
    return Command(text, None if end is None else 0, "/", "root", begin, end, "bash", 1, "s")


@pytest.mark.parametrize("text", ["su - dev", "bash", "sudo -i", "exec sh", "cd /srv && exec zsh"])
def test_a_running_command_that_starts_a_shell_is_an_open_shell(text: str) -> None:
    assert open_shells(Recorded((running(text),))) == [running(text)]
    assert open_shells(Recorded((running(text, end=2.0),))) == []


@pytest.mark.parametrize("text", ["vi /etc/motd", "python3", "sh script.sh", "make", "exec python3 app.py"])
def test_a_program_is_none(text: str) -> None:
    assert open_shells(Recorded((running(text),))) == []


def test_a_program_in_which_a_shell_reports_is_one() -> None:
    assert open_shells(Recorded((running("./enter.sh"),), hosts=frozenset({("s", 1.0)}))) == [running("./enter.sh")]


def test_shells_that_do_not_report_and_gaps_stand_for_what_is_not_recorded() -> None:
    make, shell, known = running("make", end=3.0), running("sh", 4.0), running("su - dev", 5.0)
    gaps = (Gap("s", 6.0, 7.0, HISTORY_OFF), Gap("s", 8.0, None, SILENT, 2))
    recorded = Recorded((make, shell, known), gaps, frozenset({("s", 5.0)}))
    whole = windows(recorded, recorded.commands)  # as in `snap status`
    assert [command.text for command in whole.commands] == ["make", "sh", "su - dev", "", ""]
    assert whole.unrecorded == {1: SILENT, 3: HISTORY_OFF, 4: SILENT}
    committed = windows(recorded, [make])  # as in a commit, whose snapshot has no open shells
    assert [command.text for command in committed.commands] == ["make", "sh", "", ""]
    assert committed.unrecorded == {1: SILENT, 2: HISTORY_OFF, 3: SILENT}
    assert [(c.begin, c.end, c.depth) for c in committed.commands[2:]] == [(6.0, 7.0, 1), (8.0, None, 2)]
