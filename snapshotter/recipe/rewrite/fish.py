"""Commands typed into fish rewritten for `sh`, so that the rest of the recipe handles POSIX-like shells only.

Text that means the same in `sh` is kept.  Any other becomes `fish -c '…'`, preceded by the variables and functions that
it uses, as fish reported them.  What a line set in its shell is written after it, as fish reported it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Command, Snapshot
from snapshotter.recipe.decide.fate import effects, has_evidence
from snapshotter.shell.dialects.fish import in_sh, on_one_line, variables_and_words
from snapshotter.shell.quote import fish_word, quote, single_quote

FISH = "fish -c "


class _FishState(Struct):
    """The state of one fish shell, as it reported it."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)

    def apply(self, command: Command) -> None:
        """Apply the changes that a command made."""
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
                if change.kind == "export":
                    self.exported.add(change.name)
                else:
                    self.exported.discard(change.name)

    def inherited(self) -> _FishState:
        """Return the state with which a child shell of this one begins."""
        kept = {name: value for name, value in self.values.items() if name in self.exported}
        return _FishState(kept, exported=set(kept))

    def before(self, text: str) -> list[str]:
        """Return the lines that a text needs in front of it in a new fish, which inherits exported variables itself."""
        names, words = variables_and_words(text)
        bodies: dict[str, str] = {}
        while more := sorted(words & (self.functions.keys() - bodies.keys())):
            for name in more:
                bodies[name] = self.functions[name]
                more_names, more_words = variables_and_words(bodies[name])
                names, words = names | more_names, words | more_words
        scalars = {name: fish_word(self.values[name]) for name in names & self.values.keys() - self.exported}
        lists = {name: self.lists[name] for name in names & self.lists.keys()}
        return [*(f"set {name} {value}" for name, value in sorted((scalars | lists).items())), *bodies.values()]


def without_fish(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Return the snapshots with every command of fish rewritten for `sh`."""
    shells: dict[tuple[str, int, int], _FishState] = {}
    latest: dict[str, _FishState] = {}
    return [_rewritten(snapshot, shells, latest) for snapshot in snapshots]


def _rewritten(
    snapshot: Snapshot, shells: dict[tuple[str, int, int], _FishState], latest: dict[str, _FishState]
) -> Snapshot:
    if all(command.shell != "fish" for command in snapshot.commands):
        return snapshot
    changed, evidence = effects(snapshot), has_evidence(snapshot)
    commands = list(snapshot.commands)
    for index in sorted(range(len(commands)), key=lambda at: commands[at].begin):
        command = commands[index]
        if command.shell != "fish":
            continue
        key = (command.session, command.pid, command.depth)
        if key not in shells:
            shells[key] = latest[command.session].inherited() if command.session in latest else _FishState()
        state = latest[command.session] = shells[key]
        text = _text(command, state, idle=evidence and index not in changed)
        commands[index] = replace(command, text=text, shell="sh")
        state.apply(command)
    return replace(snapshot, commands=tuple(commands))


def _text(command: Command, state: _FishState, *, idle: bool) -> str:
    plain = in_sh(command.text, state.values, state.functions.keys())
    if plain is not None:
        return plain
    sets = list(_sets(command))
    if idle and sets:
        return "; ".join(sets) or ":"
    whole = "\n".join([*state.before(command.text), command.text.strip()])
    return "; ".join([FISH + single_quote(on_one_line(whole) or whole), *sets])


def _sets(command: Command) -> Iterator[str]:
    """Yield `sh` commands for the directory and the variables that a command set; `sh` has no lists."""
    if command.cwd_after not in ("", command.cwd):
        yield f"cd {quote(command.cwd_after)}"
    for change in command.state:
        if change.name.startswith("fish_") or change.kind not in ("variable", "export", "array"):
            continue
        if change.value is None:
            yield f"unset {change.name}"
        elif change.kind != "array":
            yield f"{'export ' if change.kind == 'export' else ''}{change.name}={quote(change.value)}"
