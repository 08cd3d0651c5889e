"""The remotes of a workspace: names for where its line is elsewhere, in a file of its folder.

They are not in the repository's configuration, which git would carry out, and which `snap doctor --repair` writes anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import StoreError, UsageError
from snapshotter.regex import regex
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.paths import guarded, replace

FILE = "remotes.json"
FORMAT = 1
_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_PASSWORD = regex(r"[a-z][a-z0-9+.-]*://[^/@]*:[^/@]+@.*", 0)
_PROGRAM = regex(r"[A-Za-z0-9+.-]+::.*")
_LONGEST = 2000


class Remote(Struct, frozen=True):
    """A place where the line is too."""

    name: str
    url: str
    """A git URL, or the path of a bundle."""
    images: str = ""
    """REGISTRY/NAME, where its images are; "" for nowhere."""


def read_remotes(folder: Path) -> list[Remote]:
    """Return the remotes of the workspace in a folder, by name; raises `StoreError` for damage."""
    file = folder / FILE
    with guarded(file):
        try:
            data = loads(file.read_bytes())
            if type(data) is not dict or type(data.get("remotes")) is not list:
                raise FormatError("it lists no remotes")
            return [decode(Remote, one) for one in data["remotes"]]
        except FileNotFoundError:
            return []
        except FormatError as error:
            raise StoreError(
                f"{file} is damaged: {error}",
                "remove that file, then name the remotes anew: `snap remote add NAME URL`",
            ) from error


def write_remotes(folder: Path, remotes: Iterable[Remote]) -> None:
    """Write the remotes of a workspace, whole or not at all."""
    listed = [encode(one) for one in sorted(remotes, key=lambda one: one.name)]
    replace(folder / FILE, dumps({"format": FORMAT, "remotes": listed}) + b"\n")


def check_remote_name(name: str) -> str:
    """Return the name of a remote; raises `UsageError` where it cannot be one."""
    if not _NAME.fullmatch(name) or ".." in name or name.endswith((".lock", ".")):
        raise UsageError(
            f"{name!r} cannot name a remote", "use letters and digits, and `.`, `_` or `-` between them, at most 63"
        )
    return name


def check_url(url: str) -> str:
    """Return the URL of a remote; raises `UsageError` for one that names a program, or holds a password."""
    if not url or url.startswith("-") or not url.isprintable() or len(url) > _LONGEST or _PROGRAM.fullmatch(url):
        raise UsageError(f"{url[:80]!r} is no URL of a repository", "write it as `git clone` takes it, or as a path")
    if _PASSWORD.fullmatch(url):
        raise UsageError(
            "the URL holds a password",
            "leave it out: git asks for it, or takes it from a credential helper (`git help credentials`)",
        )
    return url
