"""A line in an OCI registry: its images as NAME:SEQ, pushed by the engine, and the line beside them as an artifact.

The artifact is a bundle without layers: the line, and the layers by which each snapshot's image is known again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.registry.client import ARTIFACT, Registry, check_name
from snapshotter.errors import Conflict, NotFound
from snapshotter.model import Image, Progress, Snapshot
from snapshotter.store.home import Home
from snapshotter.store.repository.remote.remotes import Remote, write_remotes
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.upkeep import archive
from snapshotter.work.versions.share.attest import CREATED, attest
from snapshotter.work.versions.share.bundle import reached, write_images, write_line
from snapshotter.work.versions.share.bundle_file import layers_of, line_of
from snapshotter.work.versions.share.fetch import tracking
from snapshotter.work.versions.share.images import image_of
from snapshotter.work.versions.share.push import changes_of, proofs_of
from snapshotter.work.versions.share.registry_file import SCHEME, TAG
from snapshotter.work.versions.share.remote import ORIGIN, remotes, to_push, tracked
from snapshotter.work.versions.share.signed.key import key_in


class Sent(Struct, frozen=True):
    """What was sent to a registry."""

    place: str
    images: tuple[int, ...]
    """Numbers of the snapshots whose images were pushed."""
    missing: tuple[int, ...]
    """Numbers of those whose image is neither there nor on this machine."""
    behind: tuple[str, ...]
    bare: tuple[tuple[int, str], ...] = ()
    """Numbers of those that got no recipe, with the reason."""
    signed: tuple[int, ...] = ()
    unsigned: tuple[int, ...] = ()
    """Numbers of those that are there and could not be signed, since their image is not on this machine."""


def push_images(
    engine: Engine,
    home: Home,
    name: str,
    place: str,
    progress: Progress,
    *,
    every: bool = False,
    key: Path | None = None,
) -> Sent:
    """Push the images of a line, and then the line; raises `Conflict` where what is there went on by itself.

    With each image go its recipe and its proof, signed with a `key` of ssh or cosign: then also with those there.
    The tag of the line is set last: a push that was cut leaves the line that was there.
    """
    signing = key_in(key) if key is not None else None
    with home.workspaces.lock(name), Registry(check_name(place)) as registry:
        workspace = home.workspaces.get(name)
        own = to_push(home, workspace, every=every)
        if not own:
            raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
        remote = _remote(home, name, place)
        with scratch(_prepared(home)) as repository:
            place_of_old = repository.parent / "old"
            there, known = _there(home, registry, place_of_old)
            changes, behind = changes_of(home, name, remote, own, there)
            changes |= proofs_of(home, name, own, there)
            unknown = next((ref for ref, at in there.items() if "/proofs/" not in ref and not home.line.has(at)), "")
            if unknown:
                raise Conflict(
                    f"{place} has {unknown.partition('/')[2]}, which is not here; nothing was pushed",
                    f"`snap pull {remote.name} -n {name}` takes it over, then push",
                )
            there = {ref: at for ref, at in there.items() if home.line.has(at)}
            refs = {**there, **{ref: new for ref, (_, new) in changes.items()}}
            snapshots = reached(home, name, [at for ref, at in refs.items() if not ref.startswith("refs/proofs/")])
            images = _images(engine, snapshots)
            sent = [one for one in snapshots if one.id in images and known.get(one.id) != list(images[one.id].layers)]
            for one in sent:
                _push(engine, one, images[one.id], place, progress)
            proven = {home.line.proven(new) for ref, (_, new) in changes.items() if ref.startswith("refs/proofs/")}
            bare: list[tuple[int, str]] = []
            signed: list[int] = []
            for one in snapshots:
                if one in sent or (one.id in images and (key or one.id in proven)):
                    progress(f"attaching the recipe of {place}:{one.seq}")
                    why = attest(engine, home, registry, one, place, signing, _time(time.time()))
                    bare += [(one.seq, why)] if why else []
                    signed += [one.seq] if key and not why else []
            if changes or sent:
                progress(f"pushing the line to {place}")
                layers = {**known, **{ident: list(image.layers) for ident, image in images.items()}}
                file = repository.parent / "line"
                _write(home, file, refs, layers)
                newest = snapshots[-1]
                registry.put(
                    TAG, ARTIFACT, file, {"org.opencontainers.image.title": f"line of {name}"} | _created(newest)
                )
            known_refs = tracked(home, name, remote.name)
            is_line = remote.url == f"{SCHEME}{place}"  # else it is that of a git repository
            track = tracking(name, remote.name, known_refs, refs) if is_line else {}
        _record(home, name, remote, place, track)
    absent = [one for one in snapshots if one.id not in images]
    missing = tuple(one.seq for one in absent if one.id not in known)
    unsigned = tuple(one.seq for one in absent if key and one.id in known)
    return Sent(place, tuple(one.seq for one in sent), missing, behind, tuple(bare), tuple(signed), unsigned)


def _prepared(home: Home) -> Path:
    home.line.prepare()
    return home.line.repository


def _remote(home: Home, name: str, place: str) -> Remote:
    """Return the remote that is the registry: one that is there, else a new one."""
    found = remotes(home, name)
    same = next((one for one in found if place in (one.images, one.url.removeprefix(SCHEME))), None)
    taken = {one.name for one in found}
    free = next(label for label in (ORIGIN, "registry", *(f"registry-{n}" for n in range(2, 99))) if label not in taken)
    return same or Remote(free, f"{SCHEME}{place}", place)


def _record(home: Home, name: str, remote: Remote, place: str, track: Mapping[str, tuple[str, str]]) -> None:
    from snapshotter.store.repository.operations import operation

    others = [one for one in remotes(home, name) if one.name != remote.name]
    if [*others, remote] != remotes(home, name):
        write_remotes(home.workspaces.path(name), [*others, remote])
    if track:
        home.line.change(name, dict(track), operation("push", name, f"images to {place}", dict(track)))


def _there(home: Home, registry: Registry, place: Path) -> tuple[dict[str, str], dict[str, Sequence[str]]]:
    """Return the refs of the line in the registry, and the layers of its images."""
    from snapshotter.store.repository.remote import transfer

    found = registry.get(TAG)
    if found is None:
        return {}, {}
    registry.download(found, place)
    with line_of(home, place) as line:
        return dict(transfer.list_refs(str(line)).refs), dict(layers_of(place))


def _images(engine: Engine, snapshots: Sequence[Snapshot]) -> dict[str, Image]:
    """Return the images that are here, by the ids of their snapshots."""
    return {one.id: image for one in snapshots if (image := image_of(engine, one.image))}


def _push(engine: Engine, one: Snapshot, image: Image, place: str, progress: Progress) -> None:
    """Push the image of a snapshot with the labels that tell others what it is."""
    reference = f"{place}:{one.seq}"
    first, _, _ = one.message.partition("\n")
    labels = {**dict(image.config.labels), "org.opencontainers.image.title": first[:200], **_created(one)}
    labels["org.opencontainers.image.base.name"] = one.base.reference
    if one.base.digest:
        labels["org.opencontainers.image.base.digest"] = one.base.digest.partition("@")[2]
    config = replace(image.config, labels=tuple(sorted(labels.items())))
    engine.lower(image.id, len(image.layers), config, name=reference)
    progress(f"pushing {reference}")
    engine.push(reference, progress)


def _created(one: Snapshot) -> dict[str, str]:
    return {CREATED: _time(one.created)}


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _write(home: Home, file: Path, refs: Mapping[str, str], layers: Mapping[str, Sequence[str]]) -> None:
    with file.open("xb") as out:
        writer = archive.Writer(out, {"kind": "bundle"})
        write_line(home, writer, refs)
        write_images(writer, layers)
        writer.finish([])
