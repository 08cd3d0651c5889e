"""The tables of rules in docs/equivalence.md as Markdown; `docs.py` writes the page."""

from __future__ import annotations

from collections.abc import Iterable

from snapshotter.changes.volatile import RULES
from snapshotter.proof.meaning import MEANINGS
from snapshotter.rootfs.layer.engine_files import PLACEHOLDERS

TABLES = ("volatile", "meaning", "placeholders")


def table(name: str) -> str:
    """Return one of `TABLES` as Markdown."""
    if name == "volatile":
        return _markdown(("Path", "Why no rebuild can be expected to reproduce it"), RULES)
    if name == "meaning":
        return _markdown(("Path", "What is compared"), ((pattern, what) for pattern, what, _ in MEANINGS))
    return _markdown(
        ("Path", "As the engine leaves it", "Why it is there"),
        ((row.pattern, row.form, row.reason) for row in PLACEHOLDERS),
    )


def with_tables(text: str) -> str:
    """Return a document with the tables between `<!-- NAME -->` and `<!-- /NAME -->` replaced by those of the code."""
    for name in TABLES:
        before, _, rest = text.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n{table(name)}<!-- /{name} -->{after}"
    return text


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *((f"`{row[0]}`", *row[1:]) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
