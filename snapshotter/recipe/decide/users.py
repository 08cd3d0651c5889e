"""Who is who: a user of the record and the user that an image's configuration names."""

from __future__ import annotations


def same_user(user: str, image_user: str) -> bool:
    """Say whether a command's user is the one whom the image's configuration names."""
    return not user or plain_user(user) == plain_user(image_user)


def plain_user(user: str) -> str:
    """Give a user's name without a group; who is not named is root."""
    name = user.split(":")[0]
    return "root" if name in ("", "0") else name
