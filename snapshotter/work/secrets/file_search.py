"""Search of changed files for secrets while they are read: by their form, and for those that were typed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Set

from msgspec import Struct, field

from snapshotter.model import Snapshot
from snapshotter.rootfs.layer.tap import Listener
from snapshotter.secrets.in_file import in_file, values_in_file
from snapshotter.secrets.known_values import KnownValues
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded

HEAD = 1 << 20
"""Bytes at the beginning of a file that are searched for the forms of secrets."""
BUDGET = 10.0
"""Seconds in which larger files are searched for secrets that were typed; what is left then is withheld."""
TYPED = "holds a secret that was typed"
HELD = "held a secret that was typed, and has changed since"
NOT_SEARCHED = "was not searched for a secret that was typed"


class TypedSecrets(Struct, frozen=True):
    """What is known of the secrets that were typed in a workspace."""

    values: KnownValues = field(default_factory=lambda: KnownValues(()))
    """Those that the host has in its memory."""
    digests: frozenset[str] = frozenset()
    """Of contents in which one was found, by the session in which it was typed or by an earlier commit."""
    suspects: Mapping[str, str] = field(default_factory=dict)
    """Path of a file that has to be withheld → why; "" for all; only of secrets that are not in `values` any more."""


def typed_secrets(home: Home, workspace: str, recorded: Recorded, earlier: tuple[Snapshot, ...]) -> TypedSecrets:
    """Return what is known of a workspace's secrets from memory, its journal and its snapshots."""
    kept = home.memory(workspace).load()
    withheld = [change for snapshot in earlier for change in snapshot.changes if change.secret]
    digests = {found.digest for found in recorded.secret_files}
    digests |= {c.after.digest for c in withheld if c.after and c.secret not in (HELD, NOT_SEARCHED)}
    suspects: dict[str, str] = {}
    if kept is None:
        suspects |= {change.path: HELD for change in withheld if change.secret in (TYPED, HELD)}
        suspects |= {found.path: HELD if found.digest else NOT_SEARCHED for found in recorded.secret_files}
    return TypedSecrets(KnownValues(kept.values if kept else ()), frozenset(digests - {""}), suspects)


class Searched(Struct, frozen=True):
    """What the search of a file found."""

    secret: str
    """Why the content is a secret; "" if it is none."""
    content: bytes | None
    """The file's bytes, if they were to be kept and are no secret."""
    values: tuple[str, ...] = ()
    """The secrets that were found by their form."""

    def __repr__(self) -> str:
        """Return the reason alone, since a traceback may show it."""
        return f"Searched({self.secret!r})"


class FileSearch:
    """A tap that searches files, and keeps the contents of some."""

    def __init__(
        self, want: Mapping[str, int], keep: Set[str], typed: TypedSecrets, digests: Mapping[str, str]
    ) -> None:
        """`want` are the files to search, `keep` those to keep; `digests` are those of the files that have one."""
        self._want, self._keep, self._typed, self._digests = want, keep, typed, digests
        self._found: dict[str, Searched] = {}
        self._left = BUDGET

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin the search of a file."""
        if path not in self._want:
            return None
        if why := self._without_reading(path):
            self._found[path] = Searched(why, None)
            return None
        if not size:
            self._end(path, b"")
            return None
        return self._listener(path, size)

    def found(self) -> dict[str, Searched]:
        """Return what was found, by path."""
        return self._found

    def _without_reading(self, path: str) -> str:
        """Return why a file is withheld by what is known of its digest and path."""
        if self._digests.get(path) in self._typed.digests:
            return TYPED
        return self._typed.suspects.get(path, "") or self._typed.suspects.get("", "")

    def _listener(self, path: str, size: int) -> Listener:
        head, read = bytearray(), 0
        search = self._typed.values.piecewise() if self._typed.values else None

        def listen(piece: bytes) -> bool:
            nonlocal read
            read += len(piece)
            if len(head) < HEAD:
                head.extend(piece[: HEAD - len(head)])
            if path in self._found:
                return True
            if search is not None and (why := self._typed_in(search, piece, size)):
                self._found[path] = Searched(why, None)
            elif read >= size or (search is None and read >= HEAD):
                self._end(path, bytes(head), whole=size <= HEAD)
            return path in self._found

        return listen

    def _typed_in(self, search: Listener, piece: bytes, size: int) -> str:
        if size <= HEAD:
            return TYPED if search(piece) else ""
        if self._left <= 0:
            return NOT_SEARCHED
        begun = time.monotonic()
        found = search(piece)
        self._left -= time.monotonic() - begun
        return TYPED if found else ""

    def _end(self, path: str, head: bytes, *, whole: bool = True) -> None:
        secret = in_file(path, head)
        keep = whole and not secret and path in self._keep
        values = tuple(values_in_file(path, head)) if secret else ()
        self._found[path] = Searched(secret, head if keep else None, values)
