"""The shell's state at each command: which earlier lines a command needs in front of it, as they were typed.

A session's variables, functions, sourced files and mask live in the shell that read them; a `RUN` starts
afresh.  Exported variables with a plain value become ARG, which every later step sees and the image's
configuration does not; the rest is repeated in front of the commands that use it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Command, resolve
from snapshotter.recipe.model import Decision, Origin
from snapshotter.regex import regex
from snapshotter.shell.dialects import zsh
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.one_line.lines import statements
from snapshotter.shell.programs import PERSONAL_VARIABLES, STANDARD_VARIABLES, is_program
from snapshotter.shell.quote import quote

GLOBBING = frozenset("dotglob extglob failglob globstar nocaseglob noglob nullglob".split())
"""Options of bash that change what a command line means."""
_FROM_TERMINAL = frozenset({"read", "mapfile", "readarray"})
"""Commands whose variables hold what was typed, or what a file held."""
_INDEXED = regex(r"\((\[\d+\]=|\))")
_SHORT = 200
"""Characters up to which a computed value is set down as it was."""


class Definition(Struct, frozen=True):
    """One line that a later command may need: what it defines and its text."""

    origin: Origin
    text: str
    facts: Facts
    functions: frozenset[str] | None = frozenset()
    """Functions that the shell told of behind it, as a sourced file defines them; None where it does not tell."""

    @property
    def names(self) -> frozenset[str]:
        """What it says something of: variables and functions, and the files that it reads."""
        known = self.facts
        sources = {". " + path for path in known.sources}
        return frozenset({*known.assigns, *known.exports, *known.functions, *known.unsets, *sources})


class ShellState(Struct, frozen=True):
    """What one shell of a session knows at one moment."""

    definitions: tuple[Definition, ...] = ()
    exported: frozenset[str] = frozenset()
    umask: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)
    """Variables as the shell itself told them, with the command that set them."""
    arrays: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)
    """Arrays as the shell listed them, with the command that set them."""
    options: frozenset[str] = frozenset()
    """Of `GLOBBING`, or of zsh's own, those that are on."""

    def constants(self) -> dict[str, str]:
        """Give the exported variables whose value is plain text, or was told by the shell where it was computed."""
        values: dict[str, str | None] = {}
        for definition in self.definitions:
            for name, value in definition.facts.assigns.items():
                values[name] = self._told(name, definition) if value is None else value
            values = {name: value for name, value in values.items() if name not in definition.facts.unsets}
        return {
            name: value
            for name, value in values.items()
            if name in self.exported and value is not None and not PLACEHOLDER.search(value)
        }

    def _told(self, name: str, definition: Definition) -> str | None:
        value, origin = self.values.get(name, ("", None))
        return value if origin == definition.origin and len(value) <= _SHORT and value.isprintable() else None

    def secrets(self) -> frozenset[str]:
        """Give the variables whose value was taken out of the record, or made of one that was."""
        names: frozenset[str] = frozenset()
        for definition in self.definitions:
            tainted = bool(PLACEHOLDER.search(definition.text) or definition.facts.uses & names)
            names = names | definition.facts.assigns.keys() if tainted else names - definition.facts.assigns.keys()
        return names


def states(decisions: Iterable[Decision]) -> dict[Origin, ShellState]:
    """Give the state of the shell before each command."""
    shells: dict[tuple[str, int, int], ShellState] = {}
    latest: dict[str, ShellState] = {}
    before: dict[Origin, ShellState] = {}
    for decision in decisions:
        command = decision.command
        key = (command.session, command.pid, command.depth)
        if key not in shells:
            shells[key] = _inherited(latest.get(command.session))
        before[decision.origin] = shells[key]
        if command.status is not None:
            shells[key] = _after(shells[key], decision.origin, command)
        latest[command.session] = shells[key]
    return before


def _inherited(parent: ShellState | None) -> ShellState:
    """Give what a nested shell gets from the one around it: what was exported."""
    if parent is None:
        return ShellState()
    kept = tuple(d for d in parent.definitions if parent.exported & (d.facts.assigns.keys() | d.facts.exports))
    return replace(parent, definitions=kept, aliases={})


def _after(state: ShellState, origin: Origin, command: Command) -> ShellState:
    known = facts(command.text)
    if command.status and command.shell == "bash" and not command.state:
        return state  # this shell tells what it set: nothing, so it failed before that
    state = _told(state, origin, command) if command.state else state
    told = {change.kind for change in command.state}
    if not known.parsed:
        state = replace(state, definitions=(*state.definitions, *_told_functions(origin, command)))
    state = replace(
        state,
        umask=state.umask if "umask" in told else known.umask or state.umask,
        exported=(state.exported | known.exports) - known.unsets,
        aliases=state.aliases if "alias" in told else {**state.aliases, **known.aliases},
    )
    if not _defines(known):
        return state
    text = _definition_text(command, known)
    if not text:
        return state
    known = known if known.calls.isdisjoint(_FROM_TERMINAL) else facts(text)
    named = frozenset(change.name for change in command.state if change.kind == "function")
    functions = named if command.shell == "bash" else None
    return replace(state, definitions=(*state.definitions, Definition(origin, text, known, functions)))


def _told(state: ShellState, origin: Origin, command: Command) -> ShellState:
    """Take in what the shell itself told of its state."""
    values, aliases, options, umask = dict(state.values), dict(state.aliases), set(state.options), state.umask
    arrays = dict(state.arrays)
    for change in command.state:
        match change.kind:
            case "variable" | "export":
                values.pop(change.name, None)
                if change.value is not None:
                    values[change.name] = (change.value, origin)
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
    return replace(state, values=values, arrays=arrays, aliases=aliases, options=frozenset(options), umask=umask)


def _told_functions(origin: Origin, command: Command) -> Iterator[Definition]:
    """Give the functions that a command defined in syntax that is not read here, as the shell itself listed them."""
    for change in command.state:
        if change.kind == "function" and change.value:
            text = f"{change.name} () {change.value}"
            yield Definition(origin, text, replace(facts(text), functions=frozenset({change.name})))


def _definition_text(command: Command, known: Facts) -> str:
    """Give the line that repeats a command's definitions and nothing else that it did; "" where none can."""
    if _only_sources(known):
        return ". " + _sourced(known.sources[0], command)
    if known.calls & _FROM_TERMINAL and command.state:
        told = {change.name: change.value for change in command.state if change.kind in ("variable", "export")}
        return "; ".join(f"{name}={quote(value)}" for name, value in told.items() if value is not None)
    if known.only_state and not known.sources:
        return command.text
    parts = [part for part in statements(command.text) if facts(part).only_state and _defines(facts(part))]
    parts = [". " + _sourced(facts(part).sources[0], command) if _only_sources(facts(part)) else part for part in parts]
    named = {name for part in parts for name in facts(part).assigns}
    rest = [
        f"{name}={quote(value)}" for name, value in known.assigns.items() if value is not None and name not in named
    ]
    return "; ".join([*parts, *rest])


def _only_sources(known: Facts) -> bool:
    return bool(known.sources) and len(known.commands) == 1


def _sourced(name: str, command: Command) -> str:
    """Give the word for a sourced file, which must be found from any directory."""
    if "$" in name:
        return f'"{name}"'
    return name if name.startswith("~/") else quote(resolve(command.cwd, name))


def _defines(known: Facts) -> bool:
    return bool(known.assigns or known.exports or known.functions or known.sources or known.unsets)


def needed(state: ShellState, text: str, have: frozenset[Origin], constants: Mapping[str, str]) -> list[Definition]:
    """Give, in order, the definitions that `text` needs and that neither `have` nor `constants` provide."""
    plain = state.constants()
    everywhere = {
        name
        for name in state.exported - PERSONAL_VARIABLES - state.secrets()
        if plain.get(name) != constants.get(name, "")
    }
    wanted = {d.origin for name in everywhere for d in _definers(state, name)}
    extra: list[Definition] = []
    names, todo = set_by_itself(text), [facts(text), *(d.facts for d in state.definitions if d.origin in wanted)]
    wanted |= {d.origin for d in state.definitions if any(_sets_up_all(path) for path in d.facts.sources)}
    while todo:
        known = todo.pop()
        for name in (known.uses | known.calls) - (known.mentions - state.exported) - names:
            names.add(name)
            if name in constants and plain.get(name) == constants[name]:
                continue
            found = _definers(state, name) or _typed_in(state, name)
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
    return [] if found and _told_otherwise(state, name, found[-1]) else found


def knows(state: ShellState, name: str) -> bool:
    """Say whether a variable is set in a shell, as far as the record can tell."""
    sources = any(d.facts.sources and d.functions is None for d in state.definitions)
    return sources or name in state.values or name in state.arrays or bool(_definers(state, name))


def _told_otherwise(state: ShellState, name: str, last: Definition) -> bool:
    """Say whether the shell told another value than the last definition gives, as a loop that counts makes it."""
    if name not in state.values or name in STANDARD_VARIABLES or PLACEHOLDER.search(last.text):
        return False
    value, origin = state.values[name]
    return origin > last.origin or last.facts.assigns.get(name) not in (None, value)


def _typed_in(state: ShellState, name: str) -> list[Definition]:
    """Give a definition of a variable whose value no command line holds: it was read from the terminal or a file."""
    if name not in state.values.keys() | state.arrays.keys() or name in STANDARD_VARIABLES:
        return []
    if name in state.arrays:
        value, origin = state.arrays[name]
        text = f"declare -{'a' if _INDEXED.match(value) else 'A'} {name}={value}"
    else:
        value, origin = state.values[name]
        text = f"{name}={quote(value)}"
    if PLACEHOLDER.search(value) or any(d.origin == origin and d.facts.sources for d in state.definitions):
        return []
    return [Definition(origin, text, facts(text))]


def set_by_itself(text: str) -> set[str]:
    """Give the variables that `text` sets afresh, so that their earlier values do not matter."""
    return {name for name in facts(text).assigns if not _builds_on(text, name)}


def _builds_on(text: str, name: str) -> bool:
    """Say whether the value of a variable matters that it had before `text` sets it."""
    used = rf"\$\{{?{name}\b"
    return bool(re.search(rf"\b{name}\+?=[^;&|\n]*{used}|\b{name}\+=|{used}.*?\b{name}=", text, re.DOTALL))


def _sets_up_all(path: str) -> bool:
    """Say whether a sourced file is of the kind that sets up everything that follows, as a virtual environment does."""
    return posixpath.basename(path) in ("activate", "nvm.sh", "env", "setvars.sh", "conda.sh")
