"""Damages each file of a home in each way and runs verbs: `python -m tests.cli.damage_matrix [POSITIONS]`.

No verb may end with a traceback or an undocumented exit code, serve what is wrong without a word, remove an image of a
snapshot, or fail without a next step; after `snap doctor --repair` a snapshot can be made.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from snapshotter.cli import options
from snapshotter.cli.main import main
from snapshotter.model import Proof
from snapshotter.store import home as homes
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from snapshotter.work.upkeep import repair
from tests.work.fakes import BASE, FakeEngine, Person

VERBS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "-n", "web", "--json"),
    "log": ("log", "-n", "web", "--json"),
    "show": ("show", "-n", "web", "--json"),
    "export": ("export-dockerfile", "-n", "web", "--no-verify", "-o", "-"),
    "list": ("list", "--json"),
    "doctor": ("doctor", "--json"),
    "gc": ("gc", "--force"),
    "commit": ("commit", "-n", "web", "--json"),
    "repair": ("doctor", "--repair", "--json"),
}
_EQUAL = ("status", "log", "show", "export", "list")
"""Verbs whose output must be as without damage, unless the damage is named."""
_DOCUMENTED = frozenset(range(8))


@dataclass(frozen=True)
class Case:
    """One damage to one file, and the verb that is run."""

    file: str
    damage: str
    verb: str

    def __str__(self) -> str:
        """Return a line for people."""
        return f"{self.file} {self.damage}: snap {self.verb}"


@dataclass(frozen=True)
class Ended:
    """How a verb ended."""

    code: int
    out: str
    err: str


class Matrix:
    """A home with two snapshots, a proof, a cast, an export and one command after them, and its engine."""

    def __init__(self, root: Path) -> None:
        """`root` is an empty directory."""
        self._home, self._template = root / "home", root / "template"
        (root / "engine").mkdir()
        self._engine = FakeEngine(root / "engine")
        self._engine.add_image(BASE, {"/etc/motd": "welcome\n", "/etc/passwd": "root\n"})
        with self._patched(self._engine):
            self._prepare(root)
            self._home.rename(self._template)
            self._whole = {verb: self._run(verb)[0] for verb in VERBS}
        for verb, ended in self._whole.items():
            assert ended.code == 0, f"{verb} fails without damage: {ended}"

    def _prepare(self, root: Path) -> None:
        home = homes.at(self._home)
        person = Person(self._engine, home, starting.start(self._engine, home, starting.Request(BASE, "web"), print))
        for number in ("1", "2"):
            person.does(f"echo {number} > /{number}", {f"/{number}": f"{number}\n"})
            commit(person.engine, home, person.workspace, "", (), lambda _: None)
            home.line.add_proof("web", int(number), Proof("equal", f"as {number}"))
        person.does("echo 3 > /3", {"/3": "3\n"})
        home.casts("web").mkdir()
        cast = '{"version":2,"width":80,"height":24,"timestamp":1}\n[0.1,"o","hello"]\n'
        (home.casts("web") / "s1.cast").write_text(cast)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            assert main(["export-dockerfile", "-n", "web", "--no-verify", "-o", str(root / "out")]) == 0

    def files(self) -> list[str]:
        """List the files of the home."""
        found = (path for path in self._template.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self._template)) for path in found)

    def damages(self, file: str, positions: int = 1) -> Iterator[tuple[str, bytes | None]]:
        """Yield the ways to damage a file: a name, and the content after it; None for removed."""
        data = (self._template / file).read_bytes()
        yield "removed", None
        yield "emptied", b""
        yield "truncated", data[: len(data) // 2]
        yield "garbage", random.Random(file).randbytes(max(64, len(data)))
        for number in range(positions if data else 0):
            at = len(data) * (2 * number + 1) // (2 * positions)
            flipped = bytearray(data)
            flipped[at] ^= 0x41
            yield f"flipped at {at}", bytes(flipped)

    def failures(self, file: str, damage: str, data: bytes | None, verb: str) -> list[str]:
        """Return what is wrong with a verb after a damage, [] where nothing is."""
        case = Case(file, damage, verb)
        with self._patched(self._engine):
            ended, engine = self._run(verb, file, data)
            found = list(self._wrong(case, ended, engine))
            if verb == "repair" and not found:
                after, _ = self._run("commit", engine=engine, keep=True)
                if after.code:
                    found.append(f"no snapshot can be made after the repair: {after.code} {after.err.strip()}")
        return [f"{case}: {text}" for text in found]

    def _wrong(self, case: Case, ended: Ended, engine: FakeEngine) -> Iterator[str]:
        words = ended.err + ended.out
        if ended.code not in _DOCUMENTED or "Traceback" in words:
            yield f"exit code {ended.code}: {ended.err.strip()[-300:]}"
            return
        if ended.code and "next:" not in ended.err and '"hint"' not in ended.out:
            yield f"exit code {ended.code} without a next step: {ended.err.strip()}"
        lost = self._engine.tagged.keys() - engine.tagged.keys()
        if lost:
            yield f"images lost their names: {', '.join(sorted(lost))}"
        if "/refs/proofs/" in case.file and case.damage == "removed":
            return  # the snapshot is not proven, which is true
        named = any(word in words for word in ("damaged", "missing", "is lost", "lost its end", "cannot be"))
        if case.verb in _EQUAL and ended.code == 0 and not named and not self._is_whole(case.verb, ended):
            yield f"other output without a word: {ended.out[:300]}"
        if case.verb == "export" and ended.code == 0 and ended.out != self._whole["export"].out:
            yield f"another Dockerfile: {ended.out[-300:]}"
        if case.verb == "commit" and ended.code == 0:
            made = json.loads(ended.out) or {}
            paths = {change["path"] for change in made.get("changes", ())}
            if made.get("seq") != 3 or paths != {"/3"}:
                yield f"another snapshot: {made.get('seq')} with {sorted(paths)}"

    def _is_whole(self, verb: str, ended: Ended) -> bool:
        if verb == "export":
            return ended.out == self._whole[verb].out
        return bool(json.loads(ended.out) == json.loads(self._whole[verb].out))

    def _run(
        self,
        verb: str,
        file: str = "",
        data: bytes | None = b"",
        *,
        engine: FakeEngine | None = None,
        keep: bool = False,
    ) -> tuple[Ended, FakeEngine]:
        """Run a verb in a copy of the home with one damaged file, and a copy of the engine; return both ends."""
        if not keep:
            shutil.rmtree(self._home, ignore_errors=True)
            shutil.copytree(self._template, self._home, symlinks=True)
        for made in range(len(self._engine.directories), len(self._engine.directories) + 2):  # by the case before
            shutil.rmtree(self._engine.root / f"layer-{made}", ignore_errors=True)
        if file:
            path = self._home / file
            path.chmod(0o600)
            path.unlink() if data is None else path.write_bytes(data)
        used = engine or self._copy()
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.object(options, "engine", lambda: used),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(list(VERBS[verb]))
        return Ended(code, out.getvalue(), err.getvalue()), used

    def _copy(self) -> FakeEngine:
        engine = self._engine
        return replace(
            engine,
            images=dict(engine.images),
            tagged=dict(engine.tagged),
            directories=dict(engine.directories),
            boxes={key: replace(box) for key, box in engine.boxes.items()},
            calls=[],
        )

    @contextlib.contextmanager
    def _patched(self, engine: FakeEngine) -> Iterator[None]:
        def shell(*_: object) -> str:
            return "/bin/bash"

        with (
            mock.patch.dict(os.environ, {"SNAP_HOME": str(self._home)}),
            mock.patch.object(options, "engine", lambda: engine),
            mock.patch.object(starting, "find_shell", shell),
            mock.patch.object(repair, "find_shell", shell),
        ):
            yield


def campaign(positions: int) -> int:
    """Run the whole matrix, print what was tried and what failed, and return the number of failures."""
    began, tried, failed = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory(prefix="snap-damage-") as folder:
        matrix = Matrix(Path(folder))
        for file in matrix.files():
            for damage, data in matrix.damages(file, positions):
                for verb in VERBS:
                    tried += 1
                    found = matrix.failures(file, damage, data, verb)
                    failed += bool(found)
                    for line in found:
                        print(line)
    print(f"damage: {tried} tried, {failed} failed, in {time.monotonic() - began:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(bool(campaign(int(sys.argv[1]) if len(sys.argv) > 1 else 1)))
