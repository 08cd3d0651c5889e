"""Keys that a build makes anew: what counts as one, and what stays a difference."""

from __future__ import annotations

import base64
import random
import uuid
from collections.abc import Callable, Set

import pytest

from snapshotter.model import Base, Change, Command, Entry, Snapshot
from snapshotter.proof.made_anew import candidates, given, links_to, made_anew
from snapshotter.recipe.decide.secret_mounts import Handling
from snapshotter.recipe.plan import plan

RANDOM = random.Random(7)  # the same in each run: a short random word may have no digit


def words(count: int) -> bytes:
    return base64.b64encode(RANDOM.randbytes(count))


def pem(label: bytes, size: int = 600) -> bytes:
    return b"-----BEGIN %s-----\n%s\n-----END %s-----\n" % (
        label,
        base64.encodebytes(RANDOM.randbytes(size)).strip(),
        label,
    )


def key() -> bytes:
    return RANDOM.randbytes(32).hex().upper().encode()


def entry(data: bytes, mode: int = 0o600) -> Entry:
    return Entry("file", mode, 0, 0, len(data), data.hex()[:40], ctime_ns=1)


def link(target: str) -> Entry:
    return Entry("symlink", 0o777, 0, 0, 0, "", target, ctime_ns=1)


def judged(
    files: dict[str, tuple[bytes, bytes]], withheld: Set[str], related: Set[str] = frozenset(), mode: int = 0o600
) -> set[str]:
    found = [Change(path, "changed", entry(a), entry(b, mode)) for path, (a, b) in files.items()]
    pairs = candidates(found)
    hand, again = {path: a for path, (a, _) in files.items()}, {path: b for path, (_, b) in files.items()}
    return set(made_anew(pairs, withheld, related, hand, again))


@pytest.mark.parametrize(
    "make",
    [
        lambda: pem(b"PRIVATE KEY"),
        lambda: pem(b"OPENSSH PRIVATE KEY", 300),
        lambda: words(32) + b"\n",
        lambda: RANDOM.randbytes(32).hex().encode(),
        lambda: str(uuid.UUID(bytes=RANDOM.randbytes(16), version=4)).encode(),
        lambda: b"pass: %s\n" % base64.b32encode(RANDOM.randbytes(20)).lower(),
        lambda: b"DB_USER=app\nDB_PASSWORD=" + words(24) + b"\n",
        lambda: b"0\x82\x04\xbe" + RANDOM.randbytes(1200),
        lambda: (
            b"Created: 20261129T07000%d\nKey: (private-key (ecc (q\n  #40%s#)))\n"
            % (RANDOM.randbytes(1)[0] % 10, key())
        ),
        lambda: b"(11:private-key(3:ecc(5:curve7:Ed25519)(1:q33:@" + RANDOM.randbytes(32),
    ],
)
def test_a_withheld_file_of_the_same_form(make: Callable[[], bytes]) -> None:
    assert judged({"/k": (make(), make())}, {"/k"}) == {"/k"}
    assert judged({"/k": (make(), make())}, set()) == set()


@pytest.mark.parametrize(
    ("hand", "again"),
    [
        (pem(b"PRIVATE KEY"), pem(b"EC PRIVATE KEY")),
        (b"DB_USER=app\nDB_PASSWORD=" + words(24), b"DB_USER=web\nDB_PASSWORD=" + words(24)),
        (words(24), words(48)),
        (words(24), b""),
        (b"TOKEN=x\nDATA=/var/lib/app-v1/data", b"TOKEN=x\nDATA=/var/lib/app-v2/data"),
        (b"TOKEN=x\nNAME=registry-mirror-07", b"TOKEN=x\nNAME=registry-mirror-08"),
        (b"password=hunter2", b"password=hunter3"),
        (b"\x00\x01" + RANDOM.randbytes(40), b"\x00\x01" + RANDOM.randbytes(40)),
    ],
    ids=["kind of key", "text around", "length", "empty", "path", "name", "short word", "unknown binary"],
)
def test_another_form_is_a_difference(hand: bytes, again: bytes) -> None:
    assert judged({"/k": (hand, again)}, {"/k"}) == set()


def test_another_mode_is_a_difference() -> None:
    assert judged({"/k": (pem(b"PRIVATE KEY"), pem(b"PRIVATE KEY"))}, {"/k"}, mode=0o644) == set()


def test_what_is_derived_counts_only_beside_a_key_that_was_made_anew() -> None:
    certificate = (pem(b"CERTIFICATE"), pem(b"CERTIFICATE"))
    key = (pem(b"PRIVATE KEY"), pem(b"PRIVATE KEY"))
    assert judged({"/c": certificate}, {"/k"}, {"/c"}) == set()
    assert judged({"/c": certificate, "/k": key}, {"/k"}, {"/c"}) == {"/c", "/k"}
    assert judged({"/c": certificate, "/k": key}, {"/k"}) == {"/k"}
    other = (b"built at 2026-01-01T10:00:00", b"built at 2026-01-01T10:00:01")
    assert judged({"/o": other, "/k": key}, {"/k"}, {"/o"}) == {"/k"}


@pytest.mark.parametrize(
    ("hand", "again", "same"),
    [
        (b"root@613d98026aa4", b"root@0a1b2c3d4e5f", True),
        (b"root@613d98026aa4", b"root@buildkitsandbox", True),
        (b"root@example", b"root@other", False),
    ],
)
def test_the_name_of_a_container_in_a_comment_is_no_difference(hand: bytes, again: bytes, same: bool) -> None:
    public = [b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%s %s\n" % (words(32), comment) for comment in (hand, again)]
    private = (pem(b"OPENSSH PRIVATE KEY", 300), pem(b"OPENSSH PRIVATE KEY", 300))
    found = judged({"/id": private, "/id.pub": (public[0], public[1])}, {"/id"}, {"/id.pub"})
    assert ("/id.pub" in found) == same


def test_a_bundle_that_contains_the_certificate_counts() -> None:
    key = (pem(b"PRIVATE KEY"), pem(b"PRIVATE KEY"))
    mine, theirs = (pem(b"CERTIFICATE"), pem(b"CERTIFICATE")), pem(b"CERTIFICATE")
    bundle = (theirs + mine[0], theirs + mine[1])
    assert judged({"/c": mine, "/b": bundle, "/k": key}, {"/k"}, {"/c"}) == {"/c", "/b", "/k"}


def test_names_that_are_derived_from_keys() -> None:
    old, new = pem(b"PRIVATE KEY"), pem(b"PRIVATE KEY")
    found = [
        Change("/d/aaaa.key", "deleted", entry(old), None),
        Change("/d/bbbb.key", "added", None, entry(new)),
        Change("/d/1111.0", "deleted", link("aaaa.key"), None),
        Change("/d/2222.0", "added", None, link("aaaa.key")),
        Change("/d/3333.0", "deleted", link("other"), None),
        Change("/d/4444.0", "added", None, link("other")),
    ]
    pairs = candidates(found)
    assert made_anew(pairs, {"/d/aaaa.key"}, frozenset(), {"/d/aaaa.key": old}, {"/d/bbbb.key": new}) == {
        "/d/aaaa.key": "/d/bbbb.key",
        "/d/1111.0": "/d/2222.0",
    }
    assert links_to(pairs, {"/d/other"}) == {"/d/3333.0": "/d/4444.0"}


def test_another_value_of_a_secret_that_the_build_is_given_is_not_made_anew() -> None:
    base = Base("debian:bookworm", "sha256:00")
    texts = [
        "echo token=SNAP_SECRET_0a0b0c0d > /srv/token",
        "openssl genrsa -passout pass:SNAP_SECRET_0a0b0c0d > /srv/key",
    ]
    paths = ["/srv/token", "/srv/key"]
    commands = tuple(Command(text, 0, "/", "root", float(at), at + 0.5, "bash", 1) for at, text in enumerate(texts))
    made = tuple(
        Change(path, "added", None, entry(b"x"), f"command {at + 1}", at, secret="holds a token")
        for at, path in enumerate(paths)
    )
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, base.config, commands, made)
    found = plan(base, [snapshot], handling=Handling("mount"))
    assert given(found) == {"/srv/token"}
    assert set(found.secret_files.values()) == {"/srv/key"} and found.withheld == {"/srv/token"}
