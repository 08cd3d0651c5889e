"""The screen of `snap browse`: snapshots and commands, changed paths and a file, and the Dockerfile beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.markup import escape
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.proof import verdict
from snapshotter.cli.show.tables import first_line, outcome, plural, size
from snapshotter.cli.terminal.browse.dialogs import AskText, AskYes
from snapshotter.cli.terminal.browse.line import Draft, Line, Origin
from snapshotter.cli.terminal.browse.tree import PathTree
from snapshotter.errors import SnapError
from snapshotter.model import Change, Command, Snapshot

_MARKS = {"run": " ", "carried": "=", "state": "~", "left out": "-"}
"""What the recipe does with a command: runs it, copies what it changed, repeats it where needed, leaves it out."""
_NARROW = 100
"""Columns below which the Dockerfile is hidden until it is asked for."""
_DIFF = {"+": "green", "-": "red", "@": "cyan"}


class List(OptionList):
    """A list with the keys of vi besides."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]


class Page(VerticalScroll):
    """A text that is scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]
    can_focus = True


class Browse(App[int]):
    """The explorer of one workspace."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #left { width: 1fr; } #middle { width: 1fr; } #right { width: 1fr; }
    #snapshots { height: 1fr; } #commands { height: 2fr; } #paths { height: 1fr; } #file { height: 1fr; }
    List, PathTree, Page { border: round $surface-lighten-2; padding: 0; scrollbar-size-vertical: 1; }
    List:focus, PathTree:focus, Page:focus { border: round $accent; }
    #filter { display: none; }
    Screen.narrow #right { display: none; }
    Screen.narrow.recipe #right { display: block; } Screen.narrow.recipe #middle { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+c", "quit", "Quit"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("tab", "app.focus_next", "Next pane", show=False),
        Binding("shift+tab", "app.focus_previous", "Pane before", show=False),
        Binding("d", "drop", "Drop"),
        Binding("p", "keep", "Keep"),
        Binding("r", "reword", "Reword"),
        Binding("z", "undo", "Undo"),
        Binding("Z", "redo", "Redo", show=False),
        Binding("slash", "filter", "Filter", key_display="/"),
        Binding("v", "diff", "Diff/file"),
        Binding("a", "whole", "All/one"),
        Binding("c", "command", "Of command"),
        Binding("f", "recipe", "Dockerfile"),
    ]

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line
        self.as_diff, self.whole, self.of_command = True, False, False
        self.filter = ""
        self.draft = Draft("")

    def compose(self) -> ComposeResult:
        """Return the widgets."""
        with Horizontal():
            with Vertical(id="left"):
                yield List(id="snapshots", markup=False)
                yield List(id="commands", markup=False)
            with Vertical(id="middle"):
                yield PathTree(id="paths")
                with Page(id="file"):
                    yield Static(id="content", markup=False)
            with Page(id="right"):
                yield Static(id="dockerfile", markup=False)
        yield Input(placeholder="part of a path; empty for all", id="filter")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the last snapshot."""
        self._title("#snapshots", self._line.name)
        self._title("#right", "Dockerfile")
        self._fill()
        self.query_one("#snapshots").focus()

    def on_resize(self) -> None:
        """Hide the Dockerfile where there is no room for it."""
        self.screen.set_class(self.size.width < _NARROW, "narrow")

    # what is selected

    @property
    def snapshot(self) -> Snapshot | None:
        """The selected snapshot, None if there is none."""
        at = self.query_one("#snapshots", List).highlighted
        return None if at is None else self._line.snapshots[len(self._line.snapshots) - 1 - at]

    @property
    def command(self) -> Origin | None:
        """The selected command."""
        at, one = self.query_one("#commands", List).highlighted, self.snapshot
        return None if at is None or one is None else (one.seq, at)

    # showing it

    def _fill(self, seq: int | None = None, index: int | None = None) -> None:
        """Show the line as it is now, with this snapshot and command selected."""
        found = self.query_one("#snapshots", List)
        found.clear_options()
        newest = list(reversed(self._line.snapshots))
        found.add_options([Option(_snapshot(one)) for one in newest])
        if newest:
            found.highlighted = next((at for at, one in enumerate(newest) if one.seq == seq), 0)
        self._show(index)

    def _show(self, index: int | None = None) -> None:
        """Show the selected snapshot."""
        self.draft = Draft("")
        self._commands(index)
        self._paths()
        if one := self.snapshot:
            self._page("#dockerfile", Text("…"))
            self._read_draft(one.seq)

    def _commands(self, index: int | None = None) -> None:
        found, one = self.query_one("#commands", List), self.snapshot
        before = found.highlighted if index is None else index
        found.clear_options()
        commands = one.commands if one else ()
        found.add_options([Option(self._command((one.seq if one else 0, at), c)) for at, c in enumerate(commands)])
        if commands:
            found.highlighted = min(before or 0, len(commands) - 1)
        self._title("#commands", plural(len(commands), "command"), "= copied  ~ state  - left out")

    def _command(self, origin: Origin, command: Command) -> Text:
        fate, why = self.draft.fates.get(origin, ("", ""))
        mark = _MARKS.get(fate, " ")
        if command.in_recipe is not None:
            mark = "+" if command.in_recipe else "x"
        dim = "dim" if fate == "left out" else ""
        text = Text(f"{mark} {origin[1] + 1:>2} ", dim)
        text.append(first_line(shown(command.text.replace("\n", " ⏎ ")), 300), dim)
        if command.status:
            text.append(f"  {outcome(command, committed=True)}", "red")
        if fate == "left out" and why:
            text.append(f"  {shown(why)}", "dim italic")
        text.no_wrap = True
        return text

    def _paths(self) -> None:
        one = self.snapshot
        changes = self._line.changes(one.seq, whole=self.whole) if one else []
        narrowed = ""
        if self.of_command and self.command and not self.whole:
            at = self.command[1]
            changes = [change for change in changes if change.command == at]
            narrowed = f" of command {at + 1}"
        if self.filter:
            changes = [change for change in changes if self.filter in change.path]
            narrowed += f" with {shown(self.filter)}"
        since = "since the base" if self.whole else "of this snapshot"
        total = sum(change.after.size for change in changes if change.after)
        self._title("#paths", f"{plural(len(changes), 'path')} {since}{narrowed}", size(total))
        self._file(self.query_one(PathTree).fill(changes))

    def _file(self, change: Change | None) -> None:
        one = self.snapshot
        if change is None or one is None:
            self._page("#content", Text("" if one else "no snapshot yet: `snap commit` makes one"))
            self._title("#file", "")
        else:
            self._title("#file", shown(change.path), "diff" if self.as_diff else "file")
            self._read_file(one.seq, change, self.as_diff)
        self._highlight()

    def _highlight(self) -> None:
        """Show which lines of the Dockerfile stand for the selected path, else for the selected command."""
        change = self.query_one(PathTree).at_cursor() if self.focused and self.focused.id == "paths" else None
        numbers: Sequence[int] = ()
        if change is not None:
            numbers = self.draft.paths.get(change.path, ())
            if not numbers and change.command is not None and self.snapshot and not self.whole:
                numbers = self.draft.lines.get((self.snapshot.seq, change.command), ())
        elif self.command:
            numbers = self.draft.lines.get(self.command, ())
        text = Text()
        for number, line in enumerate(self.draft.text.splitlines(), 1):
            style = "reverse" if number in numbers else "dim" if line.startswith("#") else ""
            text.append(f"{line}\n", style)
        self._page("#dockerfile", text)
        if numbers:
            self.query_one("#right", Page).scroll_to(y=max(0, min(numbers) - 3), animate=False)

    def _page(self, wanted: str, text: Text) -> None:
        self.query_one(wanted, Static).update(text)

    def _title(self, wanted: str, title: str, subtitle: str = "") -> None:
        widget = self.query_one(wanted)
        widget.border_title = escape(title)
        widget.border_subtitle = escape(subtitle)

    # reading takes time: it is done beside, and only the newest counts

    @work(thread=True, exclusive=True, group="draft")
    def _read_draft(self, seq: int) -> None:
        worker = get_current_worker()
        try:
            found = self._line.draft(seq)
        except SnapError as error:
            found = Draft(f"# {shown(error.message)}\n# {shown(error.hint)}")
        if not worker.is_cancelled:
            self.call_from_thread(self._drafted, found)

    def _drafted(self, found: Draft) -> None:
        self.draft = found
        self._commands()
        self._highlight()

    @work(thread=True, exclusive=True, group="file")
    def _read_file(self, seq: int, change: Change, as_diff: bool) -> None:
        worker = get_current_worker()
        try:
            found = self._line.text(seq, change, whole=self.whole, as_diff=as_diff)
        except SnapError as error:
            found = f"{shown(error.message)}\n{shown(error.hint)}"
        if not worker.is_cancelled:
            self.call_from_thread(self._page, "#content", _diff(found) if as_diff else Text(found))

    # what happens

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what belongs to the selected snapshot or command."""
        if event.option_list.id == "snapshots":
            if event.option_list.has_focus:
                self._show(0)
        elif self.of_command and event.option_list.has_focus:
            self._paths()
        else:
            self._highlight()

    def on_tree_node_highlighted(self, event: PathTree.NodeHighlighted[object]) -> None:
        """Show the selected file."""
        if event.control.has_focus:
            self._file(self.query_one(PathTree).at_cursor())

    def on_descendant_focus(self) -> None:
        """Show what the pane that is entered has selected."""
        if self.focused and self.focused.id == "paths":
            self._file(self.query_one(PathTree).at_cursor())
        elif self.focused and self.focused.id == "commands":
            self._highlight()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Show the paths that the filter leaves."""
        if event.input.id == "filter":
            self.filter = event.value
            event.input.display = False
            self._paths()
            self.query_one(PathTree).focus()

    # keys

    def action_filter(self) -> None:
        """Ask for a part of the paths."""
        found = self.query_one("#filter", Input)
        found.value, found.display = self.filter, True
        found.focus()

    def action_diff(self) -> None:
        """Switch between a file and its diff."""
        self.as_diff = not self.as_diff
        self._file(self.query_one(PathTree).at_cursor())

    def action_whole(self) -> None:
        """Switch between the changes of the snapshot and all since the base."""
        self.whole = not self.whole
        self._paths()

    def action_command(self) -> None:
        """Switch between all paths of the snapshot and those of the selected command."""
        self.of_command = not self.of_command
        self._paths()

    def action_recipe(self) -> None:
        """Show the Dockerfile where there is room for two columns alone, and hide it again."""
        self.screen.toggle_class("recipe")

    def action_help(self) -> None:
        """Show all keys, and hide them again."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_drop(self) -> None:
        """Leave the selected command out of the recipe."""
        if origin := self.command:
            self._do(lambda: self._line.drop(origin), origin)

    def action_keep(self) -> None:
        """Keep the selected command in the recipe."""
        if origin := self.command:
            self._do(lambda: self._line.keep(origin), origin)

    def action_reword(self) -> None:
        """Change the message of the selected snapshot."""
        if one := self.snapshot:

            def done(message: str | None) -> None:
                if message is not None:
                    self._do(lambda: self._line.reword(one.seq, message), self.command or (one.seq, 0))

            self.push_screen(AskText(f"The message of snapshot {one.seq}; Escape leaves it:", one.message), done)

    def action_undo(self) -> None:
        """Take back the last operation, when that is wanted."""
        last = self._line.last_operation()
        if not last:
            self.notify("there is nothing to undo")
            return

        def done(wanted: bool | None) -> None:
            if wanted:
                self._do(self._line.undo, self.command or (0, 0))

        self.push_screen(AskYes(f"Undo this?\n\n{last}"), done)

    def action_redo(self) -> None:
        """Take back the last undo."""
        self._do(self._line.redo, self.command or (0, 0))

    def _do(self, edit: Callable[[], str], selected: Origin) -> None:
        """Edit the record and show it as it is then."""
        try:
            said = edit()
        except SnapError as error:
            text = f"{error.message}\n{error.hint}" if error.hint else error.message
            self.notify(text, severity="error", timeout=10, markup=False)
            return
        self.notify(said, markup=False)
        self._fill(*selected)


def _snapshot(one: Snapshot) -> Text:
    text = Text(f"{one.seq:>3}  ", "bold")
    text.append(shown(one.message.split("\n")[0]))
    if one.proof:
        text.append(f"  {verdict(one.proof)}", "green" if one.proof.verdict == "equal" else "red")
    text.no_wrap = True
    return text


def _diff(found: str) -> Text:
    text = Text()
    for line in found.splitlines():
        text.append(f"{line}\n", _DIFF.get(line[:1], ""))
    return text
