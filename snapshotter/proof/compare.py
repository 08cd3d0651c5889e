"""Compare a rebuilt image with the hand-made one: trees path by path and by meaning, and the configurations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.compare import compare, differing
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.volatile import Rules, reason
from snapshotter.engine.api import LABEL, Engine
from snapshotter.model import Base, Change, Image, ImageConfig, Progress, Tree, no_progress
from snapshotter.proof.host_names import SIZE_LIMIT as NAME_LIMIT
from snapshotter.proof.host_names import host_names, with_content
from snapshotter.proof.made_anew import SIZE_LIMIT, candidates, links_to, made_anew
from snapshotter.proof.meaning import has_meaning, same_meaning
from snapshotter.rootfs.contents import read_contents
from snapshotter.rootfs.image import base_tree, image_layers
from snapshotter.rootfs.tree import apply, touched

_DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""PATH that a build adds to the configuration if the base has none; a container gets it in either case."""
_BUILDER = "io.buildah."
"""Prefix of the label in which Podman's builder records its version."""
_MEANING_LIMIT = 16 << 20
"""Bytes of a file beyond which contents are compared only by digest."""


PUSHED = frozenset(f"org.opencontainers.image.{name}" for name in ("title", "created", "base.name", "base.digest"))
"""Labels that a push to a registry sets."""


class Comparison(Struct, frozen=True):
    """The differences between the hand-made image (before) and the rebuilt one (after)."""

    paths: tuple[Change, ...]
    """"added": only in the rebuilt image; "deleted": missing from it; "changed": different in it."""
    configuration: tuple[str, ...]
    """One line per difference: "Cmd: ['bash'] became ['sh']"."""
    volatile: int
    """Number of differing paths that no rebuild can be expected to reproduce."""
    withheld: tuple[str, ...] = ()
    """Differing paths that are in no recipe because they hold secrets, sorted; they are in none of the others."""
    anew: tuple[str, ...] = ()
    """Keys, random secrets and what is derived from them that a step made anew, sorted; in none of the others."""
    hosts: Mapping[str, str] = field(default_factory=dict)
    """Those of `paths` that differ only in the host name of the container → that of the hand-made one."""

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return self.count == 0

    @property
    def count(self) -> int:
        """Number of differences."""
        return len(self.paths) + len(self.configuration)

    def lines(self) -> tuple[str, ...]:
        """Return the differences for people, one line each."""
        return (
            *(f"{change.path}: {describe(change)}" for change in self.paths),
            *(f"config {line}" for line in self.configuration),
        )


class Target(Struct, frozen=True):
    """The hand-made image: read once, compared with every rebuilt image."""

    base: Tree
    tree: Tree
    touched: frozenset[str]
    image: Image
    shared: int
    """Number of its layers that belong to the base."""
    names: NameMask
    """Masks the secrets in its names and in those of every rebuilt image."""
    cache: Path | None = None
    """The directory of the cache."""
    rebuilds_base: bool = False
    """Whether the recipe builds the base too, so that all of a rebuilt image is compared."""


def target(
    engine: Engine, base: Base, image_id: str, cache: Path, names: NameMask, progress: Progress = no_progress
) -> Target:
    """Read the hand-made image; raises `ImageNotFound` if it or its base is missing."""
    image = engine.image(image_id)
    shared = _shared(image.layers, base.layers)
    base_files = base_tree(engine, engine.image(base.id), cache, progress)
    layers = image_layers(
        engine, image.id, skip=shared, what="reading the hand-made image", progress=progress, cache=cache
    )
    layers = names.layers(layers, base_files)
    return Target(
        base_files,
        apply(base_files, layers),
        frozenset(touched(layers, base_files)),
        image,
        shared,
        names,
        cache,
        bool(base.dockerfile),
    )


def compare_with_target(
    engine: Engine,
    wanted: Target,
    rebuilt_id: str,
    withheld: frozenset[str] = frozenset(),
    rules: Rules = (),
    progress: Progress = no_progress,
    related: frozenset[str] = frozenset(),
    given: frozenset[str] = frozenset(),
) -> Comparison:
    """Return how a rebuilt image differs from the hand-made one, without volatile paths.

    `withheld` are paths that the recipe leaves out; one that a step has made again all the same does not differ.
    `rules` are the workspace's own rules for volatile paths; `related` paths may be derived from withheld ones,
    and `given` are withheld ones with a secret that the build was given.
    """
    rebuilt = engine.image(rebuilt_id)
    shared = _shared(rebuilt.layers, wanted.image.layers[: wanted.shared])
    layers = image_layers(
        engine,
        rebuilt.id,
        skip=shared,
        what="reading the rebuilt image",
        progress=progress,
        cache=wanted.cache,
    )
    layers = wanted.names.layers(layers, wanted.base)
    if wanted.rebuilds_base and not shared:
        tree = apply({}, layers)
        found = compare(wanted.tree, tree, {*wanted.tree, *tree})
    else:
        tree = apply(wanted.base, layers)
        found = compare(wanted.tree, tree, wanted.touched | touched(layers, wanted.base))
    compared = [change for change in found if not reason(change.path, rules)]
    different = _without_same_meaning(engine, wanted, rebuilt, compared)
    pairs = candidates(different)
    anew = _made_anew(engine, wanted, rebuilt, pairs, withheld - given, related) if withheld - given else {}
    links = links_to(pairs, {change.path for change in found} - {change.path for change in compared})
    gone = {*anew, *anew.values(), *links, *links.values()}
    different = [change for change in different if change.path not in gone]
    paths = tuple(change for change in different if change.path not in withheld)
    return Comparison(
        paths,
        tuple(configuration(wanted.image.config, rebuilt.config)),
        len(found) - len(compared) + len(links),
        tuple(sorted(change.path for change in different if change.path in withheld)),
        tuple(sorted(anew)),
        _host_names(engine, wanted, rebuilt, paths),
    )


def _host_names(engine: Engine, wanted: Target, rebuilt: Image, found: Sequence[Change]) -> dict[str, str]:
    sizes = {change.path: NAME_LIMIT for change in with_content(found)}
    hand = read_contents(engine, wanted.image, wanted.shared, sizes)
    return host_names(hand, read_contents(engine, rebuilt, _shared_with(wanted, rebuilt), sizes))


def _made_anew(
    engine: Engine,
    wanted: Target,
    rebuilt: Image,
    pairs: list[tuple[Change, str]],
    withheld: frozenset[str],
    related: frozenset[str],
) -> dict[str, str]:
    hand = read_contents(engine, wanted.image, wanted.shared, {change.path: SIZE_LIMIT for change, _ in pairs})
    again = read_contents(engine, rebuilt, _shared_with(wanted, rebuilt), {path: SIZE_LIMIT for _, path in pairs})
    return made_anew(pairs, withheld, related, hand, again)


def _shared_with(wanted: Target, rebuilt: Image) -> int:
    """Return the number of layers that need not be read for what differs."""
    if wanted.rebuilds_base and not _shared(rebuilt.layers, wanted.image.layers[: wanted.shared]):
        return 0
    return wanted.shared


def _shared(layers: tuple[str, ...], base: tuple[str, ...]) -> int:
    """Return the number of leading layers that are those of the base, 0 if the base has others."""
    return len(base) if layers[: len(base)] == base else 0


def _without_same_meaning(engine: Engine, wanted: Target, rebuilt: Image, found: list[Change]) -> list[Change]:
    """Return the changes without the files whose bytes differ but whose meaning is the same."""
    candidates = [change for change in found if has_meaning(change.path) and _only_content(change)]
    sizes = {change.path: change.before.size for change in candidates if change.before}
    if not sizes:
        return found
    hand = read_contents(engine, wanted.image, _shared_with(wanted, rebuilt), sizes)
    again = read_contents(engine, rebuilt, _shared_with(wanted, rebuilt), sizes)
    same = {path for path in sizes if path in hand and path in again and same_meaning(path, hand[path], again[path])}
    return [change for change in found if change.path not in same]


def _only_content(change: Change) -> bool:
    return (
        change.before is not None
        and change.after is not None
        and change.before.size <= _MEANING_LIMIT
        and differing(change.before, change.after) == ("content",)
    )


def configuration(hand: ImageConfig, again: ImageConfig) -> list[str]:
    """Return the differences between two configurations, one line each; labels of snapshotter are not compared."""
    fields = {
        "User": "user",
        "Cmd": "cmd",
        "Entrypoint": "entrypoint",
        "WorkingDir": "workdir",
        "ExposedPorts": "exposed_ports",
        "Volumes": "volumes",
        "StopSignal": "stop_signal",
        "Healthcheck": "healthcheck",
        "Shell": "shell",
        "OnBuild": "onbuild",
    }
    lines = [
        f"{name}: {getattr(hand, key)!r} became {getattr(again, key)!r}"
        for name, key in fields.items()
        if (getattr(hand, key) or None) != (getattr(again, key) or None)
    ]
    if _environment(hand) != _environment(again):
        lines.append(f"Env: {_environment(hand)!r} became {_environment(again)!r}")
    if _labels(hand) != _labels(again):
        lines.append(f"Labels: {_labels(hand)!r} became {_labels(again)!r}")
    return lines


def _environment(config: ImageConfig) -> list[str]:
    has_path = any(entry.startswith("PATH=") for entry in config.env)
    return sorted(config.env if has_path else (*config.env, _DEFAULT_PATH))


def _labels(config: ImageConfig) -> dict[str, str]:
    return {name: value for name, value in config.labels if not name.startswith((LABEL + ".", _BUILDER))}


def without_pushed(config: ImageConfig, committed: ImageConfig) -> ImageConfig:
    """Return the configuration of an image with those labels that a push to a registry sets as they were committed."""
    labels = {name: value for name, value in config.labels if name not in PUSHED}
    labels |= {name: value for name, value in committed.labels if name in PUSHED}
    return replace(config, labels=tuple(sorted(labels.items())))


def describe(change: Change) -> str:
    """Return a description of how a path of the rebuilt image differs."""
    if change.before is None:
        return "only in the rebuilt image"
    if change.after is None:
        return "missing from the rebuilt image"
    parts = differing(change.before, change.after)
    return f"{', '.join(parts)} {'differ' if len(parts) > 1 else 'differs'}"
