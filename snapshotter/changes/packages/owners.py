"""Packages of all managers, and a map from each path to the package that owns it.

The databases are read by a module for each manager.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from snapshotter.changes.packages.folders import Folders

__all__ = ["Expected", "Folders", "Owners", "Package", "Read"]

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file, None if it is missing."""
LANGUAGES = ("pip", "npm", "gem")
"""Managers of the packages of one language, whose names may also be names of system packages."""

_MERGED = ("/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/", "/libx32/")
"""Directories that may be links into /usr; databases may still have the paths of their files without it."""
MERGED = tuple(f"{usr}{directory[:-1]}" for directory in _MERGED for usr in ("", "/usr"))
"""Prefixes of all paths that have another spelling."""


class Expected(Struct, frozen=True):
    """The content that a package's database records for a file."""

    algorithm: str
    """Name for `hashlib.new`."""
    hexdigest: str
    configuration: bool = False
    """True if the file is meant to be edited (a conffile)."""


class Package(Struct, frozen=True):
    """One installed package as its database describes it."""

    manager: str
    """"dpkg", "apk", "rpm", "pip", "npm", "gem"."""
    name: str
    """With the architecture ("libc6:i386", "glibc.i686") only for a second one of the same name."""
    version: str
    automatic: bool = False
    """True if it was installed only because another needs it."""
    stamp_file: str = ""
    """Path of a file that the manager writes when it installs the package, and not later; its time is that of the
    installation."""
    paths: tuple[str, ...] = ()
    """Files and directories that it owns."""
    expected: Mapping[str, Expected] = field(default_factory=dict)
    """The content of its files, as far as it is recorded, by path."""
    trees: tuple[str, ...] = ()
    """Directories that it owns with everything in them, for managers that have no list of files."""
    place: str = ""
    """Directory of the project or environment that it belongs to, "" if it is installed for the whole system."""

    @property
    def key(self) -> str:
        """Return a name that no other package has: for a language, with the manager and the place."""
        place = f" in {self.place}" if self.place else ""
        return f"{self.manager}:{self.name}{place}" if self.manager in LANGUAGES else self.name

    @property
    def label(self) -> str:
        """Return "NAME VERSION"."""
        return f"{self.name} {self.version}"


class Owners:
    """The package databases of one file system."""

    def __init__(self, packages: Iterable[Package], diverted: Mapping[str, tuple[str, str]] | None = None) -> None:
        """`diverted`: path → (the path it is diverted to, the package whose file is not diverted) (dpkg-divert)."""
        self.packages: Mapping[str, Package] = {package.key: package for package in packages}
        self._diverted = diverted or {}
        self._owner: dict[str, Package] = {}
        self._trees = {tree: package for package in self.packages.values() for tree in package.trees}
        for package in self.packages.values():
            for path in package.paths:
                # a directory that several packages own belongs to the first of them
                self._owner.setdefault(self._diverted_path(path, package), package)
        self._original_path = {to: path for path, (to, _) in self._diverted.items()}

    @property
    def installed(self) -> dict[str, str]:
        """Return name → version; the name of a language's package is "pip:NAME" or "npm:NAME in /DIR"."""
        return {name: package.version for name, package in self.packages.items()}

    @property
    def paths(self) -> frozenset[str]:
        """Return every path that a package owns, as its database spells it; one with "/" at the end is all below it."""
        return frozenset(self._owner).union(self._trees, (f"{tree}/" for tree in self._trees))

    def owner(self, path: str) -> str:
        """Return "NAME VERSION" of the package that owns a file or directory, "" if none does."""
        package = self._find(path)
        return package.label if package else ""

    def expected(self, path: str) -> Expected | None:
        """Return the content that the owner records for a file, None if it records none."""
        package = self._find(path)
        if package is None:
            return None
        original = self._original_path.get(path, path)
        for spelling in (original, *spellings(original)):
            if spelling in package.expected:
                return package.expected[spelling]
        return None

    def unchanged(self, path: str, digest: Callable[[str, str], str]) -> bool | None:
        """Return whether a file is as its package installed it; None if that cannot be decided.

        `digest` returns the digest of the file as hex for (path, algorithm), "" if it is not available.
        """
        expected = self.expected(path)
        if expected is None:
            return None
        found = digest(path, expected.algorithm)
        return found == expected.hexdigest if found else None

    def stamp_file(self, path: str) -> str:
        """Return the path of a file that was written when the path's package was installed, "" if there is none."""
        package = self._find(path)
        return package.stamp_file if package else ""

    def _find(self, path: str) -> Package | None:
        found = self._owner.get(path)
        if found is not None:
            return found
        for other in spellings(path):
            if other in self._owner:
                return self._owner[other]
        return self._owner_of_tree(path)

    def _owner_of_tree(self, path: str) -> Package | None:
        """Return the package that owns the path as part of a directory; of several, the one of the innermost."""
        while path and self._trees:
            if path in self._trees:
                return self._trees[path]
            path = path.rpartition("/")[0]
        return None

    def _diverted_path(self, path: str, package: Package) -> str:
        """Return the path at which a package's file is really installed."""
        diverted_to, keeper = self._diverted.get(path, (path, package.name))
        return path if keeper == package.name else diverted_to


def spellings(path: str) -> Iterable[str]:
    """Yield the other path of a file, if there is one, on systems whose directories are merged into /usr."""
    if path.startswith("/usr/") and (path[4:] + "/").startswith(_MERGED):
        yield path[4:]
    elif (path + "/").startswith(_MERGED):
        yield "/usr" + path
