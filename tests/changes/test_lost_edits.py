"""Edits of the files that the engine writes for each container: found in its storage, else by a process in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.changes.lost_edits import first_resolv_conf, lost_edits
from snapshotter.engine.api import Container
from snapshotter.engine.generated_files import PATHS, GeneratedFiles
from snapshotter.errors import EngineError
from snapshotter.model import HISTORY_OFF, Base, Command, Workspace
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.journal.records import Gap
from tests.work.fakes import FakeEngine

WORKSPACE = Workspace("web", "box", Base("debian", "sha256:0"), 1.0, "/bin/sh")
CONTENTS = {"/etc/hostname": "box\n", "/etc/hosts": "127.0.0.1 localhost\n10.0.0.9 db\n", "/etc/resolv.conf": "x\n"}


class Printing(FakeEngine):
    """An engine in whose containers the files are printed by a process."""

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        self._called("run")
        return 0, "".join(f"snap {path}\n{CONTENTS[path]}" for path in argv[4:]).encode()


@pytest.fixture
def engine(tmp_path: Path) -> Printing:
    return Printing(tmp_path)


@pytest.fixture
def container(tmp_path: Path) -> Container:
    places = {path: tmp_path / path.rpartition("/")[2] for path in PATHS}
    for path, place in places.items():
        place.write_text(CONTENTS[path])
    files = GeneratedFiles(places, "box")
    return Container("box", "snap-web", "running", "sha256:0", {}, "", "", (), None, files)


def recorded(*texts: str) -> Recorded:
    return Recorded(tuple(Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1) for text in texts))


def unreadable(container: Container) -> Container:
    for place in container.generated.places.values() if container.generated else ():
        place.unlink()
    return container


def test_edits_are_found_in_the_storage_of_the_engine(engine: Printing, container: Container) -> None:
    (path, why), *others = lost_edits(engine, WORKSPACE, container, recorded("ls")).items()
    assert path == "/etc/hosts" and "--add-host NAME:ADDRESS" in why and "entry point" in why and not others
    assert "run" not in engine.calls


@pytest.mark.parametrize("text", ["echo 10.0.0.9 db >> /etc/hosts", "cd /etc; nano -w fstab", "hostname web", "vi x"])
def test_a_process_prints_the_files_where_a_command_may_have_edited_them(
    engine: Printing, container: Container, text: str
) -> None:
    assert list(lost_edits(engine, WORKSPACE, unreadable(container), recorded("ls", text))) == ["/etc/hosts"]
    gap = Recorded(gaps=(Gap("s", 1.0, 2.0, HISTORY_OFF),))
    assert list(lost_edits(engine, WORKSPACE, container, gap)) == ["/etc/hosts"]
    assert engine.calls.count("run") == 2


def test_otherwise_nothing_is_run(engine: Printing, container: Container) -> None:
    assert lost_edits(engine, WORKSPACE, unreadable(container), recorded("apt-get update", "make")) == {}
    stopped = replace(container, state="exited")
    assert lost_edits(engine, WORKSPACE, stopped, recorded("vi /etc/hosts")) == {}
    assert lost_edits(engine, replace(WORKSPACE, shell=""), container, recorded("vi /etc/hosts")) == {}
    assert lost_edits(engine, WORKSPACE, replace(container, generated=None), recorded("vi /etc/hosts")) == {}
    assert "run" not in engine.calls


def test_a_process_that_fails_tells_nothing(engine: Printing, container: Container) -> None:
    engine.broken["run"] = EngineError("no")
    assert lost_edits(engine, WORKSPACE, unreadable(container), recorded("vi /etc/hosts")) == {}


def test_a_rule_of_the_workspace_hides_an_edit(engine: Printing, container: Container) -> None:
    ruled = replace(WORKSPACE, volatile=(("/etc/hosts", "only for this work"),))
    assert lost_edits(engine, ruled, container, recorded("ls")) == {}


def test_the_first_resolv_conf_is_kept_where_the_engine_keeps_no_digest(
    engine: Printing, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "container", lambda _ident: container)
    digest = hashlib.sha256(b"x\n").hexdigest()
    assert first_resolv_conf(engine, WORKSPACE, "box") == digest
    assert container.generated is not None
    container.generated.places["/etc/resolv.conf"].with_name("resolv.conf.hash").write_text(f"sha256:{digest}")
    assert first_resolv_conf(engine, WORKSPACE, "box") == ""
    container.generated.places["/etc/resolv.conf"].with_name("resolv.conf.hash").write_text("sha256:0")
    assert first_resolv_conf(engine, WORKSPACE, "box") == digest
    assert "run" not in engine.calls
    container.generated.places["/etc/resolv.conf"].with_name("resolv.conf.hash").unlink()
    assert first_resolv_conf(engine, WORKSPACE, unreadable(container).id) == digest
