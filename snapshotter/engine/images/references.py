"""What an image is called in FROM, and the digests under which a registry has it.  Pure."""

from __future__ import annotations

from snapshotter.engine.images.images import same_repository
from snapshotter.model import Base, Image


def reference(wanted: str, image: Image) -> str:
    """Return a name for FROM, with a tag: never an id; "" if the image has no name."""
    if image.tags and "@" in wanted and not digest(wanted, image):  # no registry need have it under that digest
        return next((tag for tag in image.tags if same_repository(tag, wanted)), image.tags[0])
    if "@" in wanted or wanted in image.tags:
        return wanted
    bare = wanted.removeprefix("sha256:")
    if image.id.removeprefix("sha256:").startswith(bare):
        return next(iter((*image.tags, *image.digests, *image.local_digests)), "")
    return wanted if ":" in wanted.rsplit("/", 1)[-1] else f"{wanted}:latest"


def base_of(named: str, image: Image) -> Base:
    """Return the base of a workspace that is started from an image under this name."""
    return Base(named, image.id, digest(named, image), image.config, image.layers, local_digest(named, image))


def digest(wanted: str, image: Image) -> str:
    """Return "NAME@sha256:…" if a registry has the image under the wanted name, else ""."""
    if "@" in wanted:
        known = {name.partition("@")[2] for name in image.local_digests}
        known -= {name.partition("@")[2] for name in image.digests}
        return wanted if wanted.partition("@")[2] not in known else ""
    return next((known for known in image.digests if same_repository(known, wanted)), "")


def local_digest(wanted: str, image: Image) -> str:
    """Return "NAME@sha256:…" that only the engine has, "" if it has none or a registry has one under that name."""
    if digest(wanted, image):
        return ""
    matching = (known for known in image.local_digests if same_repository(known, wanted))
    return next(matching, next(iter(image.local_digests), ""))
