"""The commands of apk: by its log, else by what is wanted."""

from __future__ import annotations

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, shown

WORLD, LOG, INSTALLED = "/etc/apk/world", "/var/log/apk.log", "/lib/apk/db/installed"
CURL, DEPS = Package("apk", "curl", "8", paths=("/usr/bin/curl",)), Package("apk", ".deps", "1")
MAKE = Package("apk", "make", "4", True, paths=("/usr/bin/make",))
OLD = "Running `apk add old` at 1970-01-01 00:00:01\n(1/1) Installing old (1)\nOK: 1 MiB\n"


def texts(made: Files, *added: Package) -> list[str]:
    before = {WORLD: "busybox\n", LOG: OLD}
    commands, _ = shown(before, made, PackageChanges(added=added), added)
    return [one.text for one in commands]


def run(command: str, what: str, end: str = "OK: 9 MiB in 3 packages", at: int = 10) -> str:
    return f"\nRunning `{command}` at 1970-01-01 00:00:{at}\napk-tools 3\n{what}\n{end}\n"


def test_what_is_wanted() -> None:
    made = {WORLD: "busybox\ncurl=8\n.deps=1\n", INSTALLED: "P:.deps\nV:1\nD:make so:libc.so.1\n\nP:curl\nV:8\n"}
    assert texts(made, CURL, DEPS, MAKE) == ["apk add curl=8", "apk add --virtual .deps make"]


def test_the_log() -> None:
    log = (
        OLD
        + run("apk add cur", "ERROR: unable to select packages:", "")
        + run("apk add -t .deps make", "(1/2) Installing make (4)\n(2/2) Installing .deps (1)")
        + run("apk add curl", "(1/1) Installing curl (8)")
    )
    made = {WORLD: "busybox\ncurl\n.deps=1\n", LOG: log}
    assert texts(made, CURL, DEPS, MAKE) == ["apk add -t .deps make", "apk add curl"]
    assert texts(made, CURL) == ["apk add curl"]


def test_what_was_removed_again_stays_where_a_build_needed_it() -> None:
    log = (
        OLD
        + run("apk add make", "(1/1) Installing make (4)")
        + run("apk add curl", "(1/1) Installing curl (8)", at=20)
        + run("apk del make", "(1/1) Purging make (4)", at=30)
    )
    made: Files = {WORLD: "busybox\ncurl\n", LOG: log}
    assert texts(made, CURL) == ["apk add curl"]
    typed = "cd /srv\napk add make\nmake\napk add curl\napk del make\n"
    built = {**made, "/srv/out": ("o", 10.5), "/root/.ash_history": typed}
    assert texts(built, CURL) == ["apk add make", "make", "apk add curl", "apk del make"]
