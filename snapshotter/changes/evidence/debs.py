"""Debian packages that came from elsewhere: by `dpkg -i`, of an archive that may lie in the image still."""

from __future__ import annotations

import gzip
import io
import lzma
import shlex
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from time import gmtime, strftime
from urllib.parse import unquote

from msgspec import Struct

from snapshotter.changes.evidence.model import FILE_LIMIT, Side
from snapshotter.changes.packages.owners import Package
from snapshotter.changes.packages.text import fields

LOG = "/var/log/dpkg.log"
_CACHE = "/var/cache/apt/"
_MAGIC = b"!<arch>\n"
_HEADER = 60


class Deb(Struct, frozen=True):
    """An archive in the image, of a package in it."""

    path: str
    package: Package


def debs(packages: Iterable[Package], after: Side) -> list[Deb]:
    """Return the archives in the image of packages, by their names or what they hold."""
    wanted = {(one.name.partition(":")[0], one.version): one for one in packages}
    paths = [path for path in after.tree if path.endswith(".deb") and not path.startswith(_CACHE)]
    found: dict[tuple[str, str], Deb] = {}
    for path in sorted(paths) if wanted else ():
        key = _named(path)
        if key not in wanted and 0 < after.tree[path].size <= FILE_LIMIT:
            key = _described(after.fetch({path: FILE_LIMIT}).get(path, b""))
        if key in wanted:
            found.setdefault(key, Deb(path, wanted[key]))
    return list(found.values())


def _named(path: str) -> tuple[str, str]:
    name, _, rest = unquote(path.rpartition("/")[2].removesuffix(".deb")).partition("_")
    return name, rest.rpartition("_")[0] or rest


def _described(data: bytes) -> tuple[str, str]:
    """Return the name and version that an archive's control file has, ("", "") if it cannot be read."""
    for name, content in _parts(data):
        if name.startswith("control.tar"):
            try:
                with tarfile.open(fileobj=io.BytesIO(_unpacked(name, content))) as tar:
                    for member in tar:
                        if member.name.removeprefix("./") == "control" and (file := tar.extractfile(member)):
                            values = fields(file.read(1 << 20).decode("utf-8", "replace"))
                            return values.get("Package", ""), values.get("Version", "")
            except (tarfile.TarError, OSError, EOFError, lzma.LZMAError):
                return "", ""
    return "", ""


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members of an `ar` archive."""
    place = len(_MAGIC) if data.startswith(_MAGIC) else len(data)
    while place + _HEADER <= len(data):
        head = data[place : place + _HEADER].decode("ascii", "replace")
        size = int(head[48:58]) if head[48:58].strip().isdecimal() else len(data)
        yield head[:16].strip().rstrip("/"), data[place + _HEADER : place + _HEADER + size]
        place += _HEADER + size + size % 2


def _unpacked(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(data)
    return lzma.decompress(data) if name.endswith(".xz") else data


def by_dpkg_alone(before: Side, after: Side, names: Iterable[str], runs: Sequence[tuple[float, float]]) -> set[str]:
    """Return those of some new packages that dpkg's log has outside the runs of apt: these came from elsewhere.

    `runs` are the times of apt's runs, in the seconds of the logs.
    """
    wanted, known = set(names), set(before.text(LOG).splitlines())
    found = set[str]()
    for line in after.text(LOG).splitlines():
        words = line.split()
        if line not in known and len(words) > 3 and words[2] == "install":
            name, at = words[3].partition(":")[0], f"{words[0]} {words[1]}"
            if name in wanted and not any(_stamp(begin) <= at <= _stamp(end) for begin, end in runs):
                found.add(name)
    return found


def _stamp(seconds: float) -> str:
    return strftime("%Y-%m-%d %H:%M:%S", gmtime(seconds))


def install_text(found: Sequence[Deb]) -> str:
    """Return the command that installs archives."""
    return f"dpkg -i {' '.join(shlex.quote(one.path) for one in found)}"


def with_paths(words: Sequence[str], after: Side) -> list[str] | None:
    """Return the words of a call of apt with archives by their full paths; None if one of them is gone."""
    found = []
    for word in words:
        if not word.endswith(".deb") or word.startswith("-"):
            found.append(word)
            continue
        name = word.rpartition("/")[2]
        places = [word] if word in after.tree else [path for path in after.tree if path.endswith(f"/{name}")]
        if not places:
            return None
        found.append(places[0])
    return found
