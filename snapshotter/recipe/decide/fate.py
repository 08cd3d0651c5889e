"""The fate of each command: decided from the paths it changed, its exit status, and its syntax."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.changes import volatile
from snapshotter.changes.explain.writers import content_writers
from snapshotter.engine.generated_files import PATHS
from snapshotter.model import HOST, Change, Command, Snapshot
from snapshotter.recipe.brought.find import brought
from snapshotter.recipe.decide.needless.probes import is_probe, serves_nobody
from snapshotter.recipe.decide.touched_paths import acts_on
from snapshotter.recipe.decide.uninstalled import installs_nothing, without_idle_install
from snapshotter.recipe.decide.users import absolute
from snapshotter.recipe.model import Decision, Fate, Repairs
from snapshotter.recipe.reasons import (
    BACKGROUND,
    BROUGHT_THEN_CHANGED,
    CALLS_SNAP,
    CHANCE,
    DATA,
    DROPPED,
    EDITED,
    FAILS,
    FETCHED,
    HOSTS,
    IN_A_SHELL,
    MACHINE,
    MEANWHILE,
    NAMES,
    OTHER,
    TOO_LONG,
    TYPED,
    UNFINISHED,
    hosts_edited,
    needs_hosts,
    of_other_content,
    of_restore,
    reads_terminal,
)
from snapshotter.regex import regex
from snapshotter.shell.calls.failing_end import without_failing_end
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.jobs import in_background, waited_for
from snapshotter.shell.one_line.lines import joinable_lines
from snapshotter.shell.programs import BUILDERS, EDITORS, WRITERS
from snapshotter.shell.syntax import encode

IDLE = "had no lasting effect"
FAILED_IDLE = " and had no lasting effect"
IN_VOLUME = "works in a volume, which no image contains"
ENGINE_FILE = "writes only files that the engine makes for each container"
KEPT = "kept by you"
WAITS = "waits for jobs in the background"
REPLACED = frozenset({CHANCE, FETCHED, MACHINE, OTHER})
"""The reasons of commands that are replaced by files since a rebuild made other content."""
_ONLY_READS = "only reads"
_ONLY_STATE = "only changes the shell's state"
_LONGEST = 60_000
"""Most bytes in a line of a command; builders read lines of up to 65 535 bytes, and quoting adds some."""
_REMOVERS = frozenset("mv rm rmdir unlink".split())
"""Programs that may remove what an earlier command made, which shows in no change of the snapshot."""
_HISTORY = regex(r"\.\w*_history|\.viminfo|\.lesshst")
_SIGNAL = 129
_NOT_STARTED = (126, 127)
"""Statuses of a program that the shell could not start."""
"""The least status of a command that a signal ended, as Ctrl-C does."""
_MANY = 20
"""A failed command that changed more paths than this is run again; fewer are copied as files."""


def choose(snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Decision]:
    """Return the decisions on all commands of the line, in the order in which they began or which the author gave."""
    return list(_with_hosts(decision for snapshot in snapshots for decision in _in_order(snapshot, repairs)))


def _in_order(snapshot: Snapshot, repairs: Repairs) -> Iterator[Decision]:
    """Yield the decisions on a snapshot's commands in the order in which the recipe has them."""
    found = _of_snapshot(snapshot, repairs)
    if not snapshot.order:
        yield from found
        return
    decisions = list(found)
    moved = {index: decision for decision in decisions if (index := decision.origin[1]) in snapshot.order}
    wanted = iter([moved[index] for index in snapshot.order if index in moved])
    yield from (next(wanted) if decision.origin[1] in moved else decision for decision in decisions)


def _with_hosts(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield the decisions, with that reason for commands that fail since an edit of /etc/hosts is not in a build."""
    edits: list[frozenset[str]] = []
    for decision in decisions:
        text = decision.command.text
        names = frozenset[str]().union(*edits)
        needs = decision.reason == FAILS and bool(edits) and needs_hosts(text, names)
        yield replace(decision, reason=HOSTS) if needs else decision
        if (edited := hosts_edited(text)) is not None and decision.command.status in (0, None):
            edits.append(edited)


def effects(snapshot: Snapshot, writers: Mapping[str, int | None] | None = None) -> dict[int, list[Change]]:
    """Return the lasting changes of each command of a snapshot, by its index.

    `writers` are those of `content_writers`: such a file is a change of both commands.
    """
    found: dict[int, list[Change]] = defaultdict(list)
    writers = content_writers(snapshot.changes, snapshot.commands) if writers is None else writers
    for change in snapshot.changes:
        if change.command is not None and not change.volatile:
            found[change.command].append(change)
            writer = writers.get(change.path)
            if writer is not None and writer != change.command:
                found[writer].append(change)
    return found


def has_evidence(snapshot: Snapshot) -> bool:
    """Return whether change times are known, so that a command without a change in its window wrote nothing lasting."""
    changes = snapshot.changes
    known = _evidence.get(id(changes))
    if known is None or known[0] is not changes:
        if len(_evidence) >= _MOST_KNOWN:
            _evidence.clear()
        found = all(change.after.ctime_ns for change in changes if change.after)
        _evidence[id(changes)] = known = changes, found
    return known[1]


_evidence: dict[int, tuple[Sequence[Change], bool]] = {}
"""What was found for the changes of snapshots, by identity: a plan asks three times and more."""
_MOST_KNOWN = 600
"""Snapshots of which that is kept."""


def _of_snapshot(snapshot: Snapshot, repairs: Repairs) -> Iterator[Decision]:
    writers = content_writers(snapshot.changes, snapshot.commands)
    left, evidence = effects(snapshot, writers), has_evidence(snapshot)
    files = {
        change.path: change.command
        for change in snapshot.changes
        if change.after and change.after.kind == "file" and not change.volatile
    }
    edits = brought(snapshot).edits
    jobs, awaited = waited_for(snapshot.commands), set[int]()
    for index in sorted(range(len(snapshot.commands)), key=lambda i: snapshot.commands[i].begin):
        command = snapshot.commands[index]
        made = left.get(index, [])
        ordered = [change.path for change in made]
        own = set(ordered)
        lost = bool(command.status) and not made and _changed_later(command, snapshot)
        if command.status and (made or lost):
            command = without_failing_end(command)
        elif evidence and made:
            command = without_idle_install(command, own)
        known = facts(command.text)
        named = named_paths(command, known) & files.keys()
        if command.status in _NOT_STARTED and len(known.commands) == 1:
            named = set()
        if known.edits and evidence:
            named = {path for path in named if not _written_before(files[path], index, snapshot)}
        withholds = any(change.secret for change in made)
        # an editor creates no directories: those that changed meanwhile are the ones in which it saved its file
        lasting_paths = own & files.keys() | named if known.edits else dict.fromkeys(ordered)
        paths = tuple(sorted(lasting_paths))  # in no time where they are in order, as most are
        fate, reason = _fate(command, known, paths, evidence=evidence, waited=index in jobs)
        if lost and fate == "left out" and command.status and _fails_again(command, known):
            fate, reason = "run", f"failed with status {command.status}, but acts on files that later commands changed"
        if index in awaited and not command.status and not paths:
            fate, reason = "run", WAITS
        if fate == "run" and index in jobs:
            awaited.add(jobs[index])
        if fate == "run" and not paths and evidence and _into_volume(command, snapshot.base.config.volumes):
            fate, reason = "left out", IN_VOLUME
        if fate == "run" and not paths and evidence and command.status == 0 and index not in jobs:
            later = [one for one in snapshot.commands if one.begin > command.begin]
            lasting = [one for at, one in enumerate(snapshot.commands) if at in left and one in later]
            again = [one.text for one in lasting]
            installs = installs_nothing(command, again, [one.text for one in later])
            idle = installs or is_probe(command, later) or serves_nobody(command, lasting)
            fate, reason = ("left out", IDLE) if idle else (fate, reason)
        if fate == "run" and named and reads_terminal(command.text) and all(files[path] is None for path in named):
            fate, reason = "left out", TYPED  # something outside wrote to the file as well, so that it is copied
        elif fate == "run" and named and reads_terminal(command.text):  # a later command changed the file
            fate, reason, paths = "carried", TYPED, tuple(sorted({*paths, *named}))
        if fate == "run" and index in edits and edits[index].issuperset({*paths, *named}):
            fate, reason, paths = "carried", BROUGHT_THEN_CHANGED, tuple(sorted(edits[index]))
        if command.in_recipe and fate != "state":
            fate, reason = "run", KEPT
        elif command.in_recipe is False:
            fate, reason = ("carried" if paths else "left out"), DROPPED
        decision = Decision((snapshot.seq, index), command, fate, reason, paths, tuple(sorted(named)))
        written = own & files.keys()
        if writers:
            written = {path for path in written if writers.get(path, index) == index}
        yield _repaired(decision, known, written | named, repairs, withholds=withholds)


def _changed_later(command: Command, snapshot: Snapshot) -> bool:
    """Return whether a command acts on a path that a later one changed, which hides what this one did to it."""
    later = {
        change.path
        for change in snapshot.changes
        if change.command is not None and change.after and snapshot.commands[change.command].begin > command.begin
    }
    return bool(later) and not acts_on(command).isdisjoint(later)


def _into_volume(command: Command, volumes: Sequence[str]) -> bool:
    """Return whether a command works in a volume of the base; a RUN of BuildKit would keep what it writes there."""
    return any(volume in command.text or (command.cwd + "/").startswith(volume + "/") for volume in volumes)


def _written_before(writer: int | None, index: int, snapshot: Snapshot) -> bool:
    """Return whether a file was last written by a command that began before an editor, which so did not save it."""
    return writer is not None and snapshot.commands[writer].begin < snapshot.commands[index].begin


def named_paths(command: Command, known: Facts) -> set[str]:
    """Return the paths that a command names as written: redirections, arguments of `tee` or of an editor."""
    names = {name for name in known.writes if name}
    for simple in known.commands:
        if simple.name == "tee" or simple.name in EDITORS:
            names |= {arg for arg in simple.args if arg and not arg.startswith(("-", "+"))}
    if known.calls & {"cd", "pushd", "popd"}:
        names = {name for name in names if name.startswith(("/", "~/"))}
    return {absolute(command, name) for name in names}


def _repaired(decision: Decision, known: Facts, files: set[str], repairs: Repairs, *, withholds: bool) -> Decision:
    """Return a decision with the repairs applied; `withholds`: the command made a file that no recipe may contain."""
    origin, fate = decision.origin, decision.fate
    if decision.command.shell == HOST:
        return decision
    if origin in repairs.drop and fate == "run":
        return replace(decision, fate="carried" if decision.paths else "left out", reason=FAILS)
    if origin in repairs.renames and fate == "run":
        return replace(decision, fate="carried" if decision.paths else "left out", reason=NAMES)
    if origin in repairs.restore - repairs.drop and fate == "left out" and decision.reason != DROPPED:
        return replace(decision, fate="run", reason="later commands need it")
    if (
        fate == "run"
        and decision.paths
        and all(repairs.in_folder(path, origin[0]) for path in decision.paths)
        and origin not in repairs.keep
        and decision.reason != KEPT
    ):
        return replace(decision, fate="carried", reason=DATA)
    if (
        fate == "run"
        and files
        and all(repairs.carries(path, origin[0]) or repairs.is_late(path, origin[0]) for path in files)
        and origin not in repairs.keep
        and decision.reason != KEPT
        and (writes_only_named(decision, known, files) or (not withholds and _is_replaceable(decision, known, files)))
    ):
        why = BACKGROUND if in_background(decision.command.text) else of_other_content(decision.command.text)
        return replace(decision, fate="carried", reason=why, paths=tuple(sorted(files)))
    return decision


def writes_only_named(decision: Decision, known: Facts, files: set[str]) -> bool:
    """Return whether the command can have written only files that it names."""
    writers = {simple.name for simple in known.commands if simple.name in WRITERS} - {"tee", "openssl"}
    return known.parsed and files <= set(decision.named) and not writers and not known.assigns


def _is_replaceable(decision: Decision, known: Facts, files: set[str]) -> bool:
    """Return whether a command changed only these files and its text is of no use to a reader of the recipe."""
    others = BUILDERS | _REMOVERS
    return known.parsed and files.issuperset(decision.paths) and not known.assigns and known.calls.isdisjoint(others)


def _fate(command: Command, known: Facts, paths: tuple[str, ...], *, evidence: bool, waited: bool) -> tuple[Fate, str]:
    if command.shell == HOST:
        return ("carried" if paths else "left out"), of_restore(command.text)
    if command.asked:
        return ("carried", CALLS_SNAP) if paths else ("left out", CALLS_SNAP)
    if known.starts_shell:
        if paths:
            return "carried", IN_A_SHELL
        return "left out", "starts a shell"
    if known.edits:
        return ("carried", EDITED) if paths else ("left out", "an editor that saved nothing")
    if command.status is None:
        return ("carried", UNFINISHED) if paths else ("left out", UNFINISHED)
    if command.status != 0:
        return _failed(command, known, paths)
    if paths and reads_terminal(command.text):
        return "carried", TYPED
    if paths and _has_long_line(command.text):
        return "carried", TOO_LONG
    if paths and len(paths) <= _MANY and not waited and in_background(command.text):
        return "carried", BACKGROUND
    if known.only_state and not paths:
        if known.only_looks and not _sets_state(known):
            return "left out", _ONLY_READS
        return "state", _ONLY_STATE
    if not known.parsed and not paths and any(change.kind == "function" for change in command.state):
        return "state", _ONLY_STATE
    if known.only_looks:
        if paths and all(posixpath.basename(path) in command.text for path in paths):
            return "run", f"{len(paths)} changed paths"  # `awk` and `sort -o` can write files
        return ("carried", MEANWHILE) if paths else ("left out", _ONLY_READS)
    if not paths and _writes_only_engine_files(command, known):
        return "left out", ENGINE_FILE
    if not paths and _removes_history(known):
        return "left out", "only removes what was typed"
    if not paths and evidence and _writes_only_volatile(command, known):
        return "left out", IDLE
    if paths or known.surely_writes or not evidence:
        return "run", f"{len(paths)} changed paths" if paths else "writes files"
    return "left out", IDLE


def _has_long_line(text: str) -> bool:
    """Return whether its RUN would have a line that no builder reads; the exec form of RUN is one line."""
    if len(text) < _LONGEST // 4:
        return False
    lines = text.split("\n") if joinable_lines(text) is not None else [text]
    return max(len(encode(line)) for line in lines) > _LONGEST


def _writes_only_engine_files(command: Command, known: Facts) -> bool:
    """Return whether a command writes only files that the engine makes; in a build of BuildKit it would fail."""
    others = {simple.name for simple in known.commands if simple.name in WRITERS} - {"tee"}
    names = named_paths(command, known)
    return known.parsed and bool(names) and names <= PATHS and None not in known.writes and not others


def _removes_history(known: Facts) -> bool:
    """Return whether a command only removes files in which shells and other programs keep what was typed."""
    words = [arg for simple in known.commands for arg in simple.args if arg is None or not arg.startswith("-")]
    plain = known.parsed and not known.writes and known.calls == {"rm"}
    return plain and bool(words) and all(word and _HISTORY.fullmatch(posixpath.basename(word)) for word in words)


def _writes_only_volatile(command: Command, known: Facts) -> bool:
    """Return whether a command writes only volatile paths, which no image is expected to keep."""
    if not known.writes or any(simple.name in WRITERS for simple in known.commands):
        return False
    names = [absolute(command, name) for name in known.writes if name]
    return len(names) == len(known.writes) and all(volatile.reason(name) for name in names)


def _failed(command: Command, known: Facts, paths: tuple[str, ...]) -> tuple[Fate, str]:
    if not paths:
        if known.only_state and _sets_state(known) and len(known.commands) <= 1:
            return "state", _ONLY_STATE
        return "left out", f"failed with status {command.status}{FAILED_IDLE}"
    if len(paths) <= _MANY and not _fails_again(command, known):
        return "carried", f"failed with status {command.status}; the files it changed are copied"
    return "run", f"failed with status {command.status}, but changed {len(paths)} paths"


def _fails_again(command: Command, known: Facts) -> bool:
    """Return whether a failed line is repeated: of several commands, or a program's, and not ended by a signal."""
    several = len(known.commands) > 1 and known.surely_writes and not in_background(command.text)
    return known.parsed and (several or bool(command.argv)) and (command.status or 0) < _SIGNAL


def _sets_state(known: Facts) -> bool:
    return bool(
        known.assigns
        or known.exports
        or known.functions
        or known.aliases
        or known.sources
        or known.umask
        or any(simple.name in ("cd", "set", "unset", "shopt", "pushd", "popd", "trap") for simple in known.commands)
    )
