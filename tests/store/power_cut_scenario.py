"""A program that writes everything that the store writes, and what must be there once it has said so.

`python -m tests.store.power_cut_scenario HOME ACKS`
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from snapshotter.model import Proof, Workspace
from snapshotter.store import home as stores
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Begin, Close, End
from tests.store.samples import BASE, added, snapshot

DATA = b"the content of a file"
KEY = hashlib.sha256(DATA).hexdigest()
RECIPE = {"Dockerfile": b"FROM debian:bookworm\n"}


def play(place: Path, acks: Path) -> None:
    """Do what a first start, a session, commits, a proof and the removal of a workspace do."""
    home = stores.at(place)
    with acks.open("wb", buffering=0) as file:

        def acknowledge(what: str) -> None:
            file.write(f"{what}\n".encode())

        for name in ("web", "old"):
            with home.workspaces.lock(name):
                home.line.prepare()
                assert home.identity
                home.workspaces.put(workspace(name))
                home.workspaces.use(name)
            acknowledge(f"start {name}")
        parents: dict[str, str | None] = {"web": None, "old": None}
        for name, seq in (("web", 1), ("old", 1), ("web", 2)):
            _session(home, name, seq, acknowledge)
            journal = home.journal(name)
            journal.sync()
            made = replace(snapshot(seq, added(f"/srv/{seq}", KEY), name=name), position=journal.position())
            made = replace(made, commands=tuple(journal.commands()), created=time.time())
            parents[name] = home.line.write(made, {KEY: DATA}, RECIPE, parents[name]).id
            acknowledge(f"commit {name} {seq}")
            home.line.add_proof(name, seq, Proof("equal", "the same"))
            acknowledge(f"proof {name} {seq}")
        home.line.delete("old")
        home.workspaces.remove("old")
        acknowledge("remove old")
        _session(home, "web", 3, acknowledge)


def _session(home: Home, name: str, number: int, acknowledge: object) -> None:
    from snapshotter.record.unwritten import JournalWriter

    journal, session = home.journal(name), f"s{number}"
    journal.settle()
    journal.append(open_record(session))
    writer = JournalWriter(journal, session)
    for count in (1, 2):
        at = time.time()
        writer.write(Begin(session, count, at, f"{session} {count}", "/", "root", "bash", 1))
        writer.write(End(session, count, at, 0))
    writer.write(Close(session, time.time()))
    writer.finish(patient=False)
    journal.close()
    assert callable(acknowledge)
    acknowledge(f"session {name} {session}")


def workspace(name: str) -> Workspace:
    """Return a workspace as `snap start` stores it."""
    return Workspace(name, "0" * 64, BASE, 1_700_000_000.0, "/bin/bash")


def check(place: Path, acknowledged: Sequence[str]) -> None:
    """Check that all that was acknowledged is there, that nothing is damaged, and that work can go on."""
    home = stores.at(place / "home")
    removed = "remove old" in acknowledged
    for name in home.line.names():
        problems = home.line.check(name)
        assert not problems, problems
        assert [one.seq for one in home.line.snapshots(name)]
    for what in acknowledged:
        kind, name, *rest = what.split()
        if name == "old" and ("commit web 2" in acknowledged):  # its removal may have begun
            continue
        if kind == "start":
            assert home.workspaces.get(name) == workspace(name)
            assert len(home.identity) == 16
        elif kind == "commit":
            assert home.line.snapshot(name, int(rest[0])).seq == int(rest[0])
            assert home.line.content(name, KEY) == DATA
        elif kind == "proof":
            assert home.line.summaries(name)[int(rest[0]) - 1].proof is not None
        elif kind == "session":
            texts = [command.text for command in home.journal(name).commands()]
            assert {f"{rest[0]} 1", f"{rest[0]} 2"} <= set(texts)
    assert not (removed and ("old" in home.workspaces.names() or "old" in home.line.names()))
    _go_on(home, "web" if "start web" in acknowledged else "new")


def _go_on(home: Home, name: str) -> None:
    """Check that a session and a commit can follow."""
    found = home.line.snapshots(name)
    journal = home.journal(name)
    journal.settle()
    journal.append(open_record("later"))
    journal.append(Begin("later", 1, time.time(), "go on", "/", "root", "bash", 1))
    journal.append(End("later", 1, time.time(), 0))
    journal.close()
    recorded = home.recorded_since(name, found[-1] if found else None)
    assert "go on" in [command.text for command in recorded.commands]
    made = replace(snapshot(len(found) + 1, name=name), position=journal.position(), commands=recorded.commands)
    home.line.write(made, {}, RECIPE, found[-1].id if found else None)
    assert home.line.check(name) == []


if __name__ == "__main__":
    os.umask(0o077)
    play(Path(sys.argv[1]), Path(sys.argv[2]))
