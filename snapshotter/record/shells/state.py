"""Reads what shells list of their state (variables, aliases, options, …) and tells what changed between two listings.

Pure.  How a listing is asked for stands in hooks/; which reader understands it is decided here, by shell and kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from msgspec import Struct, field

from snapshotter.model import StateChange, StateKind
from snapshotter.record.shells import fish_state, zsh_state

State = dict[tuple[StateKind, str], str]
Reader = Callable[[str], State]

OF_THE_SHELL = frozenset(
    "_ BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO"
    " BASH_EXECUTION_STRING BASH_LOADABLES_PATH BASH_REMATCH BASH_SOURCE BASH_SUBSHELL"
    " BASH_VERSINFO BASH_VERSION COLUMNS COMP_WORDBREAKS"
    " DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD HISTCONTROL HISTFILE HISTIGNORE HISTSIZE"
    " HISTFILESIZE HOSTNAME HOSTTYPE LINENO LINES MACHTYPE MAILCHECK OLDPWD OPTERR OPTIND OSTYPE PIPESTATUS PPID"
    " PROMPT_COMMAND PS0 PS1 PS2 PS4 PWD RANDOM SECONDS SHELLOPTS SHLVL SRANDOM TERM UID".split()
)
"""Variables that shells set on their own, or that recording itself has its hands on."""
SET_BY_US = frozenset({"cmdhist", "lithist"})
"""Options that the hooks set."""
_OURS = re.compile(r"__?snap_|__SNAP_")
_OUR_FUNCTIONS = re.compile(r"__?snap_|snap$")

_NOISE = re.compile(
    r"^declare -\S+ (?:__snap_\w+|_|PIPESTATUS|RANDOM|EPOCHREALTIME|BASH_\w+|FUNCNAME)(?:=.*)?\n", re.MULTILINE
)
"""Lines of a listing that differ each time although nothing changed."""
_OLD_ARRAY = r"'\((?:[^']|'\\'')*\)'"
"""As bash before 4.4 lists one: in quotes."""
_QUOTED = r""""(?:[^"\\]|\\.)*"|\$'(?:[^'\\]|\\.)*'"""
_DECLARED = re.compile(
    rf"^declare -(?P<flags>\S+) (?P<name>\w+)"
    rf"(?:=(?P<value>{_QUOTED}|{_OLD_ARRAY}|\((?:{_QUOTED}|[^\"$)]|\$(?!'))*\)))?$",
    re.DOTALL | re.MULTILINE,
)
_ASSIGNED = re.compile(
    r"""^(?:export )?(?P<name>[A-Za-z_]\w*)=(?P<value>(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])*)$""", re.MULTILINE
)
_ALIAS = re.compile(
    r"""^(?:alias )?(?:-\S+ )*(?P<name>[^\s=]+)=(?P<value>(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])*)$""", re.MULTILINE
)
_TRAP = re.compile(r"""^trap -- (?P<value>(?:'[^']*'|\\.|"[^"]*"|[^\s'"\\])+) (?P<name>\S+)$""", re.MULTILINE)
_OPTION = re.compile(r"^(?P<name>[a-z_]+)\s+(?P<value>on|off)$", re.MULTILINE)
_PIECE = re.compile(r"""'([^']*)'|\$'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)""", re.DOTALL)
_IN_DOUBLE = re.compile(r'\\([$`"\\\n])')
_IN_ANSI = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}


def read(shell: str, kind: str, listing: str) -> State | None:
    """Read a listing of one kind; None where nobody here understands it."""
    reader = _READERS.get((shell, kind)) or _READERS.get(("", kind))
    return reader(listing) if reader else None


def unquote(text: str) -> str:
    """Give the plain text that a shell word of constants stands for."""
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
        return chr(int(short or long, 16))
    return chr(ord(control) & 0x1F) if control else _LETTERS.get(letter, letter)


def _bytes_again(text: str) -> str:
    """Join what was written byte by byte into characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _is_known(name: str) -> bool:
    return name in OF_THE_SHELL or _OURS.match(name) is not None


def _declared(listing: str) -> State:
    """Read what bash's `declare -p` prints."""
    found: State = {}
    for match in _DECLARED.finditer(listing):
        flags, name, value = match["flags"], match["name"], match["value"]
        if name in ("SHELLOPTS", "BASHOPTS") and value:
            found |= {("option", option): "on" for option in unquote(value).split(":") if option not in SET_BY_US}
        if _is_known(name) or value is None:
            continue
        if value.startswith("'"):
            value = unquote(value)
        kind: StateKind = "array" if set(flags) & set("aA") else "export" if "x" in flags else "variable"
        found[kind, name] = value if kind == "array" else unquote(value)
    return found


def _assigned(kind: StateKind) -> Reader:
    """Read what `set` and `export -p` print in a POSIX shell."""
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
    """Read a list of functions, one name a line, as the last word of it."""
    names = (line.rpartition(" ")[2] for line in listing.splitlines())
    return {("function", name): "" for name in names if name and not _OUR_FUNCTIONS.match(name)}


def _bodies(listing: str) -> State:
    """Read what `declare -f` prints: every function's name in a line of its own, then its body."""
    found: State = {}
    for match in re.finditer(r"^(?P<name>\S+) \(\) ?\n(?P<body>\{.*?^\})", listing, re.DOTALL | re.MULTILINE):
        if not _OUR_FUNCTIONS.match(match["name"]):
            found["function", match["name"]] = match["body"]
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
    ("zsh", "bodies"): zsh_state.bodies,
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
    """What one shell said of its state, and how that changes from prompt to prompt."""

    shell: str
    _told: dict[str, State] = field(default_factory=dict)
    _listings: dict[str, str] = field(default_factory=dict)
    _lines: set[str] = field(default_factory=set)
    """Of the last listing of variables, where each stands for itself; else none."""
    _before: State | None = None

    def tell(self, kind: str, listing: str) -> None:
        """Take in a listing of one kind."""
        if kind in ("variable", "export"):
            self._one(kind, listing)
            return
        if self.shell == "bash" and kind == "variables":
            listing = _NOISE.sub("", listing)
        if self.shell == "zsh" and kind == "variables":
            listing = zsh_state.without_noise(listing)
        if self._listings.get(kind) == listing:
            return
        found = self._variables(listing) if kind == "variables" else read(self.shell, kind, listing)
        # no bash is without variables: the user has disabled what lists them
        if found is not None and (found or (self.shell, kind) != ("bash", "variables")):
            self._listings[kind], self._told[kind] = listing, found
        elif kind == "variables":
            self._lines = set()

    def _one(self, kind: str, listing: str) -> None:
        """Take in one variable, of which it is known that nothing else was set."""
        found = read(self.shell, kind, listing) or {}
        names = {name for _, name in found}
        for whole in ("variables", "exports"):
            told = self._told.get(whole)
            if told is not None:
                self._told[whole] = {
                    key: value for key, value in told.items() if key[0] == "option" or key[1] not in names
                }
                self._listings.pop(whole, None)
        self._lines = set()
        self._told.setdefault(f"{kind}s", {}).update(found)

    def _variables(self, listing: str) -> State | None:
        """Read a listing of variables; of one that has a variable a line only the lines that are not as they were."""
        before, now = self._lines, set(listing.split("\n")) if self.shell in ("bash", "zsh") else set()
        # bash before 5.2 lists some values in several lines
        alone = self.shell == "zsh" or all(_DECLARED.fullmatch(line) for line in now - before if line)
        self._lines = now if alone else set()
        if not before or not alone:
            return read(self.shell, "variables", listing)
        old = read(self.shell, "variables", "\n".join(before - now)) or {}
        new = read(self.shell, "variables", "\n".join(now - before)) or {}
        return {key: value for key, value in self._told["variables"].items() if key not in old} | new

    def changes(self) -> tuple[StateChange, ...]:
        """Give what changed since this was asked the last time; nothing the first time."""
        before, self._before = self._before, self._all()
        return () if before is None else tuple(_differences(before, self._before))

    def _all(self) -> State:
        told = self._told
        together = {
            key: value
            for kind, state in told.items()
            if kind not in ("exports", "functions", "bodies")
            for key, value in state.items()
        }
        exported = told.get("exports", {})
        together = {
            key: value for key, value in together.items() if key[0] != "variable" or ("export", key[1]) not in exported
        }
        bodies = told.get("bodies", {})
        return together | exported | {key: bodies.get(key, body) for key, body in told.get("functions", {}).items()}


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
