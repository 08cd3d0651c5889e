"""A Dockerfile mended from what was done in the failed state: the new text, the files it copies, and writing both."""

from __future__ import annotations

import difflib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, SnapError
from snapshotter.model import Snapshot, no_progress
from snapshotter.recipe.dockerfile.replace import with_names, with_replaced
from snapshotter.recipe.write.context_files import COMPANION_FILES
from snapshotter.recipe.write.readme import NAME as README
from snapshotter.store.home import Home
from snapshotter.store.paths import make_directory
from snapshotter.store.paths import replace as write
from snapshotter.work.build.lent import LENT
from snapshotter.work.build.request import FOLDER, Attempt, Request
from snapshotter.work.build.shellless import in_exec_form, without_shell
from snapshotter.work.build.states import States, command_text
from snapshotter.work.build.tries import without_tries


class Mended(Struct, frozen=True):
    """A Dockerfile that is not written yet."""

    text: str
    files: Mapping[str, tuple[int, bytes]]
    """Path in the build context → (mode, content)."""

    def diff(self, old: str, name: str) -> str:
        """Return the difference from the old text, as `diff -u` shows it."""
        lines = difflib.unified_diff(old.splitlines(), self.text.splitlines(), name, f"{name}, mended", lineterm="")
        return "\n".join([*lines, *(f"+ file {path}" for path in self.files)])


def mended(engine: Engine, home: Home, request: Request, attempt: Attempt, states: States) -> Mended | None:
    """Return the Dockerfile with the failed instruction replaced by what the session needed; None for nothing."""
    from snapshotter.work.commit.commit import commit
    from snapshotter.work.export.export import Exporter, export

    assert attempt.failed is not None
    name = states.workspace.name
    step = command_text(attempt.failed) if attempt.failed.keyword == "RUN" else ""
    lent = states.workspace.shell.startswith(f"{LENT}/")

    def edited(snapshot: Snapshot) -> Snapshot:
        found = without_tries(snapshot, states.succeeded, step)
        return without_shell(found) if lent else found

    made = commit(
        engine,
        home,
        states.workspace,
        "mended",
        (),
        no_progress,
        check_space=False,
        edit=edited,
    )
    if made is None or not any(one.status == 0 for one in made.snapshot.commands):
        return None
    exported = export(Exporter(home, lambda: engine, no_progress, no_progress), name, None, None, verify=False)
    texts = [one.text for one in exported.recipe.instructions if not one.text.startswith("FROM ")]
    if not texts:
        return None
    texts = list(in_exec_form(texts)) if lent else texts
    files = {
        path: content
        for path, content in exported.recipe.files.items()
        if path not in COMPANION_FILES and path != README
    }
    names = {path: _free(request.build.directory, path, content[1]) for path, content in files.items()}
    text = with_replaced(attempt.file, attempt.failed, with_names(texts, names))
    return Mended(text, {names[path]: content for path, content in files.items()})


def _free(directory: Path, path: str, content: bytes) -> str:
    """Return a name in the context that is free, or that of a file with this content."""
    number, name = 2, path
    while (directory / name).exists() and _read(directory / name) != content:
        top, slash, rest = path.partition("/")
        name, number = f"{top}-{number}{slash}{rest}", number + 1
    return name


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def apply(home: Home, request: Request, attempt: Attempt, new: Mended) -> Path:
    """Write a mended Dockerfile and return where the old one is kept; raises `Conflict` if it was changed meanwhile."""
    file = request.build.file.resolve()
    folder = home.path / FOLDER
    make_directory(folder)
    stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(2).hex()}"
    if _read(file) != attempt.content:
        rescued = folder / f"{file.name}-{stamp}.mended"
        write(rescued, new.text.encode("utf-8", "surrogateescape"))
        raise Conflict(
            f"{file} was changed meanwhile, so it is not overwritten",
            f"the mended one is {rescued}; take over what you need of it, and build again",
        )
    kept = folder / f"{file.name}-{stamp}"
    write(kept, attempt.content)
    try:
        for name, (mode, content) in new.files.items():
            place = request.build.directory / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            place.chmod(mode)
        beside = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
        try:
            beside.write_bytes(new.text.encode("utf-8", "surrogateescape"))
            shutil.copymode(file, beside)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SnapError(
            f"{error.filename or file} cannot be written: {error.strerror}", f"the old Dockerfile is {kept}"
        ) from error
    return kept
