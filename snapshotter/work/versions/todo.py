"""The plan of a line as a text that a person edits, in the way of `git rebase -i`: written and read.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from snapshotter.errors import UsageError
from snapshotter.model import Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.regex import regex
from snapshotter.work.versions.commands import brief

_WORDS = {"p": "pick", "k": "keep", "d": "drop", "r": "reword", "s": "squash"}
_OF_COMMAND = ("pick", "keep", "drop")
_OF_SNAPSHOT = ("pick", "drop", "reword", "squash")
_LINE = regex(r"\s*(?P<word>\S+)(?:\s+(?P<seq>\d{1,9})(?:\.(?P<number>\d{1,9}))?(?:\s+(?P<text>.*))?)?\s*")
_CHOICES: Mapping[str, bool | None] = {"pick": None, "keep": True, "drop": False}
_HELP = """
The plan of {name}: its snapshots, and below each the commands that were typed, as the recipe has them.

Snapshots:
p, pick SEQ          as it is
r, reword SEQ TEXT   with TEXT as the first line of its message
s, squash SEQ        joined with the snapshot above; it has the number and the image of the later one
d, drop SEQ          none of its commands in the recipe; what they made is copied as files

Commands:
p, pick SEQ.N        in the recipe where they have an effect
k, keep SEQ.N        in the recipe in any case
d, drop SEQ.N        not in the recipe; what they made is copied as files

Move the lines of commands to change their order within a snapshot, or within snapshots that are joined.
Snapshots stay in their order, since each image contains those before it. No line may be missing.
Images stay as they are: `snap export-dockerfile` proves whether the edited recipe still gives them.
A file without any line changes nothing."""


class Group(Struct, frozen=True):
    """Snapshots that become one."""

    members: tuple[int, ...]
    """Their numbers; the last one's stays."""
    commands: tuple[Origin, ...]
    """All their commands, in the order in which the recipe has them."""


class Todo(Struct, frozen=True):
    """What a plan asks for."""

    groups: tuple[Group, ...]
    choices: Mapping[Origin, bool | None]
    messages: Mapping[int, str]
    """The first line of the new message of snapshots, by number."""


def render(name: str, line: Sequence[Snapshot]) -> str:
    """Return the plan of a line as it is, with an explanation."""
    words = {choice: word for word, choice in _CHOICES.items()}
    rows = []
    for one in line:
        rows.append(f"pick {one.seq} {first_line(one.message)}".rstrip())
        for index in in_order(one):
            command = one.commands[index]
            rows.append(f"  {words[command.in_recipe]} {one.seq}.{index + 1} {_printable(brief(command.text))}")
    rows += [f"# {text}".rstrip() for text in _HELP.format(name=name).split("\n")]
    return "\n".join(rows) + "\n"


def first_line(message: str) -> str:
    """Return the first line of a message."""
    return _printable(message.strip().partition("\n")[0])


def in_order(snapshot: Snapshot) -> list[int]:
    """Return the indices of a snapshot's commands in the order in which a recipe has them."""
    begun = sorted(range(len(snapshot.commands)), key=lambda at: snapshot.commands[at].begin)
    moved = [index for index in snapshot.order if index in begun]
    wanted = iter(moved)
    return [next(wanted) if index in moved else index for index in begun]


def parse(text: str, line: Sequence[Snapshot]) -> Todo | None:
    """Return what a plan asks for, None where it has no line; raises `UsageError` that names the line."""
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip() and row.strip()[0] != "#"]
    if not rows:
        return None
    reader = _Reader(line)
    for number, row in rows:
        reader.read(number, row)
    return reader.todo()


class _Reader:
    """Reads a plan line by line."""

    def __init__(self, line: Sequence[Snapshot]) -> None:
        self._line = {one.seq: one for one in line}
        self._left = [one.seq for one in line]
        self._groups: list[tuple[list[int], list[tuple[Origin, int]]]] = []
        self._choices: dict[Origin, bool | None] = {}
        self._messages: dict[int, str] = {}
        self._dropped: set[int] = set()

    def read(self, number: int, row: str) -> None:
        """Read a line that is not empty."""
        match = _LINE.fullmatch(row)
        word = match["word"] if match else row.split()[0]
        word = _WORDS.get(word, word)
        if word not in _WORDS.values():
            raise _wrong(number, f"there is no {word!r}", "write pick, keep, drop, reword or squash")
        if match is None or match["seq"] is None:
            raise _wrong(number, f"the number is missing after {word}", "write SEQ for a snapshot, SEQ.N for a command")
        seq = int(match["seq"])
        if seq not in self._line:
            numbers = f"{min(self._line)} to {max(self._line)}"
            raise _wrong(number, f"the line has no snapshot {seq}", f"its snapshots are {numbers}")
        if match["number"] is None:
            self._snapshot(number, word, seq, (match["text"] or "").strip())
        else:
            self._command(number, word, (seq, int(match["number"]) - 1))

    def _snapshot(self, number: int, word: str, seq: int, text: str) -> None:
        if word not in _OF_SNAPSHOT:
            raise _wrong(number, f"{word} is for commands", f"write {word} {seq}.N")
        if seq not in self._left:
            raise _wrong(number, f"snapshot {seq} is there twice", "remove one of its lines")
        if seq != self._left[0]:
            hint = "each image contains the snapshots before it: only commands can be moved"
            raise _wrong(number, f"snapshot {seq} is above snapshot {self._left[0]}, or that one is missing", hint)
        if word == "squash":
            if not self._groups:
                raise _wrong(number, f"there is no snapshot above {seq}", "squash joins with the one above")
            self._groups[-1][0].append(seq)
        else:
            self._groups.append(([seq], []))
        if word == "reword":
            if not text:
                raise _wrong(number, "the new message is missing", f"write reword {seq} TEXT")
            self._messages[seq] = text
        if word == "drop":
            self._dropped.add(seq)
        del self._left[0]

    def _command(self, number: int, word: str, origin: Origin) -> None:
        seq, index = origin
        name = f"{seq}.{index + 1}"
        if word not in _OF_COMMAND:
            raise _wrong(number, f"{word} is for snapshots", f"write {word} {seq}")
        if not 0 <= index < len(self._line[seq].commands):
            count = len(self._line[seq].commands)
            raise _wrong(number, f"there is no command {name}", f"snapshot {seq} has {count}")
        if origin in self._choices:
            raise _wrong(number, f"command {name} is there twice", "remove one of its lines")
        if not self._groups:
            raise _wrong(number, f"command {name} is above all snapshots", f"move it below snapshot {seq}")
        self._choices[origin] = _CHOICES[word]
        self._groups[-1][1].append((origin, number))

    def todo(self) -> Todo:
        """Return what was read, after all is checked that only the whole shows."""
        if self._left:
            raise _missing(f"snapshot {self._left[0]}", f"drop {self._left[0]}")
        for members, commands in self._groups:
            for (seq, index), number in commands:
                if seq not in members:
                    hint = f"move it below snapshot {seq}, or join both by `squash`"
                    raise _wrong(number, f"command {seq}.{index + 1} is below snapshot {members[-1]}", hint)
        for seq, one in self._line.items():
            for index in range(len(one.commands)):
                if (seq, index) not in self._choices:
                    raise _missing(f"command {seq}.{index + 1}", f"drop {seq}.{index + 1}")
        dropped = {
            origin: False for origin, wanted in self._choices.items() if origin[0] in self._dropped and not wanted
        }
        groups = (Group(tuple(members), tuple(at for at, _ in commands)) for members, commands in self._groups)
        return Todo(tuple(groups), self._choices | dropped, self._messages)


def _wrong(number: int, what: str, hint: str) -> UsageError:
    return UsageError(f"line {number} of the plan: {what}", hint)


def _missing(what: str, instead: str) -> UsageError:
    return UsageError(f"{what} is missing in the plan", f"put its line back; `{instead}` leaves it out of the recipe")


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def described(todo: Todo, line: Sequence[Snapshot]) -> str:
    """Return what a plan changes, in one line; "" for nothing."""
    return ", ".join(_described(todo, line))


def _described(todo: Todo, line: Sequence[Snapshot]) -> Iterator[str]:
    by_seq = {one.seq: one for one in line}
    words = {choice: word for word, choice in _CHOICES.items()}
    for seq, text in todo.messages.items():
        if text != first_line(by_seq[seq].message):
            yield f"reword {seq}"
    for (seq, index), choice in sorted(todo.choices.items()):
        if choice != by_seq[seq].commands[index].in_recipe:
            yield f"{words[choice]} {seq}.{index + 1}"
    for group in todo.groups:
        if len(group.members) > 1:
            yield f"squash {'+'.join(map(str, group.members))}"
        elif [index for _, index in group.commands] != in_order(by_seq[group.members[0]]):
            yield f"order of {group.members[0]}"
