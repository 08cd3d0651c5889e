"""Tokens of every form are found, in command lines and in files; the table from gitleaks is complete and up to date."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from random import Random

import pytest

from snapshotter.secrets import token_shapes
from snapshotter.secrets.in_command import find
from snapshotter.secrets.in_file import in_file
from snapshotter.secrets.tables.file_table import CREDENTIAL_FILES
from snapshotter.secrets.tables.gitleaks_rules import NOT_TAKEN, RULES
from snapshotter.secrets.tables.shape_table import SHAPES, Shape
from snapshotter.secrets.texts.keywords import Few
from snapshotter.secrets.texts.values import entropy
from snapshotter.secrets.token_shapes import shapes, token_in, windows
from tests.secrets.examples import example
from tests.secrets.lines import GITHUB, JWT

SCRIPT = Path(__file__).parent.parent.parent / "scripts/token_shapes.py"
EXAMPLES = 12
NO_SERVICE_NAME = {
    "airtable-personnal-access-token",
    "facebook-access-token",
    "slack-config-access-token",
    "slack-webhook-url",
    "sourcegraph-access-token",
}
"""Rules with a keyword that an example of their pattern need not hold."""


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.kind}: {shape.reason}")
def test_every_form_of_the_own_table_is_found(shape: Shape) -> None:
    chance = Random(1)
    missed = [token for token in (example(shape.pattern, chance) for _ in range(EXAMPLES)) if not find(f"x {token}")]
    assert len(missed) <= 1, "a token without a digit can look like a word"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[0])
def test_every_rule_of_gitleaks_finds_its_own_examples(
    rule: tuple[str, tuple[str, ...], str, float, int, tuple[str, ...]],
) -> None:
    name, keywords, pattern, least_entropy, group, allowed = rule
    chance, tried = Random(2), 0
    for _ in range(EXAMPLES):
        text = example(pattern, chance)
        match = re.search(pattern, text, re.ASCII)
        assert match, text
        token = match[group if group >= 0 else match.lastindex or 0]
        known = any(keyword in text.lower() for keyword in keywords)
        assert known or name in NO_SERVICE_NAME
        if (
            known
            and len(set(token)) > 8
            and entropy(token) > least_entropy + 0.2
            and not any(re.search(one, token) for one in allowed)
        ):
            tried += 1
            found = [text[start:end] for start, end, _ in shapes(text)]
            assert any(token in one for one in found), text
    assert tried or name in NO_SERVICE_NAME


def test_every_rule_of_gitleaks_is_taken_or_listed_with_a_reason() -> None:
    rules = tomllib.loads((SCRIPT.parent / "data/gitleaks.toml").read_text())["rules"]
    assert len(rules) == 222
    assert {rule["id"] for rule in rules} == {name for name, *_ in RULES} | NOT_TAKEN.keys()
    assert not {name for name, *_ in RULES} & NOT_TAKEN.keys()
    assert all(len(reason) > 20 for reason in NOT_TAKEN.values())


def test_the_generated_table_is_up_to_date() -> None:
    script = runpy.run_path(str(SCRIPT))
    assert script["TARGET"].read_text() == script["table"](), "run scripts/token_shapes.py"
    assert "Copyright (c) 2019 Zachary Rice" in script["TARGET"].read_text()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(p8e-(?i)[a-z0-9]{32})(?:x|$)", r"\b(p8e-(?i:[a-z0-9]{32}))(?:x|$)"),
        (r"(?i)[\w.-]{0,50}?(?:etsy)=([a-z]{2})", r"(?i)(?:etsy)=([a-z]{2})"),
        (r"pat[[:alnum:]]{14}", r"pat[A-Za-z0-9]{14}"),
        (r"a(?:[^x]|\z)", r"a(?:[^x]|\Z)"),
        (r"(?P<alg>a)|(?P<typ>b)", r"(?:a)|(?:b)"),
        (r"a(?-i:B)[)(]\)", r"a(?-i:B)[)(]\)"),
    ],
)
def test_patterns_are_translated(pattern: str, expected: str) -> None:
    assert runpy.run_path(str(SCRIPT))["python_pattern"](pattern) == expected


def test_an_alternative_behind_flags_is_not_translated_wrongly() -> None:
    with pytest.raises(ValueError, match="alternative"):
        runpy.run_path(str(SCRIPT))["python_pattern"]("(a(?i)b|c)")


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_yourGithubTokenGoesHereAndNowhereElse",
        "test_getElementsByClassNameAndByNothingElse",
        "pk_live_51Habcdefghijklmnopqrstu",
        "pk_test_51Habcdefghijklmnopqrstu",
        "xoxb-your-token-here",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)
def test_samples_and_public_keys_are_no_tokens(text: str) -> None:
    assert not list(shapes(text))


def test_tokens_in_long_texts_are_found_at_their_place() -> None:
    text = "a line of text, with ü\n" * 3000
    text = f"{text}token = '{GITHUB}'\n{text}x {JWT}\n{text}"
    assert {text[start:end] for start, end, _ in shapes(text)} == {GITHUB, JWT}


def test_only_what_is_near_to_long_runs_is_searched() -> None:
    data = b"some words and_an_identifier_without_any_digit 1234 x86_64-linux-gnu-with-more\n" * 200
    assert not list(windows(data))
    parts = list(windows(data + b"key = " + b"a1" * 12 + b"\n" + data))
    assert len(parts) == 1 and parts[0][1] - parts[0][0] < 400


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.kind}: {shape.reason}")
def test_most_tokens_are_found_in_files_too(shape: Shape) -> None:
    chance, lines = Random(3), "a line of text\n" * 60
    tokens = [token for token in (example(shape.pattern, chance) for _ in range(40)) if len(token) >= 40]
    missed = [token for token in tokens if not in_file("/srv/x.js", f"{lines}x = '{token}'\n".encode())]
    assert len(missed) <= len(tokens) / 2


def test_a_token_in_a_file_is_found_at_once() -> None:
    assert token_in(f"x = {GITHUB}".encode()) == "github-token"
    assert token_in(b"nothing") == ""


def test_patterns_for_credential_files_name_the_secret() -> None:
    assert all("(?P<s>" in entry.content or not entry.content for entry in CREDENTIAL_FILES)


def test_the_first_short_files_are_searched_without_a_pattern_for_all_keywords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_shapes, "_FEW", Few(1))
    token_shapes._any_keyword.cache_clear()
    token = f"x = {GITHUB}".encode()
    assert token_in(token) == "github-token"
    assert not token_shapes._any_keyword.cache_info().currsize
    assert token_in(token) == "github-token"
    assert token_shapes._any_keyword.cache_info().currsize
