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
from snapshotter.secrets.tables.name_words import TARGETS
from snapshotter.secrets.texts.values import (
    count_character_kinds,
    is_passphrase,
    is_strong,
    is_strong_password,
    is_uuid,
    is_word_and_number,
)

Where = Literal["typed", "settings", "code", "strict"]
"""The text is one that was typed, a file of settings, source code, or one in which values are mostly examples."""
Span = tuple[int, int]

_LONGEST_NAME = 64
_LONGEST_LEAD = 512
_NAME = regex(r"[\w.-]*")
_IN_RESOURCE_NAME = regex(r"[^\s\"'{(,\[:/]:")
"""The end of what is before a name in `arn:aws:secretsmanager:eu-west-1:1:secret:NAME`."""
_SIGNATURES = ("sig", "signature")
"""Names of what gives access as a parameter of a URL, and of something public elsewhere."""

_NOTHING_FOLLOWS = frozenset({"", "\n", "\r", ";"})
"""What is behind a word such as `pass` that is a statement of its own."""
_SEPARATOR = regex(
    r"\\?(?:\[\w*\])?[\"'`\])}]{0,3}[ \t]*(?:=>|:=|<-|\?=|\+=|=(?![=~>])|:(?![:/=]))"
    r"[ \t]*(?:\\?[\"'`]?\s*(?:\||>[-+]?)[ \t]*\n\s*)?"
    r"(?:`(?!\$)|\*\*[ \t]*`?|\"\"(?=\")|''(?='))?"
)
_ANNOTATION = regex(r"[A-Za-z&*][\w\[\]., |&<>?']{0,40}=[ \t]*(?=[\"'])")
"""The type in `NAME: str = "VALUE"`."""
_ARGUMENT = regex(r"\(\s*[brfu@]?\\?(?=[\"'])")
"""What is between a name and its value in `setName("VALUE")`."""
_SECOND_ARGUMENT = regex(r"\\?[\"']\s*,\s*[brfu@]?\\?(?=[\"'])")
"""The same in `define('NAME', 'VALUE')`."""
_KEYWORD = regex(r"(?:[ \t]+|[ \t]*,[ \t]*)(?=[\"'])")
"""The same in `:name "VALUE"` and `set :name, 'VALUE'`."""
_DEFINED = regex(r"[ \t]+(?=\")")
"""The same in `#define NAME "VALUE"`, and what is before the name there."""
_DEFINE = regex(r"#[ \t]*define[ \t]+\Z")
_TUPLE = regex(r"[\"']?\s*,\s*(?:<<)?(?=[\"'])")
"""The same in `{NAME, <<"VALUE">>}`, and what is before the name there."""
_MAPPING = regex(r"[{\[][ \t]*[\w\"'-]+[\"']?[ \t]*[:,]")
"""The beginning of a list or a mapping as a value."""
_IN_BRACKETS = regex(r"(?:\[[^\[\]\n]{0,64}\]|<[^<>\n]{0,64}>)(?=\s|\Z|[,;&\"'])")
"""What stands for a value: `[FILTERED]`, `<token>`."""
_CLOSED = regex(r"[ \t]*[,}]")
_BRACE = regex(r"\{\s*[\"']?\Z")
_STATEMENT = regex(r"[\w\s$@*&:.<>?\[\]'\"+-]*\Z")
"""What can be before the name of a variable in a statement that assigns a value to it."""
_STATEMENT_END = regex(r"[ \t]*(?:as[ \t]+\w+)?[ \t]*;?[ \t]*(?:\?>)?[ \t]*(?:\r?\n|\Z|\\n|#|//|\"?,?\n)")
_USER = regex(
    r"(?i)(?<![a-z])(?:user(?:[_-]?name|id)?|login|host(?:name)?|server|driver|adapter|database|db[_-]?name)[\"']?\s*(?:=>|[:=])(?![=>])"
)
"""The name of a user or a server, which a password belongs to."""
_BESIDE = 160
"""Characters around a password in which that is searched."""
_CALLED = regex(
    r"(?i:define|(?:set|put|get)\w*|\w*env|config|option|var|header|append|property|field|secret)\s*\(\s*[brfu@]?\\?[\"']\Z"
)
"""What is before the name there."""
_ELEMENT = regex(r"\\?[\"'][^<>\0]{0,80}>\s*(?P<s>[^<>\s\0]+)\s*</")
_PAIR = regex(
    r"\\?[\"']?\s*(?:,\s*|/?>\s*<|\n\s*-?\s*|\{\s*(?:(?!default)\w+\s*=[^\n]*\n\s*){0,4})?\\?[\"']?(?i:(?P<name>value|default|string))\\?[\"']?\s*(?:[:=]|>)\s*"
)
"""The same in `name: NAME, value: VALUE` and `<key>NAME</key><string>VALUE`."""
_FOR_WHAT = regex(
    r"(?i:[ \t]+(?:for|of|on|für|fuer|vom|pour|du|para|per|voor|do)(?:[ \t]+[\w.@-]+){1,3}[ \t]*[:=][ \t]*)[`*\"']{0,3}"
)
"""The same in `password for root: VALUE`."""
_SPACE = regex(
    r"[\"']?(?i:\s+(?:is|was|ist|war|lautet|est|es|era|é|è|to|becomes|jest|[0-9]|:|->|=>))?[ \t]*[: \t][ \t]*[`*]{0,3}"
)
"""The same in a sentence, and in settings without a separator."""

_QUOTED = regex(r"\\?([\"'])(?P<s>(?:(?!\1)[^\\\0\n]|\\.)*?)\\?\1")
_LINE = regex(r"[^\n\0\\]{1,256}")
_WORDS_WITHOUT_QUOTES = 4
"""The words of a pass phrase that is not quoted."""
_TO_SPACE = regex(r"[^\s\"']{1,4096}")
_IN_PARENTHESES = regex(r"\((?P<s>[^\s()]{8,64})\)")
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
_PATH_OF_NAME = regex(r"[ \t]*\w[\w.-]*(?:[\\/][\w.\\/-]*|\[[\"']?)")
_PAIR_BEFORE = regex(r"[\w.-]+=[^\s,;=()\"']+[ \t,;]+\Z")
_PAIR_OF_WORDS = regex(r"[A-Za-z][\w-]*=[^=]")
_COMPOUND = regex(r"[A-Za-z][\w.-]*(?:Passphrase|Password|password|passphrase|[_-](?:pass|passwd|pwd))")
"""The name of a setting that takes a password, as in `defAuthPassphrase VALUE`."""
_USER_BEFORE = regex(r"(?i:user(?:name)?)\s+[\"']?[^\s\"']+[\"']?\s+\Z")
_RUNS = regex(r"\s*-?\s*[\"']?(?i:\w*(?:command|cmd|exec|execstart|args|run|entrypoint))[\"']?\s*[:=]")
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
            or (self.where == "settings" and _is_part_of_name(before))
        )
        in_string = max(before.rfind("'"), before.rfind('"'))
        return first, "(" not in before[in_string + 1 :] and _PAIR_BEFORE.search(before[-_LONGEST_NAME:]) is not None


def _is_part_of_name(before: str) -> bool:
    """Return whether what is before a name on its line says only what for: `DynDNS\\`, `env[`, `mysql root`."""
    return _PATH_OF_NAME.fullmatch(before) is not None or TARGETS.issuperset(before.lower().split())


def name_at(text: str, at: int, delimiter: str, where: Where) -> Name:
    """Return the name around a position."""
    lead, rest = _NAME.match(text[max(0, at - _LONGEST_NAME) : at][::-1]), _NAME.match(text, at)
    start, end = at - (lead.end() if lead else 0), rest.end() if rest else at
    if start < at and text[start] in "nt" and text[start - 1 : start] == "\\":
        start += 1  # the line end or tab in front is an escape
    while end > at and text[end - 1] in ".-":
        end -= 1
    name = Name(text, start, end, "", delimiter, where)
    if _IN_RESOURCE_NAME.search(text[max(0, start - 2) : start]) and not text[:start].endswith(
        "$env:", max(0, start - 5)
    ):
        return name
    announced = secret_name(text[start:end].lstrip("-"))
    if announced == "maybe" and text[start:end].lower().endswith(_SIGNATURES) and not name.is_parameter():
        return name
    return Name(text, start, end, announced, delimiter, where)


def value_of(name: Name) -> Span | None:
    """Return start and end of the secret that a name announces, or None."""
    text, end = name.text, name.end
    if name.where == "code" and text[end : end + 1] in _NOTHING_FOLLOWS:
        return None
    if separator := _SEPARATOR.match(text, end):
        annotation = _ANNOTATION.match(text, separator.end()) if text[end : end + 1] in " :" else None
        return _value(name, annotation.end() if annotation else separator.end())
    if argument := _ARGUMENT.match(text, end):
        called = _QUOTED.match(text, argument.end())
        return _quoted(name, argument.end()) if called and is_strong(called["s"], quoted=True) else None
    if (argument := _SECOND_ARGUMENT.match(text, end)) and _CALLED.search(text, max(0, name.start - 64), name.start):
        return _quoted(name, argument.end(), code=name.where == "settings")
    if (defined := _DEFINED.match(text, end)) and _DEFINE.search(text, max(0, name.start - 16), name.start):
        return _quoted(name, defined.end())
    if (defined := _TUPLE.match(text, end)) and _BRACE.search(text, max(0, name.start - 8), name.start):
        return _quoted(name, defined.end())
    if name.where != "code" and (element := _ELEMENT.match(text, end)):
        return element.span("s") if is_secret_setting(name.announced, element["s"], alone=True) else None
    if pair := _PAIR.match(text, end):
        return _value(Name(text, pair.start("name"), end, name.announced, name.delimiter, name.where), pair.end())
    if (named := _FOR_WHAT.match(text, end)) and (bare := _BARE.match(text, named.end())):
        value = bare[0].rstrip(_PUNCTUATION)
        least = is_strong(value) or (name.where != "strict" and is_word_and_number(value))
        return (bare.start(), bare.start() + len(value)) if least else None
    if name.where == "code":
        keyword = name.start and text[name.start - 1] == ":" and _KEYWORD.match(text, end)
        return _quoted(name, keyword.end()) if keyword else None
    return _spaced(name)


def _value(name: Name, at: int) -> Span | None:
    """Return start and end of the value at `at` if it is a secret, else None."""
    text = name.text
    if _QUOTED.match(text, at):
        return _quoted(name, at)
    if name.is_parameter():
        return _parameter(name, at)
    if _MAPPING.match(text, at) or _IN_BRACKETS.match(text, at):
        return None
    first_on_line, listed = name.surroundings()
    if first_on_line and name.announced == "password" and name.where in ("settings", "typed"):
        line = _LINE.match(text, at)
        if line and is_passphrase(line[0].rstrip(), _WORDS_WITHOUT_QUOTES):
            return _span_of_secret(name, at, at + len(line[0].rstrip()))
    whole = _TO_SPACE.match(text, at) if first_on_line and not name.delimiter else None
    if whole and _LINE_END.match(text, whole.end()) and not LISTED.match(whole[0]):
        start, end = whole.span()
        while end > start and text[end - 1] in ",;":
            end -= 1
        escape = text.find("\\n", start, end)
        end = escape if escape > start else end
        return _span_of_secret(name, start, end)
    inline = _INLINE.match(text, at)
    if not inline:
        return None
    listed = (
        listed
        or (name.where == "settings" and _is_word_of_text(name, at, inline.end()))
        or (name.where in ("settings", "typed") and _is_in_braces(name, inline.end()))
    )
    in_string = name.where == "code" and listed and _USER.search(text, max(0, name.start - _BESIDE), name.start)
    if in_string and is_secret_code(name.announced, "", inline[0], in_use=True):
        return inline.span()
    start, end = inline.span()
    for stop in ("\0", "\\n", name.delimiter):
        cut = text.find(stop, start, end) if stop else -1
        end = cut if cut >= 0 else end
    return (start, end) if _is_secret(name, text[start:end], alone=listed) else None


def _span_of_secret(name: Name, start: int, end: int) -> Span | None:
    return (start, end) if _is_secret(name, name.text[start:end], alone=True) else None


def _is_word_of_text(name: Name, at: int, end: int) -> bool:
    """Return whether NAME=VALUE is a word of its own, as in a log."""
    before, behind = name.text[name.start - 1 : name.start], name.text[end : end + 1]
    return at == name.end + 1 and name.text[name.end] == "=" and before.isspace() and (not behind or behind.isspace())


def _is_in_braces(name: Name, end: int) -> bool:
    """Return whether NAME: VALUE is in a list in braces, as in YAML: `{user: a, password: b}`."""
    line = name.text.rfind("\n", max(0, name.start - _LONGEST_LEAD), name.start) + 1
    before = name.text[line : name.start]
    return before.count("{") > before.count("}") and _CLOSED.match(name.text, end) is not None


def _is_secret(name: Name, value: str, *, alone: bool) -> bool:
    """Return whether a value without quotes is a secret."""
    if name.where in ("code", "strict") or name.is_commented_out():
        return is_strong(value) and not is_uuid(value)
    return not is_translation(value) and is_secret_setting(
        name.announced, value, alone=alone, word=alone and _is_line_of_settings(name)
    )


def _is_line_of_settings(name: Name) -> bool:
    """Return whether a line of a file of settings begins with this name and `=`."""
    if name.where != "settings" or not name.text[name.end : name.end + 8].lstrip(" \t").startswith("="):
        return False
    return name.surroundings()[0]


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
        in_use = name.where == "code" and _is_in_use(name, quoted.end())
        secret = is_secret_code(name.announced, name.text[name.start : name.end], value, in_use=in_use)
    elif name.where == "strict" or name.is_commented_out():
        secret = is_strong(value, quoted=True) and not is_uuid(value)
    else:
        secret = not is_translation(value) and is_secret_setting(
            name.announced, value, alone=True, word=_is_line_of_settings(name)
        )
    return (quoted.start("s"), quoted.start("s") + len(value)) if secret else None


def _is_in_use(name: Name, end: int) -> bool:
    """Return whether a string in source code is assigned to a variable and ends there, or stands beside a user."""
    text = name.text
    line = text.rfind("\n", max(0, name.start - _LONGEST_LEAD), name.start) + 1
    if _STATEMENT.fullmatch(text, line, name.start) and _STATEMENT_END.match(text, end):
        return text[name.end : end].lstrip("\"'])} \t")[:1] == "="
    return _USER.search(text, max(0, name.start - _BESIDE), min(len(text), end + _BESIDE)) is not None


def _spaced(name: Name) -> Span | None:
    """Return the secret in `the password is VALUE` and in settings without a separator, such as `password VALUE`."""
    space = _SPACE.match(name.text, name.end)
    if space is None or name.announced == "pin":
        return None
    if quoted := _QUOTED.match(name.text, space.end()):
        value = quoted["s"]
        if "\\" in value:
            return None
        weak = space[0].strip() or count_character_kinds(value) < 2
        clear = is_strong(value, quoted=True) or is_passphrase(value) or _is_directive(name, quoted.end())
        return _quoted(name, space.end()) if clear or not weak else None
    if parenthesis := _IN_PARENTHESES.match(name.text, space.end()):
        return parenthesis.span("s") if is_strong_password(parenthesis["s"]) else None
    bare = _BARE.match(name.text, space.end())
    if bare is None or bare[0][0] in _BRACKETS or _PAIR_OF_WORDS.match(bare[0]):
        return None
    takes_word = name.where == "settings" and (_is_behind_user(name) or _is_option_of_command(name))
    if takes_word and is_secret_setting(name.announced, bare[0], alone=True):
        return bare.span()
    for value in (bare[0].rstrip(_END_OF_SENTENCE), bare[0], bare[0].rstrip(_PUNCTUATION)):
        if is_strong(value) or (name.announced == "password" and space[0].strip() and is_word_and_number(value)):
            return bare.start(), bare.start() + len(value)
    return bare.span() if _is_setting_without_separator(name, bare[0], bare.end()) else None


def _is_behind_user(name: Name) -> bool:
    """Return whether a user is in front of the name: `user NAME password VALUE`."""
    return _USER_BEFORE.search(name.text[max(0, name.start - _BESIDE) : name.start]) is not None


def _is_option_of_command(name: Name) -> bool:
    """Return whether the name is an option in a line of a file of settings that runs a command."""
    line = name.text.rfind("\n", max(0, name.start - _LONGEST_LEAD), name.start) + 1
    return name.text[name.start : name.end].startswith("--") and _RUNS.match(name.text, line, name.start) is not None


def _is_directive(name: Name, end: int) -> bool:
    """Return whether a line of a file of settings is a name for a password and a value in quotes."""
    return (
        name.where == "settings"
        and name.announced == "password"
        and name.surroundings()[0]
        and _LINE_END.match(name.text, end) is not None
    )


def _is_setting_without_separator(name: Name, value: str, end: int) -> bool:
    return (
        name.where == "settings"
        and _COMPOUND.fullmatch(name.text, name.start, name.end) is not None
        and name.surroundings()[0]
        and _LINE_END.match(name.text, end) is not None
        and is_secret_setting(name.announced, value, alone=True)
    )
