"""Images of the engine: inspect, list, pull, tag, remove; `overlay_dirs.py` and `export.py` read their contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from snapshotter.engine.errors import DISK_FULL_HINT, engine_errors, refusal
from snapshotter.engine.images import containerd_store
from snapshotter.engine.images.config import from_api
from snapshotter.engine.images.podman_config import image_description, is_podman
from snapshotter.engine.patience import moved
from snapshotter.errors import Conflict, EngineError, ImageNotFound, RemoteFailed, SnapError, UsageError
from snapshotter.model import Image, Progress
from snapshotter.progress import PullProgress

if TYPE_CHECKING:
    import docker


REGISTRY_SECONDS = 20
"""Timeout of a registry's answer; without one an image is named by its tag."""


def inspect(client: docker.APIClient, reference: str) -> Image:
    """Return an image by name or id."""
    return from_inspect(image_description(client, reference), podman=is_podman(client.version()))


def from_inspect(data: Mapping[str, Any], *, podman: bool = False) -> Image:
    """Return the image that the engine describes with `data`.

    Docker's store of layers has digests only of images that a registry has.  Podman and containerd's store, where an
    image's id is the digest of its manifest, give a digest to every image.
    """
    names = tuple(map(_without_registry, data.get("RepoDigests") or ()))
    local = names if podman else tuple(name for name in names if name.endswith(f"@{data['Id']}"))
    return Image(
        id=_full_id(str(data["Id"])),
        tags=tuple(map(_without_registry, data.get("RepoTags") or ())),
        digests=tuple(name for name in names if name not in local),
        config=from_api(data.get("Config")),
        layers=tuple((data.get("RootFS") or {}).get("Layers") or ()),
        size=int(data.get("Size") or 0),
        created=str(data.get("Created") or ""),
        architecture=str(data.get("Architecture") or ""),
        local_digests=local,
    )


def _full_id(ident: str) -> str:
    """Return an id with its algorithm, which podman omits."""
    return ident if ident.startswith("sha256:") else f"sha256:{ident}"


def _without_registry(name: str) -> str:
    """Return a name without Docker's registry, which podman writes before it."""
    for prefix in ("docker.io/library/", "docker.io/"):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def with_registry(name: str) -> str:
    """Return a name with its registry: without one, Docker uses its own registry, but podman localhost."""
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


def tags(client: docker.APIClient) -> list[str]:
    """List every local "name:tag"."""
    names = (_without_registry(name) for image in client.images() for name in image.get("RepoTags") or ())
    return sorted({name for name in names if not name.endswith("<none>")})


def labelled(client: docker.APIClient, label: str, value: str) -> list[Image]:
    """List the images whose label has this value."""
    found = client.images(filters={"label": f"{label}={value}"})
    return [inspect(client, ident) for ident in dict.fromkeys(image["Id"] for image in found)]


def tag(client: docker.APIClient, image: str, reference: str) -> None:
    """Add a name to an image."""
    repository, name = _pull_name(reference)
    client.tag(image, repository, name)


def remove(client: docker.APIClient, reference: str) -> None:
    """Remove a name and, where it was the last one, the image, with the untagged images that it alone was made of."""
    in_containerd = containerd_store.is_used(client.info())
    with suppress(ImageNotFound), engine_errors():
        above = _untagged_parents(client, reference) if in_containerd else []
        client.remove_image(reference, noprune=in_containerd)
        with suppress(Conflict, EngineError):  # a container uses one of them
            _prune(client, above)


def _untagged_parents(client: docker.APIClient, reference: str) -> list[str]:
    """Return the ids of the image and of the untagged images that it was made of, one of the other."""
    found = [client.inspect_image(reference)]
    with suppress(ImageNotFound), engine_errors():
        while parent := found[-1].get("Parent"):
            above = client.inspect_image(parent)
            if above.get("RepoTags"):
                break
            found.append(above)
    return [str(image["Id"]) for image in found]


def _prune(client: docker.APIClient, images: list[str]) -> None:
    """Remove the images of which none is left, as engines do: containerd's store removes them too early or never.

    With the first of two builds that share a parent it removes the parent, and does not find those of the second then.
    The first of `images` was removed, unless it has another name.
    """
    for removed, image in pairwise(images):
        present = client.images(all=True)
        if any(one["Id"] == removed or one.get("ParentId") == image for one in present):
            return
        with engine_errors():
            client.remove_image(image, noprune=True)


def pull(client: docker.APIClient, reference: str, progress: Progress) -> Image:
    """Fetch an image from its registry."""
    from snapshotter.engine.registry import plain_http  # with the client of registries, which few verbs need

    reported, name = PullProgress(reference, progress), _pull_name(reference)
    reason = _followed(lambda: client.pull(*name, stream=True, decode=True), reported)
    if reason and plain_http.is_meant(reference, reason):
        reason = _followed(lambda: plain_http.pull(client, *name), reported)
    if reason:
        raise _pull_error(client, reference, reason)
    image = inspect(client, reference)
    pulled = tuple(name for name in image.local_digests if same_repository(name, reference))
    return replace(image, digests=(*image.digests, *pulled))


def push(client: docker.APIClient, reference: str, progress: Progress) -> None:
    """Send an image to the registry in its name."""
    from snapshotter.engine.registry import plain_http

    reported, name = PullProgress(reference, progress), _pull_name(reference)
    reason = _followed(lambda: plain_http.pushed(client, *name), reported)
    if reason and plain_http.is_meant(reference, reason):
        reason = _followed(lambda: plain_http.push(client, *name), reported)
    if reason:
        raise _push_error(reference, reason)


def _followed(begin: Callable[[], Iterator[dict[str, Any]]], reported: PullProgress) -> str:
    """Report the events of a transfer; return why it failed, "" where it did not."""
    import docker.errors

    try:
        for event in begin():
            moved()
            if event.get("error"):
                return str(event["error"])
            reported.event(event)
    except docker.errors.APIError as error:
        return str(error.explanation or error)
    return ""


def _push_error(reference: str, reason: str) -> RemoteFailed:
    host = reference.partition("/")[0]
    return RemoteFailed(
        f"{reference} cannot be pushed: {reason.strip().rstrip('.')}", f"`docker login {host}` stores a password"
    )


def registry_has(client: docker.APIClient, name: str) -> bool:
    """Return whether the registry answers that it has the image NAME@sha256:…; False without an answer."""
    import docker.errors
    import requests

    try:
        found = client.inspect_distribution(name)
    except (docker.errors.DockerException, requests.RequestException):
        return False
    return str((found.get("Descriptor") or {}).get("digest")) == name.rpartition("@")[2]


def same_repository(name: str, other: str) -> bool:
    """Return whether two names, each with a tag, a digest or neither, are of the same repository."""
    return repository_of(with_registry(name)) == repository_of(with_registry(other))


def repository_of(name: str) -> str:
    """Return a name without tag and digest."""
    path, slash, last = name.partition("@")[0].rpartition("/")
    return f"{path}{slash}{last.partition(':')[0]}"


def _pull_name(reference: str) -> tuple[str, str]:
    """Return (repository, tag or digest) of a name, as the engine takes them."""
    repository, separator, name = reference.partition("@")
    if separator:
        return repository, name
    repository, separator, name = reference.rpartition(":")
    return (repository, name) if separator and "/" not in name else (reference, "latest")


def _pull_error(client: docker.APIClient, reference: str, reason: str) -> SnapError:
    if "invalid reference format" in reason:
        return invalid_name_error(reference, tags(client))
    known = refusal(0, reason)
    if known.hint == DISK_FULL_HINT:
        return known
    return ImageNotFound(
        f"the image {reference} is not on this machine and cannot be pulled: {reason.strip().rstrip('.')}",
        pull_hint(reference, tags(client)),
    )


def invalid_name_error(reference: str, local: list[str]) -> UsageError:
    """Return the error for a text that cannot be an image's name, with the local names that may have been meant."""
    close = similar_names(reference.lower(), local)
    names = f";\nlocal images with a similar name: {', '.join(close)}" if close else ""
    return UsageError(
        f"{reference!r} cannot be the name of an image",
        f"write NAME or NAME:TAG, the name in lower case; `docker images` lists the local images{names}",
    )


def pull_hint(reference: str, local: list[str]) -> str:
    """Return the hint for an image that cannot be pulled: how else to get it."""
    close = similar_names(reference, local)
    name = reference if ":" in reference.rsplit("/", 1)[-1] else f"{reference}:latest"
    lines = [f"local images with a similar name: {', '.join(close)}"] if close else []
    return ";\n".join(
        [
            *lines,
            "`docker load -i FILE` loads the image from a file that `docker save` wrote elsewhere",
            f"`mmdebstrap --variant=minbase bookworm - | docker import - {name}` makes a base image",
        ]
    )


def similar_names(reference: str, local: list[str]) -> list[str]:
    """Return the local names that may have been meant, likeliest first."""
    from difflib import get_close_matches  # only where an image is missing

    bare = reference.split(":", 1)[0].rsplit("/", 1)[-1]
    by_spelling = get_close_matches(reference, local, n=5, cutoff=0.6)
    by_name = [name for name in local if bare and name.rsplit("/", 1)[-1].split(":", 1)[0] == bare]
    return list(dict.fromkeys([*by_spelling, *by_name]))[:5]
