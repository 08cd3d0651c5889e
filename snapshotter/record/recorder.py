"""Writes the records of one session to the journal, without secrets."""

from __future__ import annotations

import re
import secrets
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import SnapError
from snapshotter.model import StateChange
from snapshotter.record.shells.state import unquote
from snapshotter.record.typed.answers import Answers
from snapshotter.record.typed.shell_stack import LATE_SHELLS
from snapshotter.record.unwritten import JournalWriter, is_attended
from snapshotter.store.journal.journal import Journal, open_record
from snapshotter.store.journal.records import Begin, Close, End, Record, SecretFile
from snapshotter.store.memory import SecretMemory

if TYPE_CHECKING:
    from snapshotter.record.cast.writer import Cast
    from snapshotter.secrets.known_values import KnownValues

Search = Callable[["KnownValues", float], Iterator[tuple[str, str]]]
"""Searches the files that changed since a time for secrets; yields path and digest of each in which one was found.

The digest is "" for a file that was not searched, and the path too if none was; raises `SnapError` for the same.
"""


class Keeper(Protocol):
    """Keeps a state of the container after each command of a session."""

    def take(self) -> None:
        """Keep the state as it is now; raises nothing."""

    def begins(self) -> None:
        """Process that a command begins."""


class SecretWatch(Struct, frozen=True):
    """What is done about the secrets that are typed in a session, and after each of its commands."""

    memory: SecretMemory | None = None
    """Keeps them for the commit and for later sessions."""
    search: Search | None = None
    """Is called at the end of the session if there were any."""
    keeper: Keeper | None = None


NO_WATCH = SecretWatch()


_PATIENCE = 1.0
"""Seconds of the search after which the person is told what is done."""
_SEARCHING = "searching the changed files for secrets that were typed, for 5 s at most; Ctrl-C ends the search"
_SKIPPED = "the search was ended; the next commit searches all files, if it is made before the host restarts"
_MAY_READ = re.compile("read|pass|insecure")


class Recorder:
    """The maker of one session's records: secrets are removed from them here, before any of it reaches the disk."""

    def __init__(
        self,
        journal: Journal,
        env: Sequence[str],
        memory: SecretMemory | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        # compiling its patterns takes a tenth of a second, which only a recording session should cost
        from snapshotter.secrets.redact import Redactor

        self._memory, self._keeper = memory, keeper
        kept = memory.begin() if memory else None
        self.redactor = Redactor(kept.key, kept.values, memory.add) if memory and kept else Redactor()
        self.cast: Cast | None = None
        self.answers = Answers(self.redactor.conceal)
        for name, value in env_dict(env).items():
            self.redactor.redact(f"{name}={shlex.quote(value)}")  # the redactor remembers the values that are secrets
        self.name = f"{int(time.time()):x}-{secrets.token_hex(4)}"
        self.writer = JournalWriter(journal, self.name)
        self._texts: dict[int, str] = {}
        self._unseen = False
        """True while the terminal does not echo what is typed."""

    def write(self, record: Record) -> None:
        """Write a record, without secrets; what the disk refuses is kept."""
        if isinstance(record, Begin):
            if self._keeper:
                self._keeper.begins()
            self._texts[record.number] = record.text
            self.answers.secrets_only = self._reads_only_secrets(record.text)
            clean = self.redactor.redact(record.text)
            if self.cast is not None:
                self.cast.command(record.text, clean, record.cwd, late=record.shell in LATE_SHELLS)
            argv = self.redactor.redact_words(record.argv) if record.argv else ()
            note = self.redactor.redact(record.note) if record.note else ""
            start = tuple(self._clean(change, frozenset()) for change in record.start)
            record = replace(record, text=clean, argv=argv, cwd=self._directory(record.cwd), note=note, start=start)
        elif isinstance(record, End):
            self.answers.secrets_only = False
            hidden = self._hidden(self._texts.pop(record.number, ""), record.text)
            answers = self.answers.log.take() or record.answers
            record = replace(
                record,
                text=record.text if record.text is None else self.redactor.redact(record.text),
                cwd=self._directory(record.cwd),
                state=tuple(self._clean(change, hidden) for change in record.state),
                answers=tuple(map(self.redactor.redact, answers)),
            )
        self.writer.write(record)
        if self._keeper and isinstance(record, End) and not record.void:
            self._keeper.take()

    def _reads_only_secrets(self, text: str) -> bool:
        """Return whether what is typed while a command runs is secret in any case."""
        if _MAY_READ.search(text) is None:  # parsing takes longer
            return False
        from snapshotter.secrets.hidden_input import reads_only_secrets

        return reads_only_secrets(text)

    def _directory(self, path: str) -> str:
        """Return the path of a directory with the secrets in its names replaced."""
        from snapshotter.secrets.in_name import secrets_in_path

        for start, end in reversed(list(secrets_in_path(path))):
            path = path[:start] + self.redactor.conceal(path[start:end]) + path[end:]
        return self.redactor.clean(path)

    def _hidden(self, begun: str, ended: str | None) -> frozenset[str]:
        """Return the variables into which a command read secrets."""
        from snapshotter.secrets.hidden_input import silently_read

        names, self._unseen = silently_read(begun if ended is None else ended, unseen=self._unseen)
        return names

    def _clean(self, change: StateChange, hidden: frozenset[str]) -> StateChange:
        """Return the change without secrets in its value; the name of the variable often indicates one."""
        if not change.value or change.kind in ("option", "umask"):
            return change
        if change.name in hidden:
            return replace(change, value=self.redactor.conceal(change.value))
        if change.kind in ("array", "function"):
            return replace(change, value=self.redactor.redact(change.value))
        written = f"{change.name}={shlex.quote(change.value)}"
        clean = self.redactor.redact(written)
        return change if clean == written else replace(change, value=unquote(clean.partition("=")[2]))

    def search(self, search: Search, since: float) -> None:
        """Record the files that changed since a time and hold a secret of this session, or could not be searched."""
        known = self.redactor.known_values()
        if not known:
            return
        if self._memory is not None:
            self._memory.touch()
        try:
            with _told_after(_PATIENCE, _SEARCHING):
                for path, digest in search(known, since):
                    self.write(SecretFile(self.name, time.time(), self.redactor.clean(path), digest))
        except (SnapError, OSError):  # such as a container that was stopped
            self.write(SecretFile(self.name, time.time(), ""))
        except KeyboardInterrupt:
            self.write(SecretFile(self.name, time.time(), ""))
            print(f"snap: {_SKIPPED}", file=sys.stderr, flush=True)


@contextmanager
def _told_after(seconds: float, text: str) -> Iterator[None]:
    """Print a line where what is done takes longer than some seconds and a person waits for it."""
    if not is_attended():
        yield
        return
    timer = Timer(seconds, lambda: print(f"snap: {text}", file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def recording(journal: Journal, env: Sequence[str] = (), watch: SecretWatch = NO_WATCH) -> Iterator[Recorder]:
    """Yield the recorder of a new session and end the session in the journal; raises `StoreError`.

    Where the journal cannot be written at the end, a person at the terminal may free some space meanwhile.
    """
    journal.settle()
    session = Recorder(journal, env, watch.memory, watch.keeper)
    opened = open_record(session.name)
    journal.append(opened)
    attended = is_attended()
    try:
        yield session
    except BaseException:
        attended = False  # such as a closed terminal
        raise
    finally:
        if watch.search is not None:
            session.search(watch.search, opened.at)
        session.write(Close(session.name, time.time()))
        try:
            session.writer.finish(patient=attended)
        finally:
            journal.close()


def env_dict(env: Sequence[str]) -> dict[str, str]:
    """Return the variables of `NAME=VALUE` words by name."""
    return {name: value for name, _, value in (pair.partition("=") for pair in env)}
