"""The shells that are recorded: what each is started with; how they report stands in hooks/, one file per shell.

What comes back from them is read by `marks` and understood by `commands` and `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from msgspec import Struct

from snapshotter.shell.quote import fish_word, single

ASH_LOOK = "\\w \\$ "
"""The prompt that busybox ash has where nothing sets PS1."""


class Shell(Struct, frozen=True):
    """One kind of shell."""

    name: str
    """As it stands in the record: "bash", "ash", …"""
    hook: str
    """File in hooks/ whose sections become its environment (zsh's: how it starts); "" where it cannot report yet."""
    script: tuple[str, ...] = ()
    """Options for running a script: no rc file (bash reads one where its input is a socket)."""


KNOWN_SHELLS: Mapping[str, Shell] = {
    shell.name: shell
    for shell in (
        Shell("bash", "bash.sh", ("--norc",)),
        Shell("ash", "ash.sh"),
        Shell("zsh", "zsh.sh", ("-f",)),
        Shell("fish", "fish.fish"),
        Shell("dash", "posix.sh"),
        Shell("mksh", "posix.sh"),
        Shell("ksh", "posix.sh"),
        Shell("sh", ""),
    )
}
STARTED = frozenset({"ash", "dash"})
"""Shells that get the function `snap` by start.sh."""
PROGRAMS: Mapping[str, str] = {"busybox": "ash", "rbash": "bash", "ksh93": "ksh", "zsh5": "zsh"}
"""Names of programs that are a shell of another name."""


def shell_of(program: str) -> Shell | None:
    """Tell the kind of shell by its program's file name; None where it is not known as a shell."""
    name = program.rpartition("/")[2].lstrip("-")
    return KNOWN_SHELLS.get(PROGRAMS.get(name, name))


def environment(shell: Shell, nonce: str, look: str = "") -> dict[str, str]:
    """Give the variables with which an interactive shell reports; `look` is its prompt where the image sets one."""
    if not shell.hook or shell.name == "zsh":
        return {}
    # mksh keeps its history in memory; ksh93 has none without a file, so it gets one where nothing reaches the image
    history = f"/dev/shm/.snap-{nonce[:8]}" if shell.name == "ksh" else ""
    more = f"\x1b]8671;{nonce};more;dash;;;{nonce}\x07" if shell.name == "dash" else ""
    ask = hook("ask.sh")
    ask = fish_word(ask + '\nsnap "$@"') if shell.name == "fish" else ask
    whole = hook(shell.hook).replace("@BASH3@", hook("bash3.sh")).replace("@ASK@", ask)
    if shell.name == "bash":
        whole = re.sub(r"^\s+", "", whole, flags=re.MULTILINE)  # every program that is started gets a copy
    text = whole.replace("@MORE@", more).replace("@HISTFILE@", history).replace("@NONCE@", nonce)
    own = ASH_LOOK if shell.name == "ash" else ""
    text = text.replace("@OWN@", "" if look else "yes").replace("@LOOK@", look or own)
    return _sections(text)


def interactive(shell: Shell | None, path: str, nonce: str) -> tuple[str, ...]:
    """Give the words that start a shell on a terminal so that it knows `snap`, where its environment cannot do that."""
    if _is_fish(path):
        return (*quietly(path), "--init-command", "eval $__SNAP_FISH")
    if shell is not None and shell.name == "zsh":
        parts = _zsh(nonce)
        return ("/bin/sh", "-c", parts["start"], path, parts["zshenv"].replace("@HOOKS@", zsh_hooks(nonce)))
    if shell is None or shell.name not in STARTED:
        return (path,)
    return (path, "-c", hook("start.sh").replace("@ASK@", hook("ask.sh")).replace("@NONCE@", nonce), path)


def scripted(shell: Shell, path: str, nonce: str) -> tuple[str, ...]:
    """Give the words that start a shell which runs what comes in on its standard input, and reports each command."""
    if shell.name == "fish":
        return (*quietly(path), "-c", hook("script.fish").replace("@NONCE@", nonce))
    return (path, *shell.script, "-c", hook("script.sh").replace("@NONCE@", nonce), path, shell.name, path)


def quietly(path: str) -> tuple[str, ...]:
    """Give the words, without options, that run a shell so that no start of it leaves anything in the image."""
    if not _is_fish(path):
        return (path,)
    return (posix(path), "-c", hook("start_fish.sh").replace("@PLACES@", hook("places.fish").strip("\n")), path)


def posix(path: str) -> str:
    """Give a shell that reads what is written for any POSIX shell: `path` itself unless it is a fish."""
    return "/bin/sh" if _is_fish(path) else path


def _is_fish(path: str) -> bool:
    shell = shell_of(path)
    return shell is not None and shell.name == "fish"


def zsh_hooks(nonce: str, *, forget: bool = False) -> str:
    """Give the lines with which a zsh reports from then on; `forget` says that they come in by a line typed into it."""
    parts = _zsh(nonce)
    code = "\n".join((parts["forget"], parts["code"])) if forget else parts["code"]
    return parts["hooks"].replace("@CODE@", single(code))


def _zsh(nonce: str) -> dict[str, str]:
    text = hook("zsh.sh").replace("@ASK@", hook("ask.sh")).replace("@FOLDER@", f"/dev/shm/.snap-{nonce[:8]}")
    return _sections(text.replace("@NONCE@", nonce))


def _sections(text: str) -> dict[str, str]:
    parts = (section.partition("\n") for section in text.split("#@ ")[1:])
    return {name.strip(): value.strip("\n") for name, _, value in parts}


@cache
def hook(name: str) -> str:
    """Read a file of hooks/ without its comments."""
    text = resources.files("snapshotter.record").joinpath("hooks", name).read_text(encoding="utf-8")
    kept = (line for line in text.split("\n") if line.startswith("#@") or not line.lstrip().startswith("#"))
    return "\n".join(kept)
