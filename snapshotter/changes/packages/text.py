"""Owns the paragraphs of "Field: value" lines that Debian's databases, and Python's metadata, are written in."""

from __future__ import annotations


def decoded(data: bytes | None) -> str:
    """Give a file as text, bytes that are not UTF-8 escaped as in `model`."""
    return (data or b"").decode("utf-8", "surrogateescape")


def lines(data: bytes | None) -> list[str]:
    """Give the lines of a file, empty ones left out; [] where there is no file."""
    return [line for line in decoded(data).split("\n") if line]


def paragraphs(data: bytes) -> list[str]:
    """Give the paragraphs, which empty lines separate."""
    return [paragraph for paragraph in decoded(data).split("\n\n") if paragraph.strip()]


def fields(paragraph: str) -> dict[str, str]:
    """Give the fields of one paragraph; continuation lines keep their line breaks."""
    found: dict[str, str] = {}
    name = ""
    for line in paragraph.split("\n"):
        if line[:1] in (" ", "\t"):
            if name:
                found[name] += "\n" + line
        else:
            name, colon, value = line.partition(":")
            if colon:
                found[name] = value.strip()
            else:
                name = ""
    return found
