"""The second pass over the decisions: commands that use secrets, and what follows for others from what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.decide.fate import KEPT, named_paths, writes_only_named
from snapshotter.recipe.decide.secret_mounts import Handling, computes_secrets, mounts_secrets
from snapshotter.recipe.decide.shell_state import ShellState, needed_definitions
from snapshotter.recipe.decide.touched_paths import is_plain
from snapshotter.recipe.decide.users import absolute
from snapshotter.recipe.model import Decision, Origin
from snapshotter.recipe.reasons import ANSWERED, SAME_FILE, SECRET
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

GONE = "concerns only files that the recipe does not contain"
_IN_PLACE = regex(r"-(?:[Enrsz]*i|-in-place)")
_HANDLERS = {"chmod": 1, "chown": 1, "chgrp": 1, "rm": 0, "shred": 0, "unlink": 0}
"""Programs that only change or remove the files they are given → the number of arguments before the files."""


def revise(
    decisions: Sequence[Decision],
    before: Mapping[Origin, ShellState],
    secrets: Mapping[str, str],
    handling: Handling,
    withheld: Set[str] = frozenset(),
) -> list[Decision]:
    """Return the decisions revised for secrets and for files that the recipe does not contain.

    A command that used a secret has it mounted or is replaced by its files; commands that only handle missing files are
    left out.  `secrets` maps placeholders to the names of the secrets; `withheld` are files that no recipe contains.
    """
    revised: list[Decision] = []
    gone, copied_paths = set[str](), set[tuple[int, str]]()
    for decision in decisions:
        state = before[decision.origin]
        new = decision
        if decision.fate == "run":
            if uses_secret(decision, state):
                runs = mounts_secrets(decision, state, secrets, handling) or computes_secrets(decision, state, handling)
                new = decision if runs else _replaced_by_files(decision)
            elif decision.reason != KEPT:
                new = _revised(decision, gone, copied_paths, withheld)
        if new.reason == SECRET:
            gone |= named_paths(new.command, facts(new.command.text)) - (set(new.named) - withheld)
            gone |= withheld & set(new.paths)
        elif new.reason == GONE:
            gone |= set(new.paths)
        if new.fate == "carried":
            copied_paths |= {(new.origin[0], path) for path in new.paths}
        revised.append(new)
    return revised


def uses_secret(decision: Decision, state: ShellState) -> bool:
    """Return whether a secret is in a command's text, or in the variables, functions and files that it needs."""
    text = decision.command.text
    if PLACEHOLDER.search(text) or PLACEHOLDER.search(decision.command.cwd):
        return True
    if not any(definition.secret for definition in state.definitions) and not state.secrets():
        return False
    needed = needed_definitions(state, text, frozenset(), {})
    return bool(facts(text).uses & state.secrets()) or any(definition.secret for definition in needed)


def _replaced_by_files(decision: Decision) -> Decision:
    files = tuple(sorted({*decision.paths, *decision.named}))
    return replace(decision, fate="carried" if files else "left out", reason=SECRET, paths=files)


def _revised(decision: Decision, gone: set[str], copied_paths: set[tuple[int, str]], withheld: Set[str]) -> Decision:
    known = facts(decision.command.text)
    if decision.paths and _asks_for_password(decision):
        return replace(decision, fate="carried", reason=ANSWERED)
    if gone and _concerns_only(decision, gone, withheld):
        return replace(decision, fate="left out", reason=GONE)
    edited = _edited_in_place(decision)
    if edited and all((decision.origin[0], path) in copied_paths for path in edited):
        return replace(decision, fate="carried", reason=SAME_FILE, paths=tuple(sorted({*decision.paths, *edited})))
    named = set(decision.named)
    copied = all((decision.origin[0], path) in copied_paths for path in named)
    if named and copied and writes_only_named(decision, known, named):
        return replace(decision, fate="carried", reason=SAME_FILE, paths=tuple(sorted({*decision.paths, *named})))
    return decision


def _concerns_only(decision: Decision, gone: Set[str], withheld: Set[str]) -> bool:
    """Return whether a command only handles files that the recipe lacks, or makes others that it lacks from them."""
    if not decision.paths or set(decision.paths) <= withheld:
        handled = _handled(decision)
        if handled and handled <= gone:
            return True
        words = {word for one in facts(decision.command.text).commands for word in one.args if word}
        return bool(decision.paths) and any(absolute(decision.command, word) in gone for word in words)
    return False


def _asks_for_password(decision: Decision) -> bool:
    """Return whether a command is a `passwd` that reads from the terminal: one without options or redirected input."""
    (*others, last) = facts(decision.command.text).commands or [None]
    if others or last is None or last.name != "passwd" or "<" in decision.command.text:
        return False
    return not any(arg is None or arg.startswith("-") for arg in last.args)


def _edited_in_place(decision: Decision) -> set[str]:
    """Return the files that a command line edits by `sed -i`; empty where it does anything else that lasts."""
    known, found = facts(decision.command.text), set[str]()
    doing = [simple for simple in known.commands if not simple.only_looks]
    if known.writes or known.assigns or not is_plain(known):
        return set()
    for simple in doing:
        words = [arg for arg in simple.args if arg]
        if simple.name != "sed" or None in simple.args or not _IN_PLACE.fullmatch(words[0]):
            return set()
        names = words[1:] if "-e" in words else words[2:]
        scripts = [after for one, after in pairwise(words) if one == "-e"]
        found |= {absolute(decision.command, name) for name in names if name != "-e" and name not in scripts}
    return found


def _handled(decision: Decision) -> set[str]:
    """Return the files that a command changes or removes; empty where it does anything else."""
    found = set[str]()
    for simple in facts(decision.command.text).commands:
        if simple.name not in _HANDLERS or None in simple.args:
            return set()
        plain = [arg for arg in simple.args if arg and not arg.startswith("-")]
        found |= {absolute(decision.command, name) for name in plain[_HANDLERS[simple.name] :]}
    return found
