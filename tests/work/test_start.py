"""Starting: the settings of the container, names, refusals, and that a failure leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import ContainerSpec
from snapshotter.engine.images.references import base_of, digest, reference
from snapshotter.errors import Conflict, EngineError, ImageNotFound, RecordError, SnapError, StoreError, UsageError
from snapshotter.model import Image, ImageConfig
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.store.workspaces import free_name
from snapshotter.work import start as starting
from snapshotter.work.start import Request, start
from tests.work.fakes import BASE, FakeEngine, Person

IMAGE = Image(
    "sha256:" + "ab" * 32, ("debian:bookworm",), ("debian@sha256:1", "other/debian@sha256:2"), ImageConfig(), (), 0
)


def quiet(_: str) -> None:
    """Ignore progress."""


def test_the_container_idles_and_carries_labels(person: Person) -> None:
    spec = person.engine.boxes[person.workspace.container].spec
    assert spec.name == "snap-web"
    assert spec.labels["io.snapshotter.workspace"] == "web"
    assert spec.idle is not None
    assert spec.idle[0] == "/bin/sh"
    assert spec.env == ()
    assert person.workspace.base.reference == BASE
    assert person.workspace.base.layers == person.engine.image(BASE).layers
    assert person.home.workspaces.get("web") == person.workspace
    assert person.home.workspaces.last() == "web"


def test_a_service_keeps_the_images_own_program_and_gets_the_variables(fake: FakeEngine, home: Home) -> None:
    made = start(fake, home, Request(BASE, "db", env=("A=b",), service=True), quiet)
    spec = fake.boxes[made.container].spec
    assert spec.idle is None
    assert spec.env == ("A=b",)
    assert made.service


def test_a_store_that_cannot_be_used_is_an_error_before_any_work(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(StoreError, match="`git` is not on the PATH"):
        start(fake, home, Request(BASE, "db"), quiet)
    assert not fake.boxes and not home.workspaces.names()


def test_variables_are_for_the_shells_alone(fake: FakeEngine, home: Home) -> None:
    made = start(fake, home, Request(BASE, "db", env=("A=b",)), quiet)
    assert made.env == ("A=b",)
    assert fake.boxes[made.container].spec.env == ()


def test_a_variable_without_a_value_gets_the_hosts(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HERE", "x=y")
    monkeypatch.delenv("NOWHERE", raising=False)
    assert start(fake, home, Request(BASE, "db", env=("HERE", "NOWHERE", "E=")), quiet).env == ("HERE=x=y", "E=")


@pytest.mark.parametrize("text", ["", "=v"])
def test_an_invalid_variable_is_refused(fake: FakeEngine, home: Home, text: str) -> None:
    with pytest.raises(UsageError, match="is not a variable"):
        start(fake, home, Request(BASE, "db", env=(text,)), quiet)
    assert not fake.boxes


def test_an_empty_image_name_is_refused(fake: FakeEngine, home: Home) -> None:
    with pytest.raises(UsageError, match="no image is named"):
        start(fake, home, Request("", "db"), quiet)


def test_ports_volumes_and_network_are_passed_on(fake: FakeEngine, home: Home) -> None:
    request = Request(BASE, "db", ports=("80:80",), volumes=("/x:/y",), network="none")
    spec = fake.boxes[start(fake, home, request, quiet).container].spec
    assert (spec.ports, spec.volumes, spec.network) == (("80:80",), ("/x:/y",), "none")


def test_a_name_comes_from_the_image_and_is_counted_on(fake: FakeEngine, home: Home) -> None:
    names = [start(fake, home, Request(BASE), quiet).name for _ in range(3)]
    assert names == ["debian", "debian-2", "debian-3"]


@pytest.mark.parametrize(
    "image, name",
    [
        ("debian:bookworm", "debian"),
        ("ghcr.io/Some/My_Image:2", "my-image"),
        ("host:5000/x@sha256:ab", "x"),
        ("sha256:abc", "sha256"),
        ("...", "work"),
        ("a" * 100, "a" * 58),
    ],
)
def test_any_image_gives_a_name(image: str, name: str) -> None:
    assert free_name(image, set()) == name


@pytest.mark.parametrize(
    "wanted, expected",
    [
        ("debian:bookworm", "debian:bookworm"),
        ("debian", "debian:latest"),
        ("host:5000/x", "host:5000/x:latest"),
        ("abababab", "debian:bookworm"),
        ("sha256:abab", "debian:bookworm"),
        ("x@sha256:12", "x@sha256:12"),
    ],
)
def test_from_gets_a_name_with_a_tag(wanted: str, expected: str) -> None:
    assert reference(wanted, IMAGE) == expected


def test_an_image_without_a_tag_is_known_by_its_digest() -> None:
    assert reference("abab", replace(IMAGE, tags=())) == IMAGE.digests[0]
    assert reference("abab", replace(IMAGE, tags=(), digests=())) == ""


def test_a_digest_that_no_registry_has_confirmed_is_not_for_from() -> None:
    local = replace(IMAGE, digests=(), local_digests=("debian@sha256:1", "localhost/x@sha256:1"))
    base = base_of("debian:bookworm", local)
    assert (base.digest, base.local_digest) == ("", "debian@sha256:1")
    assert reference("debian@sha256:1", local) == IMAGE.tags[0]
    assert reference("debian@sha256:1", replace(local, tags=())) == "debian@sha256:1"
    pulled = replace(local, digests=("debian@sha256:1",))
    base = base_of(reference("debian@sha256:1", pulled), pulled)
    assert (base.reference, base.digest, base.local_digest) == ("debian@sha256:1", "debian@sha256:1", "")


def test_an_image_without_any_name_is_given_one_that_a_dockerfile_can_have(fake: FakeEngine, home: Home) -> None:
    ident = fake.image(BASE).id
    fake.tagged.pop(BASE)
    made = start(fake, home, Request(ident, "web"), quiet)
    assert made.base.reference == f"snap-base:{ident[7:19]}"
    assert fake.image(made.base.reference).id == ident


def test_an_image_that_is_asked_for_by_its_id_has_the_digest_of_its_name(fake: FakeEngine, home: Home) -> None:
    ident = fake.image(BASE).id
    fake.images[ident] = replace(fake.images[ident], digests=("debian@sha256:1",))
    assert start(fake, home, Request(ident, "web"), quiet).base.digest == "debian@sha256:1"


@pytest.mark.parametrize(
    "wanted, expected",
    [
        ("debian:bookworm", "debian@sha256:1"),
        ("other/debian", "other/debian@sha256:2"),
        ("elsewhere/debian", ""),
        ("x@sha256:12", "x@sha256:12"),
    ],
)
def test_the_digest_is_that_of_the_same_name(wanted: str, expected: str) -> None:
    assert digest(wanted, IMAGE) == expected


def test_an_absent_image_is_pulled(fake: FakeEngine, home: Home) -> None:
    fake.registry["alpine:3.23"] = {"/bin/sh": ""}
    said: list[str] = []
    start(fake, home, Request("alpine:3.23", "notes"), said.append)
    assert said == ["alpine:3.23 is not available locally; pulling it", "pulling alpine:3.23"]


def test_an_image_that_cannot_be_pulled_is_an_error_and_leaves_nothing(fake: FakeEngine, home: Home) -> None:
    with pytest.raises(ImageNotFound, match="cannot be pulled"):
        start(fake, home, Request("nosuch:1", "web"), quiet)
    assert not fake.boxes
    assert home.workspaces.names() == []


def test_a_taken_name_is_a_conflict_with_three_hints(person: Person) -> None:
    with pytest.raises(Conflict, match="workspace web already exists") as caught:
        start(person.engine, person.home, Request(BASE, "web"), quiet)
    assert all(way in caught.value.hint for way in ("snap shell web", "--name OTHER", "snap rm web"))
    assert len(person.engine.boxes) == 1


def test_a_container_left_behind_is_a_conflict_and_is_not_touched(person: Person) -> None:
    person.does("work", {"/root/work": "1"})
    person.home.workspaces.remove("web")
    with pytest.raises(Conflict, match="already in use") as caught:
        start(person.engine, person.home, Request(BASE, "web"), quiet)
    assert "docker rm -f snap-web" in caught.value.hint
    assert (person.upper / "root/work").exists()


def test_a_container_that_an_ended_start_left_is_replaced(person: Person) -> None:
    person.home.workspaces.remove("web")
    made = start(person.engine, person.home, Request(BASE, "web"), quiet)
    assert list(person.engine.boxes) == [made.container] != [person.workspace.container]


def test_an_impossible_name_is_refused_before_anything(fake: FakeEngine, home: Home) -> None:
    with pytest.raises(UsageError):
        start(fake, home, Request(BASE, "Web Server"), quiet)
    assert "create" not in fake.calls
    assert not home.path.exists()


@pytest.mark.parametrize("error", [EngineError("no"), KeyboardInterrupt()])
def test_a_failure_after_the_container_was_made_removes_it(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: object) -> str:
        raise error

    monkeypatch.setattr(starting, "find_shell", fail)
    with pytest.raises(type(error)):
        start(fake, home, Request(BASE, "web"), quiet)
    assert not fake.boxes
    assert home.workspaces.names() == []
    monkeypatch.undo()


def test_a_container_that_another_home_makes_meanwhile_is_not_removed(
    fake: FakeEngine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create, other = fake.create, homes.at(tmp_path / "another home")

    def second(spec: ContainerSpec, **options: bool) -> str:
        monkeypatch.setattr(fake, "create", create)
        start(fake, other, Request(BASE, "web"), quiet)
        return create(spec, **options)

    monkeypatch.setattr(fake, "create", second)
    with pytest.raises(Conflict, match="already in use"):
        start(fake, home, Request(BASE, "web"), quiet)
    assert list(fake.boxes) == [other.workspaces.get("web").container]
    assert home.workspaces.names() == []


def test_an_interrupted_creation_leaves_no_container(fake: FakeEngine, home: Home) -> None:
    fake.broken["create"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        start(fake, home, Request(BASE, "web"), quiet)
    assert not fake.boxes


def test_an_image_without_a_shell_is_an_error_with_hints(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def create(spec: object) -> str:
        path = getattr(spec, "idle")[0]  # noqa: B009
        raise EngineError(f'the engine refused: exec: "{path}": stat {path}: no such file or directory')

    monkeypatch.setattr(fake, "create", create)
    with pytest.raises(RecordError, match="has no shell") as caught:
        start(fake, home, Request(BASE, "web"), quiet)
    assert "snap start --service" in caught.value.hint
    assert "snap run" in caught.value.hint


def test_another_error_of_the_engine_is_passed_on(fake: FakeEngine, home: Home) -> None:
    fake.broken["create"] = EngineError("port is already allocated")
    with pytest.raises(SnapError, match="port is already allocated"):
        start(fake, home, Request(BASE, "web"), quiet)


def test_a_shell_that_cannot_be_executed_is_an_error(fake: FakeEngine, home: Home) -> None:
    fake.broken["create"] = EngineError('the engine refused: runc: exec: "/etc/motd": permission denied: unknown')
    with pytest.raises(RecordError, match="/etc/motd does not run in debian:bookworm: permission denied") as caught:
        start(fake, home, Request(BASE, "web", shell="/etc/motd"), quiet)
    assert "--shell" in caught.value.hint


def test_programs_of_another_kind_of_processor_are_refused(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = fake.image(BASE).id
    fake.images[ident] = replace(fake.images[ident], architecture="arm64")
    create = fake.create

    def create_and_end(spec: ContainerSpec) -> str:
        made = create(spec)
        fake.boxes[made].state = "exited"
        return made

    monkeypatch.setattr(fake, "create", create_and_end)
    monkeypatch.setattr(starting, "find_shell", lambda engine, container, wanted: wanted)
    for shell in ("", "/bin/sh"):
        with pytest.raises(RecordError, match=r"programs of debian:bookworm \(linux/arm64\) do not run"):
            start(fake, home, Request(BASE, f"arm{len(shell)}", shell=shell), quiet)
    assert not fake.boxes and not home.workspaces.names()
    assert start(fake, home, Request(BASE, "arm", service=True), quiet).name == "arm", "a service may end"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("crun: open executable: Exec format error: OCI runtime error", "do not run on this engine's machine"),
        ("crun: executable file `{}` not found: No such file or directory: OCI runtime", "has no shell"),
        ('runc: exec: "{}": stat {}: no such file or directory: unknown', "has no shell"),
        ('runc: exec: "{}": executable file not found in $PATH: unknown', "has no shell"),
    ],
)
def test_what_engines_say_of_a_program_that_does_not_run(
    fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch, said: str, message: str
) -> None:
    def refuse(spec: ContainerSpec) -> str:
        assert spec.idle
        raise EngineError(said.replace("{}", spec.idle[0]))

    monkeypatch.setattr(fake, "create", refuse)
    with pytest.raises(RecordError, match=message):
        start(fake, home, Request(BASE, "web"), quiet)


@pytest.mark.parametrize(
    ("message", "lacks"),
    [
        ('exec: "/busybox/sh": stat /busybox/sh: no such file or directory', True),
        ('exec: "/busybox/sh": stat /busybox/sh: not a directory', True),
        ('exec: "/busybox/sh": executable file `/busybox/sh` not found: No such file', True),
        ('exec: "/bin/other": no such file or directory', False),
        ('exec: "/busybox/sh": exec format error', False),
    ],
)
def test_a_program_that_an_image_lacks_is_told_from_one_that_does_not_run(message: str, *, lacks: bool) -> None:
    assert starting.lacks_program("/busybox/sh", message) is lacks
