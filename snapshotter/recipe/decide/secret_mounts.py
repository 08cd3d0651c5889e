"""Secrets that a build is given: their names, the commands that get them, and how a script reads them.

A secret's text is never recorded; a placeholder replaces it.  BuildKit mounts the secrets that `docker build --secret`
names for the duration of one RUN, so a step reads the value from there and no layer contains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.masked_names import NOT_STORED
from snapshotter.model import PLACEHOLDER, Change, Command
from snapshotter.recipe.decide.shell_state import ShellState, needed_definitions
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import Decision, Script
from snapshotter.recipe.syntax import instructions
from snapshotter.regex import regex
from snapshotter.secrets.judge import secret_name
from snapshotter.shell.facts import facts
from snapshotter.shell.one_line.lines import joinable_lines, statements
from snapshotter.shell.one_line.substitute import substituted
from snapshotter.shell.quote import printable_word, quote

Mode = Literal["auto", "mount", "carry"]
MANY = 20
"""A command that used a secret and changed at most this many paths is replaced by them; one that changed more runs."""
_WHERE = "/run/secrets/"
_READS = frozenset({"sh", "ash", "dash", "busybox", "bash", "zsh", "ksh", "mksh", ""})
"""Shells that read `"$(…)"` in the same way."""
_HASHES = frozenset(
    "adduser chgpasswd chpasswd groupmod gpasswd htpasswd mkpasswd newusers passwd smbpasswd useradd usermod".split()
)
"""Programs that turn a password into a salted hash, which differs on a second run."""

_NAMED = regex(
    r"([A-Za-z_][\w.-]*)\\?[\"']?\]?(?:\s*(?:\+?=|:=|=>)|(?<=[\"'])\s*:|:(?=\s))\s*\\?[\"']?"
    r"(?:(?:bearer|basic|token)\s+)?\Z",
    re.I,
)
_OPTION = regex(r"(?<!\S)--?([a-zA-Z][\w-]{2,})\s+[\"']?\Z")
_WORD = regex(r"([\w.:/-]+)\s+[\"']?\Z")
_USER = regex(r"://[^\s/@'\"]*\Z")
_HOST = regex(r"://(?:[^\s/@'\"]*@)?([A-Za-z0-9.-]+)")
_WORDS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_MOUNT = regex(r"--mount=(?:\S*,)?type=secret(?:,\S*)?,id=([^\s,]+)")
_RUN_OPTIONS = regex(r"RUN\s+((?:--\S+\s+)+)", re.I)
_EXPORTED = regex(r'^(\s*)export (\w+)=("\$\(cat [^\s()"]+\)")(?=$| &&)', re.M)
"""`export` hides the failure of the command substitution that gives the value."""
_LARGEST_FILE = 100_000
"""Bytes of a file that a build is given as a secret: the value is passed in the environment of a program."""
_GENERAL = frozenset(
    "auth authorization auth_token key pass passphrase passwd password proxy_authorization pwd secret token".split()
)
"""Names that are ambiguous without the program or the host they are for."""
_FEEDERS = frozenset({"echo", "printf", "cat", "tee", "export", "env", ""})


class Handling(Struct, frozen=True):
    """How commands that used a secret are handled."""

    mode: Mode = "auto"
    """"carry": replaced by their files; "mount": run with the secret mounted; "auto": decided by `MANY`."""
    given: frozenset[str] = frozenset()
    """Names of the secrets whose values are available: a command that uses only these runs."""


AUTO = Handling()


def secret_names(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return a name for each placeholder, taken from the variable, option or host in front of it.

    A secret that is in no command line, such as one that `read -s` read, is named after what the shell reported of it.

    Names stay the same as the line grows.  A second value of one name within a session is numbered; in another session
    it is taken for the same secret.
    """
    found: dict[str, str] = {}
    counted: dict[tuple[str, str], int] = {}
    for decision in decisions:
        for text in _texts(decision.command):
            for match in PLACEHOLDER.finditer(text):
                if match[0] not in found:
                    name = _name(text, match)
                    key = name, decision.command.session
                    counted[key] = counted.get(key, 0) + 1
                    found[match[0]] = name if counted[key] == 1 else f"{name}_{counted[key]}"
    return found


def secret_files(final: Mapping[str, Change], taken: Iterable[str]) -> dict[str, str]:
    """Return a name for each file that holds a secret and whose content a build can be given → its path.

    `final` are the latest changes, `taken` the names of other secrets.
    """
    found: dict[str, str] = {}
    used = set(taken)
    for path in sorted(path for path, change in final.items() if change.secret):
        change = final[path]
        entry = change.after
        if change.secret in NOT_STORED or change.volatile or entry is None or entry.kind != "file":
            continue
        if entry.size > _LARGEST_FILE or entry.hardlink not in ("", path):
            continue
        short = _plain("_".join(path.lstrip("/").split("/")[-2:]))
        name = next(one for one in chain((short,), (f"{short}_{number}" for number in count(2))) if one not in used)
        used.add(name)
        found[name] = path
    return found


def restored(name: str, change: Change) -> Script:
    """Return the script that makes a file of a secret that the build is given."""
    entry = change.after
    if entry is None:
        raise ValueError(change.path)
    where = f"-m {entry.mode:04o} -o {entry.uid} -g {entry.gid} {_WHERE}{name} {printable_word(change.path)}"
    return Script((f"install -D {where}",), (), secrets=(name,))


def _texts(command: Command) -> Iterator[str]:
    """Yield the texts of a command that its recipe may hold: its own, what the shell reported, and its directory."""
    yield command.text
    for change in command.state:
        if change.kind in ("alias", "function"):
            yield change.value or ""
        else:
            yield " ".join(f"{change.name}={word}" for word in PLACEHOLDER.findall(change.value or ""))
    yield command.cwd


def _name(text: str, place: re.Match[str]) -> str:
    before = text[: place.start()]
    if _USER.search(before):
        host = _HOST.search(text, before.rindex("://"))
        return _plain(f"{host[1] if host else 'url'}_password")
    announced = _NAMED.search(before) or _OPTION.search(before)
    if announced is None:
        word = _WORD.search(before)
        announced = word if word and not PLACEHOLDER.search(word[1]) and secret_name(word[1]) else None
    if announced is not None and _plain(announced[1]) not in _GENERAL:
        return _plain(announced[1].rpartition("/")[2])
    return _plain(f"{_context(text, place[0])}_{announced[1] if announced else 'password'}")


def _context(text: str, placeholder: str) -> str:
    """Return the host, or else the program, that a secret without a specific name is for."""
    if host := _HOST.search(text):
        return host[1]
    commands = facts(text).commands
    holding = [simple.name for simple in commands if any(placeholder in (word or "") for word in simple.words)]
    every = [*holding, *(simple.name for simple in reversed(commands))]
    return next((name for name in every if name not in _FEEDERS), "the")


def _plain(name: str) -> str:
    return "_".join(word.lower() for word in _WORDS.findall(name)) or "secret"


def mounts_secrets(decision: Decision, state: ShellState, known: Mapping[str, str], handling: Handling) -> bool:
    """Return whether a command that uses secrets runs with the secrets mounted."""
    texts = _script(decision.command, state)
    wanted = {known.get(word, "") for text in texts for word in PLACEHOLDER.findall(text)}
    if handling.mode == "carry" or not wanted or "" in wanted or not decision.paths:
        return False
    if handling.mode == "auto" and not wanted <= handling.given and len(decision.paths) <= MANY:
        return False
    hashes = not facts(decision.command.text).calls.isdisjoint(_HASHES)
    return not hashes and decision.command.shell in _READS and _can_substitute(texts)


def computes_secrets(decision: Decision, state: ShellState, handling: Handling) -> bool:
    """Return whether a command runs because no text has the secrets that it uses: it gets them anew, as from a file."""
    if handling.mode == "carry" or any(map(PLACEHOLDER.search, _script(decision.command, state))):
        return False
    return bool(decision.paths) and (handling.mode == "mount" or len(decision.paths) > MANY)


def _script(command: Command, state: ShellState) -> list[str]:
    """Return the lines that a command needs in front of it, and its own text."""
    definitions = needed_definitions(state, command.text, frozenset(), {})
    directory = [f"cd {quote(command.cwd)}"] if PLACEHOLDER.search(command.cwd) else []
    return [*directory, *(definition.text for definition in definitions), command.text]


def _can_substitute(texts: Sequence[str]) -> bool:
    """Return whether the placeholders can be replaced by reads, in the form in which the lines will be written."""
    parts = [part for text in texts for part in statements(text)]
    pieces = [joinable_lines(part) for part in parts]
    flat = ["\n".join(piece) for piece in pieces if piece is not None]
    if len(flat) < len(pieces):
        flat = ["\n".join(parts)]
    return all(substituted(text, PLACEHOLDER, lambda word: f"$(cat {_WHERE}{word})") is not None for text in flat)


def with_mounted_secrets(script: Script, known: Mapping[str, str], user: str) -> Script:
    """Return a script that reads its secrets from their mounts; `user` runs the instruction."""
    text = script.verbatim or "\n".join(script.lines)
    words = dict.fromkeys(PLACEHOLDER.findall(text))
    if not words:
        return script
    new = substituted(text, PLACEHOLDER, lambda word: f"$(cat {_WHERE}{known[word]})") or text
    new = _EXPORTED.sub(r"\1\2=\3 && export \2", new)
    script = replace(
        script,
        secrets=tuple(dict.fromkeys(known[word] for word in words)),
        shared=plain_user(script.user or user) != "root",
    )
    return replace(script, verbatim=new) if script.verbatim else replace(script, lines=tuple(new.split("\n")))


def secrets_read_by(dockerfile: str) -> tuple[str, ...]:
    """Return the names of the secrets that a Dockerfile's steps read."""
    flags = (match[1] for line in instructions(dockerfile) if (match := _RUN_OPTIONS.match(line)))
    return tuple(dict.fromkeys(name for text in flags for name in _MOUNT.findall(text)))


def options(scripts: Sequence[Script]) -> str:
    """Return the `--mount` options of a RUN, one per line."""
    mode = ",mode=0444" if any(script.shared for script in scripts) else ""
    wanted = sorted({name for script in scripts for name in script.secrets})
    return "".join(f"--mount=type=secret,id={name},required=true{mode} \\\n    " for name in wanted)
