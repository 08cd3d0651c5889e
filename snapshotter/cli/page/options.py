"""The options of the verbs that write a page."""

from __future__ import annotations

from typing import Annotated

import typer

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="The HTML file to write; `-` is stdout.",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite FILE even if it is no such page.")]
