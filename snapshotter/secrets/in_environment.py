"""Which entries of an environment are secrets."""

from __future__ import annotations

from collections.abc import Iterable

from snapshotter.secrets.in_text import in_prose
from snapshotter.secrets.judge import assigned, secret_name
from snapshotter.secrets.token_shapes import shapes


def in_environment(entries: Iterable[str]) -> list[str]:
    """Names of the KEY=value entries whose value looks secret, in their order."""
    return [name for name, _, value in (entry.partition("=") for entry in entries) if value and _secret(name, value)]


def _secret(name: str, value: str) -> bool:
    return assigned(secret_name(name), value) or any(shapes(value)) or any(in_prose(value))
