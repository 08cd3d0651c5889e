"""Images of the engine: look up, list, pull, name, remove. Their contents: `overlay_dirs.py`, `export.py`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from snapshotter.engine.errors import DISK_FULL_HINT, refusal
from snapshotter.engine.images.config import from_api
from snapshotter.engine.images.podman_config import described
from snapshotter.errors import ImageNotFound, SnapError, UsageError
from snapshotter.model import Image, Progress
from snapshotter.progress import PullProgress

if TYPE_CHECKING:
    import docker


def inspect(client: docker.APIClient, reference: str) -> Image:
    """Look an image up by name or id."""
    return from_inspect(described(client, reference))


def from_inspect(data: Mapping[str, Any]) -> Image:
    """Read the engine's description of an image."""
    return Image(
        id=_full_id(str(data["Id"])),
        tags=tuple(map(_familiar, data.get("RepoTags") or ())),
        digests=tuple(map(_familiar, data.get("RepoDigests") or ())),
        config=from_api(data.get("Config")),
        layers=tuple((data.get("RootFS") or {}).get("Layers") or ()),
        size=int(data.get("Size") or 0),
        created=str(data.get("Created") or ""),
        architecture=str(data.get("Architecture") or ""),
    )


def _full_id(ident: str) -> str:
    """Podman leaves the algorithm away."""
    return ident if ident.startswith("sha256:") else f"sha256:{ident}"


def _familiar(name: str) -> str:
    """Give a name as people write it; podman puts the registry before it, and Docker's own means the same."""
    for prefix in ("docker.io/library/", "docker.io/"):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def full(name: str) -> str:
    """Give a name with its registry: podman would put localhost before one without, where Docker has its own."""
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


def tags(client: docker.APIClient) -> list[str]:
    """List every local "name:tag"."""
    names = (_familiar(name) for image in client.images() for name in image.get("RepoTags") or ())
    return sorted({name for name in names if not name.endswith("<none>")})


def labelled(client: docker.APIClient, label: str, value: str) -> list[Image]:
    """List the images that carry a label."""
    found = client.images(filters={"label": f"{label}={value}"})
    return [inspect(client, ident) for ident in dict.fromkeys(image["Id"] for image in found)]


def tag(client: docker.APIClient, image: str, reference: str) -> None:
    """Give an image one more name."""
    repository, name = _pull_name(reference)
    client.tag(image, repository, name)


def remove(client: docker.APIClient, reference: str) -> None:
    """Remove a name and, where it was the last one, the image."""
    import docker.errors

    try:
        client.remove_image(reference)
    except docker.errors.NotFound:
        return


def pull(client: docker.APIClient, reference: str, progress: Progress) -> Image:
    """Fetch an image from its registry."""
    import docker.errors

    told = PullProgress(reference, progress)
    try:
        for event in client.pull(*_pull_name(reference), stream=True, decode=True):
            if event.get("error"):
                raise _not_pulled(client, reference, str(event["error"]))
            told.event(event)
    except docker.errors.APIError as error:
        raise _not_pulled(client, reference, error.explanation or str(error)) from error
    return inspect(client, reference)


def _pull_name(reference: str) -> tuple[str, str]:
    """Split a name as the engine wants it: the part before the tag or digest, and that."""
    repository, mark, name = reference.partition("@")
    if mark:
        return repository, name
    repository, mark, name = reference.rpartition(":")
    return (repository, name) if mark and "/" not in name else (reference, "latest")


def _not_pulled(client: docker.APIClient, reference: str, reason: str) -> SnapError:
    if "invalid reference format" in reason:
        return no_name(reference, tags(client))
    known = refusal(0, reason)
    if known.hint == DISK_FULL_HINT:
        return known
    return ImageNotFound(
        f"The image {reference} is not on this machine and cannot be pulled: {reason.strip()}",
        advice(reference, tags(client)),
    )


def no_name(reference: str, local: list[str]) -> UsageError:
    """Say that this cannot be an image's name, and what may have been meant."""
    close = similar(reference.lower(), local)
    meant = f"\nLocal images with a similar name: {', '.join(close)}." if close else ""
    return UsageError(
        f"{reference!r} cannot be the name of an image",
        f"Write NAME or NAME:TAG, the name in lower case; `docker images` lists those here.{meant}",
    )


def advice(reference: str, local: list[str]) -> str:
    """Say how to come by an image that cannot be pulled."""
    close = similar(reference, local)
    name = reference if ":" in reference.rsplit("/", 1)[-1] else f"{reference}:latest"
    lines = [f"Local images with a similar name: {', '.join(close)}."] if close else []
    return "\n".join(
        [
            *lines,
            "Load it from a file that `docker save` wrote elsewhere: docker load -i FILE",
            f"Or make a base of your own, such as: mmdebstrap --variant=minbase bookworm - | docker import - {name}",
        ]
    )


def similar(reference: str, local: list[str]) -> list[str]:
    """Give the local names that may have been meant, likeliest first."""
    bare = reference.split(":", 1)[0].rsplit("/", 1)[-1]
    by_spelling = difflib.get_close_matches(reference, local, n=5, cutoff=0.6)
    by_name = [name for name in local if bare and name.rsplit("/", 1)[-1].split(":", 1)[0] == bare]
    return list(dict.fromkeys([*by_spelling, *by_name]))[:5]
