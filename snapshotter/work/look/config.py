"""The configuration that differs between two states: that of the image, and the text files below /etc."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.history import below
from snapshotter.engine.api import LABEL
from snapshotter.model import Change, ImageConfig, Progress, no_progress
from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.in_file import in_file
from snapshotter.store.home import Home
from snapshotter.work.look.diff import NOW, Contents, Difference, has_lines, text_diff

CONCEALED = "(secret)"
"""Stands for a value that is a secret."""
_HASHES = frozenset(f"/etc/{name}{end}" for name in ("shadow", "gshadow") for end in ("", "-"))


class Setting(Struct, frozen=True):
    """One value of the image's configuration that differs."""

    instruction: str
    """"ENV", "CMD", …"""
    name: str
    """Name of the variable, label, port, volume; "" for an instruction that has one value."""
    old: str | None
    """None where it is not set."""
    new: str | None


def settings(home: Home, found: Difference) -> list[Setting]:
    """Return the values of the image's configuration that differ; secrets are replaced.

    What is not committed has no configuration of its own: "now" has that of the last snapshot.
    """
    snapshots = found.snapshots
    base = snapshots[0].base.config if snapshots else home.workspaces.get(found.name).base.config
    last = snapshots[-1].seq if snapshots else 0
    elsewhere = (one for line in found.branches.values() for one in line)
    configs = {0: base} | {one.seq: one.config for one in (*elsewhere, *snapshots)}
    old, new = (_values(configs[last if seq == NOW else seq]) for seq in (found.old, found.new))
    typed = typed_values(home, found.name)
    return [
        Setting(*key, _shown(key, old.get(key), typed), _shown(key, new.get(key), typed))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


def _shown(key: tuple[str, str], value: str | None, typed: Sequence[str]) -> str | None:
    """Return a value, replaced where it is a secret or holds one that was typed."""
    if value and (in_environment([f"{key[1]}={value}"]) or any(secret in value for secret in typed)):
        return CONCEALED
    return value


def _values(config: ImageConfig) -> Mapping[tuple[str, str], str]:
    """Return the values of a configuration by instruction and name, without the labels that snapshotter sets."""
    found: dict[tuple[str, str], str] = {}
    for pair in config.env:
        name, _, value = pair.partition("=")
        found["ENV", name] = value
    for instruction, text in (
        ("USER", config.user),
        ("WORKDIR", config.workdir),
        ("ENTRYPOINT", _words(config.entrypoint)),
        ("CMD", _words(config.cmd)),
        ("SHELL", _words(config.shell)),
        ("STOPSIGNAL", config.stop_signal),
        ("HEALTHCHECK", json.dumps(config.healthcheck, ensure_ascii=False) if config.healthcheck else ""),
        ("ONBUILD", "; ".join(config.onbuild)),
    ):
        if text:
            found[instruction, ""] = text
    found.update({("EXPOSE", port): port for port in config.exposed_ports})
    found.update({("VOLUME", volume): volume for volume in config.volumes})
    own = f"{LABEL}."
    found.update({("LABEL", key): value for key, value in config.labels if not key.startswith(own)})
    return found


def _words(words: Sequence[str]) -> str:
    return json.dumps(words, ensure_ascii=False) if words else ""


def config_files(
    home: Home, contents: Contents, found: Difference, progress: Progress = no_progress
) -> Iterator[tuple[str, list[str]]]:
    """Yield the path and the unified diff of each file below /etc whose text differs.

    Files that are as a package brought them and volatile ones are left out.  One that holds a secret is only named.
    """
    typed = typed_values(home, found.name)
    listed = tuple(
        change
        for change in found.changes
        if below(change.path, "/etc") and has_lines(change) and not change.package and not change.volatile
    )
    contents.fetch(replace(found, changes=listed), progress)
    for change in listed:
        why = secret_reason(contents, found, change, typed)
        yield change.path, [f"{change.path}: {why}"] if why else list(text_diff(contents, found, change))


def typed_values(home: Home, name: str) -> list[str]:
    """Return the secrets that were typed in a workspace, as far as this host still has them in its memory."""
    kept = home.memory(name).load()
    return [value for value in kept.values if value] if kept else []


def secret_reason(contents: Contents, found: Difference, change: Change, typed: Sequence[str]) -> str:
    """Return why the lines of a changed file are not shown, "" if they hold no secret.

    `typed` are secrets that were typed in the workspace.
    """
    if change.path in _HASHES:
        return "withheld: holds hashes of passwords"
    if change.secret:
        return f"withheld: {change.secret}"
    for state, entry in ((found.old, change.before), (found.new, change.after)):
        data = contents.get(state, change.path) if entry and entry.kind == "file" else None
        if data and (why := in_file(change.path, data)):
            return f"withheld: {why}"
        if data and any(value.encode("utf-8", "surrogateescape") in data for value in typed):
            return "withheld: holds a secret that was typed"
    return ""
