"""Reading what fish lists of its state."""

from __future__ import annotations

import pytest

from snapshotter.record.shells.fish_state import functions, variables


def _shown(name: str, *elements: str) -> str:
    lines = [f"${name}[{count}]: |{element}|" for count, element in enumerate(elements, 1)]
    return "\n".join([f"${name}: set in global scope, unexported, with {len(elements)} elements", *lines, ""])


def test_variables_of_fish_itself_are_left_out() -> None:
    own = ["PWD", "__fish_config_dir", "fish_color_command", "__snap_on", "status"]
    listing = "".join(_shown(name, "x") for name in own) + _shown("mine", "yes") + _shown("empty")
    assert variables(exported=False)(listing) == {("variable", "mine"): "yes", ("variable", "empty"): ""}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("plain", "plain"),
        ("two  words", "two  words"),
        ('say "hi"', 'say "hi"'),
        ("", ""),
        ("a|b|", "a|b|"),
        (r"line\nbreak\ttab", "line\nbreak\ttab"),
        (r"\x1b\e\cA", "\x1b\x1b\x01"),
        (r"\u00fc\U0001F600", "ü😀"),
        (r"\xff", "\udcff"),
        (r"\Xc3\Xbc", "ü"),
        (r"a\\b\ c", r"a\b c"),
        ("$y[1]: |z|", "$y[1]: |z|"),
        ("it's", "it's"),
    ],
)
def test_a_value_is_what_it_was_set_to(written: str, value: str) -> None:
    assert variables(exported=True)(_shown("name", written)) == {("export", "name"): value}


def test_lists() -> None:
    assert variables(exported=False)(_shown("list", "a", "b c")) == {("array", "list"): "a 'b c'"}
    listing = _shown("LIST", "one", "two words", "three") + _shown("MY_PATH", "/bin", "/usr/bin")
    listing += "$dirs: set in global scope, exported, a path variable with 2 elements\n$dirs[1]: |/a|\n$dirs[2]: |/b|\n"
    assert variables(exported=True)(listing) == {
        ("export", "LIST"): "one two words three",
        ("export", "MY_PATH"): "/bin:/usr/bin",
        ("export", "dirs"): "/a:/b",
    }


def test_a_variable_has_the_value_of_its_innermost_scope_in_any_language() -> None:
    listing = (
        "$x: globale Variable\n$x[1]: |1|\n$x: universelle Variable\n$x[1]: |2|\n$x[2]: |3|\n"
        "$x: originally inherited as |4|\n" + _shown("y", "5")
    )
    assert variables(exported=False)(listing) == {("variable", "x"): "1", ("variable", "y"): "5"}


def test_functions() -> None:
    listing = (
        "# Defined interactively\nfunction hi --description 'say hi'\n    echo hi\nend\nfunction 'a b'\n\n"
        "    if true\n        echo\n    end\nend\nfunction __snap_prompt\nend\nfunction snap\nend\n"
    )
    assert functions(listing) == {
        ("function", "hi"): "function hi --description 'say hi'\n    echo hi\nend",
        ("function", "a b"): "function 'a b'\n\n    if true\n        echo\n    end\nend",
    }
