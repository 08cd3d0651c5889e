"""A bundle: the line and the layers of its images in one file, read by an engine that has only the base."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import LayerBlob
from snapshotter.errors import Conflict, ImageNotFound, StoreError
from snapshotter.model import Image, ImageConfig, no_progress
from snapshotter.store import home as homes
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from snapshotter.work.upkeep import archive
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import switch
from snapshotter.work.versions.share.bundle import Bundled, bundle
from snapshotter.work.versions.share.bundle_file import LAYERS, LINE
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.follow import pull
from snapshotter.work.versions.share.withheld import withheld
from tests.work.fakes import BASE, FakeEngine, Person, put

FILES = {"/etc/motd": "welcome\n", "/bin/bash": "#!"}


class SavingEngine(FakeEngine):
    """An engine that knows layers by their tars, and saves them as podman does."""

    def _add(self, name: str, directories: list[Path], config: ImageConfig) -> Image:
        made = super()._add(name, directories, config)
        tars = [self._tar(directory) for directory in directories]
        layers = tuple(f"sha256:{hashlib.sha256(tar).hexdigest()}" for tar in tars)
        self.images[made.id] = replace(self.images[made.id], layers=layers)
        return self.image(name)

    def _tar(self, directory: Path) -> bytes:
        kept = directory.with_name(f"{directory.name}.tar")
        if not kept.exists():
            with tarfile.open(kept, "w", format=tarfile.PAX_FORMAT) as tar:
                tar.add(directory, ".", filter=_plain)
        return kept.read_bytes()

    def save(self, image: str) -> BinaryIO:
        self._called("save")
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w") as tar:
            for directory in self.directories[self.image(image).id]:
                data = self._tar(directory)
                info = tarfile.TarInfo(f"{hashlib.sha256(data).hexdigest()}.tar")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        stream.seek(0)
        return stream

    def stack(
        self, parent: str, layer: Callable[[], LayerBlob], config: ImageConfig, *, name: str, message: str
    ) -> str:
        directory = self.root / f"layer-{len(self.directories)}"
        directory.with_name(f"{directory.name}.tar").write_bytes(b"".join(layer().pieces()))
        made = super().stack(parent, layer, config, name=name, message=message)
        below = self.images[self.image(parent).id].layers
        self.images[made] = replace(self.images[made], layers=(*below, layer().digest))
        return made


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = 0
    return member


@pytest.fixture(autouse=True)
def _shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (switch, starting):
        monkeypatch.setattr(module, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")


def machine(place: Path) -> SavingEngine:
    place.mkdir()
    found = SavingEngine(place)
    found.add_image(BASE, FILES)
    return found


@pytest.fixture
def worked(tmp_path: Path) -> Person:
    engine, home = machine(tmp_path / "engine"), homes.at(tmp_path / "home")
    person = Person(engine, home, starting.start(engine, home, starting.Request(BASE, "web"), no_progress))
    for number in ("1", "2"):
        commits(person, number)
    return person


def commits(person: Person, number: str) -> None:
    person.does(number, {f"/srv/{number}": number})
    assert commit(person.engine, person.home, person.workspace, number, (), no_progress)


def written(person: Person, file: Path, *, images: bool = True, name: str = "web") -> Bundled:
    connect = lambda: person.engine  # noqa: E731
    return bundle(connect, person.home, name, file, no_progress, images=images, every=False, force=True)


def holds(engine: FakeEngine, container: str) -> set[str]:
    image = engine.boxes[container].spec.image
    return {file.name for layer in engine.directories[image] for file in layer.glob("srv/*")}


def test_a_machine_that_shares_nothing_goes_on(worked: Person, tmp_path: Path) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    done = written(worked, file)
    assert (done.snapshots, done.images, done.missing) == (2, 2, ())
    assert worked.engine.calls.count("save") == 1  # the newest image has the layers of all
    assert len({name.split("/")[1] for name, _, _ in archive.members(file) if name.startswith(LAYERS)}) == 2
    clone(home, str(file), "site", no_progress)
    moved = versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
    assert holds(engine, moved.workspace.container) == {"1", "2"}
    last = home.line.snapshots("site")[-1]
    assert last.image != worked.home.line.snapshots("web")[-1].image
    assert engine.image(last.image).layers == worked.engine.image("snap/web:2").layers
    assert (last.base.id, moved.workspace.base.id) == (engine.image(BASE).id,) * 2
    commits(Person(engine, home, moved.workspace, 50), "3")
    assert home.line.snapshots("site")[-1].seq == 3


def test_a_later_bundle_is_pulled(worked: Person, tmp_path: Path) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    written(worked, file)
    clone(home, str(file), "site", no_progress)
    versions.checkout(engine, home, "site", "1", no_progress, no_progress)
    commits(worked, "3")
    written(worked, file)
    assert pull(home, "site", "", no_progress).new == 1
    moved = versions.checkout(engine, home, "site", "main", no_progress, no_progress)
    assert holds(engine, moved.workspace.container) == {"1", "2", "3"}


def test_a_base_without_a_name_is_made_of_an_image_with_its_layers(worked: Person, tmp_path: Path) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    engine.tag(BASE, "mirror/debian:1")
    engine.add_image(BASE, {"/etc/other": "x"})
    written(worked, file)
    clone(home, str(file), "site", no_progress)
    moved = versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
    assert moved.workspace.base.id == engine.image("mirror/debian:1").id


def test_without_images_the_snapshots_can_be_looked_at(worked: Person, tmp_path: Path) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    assert written(worked, file, images=False).images == 0
    clone(home, str(file), "site", no_progress)
    assert home.line.content("site", home.line.snapshots("site")[0].changes[-1].content) == b"1"
    with pytest.raises(ImageNotFound, match="of snapshot 2 of site is not on this machine: neither here") as error:
        versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
    assert "--rebuild" in error.value.hint and "snap bundle" in error.value.hint


def test_a_rebuilt_image_counts_as_the_snapshots(
    worked: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    written(worked, file, images=False)
    clone(home, str(file), "site", no_progress)
    contexts: list[dict[str, bytes]] = []

    def build(_: FakeEngine, context: BinaryIO, *, tag: str, **__: object) -> str:
        with tarfile.open(fileobj=context) as tar:
            contexts.append({one.name: tar.extractfile(one).read() for one in tar})  # type: ignore[union-attr]
        return engine.add_layer(tag, BASE, {"/srv/rebuilt": ""}, "x").id

    monkeypatch.setattr(SavingEngine, "build", build)
    told: list[str] = []
    moved = versions.checkout(engine, home, "site", "HEAD", no_progress, told.append, rebuild=True)
    assert holds(engine, moved.workspace.container) == {"rebuilt"}
    assert contexts[0]["Dockerfile"].startswith(b"FROM debian:bookworm") and not any(
        name.startswith(".snapshot") for name in contexts[0]
    )
    assert "snapshots 1 and 2 came from" in told[0] and "not the same" in told[1]


@pytest.mark.parametrize("what", ["a cut one", "a layer of another", "a backup", "no bundle"])
def test_a_damaged_bundle_changes_nothing(worked: Person, tmp_path: Path, what: str) -> None:
    file, engine, home = tmp_path / "web.bundle", machine(tmp_path / "other"), homes.at(tmp_path / "home2")
    written(worked, file)
    parts = [(name, stream.read()) for name, _, stream in archive.members(file)]
    if what == "a cut one":
        file.write_bytes(file.read_bytes()[:-200])
    elif what == "no bundle":
        file.write_bytes(b"x" * 100)
    else:
        with file.open("wb") as out:
            writer = archive.Writer(out, {})
            for name, data in parts[1:-1]:
                if what == "a backup" and name == LINE:
                    continue
                writer.add_bytes(name, data[:-1] + b"x" if name.startswith(LAYERS) and what != "a backup" else data)
            writer.finish([])
    if what == "a layer of another":
        clone(home, str(file), "site", no_progress)
        with pytest.raises(StoreError, match="a layer does not match its digest"):
            versions.checkout(engine, home, "site", "HEAD", no_progress, no_progress)
        assert not engine.boxes and list(engine.tagged) == [BASE]
    else:
        with pytest.raises(StoreError, match="is no bundle, or is damaged"):
            clone(home, str(file), "site", no_progress)
        assert home.workspaces.names() == []


def test_what_only_the_image_holds_is_named(worked: Person) -> None:
    worked.does("x", {"/root/.netrc": "machine host login me password S3cretValue99x\n"})
    assert commit(worked.engine, worked.home, worked.workspace, "x", (), no_progress)
    assert [(path, seq) for path, _, seq in withheld(worked.home, "web")] == [("/root/.netrc", 3)]


def test_a_file_that_exists_is_kept(worked: Person, tmp_path: Path) -> None:
    file = put(tmp_path, "/web.bundle", "mine")
    with pytest.raises(Conflict, match="already exists"):
        bundle(lambda: worked.engine, worked.home, "web", file, no_progress, images=False, every=False, force=False)
    assert file.read_text() == "mine" and [one.name for one in tmp_path.glob(".web*")] == []
