"""The nouns of snapshotter as plain frozen data: nothing here does anything.

Paths inside a container are absolute `str` ("/etc/motd"); bytes that are not UTF-8 are kept by
`surrogateescape`.  Times are seconds since the epoch as `float`, in UTC, unless a name ends in `_ns`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from snapshotter.regex import regex

Kind = Literal["file", "directory", "symlink", "fifo", "char", "block", "socket"]
ChangeType = Literal["added", "changed", "deleted"]
"""What happened to a path, as `docker diff` would letter it A, C, D."""

Progress = Callable[[str], None]
"""Told one line of what is being done, which may be an `Amount`; the callee decides whether anybody sees it."""
PLACEHOLDER = regex(r"SNAP_SECRET_[0-9a-f]{8}")
"""What a secret is replaced by: one plain word of shell, whatever quotes stand around it."""


OUTSIDE = "outside"
"""`Change.by` of a path that no recorded command explains."""


StateKind = Literal["variable", "export", "array", "alias", "function", "umask", "option", "trap"]
"""What of a shell's state: a plain variable, one that child processes see, an indexed or associative array, …"""


class StateChange(Struct, frozen=True):
    """One thing in a shell's state that a command set, changed or took away."""

    kind: StateKind
    name: str
    """Of the variable, alias, function, option or signal; "" for the mask."""
    value: str | None
    """What it became: the plain value, for an array and a function the shell's own listing of it ("" where the shell
    does not tell), for an option "on" or "off"; None where it is gone."""


class Command(Struct, frozen=True):
    """One command line that a shell read and ran, exactly as the shell had it."""

    text: str
    status: int | None
    """Exit status as the shell saw it (128 + n for signal n); None while unfinished."""
    cwd: str
    """Working directory before the command ran."""
    user: str
    """Effective user: the name where the shell knew it, else the number."""
    begin: float
    end: float | None
    shell: str
    """Name of the shell program: "bash", "ash", "zsh", …; "" for a command run without a shell."""
    depth: int
    """Nesting: 1 for the session's own shell, 2 for a shell started inside it, …"""
    session: str = ""
    """Which session (one `snap start`, `snap shell` or `snap run`) it belongs to."""
    pid: int = 0
    """Process id of the shell inside the container: tells shells of one session apart."""
    argv: tuple[str, ...] = ()
    """For a command that was run without a shell (`snap run -- CMD`): its words; else empty."""
    cwd_after: str = ""
    """Working directory after it; "" where it is not known."""
    state: tuple[StateChange, ...] = ()
    """What it changed in its shell's state, sorted; empty where the shell does not tell."""
    asked: bool = False
    """True where it called `snap` inside the session, besides what else it did."""


class Entry(Struct, frozen=True):
    """Everything about one path in a root file system that an image keeps."""

    kind: Kind
    mode: int
    """Permission bits with setuid, setgid and sticky: 0 … 0o7777."""
    uid: int
    gid: int
    size: int = 0
    """Bytes of a regular file, else 0."""
    digest: str = ""
    """sha256 of a regular file's content, 64 hex digits, else empty."""
    link: str = ""
    """Target of a symbolic link, as stored."""
    mtime_ns: int = 0
    ctime_ns: int = 0
    """Change time inside the engine's storage; 0 where it cannot be known."""
    device: tuple[int, int] = (0, 0)
    """Major and minor number of a device node."""
    xattrs: tuple[tuple[str, str], ...] = ()
    """Extended attributes, sorted: (name, value as hex)."""
    hardlink: str = ""
    """Hard-link group: its first path in sorted order; empty where the file has one name."""


Tree = Mapping[str, Entry]
"""A root file system: each path with its entry; the root itself is not in it."""


class Layer(Struct, frozen=True):
    """What one image layer says: entries set, paths deleted, directories made opaque."""

    entries: Mapping[str, Entry]
    whiteouts: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    deleted_ns: Mapping[str, int] = field(default_factory=dict)
    """For a whiteout that was read in place: a time before which the path was deleted."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Of a container's layer: path → what of it no image of its engine keeps, and why."""


class Change(Struct, frozen=True):
    """One path that differs between two states of a file system; every such path has just one."""

    path: str
    change: ChangeType
    before: Entry | None
    """None for an added path."""
    after: Entry | None
    """None for a deleted path."""
    by: str = OUTSIDE
    """What explains it: "command N" (1-based, in its snapshot), "package NAME VERSION", "volatile", "outside",
    "outside (changed configuration file of NAME VERSION)", "outside (changed attributes of a file of NAME VERSION)",
    "outside (mount point)"."""
    command: int | None = None
    """0-based index into the snapshot's commands of the last one in whose time window the path changed."""
    package: str = ""
    """"NAME VERSION" where a package manager owns the path with just this content; else empty."""
    modifies: str = ""
    """"NAME VERSION" of the package that owns the file, where it is not as the package brought it; else empty."""
    volatile: str = ""
    """The reason why no rebuild can be expected to reproduce it; else empty."""
    secret: str = ""
    """Why its content is a secret that no recipe may hold; else empty."""
    content: str = ""
    """Key (sha256) under which the line holds the file's content; empty where it does not."""


class ImageConfig(Struct, frozen=True):
    """An image's run-time configuration, in the terms of the Dockerfile instructions that set it."""

    user: str = ""
    env: tuple[str, ...] = ()
    """"KEY=value", in the image's order."""
    cmd: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    workdir: str = ""
    exposed_ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    stop_signal: str = ""
    healthcheck: Mapping[str, Any] | None = None
    """As the engine's API has it: Test, Interval, Timeout, StartPeriod, Retries."""
    shell: tuple[str, ...] = ()
    onbuild: tuple[str, ...] = ()


class Image(Struct, frozen=True):
    """An image as the engine knows it."""

    id: str
    """"sha256:…"."""
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    """"NAME@sha256:…": known only for images that came from a registry."""
    config: ImageConfig
    layers: tuple[str, ...]
    """Layer diff ids, lowest first: equal prefixes mean shared layers."""
    size: int
    created: str = ""
    architecture: str = ""


class Base(Struct, frozen=True):
    """The image that a workspace began from, as far as a Dockerfile's FROM needs it."""

    reference: str
    """As the user gave it, with a tag: "debian:bookworm"."""
    id: str
    digest: str = ""
    """"NAME@sha256:…" where a registry knows it."""
    config: ImageConfig = field(default_factory=ImageConfig)
    layers: tuple[str, ...] = ()


class Proof(Struct, frozen=True):
    """The outcome of rebuilding a snapshot's recipe and comparing the result."""

    verdict: Literal["equal", "different", "unknown"]
    summary: str
    """One line for people."""
    differences: tuple[str, ...] = ()
    """"/path: what differs", configuration as "config Cmd: …"."""
    withheld: tuple[str, ...] = ()
    """Paths that were left out on purpose."""
    repairs: str = ""
    """What the proof taught, as `recipe.remember` writes it: a later export begins with it."""
    slim: str = ""
    """What slimming must leave as it is, as `recipe.remember` writes it: a later slim export begins with it."""


class Snapshot(Struct, frozen=True):
    """One commit of a workspace: image, commands, changes and configuration since the one before."""

    workspace: str
    seq: int
    """1, 2, 3, … within its workspace."""
    image: str
    """Image id."""
    tag: str
    """"snap/NAME:SEQ"."""
    base: Base
    message: str
    created: float
    config: ImageConfig
    commands: tuple[Command, ...]
    changes: tuple[Change, ...]
    """Against the snapshot before, or the base; sorted by path."""
    id: str = ""
    """Object id of its git commit; empty until it is written."""
    proof: Proof | None = None
    instructions: tuple[str, ...] = ()
    """Dockerfile instructions given by `snap commit --change`."""
    position: int = 0
    """Place in the workspace's journal behind which the commands are not yet committed."""
    volatile: tuple[tuple[str, str], ...] = ()
    """The workspace's own rules of what no rebuild needs to reproduce, as of then: (pattern, reason)."""


class Workspace(Struct, frozen=True):
    """One hand-made image being worked on."""

    name: str
    container: str
    """Container id."""
    base: Base
    created: float
    shell: str
    """Path of the shell in the container, "" where the image has none."""
    env: tuple[str, ...] = ()
    """"KEY=value" for the shells of the session only; never part of the image."""
    service: bool = False
    """True where the image's own ENTRYPOINT and CMD run instead of an idle process."""
    user: str = ""
    workdir: str = ""
    volatile: tuple[tuple[str, str], ...] = ()
    """Rules of its own of what no rebuild needs to reproduce: (pattern, reason), as `rootfs.volatile` has them."""


class Amount(str):
    """A line of progress that knows how far it is."""

    __slots__ = ("share",)
    share: float
    """From 0 to 1."""

    def __new__(cls, line: str, share: float) -> Amount:
        """Give the line with its share."""
        made = super().__new__(cls, line)
        made.share = min(1.0, max(0.0, share))
        return made


def silent(line: str) -> None:
    """Be a `Progress` that nobody sees."""


def parent(path: str) -> str:
    """Give the directory that a path is in; that of "/" is "/"."""
    return path.rpartition("/")[0] or "/"


def parents(path: str) -> Iterator[str]:
    """Yield the directories above a path, the nearest first, without the root."""
    while path := path.rpartition("/")[0]:
        yield path


def join(directory: str, name: str) -> str:
    """Give the path of `name` in `directory`."""
    return f"/{name}" if directory == "/" else f"{directory}/{name}"


def resolve(directory: str, name: str) -> str:
    """Give the path of a name in a directory without `.`, `..` and double slashes.

    POSIX leaves open what two slashes in front mean, so `posixpath` keeps them; to Linux they are one.
    """
    path = posixpath.normpath(posixpath.join(directory, name))
    return path[1:] if path.startswith("//") else path
