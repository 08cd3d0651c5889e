"""Reading what shells list of their state, and finding what changed between two listings."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from snapshotter.model import StateChange
from snapshotter.record.marks import Mark
from snapshotter.record.shells.state import ShellListings, read, unquote
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.tracker import Tracker

TEXT = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)

DECLARED = r"""declare -x A="b c"
declare -ax L=([0]="1" [1]=$'x\ny' [2]="a)b")
declare -A M=([k]="v" )
declare -r SHELLOPTS="braceexpand:nounset"
declare -r BASHOPTS="cmdhist:extglob:lithist"
declare -x NOVALUE
declare -ir UID="0"
declare -- __snap_status="0"
declare -- tail="end"
"""
ALIASES = r"""alias ll='ls -l'
alias q='echo '\''x'\'''
"""
TRAPS = r"""trap -- 'rm x; echo '\''y'\''' EXIT
trap -- '' SIGINT
"""


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_values_come_back_as_they_were(shell: str, values: list[str]) -> None:
    names = [f"v{index}" for index in range(len(values))]
    script = "".join(f"{name}=$1; shift\n" for name in names) + ("declare -p" if shell == "bash" else "set")
    done = subprocess.run(
        [shell, "-c", script, shell, *values],
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    found = read(shell, "variables", done.stdout.decode("utf-8", "surrogateescape"))
    assert found is not None
    assert [found["variable", name] for name in names] == values


def test_an_array_is_read_as_bash_before_4_4_lists_it() -> None:
    listing = """declare -a L='([0]="1 )" [1]="it'\\''s")'\ndeclare -- tail="end"\n"""
    assert read("bash", "variables", listing) == {
        ("array", "L"): """([0]="1 )" [1]="it's")""",
        ("variable", "tail"): "end",
    }


def test_exports_arrays_and_options_of_bash() -> None:
    assert read("bash", "variables", DECLARED) == {
        ("export", "A"): "b c",
        ("array", "L"): r"""([0]="1" [1]=$'x\ny' [2]="a)b")""",
        ("array", "M"): '([k]="v" )',
        ("option", "braceexpand"): "on",
        ("option", "nounset"): "on",
        ("option", "extglob"): "on",
        ("variable", "tail"): "end",
    }


def test_the_rest_of_what_is_listed() -> None:
    assert read("bash", "aliases", ALIASES) == {("alias", "ll"): "ls -l", ("alias", "q"): "echo 'x'"}
    assert read("ash", "aliases", "ll='ls -l'\n") == {("alias", "ll"): "ls -l"}
    assert read("bash", "traps", TRAPS) == {("trap", "EXIT"): "rm x; echo 'y'", ("trap", "SIGINT"): ""}
    assert read("dash", "options", "Current option settings\nerrexit         off\nnounset         on\n") == {
        ("option", "errexit"): "off",
        ("option", "nounset"): "on",
    }
    assert read("ash", "umask", "0027\n") == {("umask", ""): "0027"}
    assert read("bash", "functions", "declare -f f\ndeclare -f __snap_prompt\n") == {("function", "f"): ""}
    assert read("bash", "bodies", "f () \n{ \n    echo 1\n}\ng () \n{ \n    :\n}\n") == {
        ("function", "f"): "{ \n    echo 1\n}",
        ("function", "g"): "{ \n    :\n}",
    }
    assert read("bash", "weather", "rain") is None


def test_the_first_listing_is_the_base_and_each_change_is_returned_once() -> None:
    state = ShellListings("bash")
    state.add("variables", 'declare -- a="1"\ndeclare -r SHELLOPTS="history:monitor"')
    state.add("functions", "declare -f f")
    assert state.changes() == ()
    state.add("variables", 'declare -x a="1"\ndeclare -r SHELLOPTS="monitor"')
    state.add("functions", "declare -f f\ndeclare -f g")
    state.add("bodies", "g () \n{ \n    :\n}")
    assert state.changes() == (
        StateChange("option", "history", "off"),
        StateChange("export", "a", "1"),
        StateChange("function", "g", "{ \n    :\n}"),
    )
    assert state.changes() == ()


LINE = st.sampled_from(["a", 'declare -- b="1"', '"', 'x"', "declare -x c", "\\", "$(d)", ""])
VALUES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.lists(LINE, max_size=3).map("\n".join))


def _listed(shell: str, values: Mapping[str, str]) -> str:
    """Write variables as bash before 5.2, with line feeds in values, or as zsh does."""
    if shell == "zsh":
        quoted = {name: re.sub(r"(['\\])", r"\\\1", value).replace("\n", r"\n") for name, value in values.items()}
        return "".join(f"typeset -g {name}=$'{value}'\n" for name, value in quoted.items())
    quoted = {name: re.sub(r'(["\\$`])', r"\\\1", value) for name, value in values.items()}
    return "".join(f'declare -- {name}="{value}"\n' for name, value in quoted.items())


@example("bash", [{"a": "a\na"}, {"a": "a\ndeclare -x c\na"}])
@given(st.sampled_from(["bash", "zsh"]), st.lists(VALUES, min_size=1, max_size=4))
def test_only_what_changed_is_read_and_that_is_as_if_all_were(shell: str, prompts: list[dict[str, str]]) -> None:
    state, known = ShellListings(shell), dict[str, str]()
    for values in [{}, *prompts]:
        state.add("variables", 'declare -- z="0"\n' + _listed(shell, values))
        for change in state.changes():
            known = {name: value for name, value in known.items() if name != change.name}
            known |= {} if change.value is None else {change.name: change.value}
        assert known == values


def test_variables_and_exports_of_a_posix_shell() -> None:
    state = ShellListings("ash")
    state.add("variables", "A='1'\nB='2'\nPS1='x'\n")
    state.add("exports", "export A='1'\n")
    state.changes()
    state.add("exports", "export A='1'\nexport B='2'\n")
    assert state.changes() == (StateChange("export", "B", "2"),)


@given(st.text())
def test_any_text_can_be_unquoted(text: str) -> None:
    unquote(text)


@given(
    st.sampled_from(["bash", "ash", "zsh"]),
    st.sampled_from(["variables", "aliases", "traps", "options", "bodies"]),
    st.text(),
)
def test_any_listing_can_be_read(shell: str, kind: str, listing: str) -> None:
    read(shell, kind, listing)


ZSH = r"""typeset -g -T CDPATH cdpath=(  )
export -T PATH path=( /usr/bin '/a b' )
typeset -g -aT PATH path=( /usr/bin '/a b' )
typeset -g -i10 n=5
typeset -g -A h=( [a]=1 ['b c']=$'x\ny' )
typeset -g s=$'a\C-A\M-\C-?\'b'
export -r EX='it'\''s'
typeset -g -T FOO foo=( a b ) ,
typeset -g -a pipestatus=( 0 )
typeset -g -Ar terminfo
typeset -g 0=__snap_state
"""


def test_what_zsh_lists() -> None:
    assert read("zsh", "variables", ZSH) == {
        ("variable", "CDPATH"): "",
        ("export", "PATH"): "/usr/bin:/a b",
        ("variable", "n"): "5",
        ("array", "h"): "( [a]=1 ['b c']=$'x\\ny' )",
        ("variable", "s"): "a\x01\udcff'b",
        ("export", "EX"): "it's",
        ("variable", "FOO"): "a,b",
    }
    assert read("zsh", "bodies", "f () {\n\techo {\n}\nsnap () {\n\t:\n}\n") == {("function", "f"): "{\n\techo {\n}"}
    assert read("zsh", "options", "nonomatch\nksharrays            on\nxtrace off\n") == {
        ("option", "nonomatch"): "on",
        ("option", "ksharrays"): "on",
    }
    assert read("zsh", "traps", "trap -- 'echo hi' INT\nTRAPUSR1 () {\n\techo x\n}\n") == {("trap", "INT"): "echo hi"}


def test_exec_of_another_kind_of_shell_has_its_listings_read_as_its_own() -> None:
    tracker = Tracker(CommandRecords("s", lambda record: None))
    tracker.mark(Mark("state", ("zsh", "7", "variables"), ("typeset -g x=$'\\C-A'\n",)), 1.0)
    tracker.mark(Mark("state", ("bash", "7", "variables"), ('declare -- x="b"\n',)), 2.0)
    assert tracker.shells.top is not None
    assert tracker.shells.top.listings._all() == {("variable", "x"): "b"}


def test_an_empty_listing_is_ignored() -> None:
    state = ShellListings("bash")
    state.add("variables", 'declare -- a="1"\n')
    state.changes()
    state.add("variables", "")
    assert state.changes() == ()
    state.add("variables", 'declare -- b="2"\n')
    assert state.changes() == (StateChange("variable", "a", None), StateChange("variable", "b", "2"))


def test_traps_that_are_not_set_are_none() -> None:
    assert read("bash", "traps", "trap -- 'echo bye' EXIT\ntrap -- - INT\n") == {("trap", "EXIT"): "echo bye"}


@pytest.mark.parametrize("word", [r"$'\U00110000'", r"$'\UFFFFFFFF'", r"$'\ud800'", r"$'\U0000dfff'"])
def test_an_escape_that_is_no_character_stays_as_it_is(word: str) -> None:
    assert unquote(word) == word[2:-1]
