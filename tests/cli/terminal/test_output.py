"""How results look: columns that fit, colour, the pager, folders in one row, templates, watching."""

from __future__ import annotations

import io
import os
import sys

import pytest
from msgspec.structs import replace

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.stat import FOLDED_FROM, Folded, folded, folded_row
from snapshotter.cli.show.streams import out
from snapshotter.cli.show.tables import table
from snapshotter.cli.show.text import change_table, unlisted, visible
from snapshotter.cli.terminal import colour, layout, pager, screen, template
from snapshotter.cli.terminal.pager import PagedOutput
from snapshotter.errors import UsageError
from tests.cli.conftest import Snap
from tests.store import samples
from tests.work.fakes import Person


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stdout is a terminal of 80 columns."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def nothing_chosen() -> None:
    colour.choose("auto")
    template.choose("")


@pytest.mark.parametrize("room", [40, 60, 80, 120, 200])
def test_a_table_fits_and_breaks_no_word(monkeypatch: pytest.MonkeyPatch, terminal: None, room: int) -> None:
    path = "/usr/lib/python3/dist-packages/snapshotter/resources/deep/er/file.py"
    monkeypatch.setenv("COLUMNS", str(room))
    text = table(
        ("", "SIZE", "PATH", "BY"), [("A", 12, path, "command 1 with a text that is long"), ("C", 3, "/x", "y")]
    )
    words = [word for part in (path, "command 1 with a text that is long") for word in part.replace("/", " ").split()]
    assert max(map(len, text.split("\n"))) <= max(room, 50)
    assert [line.index("command") for line in text.split("\n") if "command" in line] == [text.index("BY")]
    assert all(word in text.replace("/", " ").split() for word in words)
    assert text.splitlines()[0].split() == ["SIZE", "PATH", "BY"]


def test_a_table_that_is_piped_is_as_wide_as_it_is() -> None:
    assert layout.width() is None
    assert table(("A", "B"), [("x " * 100, "y")]).count("\n") == 1


def test_wide_characters_count_twice() -> None:
    assert layout.cells("日本") == 4
    assert layout.cells("e\u0301") == 1


@pytest.mark.parametrize(
    ("variables", "when", "expected"),
    [
        ({}, "auto", True),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"SNAP_NO_COLOR": "1"}, "auto", False),
        ({"TERM": "dumb"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({}, "never", False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: None, variables: dict[str, str], when: str, expected: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    colour.choose(when)
    assert colour.is_on() is expected


def test_text_of_a_container_has_no_colour_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    colour.choose("always")
    out(colour.painted(shown("a\x1b[31mb"), "red"))
    assert capsys.readouterr().out == "\x1b[31ma\\e[31mb\x1b[0m\n"
    colour.choose("never")
    out(colour.painted("x", "red"))
    assert capsys.readouterr().out == "x\n"


def test_an_unknown_choice_of_colour_is_refused(snap: Snap, person: Person) -> None:
    assert snap("list", "--color", "blue").code == 2
    assert snap("--color", "never", "list").code == 0


def test_changes_and_differences_are_coloured(snap: Snap, person: Person) -> None:
    person.does("x", {"/srv/x": "1\n"})
    assert "\x1b[32mA\x1b[0m" in snap("status", "--color", "always").out
    snap("commit", "-m", "first")
    assert "\x1b[32m+1" in snap("diff", "base", "--content", "--color=always").out
    assert "\x1b[33m" in snap("--color", "always", "log").out
    assert "\x1b" not in snap("log").out + snap("diff", "base").out


def test_a_folder_with_many_changes_is_one_row() -> None:
    changes = [samples.added(f"/srv/app/{n}/f", by="command 1") for n in range(FOLDED_FROM + 1)]
    changes += [samples.added("/etc/motd", by="command 2"), samples.added("/top")]
    rows = folded(changes)
    assert [row.folder if isinstance(row, Folded) else row.path for row in rows] == ["/etc/motd", "/srv/app", "/top"]
    assert isinstance(rows[1], Folded) and len(rows[1].changes) == FOLDED_FROM + 1
    letter, count, _, path, by = folded_row(rows[1])
    assert (letter, count, path, by) == ("A", "17 paths", "/srv/app/", "command 1")
    assert "17 paths" in change_table(rows)
    assert folded(changes[:FOLDED_FROM]) == sorted(changes[:FOLDED_FROM], key=lambda change: change.path)


def test_every_path_is_in_a_row_or_counted() -> None:
    changes = [samples.added(f"/srv/{n}", by="command 1") for n in range(100)]
    changes += [replace(samples.added(f"/usr/{n}", by="package x 1"), package="x") for n in range(5)]
    changes += [
        replace(samples.added("/var/log/x", by="volatile"), volatile="a log"),
        samples.added("/etc/x", by="command 3"),
    ]
    rows = visible(changes, every=False)
    assert len(rows) == 2
    assert unlisted(changes, rows) == "6 more paths: 5 by packages, 1 volatile"
    assert visible(changes, every=True) == changes
    assert unlisted(changes, changes) == ""


def test_status_folds_and_all_unfolds(snap: Snap, person: Person) -> None:
    person.does("make", {f"/opt/file{number}": "" for number in range(100)})
    assert "/opt/file1" not in snap("status").out
    assert "100 paths" in snap("status").out
    assert snap("status", "--all").out.count("/opt/file") == 100


def test_a_template_prints_a_line_for_each_row(snap: Snap, person: Person) -> None:
    person.does("x", {"/srv/x": "1\n"})
    snap("commit", "-m", "first")
    assert snap("list", "--format", "{{.workspace}}\\t{{ .state }}").out == "web\trunning\n"
    assert snap("log", "--format", "{{.seq}} {{json .message}} {{.head}} {{len .tags}}").out == '1 "first" true 0\n'
    assert snap("show", "--format", "{{.commands.0.text}}").out == "x\n"
    assert snap("show", "--format", "json").data["seq"] == 1


@pytest.mark.parametrize("wrong", ["{{.nokey}}", "{{range .x}}", "{{}}"])
def test_a_wrong_template_is_refused(snap: Snap, person: Person, wrong: str) -> None:
    assert snap("list", "--format", wrong).code == 2


def test_values_of_a_template() -> None:
    template.choose('{{.a.1}} {{join .a ", "}} {{.b}}{{.c}} {{.d}}')
    assert template.lines({"a": [1, "x"], "b": None, "c": False, "d": {"e": 1}}) == ['x 1, x false {"e": 1}']
    assert template.lines(None) == []


def test_output_that_fits_needs_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    output = PagedOutput(stream, "false", os.terminal_size((80, 24)))
    output.write("one\ntwo\n")
    assert output.isatty() and stream.getvalue() == ""
    output.finish()
    assert stream.getvalue() == "one\ntwo\n"


def test_it_takes_no_bytes() -> None:
    """The parser tries that, and else writes its help as bytes."""
    output = PagedOutput(io.StringIO(), "less", os.terminal_size((80, 24)))
    with pytest.raises(TypeError):
        output.write(b"")  # type: ignore[arg-type]


def test_longer_output_is_paged(tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    stderr = sys.stderr
    output = PagedOutput(io.StringIO(), f"cat > '{tmp_path}/paged'", os.terminal_size((10, 3)))
    output.write("x" * 25 + "\n")
    print("said", file=sys.stderr)
    output.write("end\n")
    output.finish()
    assert sys.stderr is stderr
    with open(f"{tmp_path}/paged") as file:  # noqa: PTH123
        assert file.read() == "x" * 25 + "\nsaid\nend\n"


def test_a_pager_that_was_left_is_no_error() -> None:
    output = PagedOutput(io.StringIO(), "true", os.terminal_size((10, 1)))
    output.write("x\n")
    assert output._process is not None
    output._process.wait()
    with pytest.raises(BrokenPipeError):
        for _ in range(10_000):
            output.write("more text\n" * 100)
    output.finish()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"SNAP_PAGER": "most", "PAGER": "less"}, "most"),
        ({"PAGER": "less -S"}, "less -S"),
        ({"SNAP_PAGER": "", "PAGER": "less"}, ""),
        ({"PAGER": "cat"}, ""),
    ],
)
def test_the_pager_is_chosen_by_variables(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("SNAP_PAGER", raising=False)
    monkeypatch.delenv("PAGER", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert pager.command() == expected


def test_the_default_is_less_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.delenv("SNAP_PAGER", raising=False)
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert pager.command() == ""


def test_a_verb_is_paged_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, terminal: None) -> None:
    monkeypatch.setenv("SNAP_PAGER", "less")
    before = sys.stdout
    with pager.paged():
        assert isinstance(sys.stdout, PagedOutput)
    assert sys.stdout is before
    monkeypatch.setenv("TERM", "dumb")
    with pager.paged():
        assert sys.stdout is before


def test_watching_ends_by_ctrl_c(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            raise KeyboardInterrupt

    assert screen.watched(lambda: print("look"), wait) == 0
    assert looks == [screen.SECONDS] * 2


def test_status_is_watched(snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def once(show: object, wait: object = None) -> int:
        assert callable(show)
        show()
        return 0

    monkeypatch.setattr(screen, "watched", once)
    assert "workspace: web" in snap("status", "--watch").out


def test_a_choice_of_template_that_cannot_be_read() -> None:
    with pytest.raises(UsageError):
        template.choose("{{a b}}")
