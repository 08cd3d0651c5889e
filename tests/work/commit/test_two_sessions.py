"""A commit that names no workspace takes none of which it is not clear that it is meant."""

from __future__ import annotations

import os

import pytest
from msgspec.structs import replace

from snapshotter.errors import UsageError
from snapshotter.store.home import Home
from snapshotter.store.journal.host_process import start_time
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Close
from snapshotter.work import start as starting
from snapshotter.work.commit.two_sessions import refuse_guess
from tests.work.fakes import BASE, FakeEngine


@pytest.fixture(autouse=True)
def both(fake: FakeEngine, home: Home) -> None:
    for name in ("web", "api"):
        starting.start(fake, home, starting.Request(BASE, name), lambda _: None)


def session(home: Home, name: str, *, here: bool, live: bool, at: float = 1.0) -> None:
    """Record a session of a workspace, in the terminal of this process or in that of another process."""
    opened = replace(open_record(f"{name}{at}"), at=at)
    if not here:
        opened = replace(opened, terminal="/dev/pts/9", leader=os.getpid(), leader_start="0")
        assert start_time(os.getpid()) != "0"
    journal = home.journal(name)
    journal.append(opened)
    if not live:
        journal.append(Close(opened.session, at + 0.5))
    journal.close()


def test_a_live_session_elsewhere_is_not_committed_where_another_workspace_was_left_last(home: Home) -> None:
    session(home, "web", here=True, live=False)
    session(home, "api", here=False, live=True, at=2.0)
    with pytest.raises(UsageError) as refused:
        refuse_guess(home, "api")
    assert refused.value.message == (
        "it is not clear which workspace to commit: web was left last in this terminal, but api was used last and has a"
        " session on /dev/pts/9"
    )
    assert refused.value.hint == "name it: `snap commit -n web` or `snap commit -n api`"
    refuse_guess(home, "web")


def test_a_second_terminal_commits_the_workspace_of_the_first(home: Home) -> None:
    session(home, "api", here=False, live=True)
    refuse_guess(home, "api")


def test_one_terminal_with_one_workspace_after_the_other(home: Home) -> None:
    session(home, "web", here=True, live=False)
    session(home, "api", here=True, live=False, at=2.0)
    refuse_guess(home, "api")


def test_a_session_that_was_left_here_later_than_the_other_one(home: Home) -> None:
    session(home, "web", here=True, live=False)
    session(home, "api", here=True, live=False, at=2.0)
    session(home, "api", here=False, live=True, at=3.0)
    refuse_guess(home, "api")


def test_a_session_of_this_terminal_itself(home: Home) -> None:
    session(home, "api", here=True, live=True)
    session(home, "web", here=True, live=False, at=2.0)
    refuse_guess(home, "api")


def test_a_session_elsewhere_that_is_over(home: Home) -> None:
    session(home, "web", here=True, live=False)
    session(home, "api", here=False, live=False, at=2.0)
    refuse_guess(home, "api")
