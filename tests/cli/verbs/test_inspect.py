"""The verb inspect: a workspace's container, another one, an image, and what is none of these."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.api import Mount
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, Person

TOKEN = "ghp_" + "0123456789abcdefABCD" + "0123456789abcdef"
DESCRIPTION = {
    "Config": {
        "Image": BASE,
        "Env": ["PATH=/bin", f"GITHUB_TOKEN={TOKEN}"],
        "Cmd": ["serve", "--token", TOKEN, *(f"--option-with-a-long-name={number}" for number in range(9))],
    },
    "State": {
        "Running": False,
        "StartedAt": "2026-01-02T03:04:06Z",
        "FinishedAt": "2026-01-02T03:05:06Z",
        "ExitCode": 137,
    },
    "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}},
    "Mounts": [{"Destination": "/data", "RW": False}],
}


def described(person: Person, tmp_path: Path) -> None:
    box = next(box for box in person.engine.boxes.values() if box.spec.name == "snap-web")
    data = tmp_path / "data" / "inner"
    data.mkdir(parents=True)
    (data / "file").write_bytes(b"x" * 1500)
    box.state = "exited"
    box.mounts = (Mount("bind", "/srv/data", "/data", tmp_path / "data"),)
    person.engine.descriptions["snap-web"] = DESCRIPTION


def test_a_workspace_means_its_container(snap: Snap, person: Person, tmp_path: Path) -> None:
    described(person, tmp_path)
    done = snap("inspect", "web")
    assert done.code == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    assert TOKEN not in done.out and "GITHUB_TOKEN=(secret)" in done.out
    for text in (
        "workspace   web",
        "with status 137 (SIGKILL)",
        "80/tcp at 0.0.0.0:8080",
        "user        root (not set)",
    ):
        assert text in done.out
    assert "/data from /srv/data (bind, read-only, 1.5 kB)" in done.out
    assert snap("inspect").out == snap("inspect", "snap-web").out == done.out


def test_json_of_a_container(snap: Snap, person: Person, tmp_path: Path) -> None:
    described(person, tmp_path)
    found = snap("inspect", "--json").data
    assert (found["kind"], found["workspace"], found["name"], found["exit_code"]) == (
        "container",
        "web",
        "snap-web",
        137,
    )
    assert found["mounts"] == [
        {"kind": "bind", "source": "/srv/data", "target": "/data", "read_only": True, "size": 1500}
    ]
    assert found["ports"] == [{"port": "80/tcp", "published": ["0.0.0.0:8080"]}]
    assert found["env"] == ["PATH=/bin", "GITHUB_TOKEN=(secret)"]
    assert TOKEN not in str(found)


def test_an_image_shows_its_layers_and_their_waste(snap: Snap, person: Person) -> None:
    engine = person.engine
    engine.add_layer("app:1", BASE, {"/srv/big": "x" * 3000, "/srv/small": "y"}, "RUN make # buildkit")
    image = engine.add_layer("app:2", "app:1", {"/srv/big": "z"}, f"RUN login {TOKEN} # buildkit")
    first = engine.histories[image.id]
    engine.histories[image.id] = [replace(first[0], text="ADD rootfs.tar / # buildkit", size=9), *first]
    done = snap("inspect", "app:2")
    assert done.code == 0, done.err
    assert TOKEN not in done.out
    assert "waste       3.0 kB that a later layer deletes or overwrites" in done.out
    assert "    2    3.0 kB    3.0 kB  RUN make" in done.out
    assert "    3.0 kB  /srv/big in layer 2" in done.out
    found = snap("inspect", "app:2", "--json").data
    assert (found["kind"], found["wasted"]) == ("image", 3000)
    assert [one["layer"] for one in found["steps"]] == [1, 2, 3]
    assert found["steps"][1]["wasted_paths"] == [{"path": "/srv/big", "size": 3000}]


def test_an_unknown_name_gives_those_that_look_like_it(snap: Snap, person: Person) -> None:
    done = snap("inspect", "debian:bokworm")
    assert done.code == 4 and "meant: image debian:bookworm" in done.err
    assert "meant: workspace web" in snap("inspect", "wbe").err
    assert "`snap list` lists the workspaces" in snap("inspect", "qqqqqqqq").err
