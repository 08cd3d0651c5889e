"""Variables of a workspace's shells (`snap start -e`): of a secret variable only the name is stored, not the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from snapshotter.errors import UsageError
from snapshotter.model import Progress
from snapshotter.store.home import Home


def without_secret_values(env: Sequence[str]) -> tuple[str, ...]:
    """Return the variables as they are stored: "K=V", or a bare "K" if the value is a secret."""
    if not env:
        return ()
    from snapshotter.secrets.in_environment import in_environment

    secret = set(in_environment(env))
    names = [entry.partition("=")[0] for entry in env]
    return tuple(name if name in secret else entry for name, entry in zip(names, env, strict=True))


def remember(home: Home, workspace: str, entries: Iterable[str]) -> None:
    """Keep the values of secret variables in the host's memory, so that a commit finds them in files."""
    if values := [entry.partition("=")[2] for entry in entries]:
        memory = home.memory(workspace)
        memory.forget()  # what is left of a workspace of the same name
        memory.begin()
        for value in values:
            memory.add(value)


def with_host_values(env: Sequence[str], host: Mapping[str, str], tell: Progress) -> tuple[str, ...]:
    """Return the variables for shells: a value that was not stored is taken from this host, or reported as missing."""
    found = []
    for entry in env:
        name, given, _ = entry.partition("=")
        if given:
            found.append(entry)
        elif name in host:
            found.append(f"{name}={host[name]}")
        else:
            tell(f"{name} is not set: its value is a secret and was not stored; export {name} on this host to set it")
    return tuple(found)


def variables(wanted: Sequence[str], host: Mapping[str, str]) -> tuple[str, ...]:
    """Return each variable as "K=V"; as in Docker, a bare K gets the host's value, or is left out without one."""
    found = []
    for text in wanted:
        name, given, _ = text.partition("=")
        if not name or "\0" in text:
            raise UsageError(
                f"{text!r} is not a variable", "write -e NAME=VALUE, or -e NAME to take its value from this host"
            )
        if given:
            found.append(text)
        elif name in host:
            found.append(f"{name}={host[name]}")
    return tuple(found)
