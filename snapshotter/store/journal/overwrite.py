"""Overwrite parts of the strings in a file of JSON lines, in place.

No position in the file changes, and what other processes append at the same time is not touched.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from snapshotter.regex import regex
from snapshotter.store.paths import guarded

Spans = Callable[[str, Any], Iterable[tuple[int, int]]]
"""Returns start and end of what is to be overwritten in a string; the other argument is the value of the line."""

_STRING = regex(rb'"((?:[^"\\]|\\.)*)"(\s*:)?')
"""A string, and what follows the key of an object."""
_CHARACTER = regex(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.S)


def overwrite_strings(
    path: Path,
    holds: Callable[[bytes], bool],
    spans: Spans,
    until: int | None = None,
    seal: Callable[[bytes], bytes] = bytes,
) -> int:
    """Overwrite parts of the strings in a file with asterisks and return how many; a missing file is ignored.

    Only complete lines for which `holds` is true are read, and with `until` only those that end there or before; keys
    of objects stay.  `seal` returns a changed line with its checksum, of the same length.  Raises `StoreError`.
    """
    with guarded(path):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return 0
        try:
            data = path.read_bytes()[:until]
            count = 0
            for start, line, found in _lines(data, holds, spans) if holds(data) else ():
                os.pwrite(descriptor, seal(_without(line, found)), start)  # at once: readers check whole lines
                count += len(found)
            if count:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return count


def _lines(
    data: bytes, holds: Callable[[bytes], bool], spans: Spans
) -> Iterator[tuple[int, bytes, list[tuple[int, int]]]]:
    """Yield position and bytes of each line in which something is to be overwritten, and where it is."""
    position = 0
    for line in data.split(b"\n")[:-1]:
        if holds(line) and (found := list(_ranges_in_line(line, spans))):
            yield position, line, found
        position += len(line) + 1


def _without(line: bytes, found: Iterable[tuple[int, int]]) -> bytes:
    changed = bytearray(line)
    for start, end in found:
        changed[start:end] = b"*" * (end - start)
    return bytes(changed)


def _ranges_in_line(line: bytes, spans: Spans) -> Iterator[tuple[int, int]]:
    try:
        value = json.loads(line)
    except ValueError:  # an incomplete line, which every reader ignores
        return
    for string in _STRING.finditer(line):
        if not string[2]:
            text, offsets = _decoded(string[1])
            for first, last in spans(text, value):
                yield string.start(1) + offsets[first], string.start(1) + offsets[last]


def _decoded(raw: bytes) -> tuple[str, list[int]]:
    """Return the text of a string of JSON, and for each of its characters and its end the offset in `raw`."""
    characters, offsets, at = [], [], 0
    for match in _CHARACTER.finditer(raw.decode("utf-8", "surrogateescape")):
        characters.append(json.loads(f'"{match[0]}"') if match[0][0] == "\\" else match[0])
        offsets.append(at)
        at += len(match[0].encode("utf-8", "surrogateescape"))
    return "".join(characters), [*offsets, at]
