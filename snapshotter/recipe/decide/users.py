"""Users: those in a record compared with the image's own, and the paths that a name means for one of them."""

from __future__ import annotations

from snapshotter.model import Command, resolve


def same_user(user: str, image_user: str) -> bool:
    """Return whether a command's user is the one that the image's configuration names; "" is always the same."""
    return not user or plain_user(user) == plain_user(image_user)


def plain_user(user: str) -> str:
    """Return a user's name without the group; "root" for an empty name and for "0"."""
    name = user.split(":")[0]
    return "root" if name in ("", "0") else name


def absolute(command: Command, name: str) -> str:
    """Return the absolute path that a name in a command refers to."""
    if name.startswith("~/"):
        home = "/root" if plain_user(command.user) == "root" else f"/home/{plain_user(command.user)}"
        return resolve(home, name[2:])
    return resolve(command.cwd, name)
