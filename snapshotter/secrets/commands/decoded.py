"""Credentials in base64: a run of characters that is USER:PASSWORD or a private key when it is decoded."""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.texts.values import is_strong

_RUN = regex(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/]{16,4096}={0,2}(?![A-Za-z0-9+/_=-])")
_CREDENTIALS = regex(r"[\w.@+-]{1,64}:(?P<password>[^\s:]{6,128})\s*")
_SETTING = regex(
    r"(?is)(?:.*[\s\"',{;])?[\w.-]*(?:passw|secret|token|api_?key)[\w.-]*[\"']?\s*[:=]\s*[\"']?[^\s\"'$<{]{6,}.*"
)


def holds_credentials(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run of base64 that holds a user with a password, a named secret or a private key."""
    for match in _RUN.finditer(text):
        decoded = _decode(match[0])
        credentials = _CREDENTIALS.fullmatch(decoded)
        if (
            (credentials and (is_strong(credentials["password"]) or _is_mixed(credentials["password"])))
            or "PRIVATE KEY-----" in decoded
            or (len(decoded) > 12 and _SETTING.fullmatch(decoded))
        ):
            yield match.span()


def _is_mixed(password: str) -> bool:
    """Return whether a password mixes letters with digits, or capitals with others in no way that a word does."""
    if any(character.isdigit() for character in password):
        return any(character.isalpha() for character in password)
    return not (password.islower() or password.isupper() or password.istitle())


def _decode(run: str) -> str:
    """Return the text that a run of base64 stands for; "" if it is no printable text."""
    if len(run.rstrip("=")) % 4 == 1:
        return ""
    try:
        text = binascii.a2b_base64(run + "=" * (-len(run) % 4)).decode()
    except ValueError:
        return ""
    return text if text.isprintable() or all(c.isprintable() or c in "\r\n\t" for c in text) else ""
