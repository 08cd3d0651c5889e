"""Notices about damage that was read past: each is told once, to whoever listens; without a listener it is dropped."""

from __future__ import annotations

from collections.abc import Callable

_listener: list[Callable[[str], None]] = []
_told: set[str] = set()


def listen(tell: Callable[[str], None]) -> None:
    """Call `tell` with each notice from now on, instead of an earlier listener."""
    _listener[:] = [tell]
    _told.clear()


def notice(text: str) -> None:
    """Report damage that was read past; the same text is told only once."""
    if text not in _told:
        _told.add(text)
        for tell in _listener:
            tell(text)
