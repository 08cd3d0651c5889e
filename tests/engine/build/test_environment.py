"""The environment of the docker program."""

from __future__ import annotations

from pathlib import Path

from snapshotter.engine.build.environment import client_environment, is_true
from snapshotter.engine.connect.addresses import Endpoint, Tls


def test_a_setting_is_read_as_docker_reads_it() -> None:
    assert [is_true(text) for text in ("1", "true", "T", "0", "False", "")] == [True, True, True, False, False, False]


def test_the_users_own_choices_stay() -> None:
    own = {"DOCKER_CONTEXT": "far", "BUILDX_BUILDER": "box", "DOCKER_API_VERSION": "1.44", "DOCKER_BUILDKIT": "0"}
    chosen = Endpoint("tcp://far:2376", "docker context 'far'", Tls(Path("/certs"), True))
    made = client_environment(chosen, own | {"DOCKER_DEFAULT_PLATFORM": "linux/arm64"}, [chosen])
    assert made == own | {"DOCKER_BUILDKIT": "1", "BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}


def test_an_address_that_the_program_does_not_find_is_given() -> None:
    found = Endpoint("ssh://far", "DOCKER_HOST")
    relay = Endpoint("unix:///tmp/relay.sock", "DOCKER_HOST")
    assert client_environment(relay, {"DOCKER_HOST": "ssh://far"}, [found])["DOCKER_HOST"] == relay.url
    rootless = Endpoint("unix:///run/user/1/docker.sock", "rootless docker")
    assert client_environment(rootless, {}, [rootless])["DOCKER_HOST"] == rootless.url


def test_the_files_of_tls_are_given() -> None:
    endpoint = Endpoint("tcp://far:2376", "elsewhere", Tls(Path("/certs"), False))
    made = client_environment(endpoint, {"DOCKER_TLS_VERIFY": "1"}, [])
    assert (made["DOCKER_CERT_PATH"], made["DOCKER_TLS"]) == ("/certs", "1") and "DOCKER_TLS_VERIFY" not in made
