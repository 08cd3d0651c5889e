"""A POSIX shell reads a quoted word as the original, whatever characters it holds."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.shell.quote import printable_word, quote, quote_always, single_quote


def through_shell(quoted: str) -> bytes:
    return subprocess.run(["sh", "-c", f"printf %s {quoted}"], check=True, capture_output=True).stdout


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12))
def test_quoted_word_is_read_unchanged(text: str) -> None:
    for form in (quote, quote_always, single_quote):
        assert through_shell(form(text)) == text.encode()


@pytest.mark.parametrize("name", ["/srv/a b", "/srv/a\nb", "/srv/\udcff\udc80", "/srv/it's", "/srv/100%\t\\n", "-x"])
def test_printable_word_is_printable_and_read_unchanged(name: str) -> None:
    assert printable_word(name).isprintable()
    assert through_shell(printable_word(name).replace("-x", "./-x")) == name.replace("-x", "./-x").encode(
        "utf-8", "surrogateescape"
    )


def test_plain_words_are_not_quoted() -> None:
    assert quote("/etc/nginx/nginx.conf") == "/etc/nginx/nginx.conf"
    assert quote("it's") == '"it\'s"'
    assert quote("$5 for it's") == "'$5 for it'\\''s'"
