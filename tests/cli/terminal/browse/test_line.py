"""What the explorer shows of a line, without its screen."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult

from snapshotter.cli.terminal.browse import line as browsing
from snapshotter.cli.terminal.browse.line import Line
from snapshotter.cli.terminal.browse.tree import PathTree, folders
from snapshotter.errors import NotFound
from snapshotter.model import Change, Entry
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person


@pytest.fixture
def line(person: Person, snap: Snap, fake: FakeEngine) -> Line:
    person.does("x", {"/etc/one": "1\n2\n3\n", "/bin/program": "a\0b"})
    assert snap("commit", "-m", "first").code == 0
    return Line(person.home, "web", lambda: fake)


def change(path: str, kind: str = "file", *, deleted: bool = False, link: str = "", size: int = 1) -> Change:
    entry = Entry(kind, 0o644, 0, 0, size if kind == "file" else 0, link=link)  # type: ignore[arg-type]
    return Change(path, "deleted" if deleted else "added", entry if deleted else None, None if deleted else entry)


def shown(line: Line, path: str) -> str:
    found = next(one for one in line.changes(1, whole=True) if one.path == path)
    return line.text(1, found, whole=False, as_diff=False)


def test_a_text_a_program_a_link_and_what_is_gone(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(line, "/etc/one") == "1\n2\n3"
    assert shown(line, "/bin/program") == "not text"
    assert line.text(1, change("/l", "symlink", link="/a\x1b"), whole=False, as_diff=False) == "symlink to /a\\e"
    assert line.text(1, change("/nowhere"), whole=False, as_diff=False).startswith("its content is not available")
    assert "/gone" in line.text(1, change("/gone", deleted=True), whole=False, as_diff=False)
    monkeypatch.setattr(browsing, "MOST_LINES", 2)
    assert shown(line, "/etc/one") == "1\n2\n… 1 more lines"


def test_a_draft_names_the_lines_of_commands_and_copied_paths(line: Line, person: Person, snap: Snap) -> None:
    person.does("vi /etc/two", {"/etc/two": "2\n"})
    assert snap("commit", "-m", "second").code == 0
    line.read()
    found = line.draft(2)
    (number,) = found.paths["/etc/two"]
    assert found.text.splitlines()[number - 1] == "COPY files/etc/two /etc/two"
    assert found.fates[2, 0][0] == "carried" and found.lines[2, 0] == (number,)
    assert "vi" not in line.draft(1).text


def test_no_such_workspace(line: Line, person: Person, fake: FakeEngine) -> None:
    with pytest.raises(NotFound):
        Line(person.home, "nothing", lambda: fake)


def test_a_large_tree_makes_the_entries_of_a_folder_when_it_is_opened() -> None:
    changes = [change(f"/srv/{folder}/{number}") for folder in range(30) for number in range(10)]
    top = folders([*changes, change("/srv", "directory"), change("/", "directory")])
    assert (top.entries["srv"].paths, top.entries["srv"].size) == (300, 300)

    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield PathTree()

    async def main() -> None:
        app = Shown()
        async with app.run_test() as pilot:
            tree = app.query_one(PathTree)
            assert tree.fill(changes) is None
            (srv,) = tree.root.children
            assert not srv.children and not srv.is_expanded
            srv.expand()
            await pilot.pause()
            assert len(srv.children) == 30 and not srv.children[0].children

    asyncio.run(main())
