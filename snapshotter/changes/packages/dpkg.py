"""Owns reading Debian's package database: /var/lib/dpkg/status, info/*.list, info/*.md5sums, diversions.

After dpkg(1), deb-md5sums(5) and dpkg-divert(1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import fields, lines, paragraphs

ALGORITHM = "md5"
PARTS = ("/var/lib/dpkg/", "/var/lib/apt/")
"""One of them is in the path of every file of the database."""
_ROOT = "/var/lib/dpkg"
_STATUS = f"{_ROOT}/status"
_STATUS_D = f"{_ROOT}/status.d"
"""Images without dpkg (distroless) keep a paragraph for each package here."""
_DIVERSIONS = f"{_ROOT}/diversions"
_MARKS = "/var/lib/apt/extended_states"


def files(names: Folders) -> list[str]:
    """Give the paths of the database's files."""
    fixed = [path for path in (_STATUS, _DIVERSIONS) if path.rpartition("/")[2] in names(_ROOT)]
    marks = [_MARKS] if "extended_states" in names("/var/lib/apt") else []
    info = [f"{_ROOT}/info/{name}" for name in names(f"{_ROOT}/info") if name.endswith((".list", ".md5sums"))]
    return [*fixed, *marks, *info, *(f"{_STATUS_D}/{name}" for name in names(_STATUS_D))]


def packages(read: Read, names: Folders) -> Iterator[Package]:
    """Give every package that is unpacked or installed."""
    automatic = _automatic(read)
    own = _own_files(names)
    seen: set[str] = set()
    for text in _status(read, names):
        for paragraph in paragraphs(text):
            one = fields(paragraph)
            name, arch = one.get("Package", ""), one.get("Architecture", "")
            state = one.get("Status", "install ok installed").rpartition(" ")[2]
            if not name or state in ("not-installed", "config-files"):
                continue
            known = f"{name}:{arch}" if name in seen else name
            seen.add(name)
            yield _package(read, one, known, own, (name, arch) in automatic)


def diversions(read: Read) -> dict[str, tuple[str, str]]:
    """Give path → (where it was diverted to, the package that keeps the path; ":" for the administrator)."""
    rows = lines(read(_DIVERSIONS))
    return {rows[at]: (rows[at + 1], rows[at + 2]) for at in range(0, len(rows) - 2, 3)}


def _status(read: Read, names: Folders) -> Iterator[bytes]:
    yield read(_STATUS) or b""
    for name in sorted(names(_STATUS_D)):
        if not name.endswith(".md5sums"):
            yield read(f"{_STATUS_D}/{name}") or b""


def _own_files(names: Folders) -> dict[str, list[str]]:
    """Give what the database itself keeps of each package: its scripts and lists come and go with it."""
    found: dict[str, list[str]] = {}
    for name in names(f"{_ROOT}/info"):
        found.setdefault(name.rpartition(".")[0], []).append(f"{_ROOT}/info/{name}")
    return found


def _package(read: Read, one: Mapping[str, str], known: str, own: Mapping[str, list[str]], automatic: bool) -> Package:
    name = one["Package"]
    info = next(
        (
            info
            for info in (f"{name}:{one.get('Architecture', '')}", name)
            if f"{_ROOT}/info/{info}.list" in own.get(info, ())
        ),
        "",
    )
    stem = info and f"{_ROOT}/info/{info}"
    expected = _sums(read(stem + ".md5sums") if stem else read(f"{_STATUS_D}/{name}.md5sums"))
    expected.update(_conffiles(one.get("Conffiles", "")))
    listed = lines(read(stem + ".list")) if stem else list(expected)
    paths = tuple(path for path in listed if path.startswith("/") and path != "/.")
    return Package(
        "dpkg",
        known,
        one.get("Version", ""),
        automatic,
        stem and stem + ".list",
        (*paths, *own.get(info, ())),
        expected,
    )


def _sums(data: bytes | None) -> dict[str, Expected]:
    found = {}
    for line in lines(data):
        digest, _, path = line.partition("  ")
        if path:
            found["/" + path.lstrip("/")] = Expected(ALGORITHM, digest)
    return found


def _conffiles(text: str) -> Iterator[tuple[str, Expected]]:
    for line in text.splitlines():
        words = line.split()
        # "PATH MD5", then perhaps "obsolete"; a path may hold no space there
        if len(words) >= 2 and words[0].startswith("/") and "obsolete" not in words[2:]:
            yield words[0], Expected(ALGORITHM, words[1], configuration=True)


def _automatic(read: Read) -> set[tuple[str, str]]:
    found = set()
    for paragraph in paragraphs(read(_MARKS) or b""):
        one = fields(paragraph)
        if one.get("Auto-Installed") == "1":
            # "all" packages are marked under the machine's own architecture
            found.update({(one.get("Package", ""), one.get("Architecture", "")), (one.get("Package", ""), "all")})
    return found
