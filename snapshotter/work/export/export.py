"""Export a line of snapshots as a Dockerfile with its context, and prove it; `verify` is the proof alone."""

from __future__ import annotations

import contextlib
import io
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, cast

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.volatile import Rules
from snapshotter.engine.api import Engine
from snapshotter.errors import ImageNotFound, NotFound, UsageError
from snapshotter.model import Base, Progress, Proof, Snapshot
from snapshotter.proof.model import Outcome, Prover
from snapshotter.proof.rounds import prove, rebuild
from snapshotter.recipe.decide.secret_mounts import read_by
from snapshotter.recipe.model import Content, Decision, Plan, Recipe, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import adopt
from snapshotter.recipe.rewrite.pins import Pins, pins
from snapshotter.recipe.rewrite.wording import Wording, wording_of
from snapshotter.recipe.steps.slim import AS_IT_IS
from snapshotter.recipe.write.context_files import BESIDE
from snapshotter.recipe.write.dockerfile import counts, write
from snapshotter.recipe.write.explain import Absent, ExplainedInstruction, Explanation, explain
from snapshotter.recipe.write.readme import told
from snapshotter.store.home import Home
from snapshotter.work.export.contents import contents
from snapshotter.work.export.folder import Folder
from snapshotter.work.export.repairs_text import remembered, slimmed_before, to_text
from snapshotter.work.export.secret_options import NO_WISHES, SecretWishes
from snapshotter.work.export.slim import Saving, slimmed, unproven, wish
from snapshotter.work.volatile import in_force

__all__ = [
    "Absent",
    "Decision",
    "ExplainedInstruction",
    "Explanation",
    "Exported",
    "Exporter",
    "Pins",
    "export",
    "verify",
]

from snapshotter.engine.api import Connect


class Exported(Struct, frozen=True):
    """What an export gave."""

    recipe: Recipe
    plan: Plan
    proof: Proof | None
    """None where no proof was asked for."""
    pins: Pins
    """The versions that stand in its commands, as far as the proof did not take them out again."""
    volatile: Rules
    """The workspace's own rules of what was neither carried nor compared."""
    size: int = 0
    """Bytes of the image that the proof built of it; 0 where none was built."""
    saving: Saving | None = None
    """What slimming gave, where that was asked for."""

    def explain(self) -> Explanation:
        """Return what each instruction stands for, and what has none."""
        return explain(self.plan, self.recipe)

    def counts(self) -> dict[str, int]:
        """Return the number of changed paths by what becomes of them, and of commands that run."""
        return counts(self.plan)

    def notes(self) -> list[str]:
        """Return what a person should know about the export, a line each."""
        return told(self.plan)

    def context_files(self) -> int:
        """Return the number of files in the context, without those that only keep it whole."""
        return len(self.recipe.files.keys() - BESIDE)


class Exporter(Struct, frozen=True):
    """What exporting and verifying depend on."""

    home: Home
    connect: Connect
    progress: Progress
    tell: Callable[[str], None]
    """Told what a person waiting should know, a line each."""


def export(
    exporter: Exporter,
    name: str,
    seq: int | None,
    folder: Folder | None,
    *,
    verify: bool,
    pin: bool = False,
    slim: bool = False,
    wishes: SecretWishes = NO_WISHES,
) -> Exported:
    """Write the recipe of a workspace's snapshots up to `seq` (None: all) into `folder` (None: nowhere).

    With `verify` the draft is written first, then proven, repaired and written again, so that an interruption
    leaves a draft.  `pin` names versions for the packages of a distribution as well, `slim` leaves out what the image
    need not hold: what is proven not to change it, or without a proof only caches.  Raises `NotFound` where there is
    no snapshot, `Conflict` where the folder holds other files, `UsageError` for wishes that name no secret of these
    snapshots.
    """
    snapshots = wishes.apply(_snapshots(exporter, name, seq))
    base = snapshots[0].base
    with contents(exporter.home, exporter.connect, snapshots) as content:
        snapshots = adopt(snapshots, content)
        repairs, pinned = remembered(snapshots), pins(snapshots, content, every=pin)
        wording = wording_of(snapshots, content, pinned)
        caches = wish(snapshots, proven=False) if slim and not verify else AS_IT_IS
        made = plan(base, snapshots, repairs, handling=wishes.handling, wording=wording, slim=caches)
        saving = unproven(made) if slim else None
        draft = Exported(
            write(made, content), made, None, _kept(pinned, repairs), snapshots[-1].volatile, saving=saving
        )
        if folder is not None:
            folder.write(draft.recipe)
        if not verify:
            return draft
        with exporter.home.workspaces.proofs():
            prover, kept = _prover(exporter, snapshots, content, wishes, wording), slimmed_before(snapshots)
            outcome = best = prove(prover, repairs)
            if slim:
                best, saving, kept = slimmed(prover, outcome, snapshots)
    if folder is not None:
        folder.write(best.recipe)
    _remember(exporter.home, snapshots[-1], outcome, kept)
    return Exported(
        best.recipe, best.plan, best.proof, _kept(pinned, outcome.repairs), draft.volatile, best.size, saving
    )


def verify(
    exporter: Exporter, name: str, seq: int | None, directory: Path | None, wishes: SecretWishes = NO_WISHES
) -> Proof:
    """Prove the recipe of a snapshot, or a directory that holds a Dockerfile, against the hand-made image."""
    snapshots = wishes.apply(_snapshots(exporter, name, seq))
    with contents(exporter.home, exporter.connect, snapshots) as content:
        snapshots = adopt(snapshots, content)
        wording = wording_of(snapshots, content, pins(snapshots, content))
        prover = _prover(exporter, snapshots, content, wishes, wording)
        if directory is None:
            with exporter.home.workspaces.proofs():
                outcome = prove(prover, remembered(snapshots))
            _remember(exporter.home, snapshots[-1], outcome, slimmed_before(snapshots))
            return outcome.proof
        with _packed(directory) as context:
            needed = read_by((directory / "Dockerfile").read_text("utf-8", "surrogateescape"))
            with exporter.home.workspaces.proofs():
                return rebuild(prover, context, needed)


def _remember(home: Home, last: Snapshot, outcome: Outcome, slim: str) -> None:
    proof = to_remember(last.proof, outcome, last.seq)
    if proof is not None:
        home.line.add_proof(last.workspace, last.seq, replace(proof, slim=slim))


def to_remember(before: Proof | None, outcome: Outcome, seq: int) -> Proof | None:
    """Give a proof with what it taught; None where one that came to no verdict leaves an earlier one as it is.

    What an earlier proof taught is kept where the recipe is not equal this time, as a mirror's new versions do it.
    """
    proof = outcome.proof
    if proof.verdict == "equal":
        return replace(proof, repairs=to_text(outcome.repairs, seq))
    if before is not None and proof.verdict == "unknown" and before.verdict != "unknown":
        return None
    return replace(proof, repairs=before.repairs) if before is not None else proof


def _kept(pinned: Pins, repairs: Repairs) -> Pins:
    """Give what is pinned in the end: a version that is to be had no more was taken out again."""
    if not pinned.texts.keys() & repairs.typed:
        return pinned
    texts = {origin: text for origin, text in pinned.texts.items() if origin not in repairs.typed}
    labels = tuple(label for label in pinned.labels if any(label in text for text in texts.values()))
    return replace(pinned, texts=texts, labels=labels, dropped=tuple(sorted({*pinned.labels} - {*labels})))


def _prover(
    exporter: Exporter, snapshots: Sequence[Snapshot], content: Content, wishes: SecretWishes, wording: Wording
) -> Prover:
    engine, base = exporter.connect(), snapshots[0].base
    _need_images(engine, base, snapshots[-1])
    return Prover(
        engine,
        base,
        snapshots,
        content,
        exporter.home.cache,
        exporter.progress,
        exporter.tell,
        wishes.handling,
        wishes.values,
        exporter.home.identity,
        wording,
    )


def _need_images(engine: Engine, base: Base, last: Snapshot) -> None:
    """Raise `ImageNotFound`, with what can still be done, where one of the two images that a proof compares is gone."""
    name = last.workspace
    recipe = f"`snap export-dockerfile {last.seq} -n {name} --no-verify` writes the recipe without a proof"
    try:
        engine.image(last.image)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the image of snapshot {last.seq} of {name} is gone: there is nothing to compare with", recipe
        ) from error
    try:
        engine.image(base.id)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the base image {base.reference} ({base.id[:19]}) of {name} is gone",
            f"`docker pull {base.digest or base.reference}` may bring it back;\n{recipe}",
        ) from error


def _snapshots(exporter: Exporter, name: str, seq: int | None) -> list[Snapshot]:
    snapshots = exporter.home.line.snapshots(name, seq)
    if not snapshots:
        raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
    snapshots = in_force(exporter.home, name, snapshots)
    for pattern, reason in snapshots[-1].volatile:
        exporter.tell(f"left out by a rule of {name}: {pattern} ({reason})")
    return snapshots


@contextlib.contextmanager
def _packed(directory: Path) -> Iterator[IO[bytes]]:
    if not (directory / "Dockerfile").is_file():
        raise UsageError(f"{directory} holds no Dockerfile", "name the directory of an export: snap verify -f DIR")
    with tempfile.SpooledTemporaryFile(max_size=16 << 20) as stream:
        with tarfile.open(fileobj=cast("io.BytesIO", stream), mode="w") as tar:
            for path in sorted(directory.rglob("*")):
                if ".git" not in path.relative_to(directory).parts:
                    tar.add(path, arcname=str(path.relative_to(directory)), recursive=False, filter=_anonymous)
        stream.seek(0)
        yield cast("IO[bytes]", stream)


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info
