"""What a container is created with, as far as that needs no engine."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import ContainerSpec
from snapshotter.engine.containers import creation
from snapshotter.errors import UsageError


def spec(*ports: str) -> ContainerSpec:
    return ContainerSpec(image="x", name="", labels={}, idle=None, ports=ports)


def test_a_published_port_is_exposed_too() -> None:
    body = creation(spec("127.0.0.1:8080:80/udp"))
    assert body["HostConfig"]["PortBindings"] == {"80/udp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}
    assert body["ExposedPorts"] == {"80/udp": {}}


@pytest.mark.parametrize("port", ["foo", "80:", "1-2:1-3"])
def test_what_is_no_port_is_a_matter_of_the_command_line(port: str) -> None:
    with pytest.raises(UsageError, match="cannot be published") as refused:
        creation(spec("81:81", port))
    assert "8080:80" in refused.value.hint
