"""Commands that put the host name of the hand-made container in place of the build's, where commands wrote it.  Pure.

A build gives its container another name, with the classic builder for each step.  So the name is replaced at the end of
the RUN that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.recipe.model import Decision, Origin, Repairs, Run, Script, Section, Step
from snapshotter.shell.quote import quote

NAMED = "the files that the last command names hold the host name of the container that was changed by hand"
_WIDTH = 110


def host_makers(decisions: Sequence[Decision], repairs: Repairs) -> dict[Origin, dict[str, str]]:
    """Return the commands that write a host name into files → these files, each with the name by hand."""
    found: dict[Origin, dict[str, str]] = {}
    runs = [decision for decision in decisions if decision.fate == "run"]
    for (path, after, _), name in sorted(repairs.hosts.items()):
        origin = next((d.origin for d in runs if d.origin[0] > after and path in d.paths), None)
        if origin is not None and not repairs.carries(path, origin[0]):
            found.setdefault(origin, {})[path] = name
    return found


def with_host_names(sections: Sequence[Section], makers: Mapping[Origin, Mapping[str, str]]) -> list[Section]:
    """Return the sections, with a command that replaces the name behind each RUN's own."""
    if not makers:
        return list(sections)
    return [replace(one, steps=tuple(_with_name(step, makers) for step in one.steps)) for one in sections]


def _with_name(step: Step, makers: Mapping[Origin, Mapping[str, str]]) -> Step:
    if not isinstance(step, Run) or step.scripts[0].verbatim:
        return step
    names: dict[str, list[str]] = {}
    for origin in dict.fromkeys(origin for script in step.scripts for origin in script.origins):
        for path, name in makers.get(origin, {}).items():
            names.setdefault(name, []).append(path)
    more = tuple(Script(tuple(_lines(name, paths)), ()) for name, paths in names.items())
    return replace(step, scripts=(*step.scripts, *more), comment=NAMED) if more else step


def _lines(name: str, paths: Sequence[str]) -> Iterator[str]:
    line = f'sed -i "s/$(uname -n)/{name}/g"'
    for path in map(quote, paths):
        if len(line) + len(path) >= _WIDTH:
            yield line
            line = " "
        line += f" {path}"
    yield line
