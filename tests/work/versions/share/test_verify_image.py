"""An image in a registry, checked from there alone: what was changed there is named, signatures are held to."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from msgspec.structs import replace

from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Proof
from snapshotter.store import home as homes
from snapshotter.work.export.export import Exporter
from snapshotter.work.export.secret_options import NO_SECRET_OPTIONS
from snapshotter.work.versions.share import verify_image as checking
from snapshotter.work.versions.share.signed.ssh import SIGNATURE
from snapshotter.work.versions.share.statement import RECIPE, STATEMENT, digest
from snapshotter.work.versions.share.verify_image import Verified, image_name, verify_image
from tests.registry import Stub
from tests.work.fakes import Person
from tests.work.versions.share.signed.test_cosign import generate
from tests.work.versions.share.test_bundle import _shell, machine, worked
from tests.work.versions.share.test_registry import place, pulls_from, sent, stub

__all__ = ["_shell", "stub", "worked"]
EQUAL = Proof("equal", "equal: nothing differs")


class Machine:
    """Another machine, whose engine pulls what was pushed and whose proofs are equal."""

    def __init__(self, tmp_path: Path, worked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine, self.home = machine(tmp_path / "other"), homes.at(tmp_path / "home2")
        self.told: list[str] = []
        self.built: list[str] = []
        self.pushed = worked.engine
        monkeypatch.setattr(checking, "verify_context", self._proves)
        monkeypatch.setattr(self.engine, "pull", None, raising=True)
        pulls_from(self.engine, worked.engine, monkeypatch)
        fetch: Callable[..., Any] = self.engine.pull
        monkeypatch.setattr(self.engine, "pull", lambda name, say: fetch(f"{name.partition('@')[0]}:2", say))

    def _proves(
        self, _exporter: Exporter, _name: str, seq: int, context: IO[bytes], text: bytes, *_: object, is_told: bool
    ) -> Proof:
        with tarfile.open(fileobj=context) as tar:
            self.built = tar.getnames()
        assert is_told and seq == 2 and text.startswith(b"FROM debian:bookworm")
        return EQUAL

    def checks(self, stub: Stub, *, require_signed: bool = False, signers: Path | None = None) -> Verified:
        exporter = Exporter(self.home, lambda: self.engine, lambda _: None, self.told.append)
        wanted = {"require_signed": require_signed, "signers": signers}
        return verify_image(exporter, place(stub), 2, NO_SECRET_OPTIONS, **wanted)  # type: ignore[arg-type]


@pytest.fixture
def other(tmp_path: Path, worked: Person, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, worked, monkeypatch)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two keys of ssh, and a file that says who has the first."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    folder = tmp_path_factory.mktemp("keys")
    for name in ("mine", "evil"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "signers").write_text(f"me@example.com {(folder / 'mine.pub').read_text()}")
    yield folder


def artifact(stub: Stub, kind: str) -> dict[str, Any]:
    """Return the manifest of the newest artifact of a kind about image 2."""
    image = digest(stub.manifests["2"][1])
    found = [json.loads(data) for _, data in stub.manifests.values()]
    made: dict[str, Any] = [one for one in found if one.get("artifactType") == kind and _is_about(one, image)][-1]
    return made


def _is_about(manifest: dict[str, Any], image: str) -> bool:
    return bool(manifest["subject"]["digest"] == image)


def attaches(stub: Stub, kind: str, data: bytes, manifest: dict[str, Any] | None = None) -> None:
    """Put another artifact of a kind in the place of the one about image 2, as who may push there can do."""
    image = digest(stub.manifests["2"][1])
    tag = image.replace(":", "-")
    made = json.loads(json.dumps(manifest or artifact(stub, kind)))
    made["layers"][0] |= {"digest": digest(data), "size": len(data)}
    stub.blobs[digest(data)] = data
    text = json.dumps(made).encode()
    stub.manifests[digest(text)] = ("application/vnd.oci.image.manifest.v1+json", text)
    index = json.loads(stub.manifests[tag][1])
    index["manifests"] = [one for one in index["manifests"] if one["artifactType"] != kind]
    index["manifests"].append({"digest": digest(text), "size": len(text), "artifactType": kind})
    stub.manifests[tag] = (stub.manifests[tag][0], json.dumps(index).encode())


def blob(stub: Stub, kind: str) -> bytes:
    return stub.blobs[artifact(stub, kind)["layers"][0]["digest"]]


@pytest.mark.parametrize("lists", [True, False])
def test_an_image_is_checked_from_the_registry_alone(worked: Person, stub: Stub, other: Machine, lists: bool) -> None:
    stub.lists_referrers = lists
    worked.home.line.add_proof("web", 2, Proof("different", "1 of 5 paths differs"))
    sent(worked, stub)
    said = json.loads(blob(stub, STATEMENT))
    assert said["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    assert said["subject"][0]["digest"]["sha256"] == digest(stub.manifests["2"][1])[7:]
    assert [one["name"] for one in said["predicate"]["configuration"]] == ["Dockerfile", "context", "equivalence"]
    done = other.checks(stub)
    assert done.proof == EQUAL and done.theirs == "FAILED: 1 of 5 paths differs"  # theirs does not count
    assert "Dockerfile" in other.built and done.digest == digest(stub.manifests["2"][1])
    assert any("is that of whoever pushed it: its commands are run next" in line for line in other.told)
    assert not other.home.workspaces.names() and not list(other.home.line.operations())
    assert all(not tag.startswith("snap/") for tag in other.engine.tags())
    assert bool([name for name in stub.manifests if name.startswith("sha256-")]) != lists


def test_a_proof_that_was_made_later_follows(worked: Person, stub: Stub, other: Machine) -> None:
    sent(worked, stub)
    assert other.checks(stub).theirs == "WARNED: not proven"
    worked.home.line.add_proof("web", 2, Proof("equal", "equal: all"))
    manifest = artifact(stub, STATEMENT)
    manifest["annotations"]["org.opencontainers.image.created"] = "2000-01-01T00:00:00Z"
    attaches(stub, STATEMENT, blob(stub, STATEMENT), manifest)
    assert sent(worked, stub).images == ()
    assert other.checks(stub).theirs == "PASSED: equal: all"


def test_an_image_that_was_changed_is_named(worked: Person, stub: Stub, other: Machine) -> None:
    sent(worked, stub)
    good = stub.manifests["2"]
    stub.manifests["2"] = stub.manifests["1"]
    found = other.checks(stub).proof
    assert found.verdict == "different" and found.summary.startswith("the image was changed: ")
    stub.manifests["2"] = good
    image = other.pushed.pushed[f"{place(stub)}:2"]
    other.pushed.pushed[f"{place(stub)}:2"] = replace(image, config=replace(image.config, entrypoint=("/bin/evil",)))
    found = other.checks(stub).proof
    assert found.verdict == "different" and "other layers or settings" in found.summary


def test_a_recipe_that_was_changed_is_named(worked: Person, stub: Stub, other: Machine) -> None:
    sent(worked, stub)
    good, name = blob(stub, RECIPE), artifact(stub, RECIPE)["layers"][0]["digest"]
    stub.blobs[name] = good.replace(b"RUN", b"run", 1)[:-1] + b"x"
    assert "recipe of " in other.checks(stub).proof.summary
    stub.blobs[name] = good
    attaches(stub, RECIPE, good + b"\0" * 512)
    found = other.checks(stub).proof
    assert found.verdict == "different" and "what is attached is not what the statement is about" in found.summary
    assert not other.built


def test_a_recipe_with_hostile_names_is_refused(worked: Person, stub: Stub, other: Machine) -> None:
    sent(worked, stub)
    said, good = json.loads(blob(stub, STATEMENT)), blob(stub, RECIPE)
    for name, kind in (
        ("../x", tarfile.REGTYPE),
        ("/x", tarfile.REGTYPE),
        ("x", tarfile.CHRTYPE),
        ("", tarfile.DIRTYPE),
    ):
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w") as tar, tarfile.open(fileobj=io.BytesIO(good)) as before:
            for member in before:
                tar.addfile(member, before.extractfile(member))
            info = tarfile.TarInfo(name)
            info.type = kind
            tar.addfile(info)
        said["predicate"]["configuration"][1]["digest"]["sha256"] = digest(stream.getvalue())[7:]
        attaches(stub, RECIPE, stream.getvalue())
        attaches(stub, STATEMENT, json.dumps(said).encode())
        found = other.checks(stub).proof
        assert found.verdict == "different" and "the recipe of" in found.summary
    assert not other.built


def test_a_statement_that_was_changed_is_named(worked: Person, stub: Stub, other: Machine) -> None:
    sent(worked, stub)
    good = blob(stub, STATEMENT)
    name = artifact(stub, STATEMENT)["layers"][0]["digest"]
    stub.blobs[name] = good.replace(b"WARNED", b"PASSED")
    assert "the statement about" in other.checks(stub).proof.summary
    stub.blobs[name] = good
    for evil in (
        good.replace(digest(stub.manifests["2"][1])[7:].encode(), b"0" * 64),
        good.replace(b"WARNED", b"GOLDEN"),
        b"[]",
        b"{}",
        b'{"_type":1,"predicate":[],"predicateType":2}',
        b"\xff",
        b"[" * 100_000,
    ):
        attaches(stub, STATEMENT, evil)
        found = other.checks(stub).proof
        assert found.verdict == "different" and "the statement about" in found.summary
    assert not other.built


def test_without_a_statement_nothing_can_be_told(worked: Person, stub: Stub, other: Machine, tmp_path: Path) -> None:
    sent(worked, stub)
    del stub.manifests[digest(stub.manifests["2"][1]).replace(":", "-")]
    assert other.checks(stub).proof.verdict == "unknown"
    (tmp_path / "signers").write_text("")
    assert "is not signed" in other.checks(stub, signers=tmp_path / "signers").proof.summary
    del stub.manifests["2"]
    with pytest.raises(NotFound, match="has no image 2"):
        other.checks(stub)


def test_signatures_are_held_to(worked: Person, stub: Stub, other: Machine, keys: Path) -> None:
    sent(worked, stub)
    found = other.checks(stub, signers=keys / "signers").proof
    assert found.verdict == "different" and found.summary.endswith("is not signed")
    with pytest.raises(NotFound, match="which says who may sign"):
        other.checks(stub, require_signed=True)
    again = sent(worked, stub, key=keys / "mine")
    assert (again.images, again.signed, again.unsigned) == ((), (1, 2), ())
    done = other.checks(stub, require_signed=True, signers=keys / "signers")
    assert (done.proof, done.signer) == (EQUAL, "me@example.com")
    assert "is that of me@example.com" in " ".join(other.told)
    assert other.checks(stub).key.startswith("SHA256:")
    signed = artifact(stub, STATEMENT)
    attaches(stub, STATEMENT, blob(stub, STATEMENT).replace(b"WARNED", b"PASSED"), signed)
    for signers in (keys / "signers", None):
        found = other.checks(stub, signers=signers).proof
        assert found.verdict == "different" and "its signature is that of something else" in found.summary
    signed["annotations"][SIGNATURE] = "-----BEGIN SSH SIGNATURE-----\nnonsense"
    attaches(stub, STATEMENT, blob(stub, STATEMENT), signed)
    assert other.checks(stub).proof.verdict == "different"


def test_keys_of_cosign_are_held_to(
    worked: Person, stub: Stub, other: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    monkeypatch.setenv("COSIGN_PASSWORD", "pw")
    key, public = generate(tmp_path, "mine"), tmp_path / "mine.pub"
    generate(tmp_path, "evil")
    sent(worked, stub)
    found = other.checks(stub, signers=public).proof
    assert found.verdict == "different" and found.summary.endswith("is not signed with a key of cosign")
    assert sent(worked, stub, key=key).signed == (1, 2)
    done = other.checks(stub, require_signed=True, signers=public)
    assert (done.proof, done.signer) == (EQUAL, f"the owner of key {done.key}") and done.key.startswith("SHA256:")
    found = other.checks(stub, signers=tmp_path / "evil.pub").proof
    assert found.verdict == "different" and "is signed with a key that is not in" in found.summary
    assert sent(worked, stub, key=key).signed == (1, 2)
    tag = digest(stub.manifests["2"][1]).replace(":", "-") + ".att"
    layers = json.loads(stub.manifests[tag][1])["layers"]
    assert [one["mediaType"] for one in layers] == ["application/vnd.dsse.envelope.v1+json"] * 2
    assert layers[0]["annotations"] == {
        "dev.cosignproject.cosign/signature": "",
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
    }
    attaches(stub, STATEMENT, blob(stub, STATEMENT).replace(b"WARNED", b"PASSED"))
    found = other.checks(stub, signers=public).proof
    assert found.verdict == "different" and found.summary.endswith("is not signed with a key of cosign")
    for evil in (b"[]", b"{}", b'{"layers":{}}', b'{"layers":[1,{"mediaType":"x"}]}'):
        stub.manifests[tag] = stub.manifests[tag][0], evil
        assert other.checks(stub, signers=public).proof.verdict == "different"


def test_the_key_of_somebody_else_is_refused(worked: Person, stub: Stub, other: Machine, keys: Path) -> None:
    sent(worked, stub, key=keys / "evil")
    found = other.checks(stub, signers=keys / "signers").proof
    assert found.verdict == "different" and "is signed with a key that nobody in" in found.summary
    assert not other.built


def test_a_key_that_cannot_sign_is_said_before_anything_is_pushed(worked: Person, stub: Stub, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no key"):
        sent(worked, stub, key=tmp_path / "none")
    (tmp_path / "none").write_text("no key")
    with pytest.raises(UsageError, match="nothing was signed with"):
        sent(worked, stub, key=tmp_path / "none")
    assert not worked.engine.pushed and "line" not in stub.manifests


def test_names_of_images() -> None:
    assert image_name("localhost:5000/me/web:3") == ("localhost:5000/me/web", 3)
    assert image_name("oci://ghcr.io/web:12") == ("ghcr.io/web", 12)
    for text in ("web:3", "origin/main", "ghcr.io/me/web", "ghcr.io/me/web:0", "ghcr.io/me/web:line"):
        assert image_name(text) is None
