"""Readers of input from outside end with a result or an error of their own, and in time; `fuzz.py` tries more."""

from __future__ import annotations

import gzip
import random
import sqlite3
import struct
from pathlib import Path

import pytest

from tests import fuzz
from tests.speed import TRIES, slowness, untraced

TARGETS = fuzz.targets()


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_is_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    for seed in TARGETS[name].seeds:
        assert fuzz.failure(TARGETS[name], seed) == ""
    for _ in range(60):
        data = fuzz.damaged(TARGETS[name], chance)
        assert fuzz.failure(TARGETS[name], data) == "", data[:2000]
    data = fuzz.long(TARGETS[name], chance, 100_000)
    assert fuzz.failure(TARGETS[name], data) == "", data[:2000]


def _ndb_of_one_blob() -> bytes:
    """Return an ndb store in which 30 000 slots lead to the same half a megabyte."""
    blob = struct.pack(">II", 30_000, 1000) + struct.pack(">IIII", 1117, 8, 0, 400) * 30_000 + b"a\0" * 500
    pages = 120
    head = b"RpmP" + struct.pack("<III", 0, 0, pages) + bytes(16)
    slots = struct.pack("<4sIII", b"Slot", 1, pages * 256, 1) * 30_000
    store = (head + slots)[: pages * 4096].ljust(pages * 4096, b"\0")
    return store + b"BlbS" + struct.pack("<III", 1, 0, len(blob)) + blob


def _berkeley_of_one_value() -> bytes:
    """Return a Berkeley DB in which each item of many pages is the same half a megabyte."""
    size = 512
    head = bytearray(size)
    head[12:16], head[20:24] = struct.pack("<I", 0x061561), struct.pack("<I", size)
    page = bytearray(size)
    page[20:22], page[25] = struct.pack("<H", 200), 13
    page[26:426] = struct.pack("<H", 450) * 200
    page[450], page[454:462] = 3, struct.pack("<II", 1001, 400_000)
    overflow = b"".join(
        bytes(16) + struct.pack("<I2xHxB", number + 1, 486, 7) + b"x" * 486 for number in range(1001, 2001)
    )
    return bytes(head) + bytes(page) * 1000 + overflow


LONG = {
    "bash": (
        b"declare -a a=(\n" * 60_000,
        b"declare -a a=(\n" * 60_000 + b")x\n",
        b"f () \n{ \n" * 90_000,
        b'declare -- a="\\"\n' * 60_000,
    ),
    "zsh": (b"f () {\n" * 120_000, b"typeset x=" + b"$" * 900_000),
    "fish": (b"function f\n" * 90_000,),
    "dpkg-status": (b"Package: a\nDescription: b\n" + b" \n" * 450_000,),
    "gem": (b"\n" * 900_000,),
    "pip": (b'"' + b"a" * 200_000, b"a\rb,c,d\nusr/x.py,,\n"),
    "rpm-ndb": (_ndb_of_one_blob(),),
    "rpm-bdb": (_berkeley_of_one_value(),),
    "tar": (gzip.compress(bytes(1024)) + bytes(900_000),),
    "cast": (b'{"version":2,"width":80,"height":24,"timestamp":1}\n' + b"\r\n" * 400_000,),
    "journal": (b"\r\n" * 400_000,),
    "dockerfile": (b"RUN " + b"a" * 990_000,),
    "change": (b"EXPOSE 1-65535", b"EXPOSE 1-65535\x01EXPOSE 1-65535/udp"),
    "secret": (b"a=~nobody-known/x",),
    "container": (b'{"Id":"a","GraphDriver":{"Name":"overlay2","Data":{"UpperDir":"\\ud800"}}}',),
    "image": (b'{"Id":"a","Size":1e999}',),
}


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, found in LONG.items() for data in found])
def test_forged_input_takes_no_longer_than_other_input(name: str, data: bytes) -> None:
    for _ in range(TRIES):  # a shared processor makes one reading slow, not each
        limit = fuzz.SECONDS * slowness()
        with untraced():
            wrong = fuzz.failure(TARGETS[name], data, limit)
        if not wrong:
            return
    pytest.fail(wrong)


@pytest.mark.parametrize(
    "made",
    [
        "create view Packages as with recursive n(i) as (select 1 union all select i + 1 from n)"
        " select i as hnum, x'00' as blob from n",
        "create view Packages as select 1 as hnum, zeroblob(900000000) as blob",
        "create table Packages (hnum integer, blob blob as (zeroblob(900000000))); insert into Packages values (2)",
        "create table Packages (hnum integer, blob text); insert into Packages values (1, cast(x'ff' as text))",
    ],
    ids=["endless", "huge", "huge-column", "no-text"],
)
def test_a_forged_rpm_database_has_no_packages(made: str, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "db")
    connection.executescript(made)
    connection.commit()
    connection.close()
    assert fuzz.failure(TARGETS["rpm-sqlite"], (tmp_path / "db").read_bytes()) == ""
