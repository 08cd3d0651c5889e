"""Secrets in names of files, link targets and extended attributes; innocent names are left alone."""

from __future__ import annotations

import hashlib
import random

import pytest

from snapshotter.secrets.files.suspicious_names import name_word, suspicious
from snapshotter.secrets.in_name import secrets_in_attribute, secrets_in_link, secrets_in_name, secrets_in_path
from tests.speed import seconds

SECRET = "Pfeffer6049%kd"
HEX = hashlib.md5(b"x").hexdigest()
GITHUB = "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"


@pytest.mark.parametrize(
    "name",
    [
        "password-«Pfeffer6049%kd»",
        "password=«Pfeffer6049%kd»",
        "password_«Pfeffer6049%kd».txt",
        "pw-«Pfeffer6049%kd»",
        ".password-«Pfeffer6049%kd»",
        "PASSWORD.«Pfeffer6049%kd»",
        "db_password.«Pfeffer6049%kd».bak",
        "password-«for-db-Pfeffer6049%kd»",
        "Passwort «Pfeffer6049%kd»",
        "contraseña-«Pfeffer6049%kd»",
        "kennwort_«Pfeffer6049%kd»",
        "user=app,password=«Pfeffer6049%kd»",
        "login-«Pfeffer6049%kd»",
        "admin:«Pfeffer6049%kd»",
        "password=«Kiesel99rot»",
        f"api_key=«{HEX}»",
        f"token-«{HEX}»",
        f"«{GITHUB}».txt",
        "token-«sk_live_HCk7FeRvH4SUeledHRZHeDFH»",
        "backup-«AKIA5HGAZYXDOWG7M6RX».sql",
        "«xoxb-123456789012-1234567890123-abcdefABCDEF1234567890ab».log",
        f"notes\n«{GITHUB}»",
    ],
)
def test_names_with_a_secret(name: str) -> None:
    start, end = name.index("«"), name.index("»") - 1
    plain = name.replace("«", "").replace("»", "")
    assert secrets_in_name(plain) == [(start, end)]
    others = ["README.md", "x" * 40, "password-reset.html"]
    assert plain in suspicious([*others, plain, *others])
    assert list(suspicious(others)) == []


@pytest.mark.parametrize(
    "name",
    [
        "passwd",
        "password-reset.html",
        "password_reset_2fa.py",
        "password-strength-1.2.0.tgz",
        "PasswordInput-C4kz92Fa.js",
        "TokenService-BxP3kd9Q.js",
        f"auth-{HEX}.js",
        f"{HEX}-token.json",
        f"token-{HEX}.map",
        "token_test.py",
        f"npm-passport-jwt-4.0.1-{HEX}-integrity",
        f"password-reset-{HEX[:16]}.js",
        f"user_{HEX}.cache",
        f"auth-{HEX}",
        "secret-files-7f3a5c1d9e42",
        f"token.{HEX[:20]}.chunk.js",
        "key.pem",
        "ssh_host_ed25519_key.pub",
        "api-key-authentication.md",
        "secret-manager-v2",
        "python3-secretstorage_1%3a3.3.3-1_all.deb",
        "golang-github-auth-token_1%3a2.3-1_amd64.deb",
        "0d478152e1c3a5b7d9f0a1b2c3d4e5f60718293a",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "user-1000@6ba7b8109dad11d180b400c04fd430c8-0000000000000001-00061b5a7c1d2e3f.journal",
        "systemd-tty-ask-password-agent",
        "create-oauth-token-request.d.ts",
        "password-SNAP_SECRET_1a2b3c4d",
        "perl-openssl-defaults:amd64.list",
        "site-packages",
        "cryptography-43.0.1-cp311-abi3-manylinux_2_28_x86_64.whl",
    ],
)
def test_innocent_names(name: str) -> None:
    assert secrets_in_name(name) == []
    assert list(secrets_in_path(f"/usr/share/{name}/x")) == []


def test_the_quick_search_is_quick() -> None:
    chosen = random.Random(7)
    words = ["auth", "token", "core", "index", "util", "password", "user", "test", "lib", "config"]
    names = ["-".join(chosen.choices(words, k=3)) + chosen.choice([".py", ".js", ".so.1"]) for _ in range(50_000)]
    names += [hashlib.sha1(str(n).encode()).hexdigest() for n in range(50_000)]

    def search() -> None:
        assert list(suspicious(names)) == []

    assert seconds(search, 3) < 3


def test_links_and_attributes() -> None:
    def found(target: str) -> list[str]:
        return [target[start:end] for start, end in secrets_in_link(target)]

    assert found("https://u:pw@host") == ["pw"]
    assert found("postgres://app:kiesel@db/x?y=1") == ["kiesel"]
    assert found("../lib/libfoo.so.1") == found("https://host/x") == found("/etc/alternatives/vi") == []
    assert secrets_in_attribute("password", SECRET) == [(0, len(SECRET))]
    assert secrets_in_attribute("comment", f"the password is {SECRET}") == [(16, 16 + len(SECRET))]
    assert secrets_in_attribute("origin", f"x {GITHUB}") == [(2, 2 + len(GITHUB))]
    assert secrets_in_attribute("mime_type", "text/plain") == secrets_in_attribute("token", "") == []


def test_the_parts_of_a_path() -> None:
    path = f"/srv/password-{SECRET}/a/{GITHUB}.txt"
    assert [path[start:end] for start, end in secrets_in_path(path)] == [SECRET, GITHUB]


def test_the_word_depends_on_value_and_key() -> None:
    assert name_word("a", b"k") == name_word("a", b"k") != name_word("a", b"l")
    assert name_word("a", b"k") != name_word("b", b"k")
