"""Does a command line fetch the package lists of apt, or need them?"""

from __future__ import annotations

from snapshotter.shell.facts import Simple, facts

_NEEDING = frozenset("install upgrade full-upgrade dist-upgrade build-dep reinstall satisfy".split())


def fetches_lists(text: str) -> bool:
    """Say whether it runs `apt-get update`."""
    return any(_is_apt(simple) and simple.verb == "update" for simple in facts(text).commands)


def needs_lists(text: str) -> bool:
    """Say whether it installs or upgrades by the lists, with none fetched by itself."""
    return not fetches_lists(text) and any(
        _is_apt(simple) and simple.verb in _NEEDING for simple in facts(text).commands
    )


def _is_apt(simple: Simple) -> bool:
    return simple.name in ("apt", "apt-get", "aptitude")
