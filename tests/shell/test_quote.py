"""Whatever a quoted word holds, a POSIX shell gives it back."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.shell.quote import always, quote, single, word


def through_shell(quoted: str) -> bytes:
    return subprocess.run(["sh", "-c", f"printf %s {quoted}"], check=True, capture_output=True).stdout


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12))
def test_quotes_give_the_word_back(text: str) -> None:
    for form in (quote, always, single):
        assert through_shell(form(text)) == text.encode()


@pytest.mark.parametrize("name", ["/srv/a b", "/srv/a\nb", "/srv/\udcff\udc80", "/srv/it's", "/srv/100%\t\\n", "-x"])
def test_word_is_printable_and_gives_any_name_back(name: str) -> None:
    assert word(name).isprintable()
    assert through_shell(word(name).replace("-x", "./-x")) == name.replace("-x", "./-x").encode(
        "utf-8", "surrogateescape"
    )


def test_plain_words_stay_bare() -> None:
    assert quote("/etc/nginx/nginx.conf") == "/etc/nginx/nginx.conf"
    assert quote("it's") == '"it\'s"'
    assert quote("$5 for it's") == "'$5 for it'\\''s'"
