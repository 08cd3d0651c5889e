"""A database that something else than its package manager wrote: what can be read of it counts, the rest does not."""

from __future__ import annotations

import random

import pytest

from snapshotter.changes.packages import apk
from tests.changes.packages.samples import Files

SITE = "/usr/lib/python3/site-packages"
DEEP = "[" * 100_000
HUGE = '{"version": ' + "9" * 5000 + "}"


def test_an_apk_digest_with_a_character_outside_ascii_is_no_digest() -> None:
    text = "P:base\nV:3.7\nF:etc\nR:motd\nZ:Q1\u00e9\u00e9=\nR:odd\nZ:Q1\udcff\n\nP:zlib\nV:1.3\n\n"
    owners = Files({"/lib/apk/db/installed": text}).owners()
    assert owners.installed == {"base": "3.7", "zlib": "1.3"}
    assert owners.owner("/etc/motd") == "base 3.7"
    assert owners.expected("/etc/motd") is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{SITE}/a-1.dist-info/RECORD", "a.py,sha256=\u00e9\u00e9,1\n"),
        (f"{SITE}/a-1.dist-info/RECORD", "a" * 200_000 + ",,\n"),
        (f"{SITE}/a-1.dist-info/RECORD", "a\0b,,\n"),
        ("/usr/lib/node_modules/a/package.json", DEEP),
        ("/usr/lib/node_modules/a/package.json", HUGE),
        ("/var/lib/rpm/Packages", "\0" * 12 + "\x61\x15\x06\0" + "\xff" * 600),
        ("/var/lib/rpm/Packages.db", "RpmP" + "\xff" * 600),
    ],
)
def test_no_database_of_a_container_is_an_error(path: str, text: str) -> None:
    healthy = {"/var/lib/dpkg/status": "Package: dash\nStatus: install ok installed\nVersion: 1\n"}
    assert "dash" in Files({**healthy, path: text}).owners().installed


def test_an_error_that_no_reader_expects_ends_that_database_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_value: str) -> str:
        raise RecursionError

    monkeypatch.setattr(apk, "_sha1", broken)
    owners = Files(
        {
            "/lib/apk/db/installed": "P:a\nV:1\n\nP:b\nV:1\nF:etc\nR:x\nZ:Q1x\n",
            "/usr/lib/node_modules/a/package.json": '{"name": "a", "version": "2"}',
        }
    ).owners()
    assert len(owners.packages) == 2


def test_no_random_change_of_a_database_is_an_error() -> None:
    chance = random.Random(1)
    samples = {
        "/lib/apk/db/installed": "P:base\nV:3.7\nF:etc\nR:motd\nZ:Q1abcd\n\n",
        f"{SITE}/a-1.dist-info/RECORD": "a.py,sha256=abcd,1\n",
        "/usr/lib/node_modules/a/package.json": '{"name": "a", "version": "2"}',
    }
    for path, text in samples.items():
        for _ in range(300):
            at = chance.randrange(len(text))
            piece = chance.choice(["\0", "\u00e9", "\udc80", "{", "[" * 50, "9" * 50, '"', ",", ":", "\n", ""])
            Files({path: text[:at] + piece + text[at + 1 :]}).owners()
