"""The base of a recipe: named by its digest where a registry has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Base
from snapshotter.work.export.export import registry_base
from tests.work.fakes import FakeEngine

LOCAL = "debian@sha256:11"


@pytest.fixture
def engine(tmp_path: Path) -> FakeEngine:
    return FakeEngine(tmp_path)


def base(engine: FakeEngine, *, digests: tuple[str, ...] = (), local: tuple[str, ...] = ()) -> Base:
    image = engine.add_image("debian:bookworm", {})
    engine.images[image.id] = replace(engine.images[image.id], digests=digests, local_digests=local)
    return Base("debian:bookworm", image.id)


def test_a_digest_of_a_registry_stays_without_asking(engine: FakeEngine) -> None:
    known = replace(base(engine, digests=(LOCAL,)), digest=LOCAL)
    assert registry_base(engine, known) == known
    assert "registry_has" not in engine.calls


def test_a_digest_of_the_engine_is_asked_for(engine: FakeEngine) -> None:
    made = replace(base(engine, local=(LOCAL,)), local_digest=LOCAL)
    assert registry_base(engine, made) == made
    engine.registry[LOCAL] = {}
    assert registry_base(engine, made).digest == LOCAL


def test_a_digest_that_was_stored_unasked_becomes_a_comment(engine: FakeEngine) -> None:
    stored = replace(base(engine, local=(LOCAL,)), digest=LOCAL)
    found = registry_base(engine, stored)
    assert (found.digest, found.local_digest) == ("", LOCAL)


def test_without_a_digest_nothing_is_asked(engine: FakeEngine) -> None:
    plain = base(engine)
    assert registry_base(engine, plain) == plain and "registry_has" not in engine.calls
