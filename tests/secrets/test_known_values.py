"""Known values are found in bytes, in every spelling and at every place of base64."""

from __future__ import annotations

import base64
import gzip
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.secrets.known_values import KnownValues, spellings
from snapshotter.secrets.redact import Redactor
from tests.speed import seconds

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
    assert not KnownValues(["-------", "        "])


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
    limit = len(data) / 20e6
    assert not known.are_in(data)
    assert seconds(lambda: known.are_in(data), limit) < limit


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


@pytest.mark.parametrize(
    "value",
    [
        "/opt/app/data",
        "https://example.com/docs",
        "db.example.com",
        "alice@example.com",
        "127.0.0.1",
        "2024-01-01",
        "v1.20.3",
        "UTF-16",
        "8443123",
        "deadbeef",
        "KIESEL",
        "Debian",
    ],
)
def test_a_value_that_any_file_may_hold_counts_only_where_a_secret_is_announced(value: str) -> None:
    known, data = KnownValues([value]), value.encode()
    assert not known.are_in(b"name = " + data + b"\nexec app --with " + data)
    if value != "Debian":
        assert known.are_in(b"name = x\nDB_PASSWORD=" + data) and known.are_in(b"the token: " + data + b"\n")
        assert known.are_in(data + b"\n") and known.are_in(b"git clone https://bob:" + data + b"@host/")
        assert not list(known.find(b"name = " + data)) and list(known.find(b"password " + data))


@pytest.mark.parametrize(
    "value",
    [
        "https://bob:kiesel@host/",
        "https://hooks.example.com/services/T0AB12/kjh23kjh4k",
        "/kX9+abQ2z",
        "12345678901",
        "0a1b2c3d4e5f",
        "correct-horse-battery",
        "%$!%$!-#",
        "Sommer2024",
    ],
)
def test_a_value_of_another_form_counts_anywhere(value: str) -> None:
    assert KnownValues([value]).are_in(b"name = " + value.encode() + b"\n")


def test_a_name_of_the_image_counts_only_where_a_secret_is_announced() -> None:
    known = KnownValues(["grafana", "kieselrock"]).without_names(lambda: "/usr/share/grafana-ui/x\n/kieselrocks")
    assert not known.are_in(b"user = grafana\n") and known.are_in(b"password = grafana\n")
    assert known.are_in(b"user = kieselrock\n")


def test_names_are_read_only_where_a_value_can_be_one() -> None:
    def names() -> str:
        raise AssertionError

    assert KnownValues(["Pf/effer 77"]).without_names(names).are_in(b"Pf/effer 77")


def test_an_announced_value_is_found_in_pieces() -> None:
    for cut in range(30):
        search = KnownValues(["8443123"]).piecewise()
        data = b"x" * 300 + b"\npassword = 8443123\n" + b"y" * 300
        assert [search(data[: 300 + cut]), search(data[300 + cut :])][1]
