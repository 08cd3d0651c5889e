from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.engine.docker_engine import DockerEngine
from snapshotter.engine.images.export import export_files
from snapshotter.errors import Conflict, ImageNotFound
from tests.conftest import IDLE, LABEL, MakeImage

pytestmark = pytest.mark.engine


def test_info_has_a_version_and_an_address(engine: Engine) -> None:
    info = engine.info()
    assert info.name in ("docker", "podman")
    assert info.version and info.api_version
    assert "://" in info.address


def test_an_image_is_described_in_full(engine: Engine, make_image: MakeImage, busybox: str) -> None:
    made = make_image(f'FROM {busybox}\nENV A=b\nEXPOSE 80\nUSER worker\nWORKDIR /tmp\nCMD ["x"]\n')
    image = engine.image(made)
    assert image.id == made
    assert image.config.env[-1] == "A=b"
    assert image.config.exposed_ports == ("80/tcp",)
    assert (image.config.user, image.config.workdir, image.config.cmd) == ("worker", "/tmp", ("x",))
    assert image.layers[:1] == engine.image(busybox).layers
    assert image.architecture and image.created and image.size > 100_000


def test_an_absent_image_is_not_found(engine: Engine) -> None:
    with pytest.raises(ImageNotFound, match="snap-test/nobody"):
        engine.image("snap-test/nobody:1")
    with pytest.raises(ImageNotFound):
        engine.save("snap-test/nobody:1")


def test_names_are_added_and_removed(engine: Engine, busybox: str) -> None:
    engine.tag(busybox, "snap-test/other-name")
    try:
        assert "snap-test/other-name:latest" in engine.tags()
        assert engine.image("snap-test/other-name").id == engine.image(busybox).id
    finally:
        engine.remove_image("snap-test/other-name")
    assert "snap-test/other-name:latest" not in engine.tags()
    assert engine.image(busybox)
    engine.remove_image("snap-test/other-name")


def test_an_image_in_use_is_not_removed(engine: Engine, make_image: MakeImage, busybox: str) -> None:
    made = make_image(f"FROM {busybox}\nRUN echo x > /x\n")
    ident = engine.create(ContainerSpec(image=made, name="", labels={}, idle=IDLE))
    try:
        with pytest.raises(Conflict, match=r"image is (in use|being used)"):
            engine.remove_image(made)
    finally:
        engine.remove(ident)


def test_labelled_images_are_found(engine: Engine, make_image: MakeImage, busybox: str) -> None:
    made = make_image(f"FROM {busybox}\nLABEL io.snapshotter.test.mark=here\n")
    assert [image.id for image in engine.images_labelled(LABEL + ".mark", "here")] == [made]
    assert engine.images_labelled(LABEL + ".mark", "elsewhere") == []


def test_an_image_that_cannot_be_pulled_says_why_and_what_to_do(engine: Engine, busybox: str) -> None:
    engine.tag(busybox, "snap-test/similar:1")
    try:
        with pytest.raises(ImageNotFound) as failure:
            # port 9 of this machine: nothing listens there, so the reason is the same on every machine
            engine.pull("localhost:9/snap-test/similar:2", lambda line: None)
    finally:
        engine.remove_image("snap-test/similar:1")
    assert "localhost:9/snap-test/similar:2" in failure.value.message
    assert "cannot be pulled" in failure.value.message
    # refused, or unreachable where the engine is on its own
    assert "connect: " in failure.value.message or "connection refused" in failure.value.message
    assert "snap-test/similar:1" in failure.value.hint
    assert "docker load -i" in failure.value.hint
    assert "mmdebstrap" in failure.value.hint


FILES = """RUN mkdir /d /gone /opaque && echo one > /d/one && echo two > /d/two && ln /d/one /a-link \\
 && echo x > /gone/x && echo lower > /opaque/lower && ln -s /d/one /symlink && printf '\\303\\244' > /d/ä
RUN rm -r /gone /opaque && mkdir /opaque && echo upper > /opaque/upper && echo changed > /d/two
"""
WANTED = [
    "/d/one",
    "/d/two",
    "/d/ä",
    "/a-link",
    "/gone/x",
    "/opaque/lower",
    "/opaque/upper",
    "/symlink",
    "/d",
    "/nope",
    "/d/one/beyond",
    "/etc/hosts",
    "/etc/passwd",
]
EXPECTED = {
    "/d/one": b"one\n",
    "/d/two": b"changed\n",
    "/d/ä": "ä".encode(),
    "/a-link": b"one\n",
    "/opaque/upper": b"upper\n",
}


def test_files_are_read_the_same_in_place_and_from_a_stream(
    engine: Engine, make_image: MakeImage, busybox: str
) -> None:
    made = make_image(f"FROM {busybox}\n{FILES}")
    assert isinstance(engine, DockerEngine)
    streamed = dict(export_files(engine._client, made, WANTED))
    assert streamed.pop("/etc/passwd").startswith(b"root:")
    assert streamed == EXPECTED
    read = dict(engine.read_files(made, WANTED))
    assert read.pop("/etc/passwd").startswith(b"root:")
    assert read == EXPECTED


def test_reading_a_hard_link_alone_finds_its_content(engine: Engine, make_image: MakeImage, busybox: str) -> None:
    made = make_image(f"FROM {busybox}\nRUN echo one > /a && ln /a /z && ln /a /y\n")
    assert isinstance(engine, DockerEngine)
    assert dict(export_files(engine._client, made, ["/z", "/y"])) == {"/z": b"one\n", "/y": b"one\n"}


def test_layer_directories_are_the_layers_lowest_first(engine: Engine, make_image: MakeImage, busybox: str) -> None:
    made = make_image(f"FROM {busybox}\nRUN echo 1 > /first\nRUN echo 2 > /second\n")
    directories = engine.layer_dirs(made)
    if directories is None:
        pytest.skip("the engine's storage cannot be read in place here")
    assert len(directories) == len(engine.image(made).layers)
    assert (directories[0] / "bin" / "busybox").is_file()
    # podman's builder leaves the directory of its own mount in the layer
    assert {path.name for path in directories[-1].iterdir()} - {"run"} == {"second"}
    assert all(isinstance(path, Path) for path in directories)


def test_a_saved_image_is_a_whole_tar(engine: Engine, busybox: str) -> None:
    with engine.save(busybox) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        names = [member.name for member in tar]
    assert "manifest.json" in names


def test_a_save_can_be_closed_early(engine: Engine, busybox: str) -> None:
    stream = engine.save(busybox)
    assert stream.read(512)
    stream.close()
    assert engine.image(busybox)
