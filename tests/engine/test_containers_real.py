from __future__ import annotations

import uuid

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound
from snapshotter.model import ImageConfig
from tests.conftest import IDLE, LABEL, MakeImage

pytestmark = pytest.mark.engine

RICH = """
ENV A=b PATH=/bin:/opt
USER worker
WORKDIR /home/worker
HEALTHCHECK --interval=5s --retries=2 CMD test -e /tmp
STOPSIGNAL SIGQUIT
SHELL ["/bin/sh", "-ec"]
VOLUME ["/v1", "/v2"]
EXPOSE 80 53/udp
ONBUILD RUN echo built
LABEL one=1 two="zwei Wörter"
ENTRYPOINT ["/bin/echo", "entry"]
CMD ["command", "words"]
"""
BASES = {
    "bare": "CMD []\n",
    "command": 'CMD ["sh", "-l"]\n',
    "entrypoint": 'ENTRYPOINT ["/bin/echo"]\n',
    "rich": RICH,
}


def spec(image: str, **fields: object) -> ContainerSpec:
    return replace(ContainerSpec(image=image, name="", labels={LABEL: "spec"}, idle=IDLE), **fields)


def commit(engine: Engine, ident: str, config: ImageConfig) -> ImageConfig:
    """Commit and remove the image again; return the configuration that it had."""
    tag = uuid.uuid4().hex
    engine.commit(ident, config, repository="snap-test/commit", tag=tag, message="a message", pause=True)
    try:
        assert f"snap-test/commit:{tag}" in engine.tags()
        return engine.image(f"snap-test/commit:{tag}").config
    finally:
        engine.remove_image(f"snap-test/commit:{tag}")


def test_a_container_is_created_stopped_and_removed(engine: Engine, busybox: str) -> None:
    name = f"snap-test-{uuid.uuid4().hex}"
    ident = engine.create(spec(busybox, name=name, hostname="somewhere"))
    try:
        container = engine.container(name)
        assert (container.id, container.name, container.state) == (ident, name, "running")
        assert container.image == engine.image(busybox).id
        assert container.labels[LABEL] == "spec"
        assert engine.run(ident, ["hostname"]) == (0, b"somewhere\n")
        with pytest.raises(Conflict, match=name):
            engine.create(spec(busybox, name=name))
        engine.start(ident)
        engine.pause(ident)
        assert engine.container(ident).state == "paused"
        engine.unpause(ident)
        engine.unpause(ident)
        engine.stop(ident, 2)
        assert engine.container(ident).state == "exited"
        engine.start(ident)
        assert engine.container(ident).state == "running"
    finally:
        engine.remove(ident)
        engine.remove(ident)
    with pytest.raises(ContainerNotFound, match=ident):
        engine.container(ident)


def test_an_idle_container_stops_at_once(engine: Engine, box: str) -> None:
    engine.stop(box, 30)
    assert engine.container(box).state == "exited"


def test_an_absent_image_makes_no_container(engine: Engine) -> None:
    with pytest.raises(ImageNotFound):
        engine.create(spec("snap-test/nobody:1"))


def test_a_container_that_does_not_start_is_not_left_behind(engine: Engine, busybox: str) -> None:
    name = f"snap-test-{uuid.uuid4().hex}"
    with pytest.raises(EngineError, match="/no/such/program"):
        engine.create(spec(busybox, name=name, idle=("/no/such/program",)))
    with pytest.raises(ContainerNotFound):
        engine.container(name)


def test_the_writable_layer_is_read_in_place(engine: Engine, box: str) -> None:
    upper = engine.container(box).upper
    if upper is None:
        pytest.skip("the engine's storage cannot be read in place here")
    engine.run(box, ["sh", "-c", "echo x > /made"])
    assert (upper / "made").read_bytes() == b"x\n"


def test_diff_letters_each_path(engine: Engine, box: str) -> None:
    assert set(engine.diff(box)) <= {("C", "/etc")}  # podman makes its files there
    engine.run(box, ["sh", "-c", "echo x > /new; echo y >> /etc/group; rm /etc/passwd"])
    assert {("A", "/new"), ("C", "/etc/group"), ("D", "/etc/passwd")} <= set(engine.diff(box))


def test_volumes_are_reported(engine: Engine, busybox: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = tmp_path_factory.mktemp("shared")
    ident = engine.create(spec(busybox, volumes=(f"{shared}:/shared:ro", "/anonymous")))
    try:
        mounts = {mount.target: mount for mount in engine.container(ident).mounts}
        assert mounts["/shared"].kind == "bind" and mounts["/shared"].source == str(shared)
        assert mounts["/anonymous"].kind == "volume"
    finally:
        engine.remove(ident)


@pytest.mark.parametrize("base", BASES)
def test_a_commit_has_the_base_configuration_and_no_other(
    engine: Engine, busybox: str, make_image: MakeImage, base: str
) -> None:
    made = make_image(f"FROM {busybox}\n{BASES[base]}")
    config = engine.image(made).config
    if base == "rich":
        assert None not in (config.healthcheck,) and config.onbuild and config.shell and config.volumes
    ident = engine.create(spec(made, labels={"io.snapshotter.workspace": "x"}))
    try:
        engine.run(ident, ["touch", "/tmp/made"])
        committed = commit(engine, ident, config)
    finally:
        engine.remove(ident)
    labels = tuple(sorted({**dict(config.labels), "io.snapshotter.workspace": "x"}.items()))
    assert committed == replace(config, labels=labels)


def test_a_commit_takes_a_changed_configuration(engine: Engine, busybox: str, make_image: MakeImage) -> None:
    made = make_image(f"FROM {busybox}\n{RICH}")
    config = replace(
        engine.image(made).config,
        cmd=("other",),
        entrypoint=(),
        user="root",
        workdir="/tmp",
        env=("A=c", "PATH=/bin"),
        stop_signal="SIGTERM",
        onbuild=(),
        healthcheck={"Test": ["NONE"]},
    )
    ident = engine.create(spec(made))
    try:
        committed = commit(engine, ident, config)
    finally:
        engine.remove(ident)
    assert replace(committed, labels=config.labels) == config


def test_ports_and_environment_of_a_service_stay_out_of_its_image(
    engine: Engine, busybox: str, make_image: MakeImage
) -> None:
    made = make_image(f'FROM {busybox}\nCMD ["sleep", "1000"]\n')
    config = engine.image(made).config
    ident = engine.create(spec(made, idle=None, env=("SECRET=1",), ports=("127.0.0.1::8080",)))
    try:
        assert engine.run(ident, ["sh", "-c", "echo $SECRET"]) == (0, b"1\n")
        engine.run(ident, ["sh", "-c", "echo kept > /kept"])
        tag = uuid.uuid4().hex
        image = engine.commit(ident, config, repository="snap-test/commit", tag=tag, message="m", pause=False)
        assert replace(engine.image(image).config, labels=config.labels) == config
        assert engine.image(f"snap-test/commit:{tag}").id == image
        assert dict(engine.read_files(image, ["/kept"])) == {"/kept": b"kept\n"}
        engine.remove_image(f"snap-test/commit:{tag}")
    finally:
        engine.remove(ident)


def test_a_health_check_of_the_base_does_not_run_beside_the_idle_process(
    engine: Engine, busybox: str, make_image: MakeImage
) -> None:
    made = make_image(f"FROM {busybox}\nHEALTHCHECK --interval=1s CMD touch /probed\n")
    ident = engine.create(spec(made))
    try:
        assert engine.run(ident, ["sh", "-c", "sleep 2; test -e /probed"])[0] == 1
    finally:
        engine.remove(ident)
