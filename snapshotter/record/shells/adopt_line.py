"""The line typed into a shell without hooks that is at its prompt, so that it reports from then on.

One short line makes the shell read the hooks, line by line, from its terminal; none of it appears on the screen.
"""

from __future__ import annotations

from snapshotter.record.shells.known import KNOWN_SHELLS, environment, zsh_hooks
from snapshotter.shell.quote import single_quote

KINDS = ("bash", "ash", "dash", "mksh", "ksh", "zsh", "fish")
_PROMPT = "@@prompt@@"
_OPENINGS = ('eval "$(printf "\\033]8671', "eval (sh -c 'printf \"\\033]8671")
_BASH = """\
__snap_gone() { case "$*" in *@NONCE@*) builtin history -d "$1";; esac; }
__snap_gone $(HISTTIMEFORMAT= builtin history 1 2>/dev/null); unset -f __snap_gone
PROMPT_COMMAND="$__SNAP_PROMPT${PROMPT_COMMAND:+
$PROMPT_COMMAND}"
"""


def opening(kind: str, nonce: str, *, pasted: bool = False) -> bytes:
    """Return the line, with Enter, that makes the shell read the hooks; a space in front keeps it out of the history.

    `pasted` says that the shell's line editor accepts it as a paste, in which no key has a meaning of its own.
    """
    reads = f'while IFS= read -r l; do case $l in {nonce}) break;; esac; printf "%s\\n" "$l"; done'
    asks = f'printf "\\033]8671;{nonce};feed;%s;{nonce}\\007"'
    if kind == "fish":
        # fish's own `read` is its line editor, so a sh reads for it
        line = f" eval (sh -c '{asks} $0 >/dev/tty; {reads}' $fish_pid | string collect)"
    else:
        line = f' eval "$({asks} $$ >/dev/tty; {reads})"'
    return (b"\x1b[200~%b\x1b[201~\r" if pasted else b"%b\r") % line.encode()


def is_opening(text: str) -> bool:
    """Return whether a command is that line: a shell that had the hooks before reports it like any other command."""
    return text.lstrip().startswith(_OPENINGS)


def lines(kind: str, nonce: str) -> bytes:
    """Return the hooks as the shell reads them, including the line that ends them."""
    if kind == "zsh":
        return _with_end(zsh_hooks(nonce, forget=True), nonce)
    values = environment(KNOWN_SHELLS[kind], nonce, _PROMPT)
    history = values.pop("HISTFILE", "")
    text = values.pop("__SNAP_FISH", "")
    for name, value in values.items():
        if name in ("PS1", "PS2"):
            text += f"{name}={_around(value, name)}\n"
        elif name != "PROMPT_COMMAND":
            text += f"export {name}={single_quote(value)}\n"
    if kind == "bash":
        text += _BASH.replace("@NONCE@", nonce) + "export PROMPT_COMMAND HISTFILE=\n"
    elif kind not in ("ksh", "fish") and not history:
        text += "HISTFILE=\n"
    return _with_end(text, nonce)


def _with_end(text: str, nonce: str) -> bytes:
    return "".join(f"{line}\r" for line in [*text.rstrip("\n").split("\n"), nonce]).encode()


def _around(value: str, name: str) -> str:
    """Return the value of a prompt: the hook's text around the value that the variable has already."""
    before, found, after = value.partition(_PROMPT if name == "PS1" else "> ")
    return f"{single_quote(before)}${name}{single_quote(after)}" if found else f"${name}"
