"""The state of the shell before each command, and the earlier lines that a command needs in front of it.

Variables, functions, sourced files and the umask belong to one shell process, and every `RUN` starts a new one.
Exported variables with a plain value become ARG, which every later step sees and the image's configuration does not
contain; everything else is repeated in front of the commands that use it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Command, StateChange, resolve
from snapshotter.recipe.model import Decision, Origin
from snapshotter.regex import regex
from snapshotter.shell.dialects import zsh
from snapshotter.shell.dialects.dot import with_dot
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.one_line.lines import statements
from snapshotter.shell.programs import PERSONAL_VARIABLES, STANDARD_VARIABLES, is_program
from snapshotter.shell.quote import quote

GLOBBING = frozenset("dotglob extglob failglob globstar nocaseglob noglob nullglob".split())
"""Options of bash that change the meaning of a command line."""
_FROM_TERMINAL = frozenset({"read", "mapfile", "readarray"})
"""Commands that set variables from the terminal or from a file."""
_REPEATED = frozenset({"variable", "export", "array", "function"})
"""Kinds of a shell's state that the text of a definition sets."""
_INDEXED = regex(r"\((\[\d+\]=|\))")
_SHORT = 200
"""Characters of the longest computed value that is written as a constant."""


_SPLITS = regex(r"[$`]")
_RELATIVE_CD = regex(r"\b(?:cd|pushd)\s+(?![-/~.$\s]|$)")


def unnamed(text: str) -> set[str]:
    """Return the variables of the shell that may act on a command line that does not name them."""
    names = {"IFS"} if _SPLITS.search(text) or "read" in facts(text).calls else set[str]()
    return names | ({"CDPATH"} if _RELATIVE_CD.search(text) else set())


class Definition(Struct, frozen=True):
    """A line that a later command may need: its text and what it defines."""

    origin: Origin
    text: str
    facts: Facts
    functions: frozenset[str] | None = frozenset()
    """Functions that the shell reported after it, as a sourced file defines them; None if it does not report them."""
    secret: bool = False
    """Whether its text, or a value that the shell reported after it, contains a secret."""
    reported: frozenset[str] = frozenset()
    """Variables, arrays and functions that the shell reported after it."""

    @property
    def names(self) -> frozenset[str]:
        """The variables and functions that it sets or unsets, and the files that it sources as ". PATH"."""
        known = self.facts
        sources = {". " + path for path in known.sources}
        return frozenset({*known.assigns, *known.exports, *known.functions, *known.unsets, *sources})


class ShellState(Struct, frozen=True):
    """The state of one shell of a session before one command."""

    definitions: tuple[Definition, ...] = ()
    exported: frozenset[str] = frozenset()
    umask: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)
    """Variables as the shell reported them, with the command that set them."""
    arrays: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)
    """Arrays as the shell reported them, with the command that set them."""
    options: frozenset[str] = frozenset()
    """Options that are on, of `GLOBBING` or `zsh.OPTIONS`."""

    def constants(self) -> dict[str, str]:
        """Return the exported variables whose value is plain text, or was computed and reported by the shell."""
        values: dict[str, str | None] = {}
        secrets = self.secrets()
        for definition in self.definitions:
            for name, value in definition.facts.assigns.items():
                computed = None if name in secrets else self._reported_value(name, definition)
                values[name] = computed if value is None else value
            values = {name: value for name, value in values.items() if name not in definition.facts.unsets}
        last = {name: d.origin for d in self.definitions for name in d.facts.assigns}
        for name, (value, origin) in self.values.items():
            if name not in secrets | STANDARD_VARIABLES | PERSONAL_VARIABLES and origin > last.get(name, (0, -1)):
                values[name] = value if len(value) <= _SHORT and value.isprintable() else None
        return {
            name: value
            for name, value in values.items()
            if name in self.exported and value is not None and not PLACEHOLDER.search(value)
        }

    def _reported_value(self, name: str, definition: Definition) -> str | None:
        value, origin = self.values.get(name, ("", None))
        return value if origin == definition.origin and len(value) <= _SHORT and value.isprintable() else None

    def secrets(self) -> frozenset[str]:
        """Return the variables and functions whose text was removed from the record, or that use such a one.

        As in `_definers`, a name keeps its earlier definitions until it is set to a literal value, or is unset.
        """
        names = set[str]()
        for definition in self.definitions:
            known = definition.facts
            functions = known.functions | (definition.functions or frozenset())
            if definition.secret or not names.isdisjoint(known.uses | known.calls):
                names |= known.assigns.keys() | known.exports | functions | definition.reported
            else:
                names -= {name for name, value in known.assigns.items() if value is not None} | functions
            names -= known.unsets - known.assigns.keys()
        reported = {**self.arrays, **self.values}
        return frozenset(names | {name for name, (value, _) in reported.items() if PLACEHOLDER.search(value)})


def states(decisions: Iterable[Decision]) -> dict[Origin, ShellState]:
    """Return the state of the shell before each command."""
    shells: dict[tuple[str, int, int], ShellState] = {}
    starts: dict[tuple[str, str], tuple[StateChange, ...]] = {}
    latest: dict[str, ShellState] = {}
    before: dict[Origin, ShellState] = {}
    for decision in decisions:
        command = decision.command
        key = (command.session, command.pid, command.depth)
        if key not in shells:
            shells[key] = _inherited(latest.get(command.session))
            if command.start:
                first = starts.setdefault((command.shell, command.user), command.start)
                shells[key] = _started(shells[key], decision.origin, command, first)
        before[decision.origin] = shells[key]
        if command.status is not None and command.in_recipe is not False:
            shells[key] = _after(shells[key], decision.origin, command)
        latest[command.session] = shells[key]
    return before


def _started(state: ShellState, origin: Origin, command: Command, first: tuple[StateChange, ...]) -> ShellState:
    """Return the state of a session's shell before its first command.

    What differs from the workspace's `first` session comes from startup files that were changed since.
    """
    now = {(change.kind, change.name) for change in command.start}
    gone = (
        replace(one, value="off" if one.kind == "option" else None) for one in first if (one.kind, one.name) not in now
    )
    changes = (*gone, *(change for change in command.start if change not in first))
    begun = replace(command, text=":", state=changes)
    set_here = (_reported_variable(change, origin) for change in changes if change.kind in ("variable", "export"))
    definitions = [*(one for one in set_here if one is not None), *_reported_functions(origin, begun)]
    # each has a place of its own in front of the snapshot's commands, so that it is repeated by itself
    places = [(origin[0], number - len(definitions) - 1) for number in range(len(definitions))]
    state = _with_reported_state(state, (origin[0], -len(definitions) - 2), begun)
    placed = (replace(one, origin=place) for one, place in zip(definitions, places, strict=True))
    return replace(state, definitions=(*state.definitions, *placed))


def _reported_variable(change: StateChange, origin: Origin) -> Definition | None:
    """Return the line that sets a variable as a shell reported it; None where that would be of no use to a command."""
    if change.value is None or (change.name in STANDARD_VARIABLES | PERSONAL_VARIABLES and change.name != "PATH"):
        return None
    text = f"{'export ' if change.kind == 'export' else ''}{change.name}={quote(change.value)}"
    return Definition(origin, text, facts(text), secret=bool(PLACEHOLDER.search(text)))


def _inherited(parent: ShellState | None) -> ShellState:
    """Return the state that a nested shell inherits from its parent: no aliases, and only exported definitions."""
    if parent is None:
        return ShellState()
    kept = tuple(d for d in parent.definitions if parent.exported & (d.facts.assigns.keys() | d.facts.exports))
    return replace(parent, definitions=kept, aliases={})


def _after(state: ShellState, origin: Origin, command: Command) -> ShellState:
    known = facts(command.text)
    if command.status and command.shell == "bash" and not command.state:
        return state  # bash reports what was set: nothing here, so the command failed before that
    state = _with_reported_state(state, origin, command) if command.state else state
    reported = {change.kind for change in command.state}
    if not known.parsed:
        state = replace(state, definitions=(*state.definitions, *_reported_functions(origin, command)))
    state = replace(
        state,
        umask=state.umask if "umask" in reported else known.umask or state.umask,
        exported=(state.exported | known.exports) - known.unsets,
        aliases=state.aliases if "alias" in reported else {**state.aliases, **known.aliases},
    )
    if not _defines(known):
        return state
    text = _definition_text(command, known)
    if not text:
        return state
    known = known if known.calls.isdisjoint(_FROM_TERMINAL) else facts(text)
    named = frozenset(change.name for change in command.state if change.kind == "function")
    functions = named if command.shell == "bash" else None
    listed = [change for change in command.state if change.kind in _REPEATED]
    secret = any(PLACEHOLDER.search(part) for part in (text, *(change.value or "" for change in listed)))
    names = frozenset(change.name for change in listed)
    return replace(state, definitions=(*state.definitions, Definition(origin, text, known, functions, secret, names)))


def _with_reported_state(state: ShellState, origin: Origin, command: Command) -> ShellState:
    """Return the state with the changes that the shell reported."""
    values, aliases, options, umask = dict(state.values), dict(state.aliases), set(state.options), state.umask
    arrays, exported = dict(state.arrays), set(state.exported)
    sets_up = any(_sets_up_environment(path) for path in facts(command.text).sources)
    for change in command.state:
        match change.kind:
            case "variable" | "export":
                values.pop(change.name, None)
                if change.value is not None:
                    values[change.name] = (change.value, origin)
                    if change.kind == "export" and not sets_up:  # as `set -a` exports, or a sourced file
                        exported.add(change.name)
            case "array":
                arrays.pop(change.name, None)
                if change.value:
                    arrays[change.name] = (change.value, origin)
            case "alias":
                aliases.pop(change.name, None)
                if change.value is not None:
                    aliases[change.name] = change.value
            case "option" if change.name in (zsh.OPTIONS if command.shell == "zsh" else GLOBBING):
                (options.add if change.value == "on" else options.discard)(change.name)
            case "umask" if change.value:
                umask = change.value
    return replace(
        state,
        values=values,
        arrays=arrays,
        aliases=aliases,
        options=frozenset(options),
        umask=umask,
        exported=frozenset(exported),
    )


def _reported_functions(origin: Origin, command: Command) -> Iterator[Definition]:
    """Yield the functions, as the shell reported them, of a command whose syntax cannot be parsed here."""
    for change in command.state:
        if change.kind == "function" and change.value:
            text = f"{change.name} () {change.value}"
            known = replace(facts(text), functions=frozenset({change.name}))
            yield Definition(origin, text, known, secret=bool(PLACEHOLDER.search(text)))


def _definition_text(command: Command, known: Facts) -> str:
    """Return the line that repeats a command's definitions and nothing else; "" if there is none."""
    if _only_sources(known):
        return ". " + _sourced(known.sources[0], command)
    if known.calls & _FROM_TERMINAL and command.state:
        reported = {change.name: change.value for change in command.state if change.kind in ("variable", "export")}
        return "; ".join(f"{name}={quote(value)}" for name, value in reported.items() if value is not None)
    if known.only_state and not known.sources:
        return command.text
    parts = [part for part in statements(command.text) if facts(part).only_state and _defines(facts(part))]
    parts = [
        ". " + _sourced(facts(part).sources[0], command) if _only_sources(facts(part)) else with_dot(part)
        for part in parts
    ]
    named = {name for part in parts for name in facts(part).assigns}
    rest = [
        f"{name}={quote(value)}" for name, value in known.assigns.items() if value is not None and name not in named
    ]
    return "; ".join([*parts, *rest])


def _only_sources(known: Facts) -> bool:
    return bool(known.sources) and len(known.commands) == 1


def _sourced(name: str, command: Command) -> str:
    """Return the word for a sourced file that works from any directory."""
    if "$" in name:
        return f'"{name}"'
    return name if name.startswith("~/") else quote(resolve(command.cwd, name))


def _defines(known: Facts) -> bool:
    return bool(known.assigns or known.exports or known.functions or known.sources or known.unsets)


def needed_definitions(
    state: ShellState, text: str, have: frozenset[Origin], constants: Mapping[str, str]
) -> list[Definition]:
    """Return, in order, the definitions that `text` needs and that neither `have` nor `constants` provide."""
    plain = state.constants()
    everywhere = {
        name
        for name in state.exported - PERSONAL_VARIABLES - state.secrets()
        if plain.get(name) != constants.get(name, "")
    }
    wanted = {d.origin for name in everywhere for d in _definers(state, name)}
    extra: list[Definition] = []
    names, todo = set_before_use(text), [facts(text), *(d.facts for d in state.definitions if d.origin in wanted)]
    set_up = {d.origin for d in state.definitions if any(_sets_up_environment(path) for path in d.facts.sources)}
    wanted |= set_up - {d.origin for d in state.definitions if d.secret}
    acting = unnamed(text)
    while todo:
        known = todo.pop()
        for name in (known.uses | known.calls | acting) - (known.mentions - state.exported) - names:
            names.add(name)
            if name in constants and plain.get(name) == constants[name]:
                continue
            found = _definers(state, name) or _reported_definition(state, name)
            if not found and name in known.uses and name not in STANDARD_VARIABLES and not name.isdigit():
                found = [d for d in state.definitions if d.facts.sources]
            elif not found and not is_program(name):
                found = [d for d in state.definitions if d.facts.sources and d.functions is None]
            for definition in found:
                if definition.origin not in wanted:
                    wanted.add(definition.origin)
                    extra += [definition] if definition not in state.definitions else []
                    todo.append(definition.facts)
    known_here = sorted([*state.definitions, *extra], key=lambda definition: definition.origin)
    return [d for d in known_here if d.origin in wanted and d.origin not in have]


def _definers(state: ShellState, name: str) -> list[Definition]:
    found: list[Definition] = []
    for definition in state.definitions:
        known = definition.facts
        if name in known.unsets:
            found = []
        elif name in known.functions | (definition.functions or set()) or known.assigns.get(name) is not None:
            found = [definition]
        elif name in known.assigns or name in known.exports:
            found.append(definition)
    return [] if found and _has_other_value(state, name, found[-1]) else found


def knows_variable(state: ShellState, name: str) -> bool:
    """Return whether a variable is set in a shell, as far as the record shows."""
    sources = any(d.facts.sources and d.functions is None for d in state.definitions)
    return sources or name in state.values or name in state.arrays or bool(_definers(state, name))


def _has_other_value(state: ShellState, name: str, last: Definition) -> bool:
    """Return whether the shell reported a value other than the last definition gives, as with a loop counter."""
    if name not in state.values or name in STANDARD_VARIABLES or PLACEHOLDER.search(last.text):
        return False
    value, origin = state.values[name]
    return origin > last.origin or last.facts.assigns.get(name) not in (None, value)


def _reported_definition(state: ShellState, name: str) -> list[Definition]:
    """Return a definition made from the reported value, for a variable that was read from the terminal or a file."""
    if name not in state.values.keys() | state.arrays.keys() or name in STANDARD_VARIABLES:
        return []
    if name in state.arrays:
        value, origin = state.arrays[name]
        text = f"declare -{'a' if _INDEXED.match(value) else 'A'} {name}={value}"
    else:
        value, origin = state.values[name]
        text = f"{name}={quote(value)}"
    if any(d.origin == origin and d.facts.sources for d in state.definitions):
        return []
    return [Definition(origin, text, facts(text), secret=bool(PLACEHOLDER.search(text)))]


def set_before_use(text: str) -> set[str]:
    """Return the variables that `text` sets without using their earlier values."""
    return {name for name in facts(text).assigns if not _builds_on(text, name)}


def _builds_on(text: str, name: str) -> bool:
    """Return whether `text` uses the value that a variable had before `text` sets it."""
    used = rf"\$\{{?{name}\b"
    return bool(re.search(rf"\b{name}\+?=[^;&|\n]*{used}|\b{name}\+=|{used}.*?\b{name}=", text, re.DOTALL))


def _sets_up_environment(path: str) -> bool:
    """Return whether a sourced file sets up the environment of all later commands, as a virtual environment does."""
    return posixpath.basename(path) in ("activate", "nvm.sh", "env", "setvars.sh", "conda.sh")
