"""Text of package databases: lines, and paragraphs of "Field: value" lines as Debian has them."""

from __future__ import annotations


def decoded(data: bytes | None) -> str:
    """Return a file as text; bytes that are not UTF-8 are escaped as in `model`."""
    return (data or b"").decode("utf-8", "surrogateescape")


def lines(data: bytes | None) -> list[str]:
    """Return the lines of a file, without empty ones; [] if there is no file."""
    return [line for line in decoded(data).split("\n") if line]


def paragraphs(data: bytes) -> list[str]:
    """Return the paragraphs, which are separated by empty lines."""
    return [paragraph for paragraph in decoded(data).split("\n\n") if paragraph.strip()]


def fields(paragraph: str) -> dict[str, str]:
    """Return the fields of one paragraph; continuation lines keep their line breaks."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in paragraph.split("\n"):
        if line[:1] in (" ", "\t"):
            if name:
                found[name].append(line)
        else:
            name, colon, value = line.partition(":")
            if colon:
                found[name] = [value.strip()]
            else:
                name = ""
    return {name: "\n".join(lines) for name, lines in found.items()}
