"""A few moments of `killed.py`, of each verb: those at which something was lost or left, and one in its middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.work import start as starting
from tests.work.versions.killed import VERBS, Bench

AT = {"rm": (0.2, 0.5, 0.8, 0.96), "undo --command": (0.67, 0.8), "op undo of rm": (0.5,), "start --from": (0.3, 0.7)}
"""How far each verb comes, as a part of its steps."""


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("checkout -b", "op undo")])
def test_a_verb_that_is_killed_leaves_the_old_or_the_new_state(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    bench = Bench(tmp_path)
    steps = bench.count(verb).done
    found = {part: list(bench.play(verb, round(part * steps))) for part in AT.get(verb, (0.6,))}
    assert not any(found.values()), found
