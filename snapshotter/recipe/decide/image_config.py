"""An image's configuration as Dockerfile instructions: only what differs from the base."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from snapshotter.model import ImageConfig

_DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

_DURATIONS = (
    ("Interval", "interval"),
    ("Timeout", "timeout"),
    ("StartPeriod", "start-period"),
    ("StartInterval", "start-interval"),
)


def instructions(base: ImageConfig, wanted: ImageConfig) -> tuple[str, ...]:
    """Return the instructions that turn the base's configuration into the wanted one."""
    return tuple(_instructions(base, wanted))


def _instructions(base: ImageConfig, wanted: ImageConfig) -> Iterator[str]:
    for entry in wanted.env:
        if entry not in base.env and entry != _DEFAULT_PATH:
            name, _, value = entry.partition("=")
            yield f"ENV {name}={quoted(value)}"
    for name, value in wanted.labels:
        if (name, value) not in base.labels and not name.startswith("io.snapshotter."):
            yield f"LABEL {quoted(name)}={quoted(value)}"
    yield from (f"EXPOSE {port}" for port in wanted.exposed_ports if port not in base.exposed_ports)
    volumes = [volume for volume in wanted.volumes if volume not in base.volumes]
    if volumes:
        yield f"VOLUME {words(volumes)}"
    if wanted.workdir != base.workdir and wanted.workdir:
        yield f"WORKDIR {quoted(wanted.workdir)}"
    if wanted.shell != base.shell and wanted.shell:
        yield f"SHELL {words(wanted.shell)}"
    if wanted.stop_signal != base.stop_signal and wanted.stop_signal:
        yield f"STOPSIGNAL {wanted.stop_signal}"
    if wanted.healthcheck != base.healthcheck and wanted.healthcheck is not None:
        yield _healthcheck(dict(wanted.healthcheck))
    yield from (f"ONBUILD {trigger}" for trigger in wanted.onbuild)
    if wanted.entrypoint != base.entrypoint:
        yield f"ENTRYPOINT {words(wanted.entrypoint)}"
    if wanted.cmd != base.cmd or (wanted.entrypoint != base.entrypoint and wanted.cmd):
        yield f"CMD {words(wanted.cmd)}"
    if wanted.user != base.user:
        yield f"USER {quoted(wanted.user)}"


def words(values: Sequence[str]) -> str:
    """Return the JSON form of an instruction's arguments."""
    return json.dumps(list(values), ensure_ascii=False)


def quoted(value: str) -> str:
    """Return a value quoted as one word of an instruction that expands variables."""
    if value and all(char.isalnum() or char in "_-./:@%+,=" for char in value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("\n", "\\\n")
    return f'"{escaped}"'


def _healthcheck(check: dict[str, object]) -> str:
    test = check.get("Test")
    if not isinstance(test, list) or test[:1] == ["NONE"] or not test:
        return "HEALTHCHECK NONE"
    options = []
    for key, option in _DURATIONS:
        nanoseconds = check.get(key)
        if isinstance(nanoseconds, int) and nanoseconds:
            options.append(f"--{option}={_duration(nanoseconds)}")
    if check.get("Retries"):
        options.append(f"--retries={check['Retries']}")
    command = str(test[1]) if test[0] == "CMD-SHELL" else words(test[1:])
    return " ".join(["HEALTHCHECK", *options, "CMD", command])


def _duration(nanoseconds: int) -> str:
    unit, size = next((unit, size) for unit, size in (("s", 10**9), ("ms", 10**6), ("ns", 1)) if not nanoseconds % size)
    return f"{nanoseconds // size}{unit}"
