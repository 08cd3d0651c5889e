"""Comparing configurations."""

from __future__ import annotations

from snapshotter.model import ImageConfig
from snapshotter.proof.compare import configuration, without_pushed

TITLE = "org.opencontainers.image.title"


def test_labels_that_a_push_sets_are_not_compared() -> None:
    committed = ImageConfig(labels=((TITLE, "mine"), ("a", "b")))
    pushed = ImageConfig(labels=((TITLE, "1"), ("org.opencontainers.image.created", "2026"), ("a", "b")))
    assert configuration(pushed, committed)
    assert not configuration(without_pushed(pushed, committed), committed)
    changed = ImageConfig(labels=((TITLE, "1"), ("a", "c")))
    assert configuration(without_pushed(changed, committed), committed)
