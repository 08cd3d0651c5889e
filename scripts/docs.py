"""Write the pages made from code: docs/commands.md, docs/errors.md, the tables of docs/equivalence.md.

`--check` only compares.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from equivalence_tables import with_tables

from snapshotter import errors
from snapshotter.cli.app import VERBS
from snapshotter.cli.main import BUG, INTERRUPTED, main
from snapshotter.errors import SnapError

DOCS = Path(__file__).parent.parent / "docs"

COMMANDS = """# Commands

What `--help` prints, verb by verb. This page is made by `scripts/docs.py`; a test keeps it true.

Results go to stdout, everything else to stderr; `--json` gives one JSON value. `-n/--name NAME` picks the workspace;
without it, `SNAP_NAME` does, else it is the one last used. State lives under `$SNAP_HOME`, by default the platform's
user data directory.

"""

ERRORS = """# Exit codes and errors

Every error is one message, `snap: …`, and where something can be done, `next: …`, both on stderr; nothing is printed
to stdout. A traceback is only ever written to a file under `$SNAP_HOME/log`, which the message names. This page is made
by `scripts/docs.py` from the code; a test keeps it true.

| Code | Meaning |
| --- | --- |
| 0 | done; for `export-dockerfile` and `verify`: equal. `snap commit` with nothing to commit says so and is 0 too. |
| 1 | different (`export-dockerfile`, `verify`), or something is not well (`doctor`) |
"""

SESSIONS = """
`snap shell`, `snap start` and `snap run` give back the exit status of the shell or the command; the codes above are
then what `snap` itself says where it could not run it.
"""


def commands() -> str:
    """Give the page on commands."""
    pages = [("snap", ["--help"]), *((f"snap {verb}", [verb, "--help"]) for verb in VERBS)]
    return COMMANDS + "\n".join(f"## {title}\n\n```text\n{printed(argv)}```\n" for title, argv in pages)


def printed(argv: list[str]) -> str:
    """Give what a command line prints on a terminal of 80 columns."""
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        main(argv)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def errors_page() -> str:
    """Give the page on errors."""
    codes: dict[int, list[type[SnapError]]] = {}
    for cls in every(SnapError):
        codes.setdefault(cls.exit_code, []).append(cls)
    rows = [f"| {code} | {'; '.join(meaning(cls) for cls in found)} |" for code, found in sorted(codes.items())]
    rows += [
        f"| {BUG} | a bug of ours: the message names the log file |",
        f"| {INTERRUPTED} | interrupted (Ctrl-C): what was recorded and committed before stays |",
    ]
    return ERRORS + "\n".join(rows) + "\n" + SESSIONS


def every(cls: type[SnapError]) -> Iterator[type[SnapError]]:
    """Give a class and all below it, as they stand in the file."""
    yield cls
    for found in vars(errors).values():
        if inspect.isclass(found) and issubclass(found, SnapError) and found.__base__ is cls:
            yield from every(found)


def meaning(cls: type[SnapError]) -> str:
    """Give an error's name and the first line of its description."""
    return f"**{cls.__name__}**: {(cls.__doc__ or '').splitlines()[0].rstrip('.')}"


def run(check: bool) -> int:
    """Write the pages, or print which of them would change; return 1 for that with `check`."""
    equivalence = DOCS / "equivalence.md"
    pages = {
        DOCS / "commands.md": commands(),
        DOCS / "errors.md": errors_page(),
        equivalence: with_tables(equivalence.read_text(encoding="utf-8")),
    }
    stale = [page for page, text in pages.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    for page in stale:
        if not check:
            page.write_text(pages[page], encoding="utf-8")
        print(f"{page.name} {'is not up to date: run scripts/docs.py' if check else 'written'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(run("--check" in sys.argv[1:]))
