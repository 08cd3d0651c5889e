from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from snapshotter.engine.images.images import (
    from_inspect,
    invalid_name_error,
    pull_hint,
    registry_has,
    same_repository,
    similar_names,
    with_registry,
)

if TYPE_CHECKING:
    import docker

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
    assert with_registry(name) == expected


def test_a_misspelt_name_finds_the_one_that_was_meant() -> None:
    assert similar_names("debain:bookwrm", LOCAL)[0] == "debian:bookworm"
    assert similar_names("alpine:3.99", LOCAL) == ["alpine:3.20"]


def test_another_tag_or_registry_of_the_same_name_is_similar() -> None:
    far, team = similar_names("far:5000/team/web:7", LOCAL), similar_names("team/web:7", LOCAL)
    assert far == ["me/web:1"] or team == ["me/web:1"]
    assert set(similar_names("debian", LOCAL)) == {"debian:bookworm", "debian:bookworm-slim"}
    assert similar_names("zzz", LOCAL) == []


def test_the_hint_says_how_to_make_an_image_of_that_name() -> None:
    assert "docker import - mine:latest" in pull_hint("mine", [])
    assert "docker import - mine:2" in pull_hint("mine:2", [])
    assert "similar" not in pull_hint("mine:2", LOCAL)
    assert "similar name: alpine:3.20" in pull_hint("alpine:3.21", LOCAL)


def test_missing_fields_of_a_description_are_empty() -> None:
    image = from_inspect({"Id": "0123", "RepoTags": None, "RootFS": None})
    assert image.id == "sha256:0123"
    assert image.tags == image.layers == ()


def test_digests_that_every_image_has_are_no_registrys() -> None:
    layers_store = {"Id": "sha256:c0", "RepoDigests": ["debian@sha256:11"]}
    assert from_inspect(layers_store).digests == ("debian@sha256:11",)
    containerd = {"Id": "sha256:11", "RepoDigests": ["debian@sha256:11"]}
    image = from_inspect(containerd)
    assert (image.digests, image.local_digests) == ((), ("debian@sha256:11",))
    image = from_inspect(layers_store, podman=True)
    assert (image.digests, image.local_digests) == ((), ("debian@sha256:11",))


class Registry:
    """A client whose engine asks a registry."""

    def __init__(self, answer: dict[str, object] | Exception) -> None:
        self.answer = answer

    def inspect_distribution(self, name: str) -> dict[str, object]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_only_an_answer_with_that_digest_confirms_it() -> None:
    import docker.errors
    import requests

    def has(answer: dict[str, object] | Exception) -> bool:
        return registry_has(cast("docker.APIClient", Registry(answer)), "debian@sha256:11")

    assert has({"Descriptor": {"digest": "sha256:11"}})
    assert not has({"Descriptor": {"digest": "sha256:22"}}) and not has({})
    assert not has(docker.errors.APIError("dial tcp: no such host")) and not has(requests.ConnectionError())


def test_names_of_one_repository() -> None:
    assert same_repository("debian:bookworm", "docker.io/library/debian@sha256:11")
    assert same_repository("far:5000/a/b:1", "far:5000/a/b")
    assert not same_repository("debian", "localhost/debian")


def test_the_hint_for_an_invalid_name_has_no_command_that_cannot_work() -> None:
    error = invalid_name_error("Debian:Bookworm", LOCAL)
    assert "'Debian:Bookworm' cannot be the name of an image" in error.message
    assert "debian:bookworm" in error.hint
    assert "docker import" not in error.hint
