"""Terminal output: secrets are found in it by their form, by a preceding name, and because they were typed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from snapshotter.secrets.in_output import in_output
from snapshotter.secrets.redact import Redactor
from tests.speed import seconds

TOKEN = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"


def found(text: str) -> list[str]:
    return sorted({text[start:end] for start, end in in_output(text)})


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"remote: {TOKEN}.", TOKEN),
        (f"x={TOKEN}", TOKEN),
        (f'{{"a":"{TOKEN}"}}', TOKEN),
        ("DB_PASSWORD=sunshine", "sunshine"),
        ("export DB_PASSWORD='sunshine'", "sunshine"),
        ("A=1\r\nDB_PASSWORD=sunshine\r\nB=2", "sunshine"),
        ('declare -x API_TOKEN="ab12cd34ef56"', "ab12cd34ef56"),
        ("machine h login l password Tr0ub4dor-and-3", "Tr0ub4dor-and-3"),
        ("AKIAQYLPMN5HHHFPZAM2", "AKIAQYLPMN5HHHFPZAM2"),
    ],
)
def test_secret_is_found(text: str, secret: str) -> None:
    assert secret in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Setting up nginx-light (1.22.1-9+deb12u3) ...",
        "drwxr-xr-x 2 root root 4096 Jul  2 19:05 passwords",
        "PATH=/usr/local/sbin:/usr/local/bin",
        "sha256:3f9a01cc8e0f4b6b8a7d",
        "Enter password:",
        "PWD=/root",
        "/usr/lib/x86_64-linux-gnu/libpthread-2.31.so",
        "GNUPGHOME=/tmp/x",
    ],
)
def test_nothing_is_found_in_ordinary_output(text: str) -> None:
    assert found(text) == []


def test_shortest_known_tokens_are_found() -> None:
    for token in ("xoxb-" + "1a2B3c4D5e", "sk_live_" + "a1B2c3D4e5F6g7H8", "npm_" + "a1B2c3D4e5F6" * 3):
        assert found(f"see {token} there") == [token]


def test_typed_secret_is_found_with_the_word_of_the_record() -> None:
    redactor = Redactor()
    clean = redactor.redact("export DB_PASSWORD=blue-horse-7")
    [(start, end, word)] = redactor.in_output("it is blue-horse-7!")
    assert "it is blue-horse-7!"[start:end] == "blue-horse-7" and clean.endswith(word)
    assert redactor.in_output(clean) == []


def test_spans_are_in_order_and_do_not_overlap() -> None:
    redactor = Redactor()
    redactor.redact(f"export FORGE_TOKEN={TOKEN}")
    spans = redactor.in_output(f"a {TOKEN} FORGE_TOKEN={TOKEN}\nhttps://x:{TOKEN}@y/")
    assert all(one[1] <= two[0] for one, two in pairwise(spans)) and len(spans) == 3


def test_output_is_searched_fast() -> None:
    text = "-rw-r--r-- 1 root root  12345 Jul  2 19:05 /usr/lib/python3.11/site-packages/some_module_name.py\n" * 5000
    limit = len(text) / 2e6
    assert found(text) == []
    assert seconds(lambda: found(text), limit) < limit
