"""The differences between two states in the short forms of `snap diff`: lines and bytes, packages, configuration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import plural, size

if TYPE_CHECKING:
    from snapshotter.work.look.config import Setting
    from snapshotter.work.look.line_counts import PathCount
    from snapshotter.work.look.packages import PackageDifference

STATUS_LETTERS = {"added": "A", "changed": "M", "deleted": "D"}
"""The letters of `git diff --name-status`."""
_NARROWEST = 40


def count_lines(found: Sequence[PathCount], width: int = 0) -> Iterator[str]:
    """Yield one line for each path: "/etc/motd | 12 ++++--", with bytes for what is no text; and one with the sum.

    Long paths lose their beginning, so that no line is longer than the terminal is wide.
    """
    width = max(_NARROWEST, width or shutil.get_terminal_size((80, 24)).columns)
    amounts = [_amount(one) for one in found]
    right = max((len(amount) for one, amount in zip(found, amounts, strict=True) if one.lines), default=0)
    longest = max((len(shown(one.path)) for one in found), default=0)
    beside = max(width // 4 if right else 0, *(len(amount) - right for amount in amounts), 0)
    left = min(longest, width - right - 5 - beside)
    room = width - left - right - 5
    most = max((sum(one.lines) for one in found if one.lines), default=0)
    for one, amount in zip(found, amounts, strict=True):
        bar = f" {_bar(one.lines, most, room)}" if one.lines and sum(one.lines) else ""
        aligned = amount.rjust(right) if one.lines else amount
        yield f" {_tail(shown(one.path), left):<{left}} | {aligned}{bar}".rstrip()
    yield " " + total_line(found)


def _amount(one: PathCount) -> str:
    if one.lines:
        return str(sum(one.lines))
    before, after = one.size
    return f"{size(before)} → {size(after)}" if before or after else one.change


def _bar(lines: tuple[int, int], most: int, room: int) -> str:
    """Return "+" and "-" for lines added and removed, at most `room` of them for the path with the most lines."""
    if most <= room:
        return "+" * lines[0] + "-" * lines[1]
    parts = [max(1, count * room // most) if count else 0 for count in lines]
    if sum(parts) > room:
        parts[parts.index(max(parts))] -= sum(parts) - room
    return "+" * parts[0] + "-" * parts[1]


def _tail(path: str, width: int) -> str:
    return path if len(path) <= width else "…" + path[len(path) - width + 1 :]


def total_line(found: Sequence[PathCount]) -> str:
    """Return the sum: "3 paths, 12 lines added, 4 removed, 1.2 MB more"."""
    added = sum(one.lines[0] for one in found if one.lines)
    removed = sum(one.lines[1] for one in found if one.lines)
    more = sum(one.size[1] - one.size[0] for one in found)
    parts = [plural(len(found), "path")]
    if added or removed:
        parts += [f"{plural(added, 'line')} added", f"{removed} removed"]
    parts.append(f"{size(abs(more))} {'less' if more < 0 else 'more'}")
    return ", ".join(parts)


def count_json(one: PathCount) -> dict[str, object]:
    """Return the extent of a change as JSON."""
    added, removed = one.lines or (None, None)
    return {
        "path": one.path,
        "change": one.change,
        "lines_added": added,
        "lines_removed": removed,
        "bytes_before": one.size[0],
        "bytes_after": one.size[1],
    }


def package_line(one: PackageDifference) -> str:
    """Return "nginx-light 1.22.1-9 added", "libssl3 3.0.11 → 3.0.17" or "less 590 removed"."""
    if one.change == "changed":
        return shown(f"{one.name} {one.old} → {one.new}")
    return shown(f"{one.name} {one.new or one.old} {one.change}")


def setting_line(one: Setting) -> str:
    """Return "ENV LANG: C → C.UTF-8"; what is not set is "(none)"."""
    head = f"{one.instruction} {one.name}".strip()
    return shown(f"{head}: {_value(one.old)} → {_value(one.new)}")


def _value(text: str | None) -> str:
    return "(none)" if text is None else text or '""'
