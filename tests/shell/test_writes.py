"""Which paths a command line writes, where its text says it."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.shell.writes import Writes, writes_of


def command(text: str, argv: tuple[str, ...] = ()) -> Command:
    return Command(text, 0, "/srv", "root", 1.0, 2.0, "bash", 1, argv=argv)


@pytest.mark.parametrize(
    ("text", "paths", "trees", "replaces"),
    [
        ("ls -l; /usr/bin/id", (), (), False),
        ("echo a > f", ("/srv/f",), (), False),
        ("echo a >> /f; cat <<E > ../g\nx\nE", ("/f", "/g"), (), False),
        ("touch a 'b c' && chmod 600 /x", ("/srv/a", "/srv/b c", "/x"), (), False),
        ("chown -R bob:bob /x", (), ("/x",), False),
        ("mkdir -p /a/b", ("/a", "/a/b"), (), False),
        ("mkdir q", ("/srv/q",), (), False),
        ("echo x | tee -a /l", ("/l",), (), False),
        ("rm -rf /x y", (), ("/x", "/srv/y"), True),
        ("sed -i s/a/b/ /etc/f", ("/etc/f",), (), True),
        ("sed s/a/b/ /etc/f", (), (), False),
        ("cp -a /x /y", (), ("/y", "/y/x"), False),
        ("mv /x /y/", (), ("/y", "/y/x", "/x"), True),
        ("ln -s /x l", (), ("/srv/l", "/srv/l/x"), True),
        ("sudo touch /q", ("/q",), (), False),
    ],
)
def test_what_a_command_names_is_what_it_writes(
    text: str, paths: tuple[str, ...], trees: tuple[str, ...], replaces: bool
) -> None:
    assert writes_of(command(text)) == Writes(frozenset(paths), frozenset(trees), replaces)


@pytest.mark.parametrize(
    "text",
    [
        "./run.sh",
        "/opt/x/ls",
        "apt-get install -y x",
        "touch $X",
        "touch *.txt",
        "touch ~/x",
        "cd /x && touch y",
        "eval touch /x",
        ". ./env",
        "f() { touch /x; }; f",
        "sleep 1 && touch /x &",
        "touch -d yesterday /x",
        "rm --one-file-system -r /x",
        "sed -i.bak s/a/b/ f",
        "sed -i",
        "echo 'unfinished",
        "cp a",
    ],
)
def test_what_a_text_does_not_say_is_not_known(text: str) -> None:
    assert writes_of(command(text)) is None


def test_the_line_of_a_shell_is_read() -> None:
    found = writes_of(command("/bin/sh -c 'echo a > f'", ("/bin/sh", "-c", "echo a > f")))
    assert found == Writes(frozenset({"/srv/f"}))


def test_all_below_a_tree_may_change() -> None:
    found = Writes(frozenset({"/a"}), frozenset({"/t"}))
    assert found.may_change("/a") and found.may_change("/t") and found.may_change("/t/x")
    assert not found.may_change("/a/x") and not found.may_change("/tt")
