"""Reads what shells list of their state (variables, aliases, options, …) and finds what changed between two listings.

The listings are made by hooks/; the reader is chosen here, by shell and kind of listing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from msgspec import Struct, field

from snapshotter.model import StateChange, StateKind
from snapshotter.record.shells import fish_state, zsh_state
from snapshotter.record.shells.fish_state import code_point
from snapshotter.record.shells.zsh_state import bodies

State = dict[tuple[StateKind, str], str]
Reader = Callable[[str], State]

SHELL_VARIABLES = frozenset(
    "_ BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO"
    " BASH_EXECUTION_STRING BASH_LOADABLES_PATH BASH_REMATCH BASH_SOURCE BASH_SUBSHELL"
    " BASH_VERSINFO BASH_VERSION COLUMNS COMP_WORDBREAKS"
    " DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD HISTCONTROL HISTFILE HISTIGNORE HISTSIZE"
    " HISTFILESIZE HOSTNAME HOSTTYPE LINENO LINES MACHTYPE MAILCHECK OLDPWD OPTERR OPTIND OSTYPE PIPESTATUS PPID"
    " PROMPT_COMMAND PS0 PS1 PS2 PS4 PWD RANDOM SECONDS SHELLOPTS SHLVL SRANDOM TERM UID".split()
)
"""Variables that shells or the hooks set."""
HOOK_OPTIONS = frozenset({"cmdhist", "lithist"})
"""Options that the hooks set."""
_FUNCTION = re.compile(r"^(\S+) \(\) ?\n(?=\{)", re.MULTILINE)
_HOOK_NAMES = re.compile(r"__?snap_|__SNAP_")
_HOOK_FUNCTIONS = re.compile(r"__?snap_|snap$")

_NOISE = re.compile(
    r"^declare -\S+ (?:__snap_\w+|_|PIPESTATUS|RANDOM|EPOCHREALTIME|BASH_\w+|FUNCNAME)(?:=.*)?\n", re.MULTILINE
)
"""Lines of a listing that differ each time although nothing changed."""
_OLD_ARRAY = r"'\((?:[^']|'\\'')*\)'"
"""An array as bash before 4.4 lists it: in quotes."""
_QUOTED = r""""(?:[^"\\]|\\.)*"|\$'(?:[^'\\]|\\.)*'"""
_DECLARED = re.compile(
    rf"^declare -(?P<flags>\S+) (?P<name>\w+)"
    rf"(?:=(?P<value>{_QUOTED}|{_OLD_ARRAY}|(?P<array>\((?:{_QUOTED}|[^\"$)]|\$(?!'))*+)\)?))?+(?P<end>$)?",
    re.DOTALL | re.MULTILINE,
)
"""A declaration, or the beginning of one: then the group `end` is missing, or the array is not closed.

Nothing that was read is read a second time, so that a forged listing takes no longer than another one.
"""
_ASSIGNED = re.compile(
    r"""^(?:export )?(?P<name>[A-Za-z_]\w*)=(?P<value>(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])*)$""", re.MULTILINE
)
_ALIAS = re.compile(
    r"""^(?:alias )?(?:-\S+ )*(?P<name>[^\s=]+)=(?P<value>(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])*)$""", re.MULTILINE
)
_TRAP = re.compile(r"""^trap -- (?P<value>(?:'[^']*'|\\.|"[^"]*"|[^\s'"\\])+) (?P<name>\S+)$""", re.MULTILINE)
_OPTION = re.compile(r"^(?P<name>[a-z_]+)\s+(?P<value>on|off)$", re.MULTILINE)
_PIECE = re.compile(r"""'([^']*)'|\$'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)""", re.DOTALL)
_SPECIAL = re.compile(r"['\"\\]")
_IN_DOUBLE = re.compile(r'\\([$`"\\\n])')
_IN_ANSI = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}


def read(shell: str, kind: str, listing: str) -> State | None:
    """Return the state in a listing of one kind, or None if no reader exists for it."""
    reader = _READERS.get((shell, kind)) or _READERS.get(("", kind))
    return reader(listing) if reader else None


def unquote(text: str) -> str:
    """Return the value of a shell word that contains only constants."""
    if not _SPECIAL.search(text):
        return text
    return "".join(_plain(match) for match in _PIECE.finditer(text))


def _plain(piece: re.Match[str]) -> str:
    single, ansi, double, escaped, bare = piece.groups()
    if ansi is not None:
        return _bytes_again(_IN_ANSI.sub(_ansi, ansi))
    if double is not None:
        return _IN_DOUBLE.sub(lambda match: "" if match[1] == "\n" else match[1], double)
    return next((part for part in (single, escaped, bare) if part is not None), "")


def _ansi(match: re.Match[str]) -> str:
    hexadecimal, octal, short, long, control, letter = match.groups()
    if hexadecimal or octal:
        value = int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 0xFF
        return chr(value) if value < 0x80 else chr(0xDC00 + value)
    if short or long:
        return code_point(short or long, match[0])
    return chr(ord(control) & 0x1F) if control else _LETTERS.get(letter, letter)


def _bytes_again(text: str) -> str:
    """Decode bytes that were decoded one by one as a whole."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _is_known(name: str) -> bool:
    return name in SHELL_VARIABLES or _HOOK_NAMES.match(name) is not None


def _declared(listing: str) -> State:
    """Return the variables and options in the output of bash's `declare -p`."""
    found: State = {}
    for match in filter(_is_whole, _DECLARED.finditer(listing)):
        flags, name, value = match["flags"], match["name"], match["value"]
        if name in ("SHELLOPTS", "BASHOPTS") and value:
            found |= {("option", option): "on" for option in unquote(value).split(":") if option not in HOOK_OPTIONS}
        if _is_known(name) or value is None:
            continue
        if value.startswith("'"):
            value = unquote(value)
        kind: StateKind = "array" if set(flags) & set("aA") else "export" if "x" in flags else "variable"
        found[kind, name] = value if kind == "array" else unquote(value)
    return found


def _is_whole(declared: re.Match[str]) -> bool:
    """Return whether a declaration is complete, up to the end of its line."""
    return declared["end"] is not None and (declared["array"] is None or declared["value"].endswith(")"))


def _assigned(kind: StateKind) -> Reader:
    """Return the reader of what `set` and `export -p` print in a POSIX shell."""
    return lambda listing: {
        (kind, match["name"]): unquote(match["value"])
        for match in _ASSIGNED.finditer(listing)
        if not _is_known(match["name"])
    }


def _by(pattern: re.Pattern[str], kind: StateKind) -> Reader:
    return lambda listing: {
        (kind, match["name"]): unquote(match["value"])
        for match in pattern.finditer(listing)
        if "__snap" not in match["value"] and match["value"] != "-"
    }


def _names(listing: str) -> State:
    """Return the functions in a listing that has a name at the end of each line."""
    names = (line.rpartition(" ")[2] for line in listing.splitlines())
    return {("function", name): "" for name in names if name and not _HOOK_FUNCTIONS.match(name)}


def _bodies(listing: str) -> State:
    """Return the functions in the output of `declare -f`: each name is on a line of its own, the body follows."""
    found: State = {}
    for name, body in bodies(_FUNCTION, listing):
        if not _HOOK_FUNCTIONS.match(name):
            found["function", name] = body
    return found


_READERS: Mapping[tuple[str, str], Reader] = {
    ("bash", "variables"): _declared,
    ("bash", "variable"): _declared,
    ("fish", "variables"): fish_state.variables(exported=False),
    ("fish", "exports"): fish_state.variables(exported=True),
    ("fish", "variable"): fish_state.variables(exported=False),
    ("fish", "export"): fish_state.variables(exported=True),
    ("fish", "functions"): fish_state.functions,
    ("zsh", "variables"): zsh_state.variables,
    ("zsh", "variable"): zsh_state.variables,
    ("zsh", "bodies"): zsh_state.functions,
    ("zsh", "options"): zsh_state.options,
    ("", "variables"): _assigned("variable"),
    ("", "exports"): _assigned("export"),
    ("", "aliases"): _by(_ALIAS, "alias"),
    ("", "functions"): _names,
    ("", "bodies"): _bodies,
    ("", "traps"): _by(_TRAP, "trap"),
    ("", "options"): _by(_OPTION, "option"),
    ("", "umask"): lambda listing: {("umask", ""): listing.strip()},
}


class ShellListings(Struct):
    """The listed state of one shell and its changes from prompt to prompt."""

    shell: str
    _states: dict[str, State] = field(default_factory=dict)
    """By kind of listing."""
    _listings: dict[str, str] = field(default_factory=dict)
    _lines: set[str] = field(default_factory=set)
    """Lines of the last listing of variables; empty if a value in it has several lines."""
    _before: State | None = None

    def add(self, kind: str, listing: str) -> None:
        """Process a listing of one kind."""
        if kind in ("variable", "export"):
            self._add_variable(kind, listing)
            return
        if self.shell == "bash" and kind == "variables":
            listing = _NOISE.sub("", listing)
        if self.shell == "zsh" and kind == "variables":
            listing = zsh_state.without_noise(listing)
        if self._listings.get(kind) == listing:
            return
        found = self._variables(listing) if kind == "variables" else read(self.shell, kind, listing)
        # every bash has variables: an empty listing means that the user has disabled the command that lists them
        if found is not None and (found or (self.shell, kind) != ("bash", "variables")):
            self._listings[kind], self._states[kind] = listing, found
        elif kind == "variables":
            self._lines = set()

    def _add_variable(self, kind: str, listing: str) -> None:
        """Process the listing of one variable after a command that set only that."""
        found = read(self.shell, kind, listing) or {}
        names = {name for _, name in found}
        for whole in ("variables", "exports"):
            state = self._states.get(whole)
            if state is not None:
                self._states[whole] = {
                    key: value for key, value in state.items() if key[0] == "option" or key[1] not in names
                }
                self._listings.pop(whole, None)
        self._lines = set()
        self._states.setdefault(f"{kind}s", {}).update(found)

    def _variables(self, listing: str) -> State | None:
        """Return the variables in a listing; if each variable is one line, only the lines that changed are read."""
        before = self._lines
        now = set(listing.split("\n")) if self.shell in ("bash", "zsh") else set[str]()
        # bash before 5.2 lists some values in several lines
        one_line_each = self.shell == "zsh" or all(
            (match := _DECLARED.fullmatch(line)) is not None and _is_whole(match) for line in now - before if line
        )
        self._lines = now if one_line_each else set()
        if not before or not one_line_each:
            return read(self.shell, "variables", listing)
        old = read(self.shell, "variables", "\n".join(before - now)) or {}
        new = read(self.shell, "variables", "\n".join(now - before)) or {}
        return {key: value for key, value in self._states["variables"].items() if key not in old} | new

    def start(self) -> tuple[StateChange, ...]:
        """Return the state before the first call of `changes`, and nothing after it."""
        return tuple(_differences({}, self._all())) if self._before is None else ()

    def changes(self) -> tuple[StateChange, ...]:
        """Return what changed since the last call, or nothing at the first call."""
        before, self._before = self._before, self._all()
        return () if before is None else tuple(_differences(before, self._before))

    def _all(self) -> State:
        states = self._states
        others = {
            key: value
            for kind, state in states.items()
            if kind not in ("exports", "functions", "bodies")
            for key, value in state.items()
        }
        exported = states.get("exports", {})
        others = {
            key: value for key, value in others.items() if key[0] != "variable" or ("export", key[1]) not in exported
        }
        bodies = states.get("bodies", {})
        functions = {key: bodies.get(key, body) for key, body in states.get("functions", {}).items()}
        return others | exported | functions


def _differences(before: State, after: State) -> Iterator[StateChange]:
    names = {name for kind, name in after if kind in ("variable", "export", "array")}
    for kind, name in sorted(before.keys() - after.keys()):
        if kind == "option":
            yield StateChange(kind, name, "off")
        elif kind not in ("variable", "export", "array") or name not in names:
            yield StateChange(cast(StateKind, kind), name, None)
    for key in sorted(after):
        if before.get(key) != after[key] and not (key[0] == "option" and key not in before and after[key] == "off"):
            yield StateChange(*key, after[key])
