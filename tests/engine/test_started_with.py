"""What a container was started with, from what the engine's API says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from snapshotter.engine.started_with import started_with
from snapshotter.model import Started

if TYPE_CHECKING:
    import docker

ID = "a" * 64


class Client:
    """Answers as the engine does."""

    def __init__(self, config: dict[str, Any], host: dict[str, Any], **more: object) -> None:
        """`config` and `host` are those of the container."""
        self._data = {"Id": ID, "Name": "/web", "Image": "sha256:1", "Config": config, "HostConfig": host, **more}

    def inspect_container(self, _: str) -> dict[str, Any]:
        return self._data

    def inspect_image(self, _: str) -> dict[str, Any]:
        return {"Config": {"Env": ["PATH=/bin", "A=1"], "Cmd": ["run"], "User": "app", "Volumes": {"/own": {}}}}


def told(config: dict[str, Any], host: dict[str, Any], **more: object) -> Started:
    return started_with(cast("docker.APIClient", Client(config, host, **more)), ID)


def test_only_what_the_image_does_not_say() -> None:
    config = {"Env": ["PATH=/bin", "A=1", "B=2"], "Cmd": ["run"], "User": "app", "Hostname": ID[:12]}
    host = {"NetworkMode": "default", "RestartPolicy": {"Name": "no"}}
    assert told(config, host) == Started("web", ("B=2",))


def test_every_setting() -> None:
    config = {"Entrypoint": ["/e"], "Cmd": ["x"], "User": "0", "WorkingDir": "/w", "Hostname": "h"}
    host = {
        "PortBindings": {
            "80/tcp": [{"HostIp": "", "HostPort": "8080"}],
            "53/udp": [{"HostIp": "::1", "HostPort": "5"}],
        },
        "NetworkMode": "net",
        "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3},
        "Privileged": True,
        "CapAdd": ["NET_ADMIN"],
        "Memory": 100,
    }
    mounts = [
        {"Type": "volume", "Name": "b" * 64, "Destination": "/own", "RW": True},
        {"Type": "volume", "Name": "c" * 64, "Destination": "/anonymous", "RW": True},
        {"Type": "volume", "Name": "data", "Destination": "/data", "RW": True},
        {"Type": "bind", "Source": "/etc/x", "Destination": "/x", "RW": False},
    ]
    networks: dict[str, Any] = {"Networks": {"bridge": {}, "net": {}}}
    assert told(config, host, Mounts=mounts, NetworkSettings=networks) == Started(
        "web",
        (),
        ("[::1]:5:53/udp", "8080:80"),
        ("/anonymous", "data:/data", "/etc/x:/x:ro"),
        ("net",),
        "0",
        "/w",
        "h",
        ("/e",),
        ("x",),
        "on-failure:3",
        ("--privileged", "--cap-add=NET_ADMIN", "--memory=100"),
    )
