from __future__ import annotations

import hashlib

from snapshotter.changes.packages import Expected
from tests.changes.packages.samples import Files

STATUS = """\
Package: nginx-light
Status: install ok installed
Architecture: amd64
Version: 1.22.1-9
Conffiles:
 /etc/nginx/nginx.conf 11111111111111111111111111111111
 /etc/nginx/old.conf 22222222222222222222222222222222 obsolete
Description: small
 continued: line

Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9

Package: libc6
Status: install ok installed
Architecture: i386
Version: 2.36-9

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1

Package: dash
Status: install ok installed
Architecture: amd64
Version: 0.5.12
"""
INFO = "/var/lib/dpkg/info"
FILES = {
    "/var/lib/dpkg/status": STATUS,
    "/var/lib/dpkg/diversions": "/bin/sh\n/bin/sh.distrib\ndash\n/usr/bin/who\n/usr/bin/who.real\n:\n",
    "/var/lib/apt/extended_states": "Package: libc6\nArchitecture: i386\nAuto-Installed: 1\n",
    f"{INFO}/nginx-light.list": "/.\n/usr\n/usr/sbin\n/usr/sbin/nginx\n/etc\n/etc/nginx\n/etc/nginx/nginx.conf\n"
    "/usr/bin/who\n/lib/systemd/x.service\n",
    f"{INFO}/nginx-light.md5sums": f"{'a' * 32}  usr/sbin/nginx\n{'b' * 32}  usr/bin/who\n"
    f"{'c' * 32}  lib/systemd/x.service\n",
    f"{INFO}/libc6:amd64.list": "/.\n/usr\n/usr/lib\n/usr/lib/libc.so.6\n",
    f"{INFO}/libc6:i386.list": "/.\n/usr\n/usr/lib/i386/libc.so.6\n",
    f"{INFO}/dash.list": "/.\n/bin/sh\n",
    f"{INFO}/gone.list": "/etc/gone.conf\n",
}


def test_what_is_installed() -> None:
    owners = Files(FILES).owners()
    assert owners.installed == {"nginx-light": "1.22.1-9", "libc6": "2.36-9", "libc6:i386": "2.36-9", "dash": "0.5.12"}
    assert [name for name, package in owners.packages.items() if package.automatic] == ["libc6:i386"]


def test_who_owns_files_and_directories() -> None:
    owners = Files(FILES).owners()
    assert owners.owner("/usr/sbin/nginx") == "nginx-light 1.22.1-9"
    assert owners.owner("/etc/nginx") == "nginx-light 1.22.1-9"
    assert owners.owner("/usr/lib/i386/libc.so.6") == "libc6:i386 2.36-9"
    assert owners.owner("/etc/gone.conf") == ""
    assert owners.owner(f"{INFO}/libc6:i386.list") == "libc6:i386 2.36-9"
    assert owners.owner("/srv") == ""
    assert owners.stamp_file("/usr/lib/libc.so.6") == f"{INFO}/libc6:amd64.list"


def test_merged_usr_is_one_place() -> None:
    owners = Files(FILES).owners()
    assert owners.owner("/usr/lib/systemd/x.service") == "nginx-light 1.22.1-9"
    assert owners.expected("/usr/lib/systemd/x.service") == Expected("md5", "c" * 32)
    assert owners.owner("/lib/libc.so.6") == "libc6 2.36-9"


def test_diverted_files_are_owned_at_their_new_path() -> None:
    owners = Files(FILES).owners()
    assert owners.owner("/usr/bin/who.real") == "nginx-light 1.22.1-9"
    assert owners.owner("/usr/bin/who") == ""
    assert owners.expected("/usr/bin/who.real") == Expected("md5", "b" * 32)
    assert owners.owner("/bin/sh") == "dash 0.5.12"


def test_what_files_should_hold() -> None:
    owners = Files(FILES).owners()
    assert owners.expected("/etc/nginx/nginx.conf") == Expected("md5", "1" * 32, configuration=True)
    assert owners.expected("/etc/nginx/old.conf") is None
    assert owners.unchanged("/usr/sbin/nginx", lambda path, algorithm: "a" * 32) is True
    assert owners.unchanged("/usr/sbin/nginx", lambda path, algorithm: "0" * 32) is False
    assert owners.unchanged("/usr/sbin/nginx", lambda path, algorithm: "") is None
    assert owners.unchanged("/etc/nginx", lambda path, algorithm: "a" * 32) is None


def test_images_without_dpkg() -> None:
    digest = hashlib.md5(b"", usedforsecurity=False).hexdigest()
    files = Files(
        {
            "/var/lib/dpkg/status.d/base": "Package: base-files\nArchitecture: amd64\nVersion: 12\n",
            "/var/lib/dpkg/status.d/base-files.md5sums": f"{digest}  etc/issue\n",
        }
    )
    assert files.owners().installed == {"base-files": "12"}
    assert files.owners().owner("/etc/issue") == "base-files 12"


def test_nothing_and_damage() -> None:
    assert Files({}).owners().installed == {}
    odd = Files(
        {
            "/var/lib/dpkg/status": "nonsense\n\nPackage: x\nStatus: install ok half-installed\n\n: y\n\udcff",
            "/var/lib/dpkg/diversions": "/a\n",
        }
    )
    assert odd.owners().installed == {"x": ""}
