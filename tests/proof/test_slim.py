"""Slimming with proofs, without an engine: which measures stay, which are taken back, and after what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.errors import BuildFailed
from snapshotter.model import Change, Snapshot
from snapshotter.proof import build, reading
from snapshotter.proof.compare import Comparison, Target
from snapshotter.proof.model import ProofRun
from snapshotter.proof.rounds import prove
from snapshotter.proof.slim import Slimmed, slim
from snapshotter.recipe.steps.slim import ALL
from tests.proof.test_rounds import BASE, EQUAL, FILE, OTHER, Builder, command, different, line, made

Judge = Callable[[str], Comparison | BuildFailed]
NETWORK = BuildFailed("no", step=2, instruction="RUN apt-get update", output="E: Failed to fetch http://mirror.invalid")

NAMES = NameMask(lambda: b"key")


def run(monkeypatch: pytest.MonkeyPatch, snapshots: list[Snapshot], judge: Judge) -> tuple[Slimmed, Builder]:
    builder = Builder(judge)
    hand = Target({}, {}, frozenset(), builder.image("x"), 0, NAMES)
    monkeypatch.setattr(reading, "target", lambda *_: hand)
    monkeypatch.setattr(build, "compare_with_target", lambda *_: judge(builder.dockerfiles[-1]))
    proof_run = ProofRun(
        cast("Engine", builder),
        BASE,
        snapshots,
        lambda seq, change: b"x",
        Path("/none"),
        lambda _: None,
        lambda _: None,
        NAMES,
    )
    return slim(proof_run, prove(proof_run), ALL), builder


def session() -> list[Snapshot]:
    return line(
        command("apt-get update", 1),
        command("apt-get install -y a", 2),
        command("apt-get install -y b", 3),
        changes=(made("/usr/bin/a", 1), made("/usr/bin/b", 2), made("/usr/share/doc/b", 2)),
    )


def kinds(found: Slimmed) -> set[tuple[str, int]]:
    return {(trim.kind, trim.origin[1]) for trim in found.outcome.plan.trims}


def test_all_measures_at_once_if_the_image_stays_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    found, builder = run(monkeypatch, session(), lambda _: EQUAL)
    assert kinds(found) == {("recommends", 1), ("recommends", 2), ("caches", 2)}
    assert (found.outcome.proof.verdict, found.outcome.size, found.taken_back) == ("equal", 1, frozenset())
    assert len(builder.dockerfiles) == 2, "unchanged, and slim"
    assert set(builder.removed) == {"sha256:1", "sha256:2"}


def test_only_the_measure_for_a_missing_recommended_package_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    missing, other = Change("/usr/share/doc/b", "deleted", FILE, None), Change("/etc/b", "changed", FILE, OTHER)
    bad = different(missing, other)
    found, builder = run(monkeypatch, session(), lambda text: bad if "--no-install-recommends b" in text else EQUAL)
    assert [(trim.kind, trim.origin) for trim in found.taken_back] == [("recommends", (1, 2))]
    assert kinds(found) == {("recommends", 1), ("caches", 2)}
    assert "install -y --no-install-recommends a" in found.outcome.recipe.dockerfile
    assert "install -y b" in found.outcome.recipe.dockerfile
    assert len(builder.dockerfiles) == 4, "unchanged, slim, less slim, and without the cache"


def test_the_measures_on_a_failed_step_are_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = BuildFailed("no", step=3, instruction="RUN", output="unknown option")
    found, _ = run(monkeypatch, session(), lambda text: failed if "recommends" in text else EQUAL)
    assert {trim.kind for trim in found.taken_back} == {"recommends"}
    assert kinds(found) == {("caches", 2)}


def test_nothing_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = different(Change("/etc/x", "changed", FILE, OTHER))
    found, builder = run(monkeypatch, session(), lambda text: bad if "clean" in text or "recomm" in text else EQUAL)
    assert found.outcome.recipe.dockerfile == builder.dockerfiles[0]
    assert found.outcome.proof.verdict == "equal"
    assert {trim.kind for trim in found.taken_back} == {"recommends", "caches"}


def test_what_is_slim_already_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found, builder = run(monkeypatch, line(command("touch /a", 1), changes=(made("/a", 0),)), lambda _: EQUAL)
    assert (found.taken_back, found.why_not, len(builder.dockerfiles)) == (frozenset(), "", 1)
    assert found.outcome.size == 1


def test_without_the_network_nothing_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = run(monkeypatch, session(), lambda text: NETWORK if "clean" in text else EQUAL)
    assert (found.taken_back, found.outcome.proof.verdict) == (frozenset(), "equal")
    assert "could not reach the network" in found.why_not
