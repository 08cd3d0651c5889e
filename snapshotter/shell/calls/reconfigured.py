"""The packages whose questions a call of `dpkg-reconfigure` asks again."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.shell.facts import facts

_WITH_VALUE = frozenset({"-f", "--frontend", "-p", "--priority", "--default-priority"})
_ASKING_NOTHING = frozenset({"-fnoninteractive", "--frontend=noninteractive"})


def reconfigured(text: str) -> Iterator[str]:
    """Yield the packages that a command line configures anew with questions to a person."""
    for simple in facts(text).commands:
        if simple.name != "dpkg-reconfigure":
            continue
        args = [arg or "" for arg in simple.args]
        values = {at + 1 for at, arg in enumerate(args) if arg in _WITH_VALUE}
        if _ASKING_NOTHING.isdisjoint(args) and all(args[at : at + 1] != ["noninteractive"] for at in values):
            yield from (arg for at, arg in enumerate(args) if arg and arg[0] != "-" and at not in values)
