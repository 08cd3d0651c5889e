"""Known secrets in the forms that usual programs give them; what merely looks similar is left as it is."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from snapshotter.record.cast.search import IN_DOUBT, Search
from snapshotter.secrets.redact import Redactor

SECRETS = ("Summer-2024!x", "hunter2horse", 'Tr0ub4dor&3"xyz', "pässwörd99x", "a1b2c3d4")


def lines(parts: list[str], joint: str = "\n") -> str:
    return joint.join(parts)


def dump(value: str, *, width: int = 16, column: str = "  |%s|", offset: str = "%08x  ", group: int = 1) -> str:
    """Return a dump as `hexdump -C` and `xxd` make it."""
    data, rows = b"x" * 5 + value.encode() + b"\n", []
    for at in range(0, len(data), width):
        part = data[at : at + width]
        pairs = " ".join(part[i : i + group].hex() for i in range(0, len(part), group))
        shown = "".join(chr(code) if 32 <= code < 127 else "." for code in part)
        rows.append(offset % at + pairs + (column % shown if column else ""))
    return "\n".join(rows)


def in_words(value: str, form: str, *, before: str = "") -> str:
    """Return what `od` makes: numbers of two bytes, the last first."""
    data = (before + value + "\n").encode()
    data += b"\0" * (len(data) % 2)
    rows = []
    for at in range(0, len(data), 16):
        words = [int.from_bytes(data[i : i + 2], "little") for i in range(at, min(at + 16, len(data)), 2)]
        rows.append(f"{at:07o} " + " ".join(format(word, form) for word in words))
    return "\n".join(rows)


FORMS: dict[str, Callable[[str], str]] = {
    "base64": lambda value: base64.b64encode((value + "\n").encode()).decode(),
    "base64 with a name": lambda value: base64.b64encode(f"bob:{value}".encode()).decode(),
    "base64 in pieces": lambda value: lines(list(base64.b64encode(value.encode()).decode())),
    "base64 of the reverse": lambda value: base64.b64encode(value[::-1].encode()).decode(),
    "base64, reversed": lambda value: base64.b64encode(value.encode()).decode()[::-1],
    "base32": lambda value: base64.b32encode(value.encode()).decode(),
    "reversed": lambda value: value[::-1],
    "spaced": lambda value: " ".join(value),
    "spaced, reversed": lambda value: " ".join(value[::-1]),
    "with dashes": lambda value: "-".join(value),
    "one character a line": lambda value: "\n".join(value),
    "with empty lines": lambda value: "\n\n\n".join(value),
    "numbered characters": lambda value: lines([f"{number:6}\t{char}" for number, char in enumerate(value)]),
    "wrapped": lambda value: f"{value[:4]}\n{value[4:]}",
    "upper case": str.upper,
    "lower case": str.lower,
    "rot13": lambda value: codecs.encode(value, "rot13"),
    "hex": lambda value: value.encode().hex(),
    "hex in capitals": lambda value: value.encode().hex().upper(),
    "spaced hex": lambda value: binascii.hexlify(value.encode(), " ").decode(),
    "array in C": lambda value: ", ".join(f"0x{code:02x}" for code in value.encode()),
    "hex escapes": lambda value: "".join(f"\\x{code:02x}" for code in value.encode()),
    "octal": lambda value: " ".join(f"{code:03o}" for code in value.encode()),
    "decimal": lambda value: str(list(value.encode())),
    "code points": lambda value: str(list(map(ord, value))),
    "binary": lambda value: " ".join(f"{code:08b}" for code in value.encode()),
    "JSON": json.dumps,
    "URL": lambda value: quote(value, safe=""),
    "URL, every character": lambda value: "".join(f"%{code:02X}" for code in value.encode()),
    "entities": lambda value: "".join(f"&#{ord(char)};" for char in value),
    "hexdump -C": dump,
    "xxd": lambda value: dump(value, offset="%08x: ", column="  %s", group=2),
    "xxd of few columns": lambda value: dump(value, offset="%08x: ", column="  %s", group=2, width=6),
    "od -tx1": lambda value: dump(value, offset="%07o ", column=""),
    "od -tx1z": lambda value: dump(value, offset="%07o ", column="  >%s<", width=8),
    "od -x": lambda value: in_words(value, "04x"),
    "od -x, odd": lambda value: in_words(value, "04x", before="x"),
    "od": lambda value: in_words(value, "06o"),
}


def shown(output: str, *values: str) -> str:
    """Return what is recorded of output."""
    redactor = Redactor()
    for value in values:
        redactor.conceal(value)
    data = output.encode()
    for start, end, new in reversed(Search(redactor).edits(data)):
        data = data[:start] + new + data[end:]
    return data.decode()


@pytest.mark.parametrize("value", SECRETS)
@pytest.mark.parametrize("form", FORMS)
def test_a_known_secret_in_another_form_is_not_recorded(form: str, value: str) -> None:
    written = FORMS[form](value)
    kept = shown(f"before\n{written}\nafter it\n", value)
    assert "SNAP_SECRET_" in kept or IN_DOUBT in kept
    remains = [line for line in written.split("\n") if line.strip() and line in kept.split("\n")]
    assert len(remains) <= len(written.split("\n")) / 2, kept
    assert kept.startswith("before\n")
    assert kept.endswith("\nafter it\n")


@pytest.mark.parametrize("form", ["base64", "reversed", "spaced", "one character a line", "numbered characters", "hex"])
@pytest.mark.parametrize("value", ["tulipan", "8675309"])
def test_an_ordinary_word_is_found_in_other_forms(form: str, value: str) -> None:
    kept = shown(f"before\n{FORMS[form](value)}\nafter it\n", value)
    assert "SNAP_SECRET_" in kept or IN_DOUBT in kept


def test_usual_encodings_are_replaced_within_their_line() -> None:
    encoded = base64.b64encode(b"Summer-2024!x").decode()
    kept = shown(f"data:\n  password: {encoded}\n  user: bob\n", "Summer-2024!x")
    assert kept.startswith("data:\n  password: SNAP_SECRET_")
    assert kept.endswith("\n  user: bob\n")
    assert encoded[:8] not in kept


def test_a_form_that_ends_in_the_next_block_is_not_recorded() -> None:
    redactor = Redactor()
    redactor.conceal("Summer-2024!x")
    search = Search(redactor)
    first, second = b"S\nu\nm\nm\ne\nr\n-\n2\n", b"0\n2\n4\n!\nx\nend\n"
    assert len(search.edits(first)) == 8
    assert [(start, end) for start, end, _ in search.edits(second)] == [(at, at + 1) for at in (0, 2, 4, 6, 8)]


@pytest.mark.parametrize(
    "output",
    [
        "total 12\ndrwxr-xr-x 2 root root 4096 Jan  1 00:00 postgresql\n-rw-r--r-- 1 root root 7 Jan  1 00:00 b\n",
        "1. one\n2. two\n3. three\n4. four\n5. five\n6. six\n",
        "tulips and tulipans\nTulipanes\n",
        "0000000 061536 062151\n",
        "the summers of 2024 were warm\n",
        "",
    ],
)
def test_other_output_stays_as_it_is(output: str) -> None:
    assert shown(output, "tulipan", "postgres", "123456", "Summer2024") == output
