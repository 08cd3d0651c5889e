"""Secrets in messages are replaced: by their form, those of sessions, and the values of secret variables."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from snapshotter.secrets.redact import Redactor
from snapshotter.store.home import Home
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for
from tests.work.fakes import Person

SECRET = "Pfeffer6049%kd"


@pytest.mark.parametrize(
    "text",
    [
        "set password @",
        "db password: @",
        "add user app\n\nthe password is @ for now",
        "clone https://me:@@git.test/x.git",
        "ran mysql -u root -p@",
        "we don't use curl -u app:@ http://x",
        "it's done\nredis-cli -a @ ping",
        "Passwort: @",
        "IDENTIFIED BY '@'",
        "rotate ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
    ],
)
def test_a_message_is_read_as_sentences_and_as_commands(text: str) -> None:
    masked = mask_text(Redactor(), text.replace("@", SECRET, 1))
    assert SECRET not in masked and "ghp_" not in masked
    shape = re.escape(text).replace("@", "@", 1)
    assert re.fullmatch(re.sub("@(?!git)|ghp_\\w+", r"SNAP_SECRET_[0-9a-f]{8}", shape, count=1), masked)


@pytest.mark.parametrize(
    "text",
    [
        "install nginx",
        "don't ask for a password",
        "Set the password by hand; see docs/secrets.md",
        "revert 0d478152e1c3a5b7d9f0a1b2c3d4e5f60718293a",
        "rename API_KEY to SERVICE_API_KEY",
        "use token authentication: `docker login --password-stdin < token.txt`",
        "",
    ],
)
def test_an_innocent_message_stays(text: str) -> None:
    assert mask_text(Redactor(), text) == text


def test_the_values_of_secret_variables_are_known_where_this_host_has_them(
    home: Home, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "brotkruemel")
    workspace = replace(person.workspace, env=("DB_PASSWORD", "MODE=production", "NOT_SET"))
    redactor = redactor_for(home, workspace)
    for text in ("brotkruemel is in it", "as base64: YnJvdGtydWVtZWw= twice: YnJvdGtydWVtZWw="):
        masked = mask_text(redactor, text)
        assert "brotkruemel" not in masked and "YnJvdGtydW" not in masked
        assert set(re.findall("SNAP_SECRET_[0-9a-f]{8}", masked)) == {redactor.conceal("brotkruemel")}
    assert mask_text(redactor, "deploy to production") == "deploy to production"


def test_the_secrets_of_sessions_are_known_as_long_as_the_host_keeps_them(home: Home, person: Person) -> None:
    memory = home.memory("web")
    kept = memory.begin()
    memory.add("brotkruemel")
    masked = mask_text(redactor_for(home, person.workspace), "with brotkruemel")
    assert masked == f"with {Redactor(kept.key).conceal('brotkruemel')}"
    memory.forget()
    assert mask_text(redactor_for(home, person.workspace), "with brotkruemel") == "with brotkruemel"
