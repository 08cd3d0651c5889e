"""Adopting: the base, the layers as snapshots, refusals, and that a failure leaves nothing behind."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import LABEL, ContainerSpec, HistoryStep, Mount
from snapshotter.errors import Conflict, EngineError, ImageNotFound, NotFound, RecordError, UsageError
from snapshotter.model import IN_HISTORY, Started
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.pins import Pins
from snapshotter.recipe.write.dockerfile import write
from snapshotter.store.home import Home
from snapshotter.work.adopt.adopt import AdoptRequest, adopt
from snapshotter.work.container import ensure_running
from snapshotter.work.export.export import Exported
from snapshotter.work.select import offer_adoption
from snapshotter.work.start import Request, start
from snapshotter.work.status import status
from snapshotter.work.versions.removal import remove
from snapshotter.work.workspaces import stop
from tests.work.fakes import BASE, FakeEngine, Person, put

HAND = "team/web:2"


def quiet(_: str) -> None:
    """Ignore progress."""


@pytest.fixture
def hand(fake: FakeEngine) -> FakeEngine:
    """Make an image of two layers above the base: of a Dockerfile, and of a container that was committed."""
    fake.add_layer("team/web:1", BASE, {"etc/made": "x"}, "/bin/sh -c echo x > /etc/made")
    fake.add_layer(HAND, "team/web:1", {"etc/motd": "hello"}, "bash", "by hand")
    return fake


def test_each_layer_is_a_snapshot(hand: FakeEngine, home: Home) -> None:
    made = adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert made.found.base.reference == BASE
    first, second = home.line.snapshots("web")
    assert [one.text for one in first.commands] == ["echo x > /etc/made"]
    assert first.commands[0].witness == IN_HISTORY
    assert [(one.path, one.by) for one in first.changes] == [("/etc/made", "command 1")]
    assert second.message == "by hand"
    assert [(one.path, one.by) for one in second.changes] == [
        ("/etc/motd", "not recorded (made before the image was adopted)")
    ]
    assert second.adopted is not None and second.adopted.history == "bash"
    assert hand.tagged["snap/web:2"] == hand.tagged["snap/web:latest"] == hand.tagged[HAND]
    assert hand.image("snap/web:1").layers == hand.image("team/web:1").layers
    assert home.workspaces.get("web").base.reference == BASE
    assert [one.verb for one in home.line.operations()] == ["adopt"]


def test_a_dry_run_makes_nothing(hand: FakeEngine, home: Home) -> None:
    before = dict(hand.tagged)
    made = adopt(hand, home, AdoptRequest(HAND, "web", dry_run=True), quiet)
    assert len(made.snapshots) == 2
    assert hand.tagged == before and not hand.boxes
    assert not home.line.names() and not home.workspaces.names()


@pytest.mark.parametrize("call", ["lower", "create", "tag"])
def test_a_failure_leaves_nothing(hand: FakeEngine, home: Home, call: str) -> None:
    before = dict(hand.tagged)
    hand.broken[call] = EngineError("no")
    with pytest.raises(EngineError, match="no"):
        adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert hand.tagged == before and not hand.boxes
    assert not home.line.names() and not home.workspaces.names()


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_work_of_another_home_with_the_same_names_stays(hand: FakeEngine, home: Home, dry_run: bool) -> None:
    theirs = hand.create(ContainerSpec(hand.image(BASE).id, "snap-web", {LABEL + ".workspace": "web"}, None))
    hand.tag("team/web:1", "snap/web:1")
    hand.tag("team/web:1", "snap/web:2")
    before = dict(hand.tagged)
    try:
        adopt(hand, home, AdoptRequest(HAND, "web", dry_run=dry_run), quiet)
    except Conflict as error:
        assert "there is a container snap-web already" in error.message and not dry_run
    assert list(hand.boxes) == [theirs] and hand.tagged == before
    hand.remove(theirs)
    hand.broken["create"] = EngineError("no")
    with pytest.raises(EngineError, match="no"):
        adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert hand.tagged == before


def test_the_base_is_the_longest_that_others_can_have(hand: FakeEngine, home: Home) -> None:
    hand.tag("team/web:1", "snap/other:1")
    made = adopt(hand, home, AdoptRequest(HAND, dry_run=True), quiet)
    assert made.found.base.reference == BASE
    hand.tag("team/web:1", "team/tools:1")
    assert adopt(hand, home, AdoptRequest(HAND, dry_run=True), quiet).found.base.reference == "team/tools:1"
    given = adopt(hand, home, AdoptRequest(HAND, base="team/web:1", dry_run=True), quiet)
    assert given.found.base.reference == "team/web:1" and "--base" in given.found.how


def test_an_image_without_base_is_refused(hand: FakeEngine, home: Home) -> None:
    hand.add_image("alone:1", {"x": "y"})
    with pytest.raises(UsageError, match="no image on this machine is the base of alone:1"):
        adopt(hand, home, AdoptRequest("alone:1"), quiet)


def test_a_base_that_is_none_is_refused_with_its_distance(hand: FakeEngine, home: Home) -> None:
    hand.add_image("other:1", {"x": "y"})
    with pytest.raises(UsageError, match="0 of its 1 layers are the lowest of the 3") as caught:
        adopt(hand, home, AdoptRequest(HAND, base="other:1"), quiet)
    assert BASE in caught.value.hint


def test_what_is_not_there(hand: FakeEngine, home: Home, tmp_path: Path) -> None:
    with pytest.raises(ImageNotFound):
        adopt(hand, home, AdoptRequest("nosuch:1"), quiet)
    with pytest.raises(UsageError, match="is not there"):
        adopt(hand, home, AdoptRequest(str(tmp_path / "web.tar")), quiet)
    with pytest.raises(UsageError, match="is a directory"):
        adopt(hand, home, AdoptRequest(str(tmp_path)), quiet)


def test_a_file_that_is_no_image(hand: FakeEngine, home: Home, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar"
    broken.write_bytes(b"\x1f\x8bnot a gzip")
    with pytest.raises(UsageError, match="cannot be read as an image"):
        adopt(hand, home, AdoptRequest(str(broken)), quiet)
    with tarfile.open(tmp_path / "files.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("etc/passwd"))
    with pytest.raises(UsageError, match=r"no manifest\.json"):
        adopt(hand, home, AdoptRequest(str(tmp_path / "files.tar")), quiet)
    assert "load" not in hand.calls


def test_a_taken_name_is_refused(hand: FakeEngine, home: Home) -> None:
    adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    with pytest.raises(Conflict):
        adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert adopt(hand, home, AdoptRequest(HAND), quiet).name == "web-2"


def test_a_dockerfiles_instructions_have_their_variables_directory_and_user(fake: FakeEngine, home: Home) -> None:
    config = replace(fake.image(BASE).config, env=("PATH=/usr/bin:/bin", "A=hello world"), workdir="/srv", user="app")
    fake.add_layer("app:1", BASE, {"srv/one": "1"}, "|1 N=1 /bin/sh -c echo $N > one")
    fake.add_layer("app:2", "app:1", {"srv/two": "2"}, "/bin/sh -c #(nop) COPY file:0a in /srv/ ")
    made = fake.image("app:2")
    settings = [
        "/bin/sh -c #(nop)  ENV A=hello world",
        "/bin/sh -c #(nop) WORKDIR /srv",
        "/bin/sh -c #(nop)  USER app",
    ]
    above = fake.histories[made.id]
    fake.histories[made.id] = [*(HistoryStep(1.0, text, "", 0) for text in settings), *above]
    fake.images[made.id] = replace(fake.images[made.id], config=config)
    first, second = adopt(fake, home, AdoptRequest("app:2", "app"), quiet).snapshots
    (command,) = first.commands
    assert (command.text, command.cwd, command.user) == ("export N=1; echo $N > one", "/srv", "app")
    assert first.adopted is not None and first.adopted.env == config.env
    assert [one.by for one in second.changes] == ["not recorded (copied by the Dockerfile of the adopted image)"]
    dockerfile = write(plan(first.base, [first, second]), lambda seq, change: b"").dockerfile
    assert dockerfile.index('ENV A="hello world"') < dockerfile.index("echo $N > one")


def test_a_container_stays_as_it_is(fake: FakeEngine, home: Home) -> None:
    owners = fake.create(ContainerSpec(fake.image(BASE).id, "mine", {}, ("sleep", "9")))
    put(fake.boxes[owners].upper, "etc/motd", "hello")
    fake.stop(owners, 0)
    made = adopt(fake, home, AdoptRequest("mine", "web"), quiet)
    assert made.kind == "container" and "stays as it is" in made.notes[0]
    assert fake.container(owners).state == "exited"
    assert home.workspaces.get("web").container != owners
    assert [one.path for one in made.snapshots[0].changes] == ["/etc/motd"]
    assert sorted(tag for tag in fake.tagged if tag.startswith("snap/")) == ["snap/web:1", "snap/web:latest"]


def test_a_running_container_goes_on_as_the_workspaces_and_stays_its_owners(fake: FakeEngine, home: Home) -> None:
    secret = "API_TOKEN=f3kQx7LmT0vRz2NcW8yJpB5s"
    theirs = fake.create(ContainerSpec(fake.image(BASE).id, "mine", {}, None, ("MODE=prod", secret), ("80:80",)))
    put(fake.boxes[theirs].upper, "etc/motd", "hello")
    made = adopt(fake, home, AdoptRequest("mine", "web"), quiet)
    workspace = home.workspaces.get("web")
    assert workspace.container == theirs and list(fake.boxes) == [theirs]
    (one,) = home.line.snapshots("web")
    assert one.adopted is not None
    assert one.adopted.started == Started("mine", ("MODE=prod", "API_TOKEN"), ("80:80",))
    assert made.snapshots[0].created > 0
    put(fake.boxes[theirs].upper, "etc/more", "x")
    assert [change.path for change in status(fake, home, workspace).changes] == ["/etc/more"]
    with pytest.raises(UsageError, match="belongs to who started it"):
        stop(fake, home, workspace)
    assert fake.container(theirs).state == "running"
    fake.stop(theirs, 0)
    with pytest.raises(RecordError, match="the container mine is exited"):
        ensure_running(fake, home, workspace, quiet)
    remove(fake, home, "web", force=True)
    assert fake.container(theirs).state == "exited"


def test_mount_points_of_a_container_are_called_so(fake: FakeEngine, home: Home) -> None:
    theirs = fake.create(ContainerSpec(fake.image(BASE).id, "mine", {}, None))
    fake.boxes[theirs].mounts = (Mount("volume", "data", "/data"),)
    put(fake.boxes[theirs].upper, "data/x", "").unlink()
    made = adopt(fake, home, AdoptRequest("mine", "web"), quiet)
    assert [(one.path, one.by) for one in made.snapshots[0].changes] == [("/data", "outside (mount point)")]
    assert made.notes == ("not in the image, since they are mounted: /data",)


def test_start_and_shell_offer_to_adopt_a_container(fake: FakeEngine, home: Home) -> None:
    fake.create(ContainerSpec(fake.image(BASE).id, "mine", {}, None))
    with pytest.raises(UsageError, match="mine is a container") as caught:
        start(fake, home, Request("mine"), quiet)
    assert "snap adopt mine" in caught.value.hint
    with pytest.raises(NotFound) as missing:
        offer_adoption(lambda: fake, "mine", NotFound("there is no workspace mine", ""))
    assert "snap adopt mine" in missing.value.hint
    offer_adoption(lambda: fake, "other", NotFound("there is no workspace other", ""))


def test_the_container_of_a_workspace_is_refused(person: Person) -> None:
    with pytest.raises(UsageError, match="is that of the workspace web"):
        adopt(person.engine, person.home, AdoptRequest("snap-web"), quiet)


def test_what_builders_write_into_a_history_is_no_message(fake: FakeEngine, home: Home) -> None:
    fake.add_layer("x:1", BASE, {"etc/motd": "x"}, "sh", "FROM docker.io/library/debian:bookworm")
    assert adopt(fake, home, AdoptRequest("x:1", "x"), quiet).snapshots[0].message == "change /etc/motd"


def test_lines_of_a_history_without_their_secrets(fake: FakeEngine, home: Home) -> None:
    token = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
    typed = (
        f"curl -u robot:Tr0ub4dor-and-3 https://forge.invalid\necho {token} > /srv/a\necho Tr0ub4dor-and-3 > /srv/b\n"
    )
    files = {"srv/a": token, "srv/b": "x", "root/.bash_history": typed}
    fake.add_layer("team/own:1", BASE, files, "bash")
    adopt(fake, home, AdoptRequest("team/own:1", "own"), quiet)
    [snapshot] = home.line.snapshots("own")
    assert [one.witness for one in snapshot.commands] == ["/root/.bash_history"] * 2
    texts = [one.text for one in snapshot.commands]
    assert all("SNAP_SECRET_" in text for text in texts) and not any(
        "Tr0ub4dor" in text or token in text for text in texts
    )


def test_each_line_of_a_history_runs_where_it_was_typed(fake: FakeEngine, home: Home) -> None:
    typed = (
        "mkdir -p /srv/a/b && touch /srv/a/b/.keep\ncd /srv/a\ncd b; cd ..; touch one; cd b\nls\ncd /srv/a\ntouch two\n"
    )
    files = {"srv/a/b/.keep": "", "srv/a/one": "", "srv/a/two": "", "etc/.bash_history": typed}
    fake.add_layer("team/own:1", BASE, files, "bash")
    [snapshot] = adopt(fake, home, AdoptRequest("team/own:1", "own"), quiet).snapshots
    text = write(plan(snapshot.base, [snapshot]), lambda seq, change: b"").dockerfile
    lines = [line.strip(" \\&") for line in text.splitlines()]
    rest = lines[lines.index("touch one") :]
    assert rest[: rest.index("touch two")][-1] == "cd /srv/a"
    assert not any(line.startswith("RUN") for line in rest)


def test_secrets_in_settings_are_named_and_never_told(fake: FakeEngine, home: Home) -> None:
    token = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
    fake.add_layer("x:1", BASE, {"srv/x": "x"}, f"|1 API_TOKEN={token} /bin/sh -c echo x > /srv/x")
    made = fake.image("x:1")
    config = replace(made.config, env=(*made.config.env, f"DEPLOY_TOKEN={token}"), labels=(("key", token),))
    fake.images[made.id] = replace(made, config=config)
    settings = [f"/bin/sh -c #(nop)  ENV DEPLOY_TOKEN={token}", f"/bin/sh -c #(nop)  LABEL key={token}"]
    fake.histories[made.id] = [*fake.histories[made.id], *(HistoryStep(1.0, text, "", 0) for text in settings)]
    first, second = adopt(fake, home, AdoptRequest("x:1", "x"), quiet).notes
    assert first.startswith("looks like a secret: ENV DEPLOY_TOKEN, LABEL key; ")
    assert second.startswith("looks like a secret and is not written: ARG API_TOKEN; ")
    snapshots = home.line.snapshots("x")
    planned = plan(snapshots[0].base, snapshots)
    recipe = write(planned, lambda seq, change: b"")
    done = Exported(recipe, planned, None, Pins({}), (), snapshots=snapshots)
    assert "ENV DEPLOY_TOKEN, LABEL key" in done.notes()[-1]
    assert done.warnings()[-1] in done.notes()[-1]
    assert not any(token in line for line in (first, second, *done.notes()))


def made_for(fake: FakeEngine, name: str, processor: str) -> None:
    """Set for which kind of processor an image is."""
    fake.images[fake.image(name).id] = replace(fake.image(name), architecture=processor)


def test_a_base_for_another_processor_is_none(hand: FakeEngine, home: Home) -> None:
    made_for(hand, HAND, "arm64")
    for name in ("team/web:1", BASE):
        made_for(hand, name, "amd64")
    with pytest.raises(UsageError, match=f"team/web:2 is for the processor arm64, and {BASE} is for amd64") as caught:
        adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert f"docker pull --platform linux/arm64 {BASE}" in caught.value.hint
    with pytest.raises(UsageError, match=f"{BASE} is for the processor amd64, and the image for arm64"):
        adopt(hand, home, AdoptRequest(HAND, "web", BASE), quiet)
    assert not home.workspaces.names() and not hand.boxes
    made_for(hand, BASE, "arm64")
    assert adopt(hand, home, AdoptRequest(HAND, "web"), quiet).found.base.reference == BASE


def test_programs_that_do_not_run_here_are_refused(hand: FakeEngine, home: Home) -> None:
    hand.broken["create"] = EngineError("exec /bin/sh: exec format error")
    with pytest.raises(RecordError, match="do not run on this engine's machine"):
        adopt(hand, home, AdoptRequest(HAND, "web"), quiet)
    assert not home.workspaces.names() and not hand.boxes
