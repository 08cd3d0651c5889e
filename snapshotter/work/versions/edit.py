"""Edit the record of a line: messages, comments, and which commands and paths a recipe has.  No image changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.volatile import reason
from snapshotter.engine.api import Connect
from snapshotter.engine.generated_files import PATHS
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import HOST, Change, Command, Snapshot, Workspace
from snapshotter.recipe.model import Origin
from snapshotter.shell.facts import facts
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for
from snapshotter.work.secrets.names import name_mask
from snapshotter.work.select import revision
from snapshotter.work.versions.commands import brief, command_at, find_command, text_of
from snapshotter.work.versions.rewrite import Rewritten, edited, rewrite
from snapshotter.work.volatile import check_pattern, with_rules

_MOUNTED = ("/dev", "/proc", "/sys")


class Edited(Struct, frozen=True):
    """The result of a verb that edits the record."""

    text: str
    """What was done, in one line; "" where nothing was to do."""
    made: Rewritten | None = None
    stored: str = ""
    """The text as it is stored, without secrets."""


def amend(home: Home, name: str, rev: str, message: str, connect: Connect) -> Edited:
    """Change the message of a snapshot; raises `UsageError` for an empty one."""
    if not message.strip():
        raise UsageError("the message is empty", "give one with `-m`")

    def change(old: Snapshot, clean: str) -> tuple[Snapshot, str]:
        return replace(old, message=clean), f"snapshot {old.seq}: {brief(clean)}"

    return _reword(home, name, rev, message, "amend", change, connect)


def note(home: Home, name: str, rev: str, text: str, connect: Connect) -> Edited:
    """Put a comment above the steps of a snapshot in the recipe; an empty one removes it."""

    def change(old: Snapshot, clean: str) -> tuple[Snapshot, str]:
        what = f"at snapshot {old.seq}: {brief(clean)}" if clean else f"of snapshot {old.seq} removed"
        return replace(old, note=clean), what

    return _reword(home, name, rev, text, "note", change, connect)


def drop(home: Home, name: str, wanted: Sequence[str], connect: Connect) -> Edited:
    """Leave commands out of the recipe."""
    with home.workspaces.lock(name):
        line = home.line.snapshots(name)
        origins = list(dict.fromkeys(find_command(line, one) for one in wanted))
        return _set(home, name, line, dict.fromkeys(origins, False), "drop", connect)


def keep(home: Home, name: str, wanted: Sequence[str], connect: Connect) -> Edited:
    """Keep commands in the recipe that it would leave out, and paths that are volatile by a rule.

    What begins with "/" is a path, unless a command begins with it.
    """
    with home.workspaces.lock(name):
        line = home.line.snapshots(name)
        texts = [command.text.strip() for one in line for command in one.commands]
        paths = [one for one in wanted if one.startswith("/") and not any(text.startswith(one) for text in texts)]
        origins = list(dict.fromkeys(find_command(line, one) for one in wanted if one not in paths))
        for origin in origins:
            if why := why_not_kept(command_at(line, origin)):
                raise UsageError(
                    f"command {text_of(line, origin)} cannot be kept: it {why}",
                    "the files that it changed are copied; `snap recipe` shows the draft",
                )
        if paths:
            return _keep_paths(home, name, line, paths, origins, connect)
        return _set(home, name, line, dict.fromkeys(origins, True), "keep", connect)


def why_not_kept(command: Command) -> str:
    """Return why no build can run a command, "" if one can try."""
    if command.shell == HOST:
        return "put files back from the host"
    if command.asked:
        return "called snap on the host"
    if command.status is None:
        return "had not finished when the snapshot was made"
    known = facts(command.text)
    if known.starts_shell:
        return "starts a shell, which reads from the terminal"
    return "is an editor, which reads from the terminal" if known.edits else ""


def with_choices(line: Sequence[Snapshot], choices: Mapping[Origin, bool | None]) -> dict[int, Snapshot]:
    """Return the snapshots, by number, of which commands are to be in the recipe or not, where that is a change."""
    found: dict[int, Snapshot] = {}
    for one in line:
        commands = tuple(
            replace(command, in_recipe=choices.get((one.seq, index), command.in_recipe))
            for index, command in enumerate(one.commands)
        )
        if commands != one.commands:
            found[one.seq] = replace(one, commands=commands)
    return found


def _reword(
    home: Home,
    name: str,
    rev: str,
    text: str,
    verb: str,
    change: Callable[[Snapshot, str], tuple[Snapshot, str]],
    connect: Connect,
) -> Edited:
    """Edit words of a snapshot, so that every proof stays; `change` gets them without secrets."""
    with home.workspaces.lock(name):
        workspace, line = home.workspaces.get(name), home.line.snapshots(name)
        old = _on_line(home, name, line, rev)
        clean = mask_text(redactor_for(home, workspace), text.strip()) if text.strip() else ""
        new, what = change(old, clean)
        if new == old:
            return Edited("", stored=clean)
        after = edited(line, {old.seq: new})
        return Edited(what, rewrite(home, workspace, line, after, verb, what, connect, keep_proofs=True), clean)


def _on_line(home: Home, name: str, line: Sequence[Snapshot], rev: str) -> Snapshot:
    """Return the snapshot that a revision names, which must be on the workspace's line."""
    summaries = [  # of what `revision` looks at: to read them would take as long as it took to read the snapshots
        Summary(one.workspace, one.seq, one.id, one.image, one.tag, one.message, one.created, 0, 0, 0, 0)
        for one in line
    ]
    found = revision(summaries, rev, name, home.line)
    at = next((one for one in line if one.id == found.id), None)
    if at is None:
        raise UsageError(
            f"snapshot {found.seq} is not on the line on which {name} is", f"`snap checkout {rev} -n {name}` goes there"
        )
    return at


def _set(
    home: Home, name: str, line: Sequence[Snapshot], choices: Mapping[Origin, bool | None], verb: str, connect: Connect
) -> Edited:
    after = edited(line, with_choices(line, choices))
    if after == list(line):
        return Edited("")
    text = ", ".join(text_of(line, origin) for origin in choices)
    return Edited(text, rewrite(home, home.workspaces.get(name), line, after, verb, text, connect))


def _keep_paths(
    home: Home,
    name: str,
    line: Sequence[Snapshot],
    paths: Sequence[str],
    origins: Sequence[Origin],
    connect: Connect,
) -> Edited:
    workspace = home.workspaces.get(name)
    names = name_mask(home, name, ())
    patterns = [names.path(pattern) for path in paths for pattern in _patterns(path, workspace)]
    own = {**dict(workspace.volatile), **dict.fromkeys(patterns, "")}
    after = replace(workspace, volatile=tuple(sorted(own.items())))
    text = ", ".join([*map(names.path, paths), *(text_of(line, origin) for origin in origins)])
    kept = edited(line, with_choices(line, dict.fromkeys(origins, True)))
    if after == workspace and kept == list(line):
        return Edited("")
    changed, contents = _unmarked(home, name, kept, after, connect)
    made = rewrite(home, workspace, line, edited(kept, changed), "keep", text, connect, contents=contents, after=after)
    return Edited(text, made)


def _patterns(path: str, workspace: Workspace) -> Iterator[str]:
    """Yield the patterns that keep a path and what is below it; raises `UsageError` or `NotFound`."""
    path = check_pattern(path.rstrip("/") or "/")
    if path in PATHS or path in _MOUNTED or path.startswith(tuple(f"{one}/" for one in _MOUNTED)):
        raise UsageError(f"{path} cannot be kept: it is mounted into every container", "no image contains it")
    if not reason(path, workspace.volatile) and not reason(f"{path}/x", workspace.volatile) and "*" not in path:
        raise NotFound(
            f"{path} is not volatile, so that the recipe has it already, and no command begins with it",
            f"`snap show` lists the commands, `snap volatile -n {workspace.name}` the rules of the workspace",
        )
    yield path
    if not path.endswith("*"):
        yield f"{path}/*"


def _unmarked(
    home: Home, name: str, line: Sequence[Snapshot], workspace: Workspace, connect: Connect
) -> tuple[dict[int, Snapshot], dict[str, bytes]]:
    """Return the snapshots, by number, with changes that are no longer volatile, and the contents of their files.

    The files are searched for secrets as those of a commit are.
    """
    from snapshotter.changes.explain.sources import image_source
    from snapshotter.work.commit.snapshot import keep_contents
    from snapshotter.work.secrets.file_search import typed_secrets

    found: dict[int, Snapshot] = {}
    contents: dict[str, bytes] = {}
    for old, new in zip(line, with_rules(line, workspace.volatile), strict=True):
        was = {change.path: change.volatile for change in old.changes}
        fresh = [change for change in new.changes if was[change.path] and not change.volatile]
        if not fresh:
            continue
        kept = fresh
        if any(change.after and change.after.kind == "file" for change in fresh):
            engine = connect()
            source = image_source(engine, engine.image(old.image), len(old.base.layers))
            typed = typed_secrets(home, name, home.recorded_since(name, line[-1]), tuple(line))
            kept, more, _ = keep_contents(fresh, source, typed)
            contents |= more
        by_path: dict[str, Change] = {change.path: change for change in kept}
        changes = tuple(by_path.get(change.path, change) for change in new.changes)
        found[old.seq] = replace(new, changes=changes)
    return found, contents
