"""The engine's description of an image, completed where podman's Docker-compatible service leaves parts out.

That service reports neither health check nor SHELL nor ONBUILD.  Podman's store has the image's own JSON in a file
(containers/storage: DRIVER-images/ID/=BASE64 of "sha256:ID"); podman's own API reports the health check.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    import docker

_LEFT_OUT = ("Healthcheck", "Shell", "OnBuild")


def image_description(client: docker.APIClient, reference: str) -> dict[str, Any]:
    """Return the description of an image with its whole configuration."""
    data = dict(client.inspect_image(reference))
    version = client.version()
    if not is_podman(version):
        return data
    config = dict(data.get("Config") or {})
    own = (own_json(client.info(), str(data["Id"])) or {}).get("config")
    if not isinstance(own, dict):
        libpod = f"/v{version.get('Version')}/libpod/images/{quote(str(data['Id']), safe=':')}/json"
        config["Healthcheck"] = json.loads(client.get(f"{client.base_url}{libpod}").content).get("Healthcheck")
    else:
        config |= {name: own.get(name) for name in _LEFT_OUT}
    return data | {"Config": config}


def is_podman(version: Mapping[str, Any]) -> bool:
    """Return whether this is the version of podman."""
    return "podman" in " ".join(str(part.get("Name")) for part in version.get("Components") or ()).lower()


def own_json(info: Mapping[str, Any], ident: str) -> dict[str, Any] | None:
    """Return the image's own JSON in podman's store; None where that cannot be read."""
    bare = ident.removeprefix("sha256:")
    name = "=" + b64encode(f"sha256:{bare}".encode()).decode()
    file = Path(str(info.get("DockerRootDir") or "/nonexistent"), f"{info.get('Driver')}-images", bare, name)
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
