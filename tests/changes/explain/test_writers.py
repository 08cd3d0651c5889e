"""Who wrote a file's content, where a later command set its owner or mode."""

from __future__ import annotations

import pytest

from snapshotter.changes.explain.writers import Jobs, content_writers, sets_attributes_only
from snapshotter.model import Change, Command, Entry

NANO = 10**9


def _command(text: str, begin: float, end: float) -> Command:
    return Command(text, 0, "/", "root", begin, end, "bash", 1, "s1", 1)


def _file(path: str, written: float, changed: float, command: int) -> Change:
    entry = Entry("file", 0o644, 0, 0, 1, "d", mtime_ns=int(written * NANO), ctime_ns=int(changed * NANO))
    return Change(path, "added", None, entry, f"command {command + 1}", command)


COMMANDS = (_command("python3 gen.py", 10, 20), _command("sleep 1", 21, 22), _command("chown -R app /srv", 30, 31))


@pytest.mark.parametrize(
    ("written", "writer"), [(15.5, 0), (25.5, None), (15.0, None)], ids=["a command", "nobody", "an archive's time"]
)
def test_the_writer_is_the_command_that_ran_when_the_content_was_written(written: float, writer: int | None) -> None:
    assert content_writers([_file("/srv/x", written, 30.5, 2)], COMMANDS) == {"/srv/x": writer}


def test_a_command_that_writes_content_is_its_own_writer() -> None:
    assert content_writers([_file("/srv/x", 12.5, 15.5, 0)], COMMANDS) == {}


def test_two_commands_within_one_tick_of_the_clock_are_told_apart() -> None:
    commands = (_command("echo x > /srv/x", 10.001, 10.002), _command("chmod 600 /srv/x", 10.003, 10.006))
    assert content_writers([_file("/srv/x", 10.0005, 10.0005, 1)], commands) == {"/srv/x": 0}


@pytest.mark.parametrize("text", ["chown -R app /srv", "cd /srv && chmod +x a b", "chmod 600 x; ls -l x"])
def test_it_sets_attributes_only(text: str) -> None:
    assert sets_attributes_only(text)


@pytest.mark.parametrize("text", ["chmod 600 x > log", "make && chmod +x a", "ls", "f() { chmod 600 x; }", "sh chmod"])
def test_it_may_do_more(text: str) -> None:
    assert not sets_attributes_only(text)


def test_a_job_in_the_background_wrote_what_it_names_whatever_runs_then() -> None:
    jobs = Jobs([_command("cd /srv", 1, 2), _command("(sleep 9; date > /srv/late) &", 10, 10), *COMMANDS])
    assert [jobs.writer("/srv/late", 15.5), jobs.writer("/srv/late", 9.5), jobs.writer("/srv/l", 15.5)] == [
        1,
        None,
        None,
    ]


def test_the_content_of_a_job_is_not_that_of_the_command_that_set_its_mode() -> None:
    commands = (_command("sh -c 'date > /srv/x' &", 5, 5), *COMMANDS)
    assert content_writers([_file("/srv/x", 15.5, 30.5, 3)], commands) == {"/srv/x": 0}
    assert content_writers([_file("/srv/x", 8.5, 30.5, 3)], commands) == {"/srv/x": 0}
