"""A container that a commit froze: it is known by its mark, and the next verb resumes it."""

from __future__ import annotations

import threading
import time

import pytest

from snapshotter.errors import Conflict, EngineError, NotPausable, StillFrozen
from snapshotter.store.damage.notices import listen
from snapshotter.work import volatile
from snapshotter.work.commit.commit import commit
from snapshotter.work.commit.freeze import NOT_PAUSED, Mark, locked, thaw
from snapshotter.work.commit.waiting import Patience
from snapshotter.work.container import ensure_running
from snapshotter.work.upkeep.doctor import examine
from snapshotter.work.versions import removal
from tests.work.fakes import Person

REFUSED = EngineError("the engine refused: no", "look at its log")


def state(person: Person) -> str:
    return person.engine.container(person.workspace.container).state


def left_frozen(person: Person) -> None:
    """Leave the container as a commit does that is killed."""
    Mark(person.home, "web").set(person.workspace.container)
    person.engine.pause(person.workspace.container)


def test_a_commit_leaves_no_mark(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    assert commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert (state(person), Mark(person.home, "web").container()) == ("running", "")


def test_a_container_that_cannot_be_frozen_is_committed_as_it_runs(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken["pause"] = NotPausable("the engine refused: `crun pause` failed")
    told: list[str] = []
    listen(told.append)
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None and made.failed == ()
    assert told == [NOT_PAUSED]
    assert (state(person), Mark(person.home, "web").container()) == ("running", "")


def test_a_commit_whose_container_stays_frozen_says_both(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken["unpause"] = REFUSED
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    assert len(person.home.line.snapshots("web")) == 1
    (failed,) = made.failed
    assert isinstance(failed, StillFrozen)
    assert (failed.exit_code, "still paused" in failed.message) == (3, True)
    assert "docker unpause snap-web" in failed.hint
    assert state(person) == "paused"


def test_a_commit_that_fails_and_leaves_the_container_frozen_says_both(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken |= {"unpause": REFUSED, "commit": EngineError("the engine's disk is full", "free some")}
    with pytest.raises(StillFrozen, match="disk is full;\nthe container of web is still paused") as failed:
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert "free some\n`docker unpause snap-web`" in failed.value.hint
    assert person.home.line.snapshots("web") == []


def test_an_interrupted_commit_that_leaves_the_container_frozen_does_not_say_that_nothing_is_lost(
    person: Person,
) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken |= {"unpause": REFUSED, "commit": KeyboardInterrupt()}
    with pytest.raises(StillFrozen, match="interrupted, no snapshot was made; the container") as failed:
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert failed.value.exit_code == 130


def test_a_tag_that_cannot_be_set_is_no_failed_commit(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken["tag"] = REFUSED
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    assert "snap/web:latest could not be set" in made.failed[0].message
    assert "docker tag snap/web:1 snap/web:latest" in made.failed[0].hint
    assert person.home.line.snapshots("web") == [made.snapshot]


def test_the_next_commit_resumes_what_a_killed_one_left(person: Person) -> None:
    left_frozen(person)
    person.does("touch /a", {"/a": "1"})
    told: list[str] = []
    assert commit(person.engine, person.home, person.workspace, "", (), lambda _: None, (), Patience(tell=told.append))
    assert told == ["a commit that was ended had left the container of web paused; it is resumed"]
    assert (state(person), Mark(person.home, "web").container()) == ("running", "")


def test_a_container_that_the_user_paused_is_left_as_it_is(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.pause(person.workspace.container)
    assert commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert state(person) == "paused"
    assert all(finding.well for finding in examine(lambda: person.engine, person.home, ["web"]))


def test_one_that_the_user_paused_after_a_look_at_it_is_left_as_it_is(person: Person) -> None:
    person.does("touch /a", {"/a": "1"})
    person.engine.broken["pause"] = EngineError("the engine refused: Container x is already paused")
    with pytest.raises(EngineError, match="already paused"):
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert "unpause" not in person.engine.calls
    assert not Mark(person.home, "web").container()


def test_every_verb_with_the_lock_resumes_it(person: Person) -> None:
    left_frozen(person)
    volatile.add(person.home, "web", ["/srv/*"], "", lambda: person.engine)
    assert state(person) == "running"
    left_frozen(person)
    with locked(lambda: person.engine, person.home, "web", lambda _: None):
        assert state(person) == "running"
    left_frozen(person)
    ensure_running(person.engine, person.home, person.workspace, lambda _: None)
    assert (state(person), Mark(person.home, "web").container()) == ("running", "")
    left_frozen(person)
    removal.remove(person.engine, person.home, "web", force=True)
    assert person.engine.boxes == {}


def test_the_rules_need_no_engine(person: Person) -> None:
    left_frozen(person)
    told: list[str] = []
    person.engine.broken["unpause"] = REFUSED
    volatile.add(person.home, "web", ["/srv/*"], "", lambda: person.engine, told.append)
    assert "still paused" in told[0]
    assert person.home.workspaces.get("web").volatile


def test_a_mark_of_a_container_that_runs_is_removed(person: Person) -> None:
    Mark(person.home, "web").set(person.workspace.container)
    assert thaw(lambda: person.engine, person.home, "web", lambda _: None) is False
    assert not Mark(person.home, "web").container()
    Mark(person.home, "web").set("gone")
    assert thaw(lambda: person.engine, person.home, "web", lambda _: None) is False
    assert not Mark(person.home, "web").container()


def test_doctor_names_it_as_bad(person: Person) -> None:
    left_frozen(person)
    (finding,) = [one for one in examine(lambda: person.engine, person.home, ["web"]) if not one.well]
    assert "paused" in finding.detail
    assert "snap doctor --repair" in finding.hint
    with person.home.workspaces.lock("web"):  # a commit that runs
        assert all(one.well for one in examine(lambda: person.engine, person.home, ["web"]))


def test_a_shell_waits_for_a_commit_that_has_the_container_frozen(person: Person) -> None:
    left_frozen(person)
    told: list[str] = []
    entered = threading.Event()

    def enter() -> None:
        ensure_running(person.engine, person.home, person.workspace, told.append)
        entered.set()

    with person.home.workspaces.lock("web"):
        threading.Thread(target=enter, daemon=True).start()
        time.sleep(0.3)
        assert not entered.is_set()
        assert state(person) == "paused"
        person.engine.unpause(person.workspace.container)
    assert entered.wait(5)
    assert told == ["the container of web is paused while a snapshot is made; waiting for it"]


def test_the_lock_is_released_if_the_container_cannot_be_resumed(person: Person) -> None:
    left_frozen(person)
    person.engine.broken["unpause"] = REFUSED
    with pytest.raises(StillFrozen), locked(lambda: person.engine, person.home, "web", lambda _: None):
        pass
    try:
        with person.home.workspaces.lock("web"):
            pass
    except Conflict:
        pytest.fail("the lock is still held")
