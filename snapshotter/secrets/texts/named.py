"""Secrets behind a name that announces them: `NAME = VALUE`, `"NAME": "VALUE"`, `NAME=VALUE&`, `setName("VALUE")`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from snapshotter.regex import regex
from snapshotter.secrets.judge import (
    NameClass,
    is_secret_code,
    is_secret_setting,
    is_secret_value,
    is_translation,
    secret_name,
)
from snapshotter.secrets.texts.values import count_character_kinds, is_strong, is_uuid

Where = Literal["typed", "settings", "code", "strict"]
"""The text is one that was typed, a file of settings, source code, or one in which values are mostly examples."""
Span = tuple[int, int]

_LONGEST_NAME = 64
_LONGEST_LEAD = 512
_NAME = regex(r"[\w.-]*")
_IN_RESOURCE_NAME = regex(r"[^\s\"'{(,\[]:")
"""The end of what is before a name in `arn:aws:secretsmanager:eu-west-1:1:secret:NAME`."""
_SIGNATURES = ("sig", "signature")
"""Names of what gives access as a parameter of a URL, and of something public elsewhere."""

_SEPARATOR = regex(
    r"\\?[\"'`\])}]{0,3}[ \t]*(?:=>|:=|\?=|\+=|=(?![=~>])|:(?![:/=]))[ \t]*(?:\\?[\"'`]?\s*(?:\||>[-+]?)[ \t]*\n\s*)?"
)
_ANNOTATION = regex(r"[A-Za-z][\w\[\]., |&<>?]{0,40}=[ \t]*(?=[\"'])")
"""The type in `NAME: str = "VALUE"`."""
_ARGUMENT = regex(r"\(\s*[brfu@]?\\?(?=[\"'])")
"""What is between a name and its value in `setName("VALUE")`."""
_SECOND_ARGUMENT = regex(r"\\?[\"']\s*,\s*[brfu@]?\\?(?=[\"'])")
"""The same in `define('NAME', 'VALUE')`."""
_CALLED = regex(
    r"(?i:define|(?:set|put|get)\w*|\w*env|config|option|var|header|append|property|field|secret)\s*\(\s*[brfu@]?\\?[\"']\Z"
)
"""What is before the name there."""
_ELEMENT = regex(r"\\?[\"'][^<>\0]{0,80}>\s*(?P<s>[^<>\s\0]+)\s*</")
_PAIR = regex(
    r"\\?[\"']?\s*(?:,\s*|/?>\s*<|\n\s*-?\s*)?\\?[\"']?(?i:(?P<name>value|default|string))\\?[\"']?\s*(?:[:=]|>)\s*"
)
"""The same in `name: NAME, value: VALUE` and `<key>NAME</key><string>VALUE`."""
_SPACE = regex(
    r"[\"']?(?i:\s+(?:is|was|ist|war|lautet|est|es|era|é|è|to|becomes|jest|[0-9]|:|->|=>))?[ \t]*[: \t][ \t]*"
)
"""The same in a sentence, and in settings without a separator."""

_QUOTED = regex(r"\\?([\"'])(?P<s>(?:(?!\1)[^\\\0\n]|\\.)*?)\\?\1")
_TO_SPACE = regex(r"[^\s\"']{1,4096}")
_BARE = regex(r"[^\s\"'`<>]{1,256}")
_INLINE = regex(r"[^\s\"'`,;&)}\]<>]{1,1024}")
_PARAMETER = regex(r"[^\s\"'`&;<>\\]{1,1024}")
LISTED = regex(r"[^,;&]+(?=[,;&][\w.-]+=)")
"""A value that is followed by the next name of a list."""
_LINE_END = regex(r"[ \t]*(?:[,;\\]?(?:\n|\r|\Z|\\n|[#;]))")
_ALONE = ("", "export", "set", "-", "+", ">", "env", "local", "readonly", "declare", "ENV", "ARG", "setenv")
"""What can be in front of the first name of a line."""
_ASSIGNED_TO = regex(r"[A-Za-z][\w.-]*\s*=")
"""The same in `Environment=NAME=VALUE`."""
_PAIR_BEFORE = regex(r"[\w.-]+=[^\s,;=()\"']+[ \t,;]+\Z")
_PAIR_OF_WORDS = regex(r"[A-Za-z][\w-]*=[^=]")
_COMPOUND = regex(r"[a-z]+[\w-]*(?:Passphrase|Password|_password|-password|_passphrase|_pass)")
"""The name of a setting that takes a password, as in `defAuthPassphrase VALUE`."""
_COMMENT = regex(r"\s*(?:#(?!\{)|//(?=\s)|;|--|\*|<!--|(?i:rem)\b|\.\.|!)")
_BRACKETS, _END_OF_SENTENCE, _PUNCTUATION = "[({-", ".,;:", ".,;:!?)]}\\"
_SHORTEST_PARAMETER = 6


class Name(Struct, frozen=True):
    """A name in a text, from `start` up to `end`, and what it announces."""

    text: str
    start: int
    end: int
    announced: NameClass
    delimiter: str
    """What ends a value in a substitution of sed, or ""."""
    where: Where

    def is_commented_out(self) -> bool:
        """Return whether it is in a comment of a file of settings, as defaults are."""
        line = self.text.rfind("\n", 0, self.start) + 1
        return self.where == "settings" and _COMMENT.match(self.text, line, self.start) is not None

    def is_parameter(self) -> bool:
        """Return whether it is a parameter of a URL or a form."""
        return self.start > 0 and self.text[self.start - 1] in "&?"

    def surroundings(self) -> tuple[bool, bool]:
        """Return whether it is the first name on its line, and whether it is in a list of NAME=VALUE."""
        line = self.text.rfind("\n", max(0, self.start - _LONGEST_LEAD), self.start) + 1
        before = self.text[max(line, self.start - _LONGEST_LEAD) : self.start]
        lead = before.strip()
        first = (
            lead in _ALONE
            or lead.endswith("\\n")
            or (lead[:1] in "#;" and lead.strip("#; ") in _ALONE)
            or _ASSIGNED_TO.fullmatch(lead) is not None
        )
        return first, "(" not in before and _PAIR_BEFORE.search(before[-_LONGEST_NAME:]) is not None


def name_at(text: str, at: int, delimiter: str, where: Where) -> Name:
    """Return the name around a position."""
    lead, rest = _NAME.match(text[max(0, at - _LONGEST_NAME) : at][::-1]), _NAME.match(text, at)
    start, end = at - (lead.end() if lead else 0), rest.end() if rest else at
    while end > at and text[end - 1] in ".-":
        end -= 1
    name = Name(text, start, end, "", delimiter, where)
    if _IN_RESOURCE_NAME.search(text[max(0, start - 2) : start]):
        return name
    announced = secret_name(text[start:end].lstrip("-"))
    if announced == "maybe" and text[start:end].lower().endswith(_SIGNATURES) and not name.is_parameter():
        return name
    return Name(text, start, end, announced, delimiter, where)


def value_of(name: Name) -> Span | None:
    """Return start and end of the secret that a name announces, or None."""
    text, end = name.text, name.end
    if separator := _SEPARATOR.match(text, end):
        annotation = _ANNOTATION.match(text, separator.end())
        return _value(name, annotation.end() if annotation else separator.end())
    if argument := _ARGUMENT.match(text, end):
        called = _QUOTED.match(text, argument.end())
        return _quoted(name, argument.end()) if called and is_strong(called["s"], quoted=True) else None
    if (argument := _SECOND_ARGUMENT.match(text, end)) and _CALLED.search(text, max(0, name.start - 64), name.start):
        return _quoted(name, argument.end(), code=name.where == "settings")
    if name.where != "code" and (element := _ELEMENT.match(text, end)):
        return element.span("s") if is_secret_setting(name.announced, element["s"], alone=True) else None
    if pair := _PAIR.match(text, end):
        return _value(Name(text, pair.start("name"), end, name.announced, name.delimiter, name.where), pair.end())
    return None if name.where == "code" else _spaced(name)


def _value(name: Name, at: int) -> Span | None:
    """Return start and end of the value at `at` if it is a secret, else None."""
    text = name.text
    if _QUOTED.match(text, at):
        return _quoted(name, at)
    if name.is_parameter():
        return _parameter(name, at)
    first_on_line, listed = name.surroundings()
    whole = _TO_SPACE.match(text, at) if first_on_line and not name.delimiter else None
    if whole and _LINE_END.match(text, whole.end()) and not LISTED.match(whole[0]):
        start, end = whole.span()
        while end > start and text[end - 1] in ",;":
            end -= 1
        escape = text.find("\\n", start, end)
        end = escape if escape > start else end
        return (start, end) if _is_secret(name, text[start:end], alone=True) else None
    inline = _INLINE.match(text, at)
    if not inline:
        return None
    listed = listed or (name.where == "settings" and _is_word_of_text(name, at, inline.end()))
    start, end = inline.span()
    for stop in ("\0", "\\n", name.delimiter):
        cut = text.find(stop, start, end) if stop else -1
        end = cut if cut >= 0 else end
    return (start, end) if _is_secret(name, text[start:end], alone=listed) else None


def _is_word_of_text(name: Name, at: int, end: int) -> bool:
    """Return whether NAME=VALUE is a word of its own, as in a log."""
    before, behind = name.text[name.start - 1 : name.start], name.text[end : end + 1]
    return at == name.end + 1 and name.text[name.end] == "=" and before.isspace() and (not behind or behind.isspace())


def _is_secret(name: Name, value: str, *, alone: bool) -> bool:
    """Return whether a value without quotes is a secret."""
    if name.where in ("code", "strict") or name.is_commented_out():
        return is_strong(value) and not is_uuid(value)
    return not is_translation(value) and is_secret_setting(name.announced, value, alone=alone)


def _parameter(name: Name, at: int) -> Span | None:
    parameter = _PARAMETER.match(name.text, at)
    value = parameter[0].rstrip("\0).,") if parameter else ""
    if len(value) < _SHORTEST_PARAMETER or not is_secret_value(name.announced, value):
        return None
    return (at, at + len(value)) if name.where != "strict" or is_strong(value) else None


def _quoted(name: Name, at: int, *, code: bool = False) -> Span | None:
    quoted = _QUOTED.match(name.text, at)
    if quoted is None:
        return None
    value = quoted["s"].removesuffix("\\n")
    if code or name.where == "code":
        secret = is_secret_code(name.announced, name.text[name.start : name.end], value)
    elif name.where == "strict" or name.is_commented_out():
        secret = is_strong(value, quoted=True) and not is_uuid(value)
    else:
        secret = not is_translation(value) and is_secret_setting(name.announced, value, alone=True)
    return (quoted.start("s"), quoted.start("s") + len(value)) if secret else None


def _spaced(name: Name) -> Span | None:
    """Return the secret in `the password is VALUE` and in settings without a separator, such as `password VALUE`."""
    space = _SPACE.match(name.text, name.end)
    if space is None or name.announced == "pin":
        return None
    if quoted := _QUOTED.match(name.text, space.end()):
        value = quoted["s"]
        weak = space[0].strip() or count_character_kinds(value) < 2
        return None if "\\" in value or (weak and not is_strong(value, quoted=True)) else _quoted(name, space.end())
    bare = _BARE.match(name.text, space.end())
    if bare is None or bare[0][0] in _BRACKETS or _PAIR_OF_WORDS.match(bare[0]):
        return None
    for value in (bare[0].rstrip(_END_OF_SENTENCE), bare[0], bare[0].rstrip(_PUNCTUATION)):
        if is_strong(value):
            return bare.start(), bare.start() + len(value)
    return bare.span() if _is_setting_without_separator(name, bare[0], bare.end()) else None


def _is_setting_without_separator(name: Name, value: str, end: int) -> bool:
    return (
        name.where == "settings"
        and _COMPOUND.fullmatch(name.text, name.start, name.end) is not None
        and name.surroundings()[0]
        and _LINE_END.match(name.text, end) is not None
        and is_secret_setting(name.announced, value, alone=True)
    )
