"""The base of an adopted image: the image that others have, of which it was made, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.engine.images.images import same_repository
from snapshotter.engine.images.references import base_of, reference
from snapshotter.errors import ImageNotFound, SnapError, UsageError
from snapshotter.model import Base, Image, Progress
from snapshotter.work.adopt.similar import Contents, Likeness, contents_of, likeness, published
from snapshotter.work.start import find_image

_NAME = "org.opencontainers.image.base.name"
_DIGEST = "org.opencontainers.image.base.digest"
_MOST = 30
"""Local images whose packages are read."""
_LIKELY = 0.9
_OWN = ("snap/", "snap-base:", "snap-adopted:")


class FoundBase(Struct, frozen=True):
    """The base, and what shows that it is one."""

    base: Base
    how: str
    shared: bool = True
    """Whether the image has its layers; else only its files."""


def find_base(engine: Engine, image: Image, named: str, given: str, progress: Progress) -> FoundBase:
    """Return the base of an image that was named `named`; `given` is the one that the user wants, "" for none.

    Raises `UsageError` if none can be found, or the given one is none.
    """
    if given:
        return _given(engine, image, given, progress)
    candidates = list(_candidates(engine, image, named))
    if candidates:
        name, found = max(candidates, key=lambda one: (len(one[1].layers), _preference(one[0], one[1])))
        count = "layer is the lowest" if len(found.layers) == 1 else f"{len(found.layers)} layers are the lowest"
        sure = "a registry has it" if found.digests else "no registry is known to have it"
        return FoundBase(base_of(reference(name, found), found), f"its {count} of the image; {sure}")
    labels = dict(image.config.labels)
    if labels.get(_NAME):
        return _labelled(engine, image, labels[_NAME], labels.get(_DIGEST, ""), progress)
    return _alike(engine, image, named, progress)


def _given(engine: Engine, image: Image, given: str, progress: Progress) -> FoundBase:
    base = find_image(engine, given, progress)
    if _is_foreign(base, image):
        raise UsageError(
            f"{given} is for the processor {base.architecture}, and the image for {image.architecture}",
            f"fetch the base for that one: `docker pull --platform linux/{image.architecture} {given}`",
        )
    found = base_of(reference(given, base) or given, base)
    if base.id != image.id and base.layers == image.layers:
        raise UsageError(f"the image adds no layer to {given}, so there is nothing to adopt", "adopt another image")
    if base.id != image.id and base.layers and image.layers[: len(base.layers)] == base.layers:
        return FoundBase(found, "given by --base; its layers are the lowest")
    alike = likeness(contents_of(engine, image.id), contents_of(engine, base.id))
    if base.id == image.id or not alike.may_be_base:
        raise UsageError(
            f"{given} is not the base of the image: {_distance(base, image)}"
            + ("" if base.id == image.id else f", and {alike}"),
            _hint(engine, image),
        )
    return FoundBase(found, f"given by --base; the image has none of its layers, but {alike}", shared=False)


def _distance(base: Image, image: Image) -> str:
    if base.id == image.id:
        return "it is the image itself"
    same = 0
    for one, other in zip(base.layers, image.layers, strict=False):
        if one != other:
            break
        same += 1
    return f"{same} of its {len(base.layers)} layers are the lowest of the {len(image.layers)} of the image"


def _hint(engine: Engine, image: Image) -> str:
    others = [name for name, _ in _candidates(engine, image, "")]
    return (
        f"images that are: {', '.join(others[:5])}" if others else "`docker history IMAGE` may show what it was made of"
    )


def _alike(engine: Engine, image: Image, named: str, progress: Progress) -> FoundBase:
    """Return the image that the files of one are most like, which is local or can be pulled."""
    progress("looking for a base with the same packages")
    held = contents_of(engine, image.id)
    found = _local(engine, image, named, held)
    for name in () if _best(found, held) else published(held):
        with suppress(SnapError):
            other = find_image(engine, name, progress)
            if _is_foreign(other, image):
                raise _of_another_processor(name, other, image, named)
            found.append((name, other, likeness(held, contents_of(engine, other.id))))
    best = _best(found, held)
    if best:
        name, other, alike = best
        sure = "sure" if alike.same == alike.of else "likely" if alike.same > alike.of * _LIKELY else "a guess"
        how = f"the image has none of its layers, but both are {held.title}, and {alike}: {sure}"
        return FoundBase(base_of(reference(name, other) or name, other), how, shared=False)
    foreign = [(name, one) for name, one in _local_images(engine) if _is_foreign(one, image)]
    if foreign and not found:
        raise _of_another_processor(*max(foreign, key=lambda one: _preference(*one)), image, named)
    raise UsageError(
        f"no image on this machine is the base of {named}: of none are all layers the lowest of it, "
        f"and {_lacks(held, found)}",
        "fetch the image that it was made of, such as `docker pull debian:bookworm`, and try again;\n"
        "`--base IMAGE` names it, and `docker history` may show which it is",
    )


def _of_another_processor(name: str, other: Image, image: Image, named: str) -> UsageError:
    return UsageError(
        f"{named} is for the processor {image.architecture}, and {name} is for {other.architecture}",
        f"fetch the image that it was made of for that processor, such as\n"
        f"`docker pull --platform linux/{image.architecture} {name}`, and try again; --base names it",
    )


def _is_foreign(other: Image, image: Image) -> bool:
    """Return whether an image is for another kind of processor, so that it is not the base."""
    return bool(other.architecture and image.architecture) and other.architecture != image.architecture


def _lacks(held: Contents, found: Sequence[tuple[str, Image, Likeness]]) -> str:
    """Return why no image is the base by its packages."""
    if not held.release or not held.packages:
        return "it has no /etc/os-release and no database of packages that would tell"
    near = [one for one in found if one[2].distribution]
    if not near:
        return f"no image of {held.title} is here or can be pulled"
    name, _, alike = max(near, key=lambda one: one[2].same)
    return f"of {name}, the most similar one, only {alike}"


def _best(found: Sequence[tuple[str, Image, Likeness]], held: Contents) -> tuple[str, Image, Likeness] | None:
    """Return the image that differs least, of those that others have if there are any: a sibling differs less yet."""
    fit = [one for one in found if one[2].may_be_base]
    public = [one for one in fit if one[1].digests or one[0].partition(":")[0] == held.distribution[0]]
    return max(public or fit, key=lambda one: (-one[2].difference, _preference(one[0], one[1])), default=None)


def _local(engine: Engine, image: Image, named: str, held: Contents) -> list[tuple[str, Image, Likeness]]:
    found: list[tuple[str, Image, Likeness]] = []
    seen = dict[str, Likeness]()
    for name, other in _others(engine, image, named) if held.packages else ():
        if other.id not in seen and len(seen) >= _MOST:
            break
        if other.id not in seen:
            seen[other.id] = likeness(held, contents_of(engine, other.id))
        found.append((name, other, seen[other.id]))
    return found


def _labelled(engine: Engine, image: Image, name: str, digest: str, progress: Progress) -> FoundBase:
    """Return the base that the image's labels name, fetched by its digest where the name alone is another by now."""
    wanted = [f"{name.partition('@')[0].rpartition(':')[0] or name}@{digest}"] if digest else []
    for candidate in (name, *wanted):
        with suppress(ImageNotFound):
            base = find_image(engine, candidate, progress)
            if (
                not _is_foreign(base, image)
                and base.layers
                and image.layers[: len(base.layers)] == base.layers
                and base.layers != image.layers
            ):
                return FoundBase(base_of(reference(candidate, base) or candidate, base), f"its label {_NAME} names it")
    raise UsageError(
        f"the image's label names {name} as its base, but that is not available, or has other layers by now",
        "fetch the one that it was made of, and name it with --base IMAGE",
    )


def _candidates(engine: Engine, image: Image, named: str) -> Iterator[tuple[str, Image]]:
    """Yield the local images of which all layers are the lowest of the image, but not all of its layers."""
    for name, other in _others(engine, image, named):
        count = len(other.layers)
        if 0 < count < len(image.layers) and image.layers[:count] == other.layers:
            yield name, other


def _others(engine: Engine, image: Image, named: str) -> Iterator[tuple[str, Image]]:
    """Yield the local images but the image itself, other tags of its repository, and images of snap."""
    own = [one for one in (*image.tags, named) if one and _is_name(one)]
    for name, other in _local_images(engine):
        is_own = other.id == image.id or any(same_repository(name, one) for one in own)
        if not is_own and not _is_foreign(other, image):
            yield name, other


def _local_images(engine: Engine) -> Iterator[tuple[str, Image]]:
    for name in engine.tags():
        if not name.startswith(_OWN) and "/snap/" not in name:
            with suppress(ImageNotFound):
                yield name, engine.image(name)


def _is_name(text: str) -> bool:
    return not text.startswith("sha256:")


def _preference(name: str, image: Image) -> tuple[bool, bool, int, Sequence[int]]:
    """Return what makes a name of the same layers the better one: a registry has it, it is official, it is short."""
    return bool(image.digests), "/" not in name, -len(name), [-ord(char) for char in name]
