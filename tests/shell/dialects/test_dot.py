"""`source` becomes `.`."""

from __future__ import annotations

import pytest

from snapshotter.shell.dialects.dot import with_dot


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("cd /srv && source venv/bin/activate && pip list", "cd /srv && . venv/bin/activate && pip list"),
        ("source  env; source $HOME/x", ". ./env; . $HOME/x"),
        ("source a b", "source a b"),
        ("echo source a/b", "echo source a/b"),
    ],
)
def test_source_is_written_as_a_dot(text: str, plain: str) -> None:
    assert with_dot(text) == plain
