"""Is a rebuilt image the hand-made one?  Trees compared path by path and by meaning, and configurations."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from snapshotter.changes.compare import compare, differing
from snapshotter.changes.volatile import Rules, reason
from snapshotter.engine.api import LABEL, Engine
from snapshotter.model import Base, Change, Image, ImageConfig, Progress, Tree, silent
from snapshotter.proof.meaning import has_meaning, same_meaning
from snapshotter.rootfs.contents import read_contents
from snapshotter.rootfs.image import base_tree, image_layers
from snapshotter.rootfs.tree import apply, touched

_DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""A build writes this down where the base names no PATH; a container gets it anyway."""
_BUILDER = "io.buildah."
"""Podman's builder labels what it makes with its version."""
_READ_AT_MOST = 16 << 20
"""Bytes of a file beyond which content is compared by digest alone."""


class Comparison(Struct, frozen=True):
    """What differs between the hand-made image (before) and the rebuilt one (after)."""

    paths: tuple[Change, ...]
    """"added": only in the rebuilt image; "deleted": missing from it; "changed": other there."""
    configuration: tuple[str, ...]
    """One line each: "Cmd: ['bash'] became ['sh']"."""
    volatile: int
    """Differing paths that no rebuild can be expected to reproduce."""

    @property
    def equal(self) -> bool:
        """True where nothing differs."""
        return not self.paths and not self.configuration

    def lines(self) -> tuple[str, ...]:
        """Give the differences for people, one line each."""
        return (
            *(f"{change.path}: {describe(change)}" for change in self.paths),
            *(f"config {line}" for line in self.configuration),
        )


class Target(Struct, frozen=True):
    """The hand-made image to compare with: read once, compared with every rebuild."""

    base: Tree
    tree: Tree
    touched: frozenset[str]
    image: Image
    shared: int
    """How many of its layers are the base's."""


def target(engine: Engine, base: Base, image_id: str, cache: Path, progress: Progress = silent) -> Target:
    """Read the hand-made image; raises `ImageNotFound` where it or its base is gone."""
    image = engine.image(image_id)
    shared = _shared(image.layers, base.layers)
    ground = base_tree(engine, engine.image(base.id), cache, progress)
    layers = image_layers(engine, image.id, skip=shared, what="reading the hand-made image", progress=progress)
    return Target(ground, apply(ground, layers), frozenset(touched(layers, ground)), image, shared)


def against(
    engine: Engine,
    wanted: Target,
    rebuilt_id: str,
    withheld: frozenset[str] = frozenset(),
    rules: Rules = (),
    progress: Progress = silent,
) -> Comparison:
    """Compare a rebuilt image with the hand-made one, passing over the paths `withheld` and what is volatile.

    `rules` are the workspace's own of what is.
    """
    rebuilt = engine.image(rebuilt_id)
    layers = image_layers(
        engine,
        rebuilt.id,
        skip=_shared(rebuilt.layers, wanted.image.layers[: wanted.shared]),
        what="reading the rebuilt image",
        progress=progress,
    )
    tree = apply(wanted.base, layers)
    paths = (wanted.touched | touched(layers, wanted.base)) - withheld
    found = compare(wanted.tree, tree, paths)
    serious = [change for change in found if not reason(change.path, rules)]
    return Comparison(
        tuple(_without_same_meaning(engine, wanted, rebuilt, serious)),
        tuple(configuration(wanted.image.config, rebuilt.config)),
        len(found) - len(serious),
    )


def _shared(layers: tuple[str, ...], base: tuple[str, ...]) -> int:
    return len(base) if layers[: len(base)] == base else 0


def _without_same_meaning(engine: Engine, wanted: Target, rebuilt: Image, found: list[Change]) -> list[Change]:
    """Leave out files whose bytes differ only where they carry a time stamp."""
    open_to_doubt = {change.path: change for change in found if has_meaning(change.path) and _only_content(change)}
    sizes = {path: change.before.size for path, change in open_to_doubt.items() if change.before}
    if not sizes:
        return found
    hand = read_contents(engine, wanted.image, wanted.shared, sizes)
    again = read_contents(engine, rebuilt, wanted.shared, sizes)
    same = {
        path for path in open_to_doubt if path in hand and path in again and same_meaning(path, hand[path], again[path])
    }
    return [change for change in found if change.path not in same]


def _only_content(change: Change) -> bool:
    return (
        change.before is not None
        and change.after is not None
        and change.before.size <= _READ_AT_MOST
        and differing(change.before, change.after) == ("content",)
    )


def configuration(hand: ImageConfig, again: ImageConfig) -> list[str]:
    """Give the differences between two configurations, one line each; our own labels do not count."""
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


def describe(change: Change) -> str:
    """Say in words how a path of the rebuilt image differs."""
    if change.before is None:
        return "only in the rebuilt image"
    if change.after is None:
        return "missing from the rebuilt image"
    return (
        ", ".join(differing(change.before, change.after))
        + " differ"
        + ("" if len(differing(change.before, change.after)) > 1 else "s")
    )
