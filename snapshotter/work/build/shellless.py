"""A stage without a shell: which commands can be an instruction of it, in exec form.  Pure."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from snapshotter.model import Snapshot
from snapshotter.regex import regex
from snapshotter.shell.one_line.chain import chain
from snapshotter.work.build.lent import LENT

_SYNTAX = regex(r"[$`*?\[\]{}<>|&;()~#!\\\n]")
"""What only a shell understands; in quotes it may be harmless, and counts all the same."""


def words_alone(text: str) -> Sequence[str]:
    """Return the words of a command that needs no shell and whose program is in the stage; none for another one.

    A program that is named without its directory may be a lent one.
    """
    if _SYNTAX.search(text):
        return ()
    try:
        words = shlex.split(text)
    except ValueError:
        return ()
    return words if words and words[0].startswith("/") and not words[0].startswith(f"{LENT}/") else ()


def without_shell(snapshot: Snapshot) -> Snapshot:
    """Return the record, in which what no RUN of the stage can do is left out: the files that it made are copied."""
    commands = (one if _parts(one.text) else replace(one, in_recipe=False) for one in snapshot.commands)
    return replace(snapshot, commands=tuple(commands))


def in_exec_form(texts: Iterable[str]) -> Iterator[str]:
    """Yield instructions, with a RUN of such commands as one RUN in exec form for each."""
    for text in texts:
        keyword, _, rest = text.partition(" ")
        parts = _parts(" ".join(line.removesuffix("\\") for line in rest.split("\n"))) if keyword == "RUN" else ()
        yield from (f"RUN {json.dumps(list(words), ensure_ascii=False)}" for words in parts)
        if not parts:
            yield text


def _parts(text: str) -> Sequence[Sequence[str]]:
    """Return the words of each part of a command line joined by `&&`; none where one of them needs a shell."""
    found = chain(text)
    parts = [words_alone(part) for part in (found.parts if found else (text,))]
    return parts if all(parts) and (found is None or found.joint == "&&") else ()
