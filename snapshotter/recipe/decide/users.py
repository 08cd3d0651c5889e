"""Comparison of the users in a record with the user in an image's configuration."""

from __future__ import annotations


def same_user(user: str, image_user: str) -> bool:
    """Return whether a command's user is the one that the image's configuration names; "" is always the same."""
    return not user or plain_user(user) == plain_user(image_user)


def plain_user(user: str) -> str:
    """Return a user's name without the group; "root" for an empty name and for "0"."""
    name = user.split(":")[0]
    return "root" if name in ("", "0") else name
