from __future__ import annotations

import pytest

from snapshotter.engine.images.images import advice, from_inspect, full, no_name, similar

LOCAL = ["alpine:3.20", "debian:bookworm", "debian:bookworm-slim", "me/web:1", "nginx:latest"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("snap/web", "docker.io/snap/web"),
        ("web", "docker.io/library/web"),
        ("far:5000/a/b", "far:5000/a/b"),
        ("ghcr.io/a/b", "ghcr.io/a/b"),
        ("localhost/a", "localhost/a"),
    ],
)
def test_a_name_with_its_registry(name: str, expected: str) -> None:
    assert full(name) == expected


def test_a_misspelt_name_finds_the_one_that_was_meant() -> None:
    assert similar("debain:bookwrm", LOCAL)[0] == "debian:bookworm"
    assert similar("alpine:3.99", LOCAL) == ["alpine:3.20"]


def test_another_tag_or_place_of_the_same_name_is_similar() -> None:
    assert similar("far:5000/team/web:7", LOCAL) == ["me/web:1"] or similar("team/web:7", LOCAL) == ["me/web:1"]
    assert set(similar("debian", LOCAL)) == {"debian:bookworm", "debian:bookworm-slim"}
    assert similar("zzz", LOCAL) == []


def test_advice_says_how_to_make_just_that_name() -> None:
    assert "docker import - mine:latest" in advice("mine", [])
    assert "docker import - mine:2" in advice("mine:2", [])
    assert "similar" not in advice("mine:2", LOCAL)
    assert "similar name: alpine:3.20" in advice("alpine:3.21", LOCAL)


def test_missing_fields_of_a_description_are_borne() -> None:
    image = from_inspect({"Id": "0123", "RepoTags": None, "RootFS": None})
    assert image.id == "sha256:0123"
    assert image.tags == image.layers == ()


def test_what_cannot_be_a_name_gets_no_command_that_cannot_work() -> None:
    error = no_name("Debian:Bookworm", LOCAL)
    assert "'Debian:Bookworm' cannot be the name of an image" in error.message
    assert "debian:bookworm" in error.hint
    assert "docker import" not in error.hint
