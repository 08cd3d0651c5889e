"""The workspace that a commit takes where none is named and two are worked in: it is not guessed."""

from __future__ import annotations

from snapshotter.errors import UsageError
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import Session
from snapshotter.store.journal.terminals import this_terminal


def refuse_guess(home: Home, name: str) -> None:
    """Raise `UsageError` where `name`, the workspace last used, may not be the one that is meant.

    That is so where it has a session in another terminal, none here, and this terminal was last used for another one.
    """
    others = [other for other in home.workspaces.names() if other != name]
    if not others:
        return
    here = this_terminal()
    sessions = home.journal(name).sessions()
    live = [session for session in sessions if session.live]
    if not live or any(session.terminal.is_same(here) for session in live):
        return

    def last_here(found: list[Session]) -> float:
        return max((session.at for session in found if session.terminal.is_same(here)), default=0.0)

    at, left = max((last_here(home.journal(other).sessions()), other) for other in others)
    if at > last_here(sessions):
        where = f" on {live[-1].terminal.name}" if live[-1].terminal.name else " in another terminal"
        raise UsageError(
            f"it is not clear which workspace to commit: {left} was left last in this terminal, but {name} was used"
            f" last and has a session{where}",
            f"name it: `snap commit -n {left}` or `snap commit -n {name}`",
        )
