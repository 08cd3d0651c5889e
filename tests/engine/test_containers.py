"""The settings that a container is created with, as far as they need no engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from snapshotter.engine.api import ContainerSpec, Process
from snapshotter.engine.containers import creation_body, processes
from snapshotter.errors import UsageError

if TYPE_CHECKING:
    import docker


def spec(*ports: str) -> ContainerSpec:
    return ContainerSpec(image="x", name="", labels={}, idle=None, ports=ports)


def test_a_published_port_is_exposed_too() -> None:
    body = creation_body(spec("127.0.0.1:8080:80/udp"))
    assert body["HostConfig"]["PortBindings"] == {"80/udp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}
    assert body["ExposedPorts"] == {"80/udp": {}}


@pytest.mark.parametrize("port", ["foo", "80:", "1-2:1-3"])
def test_an_invalid_port_is_a_usage_error(port: str) -> None:
    with pytest.raises(UsageError, match="cannot be published") as refused:
        creation_body(spec("81:81", port))
    assert "8080:80" in refused.value.hint


class Listing:
    """A client whose engine lists processes."""

    def __init__(self, *rows: list[str]) -> None:
        self.rows, self.asked = rows, ""

    def top(self, ident: str, ps_args: str) -> dict[str, object]:
        self.asked = ps_args
        return {"Titles": ["PID"], "Processes": list(self.rows)}


def test_the_processes_of_docker() -> None:
    client = Listing(
        ["769", "744", "1-02:03:04", "Ss+", "pts/0", "sh -c sleep 60"], ["8", "7", "05:06", "S", "?", "x"], ["odd"]
    )
    first, second = processes(cast("docker.APIClient", client), "c", podman=False)
    assert first == Process(769, 744, 93784, True, ("sh", "-c", "sleep", "60"))
    assert (second.seconds, second.foreground) == (306, False)
    assert client.asked.startswith("-eo ")


def test_the_processes_of_podman_which_tells_no_foreground() -> None:
    rows = [["1", "0", "1m3.5s", "S", "pts/0", "sh"], ["2", "1", "510.24ms", "S", "?", "served -d"]]
    client = Listing(*rows)
    first, second = processes(cast("docker.APIClient", client), "c", podman=True)
    assert (first.seconds, first.foreground) == (63, True)
    assert (second.seconds, second.foreground, second.words) == (0, False, ("served", "-d"))
    assert not client.asked.startswith("-")
