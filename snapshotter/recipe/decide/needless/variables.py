"""Exported variables that no command of the recipe reads, so that no `ARG` is written for them.  Pure.

A variable is read where a text names it, or where a program runs that may look up any name: a script, an interpreter,
a compiler.  Where a rebuild shows a difference all the same, the proof brings the variables back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision, Origin
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.programs import LOOKING, STATE

_PERSONAL = frozenset(
    """
 BROWSER CLICOLOR COLORTERM EDITOR FCEDIT GREP_COLOR GREP_COLORS HISTCONTROL HISTFILE HISTFILESIZE HISTIGNORE HISTSIZE
 HISTTIMEFORMAT LESS LESSCLOSE LESSOPEN LSCOLORS LS_COLORS MANPAGER PAGER PROMPT_COMMAND PROMPT_DIRTRIM PS1 PS2 PS4
 SHELL TERM TMOUT VISUAL
 """.split()
)
"""Variables of the person at the terminal: read only where a text names them."""
_MEANINGFUL = regex(
    r"LANG|LANGUAGE|TZ|TZDIR|HOME|PATH|TMPDIR|TEMP|TMP|USER|LOGNAME|NAME|EMAIL|IFS|COLUMNS|POSIXLY_CORRECT|BASH_ENV|ENV"
    r"|BLOCKSIZE|GZIP|MAKEFLAGS|CC|CXX|C(XX|PP)?FLAGS|LDFLAGS|GNUPGHOME|WGETRC|SYSTEM_WGETRC|PYTHON\w+|\w+_(proxy|PROXY)"
    r"|(LC|LD|APT|DPKG|DEB|DEBCONF|DEBIAN|UCF|NEEDRESTART|PIP|NPM|npm|NODE|PERL|GIT|SSL|CURL|REQUESTS|WGET|TAR|XZ|ZSTD"
    r"|SIMPLE|VERSION|QUOTING|BLOCK|DF|DU|SUDO|SSH|FAKEROOT|SOURCE|RPM|DNF|APK|SYSTEMD)_\w+"
)
"""Names that programs which read no name of a person's own give a meaning to."""
_RUNNERS = frozenset("command env find printenv timeout watch export declare typeset set eval".split())
"""Programs and builtins that run others, or list every variable."""
_CLOSED = (
    LOOKING
    | STATE
    | frozenset(
        """
 addgroup adduser apk apt apt-get chgrp chmod chown chpasswd chsh cp curl dd delgroup deluser dpkg fallocate
 gpasswd groupadd groupdel groupmod gunzip gzip install ldconfig ln locale-gen mkdir mkfifo mknod mktemp mv passwd rm
 rmdir sed setcap setfacl shred split tar tee touch truncate unlink unzip update-alternatives update-ca-certificates
 useradd userdel usermod wget xz a2dismod a2dissite a2enmod a2ensite a2enconf a2disconf
 """.split()
    )
) - _RUNNERS
"""Programs that read no variable whose name a person made up."""
_DIRECTORIES = frozenset({"cd", "pushd"})


def without_unread(
    decisions: Sequence[Decision], before: Mapping[Origin, ShellState], kept: frozenset[str]
) -> dict[Origin, ShellState]:
    """Return the states of the shells, in which variables are not exported before a snapshot that reads them.

    So a snapshot that is added changes no earlier line.  Those of `kept` stay.
    """
    read, seq = set(kept), 0
    found: dict[Origin, ShellState] = {}
    for decision in decisions:
        if decision.origin[0] != seq:
            seq = decision.origin[0]
            read |= _read_in([one for one in decisions if one.origin[0] == seq], before)
        state = before[decision.origin]
        found[decision.origin] = replace(state, exported=state.exported & read) if state.exported - read else state
    return found


def _read_in(decisions: Sequence[Decision], before: Mapping[Origin, ShellState]) -> set[str]:
    running = [(before[d.origin], d.command.text) for d in decisions if d.fate == "run"]
    exported = {name for state, _ in running for name in state.exported}
    return {name for name in exported if any(_reads(name, state, text) for state, text in running)}


def _reads(name: str, state: ShellState, text: str) -> bool:
    if name not in state.exported:
        return False
    known, others = facts(text), [d for d in state.definitions if name not in d.facts.assigns]
    if any(_names(name, one) for one in (text, *(d.text for d in others if d.names - {name}))):
        return True
    if name == "CDPATH":
        return _changes_directory(known)
    if name in _PERSONAL:
        return False
    return _MEANINGFUL.fullmatch(name) is not None or not _is_closed(known, state)


def _names(name: str, text: str) -> bool:
    return name in text and regex(rf"(?<!\w){re.escape(name)}(?!\w)").search(text) is not None


def _changes_directory(known: Facts) -> bool:
    """Return whether a command line goes to a directory by a name that CDPATH may complete."""
    places = (simple.args for simple in known.commands if simple.name in _DIRECTORIES)
    relative = any(arg is None or not arg.startswith(("/", "./", "../", "~", "-")) for args in places for arg in args)
    return relative or not known.parsed or bool(known.calls & {"eval", "trap"})


def _is_closed(known: Facts, state: ShellState) -> bool:
    functions: Iterable[str] = (name for d in state.definitions for name in d.facts.functions | (d.functions or set()))
    names = known.calls - {"eval", "trap", ".", "source"}
    if not known.parsed or names != known.calls or known.functions or names & set(functions):
        return False
    if any(simple.words and not simple.name for simple in known.commands):
        return False  # the name of a program that is not known before it runs
    return names <= _CLOSED
