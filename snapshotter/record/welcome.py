"""What is typed into a shell without hooks that stands at its prompt, so that it reports from then on.

One short line makes the shell read the rest, line by line, from its terminal; all of it is kept from the screen.
"""

from __future__ import annotations

from snapshotter.record.shells import SHELLS, environment
from snapshotter.shell.quote import single

KINDS = ("bash", "ash", "dash", "mksh", "ksh")
_LOOK = "@@look@@"
_OPENING = "eval \"$(printf '\\033]8671"
_BASH = """\
__snap_gone() { case "$*" in *@NONCE@*) builtin history -d "$1";; esac; }
__snap_gone $(HISTTIMEFORMAT= builtin history 1 2>/dev/null); unset -f __snap_gone
PROMPT_COMMAND="$__SNAP_PROMPT${PROMPT_COMMAND:+
$PROMPT_COMMAND}"
"""


def opening(nonce: str) -> bytes:
    """Give the line that makes the shell ask for more, with Enter; it begins with a space for the history's sake."""
    line = (f" {_OPENING};{nonce};feed;%s;{nonce}\\007' $$ >/dev/tty; while IFS= read -r l; do "
            f"case $l in {nonce}) break;; esac; printf '%s\\n' \"$l\"; done)\"")
    return line.encode() + b"\r"


def is_opening(text: str) -> bool:
    """Say whether a command is that line: a shell that had the hooks all along tells it as one of the person's."""
    return text.lstrip().startswith(_OPENING)


def lines(kind: str, nonce: str) -> bytes:
    """Give what the shell then reads, with the line that ends it."""
    values = environment(SHELLS[kind], nonce, _LOOK)
    history = values.pop("HISTFILE", "")
    text = ""
    for name, value in values.items():
        if name in ("PS1", "PS2"):
            text += f"{name}={_around(value, name)}\n"
        elif name != "PROMPT_COMMAND":
            text += f"export {name}={single(value)}\n"
    if kind == "bash":
        text += _BASH.replace("@NONCE@", nonce) + "export PROMPT_COMMAND HISTFILE=\n"
    elif kind != "ksh" and not history:
        text += "HISTFILE=\n"
    return "".join(f"{line}\r" for line in [*text.rstrip("\n").split("\n"), nonce]).encode()


def _around(value: str, name: str) -> str:
    """Give a prompt's value with what is ours around what it is already."""
    before, found, after = value.partition(_LOOK if name == "PS1" else "> ")
    return f"{single(before)}${name}{single(after)}" if found else f"${name}"
