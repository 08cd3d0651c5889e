"""Variables for a workspace's shells (`snap start -e`): the values of secret ones are not stored, only their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig, Progress


def kept(env: Sequence[str]) -> tuple[str, ...]:
    """Give what is stored: "K=V", or a bare "K" where the value is a secret."""
    if not env:
        return ()
    from snapshotter.secrets.in_environment import in_environment

    secret = set(in_environment(env))
    return tuple(entry.partition("=")[0] if entry.partition("=")[0] in secret else entry for entry in env)


def at_hand(env: Sequence[str], host: Mapping[str, str], tell: Progress) -> tuple[str, ...]:
    """Give what shells get: a value that is not stored is taken from this host; what is missing there is told."""
    found = []
    for entry in env:
        name, given, _ = entry.partition("=")
        if given:
            found.append(entry)
        elif name in host:
            found.append(f"{name}={host[name]}")
        else:
            tell(f"{name} is not set: its value is a secret and was not stored; export {name} on this host to have it")
    return tuple(found)


def refuse_secrets(before: ImageConfig, after: ImageConfig, allowed: Sequence[str]) -> None:
    """Raise `UsageError` where new variables or labels of an image are secrets, but for those `allowed` by name."""
    known = {*before.env, *(f"{name}={value}" for name, value in before.labels)}
    entries = [*after.env, *(f"{name}={value}" for name, value in after.labels)]
    new = [entry for entry in entries if entry not in known and entry.partition("=")[0] not in allowed]
    if not new:
        return
    from snapshotter.secrets.in_environment import in_environment

    if found := in_environment(new):
        raise UsageError(
            f"{found[0]} looks like a secret, and an image shows its variables and labels to everybody",
            f"pass it when a container is run; `snap commit --allow-secret {found[0]}` insists",
        )
