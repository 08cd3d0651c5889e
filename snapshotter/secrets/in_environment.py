"""Secrets in the entries of an environment."""

from __future__ import annotations

from collections.abc import Iterable

from snapshotter.secrets.in_text import in_text
from snapshotter.secrets.judge import is_secret_value, secret_name
from snapshotter.secrets.token_shapes import shapes


def in_environment(entries: Iterable[str]) -> list[str]:
    """Return the names of the KEY=value entries whose value looks secret, in order."""
    pairs = [entry.partition("=") for entry in entries]
    return [name for name, _, value in pairs if value and _is_secret(name, value)]


def _is_secret(name: str, value: str) -> bool:
    return is_secret_value(secret_name(name), value) or any(shapes(value)) or any(in_text(value))
