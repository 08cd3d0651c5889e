"""The layers of an adopted image as snapshots: what each changed, and the commands that the image shows for it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.changes.evidence.gather import as_commands, explained, gather
from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.evidence.typed.history import typed_lines
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.explain.evidence import digests_to_compute, owners_of, with_mount_points
from snapshotter.changes.explain.sources import FileSource, image_source
from snapshotter.changes.packages.installed import PackageChanges, difference
from snapshotter.engine.api import Engine, HistoryStep, Mount
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
    resolve,
)
from snapshotter.rootfs.image import base_tree, image_layers
from snapshotter.rootfs.tree import apply, touched
from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.redact import Redactor
from snapshotter.shell.quote import quote
from snapshotter.store.home import Home
from snapshotter.store.layout import image_tag
from snapshotter.work.adopt.base import FoundBase
from snapshotter.work.adopt.history import (
    Instruction,
    LayerStep,
    by_layer,
    command_text,
    directory,
    instruction,
    own_instruction,
)
from snapshotter.work.adopt.written import Written
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
    mounts: tuple[Mount, ...] = ()
    """Of the container that is adopted."""
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
    steps = by_layer(engine.history(reading.image.id), engine.history(base.id), layers)
    before = _side(engine, base.id, tree)
    written = Written(base.config, reading.image.config, _used(steps))
    made = list[ReadLayer]()
    for number, (layer, step) in enumerate(zip(layers, steps, strict=True), 1):
        lines, config, last = written.add(step.before), written.config, number == len(layers)
        own = instruction(step.step) if step.step else None
        if own and own.kind == "workdir":
            written.one(own)
        tree = apply(before.tree, [layer])
        after = (*written.add(step.after), *written.rest()) if last else ()
        ident = _image(reading, number, skip + number, written.config, last=last)
        source = image_source(engine, engine.image(ident), skip)
        changes = names.changes(compare(before.tree, tree, list(touched([layer], before.tree))))
        reading.progress(f"explaining layer {number} of {len(layers)}: {len(changes)} changed paths")
        ends = reading.image.config if last else written.config
        told = _Told(own, config, ends, lines, after, frozenset(written.declared))
        timeless = [_timeless(one) for one in changes]
        read = _Layer(reading, number, ident, step.step, told, before, tree, source, timeless)
        one, before = read.snapshot()
        made.append(one)
    return made


def _used(steps: Sequence[LayerStep]) -> dict[str, str]:
    """Return the values of the build arguments with which the RUNs ran."""
    found = (instruction(one.step) for one in steps if one.step)
    return dict(pair.partition("=")[::2] for one in found for pair in one.args)


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


class _Told(Struct, frozen=True):
    """What a history tells of a layer."""

    own: Instruction | None
    """What made it; of a container its command."""
    config: ImageConfig
    """With which it was made."""
    after: ImageConfig
    """Of the image that ends with it."""
    lines: tuple[str, ...]
    """The instructions in front of it, and for the last one those behind it."""
    last: tuple[str, ...]
    declared: frozenset[str]
    """The build arguments that instructions have set."""

    @property
    def made(self) -> Instruction | None:
        """Return the instruction of a Dockerfile that made it."""
        return self.own if self.own and self.own.kind != "container" else None


class _Layer(Struct, frozen=True):
    """One layer that becomes a snapshot."""

    reading: Reading
    number: int
    image: str
    step: HistoryStep | None
    told: _Told
    before: Side
    tree: Tree
    source: FileSource
    changes: list[Change]

    def snapshot(self) -> tuple[ReadLayer, Side]:
        """Return the layer as a snapshot, and the file system after it."""
        reading, told = self.reading, self.told
        after = _side(reading.engine, self.image, self.tree)
        packages = difference(self.before.owners, after.owners)
        digests = self.source.digests(digests_to_compute(self.changes, after.owners))
        known = Evidence(
            after=self.tree, owners=after.owners, fresh=packages.fresh, digest=lambda path, _: digests.get(path, "")
        )
        attribute(self.changes, (), known)
        found = self._shown(after, packages)
        copied = told.made is not None and told.made.kind == "copy"
        changes = explained(self.changes, found, COPIED_BEFORE if copied else MADE_BEFORE)
        changes = list(with_mount_points(changes, reading.mounts))
        changes, contents, values = keep_contents(changes, self.source)
        secrets = [value for each in values.values() for value in each]
        commands = _without_secrets(self._commands(found), secrets, self._typed(after))
        return (
            ReadLayer(
                Snapshot(
                    workspace=reading.name,
                    seq=self.number,
                    image=self.image,
                    tag=image_tag(reading.name, self.number),
                    base=reading.found.base,
                    message=_message(self.step, commands, changes, packages),
                    created=self.step.created if self.step and self.step.created > 0 else time.time(),
                    config=told.after,
                    commands=commands,
                    changes=tuple(changes),
                    adopted=self._adopted(),
                ),
                contents,
            ),
            after,
        )

    def _adopted(self) -> Adopted:
        told = self.told
        return Adopted(
            self.reading.named,
            _text(self.step, told.made) if self.step else "",
            told.config.env,
            told.config.user,
            told.config.workdir,
            told.lines,
            own_instruction(told.made) if told.made else "",
            told.last,
        )

    def _shown(self, after: Side, packages: PackageChanges) -> list[Shown]:
        """Return the commands of the layer: the instruction that made it, else what the image shows."""
        found = self.told.made
        at = self.step.created if self.step else 0.0
        if found is None:
            return gather(self.before, after, packages, self.changes, directory(self.told.config))
        if found.kind == "run":
            text = command_text(found, self.told.declared)
            return [Shown(text, IN_HISTORY, at, at, lambda _: True)]
        if found.kind == "workdir":
            place = resolve(directory(self.told.config), found.text)
            return [Shown(f"mkdir -p {quote(place)}", IN_HISTORY, at, at, lambda _: True)]
        return []

    def _typed(self, after: Side) -> list[str]:
        """Return the lines of the histories of shells, if the layer's commands come from what the image shows."""
        if self.told.made is not None:
            return []
        return [line.text for lines in typed_lines(self.before, after) for line in lines]

    def _commands(self, found: Sequence[Shown]) -> tuple[Command, ...]:
        commands, made = as_commands(found), self.told.made
        if made is None or made.kind != "run":
            return commands
        user, cwd = self.told.config.user.partition(":")[0] or "root", directory(self.told.config)
        return tuple(replace(one, user=user, cwd=cwd, shell=made.shell) for one in commands)


def _text(step: HistoryStep, made: Instruction | None) -> str:
    """Return an entry of a history without the values of build arguments that look secret."""
    text = step.text
    for one in made.args if made else ():
        name, _, value = one.partition("=")
        if value and in_environment([one]):
            text = text.replace(one, f"{name}=…")
    redactor = Redactor()
    return redactor.clean(redactor.redact(text))


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
