"""Converts nouns to JSON and back without loss; `layout.py` describes which file holds what.

A field that has its default is left out; an unknown key is ignored, so that a newer version may add keys.  Text that
is not UTF-8 survives, since every character outside ASCII (a lone surrogate too) is written as a `\\u` escape.  The
JSON codec of msgspec refuses lone surrogates, so `json` writes the text and reads what that codec does not.
"""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

Json: TypeAlias = Any
"""Data that `json` reads and writes; its type is checked at run time."""

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types that JSON writes as they are."""
_to_text = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


class FormatError(ValueError):
    """The data does not follow the format."""


def dumps(data: object) -> bytes:
    """Return a value as JSON, compact and in ASCII, without a newline."""
    return _to_text(data).encode("ascii")


def loads(text: bytes) -> Json:
    """Read one JSON value; raises `FormatError`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from error


def dump_lines(nouns: Iterable[Any]) -> bytes:
    """Return nouns as JSON, one per line."""
    return b"".join(dumps(encode(noun)) + b"\n" for noun in nouns)


def load_lines(cls: type[T], text: bytes) -> tuple[T, ...]:
    """Return the nouns written one per line, with only one at a time held as JSON data; raises `FormatError`."""
    try:  # a tenth of the time of `json`; what it refuses (a lone surrogate, say) is read as everything else
        return tuple(_decoder(cls).decode_lines(text))  # type: ignore[arg-type]  # a class can be hashed
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    return tuple([decode(cls, loads(line)) for line in io.BytesIO(text)])


def encode(noun: Struct) -> dict[str, Any]:
    """Return a noun's fields as JSON data, in the order of the class, without those that have their default."""
    data: dict[str, Any] = {}
    for name, default in _defaults(type(noun)):
        value = getattr(noun, name)
        if value is default or value == default:
            continue
        data[name] = value if type(value) in _PLAIN else _plain(value)
    return data


def decode(cls: type[T], data: Json, **known: object) -> T:
    """Return a noun made of JSON data and of the fields in `known`.

    Raises `FormatError` where a field is missing or of the wrong type.
    """
    if type(data) is not dict:
        raise FormatError(f"{cls.__name__}: not an object")
    try:
        return msgspec.convert(data | known if known else data, cls)
    except (msgspec.ValidationError, UnicodeEncodeError, OverflowError) as error:
        # a lone surrogate in a name; an integer that no float can hold
        raise FormatError(f"{cls.__name__}: {error}") from error


@functools.cache
def _decoder(cls: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(cls)


@functools.cache
def _defaults(cls: type[Struct]) -> tuple[tuple[str, object], ...]:
    """Return the name and the default of each field; cached for each class, since reflection is slow."""
    return tuple(
        (each.name, each.default if each.default_factory is msgspec.NODEFAULT else each.default_factory())
        for each in fields(cls)
    )


def _plain(value: Json) -> Json:
    if isinstance(value, Struct):
        return encode(value)
    return [_plain(item) for item in value] if type(value) is tuple else value
