"""What fish lists of its state, read."""

from __future__ import annotations

import pytest

from snapshotter.record.fish_state import functions, variables


def test_its_own_variables_are_none_of_the_users() -> None:
    listing = "PWD /root\n__fish_config_dir /root\nfish_color_command blue\n__snap_on 1\nmine yes\nempty\nstatus 0\n"
    assert variables(exported=False)(listing) == {("variable", "mine"): "yes", ("variable", "empty"): ""}


@pytest.mark.parametrize(("written", "value"), [
    ("plain", "plain"), ("'two  words'", "two  words"), ("'say \"hi\"'", 'say "hi"'), ("''", ""),
    (r"line\nbreak\ttab", "line\nbreak\ttab"), (r"\x1b\e\cA", "\x1b\x1b\x01"), (r"\u00fc\U0001F600", "ü😀"),
    (r"\xff", "\udcff"), (r"\xc3\xbc", "ü"), (r"a\\b\ c", r"a\b c"), (r"'C:\dir'", r"C:\dir"),
])
def test_a_value_is_what_it_was_set_to(written: str, value: str) -> None:
    assert variables(exported=True)(f"name {written}\n") == {("export", "name"): value}


def test_lists() -> None:
    listing = "LIST one  'two words'  three\nMY_PATH /bin  /usr/bin\n"
    assert variables(exported=False)("list a  'b c'\n") == {("array", "list"): "a 'b c'"}
    assert variables(exported=True)(listing) == {("export", "LIST"): "one two words three",
                                                 ("export", "MY_PATH"): "/bin:/usr/bin"}


def test_functions() -> None:
    listing = ("# Defined interactively\nfunction hi --description 'say hi'\n    echo hi\nend\nfunction 'a b'\n\n"
               "    if true\n        echo\n    end\nend\nfunction __snap_prompt\nend\nfunction snap\nend\n")
    assert functions(listing) == {
        ("function", "hi"): "function hi --description 'say hi'\n    echo hi\nend",
        ("function", "a b"): "function 'a b'\n\n    if true\n        echo\n    end\nend"}
