"""The hooks of zsh in this machine's own zsh, if it has one; test_zsh.py has the same shell in a container."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.store.journal.records import End
from tests.conftest import NOT_RUN
from tests.record.person import MORE, PROMPT, StartShell, shell_starter, zsh

pytestmark = pytest.mark.skipif(not os.access("/usr/bin/zsh", os.X_OK), reason=f"{NOT_RUN}this machine has no zsh")
OPTIONS = (
    "ksh_arrays",
    "no_unset",
    "err_exit",
    "err_return",
    "sh_word_split",
    "null_glob",
    "hist_ignore_space",
    "hist_ignore_all_dups",
    "hist_reduce_blanks",
    "xtrace",
    "warn_create_global",
    "csh_junkie_quotes",
    "rc_quotes",
    "posix_builtins",
    "glob_subst",
    "ksh_option_print",
    "share_history",
    "ignore_braces",
    "no_multios",
)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartShell]:
    yield from shell_starter(tmp_path, zsh)


def test_a_command_is_recorded_with_status_directory_user_and_times(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type(f"cd {tmp_path}", "(exit 3)", "false | true | (kill -9 $sysparams[pid]; sh -c 'kill -9 $$')")
    first, second, third = shell.commands
    assert (first.text, first.status) == (f"cd {tmp_path}", 0)
    assert (second.text, second.status, second.cwd) == ("(exit 3)", 3, str(tmp_path))
    assert (second.shell, second.depth, third.status) == ("zsh", 1, 137) and second.pid > 0
    assert first.end is not None and second.end is not None
    assert first.begin <= first.end <= second.begin <= second.end <= time.time()


@pytest.mark.parametrize(
    "lines",
    [
        ["echo 'a", "b'"],
        ["for i in 1 2", "do echo $i  $i;   done"],
        ["cat <<'E' >/dev/null", "a", "", "# b \\", "E"],
        ["cat <<E | tr a-z A-Z; echo after", " $HOME `true` \\$x", "", "", "E"],
        ["echo \"it's\" \\\\ \\a 'b\\c' $'\\t' %s %d %% \\e[1m"],
        ["echo ünïcödé 日本 😀 ☃"],
        ["print -l **/*(.N) =ls $path[1] ${(U)HOME} <->   && true"],
        ["echo \\", "  a"],
        ["repeat 2 { echo x", "}"],
        ["echo ';0123456789abcde' ]8671"],
    ],
    ids=lambda lines: lines[0][:12],
)
def test_text_is_exactly_what_was_typed(start: StartShell, lines: list[str]) -> None:
    shell = start()
    shell.type(*lines)
    assert shell.texts == ["\n".join(lines)]


def test_history_expansion_is_done_and_what_runs_nothing_is_no_command(start: StartShell) -> None:
    shell = start("setopt interactive_comments")
    shell.type("echo first word", "!!", "echo !$ !#", "!!:p", "", "   ", "# only this", "echo )", "echo x # why")
    assert shell.texts == ["echo first word", "echo first word", "echo word echo word ", "echo x # why"]


@pytest.mark.parametrize("option", OPTIONS)
def test_whatever_is_set_every_command_is_recorded_and_nothing_shows(start: StartShell, option: str) -> None:
    lines = ["echo one  two", "echo one  two", "  echo $?", "f() { echo in f; }; f"]
    lines += [] if option in ("err_exit", "err_return") else ["(exit 3)", "echo $?"]
    shown = {}
    for hooked in (True, False):
        shell = start(f"setopt {option}", hooked=hooked)
        shown[hooked] = shell.type(*lines)
        if hooked:
            assert shell.texts == lines
    assert shown[True] == shown[False]


def test_parameters_are_what_they_would_be_without_us(start: StartShell) -> None:
    lines = [
        "true a b",
        "echo $_",
        "false | true | (exit 4)",
        "echo $pipestatus $?",
        "(exit 9)",
        "",
        "echo $?",
        "echo $# $LINENO $SHLVL $0 ${+ZDOTDIR}",
        "setopt xtrace",
        "echo $?",
        "unsetopt xtrace",
        "RANDOM=42; echo $RANDOM",
        "echo $RANDOM",
        "fc -l 1",
        "alias",
        "trap",
        "setopt",
        "echo $HISTCMD $-",
        "zmodload",
        "env | sort | grep -v '^PWD\\|^HOME\\|^OLDPWD'",
        "ls -A ~",
    ]
    shown = [start(hooked=hooked).type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_errexit_ends_the_shell_just_when_it_would(start: StartShell) -> None:
    shell = start()
    shell.type("setopt err_exit", "! true", "echo still here", "false")
    assert shell.texts == ["setopt err_exit", "! true", "echo still here", "false"]
    assert shell.status == 1 and shell.statuses == [0, 1, 0, 1]


def test_functions_of_ones_own_before_prompts_and_commands_keep_working(start: StartShell) -> None:
    rc = 'precmd_functions+=(mine); mine() { seen=$? }; precmd() { also=$? }; preexec() { print -r -- "<$1>" }'
    shell = start(rc)
    shown = shell.type("(exit 5)", "echo seen=$seen,$also", "setopt xtrace")
    assert "seen=5,5" in shown and "<(exit 5)>" in shown and "__snap" not in shown
    assert shell.statuses == [5, 0, 0]


def test_traps_of_ones_own_see_nothing_of_ours(start: StartShell) -> None:
    lines = [
        "trap 'print -r -- \"debug $ZSH_DEBUG_CMD\"' DEBUG; trap 'echo failed' ZERR",
        "echo hi",
        "false",
        "trap - DEBUG",
        'TRAPDEBUG() { print -r -- "debug $ZSH_DEBUG_CMD" }',
        "echo hi",
        "unfunction TRAPDEBUG",
        "trap",
    ]
    shells = [start(hooked=hooked, DEBIAN_PREVENT_KEYBOARD_CHANGES="1") for hooked in (True, False)]
    shown = [shell.type(*lines) for shell in shells]
    assert shown[0] == shown[1] and "debug echo hi" in shown[0]
    assert shells[0].texts == lines


def test_hooks_that_are_overwritten_come_back(start: StartShell) -> None:
    shell = start("precmd_functions=() preexec_functions=()")
    lines = [
        "(exit 1)",
        "precmd_functions=(true)",
        "(exit 2)",
        "unset preexec_functions precmd_functions",
        "(exit 3)",
        "zshaddhistory_functions=() preexec_functions=()",
        "(exit 4)",
        "(exit 5)",
    ]
    shell.type(*lines)
    assert shell.texts == lines
    assert shell.statuses == [1, 0, 2, 0, 3, 0, 4, 5]


def test_changes_in_the_shell_are_recorded(start: StartShell) -> None:
    shell = start()
    shell.type(
        "x=5 y=$'a\\nb\\x01\\xff é'; export Z=\"it's\"; a=(1 'b c'); typeset -A h=(k 'v w'); integer n=3",
        "PATH=$PATH:/x; alias ll='ls -l'; f() { echo hi; }; umask 027; setopt null_glob no_case_glob",
        "trap 'echo a' INT; unset x; unalias ll; unfunction f; setopt case_glob",
    )
    recorded = [
        {(change.kind, change.name): change.value for change in record.state}
        for record in shell.records
        if isinstance(record, End)
    ]
    assert recorded[0] == {
        ("variable", "x"): "5",
        ("variable", "y"): "a\nb\x01\udcff é",
        ("export", "Z"): "it's",
        ("array", "a"): "( 1 'b c' )",
        ("array", "h"): "( [k]='v w' )",
        ("variable", "n"): "3",
    }
    assert recorded[1].pop(("export", "PATH"), "").endswith(":/x")  # type: ignore[union-attr]
    assert recorded[1] == {
        ("alias", "ll"): "ls -l",
        ("function", "f"): "{\n\techo hi\n}",
        ("umask", ""): "027",
        ("option", "nullglob"): "on",
        ("option", "nocaseglob"): "on",
    }
    assert recorded[2] == {
        ("alias", "ll"): None,
        ("function", "f"): None,
        ("variable", "x"): None,
        ("trap", "INT"): "echo a",
        ("option", "nocaseglob"): "off",
    }


@pytest.mark.parametrize(
    ("own", "alone"), [("", True), ("precmd() { w=$w+; }", False), ("precmd_functions+=(true)", False)]
)
def test_after_a_line_that_sets_one_variable_only_that_is_listed(start: StartShell, own: str, alone: bool) -> None:
    shell = start(f"integer whole=1; readonly fixed=1\n{own}")

    def kinds(line: str) -> set[str]:
        before = len(shell.marks)
        shell.type(line)
        return {mark.fields[2] for mark in shell.marks[before:] if mark.verb == "state"} - {"options"}

    lines = [
        "x=1",
        "export Y=a/b",
        "x=",
        "whole=7",
        "typeset -g z=1",
        "x=2",
        "x=$whole",
        "fixed=2",
        "PATH=/bin:/usr/bin",
    ]
    assert [line for line in lines if kinds(line) == {"variable"}] == (
        [lines[at] for at in (0, 1, 2, 3, 5, 8)] if alone else []
    )
    recorded = [
        {change.name: change.value for change in record.state if change.name != "w"}
        for record in shell.records
        if isinstance(record, End)
    ]
    assert recorded == [
        {"x": "1"},
        {"Y": "a/b"},
        {"x": ""},
        {"whole": "7"},
        {"z": "1"},
        {"x": "2"},
        {"x": "7"},
        {},
        {"PATH": "/bin:/usr/bin"},
    ]


def test_the_state_is_listed_only_after_what_may_have_changed_it(start: StartShell) -> None:
    shell = start("work() { n=$((n + 1)); }; alias go='way=1'")

    def listed(line: str) -> bool:
        before = len(shell.marks)
        shell.type(line)
        return any(mark.verb == "state" and mark.fields[2] == "variables" for mark in shell.marks[before:])

    same = ["ls /", " ls -la /etc/passwd", ":", "echo a b", "/bin/true", "cd /", "pwd"]
    assert [line for line in same if listed(line)] == []
    other = [
        "work",
        "go",
        "export x",
        "ls / && x=3",
        "echo ${y:=4}",
        "umask 027",
        "printf -v p 1",
        "time true",
        "nosuch",
        "chpwd() { cd=1; }",
        "cd /tmp",
        "ls",
    ]
    assert [line for line in other if not listed(line)] == []
    ends = [record for record in shell.records if isinstance(record, End)]
    recorded = {change.name: change.value for end in ends for change in end.state}
    assert recorded["n"] == recorded["way"] == recorded["cd"] == "1" and recorded["y"] == "4"


def test_a_paste_of_many_lines_is_the_one_command_that_zsh_makes_of_it(start: StartShell) -> None:
    shell = start()
    lines = [f"echo line {number} $((  {number} ))" for number in range(50)]
    shell.send("\x1b[200~" + "\n".join(lines) + "\x1b[201~\r")
    shell.until(lambda: len(shell.records) == 2)
    shell.wait()
    shell.send("".join(f"{line}\r" for line in lines))
    shell.until(lambda: len(shell.records) == 102)
    assert shell.texts == ["\n".join(lines), *lines]


def test_a_line_is_what_it_was_edited_to(start: StartShell) -> None:
    shell = start()
    shell.type("echo one", "echo oops\x15echo two", "ech three\x1bb\x1bb\x06\x06\x06o", "\x1b[A\x1b[A", "\x12on\r")
    assert shell.texts == ["echo one", "echo two", "echo three", "echo two", "echo one"]


def test_ctrl_c_at_the_prompt_is_nothing_and_at_a_command_is_130(start: StartShell) -> None:
    shell = start()
    shell.send("echo never")
    shell.until(lambda: shell.screen.endswith("echo never"))
    time.sleep(0.2)  # Ctrl-C is lost while zsh draws the line, with and without the hooks
    shell.send("\x03")
    shell.wait()
    shell.send("sleep 20\r")
    shell.until(lambda: len(shell.records) == 1 and shell.runs_program())
    time.sleep(0.2)
    shell.send("\x03")
    shell.wait()
    assert [(c.text, c.status) for c in shell.commands] == [("sleep 20", 130)]


def test_exit_and_output_that_is_sent_elsewhere(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type(f"exec 3>&1 >{tmp_path}/out", "echo caught", "exec >&3 3>&-", "exit 3")
    out = (tmp_path / "out").read_text()
    assert "caught\n" in out and "8671" not in out
    assert (shell.status, shell.statuses) == (3, [0, 0, 0, 3])


@pytest.mark.parametrize("where", ["", "cfg"])
def test_the_files_of_the_user_are_still_read(start: StartShell, tmp_path: Path, where: str) -> None:
    folder = tmp_path / "home0" / where
    env = {"ZDOTDIR": str(folder)} if where else {}
    (tmp_path / "home1").mkdir()
    for name in (".zshenv", ".zshrc"):
        (tmp_path / "home1" / name).write_text(f"order+=({name}); PS1='{PROMPT}' PS2='{MORE}'\n")
    folder.mkdir(parents=True)
    (folder / ".zshenv").write_text("order+=(env-$ZDOTDIR-${(%):-%x})\n")
    (folder / ".zshrc").write_text(f"order+=(rc); PS1='{PROMPT}'\n")
    shells = [
        zsh(tmp_path / "home1", "", hooked=hooked, env={"HOME": str(tmp_path / "home0"), **env})
        for hooked in (True, False)
    ]
    shown = [shell.type("echo $order", "echo $ZDOTDIR; export | grep -c ZDOTDIR") for shell in shells]
    assert shown[0] == shown[1] and ".zshenv rc\r\n" in shown[0]
    assert len(shells[0].texts) == 2
    for shell in shells:
        shell.close()


def test_what_fc_r_and_the_history_run_is_recorded_as_it_ran(start: StartShell, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/5/6/ "$1"\n')
    editor.chmod(0o755)
    shell = start(
        "alias again='fc -e -'; autoload -Uz edit-command-line; zle -N edit-command-line\n"
        "bindkey '^x^e' edit-command-line",
        VISUAL=str(editor),
    )
    shell.type(
        "true 5", f"fc -e {editor} -1", "r 6=7", "!!:s/7/8/", "again true=false true", "r nosuch", "fc -l", "f() :"
    )
    shell.type("r f")
    shell.send("true 5\x18\x05")
    shell.until(lambda: "6" in shell.screen[-20:])
    shell.type("", "true; r")
    assert list(zip(shell.texts, shell.statuses, strict=True)) == [
        ("true 5", 0),
        ("true 6", 0),
        ("true 7", 0),
        ("true 8", 0),
        ("false 8", 1),
        ("r nosuch", 1),
        ("fc -l", 0),
        ("f() :", 0),
        ("f() :", 0),
        ("true 6", 0),
        ("true; r", 0),
    ]


def test_comments_go_to_the_next_command(start: StartShell) -> None:
    for settings in ("", "setopt interactive_comments"):
        shell = start(settings)
        shell.type("# one", "true 1", "fi", "# two", "  # three", "(true)", "true 2")
        assert [(one.text, one.note) for one in shell.commands] == [
            ("true 1", "# one"),
            ("(true)", "# two\n# three"),
            ("true 2", ""),
        ]
