"""Artifacts in a registry: stored whole, read with their digest, with the login of `docker login`."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.registry.client import ARTIFACT, Artifact, Registry, is_name
from snapshotter.errors import RemoteFailed, Tampered, UsageError
from tests.registry import Stub, serving


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    with serving() as found:
        yield found


@pytest.fixture
def registry(stub: Stub) -> Iterator[Registry]:
    with Registry(f"{stub.host}/me/web") as found:
        yield found


def test_an_artifact_is_stored_and_read(stub: Stub, registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "line"
    assert registry.get("line") is None
    file.write_bytes(b"x" * 3_000_000)
    registry.put("line", ARTIFACT, file, {"org.opencontainers.image.title": "a"})
    found = registry.get("line")
    assert found and (found.type, found.size) == (ARTIFACT, 3_000_000)
    registry.download(found, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == file.read_bytes()
    registry.put("line", ARTIFACT, file, {})
    assert sum(one.startswith("POST") for one in stub.asked) == 2  # nothing is sent that is there


def test_what_is_changed_there_is_noticed(stub: Stub, registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "line"
    file.write_bytes(b"good")
    registry.put("line", ARTIFACT, file, {})
    found = registry.get("line")
    assert found
    for other in (b"evil", b"goo", b"good and more"):
        stub.blobs[found.digest] = other
        with pytest.raises(RemoteFailed, match="sent something else than it announced"):
            registry.download(found, tmp_path / f"copy-{len(other)}{other[:1].decode()}")
    for manifest in (
        b"",
        b"[]",
        b"{}",
        b'{"layers":[]}',
        b'{"artifactType":"x","layers":[{"digest":"md5:1","size":1}]}',
    ):
        stub.manifests["line"] = ("x", manifest)
        with pytest.raises(RemoteFailed):
            registry.get("line")


def test_blobs_and_manifests_are_compared_with_their_digests(stub: Stub, registry: Registry) -> None:
    made, _ = registry.put("", ARTIFACT, b"good", {"a": "b"})
    found = registry.get(made.digest)
    assert found and found.annotations == {"a": "b"} and registry.blob(found, 4) == b"good"
    for wrong in (Artifact("", found.digest, -2), Artifact("", "sha256:x", 4), Artifact("", found.digest, 5)):
        with pytest.raises(RemoteFailed):
            registry.blob(wrong, 4)
    for other in (b"evil", b"good and more", b""):
        stub.blobs[found.digest] = other
        with pytest.raises(Tampered):
            registry.blob(found, 4)
    kind, data = stub.manifests[made.digest]
    stub.manifests[made.digest] = kind, data.replace(b'"b"', b'"c"')
    with pytest.raises(Tampered):
        registry.get(made.digest)
    for index in (b"", b"[]", b"{}"):
        stub.manifests["sha256-1"] = "x", index
        with pytest.raises(RemoteFailed):
            registry.index("manifests/sha256-1")


def test_content_in_pieces_is_sent_once_and_read_whole(stub: Stub, registry: Registry) -> None:
    registry.put("one", ARTIFACT, [b"first", b"large", b"last"], {"a": "b"})
    before = sum(one.startswith("POST") for one in stub.asked)
    registry.put("two", ARTIFACT, [b"other", b"large"], {})
    assert sum(one.startswith("POST") for one in stub.asked) == before + 1
    found = registry.get("one")
    assert found and found.annotations["a"] == "b"
    assert (found.digest, found.size) == (f"sha256:{hashlib.sha256(b'firstlargelast').hexdigest()}", 14)
    assert registry.blob(found, 14) == b"firstlargelast"
    for parts in (found.parts[::-1], found.parts[1:], ((found.parts[0][0], -1),), (("md5:1", 1),)):
        with pytest.raises(RemoteFailed):
            registry.blob(replace(found, parts=parts), 14)
    with pytest.raises(RemoteFailed):
        registry.blob(found, 13)
    kind, data = stub.manifests["one"]
    stub.manifests["one"] = kind, data.replace(b"io.snapshotter.content.digest", b"x")
    with pytest.raises(RemoteFailed, match="is no artifact of snapshotter"):
        registry.get("one")


def test_a_password_is_taken_from_the_configuration_of_docker(stub: Stub, tmp_path: Path) -> None:
    stub.password = "secret"
    with pytest.raises(RemoteFailed, match="it asks for a password") as error, Registry(f"{stub.host}/me/web") as found:
        found.get("line")
    assert f"docker login {stub.host}" in error.value.hint
    (tmp_path / ".docker").mkdir()
    auth = {"auths": {stub.host: {"auth": base64.b64encode(b"me:secret").decode()}}}
    (tmp_path / ".docker/config.json").write_text(json.dumps(auth))
    with Registry(f"{stub.host}/me/web") as found:
        assert found.get("line") is None
        file = tmp_path / "line"
        file.write_bytes(b"whole")
        found.put("line", ARTIFACT, file, {})  # a file is sent once: oras would send the rest of it, nothing, again
        artifact = found.get("line")
        assert artifact and stub.blobs[artifact.digest] == b"whole"


@pytest.mark.parametrize("place", ["run", "config", "named"])
def test_a_password_is_taken_from_what_podman_stores(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    stub.password = "secret"
    file = {"run": "run/containers/auth.json", "config": ".config/containers/auth.json", "named": "mine.json"}[place]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    if place == "named":
        monkeypatch.setenv("REGISTRY_AUTH_FILE", str(tmp_path / file))
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    for text in ("", "[]", '{"auths":{}}'):
        (tmp_path / file).write_text(text)
        with pytest.raises(RemoteFailed, match="it asks for a password"), Registry(f"{stub.host}/me/web") as found:
            found.get("line")
    auth = {"auths": {stub.host: {"auth": base64.b64encode(b"me:secret").decode()}}}
    (tmp_path / file).write_text(json.dumps(auth))
    with Registry(f"{stub.host}/me/web") as found:
        assert found.get("line") is None


def test_a_certificate_is_trusted_where_engines_look_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    monkeypatch.setenv("HOME", str(tmp_path))
    both, words = tmp_path / "both.pem", ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *words]
    subprocess.run([*made, "-keyout", str(both), "-out", str(tmp_path / "ca.crt")], check=True, capture_output=True)
    both.write_text(both.read_text() + (tmp_path / "ca.crt").read_text())
    with serving(both) as stub:
        with pytest.raises(RemoteFailed, match="is not trusted: self") as error:
            Registry(f"{stub.host}/me/web").get("line")
        assert f"/etc/docker/certs.d/{stub.host}/ca.crt" in error.value.hint
        trusted = tmp_path / ".config/docker/certs.d" / stub.host
        trusted.mkdir(parents=True)
        (tmp_path / "ca.crt").rename(trusted / "ca.crt")
        with Registry(f"{stub.host}/me/web") as found:
            assert found.get("line") is None


def test_a_registry_that_does_not_answer_is_named_at_once() -> None:
    with pytest.raises(RemoteFailed, match=r"cannot reach the registry of 127\.0\.0\.1:9/me/web"):
        Registry("127.0.0.1:9/me/web").get("line")


def test_layers_of_an_image_with_attestations(stub: Stub, registry: Registry) -> None:
    image = {"layers": [{"mediaType": "t", "digest": "sha256:1", "size": 5}]}
    index = {
        "manifests": [
            {"digest": "sha256:x", "platform": {"architecture": "unknown"}},
            {"digest": "sha256:y", "platform": {"architecture": "amd64"}},
        ]
    }
    stub.manifests |= {"1": ("i", json.dumps(index).encode()), "sha256:y": ("m", json.dumps(image).encode())}
    assert [one.digest for one in registry.layers("1")] == ["sha256:1"]


@pytest.mark.parametrize("name", ["ghcr.io/me/web", "localhost/web", "localhost:5000/web", "a.b.c:5/x-y/z__1"])
def test_names_of_repositories(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["web", "me/web", "host:web.git", "ghcr.io/Me", "ghcr.io/me:1", "https://a.b/c", "a.b/../c", "-x.y/z"]
)
def test_what_names_no_repository(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(UsageError):
        Registry(name)
