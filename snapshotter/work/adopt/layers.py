"""The layers of an adopted image as snapshots: what each changed, and the commands that the image shows for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.changes.evidence.gather import as_commands, explained, gather
from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.evidence.typed.history import typed_lines
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.explain.evidence import digests_to_compute, owners_of
from snapshotter.changes.explain.sources import FileSource, image_source
from snapshotter.changes.packages.installed import PackageChanges, difference
from snapshotter.engine.api import Engine, HistoryStep
from snapshotter.model import (
    COPIED_BEFORE,
    IN_HISTORY,
    MADE_BEFORE,
    Adopted,
    Change,
    Command,
    Image,
    ImageConfig,
    Progress,
    Snapshot,
    Tree,
)
from snapshotter.rootfs.image import base_tree, image_layers
from snapshotter.rootfs.tree import apply, touched
from snapshotter.secrets.redact import Redactor
from snapshotter.store.home import Home
from snapshotter.store.layout import image_tag
from snapshotter.work.adopt.base import FoundBase
from snapshotter.work.adopt.history import (
    Instruction,
    LayerStep,
    by_layer,
    command_text,
    configured,
    directory,
    instruction,
)
from snapshotter.work.commit.message import message
from snapshotter.work.commit.snapshot import keep_contents
from snapshotter.work.secrets.names import name_mask

_OF_BUILDERS = ("buildkit.", "FROM ")
"""How comments of a history begin that BuildKit and podman write themselves."""


class ReadLayer(Struct, frozen=True):
    """A layer as a snapshot, and the contents that the line stores of it, by key."""

    snapshot: Snapshot
    contents: Mapping[str, bytes]


class Reading(Struct, frozen=True):
    """What is needed to read the layers of an image."""

    engine: Engine
    home: Home
    name: str
    """Of the workspace."""
    image: Image
    named: str
    """What the user called it."""
    found: FoundBase
    progress: Progress
    keep: bool = True
    """Whether images of the lower layers are made, which snapshots need."""


def read_layers(reading: Reading) -> list[ReadLayer]:
    """Return every layer above the base as a snapshot, lowest first; makes the images of those below the last."""
    engine, home, base = reading.engine, reading.home, reading.found.base
    skip = len(base.layers)
    tree: Tree = base_tree(engine, engine.image(base.id), home.cache, reading.progress)
    layers = image_layers(
        engine, reading.image.id, skip=skip, what="reading the image", progress=reading.progress, cache=home.cache
    )
    names = name_mask(home, reading.name, ())
    layers = names.layers(layers, tree)
    steps = by_layer(engine.history(reading.image.id), engine.history(base.id), len(layers))
    before = _side(engine, base.id, tree)
    config = base.config
    made = list[ReadLayer]()
    for number, (layer, step) in enumerate(zip(layers, steps, strict=True), 1):
        config = configured(config, step.before, reading.image.config)
        last = number == len(layers)
        tree = apply(before.tree, [layer])
        ident = _image(reading, number, skip + number, config, last=last)
        source = image_source(engine, engine.image(ident), skip)
        changes = names.changes(compare(before.tree, tree, list(touched([layer], before.tree))))
        reading.progress(f"explaining layer {number} of {len(layers)}: {len(changes)} changed paths")
        read = _Layer(reading, number, ident, config, step, before, tree, source, [_timeless(one) for one in changes])
        one, before = read.snapshot(last=last)
        if step.step and instruction(step.step).kind == "workdir":
            config = configured(config, [step.step], reading.image.config)
        made.append(one)
    return made


def _side(engine: Engine, image: str, tree: Tree) -> Side:
    def fetch(want: Mapping[str, int]) -> dict[str, bytes]:
        return dict(engine.read_files(image, want)) if want else {}

    return Side(tree, owners_of(tree, fetch), fetch)


def _image(reading: Reading, number: int, count: int, config: ImageConfig, *, last: bool) -> str:
    """Return the id of the image with the lowest `count` layers."""
    if last or not reading.keep:
        return reading.image.id
    return reading.engine.lower(reading.image.id, count, config, name=image_tag(reading.name, number))


def _timeless(change: Change) -> Change:
    """Return a change without its change time: that of an image's layer is when the layer was unpacked."""
    after = change.after
    return replace(change, after=replace(after, ctime_ns=0)) if after is not None and after.ctime_ns else change


class _Layer(Struct, frozen=True):
    """One layer that becomes a snapshot."""

    reading: Reading
    number: int
    image: str
    config: ImageConfig
    """As of the layer."""
    step: LayerStep
    before: Side
    tree: Tree
    source: FileSource
    changes: list[Change]

    def snapshot(self, *, last: bool) -> tuple[ReadLayer, Side]:
        """Return the layer as a snapshot, and the file system after it."""
        reading = self.reading
        after = _side(reading.engine, self.image, self.tree)
        packages = difference(self.before.owners, after.owners)
        digests = self.source.digests(digests_to_compute(self.changes, after.owners))
        known = Evidence(
            after=self.tree, owners=after.owners, fresh=packages.fresh, digest=lambda path, _: digests.get(path, "")
        )
        attribute(self.changes, (), known)
        found = self._shown(after, packages)
        entry, made = self.step.step, self._instruction()
        changes = explained(self.changes, found, COPIED_BEFORE if made and made.kind == "copy" else MADE_BEFORE)
        changes, contents, values = keep_contents(changes, self.source)
        secrets = [value for each in values.values() for value in each]
        commands = _without_secrets(self._commands(found), secrets, self._typed(after))
        config = reading.image.config if last else self.config
        return (
            ReadLayer(
                Snapshot(
                    workspace=reading.name,
                    seq=self.number,
                    image=self.image,
                    tag=image_tag(reading.name, self.number),
                    base=reading.found.base,
                    message=_message(entry, commands, changes, packages),
                    created=entry.created if entry else 0.0,
                    config=config,
                    commands=commands,
                    changes=tuple(changes),
                    adopted=Adopted(reading.named, entry.text if entry else "", self.config.env),
                ),
                contents,
            ),
            after,
        )

    def _instruction(self) -> Instruction | None:
        found = instruction(self.step.step) if self.step.step else None
        return found if found and found.kind != "container" else None

    def _shown(self, after: Side, packages: PackageChanges) -> list[Shown]:
        """Return the commands of the layer: the instruction that made it, else what the image shows."""
        found = self._instruction()
        at = self.step.step.created if self.step.step else 0.0
        if found is None:
            return gather(self.before, after, packages, self.changes, directory(self.config))
        if found.kind == "run":
            return [Shown(command_text(found), IN_HISTORY, at, at, lambda _: True)]
        if found.kind == "workdir":
            place = directory(configured(self.config, [self.step.step], self.config)) if self.step.step else "/"
            return [Shown(f"mkdir -p {place}", IN_HISTORY, at, at, lambda _: True)]
        return []

    def _typed(self, after: Side) -> list[str]:
        """Return the lines of the histories of shells, if the layer's commands come from what the image shows."""
        if self._instruction() is not None:
            return []
        return [line.text for lines in typed_lines(self.before, after) for line in lines]

    def _commands(self, found: Sequence[Shown]) -> tuple[Command, ...]:
        commands, made = as_commands(found), self._instruction()
        if made is None or made.kind != "run":
            return commands
        user, cwd = self.config.user.partition(":")[0] or "root", directory(self.config)
        return tuple(replace(one, user=user, cwd=cwd, shell=made.shell) for one in commands)


def _without_secrets(commands: Sequence[Command], values: Sequence[str], typed: Sequence[str]) -> tuple[Command, ...]:
    """Return the commands without secrets: those that are in files, and those in any typed line."""
    redactor = Redactor()
    for value in values:
        redactor.conceal(value)
    for line in typed:
        redactor.redact(line)
    return tuple(replace(one, text=redactor.clean(redactor.redact(one.text))) for one in commands)


def _message(
    entry: HistoryStep | None, commands: Sequence[Command], changes: Sequence[Change], packages: PackageChanges
) -> str:
    comment = entry.comment if entry and not entry.comment.startswith(_OF_BUILDERS) else ""
    return comment or message(commands, changes, packages)
