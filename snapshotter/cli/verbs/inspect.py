"""The verb inspect: what the engine knows about a container or an image, in words."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, wipe

if TYPE_CHECKING:
    from snapshotter.engine.overview import Overview
    from snapshotter.work.look.inspect import Mounted, OfContainer, OfImage, Step

_WIDTH, _LABEL = 80, 12
_MOST_PATHS = 5
"""Wasted paths of an image that are listed."""


def inspect(
    wanted: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME|IMAGE|CONTAINER]",
            show_default=False,
            help="A workspace, a container or an image. Default: the workspace last used.",
        ),
    ] = None,
    name: Name = None,
    json: Json = False,
) -> int:
    """Show a container's state, network, mounts and limits, or an image's layers and what they waste.

    A workspace means its container. Secrets are masked. An image's layers are read to tell how many bytes in each a
    later layer deletes or overwrites: no container sees these, but every pull sends them.

    \b
    Examples:
      snap inspect
      snap inspect my-database
      snap inspect debian:bookworm
      snap inspect web --json | jq .networks
    """
    from snapshotter.work.look.inspect import OfImage, inspected
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = wanted or workspace_name(home.workspaces, name)
    found = inspected(options.engine(), home, chosen, progress())
    wipe()
    if isinstance(found, OfImage):
        out_json(_image_json(found)) if json else _show_image(found)
    else:
        out_json(_container_json(found)) if json else _show_container(found)
    return 0


def _field(label: str, value: str) -> None:
    """Print a value behind its label, in lines that are not wider than the page where it has spaces."""
    lines = textwrap.wrap(
        shown(value), _WIDTH - _LABEL, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    for number, line in enumerate(lines or [""]):
        out(f"{label if not number else '':<{_LABEL}}{line}".rstrip())


def _fields(label: str, values: Iterable[str]) -> None:
    for number, value in enumerate(values):
        _field(label if not number else "", value)


def _show_container(found: OfContainer) -> None:
    from snapshotter.cli.show.tables import size
    from snapshotter.cli.show.text import moment

    container, more = found.container, found.overview
    _field("container", f"{container.name} {container.id[:12]}")
    if found.workspace:
        _field("workspace", found.workspace)
    names = [more.reference, *(one for one in found.image_names if one != more.reference)]
    _fields("image", filter(None, [*names[:3], container.image[:19]]))
    _field("created", moment(more.created))
    _field("state", state(container.state, more))
    if more.error:
        _field("error", more.error)
    if more.health:
        failed = f", failed {more.health.failures} times in a row" if more.health.failures else ""
        _field("health", f"{more.health.status}{failed}")
        _fields("", [line for line in more.health.output.splitlines() if line.strip()][-3:])
    _field("restarts", f"{more.restarts}, policy {more.restart_policy}")
    _field("entrypoint", shlex.join(more.entrypoint) or "none")
    _field("command", shlex.join(more.command) or "none")
    _field("user", container.user or "root (not set)")
    _field("directory", container.workdir or "/")
    if more.hostname:
        _field("hostname", more.hostname)
    _fields("network", [_network(one.network, one.addresses, one.gateway) for one in more.networks] or ["none"])
    _fields("ports", [f"{one.port} at {', '.join(one.published) or 'no port of the host'}" for one in more.ports])
    _fields("mounts", (_mount(one) for one in found.mounts))
    limits = (
        f"{name} {size(value) if isinstance(value, int) and 'memory' in name else value}"
        for name, value in more.limits.items()
    )
    _field("limits", ", ".join(limits) or "none")
    if more.privileged or more.capabilities:
        _field("privileges", ", ".join([*(["privileged"] if more.privileged else []), *more.capabilities]))
    _fields("environment", more.env)


def state(now: str, more: Overview) -> str:
    """Return a container's state in words: since when, and how it ended."""
    from snapshotter.cli.show.tables import age

    if now in ("running", "paused", "restarting"):
        return f"{now}, started {age(more.started)}, process {more.pid}" if more.pid else now
    if not more.started:
        return f"{now}, never started"
    why = ": the machine had no memory left for it" if more.out_of_memory else _signal(more.exit_code)
    return f"{now} {age(more.finished)} with status {more.exit_code}{why}"


def _signal(status: int | None) -> str:
    from signal import Signals

    try:
        return f" ({Signals((status or 0) - 128).name})"
    except ValueError:
        return ""


def _network(name: str, addresses: Iterable[str], gateway: str) -> str:
    listed = ", ".join(addresses) or "no address"
    return f"{name}: {listed}" + (f", gateway {gateway}" if gateway else "")


def _mount(one: Mounted) -> str:
    from snapshotter.cli.show.tables import size

    about = [one.kind, *(["read-only"] if one.read_only else []), *([size(one.size)] if one.size is not None else [])]
    return f"{one.target} from {one.source or 'nowhere'} ({', '.join(about)})"


def _container_json(found: OfContainer) -> dict[str, object]:
    container, more = found.container, found.overview
    return {
        "kind": "container",
        "container": container.id,
        "name": container.name,
        "workspace": found.workspace or None,
        "image": {"id": container.image, "reference": more.reference, "tags": list(found.image_names)},
        "created": more.created,
        "state": container.state,
        "started": more.started or None,
        "finished": more.finished or None,
        "pid": more.pid or None,
        "exit_code": more.exit_code,
        "error": more.error,
        "out_of_memory": more.out_of_memory,
        "health": {"status": more.health.status, "failures": more.health.failures, "output": more.health.output}
        if more.health
        else None,
        "restarts": more.restarts,
        "restart_policy": more.restart_policy,
        "entrypoint": list(more.entrypoint),
        "command": list(more.command),
        "user": container.user,
        "workdir": container.workdir,
        "hostname": more.hostname,
        "networks": [
            {
                "network": one.network,
                "addresses": list(one.addresses),
                "gateway": one.gateway,
                "names": list(one.names),
            }
            for one in more.networks
        ],
        "ports": [{"port": one.port, "published": list(one.published)} for one in more.ports],
        "mounts": [
            {
                "kind": one.kind,
                "source": one.source,
                "target": one.target,
                "read_only": one.read_only,
                "size": one.size,
            }
            for one in found.mounts
        ],
        "limits": dict(more.limits),
        "privileged": more.privileged,
        "capabilities": list(more.capabilities),
        "env": list(more.env),
    }


def _show_image(found: OfImage) -> None:
    from snapshotter.cli.show.tables import plural, size

    image, config = found.image, found.image.config
    _field("image", image.id)
    _fields("names", [*image.tags, *image.digests] or ["none"])
    _field("created", image.created.partition(".")[0].replace("T", " ").rstrip("Z"))
    _field("machine", image.architecture)
    layers = [one for one in found.steps if one.layer]
    _field("size", f"{size(image.size)} in {plural(len(layers), 'layer')}")
    wasted = sum(one.waste.wasted for one in layers if one.waste)
    _field("waste", f"{size(wasted)} that a later layer deletes or overwrites" if wasted else "none")
    _field("entrypoint", shlex.join(config.entrypoint) or "none")
    _field("command", shlex.join(config.cmd) or "none")
    _field("user", config.user or "root (not set)")
    _field("directory", config.workdir or "/")
    _fields("ports", config.exposed_ports)
    _fields("volumes", config.volumes)
    _fields("environment", found.env)
    out("")
    for line in layer_lines(found.steps):
        out(line)
    hidden = sorted(
        ((count, path, one.layer) for one in layers if one.waste for path, count in one.waste.paths if count),
        reverse=True,
    )
    for number, (count, path, layer) in enumerate(hidden[:_MOST_PATHS]):
        if not number:
            out("\nwasted most:")
        out(f"  {size(count):>8}  {shown(path)} in layer {layer}")


def layer_lines(steps: Iterable[Step]) -> list[str]:
    """Return a table of an image's layers and instructions, whose lines fit on a page."""
    from snapshotter.cli.show.tables import first_line, size

    lines = [f"{'LAYER':>5}  {'SIZE':>8}  {'WASTE':>8}  INSTRUCTION"]
    for one in steps:
        number = str(one.layer) if one.layer else ""
        lost = size(one.waste.wasted) if one.waste and one.waste.wasted else ""
        text = first_line(" ".join(one.text.split()) or "(not known)", _WIDTH - 27)
        lines.append(f"{number:>5}  {size(one.size) if one.layer else '':>8}  {lost:>8}  {shown(text)}")
    return lines


def _image_json(found: OfImage) -> dict[str, object]:
    image, config = found.image, found.image.config
    return {
        "kind": "image",
        "image": image.id,
        "tags": list(image.tags),
        "digests": list(image.digests),
        "created": image.created,
        "architecture": image.architecture,
        "size": image.size,
        "wasted": sum(one.waste.wasted for one in found.steps if one.waste),
        "entrypoint": list(config.entrypoint),
        "command": list(config.cmd),
        "user": config.user,
        "workdir": config.workdir,
        "ports": list(config.exposed_ports),
        "volumes": list(config.volumes),
        "health_check": config.healthcheck,
        "env": list(found.env),
        "steps": [
            {
                "layer": one.layer or None,
                "instruction": one.text,
                "created": one.created or None,
                "size": one.size,
                "wasted": one.waste.wasted if one.waste else None,
                "wasted_paths": [{"path": path, "size": size} for path, size in one.waste.paths] if one.waste else [],
            }
            for one in found.steps
        ],
    }


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show a container's state or an image's layers.")(inspect)
