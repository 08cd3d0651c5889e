"""Commands typed into fish as commands for `sh`, so that all else of a recipe has to know one kind of shell only.

What reads the same stays as it was typed; the rest becomes `fish -c '…'`, in front of its text what fish had told of
the variables and functions in it.  What a line set in its shell is written behind it, as fish told it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Command, Snapshot
from snapshotter.recipe.decide.fate import effects, has_evidence
from snapshotter.shell.dialects.fish import glued, in_sh, used
from snapshotter.shell.quote import fish_word, quote, single

FISH = "fish -c "


class _Told(Struct):
    """What one fish told of its state."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)

    def take(self, command: Command) -> None:
        """Take in what a command changed."""
        for change in command.state:
            for known in (self.functions,) if change.kind == "function" else (self.values, self.lists):
                known.pop(change.name, None)
            if change.value is None:
                self.exported.discard(change.name)
            elif change.kind == "function":
                self.functions[change.name] = change.value
            elif change.kind == "array":
                self.lists[change.name] = change.value
            elif change.kind in ("variable", "export"):
                self.values[change.name] = change.value
                (self.exported.add if change.kind == "export" else self.exported.discard)(change.name)

    def inherited(self) -> _Told:
        """Give what a shell started in this one begins with."""
        kept = {name: value for name, value in self.values.items() if name in self.exported}
        return _Told(kept, exported=set(kept))

    def before(self, text: str) -> list[str]:
        """Give the lines that a text needs in front of it in a fish of its own; what is exported comes by itself."""
        names, words = used(text)
        bodies: dict[str, str] = {}
        while more := [name for name in words & self.functions.keys() if name not in bodies]:
            for name in more:
                bodies[name] = self.functions[name]
                names, words = (one | other for one, other in zip((names, words), used(bodies[name]), strict=True))
        scalars = {name: fish_word(self.values[name]) for name in names & self.values.keys() - self.exported}
        lists = {name: self.lists[name] for name in names & self.lists.keys()}
        return [*(f"set {name} {value}" for name, value in sorted((scalars | lists).items())), *bodies.values()]


def without_fish(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Give the snapshots with every command of fish written for `sh`."""
    shells: dict[tuple[str, int, int], _Told] = {}
    latest: dict[str, _Told] = {}
    return [_written(snapshot, shells, latest) for snapshot in snapshots]


def _written(snapshot: Snapshot, shells: dict[tuple[str, int, int], _Told], latest: dict[str, _Told]) -> Snapshot:
    if all(command.shell != "fish" for command in snapshot.commands):
        return snapshot
    left, evidence = effects(snapshot), has_evidence(snapshot)
    commands = list(snapshot.commands)
    for index in sorted(range(len(commands)), key=lambda at: commands[at].begin):
        command = commands[index]
        if command.shell != "fish":
            continue
        key = (command.session, command.pid, command.depth)
        if key not in shells:
            shells[key] = latest[command.session].inherited() if command.session in latest else _Told()
        told = latest[command.session] = shells[key]
        text = _text(command, told, idle=evidence and index not in left)
        commands[index] = replace(command, text=text, shell="sh")
        told.take(command)
    return replace(snapshot, commands=tuple(commands))


def _text(command: Command, told: _Told, *, idle: bool) -> str:
    plain = in_sh(command.text, told.values, told.functions.keys())
    if plain is not None:
        return plain
    sets = list(_sets(command))
    if idle and sets:
        return "; ".join(sets) or ":"
    whole = "\n".join([*told.before(command.text), command.text.strip()])
    return "; ".join([FISH + single(glued(whole) or whole), *sets])


def _sets(command: Command) -> Iterator[str]:
    """Give what a command set, and where it went, for `sh`, which has no lists."""
    if command.cwd_after not in ("", command.cwd):
        yield f"cd {quote(command.cwd_after)}"
    for change in command.state:
        if change.name.startswith("fish_") or change.kind not in ("variable", "export", "array"):
            continue
        if change.value is None:
            yield f"unset {change.name}"
        elif change.kind != "array":
            yield f"{'export ' if change.kind == 'export' else ''}{change.name}={quote(change.value)}"
