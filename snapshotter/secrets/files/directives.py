"""Secrets in files of settings whose lines are a name, a space and a value: `SetEnv PASSWORD VALUE`."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.judge import is_password_argument, secret_name

_LEAD = (
    r"(?:(?:enable|SetEnv|setenv|fastcgi_param|uwsgi_param|scgi_param|IPSec|Xauth|set|env)[ \t]+|"
    r"(?:neighbor|peer|user|username|login|account)[ \t]+\S+[ \t]+){0,2}"
)
_DIRECTIVE = regex(
    rf"(?m)^[ \t]*{_LEAD}(?P<name>[\w.-]*(?i:pass|pw|secret|psk)[\w.-]*)[ \t]+(?:[0-8][ \t]+)?"
    r"[\"']?(?P<s>[^\s\"';#=:{}()]{4,})[\"']?[ \t]*;?[ \t]*$"
)


def directives(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the passwords that are the last word of a line, behind a name for one."""
    for line in _DIRECTIVE.finditer(text):
        if secret_name(line["name"]) in ("password", "secret") and is_password_argument(line["s"], word=True):
            yield line.span("s")
