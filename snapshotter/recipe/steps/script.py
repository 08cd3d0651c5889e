"""A command as a script of a RUN: preceded by the state it needs, unattended, in its directory, shell and user."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Command
from snapshotter.recipe.decide.shell_state import (
    Definition,
    ShellState,
    knows_variable,
    needed_definitions,
    set_before_use,
    unnamed,
)
from snapshotter.recipe.decide.users import same_user
from snapshotter.recipe.model import Decision, Origin, Repairs, Script
from snapshotter.recipe.syntax import survives
from snapshotter.shell.calls.failing_end import before_last_look
from snapshotter.shell.calls.package_managers import fetches_lists, needs_lists
from snapshotter.shell.calls.shell_calls import ignores_directory, moves
from snapshotter.shell.calls.unattended import unattended
from snapshotter.shell.dialects.braces import without_braces
from snapshotter.shell.dialects.dot import with_dot
from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.dialects.zsh import needs_zsh
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.jobs import starts_job
from snapshotter.shell.one_line.lines import can_chain, joinable_lines, statements, without_trailing_backslash
from snapshotter.shell.one_line.parts import without_displays
from snapshotter.shell.quote import quote
from snapshotter.shell.simple import Simple

_PLAIN = frozenset({"sh", "ash", "dash", "busybox", ""})

_UMASK_FREE = frozenset("cd chgrp chown deluser delgroup groupdel ln rm rmdir true unlink userdel".split())
"""Programs that make no file whose mode depends on the umask."""


class ShellProcess(Struct):
    """The state of a shell process in a RUN being built, updated as scripts are added."""

    directory: str | None
    have: dict[str, Origin] = field(default_factory=dict)
    """What is set in it (names as in `Definition.names`) → the command that set it last."""
    umask: str = ""

    def lacks(self, definition: Definition, wanted: Mapping[str, Origin]) -> bool:
        """Return whether a definition must be repeated: one of its names is unset or was set by another command."""
        return any(self.have.get(name) != wanted[name] for name in definition.names)


class RunBuilder(Struct):
    """A RUN being built: its own shell, and the shell started inside it for the scripts being added."""

    start: str
    """Directory in which the RUN begins."""
    scripts: list[Script] = field(default_factory=list)
    listed: bool = False
    """Whether it has fetched the package lists of apt."""
    outer: ShellProcess = field(default_factory=lambda: ShellProcess(None))
    inner: ShellProcess = field(default_factory=lambda: ShellProcess(None))
    inner_key: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Set the outer shell's directory to the start directory."""
        self.outer = ShellProcess(self.start)

    def copy(self) -> RunBuilder:
        """Return an independent copy."""
        other = RunBuilder(self.start, list(self.scripts), self.listed, inner_key=self.inner_key)
        other.outer, other.inner = (replace(process, have=dict(process.have)) for process in (self.outer, self.inner))
        return other

    def process(self, shell: str, user: str, exported: frozenset[str]) -> ShellProcess:
        """Return the process that will read the next script; a new one inherits what is exported."""
        if (shell, user) == ("sh", ""):
            self.inner_key = ("", "")
            return self.outer
        if (shell, user) != self.inner_key:
            have = {} if user else {name: by for name, by in self.outer.have.items() if name in exported}
            self.inner_key, self.inner = (shell, user), ShellProcess(self.outer.directory, have, self.outer.umask)
        return self.inner


class Context(Struct, frozen=True):
    """The context in which a command is rendered."""

    user: str
    """The user that runs the instruction: the image's own, or the one that a USER instruction set."""
    state: ShellState
    following: str | None
    """Working directory after the command; None if it is not known."""
    repairs: Repairs
    constants: Mapping[str, str]
    """Variables that earlier ARG instructions set."""
    listed: bool = False
    """Whether an earlier instruction fetched the package lists of apt; from a build cache they may be outdated."""


def shell_of(command: Command, text: str) -> str:
    """Return the shell that must read `text`: "sh" if any POSIX shell reads it in the same way."""
    if command.shell in _PLAIN:
        return "sh"
    if command.shell == "bash":
        return "bash" if needs_bash(text) else "sh"
    if command.shell == "zsh":
        return "zsh" if needs_zsh(text) else "sh"
    return command.shell


def render(decision: Decision, run: RunBuilder, context: Context, *, as_text: bool = False) -> list[Script]:
    """Return the scripts for one command, and update the state of the run; `as_text`: as one text, for a file."""
    command = decision.command
    text = unattended(without_trailing_backslash(command.text))
    if command.shell in ("bash", "zsh") and ("{" in text or "source" in text):
        plain = with_dot(without_braces(text))
        text = plain if shell_of(command, plain) == "sh" else text
    user = "" if same_user(command.user, context.user) else command.user
    everything = needed_definitions(context.state, text, frozenset(), context.constants)
    shell = shell_of(command, "\n".join([*(d.text for d in everything), text]))
    options = sorted(context.state.options) if shell == "zsh" or _depends_on_options(command.shell, text) else []
    if options and not user:
        shell = " ".join([command.shell, *(_switch(command.shell, option) for option in options)])
    process = run.process(shell, user, context.state.exported)
    wanted = {name: definition.origin for definition in everything for name in definition.names}
    before = [definition for definition in everything if process.lacks(definition, wanted)]
    process.have |= {name: wanted[name] for definition in before for name in definition.names}
    enters = process.directory != command.cwd and not ignores_directory(command.text)
    lead = [*(["cd " + quote(command.cwd)] if enters else []), *_lead(command, process, context, before)]
    if options and user:
        lead.insert(0, _setting(command.shell, options))
    if needs_lists(text) and context.listed and not run.listed:
        lead.append(("sudo " if text.startswith("sudo ") else "") + "apt-get update")
        run.listed = True
    run.listed = run.listed or fetches_lists(text)
    text = text if command.status or decision.origin in context.repairs.whole else without_displays(text)
    parts = _parts(text, whole=decision.origin in context.repairs.whole, keep_all=_sets_more(command))
    if command.status:
        parts = [_tolerated(_joined(parts, text))]
    scripts = (
        [_verbatim([*lead, *parts], decision.origin, shell, user)]
        if as_text
        else _scripts([*lead, *parts], decision.origin, shell, user)
    )
    if process.directory == command.cwd or enters or moves(text):
        process.directory = context.following
    process.umask = facts(text).umask or process.umask
    process.have |= dict.fromkeys(Definition(decision.origin, text, facts(text)).names, decision.origin)
    return scripts


def _sets_more(command: Command) -> bool:
    """Return whether the shell reported variables that the command's syntax does not show as set by it."""
    reported = {change.name for change in command.state if change.kind in ("variable", "export", "array")}
    return not reported <= facts(command.text).assigns.keys()


def _depends_on_options(shell: str, text: str) -> bool:
    """Return whether shell options may change the meaning of a command line: it has patterns or, in zsh, expansions."""
    marks = {"bash": ("*", "?", "[", "@(", "+(", "!("), "zsh": tuple("*?[$^#~{}=<(`'")}
    return any(mark in text for mark in marks.get(shell, ()))


def _switch(shell: str, option: str) -> str:
    """Return the arguments that start a shell with an option on."""
    if shell == "zsh":
        return f"-o {option}"
    return "-f" if option == "noglob" else f"-O {option}"


def _setting(shell: str, options: list[str]) -> str:
    """Return the command that sets options in a running shell."""
    if shell == "zsh":
        return "setopt " + " ".join(options)
    if "noglob" in options:
        return "set -f"
    return "shopt -s " + " ".join(options)


def _joined(parts: list[str], text: str) -> str:
    return parts[0] if len(parts) == 1 else text


def _lead(command: Command, process: ShellProcess, context: Context, before: list[Definition]) -> list[str]:
    lead = []
    if _mask(context.state.umask) != _mask(process.umask) and _depends_on_umask(command.text):
        lead.append("umask " + (context.state.umask or "022"))
        process.umask = context.state.umask
    lead += [definition.text for definition in before]
    used = (facts(command.text).uses | unnamed(command.text)) & (process.have.keys() | context.constants.keys())
    foreign = used - set_before_use(command.text)
    unset = sorted(name for name in foreign if not knows_variable(context.state, name))
    for name in unset:
        process.have.pop(name, None)
    return [*lead, *(f"unset {name}" for name in unset)]


def _depends_on_umask(text: str) -> bool:
    """Return whether a command may make a file under the umask that it begins with."""
    known = facts(text)
    first = known.commands[0] if known.commands else None
    if known.parsed and known.umask and first is not None and first.name == "umask" and first.args:
        return False
    return not known.parsed or bool(known.writes) or not known.calls <= _UMASK_FREE


def _mask(umask: str) -> str:
    """Return a umask in normalized form; a shell begins with 022."""
    return umask.lstrip("0") or "22"


def _parts(text: str, *, whole: bool, keep_all: bool) -> list[str]:
    """Return the parts between top-level `;`, so that no failure is ignored, without what only reads.

    What only looks at the end of a part may fail, as `diff` does; what waits stays in front of what waited.
    """
    parts = list(statements(text))
    if whole or len(parts) == 1 or "$?" in text or any(facts(part).functions for part in parts):
        return [text]
    if keep_all:
        return parts
    kept: list[str] = []
    needed = {"sleep", "kill", "pkill", "killall", "cat", "pgrep"} if starts_job(text) else {"sleep"}
    for part in reversed(parts):
        known = facts(part)
        if _is_dispensable(known) and not (kept and known.calls <= needed):
            continue
        kept.insert(0, (before_last_look(part) or part) if kept and not known.assigns else part)
    while len(kept) > 1 and facts(kept[0]).calls == {"sleep"}:
        del kept[0]  # nothing in front of it is left to wait for
    return kept or [text]


def _is_dispensable(known: Facts) -> bool:
    """Return whether a part of a command line only reads, or only starts an interactive shell."""
    if known.commands and not known.writes and all(map(_stops_server, known.commands)):
        return True
    return known.starts_shell or (known.only_looks and not known.assigns and "wait" not in known.calls)


def _stops_server(simple: Simple) -> bool:
    """Return whether a command only ends a server, which no later step of a build has, or signals it."""
    words = simple.words
    return words[:2] == ("nginx", "-s") or (words[:1] in (("service",), ("apachectl",)) and words[-1:] == ("stop",))


def _braced(piece: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines in braces, so that they are one command between `&&`; after a final `&` no `;` is needed."""
    *before, last = piece
    ended = last.rstrip().endswith("&") and not last.rstrip().endswith("&&")
    lines = [*before, last + (" }" if ended else "; }")]
    return ("{ " + lines[0], *lines[1:])


def _tolerated(text: str) -> str:
    """Return a command line that may fail."""
    if "\n" in text:  # a here-document ends with a line of its own
        return f"{{ {text}\n}} || true"
    return f"{text if can_chain(text) else ' '.join(_braced((text,)))} || true"


def _verbatim(parts: list[str], origin: Origin, shell: str, user: str) -> Script:
    return Script((), (origin,), shell, user, verbatim="\n".join(["set -e", *parts]))


def _scripts(parts: list[str], origin: Origin, shell: str, user: str) -> list[Script]:
    lines: list[str] = []
    for index, part in enumerate(parts):
        piece = joinable_lines(part)
        if piece is None or not survives(piece):
            return [_verbatim(parts, origin, shell, user)]
        if not can_chain("".join(piece)):
            piece = _braced(piece)
        if index < len(parts) - 1:
            piece = (*piece[:-1], piece[-1].rstrip() + " && ")
        lines += piece
    return [Script(tuple(lines), (origin,), shell, user)]
