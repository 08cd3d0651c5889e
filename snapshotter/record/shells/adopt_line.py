"""The line typed into a shell without hooks that is at its prompt, and the hooks that it reads because of it.

The line makes the shell read a pipe in the container that the session fills: so it is short, it is sent in one piece,
and no code ever goes through the terminal.
"""

from __future__ import annotations

import re

from snapshotter.record.shells.known import KNOWN_SHELLS, environment, hook, zsh_hooks
from snapshotter.shell.quote import single_quote

KINDS = ("bash", "ash", "dash", "mksh", "ksh", "zsh", "fish")
_PROMPT = "@@prompt@@"
_LINE = re.compile(r"\s*(?:\. |source <)/proc/\d+/fd/0\s*")
_BASH = """\
__snap_gone() { case "$*" in *' . /proc/'*/fd/0) builtin history -d "$1";; esac; }
__snap_gone $(HISTTIMEFORMAT= builtin history 1 2>/dev/null); unset -f __snap_gone
PROMPT_COMMAND="$__SNAP_PROMPT${PROMPT_COMMAND:+
$PROMPT_COMMAND}"
"""


def line(kind: str, source: str, *, pasted: bool = False) -> bytes:
    """Return the line, with Enter, that makes the shell read `source`; a space in front keeps it out of the history.

    `pasted` says that the shell's line editor accepts it as a paste, in which no key has a meaning of its own.
    """
    text = f" source <{source}".encode() if kind == "fish" else f" . {source}".encode()
    return (b"\x1b[200~%b\x1b[201~\r" if pasted else b"%b\r") % text


def is_line(text: str) -> bool:
    """Return whether a command is that line: a shell that had the hooks before reports it like any other command."""
    return _LINE.fullmatch(text) is not None


def hooks(kind: str, nonce: str) -> bytes:
    """Return what the shell reads from the pipe."""
    if kind == "zsh":
        return zsh_hooks(nonce, forget=True).encode()
    values = environment(KNOWN_SHELLS[kind], nonce, _PROMPT)
    history = values.pop("HISTFILE", "")
    text = values.pop("__SNAP_FISH", "")
    for name, value in values.items():
        if name in ("PS1", "PS2"):
            text += f"{name}={_around(value, name)}\n"
        elif name != "PROMPT_COMMAND":
            text += f"export {name}={single_quote(value)}\n"
    if kind != "fish":
        text += hook("tty.sh")
    if kind in ("ash", "dash", "mksh", "ksh"):
        text += hook("ask.sh").replace("@NONCE@", nonce)
    if kind == "bash":
        text += _BASH + "export PROMPT_COMMAND HISTFILE=\n"
    elif kind not in ("ksh", "fish") and not history:
        text += "HISTFILE=\n"
    return text.encode()


def _around(value: str, name: str) -> str:
    """Return the value of a prompt: the hook's text around the value that the variable has already."""
    before, found, after = value.partition(_PROMPT if name == "PS1" else "> ")
    return f"{single_quote(before)}${name}{single_quote(after)}" if found else f"${name}"
