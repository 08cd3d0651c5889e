"""The `.devcontainer/` of an export, with which editors build the Dockerfile and work in its container.  Pure.

The format is that of containers.dev.  It has no escape for "${…}", which editors replace by values of the host; a value
with it is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import ImageConfig
from snapshotter.recipe.model import Plan, Recipe

PATH = ".devcontainer/devcontainer.json"


def devcontainer(plan: Plan, config: ImageConfig, name: str, dockerfile: str) -> str:
    """Return the file for a recipe whose image has this configuration; `dockerfile` is its name beside the folder."""
    build: dict[str, object] = {"dockerfile": f"../{dockerfile}", "context": ".."}
    if plan.secrets:
        build["options"] = [word for one in sorted(plan.secrets) for word in ("--secret", f"id={one},env={one}")]
    started = plan.started
    found: dict[str, object] = {
        "name": name,
        "build": build,
        "forwardPorts": _ports(config.exposed_ports),
        "appPort": list(started.ports) if started else [],
        "remoteUser": started.user if started and started.user else config.user,
        "containerEnv": _plain(started.env if started else ()),
        "remoteEnv": {one: f"${{localEnv:{one}}}" for one in (started.env if started else ()) if "=" not in one},
        "runArgs": [one for one in (started.options if started else ()) if "${" not in one],
    }
    return json.dumps({key: value for key, value in found.items() if value}, indent=2, ensure_ascii=True) + "\n"


def with_devcontainer(recipe: Recipe, plan: Plan, config: ImageConfig, name: str, dockerfile: str) -> Recipe:
    """Return a recipe with the folder of its own for editors."""
    text = devcontainer(plan, config, name, dockerfile)
    return replace(recipe, files={**recipe.files, PATH: (0o644, text.encode())})


def _ports(exposed: Sequence[str]) -> list[int]:
    """Return the TCP ports; others are not forwarded."""
    parts = (one.partition("/") for one in exposed)
    return sorted({int(port) for port, _, kind in parts if port.isdecimal() and kind in ("", "tcp")})


def _plain(env: Iterable[str]) -> Mapping[str, str]:
    pairs = (one.partition("=") for one in env)
    return {key: value for key, equals, value in pairs if equals and "${" not in value}
