"""Which typed lines may have changed a path, found without asking each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from snapshotter.changes.evidence.typed.effects import PATTERN
from snapshotter.changes.evidence.typed.line import Line
from snapshotter.model import parents


class Index:
    """Finds the lines that may have changed a path, without asking each of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._by_path: dict[str, list[tuple[int, int]]] = {}
        self._below: dict[str, list[tuple[int, int]]] = {}
        self._patterns: list[tuple[str, int]] = []
        self._areas: list[tuple[str, int]] = []
        self._removed: dict[str, list[tuple[int, int]]] = {}
        self._gone: list[tuple[str, int]] = []
        for number, line in enumerate(lines):
            found = line.effects
            for path in found.exact:
                if PATTERN.search(path):
                    self._patterns.append((path, number))
                self._by_path.setdefault(path, []).append((4, number))
            for path in found.named:
                self._by_path.setdefault(path, []).append((3, number))
            self._areas += [(area, number) for area in found.areas]
            for path in found.gone:
                if PATTERN.search(path):
                    self._gone.append((path, number))
                self._removed.setdefault(path, []).append((4, number))
            for path in found.gone_below:
                self._removed.setdefault(path, []).append((3, number))
            for rank, places in ((2, found.deep), (1, found.broad)):
                for path in places:
                    self._below.setdefault(path, []).append((rank, number))

    def ranks(self, path: str) -> dict[int, int]:
        """Return the lines that may have changed a path → how surely: 4 exactly, 3 named, 2 below, 1 perhaps."""
        found = [*self._by_path.get(path, ()), *self._below.get(path, ())]
        found += [one for above in parents(path) for one in self._below.get(above, ())]
        found += [(4, number) for pattern, number in self._patterns if fnmatchcase(path, pattern)]
        found += [(2, number) for area, number in self._areas if path.startswith(area)]
        return _best(found)

    def removers(self, path: str) -> dict[int, int]:
        """Return the lines that may have removed a path, as `ranks` does."""
        found = [*self._removed.get(path, ())]
        found += [(2, number) for above in parents(path) for rank, number in self._removed.get(above, ()) if rank == 3]
        found += [
            (4, number) for pattern, number in self._gone for one in (path, *parents(path)) if fnmatchcase(one, pattern)
        ]
        found += [one for above in parents(path) for one in self._below.get(above, ()) if one[0] == 1]
        return _best(found)


def _best(found: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the highest rank of each line."""
    best: dict[int, int] = {}
    for rank, number in found:
        best[number] = max(rank, best.get(number, 0))
    return best
