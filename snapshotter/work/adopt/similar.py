"""The base of an image whose layers are of no other image: by its distribution, and the versions of its packages.

An image that `docker import` made has one layer, which no other one has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.regex import regex

_RELEASE = ("/etc/os-release", "/usr/lib/os-release")
_DPKG = "/var/lib/dpkg/status"
_APK = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed")
_LEAST = 0.5
"""The share of a base's packages that must be in an image with the same version."""
_LINE = regex(r"(?m)^(?P<name>[A-Z_]+)=[\"']?(?P<value>[^\"'\n]*)[\"']?$")


class Contents(Struct, frozen=True):
    """What an image holds: a distribution and packages."""

    release: Mapping[str, str]
    """The lines of os-release; empty if it has none."""
    packages: Mapping[str, str]
    """Name → version."""

    @property
    def distribution(self) -> tuple[str, str]:
        """Return its name and its version, as in ("debian", "12")."""
        return self.release.get("ID", ""), _version(self.release)

    @property
    def title(self) -> str:
        """Return how it calls itself, as in "Debian GNU/Linux 12 (bookworm)"."""
        return self.release.get("PRETTY_NAME") or " ".join(filter(None, self.distribution)) or "no /etc/os-release"


class Likeness(Struct, frozen=True):
    """How like an image is to what another one was made of."""

    same: int
    """Packages with the same version."""
    of: int
    """Packages of the other one."""
    more: int
    """Packages that the other one lacks."""
    distribution: bool
    """Whether both are the same version of the same distribution."""

    @property
    def difference(self) -> int:
        """Return the number of packages in which the two differ."""
        return self.of - self.same + self.more

    @property
    def may_be_base(self) -> bool:
        """Return whether the one can have been made of the other."""
        return self.distribution and self.of > 0 and self.same >= self.of * _LEAST

    def __str__(self) -> str:
        """Return it in words."""
        if not self.distribution:
            return "it is another distribution, or another version of it"
        return f"{self.same} of its {self.of} packages are in the image with the same version"


def contents_of(engine: Engine, image: str) -> Contents:
    """Return what an image holds."""
    found = dict(engine.read_files(image, [*_RELEASE, _DPKG, *_APK]))
    texts = {path: data.decode("utf-8", "replace") for path, data in found.items()}
    release = next((texts[path] for path in _RELEASE if texts.get(path, "").strip()), "")
    apk = next((texts[path] for path in _APK if path in texts), "")
    packages = dict([*_stanzas(texts.get(_DPKG, ""), "Package: ", "Version: "), *_stanzas(apk, "P:", "V:")])
    return Contents({match["name"]: match["value"] for match in _LINE.finditer(release)}, packages)


def _stanzas(text: str, name: str, version: str) -> Iterator[tuple[str, str]]:
    for stanza in text.split("\n\n"):
        lines = stanza.split("\n")
        names = [line.removeprefix(name) for line in lines if line.startswith(name)]
        versions = [line.removeprefix(version) for line in lines if line.startswith(version)]
        removed = any(line.startswith("Status: ") and not line.endswith(" installed") for line in lines)
        if names and versions and not removed:
            yield names[0], versions[0]


def likeness(image: Contents, other: Contents) -> Likeness:
    """Return how like an image is to another one, of which it may have been made."""
    same = sum(image.packages.get(name) == version for name, version in other.packages.items())
    more = len(image.packages.keys() - other.packages.keys())
    alike = image.distribution == other.distribution and image.distribution[0] != ""
    return Likeness(same, len(other.packages), more, alike)


def published(image: Contents) -> list[str]:
    """Return the names under which registries have images of a distribution."""
    name, version = image.distribution
    codename = image.release.get("VERSION_CODENAME", "")
    if not name or not (version or codename):
        return []
    tags = [codename, f"{codename}-slim"] if name == "debian" and codename else [version]
    return [f"{name}:{tag}" for tag in tags if tag]


def _version(release: Mapping[str, str]) -> str:
    version = release.get("VERSION_ID", "")
    return ".".join(version.split(".")[:2]) if release.get("ID") == "alpine" else version
