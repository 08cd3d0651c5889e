"""The generated message of a commit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from snapshotter.model import Change, Command, Entry
from snapshotter.work.commit.message import message
from tests.store.samples import added, command

NGINX = PackageChanges(added=(Package("dpkg", "nginx-light", "1.22"), Package("dpkg", "libc6", "2", automatic=True)))
NOTHING = PackageChanges()


def changed(path: str) -> Change:
    return replace(added(path), change="changed", before=Entry("file", 0o600, 0, 0))


@pytest.mark.parametrize(
    "commands, changes, packages, expected",
    [
        ([], [added("/etc/motd")], NOTHING, "add /etc/motd"),
        ([], [changed("/etc/nginx/a"), changed("/etc/nginx/b")], NOTHING, "change 2 files in /etc/nginx"),
        ([], [added("/srv/a"), added("/srv/b"), added("/x")], NOTHING, "add 2 files in /srv; add /x"),
        (
            [],
            [replace(added("/usr/bin/nginx"), package="nginx-light 1.22"), added("/var/lib/x"), added("/etc/own")],
            NGINX,
            "install nginx-light 1.22; add /etc/own",
        ),
        ([], [replace(added("/var/log/x"), volatile="logs")], NOTHING, "add /var/log/x"),
        ([command("ls -l")], [], NOTHING, "run ls -l"),
        ([command("ls"), command("pwd")], [], NOTHING, "run 2 commands"),
        ([], [], NOTHING, "no change"),
    ],
)
def test_the_message_says_what_happened(
    commands: list[Command], changes: list[Change], packages: PackageChanges, expected: str
) -> None:
    assert message(commands, changes, packages) == expected


def test_a_long_message_is_cut() -> None:
    many = [added(f"/{n}/{n}") for n in range(9)]
    assert message([], many, NOTHING).count(";") == 2
