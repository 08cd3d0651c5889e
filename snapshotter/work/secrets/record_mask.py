"""Secrets that a commit finds in files or knows from sessions, replaced in the record of how they came there.

`sed -i 's/changeme/…/' app.conf` has nothing that announces a secret, but the file that it wrote has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Change, Command
from snapshotter.record.cast.asciicast import SUFFIX
from snapshotter.regex import regex
from snapshotter.secrets.known_values import KnownValues
from snapshotter.secrets.redact import Redactor
from snapshotter.secrets.typed_values import TypedValues, is_plain
from snapshotter.store.home import Home
from snapshotter.store.journal.overwrite import overwrite_strings
from snapshotter.store.journal.records import reseal

_IN_TEXT = regex(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>]| ?\r\n?|\x07")
_IN_LINE = regex(rb"\\u001b(?:\[[0-?]*[ -/]*[@-~]|[=>])| ?\\r(?:\\n)?|\\u0007")
"""What can be inside a value that a terminal showed, and the same in a line of JSON."""

_Key = tuple[str, float]
"""A command: its session, and when it began or ended."""


class _Words(Struct, frozen=True):
    """Values that are ordinary words, which count only in commands that had to do with their file."""

    values: TypedValues
    name: str
    """The file's name without directories."""
    commands: Set[_Key]
    """Those in whose time the file changed."""


class RecordMask:
    """What a commit replaces in its commands and its message, and overwrites in the journal and the casts."""

    def __init__(self, values: TypedValues, words: Sequence[_Words], redactor: Redactor) -> None:
        """`values` count everywhere."""
        self._values, self._words = values, words
        self.redactor = redactor
        """It knows the values that were found."""
        self.typed: set[str] = set()
        """The values that were found."""

    def text(self, text: str, keys: Set[_Key] = frozenset()) -> str:
        """Return a text without the values; `keys` are those of the command that it is of."""
        for values in (self._values, *self._words_for(text, keys)):
            text = values.present(text.encode("utf-8", "surrogateescape")).replace(text, self._word)
        return text

    def command(self, command: Command) -> Command:
        """Return a command without the values."""
        keys = _keys(command)

        def clean(text: str) -> str:
            return self.text(text, keys)

        state, start = (
            tuple(each if each.value is None else replace(each, value=clean(each.value)) for each in changes)
            for changes in (command.state, command.start)
        )
        return replace(
            command,
            text=clean(command.text),
            argv=tuple(map(clean, command.argv)),
            cwd=clean(command.cwd),
            cwd_after=clean(command.cwd_after),
            state=state,
            answers=tuple(map(clean, command.answers)),
            note=clean(command.note),
            start=start,
        )

    def files(
        self, changes: Iterable[Change], contents: Mapping[str, bytes], reason: str
    ) -> tuple[list[Change], dict[str, bytes]]:
        """Return the changes and contents with those withheld for `reason` that hold a value which was typed."""
        known = KnownValues(value for value in self.typed if not is_plain(value))
        held = {key for key, data in contents.items() if known.are_in(data)} if known else set()
        kept = [replace(c, content="", secret=reason) if c.content in held else c for c in changes]
        return kept, {key: data for key, data in contents.items() if key not in held}

    def finish(self, home: Home, name: str, position: int) -> None:
        """Overwrite the values in a workspace's journal up to a position, and in its casts.

        Those that were typed are kept in the host's memory, so that later sessions and commits know them.
        """
        if self.typed:
            memory = home.memory(name)
            for value in self.typed - set(memory.begin().values):
                memory.add(value)
        folder = home.casts(name)
        overwrite_strings(home.journal(name).path, self._holds, self._spans, position, reseal)
        for cast in sorted(folder.iterdir()) if folder.is_dir() else ():
            if cast.suffix == SUFFIX:
                overwrite_strings(cast, lambda line: self._holds(_IN_LINE.sub(b"", line)), self._shown_spans)

    def _holds(self, line: bytes) -> bool:
        return any(values.present(line) for values in (self._values, *(words.values for words in self._words)))

    def _spans(self, text: str, line: Any) -> Iterable[tuple[int, int]]:  # noqa: ANN401 - any JSON
        at = (line.get("session", ""), line.get("at", 0.0)) if isinstance(line, dict) else ("", 0.0)
        for values in (self._values, *self._words_for(text, {at})):
            yield from ((start, end) for start, end, _ in values.find(text))

    def _shown_spans(self, text: str, line: Any) -> Iterable[tuple[int, int]]:  # noqa: ANN401 - any JSON
        """Yield the same for what a terminal showed, which may have colours and ends of lines in it."""
        places = [at for start, end in _between(text) for at in range(start, end)]
        for start, end in self._spans("".join(text[at] for at in places), line):
            yield places[start], places[end - 1] + 1

    def _words_for(self, text: str, keys: Set[_Key]) -> list[TypedValues]:
        return [words.values for words in self._words if words.name in text or not words.commands.isdisjoint(keys)]

    def _word(self, value: str) -> str:
        self.typed.add(value)
        return self.redactor.conceal(value)


def _between(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the parts of a terminal's output that it shows."""
    at = 0
    for match in _IN_TEXT.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def record_mask(
    home: Home,
    name: str,
    commands: Sequence[Command],
    changes: Iterable[Change],
    found: Mapping[str, Sequence[str]],
    names: Iterable[str],
) -> RecordMask | None:
    """Return what to replace in the record of a workspace; None if no secret is known.

    `commands` and `changes` are those of the snapshot, `found` are the values in its files, by path, `names`
    those in names of files.
    """
    kept = home.memory(name).load()
    named = tuple(names)
    if not found and not named and not (kept and kept.values):
        return None
    everywhere = [value for values in (*found.values(), named, kept.values if kept else ()) for value in values]
    words = []
    for change in changes:
        if plain := TypedValues(filter(is_plain, found.get(change.path, ()))):
            recorded = change.command is not None and change.command < len(commands)
            by = _keys(commands[change.command or 0]) if recorded else frozenset()
            words.append(_Words(plain, change.path.rpartition("/")[2], by))
    redactor = Redactor(kept.key) if kept else Redactor()
    return RecordMask(TypedValues(value for value in everywhere if not is_plain(value)), words, redactor)


def _keys(command: Command) -> frozenset[_Key]:
    ends = () if command.end is None else ((command.session, command.end),)
    return frozenset({(command.session, command.begin), *ends})
