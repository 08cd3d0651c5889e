"""What an adopted container was started with, as a line of `docker run` and as a file for `docker compose`.  Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import Started
from snapshotter.recipe.dockerfile.names import DOCKERFILE
from snapshotter.recipe.model import Plan, Recipe
from snapshotter.shell.quote import quote

COMPOSE = "compose.yaml"
_KEYS: Mapping[str, str] = {
    "--cap-add": "cap_add",
    "--cap-drop": "cap_drop",
    "--security-opt": "security_opt",
    "--add-host": "extra_hosts",
    "--dns": "dns",
    "--group-add": "group_add",
    "--device": "devices",
    "--tmpfs": "tmpfs",
    "--sysctl": "sysctls",
}
_VALUES: Mapping[str, str] = {
    "--privileged": "privileged",
    "--init": "init",
    "--read-only": "read_only",
    "--pid": "pid",
    "--uts": "uts",
    "--userns": "userns_mode",
    "--cgroup-parent": "cgroup_parent",
    "--memory": "mem_limit",
    "--cpus": "cpus",
}


def run_line(started: Started, image: str) -> str:
    """Return the command that starts an image as the container was started, continued on several lines."""
    words = ["docker run -d", f"--name {quote(started.name)}"]
    if started.hostname:
        words.append(f"--hostname {quote(started.hostname)}")
    words += [f"-e {quote(one)}" for one in started.env]
    words += [f"-p {quote(one)}" for one in started.ports]
    words += [f"-v {quote(one)}" for one in started.mounts]
    words += [f"--network {quote(one)}" for one in started.networks[:1]]
    words += [f"--user {quote(started.user)}"] if started.user else []
    words += [f"--workdir {quote(started.workdir)}"] if started.workdir else []
    words += [f"--restart {quote(started.restart)}"] if started.restart else []
    words += [quote(one) for one in started.options]
    entry = started.entrypoint
    words += [f"--entrypoint {quote(entry[0] if entry else '')}"] if entry is not None else []
    rest = " ".join(map(quote, [*(entry or ())[1:], *started.command]))
    return " \\\n  ".join([*words, f"{quote(image)} {rest}".rstrip()])


def connect_lines(started: Started) -> list[str]:
    """Return the commands that connect the container to its further networks."""
    return [f"docker network connect {quote(one)} {quote(started.name)}" for one in started.networks[1:]]


def compose(started: Started, image: str, dockerfile: str = DOCKERFILE) -> str:
    """Return a file for `docker compose`, whose service is built from the directory that it is in."""
    build = ["    build: ."] if dockerfile == DOCKERFILE else ["    build:", *_build(dockerfile)]
    lines = ["services:", f"  {_key(started.name)}:", *build, f"    image: {_text(image)}"]
    lines += [f"    container_name: {_text(started.name)}"]
    lines += _single("hostname", started.hostname)
    lines += _several("environment", started.env)
    lines += _several("ports", started.ports)
    lines += _several("volumes", started.mounts)
    named = [one for one in started.networks if one not in ("host", "none") and not one.startswith("container:")]
    lines += _single("network_mode", "" if named else next(iter(started.networks), ""))
    lines += _several("networks", named)
    lines += _single("user", started.user)
    lines += _single("working_dir", started.workdir)
    lines += _single("restart", started.restart)
    lines += _options(started.options)
    if started.entrypoint is not None:
        lines.append(f"    entrypoint: {_list(started.entrypoint)}")
    if started.command:
        lines.append(f"    command: {_list(started.command)}")
    volumes = [one.partition(":")[0] for one in started.mounts if ":" in one and not one.startswith("/")]
    lines += _external("volumes", volumes)
    lines += _external("networks", named)
    return "\n".join(lines) + "\n"


def _build(dockerfile: str) -> list[str]:
    return ["      context: .", f"      dockerfile: {_text(dockerfile)}"]


def with_compose(recipe: Recipe, plan: Plan, dockerfile: str = DOCKERFILE) -> Recipe:
    """Return a recipe with the file for `docker compose`."""
    if plan.started is None:
        return recipe
    text = compose(plan.started, plan.started.name, dockerfile)
    return replace(recipe, files={**recipe.files, COMPOSE: (0o644, text.encode("utf-8", "replace"))})


def _options(options: Sequence[str]) -> Iterator[str]:
    lists: dict[str, list[str]] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if name in _KEYS:
            lists.setdefault(_KEYS[name], []).append(value)
        elif name in _VALUES:
            yield f"    {_VALUES[name]}: {_text(value) if equals else 'true'}"
    for key, values in lists.items():
        yield from _several(key, values)


def _single(key: str, value: str) -> list[str]:
    return [f"    {key}: {_text(value)}"] if value else []


def _several(key: str, values: Sequence[str]) -> list[str]:
    return [f"    {key}:", *(f"      - {_text(value)}" for value in values)] if values else []


def _external(key: str, names: Sequence[str]) -> list[str]:
    """Return the volumes or networks that were there before the container, and are not made for it."""
    return (
        [f"{key}:", *(line for name in names for line in (f"  {_key(name)}:", "    external: true"))] if names else []
    )


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() else _text(name)


def _text(value: str) -> str:
    """Return a text for YAML, which reads JSON; `$` would begin a variable."""
    return json.dumps(value.replace("$", "$$"))


def _list(values: Sequence[str]) -> str:
    return json.dumps([value.replace("$", "$$") for value in values])
