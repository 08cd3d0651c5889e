"""Secrets that are typed at a prompt: what a prompt asks for, and which variables a command line reads secrets into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from snapshotter.regex import regex
from snapshotter.secrets.commands.in_options import program, programs
from snapshotter.secrets.commands.tokens import EXPANSION, CommandWords, read
from snapshotter.secrets.judge import NameClass, secret_name
from snapshotter.secrets.tables.name_words import ATTRIBUTES, JOINING, PASSWORDS, SECRETS

_NAME = regex(r"(?P<name>[A-Za-z_]\w*)?(?:\?(?P<prompt>.*))?", re.S)
"""An operand of `read`: in zsh and ksh a prompt may follow."""
_SILENT = regex(r"-[a-zA-Z]*s[a-zA-Z]*|--silent")
_WITH_VALUE = regex(r"-[a-zA-Z]*[dinNptuPcR]|--(?:prompt|prompt-str|right-prompt|command|delimiter|nchars)")
_PROMPT = regex(r"-[a-oq-zA-OQ-Z]*[pP](?P<attached>.*)|--prompt(?:-str)?(?:=(?P<long>.*))?", re.S)
_PRINTING = frozenset({"echo", "printf", "print"})
_PREFIXES = frozenset({"builtin", "command"})
_BESIDE = frozenset({"stty", "tput", "true", ":", "sleep", "trap"})
"""Commands that may come between a printed prompt and `read`."""
_ASKED_BY_PROGRAM = regex(
    r"\b(?P<name>[A-Za-z_]\w*)(?:=\"?(?:\$\(|`)|\s+\(|\s+\"?\$\()(?=[^)`\n]*?(?:--passwordbox|--insecure\b|ask-?pass|"
    r"(?:zenity|kdialog|yad|gum)\b[^)`\n]*--password|getpass|\bread\b[^)`\n;]*\s-\w*s))"
)
"""A variable that gets what a dialog or another program asks for and does not show."""
_ASIDE = regex(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\x1b\[[0-9;?]*[a-zA-Z]|\\[a-z]|%s")
_CHOICE = regex(r"\by(?:es)?\s*[/|]\s*no?\b|\bno?\s*[/|]\s*y(?:es)?\b", re.I)
_PROMPT_WORDS = regex(r"[^\W_]+")
_LONGEST_PROMPT = 200
_FOREIGN = tuple(word for word in sorted(PASSWORDS | SECRETS) if not word.isascii())
"""Words of languages that may be written without spaces."""
_NEAR = 3


@lru_cache(maxsize=256)
def asked_for(prompt: str) -> NameClass:
    """Return what the last line of a prompt asks for, as `secret_name` says it, "" for nothing secret."""
    line = prompt.rstrip().rpartition("\n")[2][-_LONGEST_PROMPT:]
    if _CHOICE.search(line) or line.endswith((".", "!", "$", "#", "%")):
        return ""
    line = _ASIDE.sub(" ", line)
    words = [word for word in _PROMPT_WORDS.findall(line) if word.lower() != "is"]
    words = words[1:] if words and words[0].lower() == "enter" else words  # elsewhere it is the name of a key
    found: NameClass = ""
    for count in range(1, len(words) + 1):
        announced = secret_name(" ".join(words[:count]))
        if not announced or not _ends_name(announced, words[count:]):
            continue
        if announced != "maybe":
            return announced
        found = "maybe"
    return "password" if any(word in line.lower() for word in _FOREIGN) else found


def _ends_name(announced: NameClass, behind: Sequence[str]) -> bool:
    """Return whether a prompt asks for what its first words announce, and not for something about it."""
    behind = [word.lower() for word in behind[:_NEAR]]
    if not behind or behind[0] in JOINING:
        return True
    return announced != "pin" and ATTRIBUTES.isdisjoint(behind)


def silently_read(text: str, *, unseen: bool = False) -> tuple[frozenset[str], bool]:
    """Return the variables into which a command line reads secrets, and whether echo is off after it.

    A secret is what is read without echo, or behind a prompt that asks for one.  `unseen` is whether echo was off
    before.
    """
    names, _, unseen = _reads(text, unseen=unseen)
    return names, unseen


def reads_only_secrets(text: str) -> bool:
    """Return whether a command line reads input into variables, and only secrets."""
    names, others, _ = _reads(text, unseen=False)
    return bool(names) and not others


def _reads(text: str, *, unseen: bool) -> tuple[frozenset[str], bool, bool]:
    """Return the variables for secrets, whether others are read as well, and whether echo is off afterwards."""
    names, others, printed = set[str](), False, ""
    for command in read(text).commands:
        found = programs(command.words)
        if not found:
            continue
        words = command.words[found[0] :]
        while len(words) > 1 and words[0].value in _PREFIXES:
            words = words[1:]
        name, values = program(words[0]), [word.value for word in words[1:]]
        if name == "stty" and not {"-echo", "echo", "sane"}.isdisjoint(values):
            unseen = "-echo" in values
        elif name in _PRINTING:
            printed = " ".join(value for value in values if not re.fullmatch(r"-[a-zA-Z]+", value))
        elif name in ("read", "vared"):
            into, prompt = _operands([value for value in values if value != "-c"] if name == "vared" else values)
            silent = unseen or any(_SILENT.fullmatch(value) for value in values)
            if silent or (asked_for(prompt or printed) not in ("", "maybe") and not _has_input(command)):
                names |= into or {"REPLY"}
            elif not _has_input(command):
                others = True
            printed = ""
        elif name not in _BESIDE:
            printed = ""
    names.update(match["name"] for match in _ASKED_BY_PROGRAM.finditer(text))
    return frozenset(names), others, unseen


def _has_input(command: CommandWords) -> bool:
    return bool(command.inputs or command.sources)


def _operands(values: Sequence[str]) -> tuple[set[str], str]:
    """Return the variables that `read` sets, and its prompt."""
    names, prompt, before = set[str](), "", ""
    for value in values:
        if _WITH_VALUE.fullmatch(before):
            prompt = value if _PROMPT.fullmatch(before) else prompt
            before = ""
            continue
        if value.startswith("-"):
            attached = _PROMPT.fullmatch(value)
            if attached and (attached["attached"] or attached["long"]):
                prompt = attached["attached"] or attached["long"]
        elif found := _NAME.fullmatch(value):
            names |= {found["name"]} if found["name"] else set()
            prompt = found["prompt"] or prompt
        before = value
    return names, prompt.replace(EXPANSION, " ")
