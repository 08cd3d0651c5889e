from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from snapshotter.engine.connect.addresses import Endpoint, Tls, endpoints
from snapshotter.errors import EngineNotFound


def write_context(config: Path, name: str, endpoint: dict[str, object], *, tls: bool = False) -> None:
    key = hashlib.sha256(name.encode()).hexdigest()
    meta = config / "contexts" / "meta" / key
    meta.mkdir(parents=True)
    (meta / "meta.json").write_text(json.dumps({"Name": name, "Metadata": {}, "Endpoints": {"docker": endpoint}}))
    if tls:
        (config / "contexts" / "tls" / key / "docker").mkdir(parents=True)


def choose_context(config: Path, name: str) -> None:
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.json").write_text(json.dumps({"auths": {}, "currentContext": name}))


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("unix:///x/y.sock", "unix:///x/y.sock"),
        ("/x/y.sock", "unix:///x/y.sock"),
        ("tcp://far:2375", "tcp://far:2375"),
        ("far:2375", "tcp://far:2375"),
        ("ssh://me@far", "ssh://me@far"),
    ],
)
def test_docker_host_is_the_only_address(tmp_path: Path, value: str, url: str) -> None:
    choose_context(tmp_path / ".docker", "broken and never looked at")
    assert endpoints({"DOCKER_HOST": value, "DOCKER_CONTEXT": "x"}, tmp_path, 1) == [Endpoint(url, "DOCKER_HOST")]


def test_docker_host_with_tls(tmp_path: Path) -> None:
    env = {"DOCKER_HOST": "tcp://far:2376", "DOCKER_TLS_VERIFY": "1"}
    assert endpoints(env, tmp_path, 1)[0].tls == Tls(tmp_path / ".docker", verify=True)
    env |= {"DOCKER_CERT_PATH": "/certs", "DOCKER_TLS_VERIFY": "", "DOCKER_TLS": "1"}
    assert endpoints(env, tmp_path, 1)[0].tls == Tls(Path("/certs"), verify=False)
    assert endpoints(env | {"DOCKER_HOST": "unix:///x"}, tmp_path, 1)[0].tls is None


def test_the_current_context_is_the_only_address(tmp_path: Path) -> None:
    config = tmp_path / ".docker"
    choose_context(config, "colima")
    write_context(config, "colima", {"Host": "unix:///colima.sock", "SkipTLSVerify": False})
    assert endpoints({}, tmp_path, 1) == [Endpoint("unix:///colima.sock", "docker context 'colima'")]


def test_the_context_variable_and_the_config_variable_come_first(tmp_path: Path) -> None:
    choose_context(tmp_path / ".docker", "other")
    write_context(tmp_path / "elsewhere", "far", {"Host": "tcp://far:2376", "SkipTLSVerify": True}, tls=True)
    found = endpoints({"DOCKER_CONTEXT": "far", "DOCKER_CONFIG": str(tmp_path / "elsewhere")}, tmp_path, 1)
    assert [(endpoint.url, endpoint.source) for endpoint in found] == [("tcp://far:2376", "docker context 'far'")]
    assert found[0].tls is not None and not found[0].tls.verify


def test_a_missing_context(tmp_path: Path) -> None:
    with pytest.raises(EngineNotFound, match="'gone' does not exist") as failure:
        endpoints({"DOCKER_CONTEXT": "gone"}, tmp_path, 1)
    assert "docker context ls" in failure.value.hint


def test_a_context_without_an_address(tmp_path: Path) -> None:
    write_context(tmp_path / ".docker", "odd", {})
    with pytest.raises(EngineNotFound, match="names no docker address"):
        endpoints({"DOCKER_CONTEXT": "odd"}, tmp_path, 1)


def test_a_broken_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / ".docker").mkdir()
    (tmp_path / ".docker" / "config.json").write_text("{")
    with pytest.raises(EngineNotFound, match=r"config\.json cannot be read"):
        endpoints({}, tmp_path, 1)


def test_without_a_choice_of_the_user_the_sockets_in_order(tmp_path: Path) -> None:
    choose_context(tmp_path / ".docker", "default")
    assert [endpoint.url for endpoint in endpoints({"XDG_RUNTIME_DIR": "/run/me"}, tmp_path, 7)] == [
        "unix:///var/run/docker.sock",
        "unix:///run/me/docker.sock",
        f"unix://{tmp_path}/.docker/run/docker.sock",
        f"unix://{tmp_path}/.docker/desktop/docker.sock",
        "unix:///run/me/podman/podman.sock",
        "unix:///run/podman/podman.sock",
    ]
    assert endpoints({}, tmp_path, 7)[1].url == "unix:///run/user/7/docker.sock"


def test_missing_tls_files_are_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    assert Tls(tmp_path, True).file("ca.pem") == str(tmp_path / "ca.pem")
    assert Tls(tmp_path, True).file("key.pem") is None


def test_the_default_context_by_name_is_the_default_socket_alone(tmp_path: Path) -> None:
    choose_context(tmp_path / ".docker", "desktop-linux")
    found = endpoints({"DOCKER_CONTEXT": "default"}, tmp_path, 1)
    assert [endpoint.url for endpoint in found] == ["unix:///var/run/docker.sock"]


@pytest.mark.parametrize(("url", "tls"), [("tcp://far:2376", True), ("ssh://far", False), ("unix:///x", False)])
def test_a_context_that_skips_verification_uses_tls_without_any_files(tmp_path: Path, url: str, tls: bool) -> None:
    config = tmp_path / ".docker"
    choose_context(config, "far")
    write_context(config, "far", {"Host": url, "SkipTLSVerify": True})
    (found,) = endpoints({}, tmp_path, 1)
    assert (found.tls is not None and not found.tls.verify) is tls
