"""Converts an image's configuration between the engine's JSON and `ImageConfig`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from snapshotter.model import ImageConfig


def from_api(config: Mapping[str, Any] | None) -> ImageConfig:
    """Return the configuration in the `Config` object of an image; a missing or null field is empty."""
    got = config or {}
    return ImageConfig(
        user=got.get("User") or "",
        env=_words(got.get("Env")),
        cmd=_words(got.get("Cmd")),
        entrypoint=_words(got.get("Entrypoint")),
        workdir=got.get("WorkingDir") or "",
        exposed_ports=tuple(sorted(got.get("ExposedPorts") or ())),
        volumes=tuple(sorted(got.get("Volumes") or ())),
        labels=tuple(sorted((got.get("Labels") or {}).items())),
        stop_signal=got.get("StopSignal") or "",
        healthcheck=dict(got["Healthcheck"]) if got.get("Healthcheck") else None,
        shell=_words(got.get("Shell")),
        onbuild=_words(got.get("OnBuild")),
    )


def to_api(config: ImageConfig) -> dict[str, Any]:
    """Return the full `Config` object.

    An empty entrypoint is written as [] and never left out: the engine fills a null one from the container that is
    committed, whose entrypoint is the idle process.
    """
    return {
        "User": config.user,
        "Env": list(config.env),
        "Cmd": list(config.cmd),
        "Entrypoint": list(config.entrypoint),
        "WorkingDir": config.workdir,
        "ExposedPorts": _set(config.exposed_ports),
        "Volumes": _set(config.volumes),
        "Labels": dict(config.labels),
        "StopSignal": config.stop_signal,
        "Healthcheck": dict(config.healthcheck) if config.healthcheck else None,
        "Shell": list(config.shell) or None,
        "OnBuild": list(config.onbuild) or None,
    }


def _words(value: Iterable[str] | str | None) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _set(names: Iterable[str]) -> dict[str, dict[str, str]] | None:
    return {name: {} for name in names} or None
