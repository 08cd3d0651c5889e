"""Images of a line from elsewhere: found by layers and configuration, pulled, made of what is there, or refused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import LayerBlob
from snapshotter.errors import EngineError, ImageNotFound, StoreError, Tampered
from snapshotter.model import Base, Image, ImageConfig, Progress, no_progress
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.work.upkeep import archive
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions.share.bundle_file import IMAGES, LAYERS
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.images import is_image, local_base
from snapshotter.work.versions.share.remote import add_remote
from snapshotter.work.versions.share.statement import digest
from tests.registry import Stub
from tests.work.fakes import BASE, Person
from tests.work.versions.share.test_bundle import FILES, SavingEngine, _shell, commits, holds, machine, worked, written
from tests.work.versions.share.test_registry import place, pulls_from, sent, stub

__all__ = ["_shell", "stub", "worked"]
Other = tuple[SavingEngine, Home]


@pytest.fixture
def other(tmp_path: Path) -> Other:
    """Another machine, which has the base image alone."""
    return machine(tmp_path / "other"), homes.at(tmp_path / "home2")


def checks_out(other: Other, rev: str = "HEAD") -> str:
    engine, home = other
    return versions.checkout(engine, home, "site", rev, no_progress, no_progress).workspace.container


def loses_what_it_pulls(engine: SavingEngine, worked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an engine not know the layers of what it pulls, as Docker with containerd's store."""
    pulls_from(engine, worked.engine, monkeypatch)
    fetch: Callable[[str, Progress], Image] = engine.pull

    def pull(reference: str, progress: Progress) -> Image:
        return replace(fetch(reference, progress), layers=())

    monkeypatch.setattr(engine, "pull", pull)


def packs(worked: Person, stub: Stub) -> None:
    """Put the layers of what was pushed there, packed as engines do, and name them in its manifest."""
    assert isinstance(worked.engine, SavingEngine)
    for seq in ("1", "2"):
        kind, data = stub.manifests[seq]
        layers = []
        for directory in worked.engine.directories[worked.engine.pushed[f"{place(stub)}:{seq}"].id]:
            packed = gzip.compress(directory.with_name(f"{directory.name}.tar").read_bytes(), mtime=0)
            stub.blobs[digest(packed)] = packed
            layers.append({"mediaType": "t", "digest": digest(packed), "size": len(packed)})
        stub.manifests[seq] = kind, json.dumps({**json.loads(data), "layers": layers}).encode()


def test_an_image_whose_layers_the_engine_does_not_know_is_made_of_them(
    worked: Person, stub: Stub, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = other
    sent(worked, stub)
    packs(worked, stub)
    clone(home, place(stub), "site", no_progress)
    loses_what_it_pulls(engine, worked, monkeypatch)
    assert holds(engine, checks_out(other)) == {"1", "2"}
    assert engine.image("snap/site:2").layers == worked.engine.image("snap/web:2").layers
    assert f"{place(stub)}:2" not in engine.tagged and "snap/site:2-below" not in engine.tagged


@pytest.mark.parametrize("what", ["other", "fewer"])
def test_other_layers_than_the_line_says_are_refused(
    worked: Person, stub: Stub, other: Other, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    engine, home = other
    sent(worked, stub)
    packs(worked, stub)
    kind, data = stub.manifests["2"]
    manifest = json.loads(data)
    if what == "fewer":
        del manifest["layers"][-1]
    else:
        manifest["layers"][-1] = manifest["layers"][0]
    stub.manifests["2"] = kind, json.dumps(manifest).encode()
    clone(home, place(stub), "site", no_progress)
    loses_what_it_pulls(engine, worked, monkeypatch)
    with pytest.raises(Tampered, match="other layers than" if what == "fewer" else "another layer than"):
        checks_out(other)
    assert not engine.boxes and not list(home.path.glob(".transfer-*"))


def test_what_the_registry_does_not_have_is_named(
    worked: Person, stub: Stub, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, home = other
    worked.engine.remove_image("snap/web:1")
    assert sent(worked, stub).missing == (1,)
    clone(home, place(stub), "site", no_progress)
    with pytest.raises(ImageNotFound, match=f"neither here nor in {place(stub)}"):
        checks_out(other, "1")  # the line there does not know its layers
    with pytest.raises(ImageNotFound, match="cannot be pulled") as error:
        checks_out(other, "2")
    assert "docker login 127.0.0.1:" in error.value.hint and "snap checkout 2 --rebuild -n site" in error.value.hint


def test_an_image_of_here_that_is_gone_is_not_looked_for(worked: Person) -> None:
    worked.engine.remove_image("snap/web:1")
    before = worked.engine.calls.count("pull")
    with pytest.raises(ImageNotFound):
        versions.checkout(worked.engine, worked.home, "web", "1", no_progress, no_progress)
    assert worked.engine.calls.count("pull") == before


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write a bundle anew, each part as `change` returns it, and without those of which it returns None."""
    parts = [(name, stream.read()) for name, _, stream in archive.members(file)]
    with file.open("wb") as out:
        writer = archive.Writer(out, {})
        for name, data in parts[1:-1]:
            if (made := change(name, data)) is not None:
                writer.add_bytes(name, made)
        writer.finish([])


def test_a_bundle_that_lacks_a_layer_is_refused(worked: Person, tmp_path: Path, other: Other) -> None:
    file = tmp_path / "web.bundle"
    written(worked, file)
    rewritten(file, lambda name, data: None if name.startswith(LAYERS) else data)
    clone(other[1], str(file), "site", no_progress)
    with pytest.raises(StoreError, match="does not have all layers of snapshot 1"):
        checks_out(other)


def test_a_bundle_whose_list_of_images_is_none_is_refused(worked: Person, tmp_path: Path, other: Other) -> None:
    file = tmp_path / "web.bundle"
    written(worked, file)
    clone(other[1], str(file), "site", no_progress)
    for listed in (b"[]", b'{"x":"sha256:1"}', b'{"x":["md5:1"]}', b"{"):
        rewritten(file, lambda name, data, listed=listed: listed if name == IMAGES else data)  # type: ignore[misc]
        with pytest.raises(StoreError, match="is no bundle, or is damaged"):
            checks_out(other)


def test_a_bundle_without_a_list_of_images_has_none(worked: Person, tmp_path: Path, other: Other) -> None:
    file = tmp_path / "web.bundle"
    written(worked, file)
    rewritten(file, lambda name, data: None if name == IMAGES else data)
    clone(other[1], str(file), "site", no_progress)
    with pytest.raises(ImageNotFound, match="neither here nor in"):
        checks_out(other)


def test_an_engine_that_changes_layers_is_named(
    worked: Person, tmp_path: Path, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = other
    file = tmp_path / "web.bundle"
    written(worked, file)
    clone(home, str(file), "site", no_progress)
    stack = engine.stack

    def stacks(parent: str, layer: Callable[[], LayerBlob], config: ImageConfig, *, name: str, message: str) -> str:
        made = stack(parent, layer, config, name=name, message=message)
        engine.images[made] = replace(engine.images[made], layers=("sha256:other",))
        return made

    monkeypatch.setattr(engine, "stack", stacks)
    with pytest.raises(StoreError, match="got other layers in this engine"):
        checks_out(other)


def test_a_bundle_of_git_itself_is_a_line_without_images(worked: Person, tmp_path: Path, other: Other) -> None:
    from snapshotter.store.repository import git

    there, file = tmp_path / "there.git", tmp_path / "web.bundle"
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(there))
    git.run(there, "fetch", "--quiet", str(worked.home.line.repository), "refs/heads/web:refs/heads/main")
    git.run(there, "bundle", "create", "--quiet", str(file), "--all")
    assert clone(other[1], str(file), "site", no_progress).snapshots == 2


def test_a_bundle_is_named_for_a_line_of_git(worked: Person, tmp_path: Path, other: Other) -> None:
    engine, home = other
    written(worked, tmp_path / "line.bundle", images=False)
    written(worked, tmp_path / "all.bundle")
    clone(home, str(tmp_path / "line.bundle"), "site", no_progress)
    add_remote(home, "site", "file", str(tmp_path / "all.bundle"))
    assert holds(engine, checks_out(other)) == {"1", "2"}


def test_a_base_has_one_id_in_each_engine_that_went_on(worked: Person, tmp_path: Path) -> None:
    file, they = tmp_path / "web.bundle", worked
    for number in range(3):
        written(they, file, name=they.workspace.name)
        engine, home = machine(tmp_path / f"engine{number}"), homes.at(tmp_path / f"there{number}")
        for other in range(number + 1):
            engine.add_image(f"other:{other}", {"/x": str(other)})
        engine.remove_image(BASE)
        base = engine.add_image(BASE, FILES)
        clone(home, str(file), "site", no_progress)
        moved = versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
        snapshots = home.line.snapshots("site")
        assert {one.base.id for one in snapshots} == {base.id} != {they.workspace.base.id}
        they = Person(engine, home, moved.workspace, 50)
        commits(they, f"theirs-{number}")


class Bases:
    """A base image of another machine, which has one layer or more, and an engine that looks for it."""

    def __init__(self, engine: SavingEngine) -> None:
        self.engine = engine
        image = engine.image(BASE)
        self.base = Base(BASE, "sha256:elsewhere", f"debian@sha256:{'1' * 64}", image.config, image.layers)

    def found(self, above: Image | None = None) -> Base:
        return local_base(self.engine, self.base, above, no_progress)


@pytest.fixture
def bases(tmp_path: Path) -> Bases:
    return Bases(machine(tmp_path / "engine"))


def test_a_base_is_known_by_its_name_and_layers(bases: Bases) -> None:
    here = bases.engine.image(BASE).id
    assert bases.found() == replace(bases.base, id=here)
    bases.base = replace(bases.base, id=here)
    assert bases.found() is bases.base


def test_a_base_of_another_name_is_found_by_its_layers(bases: Bases) -> None:
    bases.engine.tag(BASE, "mirror/debian:1")
    bases.engine.add_image(BASE, {"/etc/other": "x"})
    assert bases.found().id == bases.engine.image("mirror/debian:1").id


def test_a_base_with_another_configuration_is_made_of_its_layers(bases: Bases) -> None:
    bases.base = replace(bases.base, config=replace(bases.base.config, user="me"))
    made = bases.engine.image(bases.found().id)
    assert made.tags == ("snap-base:elsewhere",) and made.config.user == "me"
    assert made.layers == bases.base.layers


def test_a_base_that_is_not_here_is_pulled(bases: Bases, monkeypatch: pytest.MonkeyPatch) -> None:
    image, asked = bases.engine.image(BASE), list[str]()
    bases.engine.remove_image(BASE)

    def pull(reference: str, _: Progress) -> Image:
        asked.append(reference)
        if "@" in reference:
            raise EngineError("no such manifest")
        bases.engine.images[image.id], bases.engine.tagged[reference] = image, image.id
        return image

    monkeypatch.setattr(bases.engine, "pull", pull)
    assert bases.found().id == image.id and asked == [bases.base.digest, BASE]
    bases.engine.remove_image(BASE)
    other = replace(image, layers=("sha256:newer",))
    monkeypatch.setattr(bases.engine, "pull", lambda *_: other)
    with pytest.raises(ImageNotFound, match="is not on this machine, or is another one now"):
        bases.found()


def test_a_base_is_made_of_the_lowest_layers_of_an_image(bases: Bases) -> None:
    bases.engine.add_layer("web:1", BASE, {"/srv/1": "1"}, "x")
    bases.engine.remove_image(BASE)
    assert bases.engine.image(bases.found(bases.engine.image("web:1")).id).layers == bases.base.layers
    stranger = bases.engine.add_image("x:1", {"/x": "x"})
    bases.engine.remove_image("snap-base:elsewhere")
    with pytest.raises(ImageNotFound, match="is another one now"):
        bases.found(stranger)
    assert bases.engine.calls.count("pull") == 0


def test_an_image_is_known_by_layers_and_configuration(bases: Bases) -> None:
    image = bases.engine.image(BASE)
    asks = partial(is_image, image)
    assert asks(image.layers, image.config)
    labels = (("io.snapshotter.home", "x"), ("org.opencontainers.image.title", "x"))
    assert asks(image.layers, replace(image.config, labels=labels))
    assert not asks(image.layers, replace(image.config, labels=(("mine", "x"),)))
    assert not asks(image.layers, replace(image.config, user="me"))
    assert not asks((), image.config) and not asks((*image.layers, "sha256:1"), image.config)
