"""Second thoughts on the choice: what follows for other commands once some are left out or replaced by their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.decide.fate import absolute, named_paths, only_makes
from snapshotter.recipe.decide.secret_mounts import Handling, mounted
from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision, Origin
from snapshotter.shell.facts import facts

SECRET = "uses a secret"
PASSWORD = "asks for a password"
GONE = "concerns only files that are gone"
SAME_FILE = "goes into a file that is set down already"
_HANDLERS = {"chmod": 1, "chown": 1, "chgrp": 1, "rm": 0, "shred": 0, "unlink": 0}
"""Programs that do something to the files they are given, and how many arguments come before those."""


def settle(
    decisions: Sequence[Decision], before: Mapping[Origin, ShellState], secrets: Mapping[str, str], handling: Handling
) -> list[Decision]:
    """Give the decisions anew: one that used a secret has it mounted or gives way; none handles a lost file.

    `secrets` names the placeholders that stand for secrets.
    """
    settled: list[Decision] = []
    gone, set_down = set[str](), set[tuple[int, str]]()
    for decision in decisions:
        state = before[decision.origin]
        new = decision
        if decision.fate == "run":
            if uses_secret(decision, state):
                new = decision if mounted(decision, state, secrets, handling) else _given_way(decision)
            else:
                new = _settled(decision, gone, set_down)
        if new.reason == SECRET:
            gone |= named_paths(new.command, facts(new.command.text)) - set(new.named)
        if new.fate == "carried":
            set_down |= {(new.origin[0], path) for path in new.paths}
        settled.append(new)
    return settled


def uses_secret(decision: Decision, state: ShellState) -> bool:
    """Say whether a command's text holds a secret or refers to a variable that does."""
    text = decision.command.text
    return bool(PLACEHOLDER.search(text) or facts(text).uses & state.secrets())


def _given_way(decision: Decision) -> Decision:
    files = tuple(sorted({*decision.paths, *decision.named}))
    return replace(decision, fate="carried" if files else "left out", reason=SECRET, paths=files)


def _settled(decision: Decision, gone: set[str], set_down: set[tuple[int, str]]) -> Decision:
    known = facts(decision.command.text)
    if decision.paths and _asks_for_password(decision):
        return replace(decision, fate="carried", reason=PASSWORD)
    if not decision.paths and _handled(decision) and _handled(decision) <= gone:
        return replace(decision, fate="left out", reason=GONE)
    named = set(decision.named)
    if named and only_makes(decision, known, named) and all((decision.origin[0], path) in set_down for path in named):
        return replace(decision, fate="carried", reason=SAME_FILE, paths=tuple(sorted({*decision.paths, *named})))
    return decision


def _asks_for_password(decision: Decision) -> bool:
    """Say whether a command is `passwd`, which reads from the terminal, unless an option makes it do something else."""
    (*others, last) = facts(decision.command.text).commands or [None]
    if others or last is None or last.name != "passwd" or "<" in decision.command.text:
        return False
    return not any(arg is None or arg.startswith("-") for arg in last.args)


def _handled(decision: Decision) -> set[str]:
    """Give the files that a command does nothing but handle; none where it does anything else."""
    found = set[str]()
    for simple in facts(decision.command.text).commands:
        if simple.name not in _HANDLERS or None in simple.args:
            return set()
        plain = [arg for arg in simple.args if arg and not arg.startswith("-")]
        found |= {absolute(decision.command, name) for name in plain[_HANDLERS[simple.name] :]}
    return found
