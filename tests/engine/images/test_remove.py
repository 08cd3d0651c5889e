from __future__ import annotations

from typing import Any, cast

import docker.errors
import pytest

from snapshotter.engine.images.images import remove
from snapshotter.errors import Conflict, ImageNotFound

CONTAINERD = {"DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]]}


class Store:
    """An engine with images: name or id → tags, parent."""

    def __init__(self, info: dict[str, Any], **parents: str) -> None:
        self._info = info
        self.parents = parents
        self.names = {"base": "base", "one:1": "one", "two:1": "two"}
        self.used: set[str] = set()
        self.pruned: list[bool] = []

    def info(self) -> dict[str, Any]:
        return self._info

    def _id(self, reference: str) -> str:
        ident = self.names.get(reference, reference)
        if ident not in self.parents:
            raise ImageNotFound(f"no such image: {reference}")
        return ident

    def inspect_image(self, reference: str) -> dict[str, Any]:
        ident = self._id(reference)
        tags = [name for name, of in self.names.items() if of == ident]
        return {"Id": ident, "Parent": self.parents[ident], "RepoTags": tags}

    def images(self, *, all: bool) -> list[dict[str, str]]:
        assert all
        return [{"Id": ident, "ParentId": parent} for ident, parent in self.parents.items()]

    def remove_image(self, reference: str, noprune: bool = False) -> None:
        self.pruned.append(not noprune)
        ident = self._id(reference)
        if ident in self.used:
            raise Conflict("image is being used by a container")
        self.names.pop(reference, None)
        if ident not in self.names.values():
            del self.parents[ident]


def store(info: dict[str, Any] | None = None) -> Store:
    return Store(CONTAINERD if info is None else info, base="", shared="base", a="shared", one="a", b="shared", two="b")


def take(store: Store, reference: str) -> None:
    remove(cast(docker.APIClient, store), reference)


def test_parents_of_two_builds_go_with_the_last_of_them() -> None:
    images = store()
    take(images, "one:1")
    assert set(images.parents) == {"base", "shared", "b", "two"}
    for _ in range(2):  # the second time there is none
        take(images, "two:1")
        assert set(images.parents) == {"base"}


def test_parents_stay_where_the_image_has_another_name_or_a_container_uses_one() -> None:
    images = store()
    images.names["mine"] = "one"
    take(images, "one:1")
    assert len(images.parents) == 6
    images.used = {"a"}
    take(images, "mine")
    assert set(images.parents) == {"base", "shared", "a", "b", "two"}
    images.used = {"two"}
    with pytest.raises(Conflict):
        take(images, "two:1")


def test_a_parent_that_is_gone_ends_the_search() -> None:
    images = store()
    del images.parents["shared"]
    take(images, "one:1")
    assert "a" not in images.parents


def test_other_stores_remove_parents_themselves() -> None:
    images = store({"DriverStatus": [["Backing Filesystem", "extfs"]]})
    take(images, "one:1")
    assert images.pruned == [True]
    assert "a" in images.parents
