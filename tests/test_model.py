from __future__ import annotations

import pytest

from snapshotter.model import resolve


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a", "/srv/a"),
        ("../a/./b/", "/a/b"),
        ("/a//b", "/a/b"),
        ("//a", "/a"),
        ("///a", "/a"),
        ("//", "/"),
        ("/..", "/"),
    ],
)
def test_what_a_name_means(name: str, path: str) -> None:
    assert resolve("/srv", name) == path
