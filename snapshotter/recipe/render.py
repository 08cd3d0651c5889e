"""A command as a script: the state it needs in front of it, unattended, in the right directory, shell and user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from snapshotter.model import Command
from snapshotter.recipe.nouns import Decision, Origin, Repairs, Script
from snapshotter.recipe.state import Definition, ShellState, needed
from snapshotter.recipe.users import same_user
from snapshotter.shell.facts import facts
from snapshotter.shell.lines import chains, glued, statements
from snapshotter.shell.posix import needs_bash
from snapshotter.shell.quote import quote
from snapshotter.shell.syntax import encode, parse, source, walk
from snapshotter.shell.unattended import unattended
from snapshotter.shell.zsh import needs_zsh

_PLAIN = frozenset({"sh", "ash", "dash", "busybox", ""})


@dataclass(slots=True)
class Place:
    """Where a shell process of a RUN in the making stands; moves on as scripts are added."""

    directory: str | None
    have: frozenset[Origin] = frozenset()
    umask: str = ""


@dataclass(slots=True)
class Chain:
    """A RUN in the making: its own shell, and the shell started inside it for the scripts just now being added."""

    start: str
    """Directory in which a RUN begins."""
    scripts: list[Script] = field(default_factory=list)
    outer: Place = field(default_factory=lambda: Place(None))
    inner: Place = field(default_factory=lambda: Place(None))
    inner_key: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Begin in the start directory."""
        self.outer = Place(self.start)

    def place(self, shell: str, user: str) -> Place:
        """Give the place of the process that will read the next script."""
        if (shell, user) == ("sh", ""):
            self.inner_key = ("", "")
            return self.outer
        if (shell, user) != self.inner_key:
            self.inner_key, self.inner = (shell, user), Place(self.outer.directory, umask=self.outer.umask)
        return self.inner


@dataclass(frozen=True, slots=True)
class Context:
    """What rendering a command needs to know besides the command."""

    user: str
    """Who runs the instruction as things stand: the image's own user, or whom a USER instruction named."""
    state: ShellState
    following: str | None
    """Working directory after the command, where the record tells."""
    repairs: Repairs
    constants: Mapping[str, str]
    """Variables that ARG instructions above already give."""


def shell_of(command: Command, text: str) -> str:
    """Give the shell that must read `text`: "sh" wherever any POSIX shell reads it the same."""
    if command.shell in _PLAIN:
        return "sh"
    if command.shell == "bash":
        return "bash" if needs_bash(text) else "sh"
    if command.shell == "zsh":
        return "zsh" if needs_zsh(text) else "sh"
    return command.shell


def render(decision: Decision, chain: Chain, context: Context) -> list[Script]:
    """Give the scripts for one command that runs, and move the chain's place on."""
    command = decision.command
    text = unattended(_without_aliases(command.text, context.state.aliases))
    user = "" if same_user(command.user, context.user) else command.user
    everything = needed(context.state, text, frozenset(), context.constants)
    shell = shell_of(command, "\n".join([*(d.text for d in everything), text]))
    options = sorted(context.state.options) if shell == "zsh" or _minds(command.shell, text) else []
    if options:
        switches = [] if user else [_switch(command.shell, option) for option in options]
        shell = " ".join([command.shell, *switches])
    place = chain.place(shell, user)
    before = [definition for definition in everything if definition.origin not in place.have]
    lead = _lead(command, place, context, before)
    if options and user:
        lead.insert(0, _setting(command.shell, options))
    parts = _parts(text, whole=decision.origin in context.repairs.whole)
    if command.status:
        parts = [f"{{ {_joined(parts, text)}; }} || true"]
    scripts = _scripts([*lead, *parts], decision.origin, shell, user)
    place.directory = context.following
    place.umask = context.state.umask
    place.have |= {definition.origin for definition in before}
    return scripts


def _minds(shell: str, text: str) -> bool:
    """Say whether options of its shell may change what a command line means: it has patterns, or in zsh, expansions."""
    marks = {"bash": ("*", "?", "[", "@(", "+(", "!("), "zsh": tuple("*?[$^#~{}=<(`'")}
    return any(mark in text for mark in marks.get(shell, ()))


def _switch(shell: str, option: str) -> str:
    """Give the words that start a shell with an option on."""
    if shell == "zsh":
        return f"-o {option}"
    return "-f" if option == "noglob" else f"-O {option}"


def _setting(shell: str, options: list[str]) -> str:
    """Give the command that sets options in a shell that runs."""
    if shell == "zsh":
        return "setopt " + " ".join(options)
    return "shopt -s " + " ".join(options) if "noglob" not in options else "set -f"


def _joined(parts: list[str], text: str) -> str:
    return parts[0] if len(parts) == 1 else text


def _without_aliases(text: str, aliases: Mapping[str, str]) -> str:
    if not aliases:
        return text
    raw = encode(text)
    names = [node for node in walk(parse(text)) if node.type == "command_name" and source(node) in aliases]
    for node in reversed(names):
        raw = raw[: node.start_byte] + encode(aliases[source(node)]) + raw[node.end_byte :]
    return raw.decode("utf-8", "surrogateescape")


def _lead(command: Command, place: Place, context: Context, before: list[Definition]) -> list[str]:
    lead = []
    if place.directory != command.cwd:
        lead.append("cd " + quote(command.cwd))
    if _mask(context.state.umask) != _mask(place.umask):
        lead.append("umask " + (context.state.umask or "022"))
    known = facts(command.text)
    gone = known.uses & context.constants.keys() - context.state.constants().keys() - known.assigns.keys()
    lead += [f"unset {name}" for name in sorted(gone)]
    return lead + [definition.text for definition in before]


def _mask(umask: str) -> str:
    """Give a mask in one form; a shell begins with 022."""
    return umask.lstrip("0") or "22"


def _parts(text: str, *, whole: bool) -> list[str]:
    """Split at top-level `;`, leaving out parts that only look, so that a failure is never passed over."""
    parts = list(statements(text))
    if whole or len(parts) == 1 or any(facts(part).functions for part in parts):
        return [text]
    return [part for part in parts if not (facts(part).only_looks and not facts(part).assigns)] or [text]


def _scripts(parts: list[str], origin: Origin, shell: str, user: str) -> list[Script]:
    lines: list[str] = []
    for index, part in enumerate(parts):
        piece = glued(part)
        if piece is None:
            return [Script((), (origin,), shell, user, verbatim="\n".join(["set -e", *parts]))]
        if not chains(part):
            piece = (f"{{ {piece[0]}; }}",) if len(piece) == 1 else ("{ " + piece[0], *piece[1:-1], piece[-1] + "; }")
        if index < len(parts) - 1:
            piece = (*piece[:-1], piece[-1].rstrip() + " && ")
        lines += piece
    return [Script(tuple(lines), (origin,), shell, user)]
