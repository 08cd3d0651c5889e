"""A command as a script: the state it needs in front of it, unattended, in the right directory, shell and user."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Command
from snapshotter.recipe.decide.shell_state import Definition, ShellState, knows, needed, set_by_itself
from snapshotter.recipe.decide.users import same_user
from snapshotter.recipe.model import Decision, Origin, Repairs, Script
from snapshotter.shell.calls.package_managers import fetches_lists, needs_lists
from snapshotter.shell.calls.unattended import unattended
from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.dialects.zsh import needs_zsh
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.one_line.lines import chains, glued, statements, unfinished
from snapshotter.shell.quote import quote

_PLAIN = frozenset({"sh", "ash", "dash", "busybox", ""})


class Place(Struct):
    """Where a shell process of a RUN in the making stands; moves on as scripts are added."""

    directory: str | None
    have: dict[str, Origin] = field(default_factory=dict)
    """What was set in it, as `Definition.names` has it, and by which command last."""
    umask: str = ""

    def lacks(self, definition: Definition, wanted: Mapping[str, Origin]) -> bool:
        """Say whether a definition must be repeated: something of it is not there, or was set otherwise since."""
        return any(self.have.get(name) != wanted[name] for name in definition.names)


class Chain(Struct):
    """A RUN in the making: its own shell, and the shell started inside it for the scripts just now being added."""

    start: str
    """Directory in which a RUN begins."""
    scripts: list[Script] = field(default_factory=list)
    listed: bool = False
    """Whether it has fetched the package lists of apt."""
    outer: Place = field(default_factory=lambda: Place(None))
    inner: Place = field(default_factory=lambda: Place(None))
    inner_key: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Begin in the start directory."""
        self.outer = Place(self.start)

    def copy(self) -> Chain:
        """Give one that goes its own way from here."""
        other = Chain(self.start, list(self.scripts), self.listed, inner_key=self.inner_key)
        other.outer, other.inner = (replace(place, have=dict(place.have)) for place in (self.outer, self.inner))
        return other

    def place(self, shell: str, user: str, exported: frozenset[str]) -> Place:
        """Give the place of the process that will read the next script; it inherits what is exported."""
        if (shell, user) == ("sh", ""):
            self.inner_key = ("", "")
            return self.outer
        if (shell, user) != self.inner_key:
            have = {} if user else {name: by for name, by in self.outer.have.items() if name in exported}
            self.inner_key, self.inner = (shell, user), Place(self.outer.directory, have, self.outer.umask)
        return self.inner


class Context(Struct, frozen=True):
    """What rendering a command needs to know besides the command."""

    user: str
    """Who runs the instruction as things stand: the image's own user, or whom a USER instruction named."""
    state: ShellState
    following: str | None
    """Working directory after the command, where the record tells."""
    repairs: Repairs
    constants: Mapping[str, str]
    """Variables that ARG instructions above already give."""
    listed: bool = False
    """Whether an instruction above fetched the package lists of apt: from a build cache they may be old."""


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
    text = unattended(unfinished(command.text))
    user = "" if same_user(command.user, context.user) else command.user
    everything = needed(context.state, text, frozenset(), context.constants)
    shell = shell_of(command, "\n".join([*(d.text for d in everything), text]))
    options = sorted(context.state.options) if shell == "zsh" or _minds(command.shell, text) else []
    if options and not user:
        shell = " ".join([command.shell, *(_switch(command.shell, option) for option in options)])
    place = chain.place(shell, user, context.state.exported)
    wanted = {name: definition.origin for definition in everything for name in definition.names}
    before = [definition for definition in everything if place.lacks(definition, wanted)]
    place.have |= {name: wanted[name] for definition in before for name in definition.names}
    lead = _lead(command, place, context, before)
    if options and user:
        lead.insert(0, _setting(command.shell, options))
    if needs_lists(text) and context.listed and not chain.listed:
        lead.append(("sudo " if text.startswith("sudo ") else "") + "apt-get update")
        chain.listed = True
    chain.listed = chain.listed or fetches_lists(text)
    parts = _parts(text, whole=decision.origin in context.repairs.whole, all_of_it=_sets_more(command))
    if command.status:
        parts = [" ".join(_braced((_joined(parts, text),))) + " || true"]
    scripts = _scripts([*lead, *parts], decision.origin, shell, user)
    place.directory = context.following
    place.umask = facts(text).umask or context.state.umask
    place.have |= dict.fromkeys(Definition(decision.origin, text, facts(text)).names, decision.origin)
    return scripts


def _sets_more(command: Command) -> bool:
    """Say whether the shell told of variables that the command's syntax does not name as set by it."""
    told = {change.name for change in command.state if change.kind in ("variable", "export", "array")}
    return not told <= facts(command.text).assigns.keys()


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


def _lead(command: Command, place: Place, context: Context, before: list[Definition]) -> list[str]:
    lead = []
    if place.directory != command.cwd:
        lead.append("cd " + quote(command.cwd))
    if _mask(context.state.umask) != _mask(place.umask):
        lead.append("umask " + (context.state.umask or "022"))
    lead += [definition.text for definition in before]
    foreign = (facts(command.text).uses & (place.have.keys() | context.constants.keys())) - set_by_itself(command.text)
    gone = sorted(name for name in foreign if not knows(context.state, name))
    for name in gone:
        place.have.pop(name, None)
    return [*lead, *(f"unset {name}" for name in gone)]


def _mask(umask: str) -> str:
    """Give a mask in one form; a shell begins with 022."""
    return umask.lstrip("0") or "22"


def _parts(text: str, *, whole: bool, all_of_it: bool) -> list[str]:
    """Split at top-level `;` so that a failure is never passed over, leaving out parts that only look."""
    parts = list(statements(text))
    if whole or len(parts) == 1 or any(facts(part).functions for part in parts):
        return [text]
    return [part for part in parts if all_of_it or not _passes(facts(part))] or [text]


def _passes(known: Facts) -> bool:
    """Say whether a part of a command line only looked, or only started a shell to type into."""
    return known.starts_shell or (known.only_looks and not known.assigns)


def _braced(piece: tuple[str, ...]) -> tuple[str, ...]:
    """Give lines in braces, which hold them together between `&&`; what runs in the background ends itself."""
    *before, last = piece
    ended = last.rstrip().endswith("&") and not last.rstrip().endswith("&&")
    lines = [*before, last + (" }" if ended else "; }")]
    return ("{ " + lines[0], *lines[1:])


def _scripts(parts: list[str], origin: Origin, shell: str, user: str) -> list[Script]:
    lines: list[str] = []
    for index, part in enumerate(parts):
        piece = glued(part)
        if piece is None:
            return [Script((), (origin,), shell, user, verbatim="\n".join(["set -e", *parts]))]
        if not chains("".join(piece)):
            piece = _braced(piece)
        if index < len(parts) - 1:
            piece = (*piece[:-1], piece[-1].rstrip() + " && ")
        lines += piece
    return [Script(tuple(lines), (origin,), shell, user)]
