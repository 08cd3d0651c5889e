"""Lines of snapshots described in TOML, as input of recipe tests without an engine.

base = "debian:bookworm"            # optional, and [config] for the base's configuration
[[snapshot]]
message = "…"
[[snapshot.command]]
text = "…"                          # status = 0, cwd = "/", user = "root", shell = "bash", depth = 1, pid = 1
changes = [{path = "/etc/x", content = "…"}]      # attributed to this command
state = [["export", "A", "1"]]      # what it changed in its shell; without a value: removed
[[snapshot.outside]]
path = "/etc/y"                     # change, kind, mode, uid, gid, content, link, after = N (commands before it)
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange

START = 1_700_000_000.0


def load(path: Path) -> tuple[Base, list[Snapshot], dict[str, bytes]]:
    """Return the base, the snapshots and the contents (by digest) of a story."""
    table = tomllib.loads(path.read_text())
    base = Base(
        table.get("base", "debian:bookworm"), "sha256:base", table.get("digest", ""), _config(table.get("config", {}))
    )
    contents: dict[str, bytes] = {}
    snapshots, clock = [], START
    for seq, part in enumerate(table["snapshot"], 1):
        snapshots.append(_snapshot(base, seq, part, clock, contents))
        clock += 1000
    return base, snapshots, contents


def _config(table: dict[str, Any]) -> ImageConfig:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return ImageConfig(**fields)


def _snapshot(base: Base, seq: int, part: dict[str, Any], clock: float, contents: dict[str, bytes]) -> Snapshot:
    commands, changes = [], []
    for index, table in enumerate(part.get("command", [])):
        begin = clock + index * 10
        status = table.get("status", 0)
        commands.append(
            Command(
                table["text"],
                None if status == "running" else status,
                table.get("cwd", "/"),
                table.get("user", "root"),
                begin,
                begin + 5,
                table.get("shell", "bash"),
                table.get("depth", 1),
                f"s{table.get('session', seq)}",
                table.get("pid", 1),
                argv=("sh", "-c", table["text"]) if table.get("shell") == "" else (),
                cwd_after=table.get("cwd_after", ""),
                state=tuple(StateChange(one[0], one[1], one[2] if one[2:] else None) for one in table.get("state", [])),
            )
        )
        changes += [_change(one, index, begin + 1, contents) for one in table.get("changes", [])]
    changes += [
        _change(one, None, clock + one.get("after", len(commands)) * 10 - 2, contents)
        for one in part.get("outside", [])
    ]
    return Snapshot(
        "box",
        seq,
        f"sha256:{seq}",
        f"snap/box:{seq}",
        base,
        part["message"],
        clock,
        _config(part["config"]) if "config" in part else base.config,
        tuple(commands),
        tuple(sorted(changes, key=lambda change: change.path)),
    )


def _change(table: dict[str, Any], command: int | None, moment: float, contents: dict[str, bytes]) -> Change:
    before = _entry(table["before"], 1.0, contents)[0] if "before" in table else None
    kind = table.get("change", "changed" if before else "added")
    after, key = (None, "") if kind == "deleted" else _entry(table, moment, contents)
    if kind == "deleted" and before is None:
        before = Entry("file", 0o644, 0, 0)
    return Change(
        table["path"],
        kind,
        before,
        after,
        f"command {command + 1}" if command is not None else "outside",
        command,
        table.get("package", ""),
        volatile=table.get("volatile", ""),
        secret=table.get("secret", ""),
        content=key,
    )


def _entry(table: dict[str, Any], moment: float, contents: dict[str, bytes]) -> tuple[Entry, str]:
    data = table.get("content", "").encode()
    kind = table.get("kind", "symlink" if "link" in table else "file")
    key = hashlib.sha256(data).hexdigest() if kind == "file" else ""
    if key:
        contents[key] = data
    default = 0o755 if kind == "directory" else 0o777 if kind == "symlink" else 0o644
    return Entry(
        kind,
        int(table["mode"], 8) if "mode" in table else default,
        table.get("uid", 0),
        table.get("gid", 0),
        len(data) if key else 0,
        key,
        table.get("link", ""),
        int(moment * 1e9),
        int(moment * 1e9),
        hardlink=table.get("hardlink", ""),
    ), key
