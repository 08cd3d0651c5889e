"""The shells that are recorded and what each is started with; how they report is in hooks/, one file per shell.

Their marks are parsed by `marks.py` and turned into records by `typed/tracker.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from msgspec import Struct

from snapshotter.shell.quote import fish_word, single_quote

ASH_PROMPT = "\\w \\$ "
"""The prompt of busybox ash if nothing sets PS1."""


class Shell(Struct, frozen=True):
    """One kind of shell."""

    name: str
    """As written in the record: "bash", "ash", …"""
    hook: str
    """File in hooks/ whose sections become its environment (of zsh: its start); "" if it cannot report."""
    script: tuple[str, ...] = ()
    """Options for running a script: no rc file (bash reads one if its input is a socket)."""


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
"""Shells that get the function `snap` through start.sh."""
PROGRAMS: Mapping[str, str] = {"busybox": "ash", "rbash": "bash", "ksh93": "ksh", "zsh5": "zsh"}
"""Names of programs that are shells with another name."""
_JOINED = re.compile(r"^(?P<header>#@ \w+) joined$(?P<lines>.*?)(?=^#@|\Z)", re.MULTILINE | re.DOTALL)


def shell_of(program: str) -> Shell | None:
    """Return the kind of shell with this program's file name, or None if it is no known shell."""
    name = program.rpartition("/")[2].lstrip("-")
    return KNOWN_SHELLS.get(PROGRAMS.get(name, name))


def environment(shell: Shell, nonce: str, prompt: str = "") -> dict[str, str]:
    """Return the variables that make an interactive shell report; `prompt` is its prompt if the image sets one."""
    if not shell.hook or shell.name == "zsh":
        return {}
    # mksh keeps its history in memory; ksh93 has none without a file, so it gets one that is in no image
    history = f"/dev/shm/.snap-{nonce[:8]}" if shell.name == "ksh" else ""
    ask = hook("ask.sh")
    ask = fish_word(ask + '\nsnap "$@"') if shell.name == "fish" else ask
    text = hook(shell.hook).replace("@BASH3@", hook("bash3.sh")).replace("@ASK@", ask)
    if shell.name == "bash":
        text = re.sub(r"^\s+", "", text, flags=re.MULTILINE)  # every program that is started gets a copy
    default = ASH_PROMPT if shell.name == "ash" else ""
    values = {
        "@PS2@": '$({ set +x; } 2>/dev/null; eval "${__SNAP_MORE-}")' if shell.name == "dash" else "",
        "@HISTFILE@": history,
        "@NONCE@": nonce,
        "@OWN@": hook("own.sh").strip("\n"),
        "@DEFAULT@": "" if prompt else "yes",
        "@PROMPT@": prompt or default,
    }
    for name, value in values.items():
        text = text.replace(name, value)
    sections = _sections(text)
    if shell.name != "dash":
        sections.pop("__SNAP_MORE", None)
    return sections


def interactive_command(shell: Shell | None, path: str, nonce: str) -> tuple[str, ...]:
    """Return the command that starts a shell on a terminal, with what its environment cannot set: the function `snap`.

    For zsh it also sets up the hooks.
    """
    if _is_fish(path):
        return (*shell_command(path), "--init-command", "eval $__SNAP_FISH")
    if shell is not None and shell.name == "zsh":
        parts = _zsh(nonce)
        return ("/bin/sh", "-c", parts["start"], path, parts["zshenv"].replace("@HOOKS@", zsh_hooks(nonce)))
    if shell is None or shell.name not in STARTED:
        return (path,)
    return (path, "-c", hook("start.sh").replace("@ASK@", hook("ask.sh")).replace("@NONCE@", nonce), path)


def script_command(shell: Shell, path: str, nonce: str) -> tuple[str, ...]:
    """Return the command of a shell that runs the commands from its standard input and reports each."""
    if shell.name == "fish":
        return (*shell_command(path), "-c", hook("script.fish").replace("@NONCE@", nonce))
    return (path, *shell.script, "-c", hook("script.sh").replace("@NONCE@", nonce), path, shell.name, path)


def shell_command(path: str) -> tuple[str, ...]:
    """Return the command, without options, of a shell that writes no file to the image when it starts."""
    if not _is_fish(path):
        return (path,)
    return (posix(path), "-c", hook("start_fish.sh").replace("@PLACES@", hook("places.fish").strip("\n")), path)


def posix(path: str) -> str:
    """Return the path of a shell that reads POSIX shell code: `path` itself unless it is a fish."""
    return "/bin/sh" if _is_fish(path) else path


def _is_fish(path: str) -> bool:
    shell = shell_of(path)
    return shell is not None and shell.name == "fish"


def zsh_hooks(nonce: str, *, forget: bool = False) -> str:
    """Return the lines that make a zsh report; `forget` says that they are read by a line typed into it."""
    parts = _zsh(nonce)
    code = "\n".join((parts["forget"], parts["code"])) if forget else parts["code"]
    return parts["hooks"].replace("@CODE@", single_quote(code))


def _zsh(nonce: str) -> dict[str, str]:
    text = hook("zsh.sh").replace("@ASK@", hook("ask.sh")).replace("@FOLDER@", f"/dev/shm/.snap-{nonce[:8]}")
    return _sections(text.replace("@NONCE@", nonce))


def _sections(text: str) -> dict[str, str]:
    parts = (section.partition("\n") for section in text.split("#@ ")[1:])
    return {name.strip(): value.strip("\n") for name, _, value in parts}


@cache
def hook(name: str) -> str:
    """Return the text of a file in hooks/ without its comment lines.

    The lines of a section whose header ends with "joined" become one line without the line breaks and indentation.
    """
    text = resources.files("snapshotter.record").joinpath("hooks", name).read_text(encoding="utf-8")
    kept = (line for line in text.split("\n") if line.startswith("#@") or not line.lstrip().startswith("#"))
    return _JOINED.sub(_join, "\n".join(kept))


def _join(section: re.Match[str]) -> str:
    lines = (line.lstrip() for line in section["lines"].split("\n"))
    return f"{section['header']}\n{''.join(lines)}\n"
