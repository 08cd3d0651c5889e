"""Reader of Debian's package database: /var/lib/dpkg/status, info/*.list, info/*.md5sums, diversions.

Formats as in dpkg(1), deb-md5sums(5) and dpkg-divert(1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import fields, lines, paragraphs

_ALGORITHM = "md5"
PATH_PARTS: tuple[str, ...] = ("/var/lib/dpkg/", "/var/lib/apt/")
"""The path of every file of the database contains one of them."""
_ROOT = "/var/lib/dpkg"
_INFO = f"{_ROOT}/info"
_STATUS = f"{_ROOT}/status"
_STATUS_D = f"{_ROOT}/status.d"
"""Images without dpkg (distroless) have a file with one paragraph for each package in this directory."""
_DIVERSIONS = f"{_ROOT}/diversions"
_EXTENDED_STATES = "/var/lib/apt/extended_states"
"""apt's list of the packages that were installed only because another needs them."""


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    fixed = [path for path in (_STATUS, _DIVERSIONS, _EXTENDED_STATES) if folders.has(path)]
    info = [f"{_INFO}/{name}" for name in folders.names(_INFO) if name.endswith((".list", ".md5sums"))]
    return [*fixed, *info, *(f"{_STATUS_D}/{name}" for name in folders.names(_STATUS_D))]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every package that is unpacked or installed."""
    automatic = _automatic(read)
    own = _own_files(folders)
    seen: set[str] = set()
    for text in _status(read, folders):
        for paragraph in paragraphs(text):
            values = fields(paragraph)
            name, arch = values.get("Package", ""), values.get("Architecture", "")
            state = values.get("Status", "install ok installed").rpartition(" ")[2]
            if not name or state in ("not-installed", "config-files"):
                continue
            unique = f"{name}:{arch}" if name in seen else name
            seen.add(name)
            yield _package(read, values, unique, own, (name, arch) in automatic)


def diversions(read: Read) -> dict[str, tuple[str, str]]:
    """Return path → (the path it is diverted to, the package whose file is not diverted; ":" for the administrator)."""
    rows = lines(read(_DIVERSIONS))
    return {rows[at]: (rows[at + 1], rows[at + 2]) for at in range(0, len(rows) - 2, 3)}


def _status(read: Read, folders: Folders) -> Iterator[bytes]:
    yield read(_STATUS) or b""
    for name in sorted(folders.names(_STATUS_D)):
        if not name.endswith(".md5sums"):
            yield read(f"{_STATUS_D}/{name}") or b""


def _own_files(folders: Folders) -> dict[str, list[str]]:
    """Return the files in info/ of each package: its scripts and lists are added and removed with it."""
    found: dict[str, list[str]] = {}
    for name in folders.names(_INFO):
        found.setdefault(name.rpartition(".")[0], []).append(f"{_INFO}/{name}")
    return found


def _package(
    read: Read, values: Mapping[str, str], unique: str, own: Mapping[str, list[str]], automatic: bool
) -> Package:
    """Return the package of a paragraph; `unique` is the name under which it is known."""
    name = values["Package"]
    stem = _stem(name, values.get("Architecture", ""), own)
    if stem:
        file_list = f"{_INFO}/{stem}.list"
        expected = _sums(read(f"{_INFO}/{stem}.md5sums"))
    else:
        file_list = ""
        expected = _sums(read(f"{_STATUS_D}/{name}.md5sums"))
    expected.update(_conffiles(values.get("Conffiles", "")))
    listed = lines(read(file_list)) if file_list else list(expected)
    paths = tuple(path for path in listed if path.startswith("/") and path != "/.")
    return Package(
        "dpkg",
        unique,
        values.get("Version", ""),
        automatic,
        file_list,
        (*paths, *own.get(stem, ())),
        expected,
    )


def _stem(name: str, arch: str, own: Mapping[str, list[str]]) -> str:
    """Return how the names of a package's files in info/ begin, "" if it has no list of files there."""
    for stem in (f"{name}:{arch}", name):
        if f"{_INFO}/{stem}.list" in own.get(stem, ()):
            return stem
    return ""


def _sums(data: bytes | None) -> dict[str, Expected]:
    found = {}
    for line in lines(data):
        digest, _, path = line.partition("  ")
        if path:
            found["/" + path.lstrip("/")] = Expected(_ALGORITHM, digest)
    return found


def _conffiles(text: str) -> Iterator[tuple[str, Expected]]:
    """Yield the configuration files of a package with their digests, without obsolete ones."""
    for line in text.splitlines():
        words = line.split()
        # "PATH MD5", then perhaps "obsolete"; a path cannot contain a space here
        if len(words) >= 2 and words[0].startswith("/") and "obsolete" not in words[2:]:
            yield words[0], Expected(_ALGORITHM, words[1], configuration=True)


def _automatic(read: Read) -> set[tuple[str, str]]:
    """Return (name, architecture) of the packages that were installed only because another needs them."""
    found = set()
    for paragraph in paragraphs(read(_EXTENDED_STATES) or b""):
        values = fields(paragraph)
        if values.get("Auto-Installed") == "1":
            name = values.get("Package", "")
            # packages of the architecture "all" are listed under the machine's own architecture
            found.update({(name, values.get("Architecture", "")), (name, "all")})
    return found
