"""What is told after a command was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.versions.undo_command.undo import TakenBack

_MOST = 5


def show_taken_back(taken: TakenBack, *, json: bool) -> int:
    """Show which command was taken back and what is left of it; return the exit code."""
    command, kept = taken.command, taken.kept
    if json:
        out_json(
            {
                "workspace": taken.workspace.name,
                "command": command.text,
                "paths": list(taken.paths),
                "kept": kept.seq if kept else None,
                "running": list(taken.running),
            }
        )
        return 0
    out(shown(f"taken back: {command.text}"))
    count = len(taken.paths)
    listed = ", ".join(taken.paths[:_MOST]) + (f" and {count - _MOST} more" if count > _MOST else "")
    tell(shown(f"as before it: {listed}" if count else "it had changed no files"))
    if kept is not None:
        tell(f"what was not committed before that is kept as snapshot {kept.seq}: `snap redo` goes there")
    if taken.running:
        more = f" and {len(taken.running) - _MOST} more" if len(taken.running) > _MOST else ""
        tell(shown(f"it left running: {'; '.join(taken.running[:_MOST])}{more}"))
    changed = sorted({one.name for one in command.state if one.name})
    moved = command.cwd_after not in ("", command.cwd)
    if taken.session_open and (changed or moved):
        what = [*changed[:_MOST], *(["its working directory"] if moved else [])]
        tell(shown(f"its shell is open and keeps what the command set: {', '.join(what)}"))
    return 0
