"""The data types of snapshotter as frozen structs, and functions for paths inside a container.

Paths inside a container are absolute `str` ("/etc/motd"); bytes that are not UTF-8 are kept by
`surrogateescape`. Times are seconds since the epoch as `float`, in UTC, unless a name ends in `_ns`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from snapshotter.regex import regex

Kind = Literal["file", "directory", "symlink", "fifo", "char", "block", "socket"]
ChangeType = Literal["added", "changed", "deleted"]
"""What happened to a path; `docker diff` shows it as A, C or D."""

Progress = Callable[[str], None]
"""Called with a line on what is being done, which may be a `ProgressLine`; the callee decides whether to show it."""
PLACEHOLDER = regex(r"SNAP_SECRET_[0-9a-f]{8}")
"""What replaces a secret: one plain word of shell, within any quotes."""


HOST = "snap"
"""`Command.shell` of what `snap` itself did to the container's files from the host."""
OUTSIDE = "outside"
"""`Change.by` of a path that no recorded command explains."""
NOT_RECORDED = "not recorded"
"""The beginning of `Change.by` of a path that changed while commands ran that are not recorded."""
HISTORY_OFF = "history was off"
"""Why one command is not recorded: its shell keeps no history, so it did not report the text."""
MADE_BEFORE = "made before the image was adopted"
"""Why the commands are not recorded that made a path of an adopted image, of which nothing in it tells."""
COPIED_BEFORE = "copied by the Dockerfile of the adopted image"
"""The same of a path that an instruction COPY or ADD made."""
IN_HISTORY = "the image's history"
"""`Command.witness` of an instruction of the Dockerfile that made an adopted image."""
SILENT = "the shell did not report"
"""Why commands are not recorded: their shell has no hooks.  It may have run none, and waited for a line."""


StateKind = Literal["variable", "export", "array", "alias", "function", "umask", "option", "trap"]
"""Part of a shell's state: a variable, an exported variable, an indexed or associative array, …"""


class StateChange(Struct, frozen=True):
    """One item of a shell's state that a command set, changed or removed."""

    kind: StateKind
    name: str
    """Name of the variable, alias, function, option or signal; "" for the umask."""
    value: str | None
    """The new value: for an array and a function the shell's own listing of it ("" if the shell reports none), for an
    option "on" or "off"; None if the item was removed."""


class Command(Struct, frozen=True):
    """One command line that a shell read and ran, with the exact text that the shell had."""

    text: str
    status: int | None
    """Exit status as the shell reports it (128 + n for signal n); None while unfinished."""
    cwd: str
    """Working directory before the command ran."""
    user: str
    """Effective user: the name if the shell knew it, else the number."""
    begin: float
    end: float | None
    shell: str
    """Name of the shell program: "bash", "ash", "zsh", …; "" for a command run without a shell."""
    depth: int
    """Nesting: 1 for the session's own shell, 2 for a shell started inside it, …"""
    session: str = ""
    """Name of its session: one `snap start`, `snap shell` or `snap run`."""
    pid: int = 0
    """Process id of the shell inside the container, which distinguishes the shells of one session."""
    argv: tuple[str, ...] = ()
    """The words of a command that was run without a shell (`snap run -- CMD`); else empty."""
    cwd_after: str = ""
    """Working directory after the command; "" if unknown."""
    state: tuple[StateChange, ...] = ()
    """What the command changed in its shell's state, sorted; empty if the shell does not report its state."""
    asked: bool = False
    """Whether the command called `snap` inside the session, besides what else it did."""
    answers: tuple[str, ...] = ()
    """The lines that were typed in answer to its questions, if all are known and none is a secret."""
    note: str = ""
    """The comments that were typed in front of it, each on a line that begins with `#`."""
    start: tuple[StateChange, ...] = ()
    """The state in which a session's own shell began, of the first command in it, if the shell reports its state."""
    in_recipe: bool | None = None
    """Whether the author wants it in the recipe (`snap keep`) or not (`snap drop`); None where that is decided."""
    witness: str = ""
    """What an adopted image shows it by, such as "/var/log/apt/history.log"; "" for a recorded command."""


class Entry(Struct, frozen=True):
    """Everything that an image stores of one path in a root file system."""

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
    """Change time inside the engine's storage; 0 if unknown."""
    device: tuple[int, int] = (0, 0)
    """Major and minor number of a device node."""
    xattrs: tuple[tuple[str, str], ...] = ()
    """Extended attributes, sorted: (name, value as hex)."""
    hardlink: str = ""
    """First path, in sorted order, of the file's hard links; empty if the file has one name."""


Tree = Mapping[str, Entry]
"""A root file system: each path with its entry, without the root itself."""


class Layer(Struct, frozen=True):
    """The contents of one image layer: entries, deleted paths and opaque directories."""

    entries: Mapping[str, Entry]
    whiteouts: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    deleted_ns: Mapping[str, int] = field(default_factory=dict)
    """For whiteouts read from the engine's storage: a time before which the path was deleted, in nanoseconds."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """For a container's layer: path → what of it the engine keeps in no image, and why."""


class Change(Struct, frozen=True):
    """One path that differs between two states of a file system; each such path has exactly one change."""

    path: str
    change: ChangeType
    before: Entry | None
    """None for an added path."""
    after: Entry | None
    """None for a deleted path."""
    by: str = OUTSIDE
    """What explains the change: "command N" (1-based, in its snapshot), "package NAME VERSION", "volatile", "outside",
    "outside (changed configuration file of NAME VERSION)", "outside (changed attributes of a file of NAME VERSION)",
    "outside (mount point)", "not recorded (history was off)", "not recorded (the shell did not report)",
    "not recorded (made before the image was adopted)",
    "not recorded (copied by the Dockerfile of the adopted image)"."""
    command: int | None = None
    """0-based index, among the snapshot's commands, of the last one in whose time window the path changed."""
    package: str = ""
    """"NAME VERSION" of the package that owns the path with exactly this content; else empty."""
    modifies: str = ""
    """"NAME VERSION" of the package that owns the file, if it differs from the package's; else empty."""
    volatile: str = ""
    """Why a rebuild cannot be expected to reproduce the path; empty if it can."""
    secret: str = ""
    """Why the content is a secret that no recipe may hold; empty if it is none."""
    content: str = ""
    """Key (sha256) of the file's content in the line; empty if the line does not hold it."""


class ImageConfig(Struct, frozen=True):
    """The run-time configuration of an image, named after the Dockerfile instructions that set it."""

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
    """An image as the engine describes it."""

    id: str
    """"sha256:…"."""
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    """"NAME@sha256:…" as a registry has it: the image was pulled from there or pushed to it."""
    config: ImageConfig
    layers: tuple[str, ...]
    """Diff ids of the layers, lowest first; images with an equal prefix share those layers."""
    size: int
    created: str = ""
    architecture: str = ""
    local_digests: tuple[str, ...] = ()
    """"NAME@sha256:…" that the engine gives every image itself; no registry need have it."""


class Base(Struct, frozen=True):
    """The image that a workspace was started from, as far as a Dockerfile's FROM needs it."""

    reference: str
    """The name that the user gave, with a tag: "debian:bookworm"."""
    id: str
    digest: str = ""
    """"NAME@sha256:…" if a registry has the image under it; else empty."""
    config: ImageConfig = field(default_factory=ImageConfig)
    layers: tuple[str, ...] = ()
    local_digest: str = ""
    """"NAME@sha256:…" that only the engine is known to have; empty with `digest`."""
    dockerfile: str = ""
    """The text of the Dockerfile that the image was built from for this workspace: a recipe begins with it."""
    context: str = ""
    """The directory of that Dockerfile on this machine."""


class Proof(Struct, frozen=True):
    """The outcome of rebuilding a snapshot's recipe and comparing the result."""

    verdict: Literal["equal", "different", "unknown"]
    """Whether the compared paths are equal; those of `withheld` are not compared."""
    summary: str
    """One line of text."""
    differences: tuple[str, ...] = ()
    """"/path: what differs", configuration as "config Cmd: …"."""
    withheld: tuple[str, ...] = ()
    """Paths that were left out because they hold secrets, and that the rebuilt image therefore does not have."""
    repairs: str = ""
    """The repairs of the proof, as text of `work/export/repairs_text.py`; a later export starts with them."""
    slim: str = ""
    """What slimming must not change, as text of `work/export/repairs_text.py`; a later slim export starts with it."""
    reasons: tuple[str, ...] = ()
    """Why each path of `withheld` was left out, in the same order; empty in proofs of version 0.1."""
    anew: tuple[str, ...] = ()
    """Paths of keys, of random secrets and of what is derived from them that a step made anew: compared by form."""


class Adopted(Struct, frozen=True):
    """What an adopted image says of the layer that became a snapshot; nothing of it was recorded by snapshotter."""

    image: str
    """The image, container or archive that was adopted, as it was named."""
    history: str = ""
    """What the image's history has as the layer's command."""
    env: tuple[str, ...] = ()
    """"KEY=value": the variables of the image with which the layer was made."""


class Snapshot(Struct, frozen=True):
    """One commit of a workspace: image, commands, changes and configuration since the previous one."""

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
    """Changes since the previous snapshot, or the base; sorted by path."""
    id: str = ""
    """Object id of its git commit; empty until the snapshot is written."""
    proof: Proof | None = None
    instructions: tuple[str, ...] = ()
    """Dockerfile instructions given by `snap commit --change`."""
    position: int = 0
    """Byte offset in the workspace's journal after which the commands are not yet committed."""
    volatile: tuple[tuple[str, str], ...] = ()
    """The workspace's own volatile rules at the time of the commit: (pattern, reason)."""
    note: str = ""
    """The author's comment above its steps in a recipe (`snap note`)."""
    order: tuple[int, ...] = ()
    """The 0-based indices of its commands in the order in which a recipe has them; empty: as they began."""
    adopted: Adopted | None = None
    """Set where it is a layer of an adopted image: its commands come from what the image shows, not from a session."""


NO_CONTAINER = "0" * 64
"""`Workspace.container` of one whose line came from elsewhere, until a snapshot is checked out."""


class Workspace(Struct, frozen=True):
    """A container in which a person works, and what it was started from."""

    name: str
    container: str
    """Container id."""
    base: Base
    created: float
    shell: str
    """Path of the shell in the container, "" if the image has none."""
    env: tuple[str, ...] = ()
    """"KEY=value" for the shells of the session only; never part of the image."""
    service: bool = False
    """Whether the image's own ENTRYPOINT and CMD run instead of an idle process."""
    user: str = ""
    workdir: str = ""
    volatile: tuple[tuple[str, str], ...] = ()
    """The workspace's own rules: (pattern, reason), "" as reason for paths that are kept although they are volatile by
    a rule for every workspace, which are in `changes/volatile.py`."""
    resolv_conf: str = ""
    """sha256 of /etc/resolv.conf as the engine wrote it; "" where the engine's storage has it, or it is not known."""
    ports: tuple[str, ...] = ()
    """Published ports in the form of `docker run -p`, with which another container of the workspace is created."""
    volumes: tuple[str, ...] = ()
    """In the form of `docker run -v`."""
    network: str = ""
    branch: str = "main"
    """The branch that follows the next commit; "" if it is on none."""
    since: int = 0
    """Byte offset in the journal after which the commands are not yet committed, while it is at a snapshot that was
    made before `since_at`: those before it were of an earlier container, or the snapshot is of another workspace."""
    since_at: float = 0.0
    checkpoints: bool = False
    """Whether a state of the container is kept after each command, so that each can be taken back."""


class ProgressLine(str):
    """A line of progress with the share of the work that is done, and the last lines that the work printed."""

    __slots__ = ("printed", "share")
    share: float | None
    """From 0 to 1; None if it is not known."""
    printed: Callable[[], Sequence[str]]
    """Returns the last lines printed so far, not escaped."""

    def __new__(cls, line: str, share: float | None, printed: Callable[[], Sequence[str]] = tuple) -> ProgressLine:
        """`share` is limited to the range from 0 to 1."""
        made = super().__new__(cls, line)
        made.share = None if share is None else min(1.0, max(0.0, share))
        made.printed = printed
        return made


def no_progress(line: str) -> None:
    """Ignore `line`; a `Progress` that shows nothing."""


def parent(path: str) -> str:
    """Return the directory that contains a path; for "/" that is "/"."""
    return path.rpartition("/")[0] or "/"


def parents(path: str) -> Iterator[str]:
    """Yield the directories above a path, nearest first, without the root."""
    while path := path.rpartition("/")[0]:
        yield path


def join(directory: str, name: str) -> str:
    """Return the path of `name` in `directory`."""
    return f"/{name}" if directory == "/" else f"{directory}/{name}"


def resolve(directory: str, name: str) -> str:
    """Return the path of `name` relative to `directory`, without `.`, `..` and double slashes.

    POSIX leaves the meaning of two leading slashes open, so `posixpath` keeps them; on Linux they mean one.
    """
    path = posixpath.normpath(posixpath.join(directory, name))
    return path[1:] if path.startswith("//") else path
