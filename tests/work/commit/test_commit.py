"""Committing: what a snapshot holds, when there is none, and that the line is unchanged after any failure."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from snapshotter.errors import Conflict, ContainerNotFound, EngineError, StoreError, UsageError
from snapshotter.model import HISTORY_OFF, Snapshot
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Gap
from snapshotter.store.line import Line
from snapshotter.work.commit import reading as commit_reading
from snapshotter.work.commit import snapshot as commit_snapshot
from snapshotter.work.commit.commit import Committed, commit
from snapshotter.work.commit.making import Making
from snapshotter.work.commit.waiting import Patience
from tests.work.fakes import BASE, Person, put


def attempt(person: Person, patience: Patience) -> Committed | None:
    return commit(person.engine, person.home, person.workspace, "", (), lambda _: None, (), patience)


def committed(person: Person, text: str = "", *instructions: str, now: bool = False) -> Committed:
    patience = Patience(now=now, seconds=0.1)
    made = commit(person.engine, person.home, person.workspace, text, instructions, lambda _: None, (), patience)
    assert made is not None
    return made


def nothing_is_left(person: Person) -> bool:
    (*_, last) = person.home.line.snapshots("web")
    return person.home.recorded_since("web", last).commands == ()


def changes(snapshot: Snapshot) -> dict[str, str]:
    return {change.path: change.change for change in snapshot.changes}


def test_a_snapshot_holds_commands_changes_contents_and_image(person: Person) -> None:
    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    person.does("mkdir /srv; echo x > /srv/x", {"/srv/x": "x\n"})
    made = committed(person, "first").snapshot
    assert (made.seq, made.tag, made.message) == (1, "snap/web:1", "first")
    assert [command.text for command in made.commands] == ["echo hi > /etc/motd", "mkdir /srv; echo x > /srv/x"]
    assert changes(made) == {"/etc/motd": "changed", "/srv": "added", "/srv/x": "added"}
    assert [change.by for change in made.changes] == ["command 1", "command 2", "command 2"]
    assert person.home.line.content("web", made.changes[0].content) == b"hi\n"
    assert person.engine.tagged["snap/web:1"] == person.engine.tagged["snap/web:latest"] == made.image
    assert person.home.line.snapshots("web") == [made]


def test_the_next_snapshot_has_only_what_came_after(person: Person) -> None:
    person.does("one", {"/etc/motd": "hi\n", "/a": "1"})
    first = committed(person).snapshot
    person.does("two", {"/a": "2", "/b": ""})
    second = committed(person).snapshot
    assert (second.seq, second.tag) == (2, "snap/web:2")
    assert [command.text for command in second.commands] == ["two"]
    assert changes(second) == {"/a": "changed", "/b": "added"}
    assert second.changes[0].before == first.changes[0].after
    assert person.engine.tagged["snap/web:latest"] == second.image


def test_a_change_taken_back_is_a_change_of_the_next_snapshot(person: Person) -> None:
    person.does("one", {"/etc/motd": "hi\n", "/a": "1"})
    committed(person)
    (person.upper / "etc/motd").unlink()
    (person.upper / "a").unlink()
    assert changes(committed(person).snapshot) == {"/a": "deleted", "/etc/motd": "changed"}


@pytest.mark.parametrize("in_place", [True, False])
def test_the_image_is_begun_before_anything_is_read(
    person: Person, monkeypatch: pytest.MonkeyPatch, in_place: bool
) -> None:
    assert attempt(person, Patience()) is None  # reads the base
    person.does("x", {"/opt/x": "x"})
    person.engine.in_place = in_place
    begun: list[bool] = []

    def read_later(*given: object) -> None:
        making = given[5]
        assert isinstance(making, Making)
        making.wait()  # returns at once if the call was not started
        begun.append("commit" in person.engine.calls)

    monkeypatch.setattr(commit_reading, "read_container", read_later)
    commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert begun == [True]


def test_nothing_done_makes_no_snapshot_and_no_image(person: Person) -> None:
    assert commit(person.engine, person.home, person.workspace, "x", (), lambda _: None) is None
    assert "commit" not in person.engine.calls
    person.does("true")
    committed(person)
    assert commit(person.engine, person.home, person.workspace, "x", (), lambda _: None) is None
    assert person.home.line.summaries("web")[-1].seq == 1


def test_commands_alone_are_a_snapshot(person: Person) -> None:
    person.does("ls")
    made = committed(person).snapshot
    assert made.changes == ()
    assert made.message == "run ls"


def test_a_running_command_is_unfinished_in_a_snapshot_and_goes_on_in_the_next(person: Person) -> None:
    with person.runs("make", {"/x": "1"}) as make:
        first = committed(person, now=True)
        assert [(c.text, c.status, c.end) for c in first.snapshot.commands] == [("make", None, None)]
        assert first.unfinished == first.snapshot.commands
        assert [(c.path, c.by) for c in first.snapshot.changes] == [("/x", "command 1")]
        make({"/y": "2"})
    second = committed(person)
    assert [(c.text, c.status, c.end is None) for c in second.snapshot.commands] == [("make", 0, False)]
    assert second.snapshot.commands[0].begin == first.snapshot.commands[0].begin
    assert [(c.path, c.by) for c in second.snapshot.changes] == [("/y", "command 1")]
    assert second.unfinished == () and nothing_is_left(person)


def test_a_running_command_alone_is_no_reason_for_a_snapshot(person: Person) -> None:
    with person.runs("sleep 9"):
        assert attempt(person, Patience(now=True)) is None
        assert "commit" not in person.engine.calls
    assert [c.text for c in committed(person).snapshot.commands] == ["sleep 9"]


def test_a_commit_waits_for_a_running_command(person: Person) -> None:
    shown: list[str] = []
    with person.runs("make", {"/x": "1"}) as make:
        ending = threading.Timer(0.5, lambda: make(end=True))
        ending.start()
        made = attempt(person, Patience(seconds=None, tell=shown.append))
        ending.join()
    assert made is not None
    assert [(c.text, c.status) for c in made.snapshot.commands] == [("make", 0)]
    assert [line.partition(" has ")[0] for line in shown] == ["`make`"] and "Ctrl-C" in shown[0]


def test_where_nobody_can_interrupt_it_the_wait_has_an_end(person: Person) -> None:
    with person.runs("make -j4\nmake install", {"/x": "1"}), pytest.raises(Conflict) as refused:
        attempt(person, Patience(seconds=0.2))
    assert refused.value.exit_code == 5
    assert re.match(r"`make -j4…` has been running for \d+ s in web", refused.value.message)
    assert "--now" in refused.value.hint
    assert person.home.line.summaries("web") == [] and "pause" not in person.engine.calls


def test_another_process_can_use_the_workspace_during_the_wait(person: Person) -> None:
    locked = []

    def try_lock(_line: str) -> None:
        with person.home.workspaces.lock("web"):
            locked.append(True)

    with person.runs("make"), pytest.raises(Conflict):
        commit(person.engine, person.home, person.workspace, "", (), try_lock, (), Patience(seconds=0.1))
    assert locked


def test_the_command_that_calls_snap_commit_does_not_wait_for_itself(person: Person) -> None:
    with person.runs("make; snap commit", {"/x": "1"}) as make:
        make(asked=True)
        inside = attempt(person, Patience(seconds=0.1, inside=True))
        assert inside is not None and [c.asked for c in inside.snapshot.commands] == [True]
        make({"/y": "1"})
        with pytest.raises(Conflict):  # from another terminal, it is a running command
            attempt(person, Patience(seconds=0.1))
        outside = attempt(person, Patience(now=True))
        assert outside is not None
        assert [(c.path, c.by) for c in outside.snapshot.changes] == [("/y", "command 1")]
        make({"/z": "1"})
    last = committed(person).snapshot
    assert [(c.text, c.status, c.asked) for c in last.commands] == [("make; snap commit", 0, True)]
    assert [(c.path, c.by) for c in last.changes] == [("/z", "command 1")]


def test_an_open_shell_is_not_waited_for_and_not_in_the_snapshot(person: Person) -> None:
    with person.runs("su - dev", {"/home/dev/x": "1"}) as shell:
        made = attempt(person, Patience(seconds=0.1))
        assert made is not None and made.snapshot.commands == ()
        assert {change.by for change in made.snapshot.changes} == {"not recorded (the shell did not report)"}
        shell({"/home/dev/y": "1"})
    last = committed(person).snapshot
    assert [c.text for c in last.commands] == ["su - dev"]
    assert {change.by for change in last.changes} == {"command 1"}


def test_a_command_that_is_not_recorded_is_waited_for_too(person: Person) -> None:
    journal = person.home.journal("web")
    journal.append(open_record("live"))
    began = time.time() - 0.011
    journal.append(Gap("live", began, None, HISTORY_OFF))
    put(person.upper, "/x", "1")
    time.sleep(0.012)
    with pytest.raises(Conflict, match="a command that is not recorded has been running"):
        attempt(person, Patience(seconds=0.1))
    journal.append(Gap("live", began, time.time(), HISTORY_OFF))
    (change,) = committed(person).snapshot.changes
    assert change.by == "not recorded (history was off)"
    put(person.upper, "/y", "1")
    (change,) = committed(person).snapshot.changes
    assert change.by == "outside"
    journal.close()


def test_a_command_that_began_before_the_container_was_frozen_is_in_the_snapshot(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = person.engine.pause

    def late(ident: str) -> None:
        person.does("late", {"/late": "1"})
        pause(ident)

    monkeypatch.setattr(person.engine, "pause", late)
    person.does("early", {"/early": "1"})
    made = committed(person).snapshot
    assert [c.text for c in made.commands] == ["early", "late"]
    assert [(c.path, c.by) for c in made.changes] == [("/early", "command 1"), ("/late", "command 2")]
    assert nothing_is_left(person)


def test_the_container_is_frozen_and_thawed(person: Person) -> None:
    person.does("x", {"/x": ""})
    committed(person)
    calls = person.engine.calls
    assert calls.index("pause") < calls.index("commit") < calls.index("unpause")
    assert person.engine.boxes[person.workspace.container].state == "running"


def test_the_container_is_thawed_while_the_snapshot_is_written(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.does("x", {"/a": "1"})
    written = threading.Event()
    write, unpause = Line.write_prepared, person.engine.unpause

    def wrote(*arguments: Any, **named: Any) -> Snapshot:  # noqa: ANN401 - as `write` has them
        made = write(*arguments, **named)
        written.set()
        return made

    def goes_on(ident: str) -> None:
        assert written.wait(10)
        unpause(ident)

    monkeypatch.setattr(Line, "write_prepared", wrote)
    monkeypatch.setattr(person.engine, "unpause", goes_on)
    committed(person)
    assert person.engine.container(person.workspace.container).state == "running"


def test_a_container_that_cannot_be_thawed_is_an_error_and_the_snapshot_stays(person: Person) -> None:
    person.does("x", {"/a": "1"})
    person.engine.broken["unpause"] = EngineError("cannot thaw")
    made = committed(person)
    assert "cannot thaw" in made.failed[0].message
    assert made.failed[0].exit_code == 3
    (kept,) = person.home.line.snapshots("web")
    assert person.engine.tagged["snap/web:1"] == person.engine.tagged["snap/web:latest"] == kept.image


def test_a_base_image_is_read_for_the_first_time_before_the_container_is_frozen(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.does("x", {"/a": "1"})
    shutil.rmtree(person.home.cache, ignore_errors=True)
    states: list[str] = []
    layer_dirs = person.engine.layer_dirs

    def read(image: str) -> list[Path] | None:
        states.append(person.engine.container(person.workspace.container).state)
        return layer_dirs(image)

    monkeypatch.setattr(person.engine, "layer_dirs", read)
    committed(person)
    assert states[0] == "running"


def test_the_modules_that_explain_are_loaded_only_while_the_engine_works() -> None:
    code = "import sys, snapshotter.work.commit.commit; print(*(name for name in sys.modules if '.recipe' in name))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_stopped_container_is_committed_as_it_is(person: Person) -> None:
    person.does("x", {"/x": ""})
    person.engine.boxes[person.workspace.container].state = "exited"
    committed(person)
    assert "pause" not in person.engine.calls


def test_instructions_change_the_configuration_and_stay(person: Person) -> None:
    made = committed(person, "", 'CMD ["nginx"]', "ENV A=b").snapshot
    assert made.config.cmd == ("nginx",)
    assert made.instructions == ('CMD ["nginx"]', "ENV A=b")
    person.does("x")
    assert committed(person).snapshot.config.env == ("PATH=/usr/bin:/bin", "A=b")


def test_an_invalid_instruction_prevents_the_commit(person: Person) -> None:
    with pytest.raises(UsageError, match="RUN x"):
        committed(person, "", "RUN x")
    assert "commit" not in person.engine.calls
    assert person.home.line.head("web") is None


def test_the_commit_holds_a_dockerfile(person: Person) -> None:
    from snapshotter.store.repository import git

    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    committed(person)
    text = git.run(person.home.line.repository, "show", "web:Dockerfile").decode()
    assert text.startswith(f"FROM {BASE}\n")
    assert "echo hi > /etc/motd" in text


def test_contents_stop_at_the_limits(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit_snapshot, "FILE_LIMIT", 100)
    monkeypatch.setattr(commit_snapshot, "TOTAL_LIMIT", 150)
    person.does("x", {"/a": "a" * 90, "/b": "b" * 101, "/c": "c" * 80, "/d": "d"})
    made = committed(person).snapshot
    assert [bool(change.content) for change in made.changes] == [False, False, True, True]


def test_volatile_files_are_named_and_not_kept(person: Person) -> None:
    person.does("x", {"/var/log/x.log": "now"})
    made = committed(person).snapshot
    log = next(change for change in made.changes if change.path == "/var/log/x.log")
    assert (log.by, log.content) == ("volatile", "")


def test_the_data_in_mounts_is_reported(person: Person) -> None:
    from snapshotter.engine.api import Mount

    person.does("x")
    person.engine.boxes[person.workspace.container].mounts = (Mount("volume", "v", "/data"),)
    left = committed(person).left_out
    assert [(one.mount.target, one.size) for one in left] == [("/data", 12 * 1024)]


@pytest.mark.parametrize("error", [EngineError("gone"), KeyboardInterrupt()])
def test_a_failed_image_leaves_nothing(person: Person, error: BaseException) -> None:
    person.does("x", {"/x": ""})
    person.engine.broken["commit"] = error
    with pytest.raises(type(error)):
        committed(person)
    assert not any(tag.startswith("snap/") for tag in person.engine.tagged)
    assert person.home.line.head("web") is None
    assert person.engine.boxes[person.workspace.container].state == "running"
    person.engine.broken.clear()
    assert committed(person).snapshot.seq == 1


@pytest.mark.parametrize("error", [StoreError("full"), KeyboardInterrupt()])
def test_a_failed_write_removes_the_image(
    person: Person, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    person.does("one", {"/x": ""})
    first = committed(person).snapshot
    person.does("two", {"/y": ""})

    def fail(*_: object, **__: object) -> Snapshot:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Line, "write_prepared", fail)
        with pytest.raises(type(error)):
            committed(person)
    assert person.home.line.head("web") == first.id
    assert "snap/web:2" not in person.engine.tagged
    assert person.engine.tagged["snap/web:latest"] == first.image
    assert changes(committed(person).snapshot) == {"/y": "added"}


def test_an_interruption_after_the_ref_moved_keeps_the_image(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.does("one", {"/x": ""})
    write = Line.write_prepared

    def late(*arguments: Any, **named: Any) -> Snapshot:  # noqa: ANN401 - as `write` has them
        write(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Line, "write_prepared", late)
        with pytest.raises(KeyboardInterrupt):
            committed(person)
    assert person.home.line.summaries("web")[0].seq == 1
    assert "snap/web:1" in person.engine.tagged


def test_two_commits_at_once_are_a_conflict(person: Person) -> None:
    with person.home.workspaces.lock("web"), pytest.raises(Conflict, match="holds the lock of web"):
        committed(person)


def test_a_missing_container_is_an_error(person: Person) -> None:
    person.does("x", {"/x": ""})
    committed(person)
    person.engine.boxes.clear()
    with pytest.raises(ContainerNotFound, match="the container of web is gone") as caught:
        committed(person)
    assert "snap checkout -n web" in caught.value.hint


def test_a_file_that_no_command_wrote_is_outside(person: Person) -> None:
    put(person.upper, "/opt/x", "x")
    made = committed(person).snapshot
    assert {change.by for change in made.changes} == {"outside"}
    assert made.message == "add /opt/x"
