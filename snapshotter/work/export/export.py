"""Export snapshots as a Dockerfile with its context and prove it; `verify` only proves."""

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
from snapshotter.engine.api import Connect, Engine
from snapshotter.errors import ImageNotFound, NotFound, UsageError
from snapshotter.model import Base, Progress, Proof, Snapshot
from snapshotter.proof.model import Outcome, ProofRun
from snapshotter.proof.rounds import prove, rebuild
from snapshotter.recipe.decide.carry import latest_changes
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.decide.secret_mounts import secret_files, secret_names, secrets_read_by
from snapshotter.recipe.decide.undone import UNDONE
from snapshotter.recipe.dockerfile.names import DOCKERFILE, dockerfile_of
from snapshotter.recipe.model import Content, Decision, Plan, Recipe, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.pins import Pins, pins
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.recipe.rewrite.wording import Wording, wording_of
from snapshotter.recipe.steps.slim import AS_IT_IS
from snapshotter.recipe.write.base_name import base_warnings
from snapshotter.recipe.write.context_files import COMPANION_FILES
from snapshotter.recipe.write.counts import counts
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.explain import Absent, ExplainedInstruction, Explanation, explain
from snapshotter.recipe.write.readme import export_notes
from snapshotter.store.home import Home
from snapshotter.work.export.contents import contents
from snapshotter.work.export.elsewhere import tell_elsewhere
from snapshotter.work.export.extras import NO_EXTRAS, Extras, with_extras
from snapshotter.work.export.folder import Folder
from snapshotter.work.export.own_context import Files, not_written, own_context, with_context
from snapshotter.work.export.repairs_text import latest_repairs, latest_slim_text, to_text
from snapshotter.work.export.results import results
from snapshotter.work.export.secret_options import NO_SECRET_OPTIONS, SecretOptions
from snapshotter.work.export.slim import Saving, allowed_measures, draft_saving, slimmed
from snapshotter.work.export.whole_line import in_front, whole_line
from snapshotter.work.secrets.names import name_mask

__all__ = [
    "Absent",
    "Decision",
    "ExplainedInstruction",
    "Explanation",
    "Exported",
    "Exporter",
    "Extras",
    "Pins",
    "dockerfile_of",
    "export",
    "verify",
    "verify_context",
]


class Exported(Struct, frozen=True):
    """The result of an export."""

    recipe: Recipe
    plan: Plan
    proof: Proof | None
    """None if no proof was requested."""
    pins: Pins
    """The versions pinned in its commands, without those that the proof removed again."""
    volatile: Rules
    """The workspace's own rules for paths that are neither copied nor compared."""
    size: int = 0
    """Bytes of the image that the proof built from it; 0 if none was built."""
    saving: Saving | None = None
    """The result of slimming, if it was requested."""
    snapshots: Sequence[Snapshot] = ()
    """The snapshots that it is made of, those of lines in front of the workspace's own included."""

    def explain(self) -> Explanation:
        """Return what each instruction covers, and what no instruction does."""
        return explain(self.plan, self.recipe)

    def counts(self) -> dict[str, int]:
        """Return the number of changed paths by how the recipe handles them, and of commands that run."""
        return counts(self.plan)

    def results(self) -> dict[str, bool | int | float | None]:
        """Return what a table of results says of the export: built, equal, and how much of the session is needed."""
        return results(self.recipe, self.plan, self.proof, built=self.size > 0)

    def notes(self) -> list[str]:
        """Return notes about the export for people, one line each."""
        before = dict.fromkeys(one.workspace for one in self.snapshots[: in_front(self.snapshots)])
        lines = [f"begins with the snapshots of {name}, which the workspace was started from" for name in before]
        return [*lines, *export_notes(self.plan), *(f"warning: {line}" for line in self._secrets())]

    def warnings(self) -> list[str]:
        """Return what is wrong with the name in FROM, and which settings hold secrets, one line each."""
        return [*base_warnings(self.plan.base), *self._secrets()]

    def _secrets(self) -> list[str]:
        from snapshotter.work.commit.instruction_secrets import settings_with_secret  # only an adopted image has them

        if not any(one.adopted for one in self.snapshots):
            return []
        found = settings_with_secret(self.plan.base.config, (one.text for one in self.recipe.instructions))
        return (
            [f"the Dockerfile has what looks like a secret, as the image has it: {', '.join(found)}"] if found else []
        )

    def withheld(self) -> list[tuple[str, str]]:
        """Return the files that are left out because they hold a secret, each with the reason."""
        return [(path, self.plan.final[path].secret) for path in sorted(self.plan.withheld)]

    def context_files(self) -> int:
        """Return the number of files in the context, without companion files such as .gitignore."""
        return len(self.recipe.files.keys() - COMPANION_FILES)


class Exporter(Struct, frozen=True):
    """The dependencies of exporting and verifying."""

    home: Home
    connect: Connect
    progress: Progress
    tell: Callable[[str], None]
    """Called with each line that the user should see while waiting."""
    builder: str = ""
    """Which builder proves: that of `docker build` if empty, "classic", or a name that buildx knows."""


def export(
    exporter: Exporter,
    name: str,
    seq: int | None,
    folder: Folder | None,
    *,
    verify: bool,
    pin: bool = False,
    slim: bool = False,
    keep_failures: bool = False,
    extras: Extras = NO_EXTRAS,
    secret_options: SecretOptions = NO_SECRET_OPTIONS,
) -> Exported:
    """Write the recipe of a workspace's snapshots up to `seq` (None: all) into `folder` (None: nowhere).

    With `verify` the draft is written first, then proven, repaired and written again, so that an interruption
    leaves a draft.  `pin` pins versions of the distribution's packages as well.  `slim` leaves out what the image does
    not need: what is proven not to change it, or without a proof only caches.  `keep_failures` keeps failed
    tries as comments.  `extras` are written besides.  Raises `NotFound` if there is no snapshot, `Conflict` if the
    folder contains other files, `UsageError` for secret options that name no secret of these snapshots.
    """
    snapshots = secret_options.apply(_snapshots(exporter, name, seq))
    if verify:
        tell_elsewhere(exporter.home, snapshots, exporter.tell)
    base = snapshots[0].base
    context = own_context(base)
    if folder is not None and (links := not_written(context)):
        exporter.tell(f"symbolic links of the context are not written: {', '.join(links)}")
    if extras.compose and not any(one.adopted and one.adopted.started for one in snapshots):
        raise UsageError(
            f"{name} was not made of a container, so there is nothing that it was started with", "omit --compose"
        )
    exporter.progress("reading the changed files")
    with contents(exporter.home, exporter.connect, snapshots) as content:
        snapshots = add_outside_installs(without_shell_calls(snapshots), content)
        repairs, pinned = latest_repairs(snapshots), pins(snapshots, content, every=pin)
        wording = wording_of(snapshots, content, pinned)
        caches = allowed_measures(snapshots, proven=False) if slim and not verify else AS_IT_IS
        made = plan(
            base,
            snapshots,
            repairs,
            handling=secret_options.handling,
            wording=wording,
            slim=caches,
            keep_failures=keep_failures,
        )
        saving = draft_saving(made) if slim else None
        draft = Exported(
            write(made, content),
            made,
            None,
            _final_pins(pinned, repairs),
            snapshots[-1].volatile,
            saving=saving,
            snapshots=snapshots,
        )
        if folder is not None:
            exporter.progress("writing the recipe")
            folder.write(_files(draft, context, extras, snapshots[-1]))
        if not verify:
            return draft
        with exporter.home.workspaces.proofs():
            run = _proof_run(exporter, snapshots, content, secret_options, wording)
            run = replace(run, keep_failures=keep_failures, context=context)
            kept = latest_slim_text(snapshots)
            outcome = best = prove(run, repairs)
            if slim:
                best, saving, kept = slimmed(run, outcome, snapshots)
    if folder is not None:
        folder.write(_files(best, context, extras, snapshots[-1]))
    _store_proof(exporter.home, snapshots, outcome, kept)
    return Exported(
        best.recipe,
        best.plan,
        best.proof,
        _final_pins(pinned, outcome.repairs),
        draft.volatile,
        best.size,
        saving,
        snapshots,
    )


def verify(
    exporter: Exporter,
    name: str,
    seq: int | None,
    directory: Path | None,
    secret_options: SecretOptions = NO_SECRET_OPTIONS,
) -> Proof:
    """Prove the recipe of a snapshot, or a directory with a Dockerfile, against the hand-made image."""
    if directory is not None:
        with _packed(directory) as context:
            dockerfile = dockerfile_of(directory).read_bytes()
            return verify_context(exporter, name, seq, context, dockerfile, secret_options)
    snapshots = secret_options.apply(_snapshots(exporter, name, seq))
    tell_elsewhere(exporter.home, snapshots, exporter.tell)
    with _run(exporter, snapshots, secret_options) as (run, snapshots):
        run = replace(run, context=own_context(snapshots[0].base))
        with exporter.home.workspaces.proofs():
            outcome = prove(run, latest_repairs(snapshots))
        _store_proof(exporter.home, snapshots, outcome, latest_slim_text(snapshots))
        return outcome.proof


def verify_context(
    exporter: Exporter,
    name: str,
    seq: int | None,
    context: IO[bytes],
    dockerfile: bytes,
    secret_options: SecretOptions = NO_SECRET_OPTIONS,
    *,
    is_told: bool = False,
) -> Proof:
    """Prove a build context as it is, which has this Dockerfile, against the hand-made image of a snapshot.

    `is_told`: the caller has said whose commands are in it.
    """
    snapshots = secret_options.apply(_snapshots(exporter, name, seq))
    if not is_told:
        tell_elsewhere(exporter.home, snapshots, exporter.tell)
    with _run(exporter, snapshots, secret_options) as (run, _):
        needed = secrets_read_by(dockerfile.decode("utf-8", "surrogateescape"))
        with exporter.home.workspaces.proofs():
            return rebuild(run, context, needed)


@contextlib.contextmanager
def _run(
    exporter: Exporter, snapshots: list[Snapshot], secret_options: SecretOptions
) -> Iterator[tuple[ProofRun, list[Snapshot]]]:
    """Yield what a proof needs, and the snapshots with what its recipe says of them."""
    with contents(exporter.home, exporter.connect, snapshots) as content:
        snapshots = add_outside_installs(without_shell_calls(snapshots), content)
        wording = wording_of(snapshots, content, pins(snapshots, content))
        yield _proof_run(exporter, snapshots, content, secret_options, wording), snapshots


def _files(found: Exported | Outcome, context: Files, extras: Extras, last: Snapshot) -> Recipe:
    """Return the recipe as it is written: with the context of one's own Dockerfile, and the extras."""
    return with_extras(with_context(found.recipe, context), found.plan, extras, last)


def _store_proof(home: Home, snapshots: Sequence[Snapshot], outcome: Outcome, slim: str) -> None:
    last, front = snapshots[-1], in_front(snapshots)
    undone = frozenset(one.origin for one in outcome.plan.decisions if one.reason == UNDONE)
    outcome = replace(outcome, repairs=outcome.repairs.plus(undone=undone))
    proof = proof_to_store(last.proof, outcome, last.seq, front)
    if proof is not None:
        home.line.add_proof(last.workspace, last.seq - front, replace(proof, slim=slim))


def proof_to_store(before: Proof | None, outcome: Outcome, seq: int, front: int = 0) -> Proof | None:
    """Return the proof to store, with its repairs; None if it reached no verdict and an earlier one did.

    The repairs of the earlier proof are kept if the recipe is not equal this time, as with new versions on a mirror.
    """
    proof = outcome.proof
    if proof.verdict == "equal":
        return replace(proof, repairs=to_text(outcome.repairs, seq, front))
    if before is not None and proof.verdict == "unknown" and before.verdict != "unknown":
        return None
    return replace(proof, repairs=before.repairs) if before is not None else proof


def _final_pins(pinned: Pins, repairs: Repairs) -> Pins:
    """Return the pins without the versions that the repairs removed because they are no longer available."""
    if not pinned.texts.keys() & repairs.typed:
        return pinned
    texts = {origin: text for origin, text in pinned.texts.items() if origin not in repairs.typed}
    labels = tuple(label for label in pinned.labels if any(label in text for text in texts.values()))
    return replace(pinned, texts=texts, labels=labels, dropped=tuple(sorted({*pinned.labels} - {*labels})))


def _proof_run(
    exporter: Exporter, snapshots: Sequence[Snapshot], content: Content, secret_options: SecretOptions, wording: Wording
) -> ProofRun:
    engine, base = exporter.connect(), snapshots[0].base
    last = snapshots[-1]
    _need_images(engine, base, replace(last, seq=last.seq - in_front(snapshots)))
    base = registry_base(engine, base)
    return ProofRun(
        engine,
        base,
        snapshots,
        content,
        exporter.home.cache,
        exporter.progress,
        exporter.tell,
        name_mask(exporter.home, snapshots[-1].workspace, snapshots),
        secret_options.handling,
        {**_file_values(engine, snapshots, secret_options), **secret_options.values},
        exporter.home.identity,
        wording,
        builder=exporter.builder,
    )


def _file_values(engine: Engine, snapshots: Sequence[Snapshot], secret_options: SecretOptions) -> dict[str, str]:
    """Return the contents of the files with secrets that the builds of a proof are given, from the hand-made image."""
    if secret_options.handling.mode != "mount":
        return {}
    names = secret_names(choose(snapshots, Repairs())).values()
    paths = secret_files(latest_changes(snapshots)[0], names)
    found = dict(engine.read_files(snapshots[-1].image, paths.values()))
    texts = {name: found[path].decode("utf-8", "surrogateescape") for name, path in paths.items() if path in found}
    return {name: text for name, text in texts.items() if "\0" not in text}  # of a program's environment


def registry_base(engine: Engine, base: Base) -> Base:
    """Return the base, named by its digest only if a registry has it: the engine may have made the digest itself."""
    image = engine.image(base.id)
    name = base.digest or base.local_digest
    digest = name.partition("@")[2]
    if not digest or any(known.endswith(f"@{digest}") for known in image.digests):
        return base
    made_here = any(known.endswith(f"@{digest}") for known in image.local_digests)
    if base.digest and not made_here:  # pulled or pushed, then named otherwise
        return base
    if engine.registry_has(name):
        return replace(base, digest=name, local_digest="")
    return replace(base, digest="", local_digest=name)


def _need_images(engine: Engine, base: Base, last: Snapshot) -> None:
    """Raise `ImageNotFound`, with a hint on what can still be done, if an image that a proof needs is missing."""
    name = last.workspace
    recipe = f"`snap export-dockerfile {last.seq} -n {name} --no-verify` writes the recipe without a proof"
    try:
        engine.image(last.image)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the image of snapshot {last.seq} of {name} is gone, so there is nothing to compare with", recipe
        ) from error
    try:
        engine.image(base.id)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the base image {base.reference} ({base.id[:19]}) of {name} is gone",
            f"try `docker pull {base.digest or base.reference}`;\n{recipe}",
        ) from error


def _snapshots(exporter: Exporter, name: str, seq: int | None) -> list[Snapshot]:
    snapshots = exporter.home.line.snapshots(name, seq)
    if not snapshots:
        raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
    snapshots = whole_line(exporter.home, snapshots)
    for pattern, reason in snapshots[-1].volatile:
        exporter.tell(f"left out by a rule of {name}: {pattern} ({reason})" if reason else f"kept by you: {pattern}")
    return snapshots


@contextlib.contextmanager
def _packed(directory: Path) -> Iterator[IO[bytes]]:
    """Yield a directory, without .git, as the tar stream of a build context; raises `UsageError`."""
    dockerfile = dockerfile_of(directory)
    if not dockerfile.is_file():
        raise UsageError(f"{directory} contains no Dockerfile", "name the directory of an export: `snap verify -f DIR`")
    with tempfile.SpooledTemporaryFile(max_size=16 << 20) as stream:
        with tarfile.open(fileobj=cast("io.BytesIO", stream), mode="w") as tar:
            for path in sorted(directory.rglob("*")):
                if ".git" not in path.relative_to(directory).parts:
                    tar.add(path, arcname=str(path.relative_to(directory)), recursive=False, filter=_anonymous)
            if dockerfile.name != DOCKERFILE:  # the builders look for no other name
                tar.add(dockerfile, arcname=DOCKERFILE, recursive=False, filter=_anonymous)
        stream.seek(0)
        yield cast("IO[bytes]", stream)


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info
