from __future__ import annotations

import gzip
import struct
from hashlib import sha256
from pathlib import Path

import pytest

from snapshotter.changes.packages import Expected, rpm_store
from snapshotter.proof.meaning import same_meaning
from tests.changes.packages.samples import Files

HERE = Path(__file__).parent / "rpm"
SQLITE = gzip.decompress((HERE / "rpmdb.sqlite.gz").read_bytes())
"""Made by rpm 4.18 itself: packages hello (epoch 1, a configuration file) and library."""
BERKELEY = gzip.decompress((HERE / "Packages.gz").read_bytes())
"""The same headers in a hash of Berkeley DB 5.3."""


def ndb(generation: int = 7) -> bytes:
    """Return the same headers as SUSE's rpm stores them."""
    blobs = list(rpm_store.headers({"rpmdb.sqlite": SQLITE}.get))
    slots, data = b"", b""
    for number, blob in enumerate(blobs, 1):
        block = (4096 + len(data)) // 16
        whole = b"BlbS" + struct.pack("<III", number, generation, len(blob)) + blob
        whole += bytes(-len(whole) % 16) + struct.pack("<III", 0, 0, len(blob)) + b"BlbE"
        slots += b"Slot" + struct.pack("<III", number, block, len(whole) // 16)
        data += whole
    head = b"RpmP" + struct.pack("<IIIIIII", 0, 1, 1, len(blobs) + 1, 0, 0, 0)
    return (head + slots + b"Slot" + bytes(12)).ljust(4096, b"\0") + data


STORES = {"rpmdb.sqlite": SQLITE, "Packages": BERKELEY, "Packages.db": ndb()}


@pytest.mark.parametrize("place", ["/var/lib/rpm", "/usr/lib/sysimage/rpm"])
@pytest.mark.parametrize("name", STORES)
def test_each_store_gives_the_same_packages(name: str, place: str) -> None:
    owners = Files({f"{place}/{name}": STORES[name]}).owners()
    assert owners.installed == {"hello": "1:1.2-3", "library": "0.9-1"}
    assert owners.owner("/usr/share/hello/greeting") == owners.owner("/usr/share/hello") == "hello 1:1.2-3"
    assert owners.owner("/usr/lib/liby.txt") == "library 0.9-1"
    assert owners.expected("/usr/share/hello/greeting") == Expected("sha256", sha256(b"hi\n").hexdigest())
    assert owners.expected("/etc/hello.conf") == Expected("sha256", sha256(b"a = 1\n").hexdigest(), configuration=True)
    assert owners.expected("/usr/share/hello/link") is None


@pytest.mark.parametrize("name", STORES)
def test_a_damaged_store_gives_what_is_whole_and_never_fails(name: str) -> None:
    data = STORES[name]
    for cut in (0, 3, 30, 600, 4100, 5000, len(data) // 2, len(data) - 1):
        Files({f"/var/lib/rpm/{name}": data[:cut]}).owners()
    for at in range(0, min(len(data), 24000), 97):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        list(rpm_store.headers({name: broken}.get))


def test_a_header_with_a_wrong_size() -> None:
    blob = next(rpm_store.headers({"Packages.db": STORES["Packages.db"]}.get))
    data = STORES["Packages.db"].replace(blob[:8], b"\xff" * 8)
    assert set(Files({"/var/lib/rpm/Packages.db": data}).owners().installed) < {"hello", "library"}


def test_two_databases_of_the_same_packages_mean_the_same() -> None:
    assert ndb() != ndb(8) and same_meaning("/var/lib/rpm/Packages.db", ndb(), ndb(8))
    assert same_meaning("/var/lib/rpm/rpmdb.sqlite", SQLITE, SQLITE + bytes(4096))
    assert not same_meaning("/var/lib/rpm/rpmdb.sqlite", SQLITE, SQLITE[:4096])
    assert not same_meaning("/var/lib/rpm/Packages.db", ndb(), ndb().replace(b"0.9", b"0.8"))
