"""Regular expressions are compiled late, so that all of them can be is for a test to see."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

import snapshotter
from snapshotter.regex import Late, regex


def test_every_one_compiles() -> None:
    for module in pkgutil.walk_packages(snapshotter.__path__, "snapshotter."):
        if not module.name.endswith(".console"):  # sets what Ctrl-C does, for the whole process
            importlib.import_module(module.name)
    found = [each for each in gc.get_objects() if type(each) is Late]
    assert len(found) > 100
    for each in found:
        each.compiled()


def test_it_does_what_the_compiled_one_does() -> None:
    words = regex("[a-z]+", re.I)
    assert [words.findall(text) for text in ("One two", "three")] == [["One", "two"], ["three"]]
    assert words.sub("-", "One two") == "- -"
    assert (words.pattern, regex(b"a").pattern) == ("[a-z]+", b"a")
    assert regex(b"b").split(b"abc") == [b"a", b"c"]


def test_one_that_is_wrong_says_so_where_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.match("")
