"""What is typed into a shell without hooks that stands at its prompt, so that it reports from then on.

One short line makes the shell read the rest, line by line, from its terminal; all of it is kept from the screen.
"""

from __future__ import annotations

from snapshotter.record.shells.known import KNOWN_SHELLS, environment, zsh_hooks
from snapshotter.shell.quote import single

KINDS = ("bash", "ash", "dash", "mksh", "ksh", "zsh", "fish")
_LOOK = "@@look@@"
_OPENINGS = ('eval "$(printf "\\033]8671', "eval (sh -c 'printf \"\\033]8671")
_BASH = """\
__snap_gone() { case "$*" in *@NONCE@*) builtin history -d "$1";; esac; }
__snap_gone $(HISTTIMEFORMAT= builtin history 1 2>/dev/null); unset -f __snap_gone
PROMPT_COMMAND="$__SNAP_PROMPT${PROMPT_COMMAND:+
$PROMPT_COMMAND}"
"""


def opening(kind: str, nonce: str, *, pasted: bool = False) -> bytes:
    """Give the line that makes the shell ask for more, with Enter; it begins with a space for the history's sake.

    `pasted` says that the shell's line editor takes it as a paste, in which no key means anything of its own.
    """
    reads = f'while IFS= read -r l; do case $l in {nonce}) break;; esac; printf "%s\\n" "$l"; done'
    asks = f'printf "\\033]8671;{nonce};feed;%s;{nonce}\\007"'
    if kind == "fish":
        # its own `read` is its line editor: a sh reads for it
        line = f" eval (sh -c '{asks} $0 >/dev/tty; {reads}' $fish_pid | string collect)"
    else:
        line = f' eval "$({asks} $$ >/dev/tty; {reads})"'
    return (b"\x1b[200~%b\x1b[201~\r" if pasted else b"%b\r") % line.encode()


def is_opening(text: str) -> bool:
    """Say whether a command is that line: a shell that had the hooks all along tells it as one of the person's."""
    return text.lstrip().startswith(_OPENINGS)


def lines(kind: str, nonce: str) -> bytes:
    """Give what the shell then reads, with the line that ends it."""
    if kind == "zsh":
        return _sent(zsh_hooks(nonce, forget=True), nonce)
    values = environment(KNOWN_SHELLS[kind], nonce, _LOOK)
    history = values.pop("HISTFILE", "")
    text = values.pop("__SNAP_FISH", "")
    for name, value in values.items():
        if name in ("PS1", "PS2"):
            text += f"{name}={_around(value, name)}\n"
        elif name != "PROMPT_COMMAND":
            text += f"export {name}={single(value)}\n"
    if kind == "bash":
        text += _BASH.replace("@NONCE@", nonce) + "export PROMPT_COMMAND HISTFILE=\n"
    elif kind not in ("ksh", "fish") and not history:
        text += "HISTFILE=\n"
    return _sent(text, nonce)


def _sent(text: str, nonce: str) -> bytes:
    return "".join(f"{line}\r" for line in [*text.rstrip("\n").split("\n"), nonce]).encode()


def _around(value: str, name: str) -> str:
    """Give a prompt's value with what is ours around what it is already."""
    before, found, after = value.partition(_LOOK if name == "PS1" else "> ")
    return f"{single(before)}${name}{single(after)}" if found else f"${name}"
