"""Package URLs (purl): the names of packages that scanners for vulnerabilities look up."""

from __future__ import annotations

from packageurl import PackageURL

from snapshotter.work.look.packages import Installed, Inventory

_TYPES = {"dpkg": "deb", "apk": "apk", "rpm": "rpm", "pip": "pypi", "npm": "npm", "gem": "gem"}
_OF_A_DISTRIBUTION = ("deb", "apk", "rpm")


def package_url(found: Inventory, one: Installed) -> PackageURL:
    """Return the package URL of a package; that of a distribution's names the distribution and its release."""
    package = one.package
    kind = _TYPES[package.manager]
    name, version, namespace = package.name, package.version, ""
    qualifiers: dict[str, str] = {}
    if kind in _OF_A_DISTRIBUTION:
        separator = "." if kind == "rpm" else ":"
        # only a second package of the same name has the architecture in its name
        if one.package.name != package_name(one):
            name, _, qualifiers["arch"] = name.rpartition(separator)
        namespace = found.distribution
        if found.distribution and found.release:
            qualifiers["distro"] = f"{found.distribution}-{found.release}"
        epoch, colon, rest = version.partition(":")
        if kind == "rpm" and colon:
            version, qualifiers["epoch"] = rest, epoch
    elif kind == "npm" and "/" in name:
        namespace, _, name = name.rpartition("/")
    return PackageURL(kind, namespace or None, name, version or None, qualifiers or None)


def package_name(one: Installed) -> str:
    """Return the name of a package without the architecture that a second one of its name has."""
    package = one.package
    separator = {"dpkg": ":", "rpm": "."}.get(package.manager, "")
    name, found, arch = package.name.rpartition(separator) if separator else (package.name, "", "")
    return name if found and arch in _ARCHITECTURES else package.name


_ARCHITECTURES = frozenset(
    "all amd64 arm64 armel armhf i386 loong64 mips64el mipsel ppc64el riscv64 s390x x32 "
    "aarch64 armv7hl i486 i586 i686 noarch ppc64le x86_64".split()
)
"""Names of dpkg and of rpm."""
