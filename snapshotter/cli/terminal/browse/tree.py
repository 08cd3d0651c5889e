"""The tree of changed paths: a folder's entries are made when it is opened, so that 100 000 paths cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from msgspec import Struct, field
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import LETTERS, plural, size
from snapshotter.model import Change

_STYLES = {"A": "green", "C": "yellow", "D": "red"}
_OPEN = 200
"""Paths up to which all folders are open."""


class Folder(Struct):
    """A folder with what changed below it; a folder can itself have changed."""

    change: Change | None = None
    entries: dict[str, Folder] = field(default_factory=dict)
    paths: int = 0
    size: int = 0


def folders(changes: Iterable[Change]) -> Folder:
    """Return changed paths by their folders."""
    top = Folder()
    for change in changes:
        count = change.after.size if change.after else 0
        at = top
        for part in change.path.split("/")[1:]:
            at.paths += 1
            at.size += count
            if not part:  # the root itself
                break
            at = at.entries.setdefault(part, Folder())
        at.change = change
    return top


class PathTree(Tree[Folder]):
    """Changed paths, with their letters as in `docker diff` and their sizes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("h", "cursor_parent", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]
    ICON_NODE, ICON_NODE_EXPANDED = "▸ ", "▾ "

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of the widget
        super().__init__("/", **options)
        self.show_root = False
        self.guide_depth = 2

    def fill(self, changes: Sequence[Change]) -> Change | None:
        """Show other paths; return the first that is open, where the cursor is then."""
        self.clear()
        top = folders(changes)
        self.root.data = top
        self._add(self.root, top, everything=len(changes) <= _OPEN)
        self.root.expand()
        first = _first(self.root)
        if first is not None:
            self.move_cursor(first)
        return first.data.change if first and first.data else None

    def _add(self, node: TreeNode[Folder], folder: Folder, *, everything: bool) -> None:
        for name in sorted(folder.entries):
            below = folder.entries[name]
            label = _label(name, below)
            if not below.entries:
                node.add_leaf(label, below)
                continue
            made = node.add(label, below, expand=everything)
            if everything:
                self._add(made, below, everything=True)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Folder]) -> None:
        """Make a folder's entries when it is opened for the first time."""
        if event.node.data and not event.node.children:
            self._add(event.node, event.node.data, everything=False)

    def at_cursor(self) -> Change | None:
        """Return the change at the cursor; None at a folder that did not change itself."""
        node = self.cursor_node
        return node.data.change if node and node.data else None


def _first(node: TreeNode[Folder]) -> TreeNode[Folder] | None:
    """Return the first node below one that changed itself."""
    for child in node.children:
        found = child if child.data and child.data.change else _first(child)
        if found is not None:
            return found
    return None


def _label(name: str, folder: Folder) -> Text:
    change = folder.change
    letter = LETTERS[change.change] if change else " "
    text = Text(f"{letter} ", _STYLES.get(letter, ""))
    text.append(shown(name) + ("/" if folder.entries else ""), _STYLES.get(letter, "") if change else "")
    if folder.entries:
        text.append(f"  {plural(folder.paths, 'path')}, {size(folder.size)}", "dim")
    elif change:
        entry = change.after or change.before
        about = size(entry.size) if entry and entry.kind == "file" else entry.kind if entry else ""
        why = change.volatile and f"volatile: {change.volatile}"
        text.append(f"  {shown(about)}  {shown(why or change.by)}", "dim")
    return text
