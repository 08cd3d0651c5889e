"""The user's credentials for registries, as the classic builder takes them to pull the images of FROM."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

KINDS = ("auths", "credsStore", "credHelpers")


def registry_header(environment: Mapping[str, str], home: Path) -> str:
    """Return the header with the credentials of the docker program's settings, "" where there are none."""
    folder = Path(environment["DOCKER_CONFIG"]) if environment.get("DOCKER_CONFIG") else home / ".docker"
    try:
        settings = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    if not isinstance(settings, dict) or not any(settings.get(kind) for kind in KINDS):
        return ""
    from docker import auth  # it runs the helpers that keep them

    known = auth.load_config(config_dict=settings).get_all_credentials()
    if auth.INDEX_NAME in known and auth.INDEX_URL not in known:
        known[auth.INDEX_URL] = known[auth.INDEX_NAME]
    return os.fsdecode(auth.encode_header(known)) if known else ""
