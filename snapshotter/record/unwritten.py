"""Writes a session's records to the journal and keeps those that it refuses, as on a full disk, until it takes them.

They are kept in memory and in a spool elsewhere, which outlives this process.  A thread syncs the journal after each
command and tries the refused records again, so that no prompt waits for a disk.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from snapshotter.errors import StoreError
from snapshotter.store.journal.background import BackgroundWork
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, End, Record, encode
from snapshotter.store.journal.spool import Spool

RETRY_SECONDS = 2.0
"""How often refused records are tried again."""
WRITTEN_AGAIN = "the journal can be written again: nothing was lost"


class JournalWriter:
    """The writer of one session's records, in their order."""

    def __init__(self, journal: Journal, session: str) -> None:
        self._journal = journal
        self._spool = Spool(journal.path, session)
        self._lock = threading.Lock()
        self._waiting: list[Record] = []
        self._problem = ""
        """Why the journal refused records the last time."""
        self._is_announced = False
        """Whether records are in the spool, which is a notice."""
        self._unsynced = ""
        self._notices: list[str] = []
        self._background = BackgroundWork(self._work)

    def write(self, record: Record) -> None:
        """Write a record; what the journal refuses is kept and tried again with the next one, and now and then."""
        with self._lock:
            self._waiting.append(record)
            if not self._try():
                self._spool.add(encode(record))
                self._announce()
        if not isinstance(record, Begin):
            self._background.wake()

    def notice(self) -> str:
        """Return what the person should know and was not told yet, "" for nothing: records wait, or wait no longer."""
        if not self._notices:
            return ""
        with self._lock:
            text, self._notices = "\n".join(self._notices), []
        return text

    def finish(self, *, patient: bool) -> None:
        """Write everything to the disk; raises `StoreError` where that fails, and then leaves the spool.

        With `patient` this waits until there is room, or for Ctrl-C.
        """
        self._background.stop()
        try:
            self._flush()
        except StoreError as error:
            if not (patient and self._wait(error)):
                raise self._left(error) from error
        self._spool.discard()
        self._journal.sync()

    def _flush(self) -> None:
        """Write the records that wait; raises `StoreError`."""
        while self._waiting:
            self._journal.append(self._waiting[0])
            del self._waiting[0]

    def _try(self) -> bool:
        """Write the records that wait and return whether that succeeded."""
        try:
            self._flush()
        except StoreError as error:
            self._problem = error.message
            return False
        return True

    def _announce(self) -> None:
        if not self._is_announced:
            self._is_announced = True
            where = f"kept in {self._spool.path}" if self._spool.path else "kept in memory alone"
            self._notices = [self._problem, f"what you run is {where} until the journal can be written"]

    def _work(self) -> float | None:
        """Sync the journal; return when to try again."""
        with self._lock:
            waits = not self._try()
        try:
            self._journal.sync()
        except StoreError as error:
            if not self._unsynced:
                self._unsynced = error.message
                self._notices.append(error.message)
            return None
        with self._lock:
            if self._is_announced and not self._waiting:  # the journal has them on its disk
                self._spool.discard()
                self._is_announced = False
                # nothing is said of a problem that was not told
                self._notices = [] if self._notices else [WRITTEN_AGAIN]
        return RETRY_SECONDS if waits else None

    def _wait(self, error: StoreError) -> bool:
        """Wait for room and return whether the records were written then; Ctrl-C ends the waiting."""
        _tell(f"{error.message}\n{self._count()} not written yet; free some space, or end the waiting with Ctrl-C")
        try:
            while not self._try():
                time.sleep(RETRY_SECONDS / 4)
        except KeyboardInterrupt:
            return False
        _tell(WRITTEN_AGAIN)
        return True

    def _left(self, error: StoreError) -> StoreError:
        self._spool.leave()
        if self._spool.path is None:
            return StoreError(
                f"{error.message}; {self._count()} lost, and no other directory could keep them",
                "free some space; the files that they changed stay in the container",
            )
        return StoreError(
            f"{error.message}; {self._count()} kept in {self._spool.path}",
            "free some space: the next session or commit of the workspace takes them in",
        )

    def _count(self) -> str:
        commands = sum(isinstance(record, End) for record in self._waiting)
        return f"{commands} finished command{' is' if commands == 1 else 's are'}"


def is_attended() -> bool:
    """Return whether a person is at the terminal, who can free some space."""
    return os.isatty(0) and os.isatty(2)


def _tell(text: str) -> None:
    for line in text.split("\n"):
        print(f"snap: {line}", file=sys.stderr, flush=True)
