"""Known values are found in commands as a person has to type them, and ordinary words only as separate ones."""

from __future__ import annotations

import base64
import json
import subprocess

import pytest

from snapshotter.secrets.typed_values import TypedValues

SECRET = "Pf'e/f\\f&6049%k$d"


@pytest.mark.parametrize(
    "typed",
    [
        "'Pf'\\''e/f\\f&6049%k$d'",
        '"Pf\'e/f\\\\f&6049%k\\$d"',
        "'s|x|Pf'\\''e/f\\\\f\\&6049%k$d|'",
        "s/x/Pf'e\\/f\\\\f\\&6049%k\\$d/\"",
        "printf 'Pf'\\''e/f\\\\f&6049%%k$d'",
        "Pf'\"'\"'e/f\\f&6049%k$d",
        base64.b64encode(SECRET.encode()).decode(),
        SECRET.encode().hex(),
    ],
)
def test_escapes_and_encodings(typed: str) -> None:
    found = TypedValues([SECRET])
    text = f"before {typed} behind"
    ((start, end, value),) = found.find(text)
    assert value == SECRET and text[:start].startswith("before ") and text[end:].endswith(" behind")
    assert found.present(text.encode()) and found.present(json.dumps(text).encode())
    assert "6049" not in found.replace(text, lambda value: "WORD")


def test_what_a_shell_reads_stays_one_word() -> None:
    clean = TypedValues(["Pf'e6049"]).replace("printf %s 'a=Pf'\\''e6049 b'", lambda _: "WORD")
    assert subprocess.run(["sh", "-c", clean], capture_output=True, check=True, text=True).stdout == "a=WORD b"


def test_ordinary_words_are_found_as_separate_words_only() -> None:
    found = TypedValues(["kiesel"])
    assert [span[:2] for span in found.find("kiesel kieselstein s/x/kiesel/ /srv/kiesel2")] == [(0, 6), (23, 29)]


def test_short_and_common_values_and_those_of_several_lines_are_ignored() -> None:
    assert not TypedValues(["abc", "postgres", "changeme", "one\ntwo three", "SNAP_SECRET_1a2b3c4d"])


def test_a_value_of_punctuation_is_found() -> None:
    found = TypedValues(["%$!%$!-#"])
    assert found.present(b"anything") and found.find("echo '%$!%$!-#'")
