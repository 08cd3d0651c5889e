"""What is wrong with an instruction that could not be carried out, in a sentence, and what may have been meant."""

from __future__ import annotations

import contextlib
import difflib
import posixpath
import re
from collections.abc import Iterable, Sequence

from snapshotter.engine.api import Engine
from snapshotter.engine.build.directory import context_paths
from snapshotter.errors import SnapError
from snapshotter.recipe.dockerfile.parse import Instruction
from snapshotter.recipe.dockerfile.variables import expand, global_arguments, last_of
from snapshotter.regex import regex
from snapshotter.work.build.request import Attempt, Request

KEYWORDS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
).split()
_USER = regex(
    r"unable to find user ([^\s:]+)|unknown user ([^\s:]+)|no matching entries in passwd|unable to find group"
)
_UNKNOWN = regex(r"unknown instruction", re.IGNORECASE)
_MOST = 3


def instruction_at_fault(attempt: Attempt) -> Instruction | None:
    """Return the instruction that is wrong: for a step that has no such user, that of USER before it."""
    failed = attempt.failed
    if failed is not None and failed.keyword in ("RUN", "WORKDIR") and _USER.search(attempt.reason):
        return last_of(attempt.file, failed, "USER") or failed
    return failed


def cause(engine: Engine, request: Request, attempt: Attempt, good: str) -> str:
    """Return a sentence on an instruction that is not a command that failed; "" where its output says it."""
    failed = attempt.failed
    if failed is None:
        return ""
    if failed.heredocs and _UNKNOWN.search(attempt.reason):  # it took the text for instructions
        return "this builder knows no here-documents; `# syntax=docker/dockerfile:1` as first line fetches another"
    if failed.keyword not in (*KEYWORDS, "MAINTAINER"):
        return f"there is no instruction {failed.keyword}{_offered(failed.keyword, KEYWORDS)}"
    if failed.keyword == "USER" and _USER.search(attempt.reason):
        return _user(engine, failed.text.partition(":")[0], good)
    if failed.keyword == "FROM":
        return _base(engine, request, attempt, failed)
    if failed.keyword in ("COPY", "ADD"):
        if found := _USER.search(attempt.reason):
            return _user(engine, found[1] or found[2] or "", good)
        return _source(request, attempt, failed)
    return ""


def _offered(wanted: str, known: Iterable[str]) -> str:
    """Return the names that are alike, as a question."""
    names = list(dict.fromkeys(known))
    lower = {name.lower(): name for name in names}
    close = [lower[name] for name in difflib.get_close_matches(wanted.lower(), lower, _MOST, 0.6)]
    base = posixpath.basename(wanted.rstrip("/"))
    bases = {name: posixpath.basename(name.rstrip("/")) for name in names}
    close += [name for name in names if bases[name] == base and name not in close]
    if not close and base:
        alike = difflib.get_close_matches(base, [one for one in bases.values() if one], _MOST, 0.7)
        close = [name for name in names if bases[name] in alike]
    return f"; did you mean {' or '.join(close[:_MOST])}?" if close else ""


def _user(engine: Engine, name: str, good: str) -> str:
    known: list[str] = []
    with contextlib.suppress(SnapError):
        for _, content in engine.read_files(good, ["/etc/passwd"]) if good else ():
            known = [line.split(":")[0] for line in content.decode("utf-8", "replace").splitlines() if ":" in line]
    offered = _offered(name, known)
    more = "" if offered or not known else "; a RUN before it has to add the user"
    return f"the image has no user {name}{offered}{more}"


def _base(engine: Engine, request: Request, attempt: Attempt, failed: Instruction) -> str:
    words = failed.text.split()
    if not words:
        return "FROM names no image"
    name = expand(words[0], global_arguments(attempt.file, request.build.arguments()))
    if not name:
        return f"FROM {words[0]} is empty: no ARG in front of the first FROM gives it a value"
    stages = [stage.name for stage in attempt.file.stages if stage.name]
    known = [*stages]
    with contextlib.suppress(SnapError):
        known += [tag for tag in engine.tags() if not tag.startswith("snap/")]
    return f"there is no image {name}, here or in its registry{_offered(name, known)}"


def _source(request: Request, attempt: Attempt, failed: Instruction) -> str:
    origin = next((flag.removeprefix("--from=") for flag in failed.flags if flag.startswith("--from=")), "")
    sources = [source for source in _sources(failed) if not source.startswith(("http://", "https://", "git@", "<<"))]
    stages = [stage.name for stage in attempt.file.stages if stage.name]
    if origin:
        if origin.lower() in stages or origin.isdigit():
            return f"stage {origin} has no {' or no '.join(sources)}" if sources else ""
        return f"there is no stage or image {origin}{_offered(origin, stages)}"
    try:
        known = context_paths(request.build.directory, request.build.file)
    except OSError:
        return ""
    present = {*known, *(parent for path in known for parent in _parents(path)), ""}
    for source in sources:
        plain = posixpath.normpath(posixpath.join("/", source)).lstrip("/")
        if "$" in source or any(char in source for char in "*?[") or plain in present:
            continue
        place = request.build.directory / plain
        if source.startswith("../"):
            return f"{source} is outside of the build context, which is {request.build.directory}"
        if place.exists():
            return f".dockerignore leaves {source} out of the build context"
        return f"{source} is not in the build context{_offered(plain, present - {''})}"
    return ""


def _sources(failed: Instruction) -> Sequence[str]:
    words = failed.words() or failed.text.split()
    return words[:-1]


def _parents(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path
