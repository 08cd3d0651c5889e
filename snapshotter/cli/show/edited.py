"""What a verb that edits the record says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.versions.edit import Edited

_MOST = 3
"""Numbers that are listed one by one."""


def show_edited(found: Edited, name: str, done: str, *, words_only: bool, json: bool) -> int:
    """Write what was edited; `done` says it in a few words, with `words_only` no recipe does anything else by it."""
    made = found.made
    if json:
        again = [(one.seq, one.id) for one in made.snapshots if one.seq in made.again] if made else []
        listed = [{"seq": seq, "id": ident} for seq, ident in again]
        out_json({"text": found.text, "again": listed, "stayed": list(made.stayed) if made else []})
    if made is None:
        tell(f"nothing to change: the record of {name} says that already")
        return 0
    tell(shown(f"{done}: {found.text}"))
    if made.again:
        tell(f"written again: {_numbers(made.again)}; `snap op undo` brings the old record back")
    if made.stayed:
        tell(shown(f"what shares the old record keeps it: {', '.join(made.stayed)}"))
    if not words_only:
        tell("the edited recipe is not proven\n  next: `snap export-dockerfile -o DIR` proves that it gives the image")
    return 0


def _numbers(seqs: tuple[int, ...]) -> str:
    if len(seqs) <= _MOST:
        return f"snapshot{'s' if len(seqs) > 1 else ''} {', '.join(map(str, seqs))}"
    return f"snapshots {seqs[0]} to {seqs[-1]}"
