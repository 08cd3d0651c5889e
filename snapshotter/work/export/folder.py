"""The directory of an export: files that another program or person wrote or changed are not overwritten."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import Conflict, StoreError
from snapshotter.recipe.model import Recipe
from snapshotter.recipe.write.context_files import GIT_FILES


class Folder(Struct, frozen=True):
    """A directory to export into, and the file that records what was written there."""

    path: Path
    memory: Path
    """JSON file: directory → {relative path: SHA-256 of what was written}."""
    force: bool = False

    def write(self, recipe: Recipe) -> None:
        """Write a recipe; raises `Conflict` with the names of foreign files, `StoreError` if writing fails."""
        files = {"Dockerfile": (0o644, recipe.dockerfile.encode("utf-8", "surrogateescape")), **recipe.files}
        try:
            known = self._recorded()
            files = {name: file for name, file in files.items() if not self._is_replaced(name, file[1], known)}
            self._refuse(files, known)
            for name, (mode, data) in files.items():
                _replace(self.path / name, mode, data)
            for name in known.keys() - files.keys():
                self._remove(name, known[name])
            self._record({name: _digest(data) for name, (_, data) in files.items()})
        except OSError as error:
            raise StoreError(
                f"cannot write {error.filename or self.path}: {error.strerror}",
                "name another directory with -o DIR",
            ) from error

    def _refuse(self, files: Mapping[str, tuple[int, bytes]], known: Mapping[str, str]) -> None:
        if self.force:
            return
        foreign = [name for name, (_, data) in files.items() if self._is_foreign(name, data, known)]
        if foreign:
            shown = ", ".join(foreign[:5]) + (" …" if len(foreign) > 5 else "")
            raise Conflict(
                f"{self.path} contains files that this export did not write: {shown}",
                "name another directory with -o DIR, or overwrite them with --force",
            )

    def _is_replaced(self, name: str, data: bytes, known: Mapping[str, str]) -> bool:
        """Return whether a foreign file takes the place of an optional one, as in the folder of a repository."""
        return name in GIT_FILES and self._is_foreign(name, data, known)

    def _is_foreign(self, name: str, data: bytes, known: Mapping[str, str]) -> bool:
        path = self.path / name
        if not path.is_symlink() and not path.exists():
            return False
        if path.is_symlink() or not path.is_file():
            return True
        return _digest(path.read_bytes()) not in (known.get(name), _digest(data))

    def _remove(self, name: str, digest: str) -> None:
        """Remove a file of an earlier export that this one does not have, unless it was changed since."""
        path = self.path / name
        if path.is_file() and not path.is_symlink() and _digest(path.read_bytes()) == digest:
            path.unlink()
            for parent in list(_parents_within(path, self.path)):
                if any(parent.iterdir()):
                    break
                parent.rmdir()

    def _records(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self.memory.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _recorded(self) -> dict[str, str]:
        return self._records().get(str(self.path.resolve()), {})

    def _record(self, written: Mapping[str, str]) -> None:
        text = json.dumps({**self._records(), str(self.path.resolve()): dict(written)}, indent=1, sort_keys=True)
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        _replace(self.memory, 0o600, text.encode())


def _parents_within(path: Path, top: Path) -> Iterator[Path]:
    parent = path.parent
    while parent not in (top, parent.parent):
        yield parent
        parent = parent.parent


def _replace(path: Path, mode: int, data: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        raise IsADirectoryError(21, "is a directory", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
