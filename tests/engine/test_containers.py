"""The settings that a container is created with, as far as they need no engine."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import ContainerSpec
from snapshotter.engine.containers import creation_body
from snapshotter.errors import UsageError


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
