"""Answers to programs become options where a file that the program wrote shows them."""

from __future__ import annotations

from base64 import b64encode

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.rewrite.answers.outcomes import with_outcomes
from tests.recipe.rewrite.answers.test_subject import CERTIFICATE, REQUEST


def key(cipher: bytes) -> bytes:
    body = b64encode(b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher + b"rest")
    return b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + b"\n-----END OPENSSH PRIVATE KEY-----\n"


def rewritten(text: str, files: dict[str, bytes], *, status: int = 0, link: str = "") -> str:
    entry = Entry("symlink" if link else "file", 0o644, 0, 0, link=link)
    changes = tuple(Change(path, "added", None, entry, command=0) for path in files)
    command = Command(text, status, "/srv", "root", 1.0, 2.0, "bash", 1)
    box = Snapshot("b", 1, "sha256:1", "snap/b:1", Base("d", "sha256:0"), "m", 9.0, ImageConfig(), (command,), changes)
    return with_outcomes([box], lambda _seq, change: files[change.path]).get((1, 0), text)


OPEN = {"/srv/key": key(b"none"), "/srv/key.pub": b"ssh-ed25519 AAAA"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("ssh-keygen", "ssh-keygen -f /srv/key -N ''"),
        ("ssh-keygen -t rsa && ls", "ssh-keygen -t rsa -f /srv/key -N '' && ls"),
        ("ssh-keygen -f key", "ssh-keygen -f key -N ''"),
        ("sudo ssh-keygen -N '' -q", "sudo ssh-keygen -N '' -q -f /srv/key"),
        ("ssh-keygen -N '' -f key", "ssh-keygen -N '' -f key"),
        ("ssh-keygen -A", "ssh-keygen -A"),
        ("ssh-keygen -lf key", "ssh-keygen -lf key"),
        ("echo ssh-keygen", "echo ssh-keygen"),
    ],
)
def test_a_key_is_made_where_it_was_without_a_passphrase(text: str, becomes: str) -> None:
    files = {} if text == "ssh-keygen -lf key" else OPEN
    assert rewritten(text, files) == becomes


def test_a_key_with_a_passphrase_is_left_alone() -> None:
    assert rewritten("ssh-keygen", OPEN | {"/srv/key": key(b"aes256-ctr")}) == "ssh-keygen"


def test_a_failed_command_is_left_alone() -> None:
    assert rewritten("ssh-keygen", OPEN, status=1) == "ssh-keygen"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("openssl req -new -key k", "openssl req -subj '{}' -new -key k"),
        (
            "cd /srv && openssl req -x509 -newkey rsa -out c",
            "cd /srv && openssl req -subj '{}' -x509 -newkey rsa -out c",
        ),
        ("openssl req -new -subj /CN=a", "openssl req -new -subj /CN=a"),
        ("openssl req -in r -text", "openssl req -in r -text"),
        ("openssl x509 -in c", "openssl x509 -in c"),
    ],
)
def test_the_fields_of_a_certificate_become_its_subject(text: str, becomes: str) -> None:
    subject = "/C=DE/O=A\\/B \\+ Co/CN=w.example.org/emailAddress=a@b.c"
    assert rewritten(text, {"/srv/c": CERTIFICATE}) == becomes.format(subject)


def test_a_subject_beyond_ascii_is_said_to_be_so() -> None:
    assert rewritten("openssl req -new", {"/srv/r": REQUEST}) == "openssl req -utf8 -subj '/CN=Zoë/OU=x' -new"


def test_the_chosen_alternative_is_set() -> None:
    text = rewritten(
        "sudo update-alternatives --config editor", {"/etc/alternatives/editor": b""}, link="/usr/bin/vim.tiny"
    )
    assert text == "sudo update-alternatives --set editor /usr/bin/vim.tiny"


@pytest.mark.parametrize(
    ("text", "becomes"), [("chsh al", "chsh -s /bin/zsh al"), ("chsh", "chsh -s /bin/sh"), ("chsh -s /x", "chsh -s /x")]
)
def test_the_chosen_shell_is_set(text: str, becomes: str) -> None:
    passwd = b"root:x:0:0::/root:/bin/sh\nal:x:1000:1000::/home/al:/bin/zsh\n"
    assert rewritten(text, {"/etc/passwd": passwd}) == becomes
