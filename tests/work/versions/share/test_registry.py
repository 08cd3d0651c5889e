"""A line in a registry: images, and the line beside them; cloned, continued and pulled from there alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import Conflict, ImageNotFound, RemoteFailed, StoreError, UsageError
from snapshotter.model import Image, Progress, no_progress
from snapshotter.store import home as homes
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions.share import attest, registry
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.follow import pull
from snapshotter.work.versions.share.push import push
from snapshotter.work.versions.share.registry import Sent, push_images
from snapshotter.work.versions.share.remote import remotes
from snapshotter.work.versions.share.signed.ssh import SshKey
from tests.registry import Stub, serving
from tests.work.fakes import FakeEngine, Person
from tests.work.versions.share.test_bundle import SavingEngine, _shell, commits, holds, machine, worked

__all__ = ["_shell", "worked"]


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving() as found:
        yield found


def place(stub: Stub) -> str:
    return f"{stub.host}/me/web"


def sent(person: Person, stub: Stub, name: str = "web", key: Path | None = None) -> Sent:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(person.engine, "push", partial(_stores, person.engine, stub), raising=True)
        return push_images(person.engine, person.home, name, place(stub), no_progress, key=key)


def _stores(engine: FakeEngine, stub: Stub, reference: str, progress: Progress) -> None:
    """Push an image as an engine does: its configuration, and a manifest that names it."""
    FakeEngine.push(engine, reference, progress)
    config = json.dumps({"rootfs": {"diff_ids": list(engine.image(reference).layers)}}).encode()
    digest = f"sha256:{hashlib.sha256(config).hexdigest()}"
    data = json.dumps({"config": {"digest": digest, "size": len(config)}, "layers": []}).encode()
    stub.blobs[digest] = config
    found = "application/vnd.oci.image.manifest.v1+json", data
    stub.manifests[reference.rpartition(":")[2]] = stub.manifests[f"sha256:{hashlib.sha256(data).hexdigest()}"] = found


def pulls_from(engine: FakeEngine, other: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an engine pull what another one pushed."""

    def fetch(reference: str, _: Progress) -> Image:
        if reference not in other.pushed:
            raise ImageNotFound(f"the image {reference} cannot be pulled")
        image = other.pushed[reference]
        ident = "sha256:" + image.id[7:][::-1]  # as in another store
        engine.images[ident], engine.directories[ident] = replace(image, id=ident), other.directories[image.id]
        engine.tagged[reference] = ident
        return engine.image(reference)

    monkeypatch.setattr(engine, "pull", fetch, raising=True)


def test_a_line_goes_to_a_registry_and_back(
    worked: Person, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    assert sent(worked, stub) == Sent(place(stub), (1, 2), (), ())
    assert sent(worked, stub).images == ()
    labels = dict(worked.engine.pushed[f"{place(stub)}:2"].config.labels)
    assert labels["org.opencontainers.image.title"] == "2"
    assert labels["org.opencontainers.image.base.name"] == "debian:bookworm"
    assert labels["org.opencontainers.image.created"].endswith("Z")
    assert [one.url for one in remotes(worked.home, "web")] == [f"oci://{place(stub)}"]
    clone(home, place(stub), "site", no_progress)
    pulls_from(engine, worked.engine, monkeypatch)
    moved = versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
    assert holds(engine, moved.workspace.container) == {"1", "2"}
    they = Person(engine, home, moved.workspace, 50)
    commits(they, "3")
    assert sent(they, stub, "site").images == (3,)
    assert pull(worked.home, "web", "", no_progress).moved == {"main": (2, 3)}
    with pytest.raises(UsageError, match="origin is a registry"):
        push(worked.home, "web", "", no_progress)


def test_an_image_that_was_changed_there_is_refused(
    worked: Person, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    sent(worked, stub)
    clone(home, place(stub), "site", no_progress)
    pulls_from(engine, worked.engine, monkeypatch)
    good = worked.engine.pushed[f"{place(stub)}:2"]
    for evil in (
        replace(good, layers=good.layers[:-1]),
        replace(good, config=replace(good.config, entrypoint=("/bin/evil",))),
    ):
        worked.engine.pushed[f"{place(stub)}:2"] = evil
        with pytest.raises(RemoteFailed, match="is not the image of snapshot 2"):
            versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
        assert not engine.boxes


def test_who_lacks_what_is_there_pulls_first(
    worked: Person, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    sent(worked, stub)
    clone(home, place(stub), "site", no_progress)
    pulls_from(engine, worked.engine, monkeypatch)
    moved = versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
    commits(worked, "3")
    sent(worked, stub)
    before = dict(stub.manifests)
    they = Person(engine, home, moved.workspace, 50)
    commits(they, "4")
    with pytest.raises(Conflict, match=r"which is not here|has snapshots that are not here"):
        sent(they, stub, "site")
    assert stub.manifests == before and not engine.pushed


def test_a_push_that_was_cut_leaves_the_line_that_was_there(worked: Person, stub: Stub) -> None:
    sent(worked, stub)
    before = stub.manifests["line"]
    commits(worked, "3")
    assert isinstance(worked.engine, SavingEngine)
    worked.engine.broken["push"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        sent(worked, stub)
    assert stub.manifests["line"] == before
    del worked.engine.broken["push"]
    assert sent(worked, stub).images == (3,) and stub.manifests["line"] != before


def test_a_registry_without_a_line_is_named(worked: Person, stub: Stub, tmp_path: Path) -> None:
    stub.manifests["1"] = "x", b'{"config":{"mediaType":"x"},"layers":[{"digest":"sha256:1","size":1}]}'
    for tag in ("1", "line"):  # an image with the tag is none either
        stub.manifests[tag] = stub.manifests["1"]
        with pytest.raises(RemoteFailed, match="has no line of snapshots") as error:
            clone(homes.at(tmp_path / "home2"), place(stub), "site", no_progress)
        assert f"snap push --images {place(stub)}" in error.value.hint
    assert homes.at(tmp_path / "home2").workspaces.names() == []


def test_an_image_that_gets_no_recipe_says_why(worked: Person, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attest, "_LARGEST", 10)
    assert sent(worked, stub).bare == tuple((seq, "its context has more than 512 MB") for seq in (1, 2))

    def fails(*_: object, **__: object) -> None:
        raise StoreError("the journal is damaged")

    monkeypatch.setattr(attest, "export", fails)
    commits(worked, "3")
    assert sent(worked, stub).bare == ((3, "the journal is damaged"),)
    assert "line" in stub.manifests


def test_an_image_that_is_there_is_not_missing(worked: Person, stub: Stub, tmp_path: Path) -> None:
    worked.engine.remove_image("snap/web:1")
    assert sent(worked, stub).missing == (1,)
    del worked.engine.images[worked.home.line.snapshots("web")[-1].image]
    key = tmp_path / "key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "key_in", SshKey)
        key.touch()
        done = sent(worked, stub, key=key)
    assert (done.missing, done.signed, done.unsigned) == ((1,), (), (2,))


def test_an_image_that_is_gone_after_the_push_stops_it(worked: Person, stub: Stub) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worked.engine, "push", lambda *_: None)
        with pytest.raises(RemoteFailed, match="is not there after it was pushed"):
            push_images(worked.engine, worked.home, "web", place(stub), no_progress)
    assert "line" not in stub.manifests
