"""The explorer, by keys, with Textual's pilot and a fake engine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from snapshotter.cli.terminal.browse.app import Browse
from snapshotter.cli.terminal.browse.dialogs import AskText, AskYes
from snapshotter.cli.terminal.browse.line import Line
from snapshotter.cli.terminal.browse.tree import PathTree
from snapshotter.model import Proof
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person

Play = Callable[[Pilot[int], Browse], Awaitable[None]]
Explore = Callable[..., Browse]


@pytest.fixture(autouse=True)
def _work(person: Person, snap: Snap) -> None:
    person.does("echo 1 > /etc/one", {"/etc/one": "1\n"})
    person.does("ls [bold]", {}, status=2)
    assert snap("commit", "-m", "the [red]first").code == 0
    person.does("mkdir -p /srv/a && echo x > /srv/a/b", {"/srv/a/b": "x\n", "/srv/a/c\x1b[31m": "y\n"})
    person.does("echo 2 > /etc/one", {"/etc/one": "1\n2\n"})
    assert snap("commit", "-m", "the second").code == 0
    person.home.line.add_proof("web", 1, Proof("equal", "rebuilt and equal"))


@pytest.fixture
def explore(person: Person, fake: FakeEngine) -> Explore:
    def run(play: Play, size: tuple[int, int] = (110, 24)) -> Browse:
        app = Browse(Line(person.home, "web", lambda: fake))

        async def main() -> None:
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                await play(pilot, app)

        asyncio.run(main())
        return app

    return run


async def settled(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def options(app: Browse, wanted: str) -> list[str]:
    found = app.query_one(wanted, OptionList)
    return [str(found.get_option_at_index(at).prompt) for at in range(found.option_count)]


def page(app: Browse, wanted: str) -> str:
    return str(app.query_one(wanted, Static).content)


def labels(app: Browse) -> list[str]:
    found: list[str] = []

    def walk(node: object) -> None:
        for child in node.children:  # type: ignore[attr-defined]
            text = str(child.label)
            found.append(text[:2] + text[2:].split("  ")[0])
            walk(child)

    walk(app.query_one(PathTree).root)
    return found


def reversed_lines(app: Browse) -> list[str]:
    text = app.query_one("#dockerfile", Static).content
    return [str(text)[span.start : span.end].rstrip("\n") for span in text.spans if span.style == "reverse"]  # type: ignore[union-attr]


def test_it_begins_with_the_last_snapshot_and_all_panes_filled(explore: Explore) -> None:
    async def play(_: Pilot[int], app: Browse) -> None:
        assert options(app, "#snapshots") == ["  2  the second", "  1  the [red]first  equal"]
        assert [line[4:] for line in options(app, "#commands")] == [
            " mkdir -p /srv/a && echo x > /srv/a/b",
            " echo 2 > /etc/one",
        ]
        assert labels(app) == ["  etc/", "C one", "A srv/", "A a/", "A b", r"A c\e[31m"]
        assert "FROM debian:bookworm" in page(app, "#dockerfile") and "# the second" in page(app, "#dockerfile")

    explore(play)


def test_moving_between_snapshots_and_commands_marks_lines_of_the_dockerfile(explore: Explore) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        await press(pilot, "j")
        assert app.snapshot is not None and app.snapshot.seq == 1
        first, second = options(app, "#commands")
        assert first == "   1 echo 1 > /etc/one"
        assert second.startswith("-  2 ls [bold]  2  failed with status 2")
        assert "the second" not in page(app, "#dockerfile")
        await press(pilot, "tab")
        assert reversed_lines(app) == ["RUN echo 1 > /etc/one"]
        await press(pilot, "down")
        assert app.command == (1, 1) and reversed_lines(app) == []
        await press(pilot, "shift+tab", "k")
        assert app.snapshot is not None and app.snapshot.seq == 2

    explore(play)


def test_a_path_shows_its_diff_its_content_and_its_line(explore: Explore) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        await press(pilot, "tab", "tab", "j")
        assert page(app, "#content").splitlines()[-2:] == [" 1", "+2"]
        assert "RUN echo 1 > /etc/one" in reversed_lines(app) and "    echo 2 > /etc/one" in reversed_lines(app)
        await press(pilot, "v")
        assert page(app, "#content") == "1\n2"
        await press(pilot, "v", "a")
        assert "since the base" in str(app.query_one("#paths").border_title)
        await press(pilot, "j")
        assert page(app, "#content").splitlines()[-2:] == ["+1", "+2"]
        await press(pilot, "G")
        assert page(app, "#content").endswith("+y\n")

    explore(play)


def test_a_filter_and_the_paths_of_one_command(explore: Explore) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        await press(pilot, "slash", *"one", "enter")
        assert labels(app) == ["  etc/", "C one"]
        assert app.focused is app.query_one(PathTree)
        await press(pilot, "slash")
        app.query_one("#filter", Input).value = ""
        await press(pilot, "enter", "c")
        assert "of command 1" in str(app.query_one("#paths").border_title)
        await press(pilot, "shift+tab", "j")
        assert labels(app) == ["  etc/", "C one"]

    explore(play)


def test_drop_keep_reword_undo_and_redo(explore: Explore, snap: Snap) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        await press(pilot, "tab", "d")
        assert options(app, "#commands")[0].startswith("x  1 mkdir")
        assert "RUN mkdir" not in page(app, "#dockerfile")
        await press(pilot, "p")
        assert options(app, "#commands")[0].startswith("+  1 mkdir")
        await press(pilot, "r")
        assert isinstance(app.screen, AskText)
        app.screen.query_one(Input).value = "another word"
        await press(pilot, "enter")
        assert options(app, "#snapshots")[0] == "  2  another word"
        await press(pilot, "r", "escape", "z")
        assert isinstance(app.screen, AskYes)
        await press(pilot, "n")
        assert options(app, "#snapshots")[0] == "  2  another word"
        await press(pilot, "z", "y")
        assert options(app, "#snapshots")[0] == "  2  the second"
        await press(pilot, "Z")
        assert options(app, "#snapshots")[0] == "  2  another word"

    explore(play)
    assert snap("log", "--json").data[0]["message"] == "another word"


def test_an_error_is_shown_and_changes_nothing(explore: Explore) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        await press(pilot, "r")
        app.screen.query_one(Input).value = " "
        await press(pilot, "enter")
        assert [one.message for one in app._notifications] == ["the message is empty\ngive one with `-m`"]
        assert options(app, "#snapshots")[0] == "  2  the second"

    explore(play)


def test_a_narrow_terminal_shows_the_dockerfile_when_asked(explore: Explore) -> None:
    async def play(pilot: Pilot[int], app: Browse) -> None:
        assert not app.query_one("#right").display and app.query_one("#middle").display
        await press(pilot, "f")
        assert app.query_one("#right").display and not app.query_one("#middle").display
        await press(pilot, "f", "question_mark")
        assert app.screen.query("HelpPanel")
        await press(pilot, "question_mark", "q")

    assert explore(play, (80, 24)).return_code == 0


def test_without_an_engine_all_but_the_dockerfile_is_there(
    explore: Explore, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from snapshotter.errors import EngineNotFound
    from snapshotter.work.export import export as exporting

    def broken(*_: object, **__: object) -> None:
        raise EngineNotFound("no engine answers", "start one")

    monkeypatch.setattr(exporting, "export", broken)

    async def play(_: Pilot[int], app: Browse) -> None:
        assert page(app, "#dockerfile").splitlines() == ["# no engine answers", "# start one"]
        assert len(labels(app)) == 6

    explore(play)


def test_a_workspace_without_snapshots(explore: Explore, person: Person, snap: Snap, fake: FakeEngine) -> None:
    assert snap("start", "debian:bookworm", "--name", "new", "-d").code == 0
    app = Browse(Line(person.home, "new", lambda: fake))

    async def main() -> None:
        async with app.run_test() as pilot:
            await press(pilot, "tab", "d", "p", "r", "a", "v", "c", "z")
            assert "no snapshot yet" in page(app, "#content")

    asyncio.run(main())


def test_the_verb_needs_a_terminal_and_the_extra(snap: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    done = snap("browse", "web")
    assert done.code == 2 and "needs a terminal" in done.err
    assert snap("browse", "nothing").code == 4
    for name in [one for one in sys.modules if one.startswith(("textual", "snapshotter.cli.terminal.browse"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual", None)
    done = snap("browse")
    assert done.code == 2 and "pip install 'snapshotter[browse]'" in done.err


def test_on_a_terminal_the_explorer_runs(snap: Snap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys

    ran: list[str] = []
    monkeypatch.setattr(Browse, "run", lambda self: ran.append(self._line.name))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert snap("browse").code == 0
    assert ran == ["web"]
