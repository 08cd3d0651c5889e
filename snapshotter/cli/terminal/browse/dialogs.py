"""What `snap browse` asks: a line of text, or yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

_STYLE = """
    align: center middle;
    & > Vertical { width: 80%; max-width: 90; height: auto; border: round $primary; padding: 0 1; }
"""


class AskText(ModalScreen[str | None]):
    """A line of text; None if it was left with Escape."""

    CSS = f"AskText {{ {_STYLE} }}"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Leave it as it is")]

    def __init__(self, question: str, before: str) -> None:
        super().__init__()
        self._question, self._before = question, before

    def compose(self) -> ComposeResult:
        """Return the widgets."""
        with Vertical():
            yield Label(self._question, markup=False)
            yield Input(self._before)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the text."""
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Return nothing."""
        self.dismiss(None)


class AskYes(ModalScreen[bool]):
    """Yes or no."""

    CSS = f"AskYes {{ {_STYLE} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape,q", "answer(False)", "No"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Return the widgets."""
        with Vertical():
            yield Label(f"{self._question}\n\ny: yes   n: no", markup=False)

    def action_answer(self, answer: bool) -> None:
        """Return the answer."""
        self.dismiss(answer)
