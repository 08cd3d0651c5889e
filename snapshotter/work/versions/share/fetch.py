"""Fetch what a remote has, and take it over: checked first, and set in one step with the operation that did it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import Conflict, RemoteFailed
from snapshotter.model import Progress
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.refs import RefChanges
from snapshotter.store.repository.remote.check import Checked, check_commits, check_proofs
from snapshotter.store.repository.remote.received import Received
from snapshotter.store.repository.remote.remotes import Remote
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.versions.share.bundle_file import is_bundle, line_of
from snapshotter.work.versions.share.registry_file import download, registry_name
from snapshotter.work.versions.share.remote import find_remote, tracked

_HIGHEST_DIGITS = 9


class Fetched(Struct, frozen=True):
    """What a repository has, checked, in a repository beside the line's."""

    repository: Path
    refs: Mapping[str, str]
    """Its refs, as `share/remote.py` names them, with ids."""
    branch: str
    """Its own branch, "" where it has none of ours."""
    new: tuple[Checked, ...]
    """The snapshots that are not here yet, oldest first."""
    left_out: tuple[str, ...]
    """Refs that no line of snapshots has."""

    def received(self, where: str) -> Received:
        """Return where the new snapshots came from."""
        return Received({one.id: where for one in self.new})


@contextlib.contextmanager
def fetched(home: Home, url: str, progress: Progress, label: str = "") -> Iterator[Fetched]:
    """Yield what a repository has, whole and checked; raises `RemoteFailed`."""
    where = label or url
    if place := registry_name(url):
        with download(home, place) as file, fetched(home, str(file), progress, where) as found:
            yield found
    elif is_bundle(url):
        with line_of(home, Path(url)) as line, _fetched(home, str(line), progress, where) as found:
            yield found
    else:
        with _fetched(home, url, progress, where) as found:
            yield found


@contextlib.contextmanager
def _fetched(home: Home, url: str, progress: Progress, where: str) -> Iterator[Fetched]:
    from snapshotter.store.repository.remote import transfer

    progress(f"asking {where}")
    listed = transfer.list_refs(url)
    wanted, left_out = _wanted(listed.refs)
    home.line.prepare()
    with scratch(home.line.repository) as repository:
        if wanted:
            transfer.fetch(repository, url, wanted, progress)
        progress("checking what was fetched")
        commits = {ref: ident for ref, ident in wanted.items() if not ref.startswith("refs/proofs/")}
        proofs = {int(ref.rpartition("/")[2]): ident for ref, ident in wanted.items() if ref not in commits}
        _compare(repository, wanted, where)
        foreign = [ref for ref in commits if ref.startswith("refs/heads/") and not _is_line(repository, commits[ref])]
        left_out += tuple(foreign)
        commits = {ref: ident for ref, ident in commits.items() if ref not in foreign}
        new = check_commits(repository, [*commits.values()], home.line.ids(), home.line.number, where)
        check_proofs(repository, proofs, where)
        kept = {ref: ident for ref, ident in wanted.items() if ref in commits or ref.startswith("refs/proofs/")}
        branch = listed.branch if f"refs/heads/{listed.branch}" in commits else ""
        yield Fetched(repository, kept, branch, tuple(new), tuple(sorted(left_out)))


def _wanted(listed: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the refs that a line can have, and the branches and tags of other names."""
    wanted: dict[str, str] = {}
    left_out: list[str] = []
    for ref, ident in listed.items():
        kind, _, name = ref.removeprefix("refs/").partition("/")
        if kind in ("heads", "tags"):
            if refs.is_ref_name(name):
                wanted[ref] = ident
            else:
                left_out.append(ref)
        elif kind in ("snapshots", "proofs") and _is_number(name):
            wanted[ref] = ident
    return wanted, tuple(left_out)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= _HIGHEST_DIGITS


def _compare(repository: Path, wanted: Mapping[str, str], where: str) -> None:
    """Raise `RemoteFailed` where a ref that was fetched is not the listed one: somebody pushes just now."""
    from snapshotter.store.repository import git

    if dict(git.refs(repository)) != dict(wanted):
        raise RemoteFailed(f"{where} changes while it is read", "try again")


def _is_line(repository: Path, ident: str) -> bool:
    from snapshotter.store import layout
    from snapshotter.store.repository.git import GitError
    from snapshotter.store.repository.objects import Objects

    with Objects(repository) as objects, contextlib.suppress(GitError, ValueError):
        return objects.get(f"{ident}:{layout.META}") is not None
    return True  # `check_commits` says what is wrong


def fetch(home: Home, name: str, wanted: str, progress: Progress) -> tuple[Remote, Fetched]:
    """Fetch what a remote has, and set nothing but where it has its refs; the caller needs no lock."""
    with home.workspaces.lock(name):
        return fetch_locked(home, name, wanted, progress)


def fetch_locked(home: Home, name: str, wanted: str, progress: Progress) -> tuple[Remote, Fetched]:
    """As `fetch`, where the caller holds the workspace's lock."""
    home.workspaces.get(name)
    remote = find_remote(home, name, wanted)
    with fetched(home, remote.url, progress) as found:
        _refuse_used_numbers(home, name, found, remote)
        changes = tracking(name, remote.name, tracked(home, name, remote.name), found.refs)
        if changes or found.new:
            text = f"{remote.name}: {len(found.new)} new snapshots"
            done = operation("fetch", name, text, changes)
            home.line.receive(name, changes, done, found.received(remote.url), found.repository)
    return remote, found


def tracking(name: str, remote: str, before: Mapping[str, str], after: Mapping[str, str]) -> RefChanges:
    """Return the changes that store where a remote has its refs."""
    changes = {ref: (before.get(ref, NO_OBJECT), after.get(ref, NO_OBJECT)) for ref in {*before, *after}}
    return {refs.remote_ref(name, remote, ref): ids for ref, ids in sorted(changes.items()) if ids[0] != ids[1]}


def _refuse_used_numbers(home: Home, name: str, found: Fetched, remote: Remote) -> None:
    """Raise `Conflict` where a new snapshot has the number of another one here: a number means one snapshot."""
    used = {one.seq: one.id for one in home.line.every(name)[0]}
    twice = sorted(one.seq for one in found.new if used.get(one.seq, one.id) != one.id)
    if twice:
        raise diverged(name, remote, f"snapshot {twice[0]} of {name} is another one there than here")


def diverged(name: str, remote: Remote, why: str) -> Conflict:
    """Return the error for a line that went on here and there."""
    other = f"{name}-{remote.name}".lower()
    return Conflict(
        f"{name} and {remote.name} have diverged: {why}",
        f"take what was done here over to a workspace beside: `snap clone {remote.url} --name {other}`,\n"
        f"`snap checkout -n {other}`, `snap cherry-pick -n {other} {name}:REV` for each snapshot, "
        f"`snap push -n {other}`;\n`snap log -n {name}` lists the snapshots of here",
    )
