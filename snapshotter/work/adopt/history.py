"""The history of an image: which entry is of which layer, and the instruction of a Dockerfile that an entry is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence, Set
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import HistoryStep
from snapshotter.model import ImageConfig, Layer, resolve
from snapshotter.regex import regex
from snapshotter.secrets.in_environment import in_environment
from snapshotter.shell.calls.unattended import PROMPTING_VERBS
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import BUILDERS, WRITERS
from snapshotter.work.adopt.matching import Entry, match

Kind = Literal["run", "copy", "workdir", "setting", "container"]
"""An instruction that runs a command, copies files, makes a directory, or only sets something; or no instruction at
all, but the command of a container that was committed."""

_NO_OPERATION = regex(r"/\S+ [^#]*#\(nop\)\s+(?P<rest>.*)", re.DOTALL)
_SHELL = r"/(?:usr/)?bin/(?:ba|z|a|da|k)?sh(?: -\w*o \w+| -\w+)*?"
_CLASSIC = regex(rf"(?P<shell>{_SHELL}) -c (?P<text>.*)", re.DOTALL)
_BUILDKIT = regex(r"(?P<rest>.*?)\s*# buildkit", re.DOTALL)
_INVOKED = regex(rf"(?:^|(?<= )){_SHELL} -c ")
_ARGS = regex(r"\|(?P<count>\d{1,4}) (?P<rest>.*)", re.DOTALL)
_COPIED = regex(r"(?:--\S+ )*(?:--chown=\S*?)?(?:file|dir|multi):[0-9a-f]{64} in (?P<place>.*)", re.DOTALL)
_GIVEN = regex(r"[A-Za-z_]\w*=")
_BY_BUILDKIT = "buildkit.dockerfile"
_SETTINGS = frozenset(
    "ARG CMD ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD SHELL STOPSIGNAL USER VOLUME".split()
)
_NAMES = regex(r"(?P<name>[A-Z]+)\s+(?P<rest>.*)", re.DOTALL)
_WORDS = regex(r"[\w./:@%+,= -]+")
"""A command that means the same to a shell; its quotes are lost."""
_MAY_SERVE = frozenset(
    "cargo corepack crontab go julia make ninja node npm npx openssl passwd perl php pnpm poetry python python3 R"
    " Rscript ruby sqlite3 sudoedit tee uv vigr vipw visudo yarn".split()
)
"""Programs that write, but may also run what does not end, or wait for input."""
_INDENT = regex(r"[ \t]{2,}")


class Instruction(Struct, frozen=True):
    """One entry of an image's history, read as an instruction of a Dockerfile."""

    kind: Kind
    name: str
    """Such as "RUN"; "" for the command of a container."""
    text: str
    """What follows the name; of a RUN the command alone."""
    shell: str = "sh"
    args: tuple[str, ...] = ()
    """"NAME=value": the build arguments of a RUN."""


class LayerStep(Struct, frozen=True):
    """A layer, and the entries that set something since the layer below it."""

    step: HistoryStep | None
    """None if it is not known which entry is the layer's."""
    before: tuple[HistoryStep, ...] = ()
    after: tuple[HistoryStep, ...] = ()
    """Of the last layer: the entries behind it."""


def instruction(step: HistoryStep) -> Instruction:
    """Return what an entry of a history is."""
    text = step.text.strip()
    if match := _NO_OPERATION.fullmatch(text):
        return _named(match["rest"].strip())
    if match := _BUILDKIT.fullmatch(text):
        return _named(match["rest"])
    found = _named(text)
    if step.comment.startswith(_BY_BUILDKIT) and found.kind != "container":
        return found
    text, args = _without_args(text)
    if match := _CLASSIC.fullmatch(text):
        return Instruction("run", "RUN", _tidy(match["text"]), _shell(match["shell"]), args)
    if not step.comment and _is_exec_form(text):
        return Instruction("run", "RUN", text, "sh", args)
    return Instruction("container", "", text)


def _is_exec_form(text: str) -> bool:
    """Return whether an entry may be a RUN in JSON form, which has no shell: a program that writes, and ends."""
    program, _, rest = text.partition(" ")
    return bool(rest and _WORDS.fullmatch(text)) and program.rpartition("/")[2] in WRITERS - _MAY_SERVE


def _named(text: str) -> Instruction:
    match = _NAMES.fullmatch(text)
    if not match:
        return Instruction("container", "", text)
    name, rest = match["name"], match["rest"].strip()
    if name == "RUN":
        rest, args = _without_args(rest)
        run = _CLASSIC.fullmatch(rest)
        if run:
            return Instruction("run", name, _tidy(run["text"]), _shell(run["shell"]), args)
        return Instruction("run", name, rest, "sh", args)
    if name in ("COPY", "ADD"):
        return Instruction("copy", name, rest)
    if name == "WORKDIR":
        return Instruction("workdir", name, rest)
    return Instruction("setting" if name in _SETTINGS else "container", name if name in _SETTINGS else "", rest)


def _without_args(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the command of a RUN without its build arguments, and these."""
    match = _ARGS.fullmatch(text)
    if not match:
        return text, ()
    invoked = _INVOKED.search(match["rest"])
    found, count = list[str](), int(match["count"])
    if not invoked:  # a RUN in JSON form; what a value with blanks has behind the first one cannot be told
        words = match["rest"].split(" ")
        given = words[:count]
        is_plain = len(given) == count and all(_GIVEN.match(word) for word in given)
        return (" ".join(words[count:]), tuple(given)) if is_plain else (text, ())
    for word in match["rest"][: invoked.start()].split(" "):
        if _GIVEN.match(word) and len(found) < count:
            found.append(word)
        elif word and found:
            found[-1] += f" {word}"
    return match["rest"][invoked.start() :], tuple(found)


def _shell(words: str) -> str:
    return words.split(" ")[0].rpartition("/")[2]


def _tidy(text: str) -> str:
    """Return a command without the indents that its continued lines left; within quotes they are kept."""
    text = text.strip()
    return text if "'" in text or '"' in text or "<<" in text or "\n" in text else _INDENT.sub(" ", text)


def own_instruction(found: Instruction) -> str:
    """Return how `Adopted.own` has the instruction of a layer: of what is copied only the place is known."""
    if found.name in ("COPY", "ADD"):
        place = _COPIED.fullmatch(found.text)
        words = found.text.split()
        return f"{found.name} {place['place'].strip() if place else words[-1]}" if words else ""
    return f"WORKDIR {found.text}" if found.kind == "workdir" else "RUN" if found.kind == "run" else ""


def arguments(found: Instruction) -> tuple[list[str], list[str]]:
    """Return the build arguments of a RUN that a recipe may hold, and the names of those that look secret."""
    secret = in_environment(found.args)
    return [one for one in found.args if one.partition("=")[0] not in secret], secret


def secret_arguments(steps: Sequence[HistoryStep]) -> list[str]:
    """Return the names of the build arguments whose values in a history look secret."""
    found = [instruction(one) for one in steps]
    given = [arg for one in found for arg in (*one.args, *([one.text] if one.name == "ARG" else ()))]
    return list(dict.fromkeys(in_environment(given)))


def command_text(found: Instruction, declared: Set[str] = frozenset()) -> str:
    """Return the command of a RUN, after those of its build arguments that it can read and no ARG has `declared`."""
    given = [one for one in arguments(found)[0] if one.partition("=")[0] not in declared]
    known = facts(found.text)
    if known.parsed and not known.calls & BUILDERS - PROMPTING_VERBS.keys():
        given = [one for one in given if re.search(rf"\b{one.partition('=')[0]}\b", found.text)]
    pairs = (one.partition("=") for one in given)
    words = [f"{name}={shlex.quote(value)}" for name, _, value in pairs]
    return f"export {' '.join(words)}; {found.text}" if words else found.text


def by_layer(steps: Sequence[HistoryStep], base: Sequence[HistoryStep], layers: Sequence[Layer]) -> list[LayerStep]:
    """Return the entries of the layers above a base, which has a history of its own.

    A history does not say which of its entries made a layer: one of no bytes may be a directory, or nothing.  Where
    that cannot be told, no entry is any layer's.
    """
    same = [one.text for one in steps[: len(base)]] == [one.text for one in base]
    above = list(steps[len(base) :] if same else steps)
    kinds = [instruction(one) for one in above]
    entries = [Entry(kind.kind, kind.text, one.size) for kind, one in zip(kinds, above, strict=True)]
    chosen = match(entries, layers)
    if chosen is None:
        return [LayerStep(None)] * len(layers)
    found, before = list[LayerStep](), list[HistoryStep]()
    for number, step in enumerate(above):
        if number in chosen:
            found.append(LayerStep(step, tuple(before)))
            before = []
        else:
            before.append(step)
    return [*found[:-1], replace(found[-1], after=tuple(before))] if found else []


def directory(config: ImageConfig) -> str:
    """Return the working directory that a configuration sets."""
    return resolve("/", config.workdir or "/")
