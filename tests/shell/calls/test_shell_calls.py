"""Tests of commands that programs run in a shell of their own, as a person would have typed them."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.shell.calls.shell_calls import as_typed, directory_after, entered_by, ignores_directory


def run(text: str, *, status: int = 0, program: str = "sh", cwd: str = "/") -> Command:
    return Command(f"{program} -c …", status, cwd, "root", 1.0, 2.0, "", 1, argv=(program, "-c", text))


def typed(text: str, *, shell: str = "sh", status: int = 0, cwd: str = "/") -> Command:
    return Command(text, status, cwd, "root", 1.0, 2.0, shell, 1)


@pytest.mark.parametrize(
    ("text", "directory", "rest"),
    [
        ("make", "/", "make"),
        ("cd /app && make && ls", "/app", "make && ls"),
        ("cd /app && cat > f <<'X'\na\nX", "/app", "cat > f <<'X'\na\nX"),
        ("cd /app && cd /srv && make | tail -1", "/srv", "make | tail -1"),
        ("set -e; cd /app && make", "/app", "make"),
        ("set -euo pipefail\nmake\nls", "/", "make\nls"),
        ("cd app && make", "/", "cd app && make"),
        ('cd "$HOME" && make', "/", 'cd "$HOME" && make'),
        ("cd /app && make || true", "/", "cd /app && make || true"),
        ("cd /app && make; ls", "/", "cd /app && make; ls"),
        ("cd /app && ./server &\nsleep 1", "/", "cd /app && ./server &\nsleep 1"),
        ("cd /app && ls $OLDPWD", "/", "cd /app && ls $OLDPWD"),
        ("cd /app/../srv && make", "/", "cd /app/../srv && make"),
    ],
)
def test_the_text_is_what_the_shell_read_and_cd_becomes_its_directory(text: str, directory: str, rest: str) -> None:
    found = as_typed(run(text))
    assert (found.text, found.cwd, found.shell) == (rest, directory, "sh")


def test_a_directory_that_was_entered_before_exists() -> None:
    found = as_typed(run("cd /app && make; ls"), frozenset({"/app"}))
    assert (found.text, found.cwd) == ("make; ls", "/app")
    background = run("cd /app && ./server &\nsleep 1")
    assert as_typed(background, frozenset({"/app"})).text == background.argv[2]


def test_cd_stays_in_what_failed() -> None:
    failed = run("cd /app && make", status=2)
    assert as_typed(failed).text == "cd /app && make"
    assert as_typed(failed, frozenset({"/app"})).text == "make"


@pytest.mark.parametrize(
    "text",
    [
        "export PATH=/opt/bin:$PATH && tool",
        "PATH=/opt/bin:$PATH; tool",
        ". /opt/venv/bin/activate && pip list",
        "test -e /x || exit 0",
        "f() { ls; }; f > /y",
        "set -f; make",
        "set -- a b; make",
    ],
)
def test_what_acts_on_the_whole_shell_is_put_in_brackets(text: str) -> None:
    assert as_typed(run(text)).text == f"({text})"


def test_brackets_end_on_a_line_of_their_own_after_a_here_document() -> None:
    assert as_typed(run("export A=1; cat > f <<X\n$A\nX")).text == "(export A=1; cat > f <<X\n$A\nX\n)"


@pytest.mark.parametrize(
    "command",
    [
        run("make", program="python3"),
        run("make", program="/srv/sh"),
        Command("sh -ec make", 0, "/", "root", 1.0, 2.0, "", 1, argv=("sh", "-ec", "make")),
        Command("sh -c make x", 0, "/", "root", 1.0, 2.0, "", 1, argv=("sh", "-c", "make $0", "x")),
        run("set -e; make; ls", status=2),
        run("(set -e; false; touch never); touch x"),
        run("cd /srv && set -o errexit && make"),
        run("if then"),
        typed("sh -c 'make'"),
    ],
)
def test_all_else_stays_as_it_was_run(command: Command) -> None:
    assert as_typed(command) == command


@pytest.mark.parametrize(
    ("command", "directory"),
    [
        (typed("make", cwd="/srv"), "/srv"),
        (typed("mkdir -p /app && cd /app && make"), "/app"),
        (typed("cd app && make", cwd="/srv"), "/srv/app"),
        (typed("(cd /app && make)", cwd="/srv"), "/srv"),
        (typed("cd /app || true"), None),
        (typed("cd /app && make", status=2), None),
        (typed("cd -"), None),
        (typed("ls && (cd /app && make)"), None),
        (typed("pushd /app"), None),
    ],
)
def test_directory_after_a_command(command: Command, directory: str | None) -> None:
    assert directory_after(command) == directory


def test_directories_that_were_surely_entered_or_made() -> None:
    assert list(entered_by(typed("mkdir -p /app/x && cd /app && make"))) == ["/app/x", "/app"]
    assert list(entered_by(typed("cd /app; make"))) == []
    assert list(entered_by(typed("cd /app && make", status=1))) == []


@pytest.mark.parametrize(
    ("text", "ignores"),
    [
        ("apt-get install -y gcc", True),
        ("apt-get install -y ./x.deb", False),
        ("cd /app && make", True),
        ("mkdir -p /app/src && cd /app && make", True),
        ("cd app && make", False),
        ("cd /app; make", False),
        ("echo a > /etc/a", True),
        ("echo a > a", False),
        ("rm -rf /srv/*", True),
        ("rm -rf srv/*", False),
        ("sed -i 's/a b/c/' /etc/a && chown -R app:app /srv/*", True),
        ("sed -i 's/a/b/' a", False),
        ("sed -n 's/a/b/w out' /etc/a", False),
        ("sed -i -e s/a/b/ /etc/a", False),
        ("chmod 600 a", False),
        ("sudo rm /etc/a", True),
        ("unzip -q /a.zip -d /srv", True),
        ("unzip /a.zip", False),
        ("rm $x", False),
        ("rm -rf /srv/a", True),
        ("make", False),
        ("echo $PWD > /etc/a", False),
    ],
)
def test_whether_a_line_depends_on_its_directory(text: str, ignores: bool) -> None:
    assert ignores_directory(text) == ignores
