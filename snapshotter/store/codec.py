"""Nouns to JSON and back, exactly; which file holds what is `payload.py`'s affair.

A field that has its default is left out; an unknown key is passed over, so that a newer version may add
some.  Text that is not UTF-8 survives, since every character outside ASCII (a lone surrogate too) is
written as a `\\u` escape.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar, Union

Json: TypeAlias = Any
"""What `json` reads and writes; what a reader makes of it is checked while it runs."""

T = TypeVar("T")
Convert = Callable[[Json], Json]
Plan = tuple[tuple[str, Json, Convert | None, Convert], ...]

_plans: dict[type, Plan] = {}

_to_text = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


class FormatError(ValueError):
    """The data is not what the format says."""


def dumps(data: object) -> bytes:
    """Write one JSON value, compact and in ASCII, without a newline."""
    return _to_text(data).encode("ascii")


def loads(text: bytes) -> Json:
    """Read one JSON value; raises `FormatError`."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise FormatError(f"not JSON: {error}") from error


def dump_lines(nouns: Iterable[Any]) -> bytes:
    """Write nouns one a line."""
    return b"".join(dumps(encode(noun)) + b"\n" for noun in nouns)


def load_lines(cls: type[T], text: bytes) -> tuple[T, ...]:
    """Read nouns written one a line, never more than one of them as JSON data; raises `FormatError`."""
    return tuple([decode(cls, loads(line)) for line in io.BytesIO(text)])


def encode(noun: Json) -> dict[str, Any]:
    """Give a noun's fields as JSON data, in the order of the class, without those that have their default."""
    data: dict[str, Any] = {}
    for name, default, write, _ in _plan(type(noun)):
        value = getattr(noun, name)
        if value is default or value == default:
            continue
        data[name] = value if write is None else write(value)
    return data


def decode(cls: type[T], data: Json, **known: object) -> T:
    """Make a noun of JSON data and of fields `known` already; raises `FormatError` where one is missing or wrong."""
    if type(data) is not dict:
        raise FormatError(f"{cls.__name__}: not an object")
    fields: dict[str, Any] = {}
    for name, default, _, read in _plan(cls):
        if name in known:
            fields[name] = known[name]
        elif name in data:
            try:
                fields[name] = read(data[name])
            except FormatError as error:
                raise FormatError(f"{cls.__name__}.{name}: {error}") from error
        elif default is dataclasses.MISSING:
            raise FormatError(f"{cls.__name__}.{name} is missing")
    return cls(**fields)


def _plan(cls: Json) -> Plan:
    """Name, default, writer and reader of each field: looked up once for each class, since reflection is slow."""
    if cls not in _plans:
        hints = typing.get_type_hints(cls)
        _plans[cls] = tuple(
            (f.name, _default(f), _writer(hints[f.name]), _reader(hints[f.name])) for f in dataclasses.fields(cls)
        )
    return _plans[cls]


def _default(field: dataclasses.Field[Any]) -> Json:
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default


def _writer(hint: Json) -> Convert | None:
    """None where JSON writes the value as it is."""
    if dataclasses.is_dataclass(hint):
        return encode
    inner = [w for w in map(_writer, typing.get_args(hint)) if w]
    if not inner:
        return None
    write = inner[0]
    origin: Json = typing.get_origin(hint)
    if origin is tuple:
        return lambda value: [write(item) for item in value]
    return lambda value: None if value is None else write(value)


def _reader(hint: Json) -> Convert:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return functools.partial(decode, hint)
    origin: Json = typing.get_origin(hint)
    args = typing.get_args(hint)
    if origin is Literal:
        return functools.partial(_one_of, {arg: arg for arg in args})
    if origin is tuple:
        return _list_reader(args)
    if origin in (Union, types.UnionType):
        read = _reader(args[0])
        return lambda value: None if value is None else read(value)
    if origin is not None and issubclass(origin, Mapping):
        return functools.partial(_just, dict)
    return _number if hint is float else functools.partial(_just, hint)


def _list_reader(args: tuple[Any, ...]) -> Convert:
    if len(args) == 2 and args[1] is Ellipsis:
        read = _reader(args[0])
        return lambda value: tuple([read(item) for item in _just(list, value)])
    readers = [_reader(arg) for arg in args]

    def fixed(value: Json) -> tuple[Any, ...]:
        if len(_just(list, value)) != len(readers):
            raise FormatError(f"{len(value)} items instead of {len(readers)}")
        return tuple([read(item) for read, item in zip(readers, value, strict=True)])

    return fixed


def _just(kind: type, value: Json) -> Json:
    if type(value) is not kind:
        raise FormatError(f"{type(value).__name__} instead of {kind.__name__}")
    return value


def _one_of(allowed: Mapping[str, str], value: Json) -> Json:
    if type(value) is not str or value not in allowed:
        raise FormatError(f"{value!r} is none of {', '.join(map(repr, allowed))}")
    return allowed[value]  # one `str` for all


def _number(value: Json) -> float:
    return float(value) if type(value) is int else float(_just(float, value))
