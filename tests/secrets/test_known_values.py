"""Known values are found in bytes, in every spelling and at every place of base64."""

from __future__ import annotations

import base64
import gzip
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.secrets.known_values import KnownValues, spellings
from snapshotter.secrets.redact import Redactor

VALUE = "Tr0ub4 d&r/+\"'ü?"


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("plain", f"\0x={VALUE}\n".encode()),
        ("utf-16", VALUE.encode("utf-16-le")),
        ("utf-16", VALUE.encode("utf-16-be")),
        ("json", json.dumps({"a": VALUE}).encode()),
        ("json", json.dumps({"a": VALUE}, ensure_ascii=False).encode()),
        ("url", f"https://a:{quote(VALUE, safe='')}@h/".encode()),
        ("url", quote(VALUE, safe="").lower().replace("tr0ub4", "Tr0ub4").encode()),
        ("url", f"q={quote_plus(VALUE)}".encode()),
        ("xml", f"<p>{html.escape(VALUE)}</p>".encode()),
        ("shell", ("echo '" + VALUE.replace("'", "'\\''") + "'").encode()),
        ("reversed", VALUE[::-1].encode()),
        ("hex", VALUE.encode().hex().encode()),
        ("hex", VALUE.encode().hex().upper().encode()),
        ("base64", base64.urlsafe_b64encode(b"a" + VALUE.encode())),
    ],
)
def test_every_spelling_is_found(encoding: str, data: bytes) -> None:
    known = KnownValues([VALUE, "another-value"])
    assert known.are_in(data)
    assert {(found.value, found.encoding.startswith(encoding)) for found in known.find(data)} == {(VALUE, True)}


@given(st.binary(max_size=40), st.binary(max_size=40), st.text(min_size=6, max_size=40).map(lambda text: "q7" + text))
def test_base64_is_found_with_any_neighbours(before: bytes, behind: bytes, value: str) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    assert KnownValues([value]).are_in(base64.b64encode(before + raw + behind))


def test_places_are_those_of_the_spelling() -> None:
    data = b"a " + VALUE.encode() + b" b"
    [found] = KnownValues([VALUE]).find(data)
    assert data[found.start : found.end].decode() == VALUE
    assert "Tr0ub" not in repr(found)


def test_short_values_and_parts_of_words_do_not_count() -> None:
    known = KnownValues(["short", "sesame"])
    assert not known.are_in(b"short sesamestreet") and known.are_in(b"open sesame!")
    assert not KnownValues(["short"]) and not KnownValues([])


def test_nothing_is_found_in_other_bytes() -> None:
    data = gzip.compress(json.dumps({"a": list(range(2000))}).encode()) + base64.b64encode(bytes(range(256)) * 50)
    assert not KnownValues([VALUE, "a" * 8, "0123456789abcdef" * 2]).are_in(data)


def test_spellings_are_few() -> None:
    assert len(spellings("a1b2c3d4e5f6")) <= 12


def test_search_is_fast() -> None:
    data = (
        b"-rw-r--r-- 1 root root  12345 Jul  2 19:05 /usr/lib/python3.11/site-packages/some_module_name.py\n" * 100_000
    )
    known = KnownValues([VALUE])
    begin = time.process_time()
    assert not known.are_in(data)
    assert len(data) / (time.process_time() - begin) > 20e6


def test_a_recording_knows_what_it_replaced() -> None:
    redactor = Redactor()
    redactor.redact("export DB_PASSWORD='Tr0ub4 dor!' && mysql -ppostgres")
    redactor.conceal("typed-unseen-7")
    known = redactor.known_values()
    assert known.are_in(base64.b64encode(b"x Tr0ub4 dor! y")) and known.are_in(b"typed-unseen-7")
    assert not known.are_in(b"postgres")


def test_messages_and_names_are_cleaned() -> None:
    redactor = Redactor()
    redactor.redact("export DB_PASSWORD=blue-horse-7")
    assert "blue-horse-7" not in redactor.clean("use blue-horse-7 from now on")
    assert "Pfeffer6049%kd" not in redactor.clean("/srv/password-Pfeffer6049%kd")
    assert redactor.clean("rotate the password, see #123") == "rotate the password, see #123"
