"""Owns who owns a path and which versions are installed, over all package managers; each database has its own file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from snapshotter.changes.packages.folders import Folders

__all__ = ["Expected", "Folders", "Owners", "Package", "Read"]

Read = Callable[[str], bytes | None]
"""Gives a file's bytes, None where it is absent."""
LANGUAGES = ("pip", "npm", "gem")
"""Managers of one language's packages: a name of theirs may be a system package's, too."""

_MERGED = ("/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/", "/libx32/")
"""Where these are links into /usr, databases may still know their files without it."""
MERGED = tuple(f"{usr}{directory[:-1]}" for directory in _MERGED for usr in ("", "/usr"))
"""How every path begins that has another spelling, among others."""


class Expected(Struct, frozen=True):
    """What a package says that a file of its holds."""

    algorithm: str
    """As `hashlib.new` names it."""
    hexdigest: str
    configuration: bool = False
    """True where the file is meant to be edited (a conffile)."""


class Package(Struct, frozen=True):
    """One installed package as its database has it."""

    manager: str
    """"dpkg", "apk", "rpm", "pip", "npm", "gem"."""
    name: str
    """With the architecture ("libc6:i386", "glibc.i686") only for a second one of the same name."""
    version: str
    automatic: bool = False
    """True where it came only because another needs it."""
    witness: str = ""
    """Path of a file that the manager writes when it installs the package, and not later."""
    paths: tuple[str, ...] = ()
    expected: Mapping[str, Expected] = field(default_factory=dict)
    trees: tuple[str, ...] = ()
    """Directories that it owns with all that is in them: managers of a language keep no list of files."""
    place: str = ""
    """Directory of the project or environment it belongs to, "" where it is there for the whole system."""

    @property
    def key(self) -> str:
        """Give a name that no other package has: those of languages come with their manager's and their place."""
        place = f" in {self.place}" if self.place else ""
        return f"{self.manager}:{self.name}{place}" if self.manager in LANGUAGES else self.name

    @property
    def label(self) -> str:
        """Give "NAME VERSION"."""
        return f"{self.name} {self.version}"


class Owners:
    """The package databases of one file system."""

    def __init__(self, packages: Iterable[Package], diverted: Mapping[str, tuple[str, str]] | None = None) -> None:
        """`diverted`: path → (where it went, the package that may still have it), after dpkg-divert."""
        self.packages: Mapping[str, Package] = {package.key: package for package in packages}
        self._diverted = diverted or {}
        self._owner: dict[str, Package] = {}
        self._trees = {tree: package for package in self.packages.values() for tree in package.trees}
        for package in self.packages.values():
            for path in package.paths:
                # of a directory that many own, the first in name keeps it: essential files come early
                self._owner.setdefault(self._where(path, package), package)
        self._came_from = {to: path for path, (to, _) in self._diverted.items()}

    @property
    def installed(self) -> dict[str, str]:
        """Give name ("pip:NAME", "npm:NAME in /DIR" for those of languages) → version."""
        return {name: package.version for name, package in self.packages.items()}

    @property
    def paths(self) -> frozenset[str]:
        """Give every path that a package owns, as its database spells it; one that ends in "/" is all below it."""
        return frozenset(self._owner).union(self._trees, (f"{tree}/" for tree in self._trees))

    def owner(self, path: str) -> str:
        """Give "NAME VERSION" of the package that owns a file or directory, "" where none does."""
        package = self._find(path)
        return package.label if package else ""

    def expected(self, path: str) -> Expected | None:
        """Give what the owner says the file holds, None where it says nothing."""
        package = self._find(path)
        if package is None:
            return None
        original = self._came_from.get(path, path)
        found = package.expected.get(original)
        return found or next(
            (package.expected[other] for other in spellings(original) if other in package.expected), None
        )

    def unchanged(self, path: str, digest: Callable[[str, str], str]) -> bool | None:
        """Tell whether a file is as its package brought it; None where no package says.

        `digest` gives the hex digest of the file for (path, algorithm), "" where it cannot.
        """
        expected = self.expected(path)
        found = digest(path, expected.algorithm) if expected else ""
        return found == expected.hexdigest if expected and found else None

    def witness(self, path: str) -> str:
        """Give the path of a file that was written when the path's package was installed, "" for none."""
        package = self._find(path)
        return package.witness if package else ""

    def _find(self, path: str) -> Package | None:
        found = self._owner.get(path)
        if found is None:
            found = next((self._owner[other] for other in spellings(path) if other in self._owner), None)
        return self._holder(path) if found is None else found

    def _holder(self, path: str) -> Package | None:
        """Give the package whose directory holds the path, the innermost."""
        while path and self._trees:
            if path in self._trees:
                return self._trees[path]
            path = path.rpartition("/")[0]
        return None

    def _where(self, path: str, package: Package) -> str:
        to, by = self._diverted.get(path, (path, package.name))
        return path if by == package.name else to


def spellings(path: str) -> Iterable[str]:
    """Give the other path by which a file may be known where directories are merged into /usr."""
    if path.startswith("/usr/") and (path[4:] + "/").startswith(_MERGED):
        yield path[4:]
    elif (path + "/").startswith(_MERGED):
        yield "/usr" + path
