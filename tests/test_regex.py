"""Tests for patterns compiled on first use; since that is late, a test compiles all of them."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

import snapshotter
from snapshotter.regex import LazyPattern, regex


def test_every_one_compiles() -> None:
    for module in pkgutil.walk_packages(snapshotter.__path__, "snapshotter."):
        if not module.name.endswith(".console"):  # changes the handling of SIGINT for the whole process
            importlib.import_module(module.name)
    found = [each for each in gc.get_objects() if type(each) is LazyPattern]
    assert len(found) > 100
    for each in found:
        each.compiled()


def test_it_behaves_like_the_compiled_pattern() -> None:
    words = regex("[a-z]+", re.I)
    assert [words.findall(text) for text in ("One two", "three")] == [["One", "two"], ["three"]]
    assert words.sub("-", "One two") == "- -"
    assert (words.pattern, regex(b"a").pattern) == ("[a-z]+", b"a")
    assert regex(b"b").split(b"abc") == [b"a", b"c"]


def test_an_invalid_pattern_raises_on_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.match("")
