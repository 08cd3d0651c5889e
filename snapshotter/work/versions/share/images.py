"""The images of a line that came from elsewhere: found in this engine, loaded from a bundle, or rebuilt.

An image is known by its layers and its configuration: its id differs between the stores of engines.  Which image of
here is that of another machine's id is stored in the line's repository, and holds for every verb.
"""

from __future__ import annotations

import contextlib
import io
import tarfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.api import LABEL, Engine
from snapshotter.engine.registry.client import Registry
from snapshotter.errors import EngineError, ImageNotFound, StoreError, Tampered
from snapshotter.model import NO_CONTAINER, Base, Image, ImageConfig, Progress, Snapshot, Workspace
from snapshotter.rootfs.layer.compression import unpacked
from snapshotter.rootfs.layer.write import LayerFile
from snapshotter.rootfs.tar.forward import CHUNK
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary, image_tag
from snapshotter.store.paths import make_directory
from snapshotter.store.repository.remote.remotes import read_remotes
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.versions.share.bundle_file import copied, is_bundle, layer_files, layers_of
from snapshotter.work.versions.share.registry_file import download, registry_name


def prepare(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    wanted: Summary,
    progress: Progress,
    tell: Progress,
    *,
    rebuild: bool = False,
) -> tuple[Summary, Base]:
    """Return a snapshot and its base with the ids that their images have in this engine.

    Missing ones are looked for where the line came from; with `rebuild`, the recipe is built where no image is found.
    Raises `ImageNotFound`.
    """
    here = image_of(engine, wanted.image)
    is_new = workspace.container == NO_CONTAINER
    if here is not None and not is_new:
        return wanted, workspace.base
    name = workspace.name
    if here is None and not is_new and not rebuild and not read_remotes(home.workspaces.path(name)):
        return wanted, workspace.base  # nothing of it came from elsewhere: whoever needs the image says that it is gone
    snapshots = home.line.snapshots(name, wanted.seq)
    snapshots = [one for one in snapshots if one.seq <= wanted.seq]
    if here is None:
        _obtain(engine, home, workspace, snapshots, progress, tell, rebuild=rebuild)
        snapshots = [one for one in home.line.snapshots(name, wanted.seq) if one.seq <= wanted.seq]
    last = snapshots[-1]
    base = local_base(engine, last.base, image_of(engine, last.image), progress)
    bases = {one.base.id for one in snapshots if is_same_base(one.base, last.base)}  # one for each store of images
    home.line.know_images({there: base.id for there in bases if there != base.id and not image_of(engine, there)})
    for one in snapshots:
        with contextlib.suppress(ImageNotFound):
            engine.tag(one.image, image_tag(name, one.seq))
    found = home.line.summaries(name, last.id, count=1)[-1]
    return found, replace(workspace.base, id=base.id) if is_new else workspace.base


def image_of(engine: Engine, ident: str) -> Image | None:
    """Return an image of this engine, None where it is not there."""
    try:
        return engine.image(ident)
    except ImageNotFound:
        return None


def _obtain(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    snapshots: Sequence[Snapshot],
    progress: Progress,
    tell: Progress,
    *,
    rebuild: bool,
) -> None:
    last, name = snapshots[-1], workspace.name
    places: list[str] = []
    for remote in read_remotes(home.workspaces.path(name)):
        if is_bundle(remote.url):
            places.append(remote.url)
            if _load(engine, home, Path(remote.url), snapshots, progress):
                return
        if place := registry_name(remote.url) or remote.images:
            places.append(place)
            if pull_image(engine, home, place, last, progress):
                return
    if rebuild:
        _rebuild(engine, home, last, progress, tell)
        return
    looked = f": neither here nor in {', '.join(places)}" if places else ""
    raise ImageNotFound(
        f"the image of snapshot {last.seq} of {name} is not on this machine{looked}",
        f"where it is, `snap bundle FILE` takes it along; name that by `snap remote add file FILE -n {name}`;\n"
        f"or `snap checkout {last.seq} --rebuild -n {name}` builds its recipe, which gives an image much like it",
    )


def pull_image(engine: Engine, home: Home, place: str, last: Snapshot, progress: Progress, digest: str = "") -> bool:
    """Pull the image of a snapshot from a registry; return whether it is there.

    It has to have the layers that whoever pushed the line said, and the configuration in the snapshot's commit.
    `digest`, of a manifest, names another image than that of the snapshot's number.
    """
    progress(f"asking {place}")
    with download(home, place) as file:
        layers = layers_of(file).get(last.id, ())
    if not layers:
        return False
    reference = f"{place}@{digest}" if digest else f"{place}:{last.seq}"
    try:
        image = engine.pull(reference, progress)
    except ImageNotFound as error:
        raise ImageNotFound(
            error.message,
            f"`docker login {place.partition('/')[0]}` stores a password; without the image,\n"
            f"`snap checkout {last.seq} --rebuild -n {last.workspace}` builds its recipe",
        ) from error
    if not image.layers:
        # Docker with containerd's store does not fetch a layer that it has unpacked under another digest, and then does
        # not know the image that it pulled
        engine.remove_image(reference)
        _download(engine, home, place, last, tuple(layers), progress, digest)
        return True
    if not is_image(image, layers, last.config):
        raise Tampered(
            f"{place}:{last.seq} is not the image of snapshot {last.seq}: it has other layers or settings",
            f"somebody changed it: ask who may push there; `snap checkout {last.seq} --rebuild` builds the recipe",
        )
    if image.id != last.image:
        home.line.know_images({last.image: image.id})
    return True


def _download(
    engine: Engine,
    home: Home,
    place: str,
    last: Snapshot,
    layers: tuple[str, ...],
    progress: Progress,
    digest: str,
) -> None:
    """Make the image of a snapshot of the base here and the layers above it in a registry."""
    base = local_base(engine, last.base, None, progress)
    with Registry(place) as registry:
        found = registry.layers(digest or str(last.seq))
    if len(found) != len(layers) or layers[: len(base.layers)] != base.layers:
        raise Tampered(f"{place}:{last.seq} has other layers than the line says", "ask who may push there")
    files: dict[str, LayerFile] = {}
    make_directory(home.cache)
    with contextlib.ExitStack() as opened, scratch(home.line.repository) as repository, Registry(place) as registry:
        for number, (layer, blob) in enumerate(zip(layers, found, strict=True)):
            if number < len(base.layers):
                continue
            progress(f"fetching layer {number + 1} of {place}:{last.seq}")
            packed = repository.parent / f"layer-{number}"
            registry.download(blob, packed)
            with packed.open("rb") as stream:
                plain = unpacked(stream)
                file = opened.enter_context(copied(home, iter(partial(plain.read, CHUNK), b"")))
            if file.digest != layer:
                raise Tampered(f"{place}:{last.seq} has another layer than the line says", "ask who may push there")
            files[layer] = file
        made = _stacked(engine, home, last, layers, {base.layers: base.id}, files)
    home.line.know_images({last.image: made, last.base.id: base.id})


def _load(engine: Engine, home: Home, path: Path, snapshots: Sequence[Snapshot], progress: Progress) -> bool:
    """Load the images of a bundle, oldest first; return whether that of the last snapshot is here then."""
    known = layers_of(path)
    needed = _needed(engine, snapshots)
    if any(one.id not in known for one in needed):
        return False
    base = local_base(engine, snapshots[0].base, None, progress)
    here = {base.layers: base.id}
    here |= {image.layers: image.id for one in snapshots if (image := image_of(engine, one.image))}
    wanted = {layer for one in needed for layer in known[one.id]} - set(base.layers)
    images = {snapshots[0].base.id: base.id}
    with layer_files(home, path, wanted) as files:
        for one in needed:
            progress(f"loading the image of snapshot {one.seq}")
            layers = tuple(known[one.id])
            images[one.image] = here[layers] = _stacked(engine, home, one, layers, here, files)
    home.line.know_images({there: at for there, at in images.items() if there != at})
    return True


def _stacked(
    engine: Engine,
    home: Home,
    one: Snapshot,
    layers: tuple[str, ...],
    here: Mapping[tuple[str, ...], str],
    files: Mapping[str, LayerFile],
) -> str:
    """Return the image of a snapshot, made of the one here with most of its layers, and of the others."""
    below = max((found for found in here if found and layers[: len(found)] == found), key=len, default=())
    above = layers[len(below) :]
    if not below or not above or any(layer not in files for layer in above):
        raise StoreError(
            f"the bundle does not have all layers of snapshot {one.seq}", "write it again where the line was made"
        )
    labels = {LABEL + ".workspace": one.workspace, LABEL + ".home": home.identity}
    config = replace(one.config, labels=tuple(sorted({**dict(one.config.labels), **labels}.items())))
    made, unfinished = here[below], f"{one.tag}-below"
    for number, layer in enumerate(above, 1):
        name = one.tag if number == len(above) else unfinished
        made = engine.stack(made, partial(files.__getitem__, layer), config, name=name, message=one.message)
    if len(above) > 1:
        engine.remove_image(unfinished)
    if engine.image(made).layers != layers:
        raise StoreError(f"the image of snapshot {one.seq} got other layers in this engine", "load it in another one")
    return made


def _needed(engine: Engine, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    return [one for one in snapshots if image_of(engine, one.image) is None]


def local_base(engine: Engine, base: Base, above: Image | None, progress: Progress) -> Base:
    """Return a base image with its id in this engine: found, pulled, or made of the lowest layers of one `above` it."""
    if (image := image_of(engine, base.id)) and (not base.layers or image.layers == base.layers):
        return base
    names = [name for name in (base.digest, base.reference) if name]
    for name in names:
        if (image := image_of(engine, name)) and is_image(image, base.layers, base.config):
            return replace(base, id=image.id)
    same = [image for tag in engine.tags() if (image := image_of(engine, tag)) and image.layers == base.layers]
    if exact := next((image for image in same if is_image(image, base.layers, base.config)), None):
        return replace(base, id=exact.id)
    if above is None and not same:
        for name in names:
            with contextlib.suppress(EngineError):
                progress(f"pulling {name}")
                same += [image for image in [engine.pull(name, progress)] if image.layers == base.layers]
                if same:
                    break
    if above is not None and above.layers[: len(base.layers)] == base.layers:
        same.append(above)
    if not same or not base.layers:
        raise ImageNotFound(
            f"the base image {base.reference} is not on this machine, or is another one now",
            f"load it from where the line was made: `docker save {base.reference}`, `docker load`",
        )
    if is_image(same[0], base.layers, base.config):
        return replace(base, id=same[0].id)
    own = f"snap-base:{base.id.removeprefix('sha256:')[:12]}"
    return replace(base, id=engine.lower(same[0].id, len(base.layers), base.config, name=own))


def is_image(image: Image, layers: Sequence[str], config: ImageConfig) -> bool:
    """Return whether an image has exactly these layers, and this configuration but for labels of snapshotter."""
    return bool(layers) and tuple(layers) == image.layers and _plain(config) == _plain(image.config)


def is_same_base(one: Base, other: Base) -> bool:
    """Return whether two bases are the same image, in whichever engines they have their ids."""
    is_known = one.id == other.id or bool(one.layers)
    return is_known and one.layers == other.layers and _plain(one.config) == _plain(other.config)


def _plain(config: ImageConfig) -> ImageConfig:
    own = (LABEL, "org.opencontainers.image.")
    return replace(config, labels=tuple(one for one in config.labels if not one[0].startswith(own)))


def _rebuild(engine: Engine, home: Home, last: Snapshot, progress: Progress, tell: Progress) -> None:
    """Build the recipe in a snapshot's commit; the image counts as the snapshot's here."""
    from snapshotter.work.export.elsewhere import tell_elsewhere

    tell_elsewhere(home, home.line.snapshots(last.workspace, last.seq), tell)
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, executable, data in home.line.recipe(last.id):
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(data), 0o755 if executable else 0o644
            tar.addfile(info, io.BytesIO(data))
    context.seek(0)
    progress(f"building the recipe of snapshot {last.seq}")
    labels = {LABEL + ".workspace": last.workspace, LABEL + ".home": home.identity}
    made = engine.build(context, tag=last.tag, labels=labels, no_cache=False, progress=progress, builder="")
    home.line.know_images({last.image: made})
    tell(f"the image of snapshot {last.seq} was built from its recipe: much like the committed one, not the same")
