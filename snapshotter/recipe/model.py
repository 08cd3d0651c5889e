"""The data types of a recipe: decisions on commands, the steps of a Dockerfile, and the repairs found by proofs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Started

INSTALLED_OUTSIDE = "installed outside the recorded session"
"""`Command.session` of the commands that are added for installations outside the recorded shell."""
Content = Callable[[int, Change], bytes | None]
"""Returns a carried file's content: (seq of the snapshot, its change); None where the content is not available."""


ACCOUNT_FILES = ("/etc/passwd", "/etc/group")
Origin = tuple[int, int]
"""A command: (seq of its snapshot, 0-based index in it)."""

Tracing = Literal["nothing", "marks", "apart"]
"""How a build shows which command failed: not at all, by a mark printed before each command, by one RUN for each."""

Fate = Literal["run", "state", "carried", "left out"]
"""What the recipe does with a command: runs it as a step; repeats it as state in front of later steps; replaces it by
its files; leaves it out."""


class Decision(Struct, frozen=True):
    """What the recipe does with one command, and the reason."""

    origin: Origin
    command: Command
    fate: Fate
    reason: str
    paths: tuple[str, ...] = ()
    """Changed paths that are attributed to it."""
    named: tuple[str, ...] = ()
    """Changed files that its text names as written: redirections, `tee`, an editor's arguments."""


class Script(Struct, frozen=True):
    """A shell command line, ready to be joined with others into a RUN, with the commands it stands for."""

    lines: tuple[str, ...]
    origins: tuple[Origin, ...]
    shell: str = "sh"
    user: str = ""
    """The user that runs it; "" for the image's own user."""
    verbatim: str = ""
    """The exact text, for the exec form of RUN, if joining lines would change its meaning; `lines` is empty then."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that it reads from /run/secrets."""
    shared: bool = False
    """Whether a user other than root reads them."""


class Run(Struct, frozen=True):
    """A RUN instruction: scripts that run one after the other."""

    scripts: tuple[Script, ...]
    comment: str = ""


class Arg(Struct, frozen=True):
    """An ARG instruction: a variable that later steps see and the image's configuration does not contain."""

    name: str
    value: str


class Carry(Struct, frozen=True):
    """Changed paths that are copied into the image as they are, with the reason."""

    changes: tuple[Change, ...]
    reason: str
    seq: int
    """Seq of the snapshot in which the files had the content that is carried."""
    packed: bool = False
    """Whether they come in one archive, with owners and modes, so that they make a single layer."""
    seqs: Mapping[str, int] = field(default_factory=dict)
    """Seq of the paths whose content is that of another snapshot than `seq`."""
    taken: Mapping[str, str] = field(default_factory=dict)
    """Path → the path that has its content in the image of the snapshot, where that is another one."""
    written: str = ""
    """The instruction of an adopted image's Dockerfile that copied them, as "COPY DEST"."""
    place: str = ""
    """DEST as an absolute path."""


class Text(Struct, frozen=True):
    """A text file that a here-document wrote, copied from the context because that is easier to read."""

    path: str
    content: str
    origin: Origin


class ScriptFile(Struct, frozen=True):
    """A script that a command was written to, copied from the context to be run and removed by the next RUN."""

    name: str
    path: str
    content: str
    origin: Origin


class Note(Struct, frozen=True):
    """A comment: the author's words on the step that follows, or a try that failed."""

    text: str


class User(Struct, frozen=True):
    """A USER instruction, for images whose own user is not root and so cannot switch to another user."""

    name: str


class Setting(Struct, frozen=True):
    """An instruction that sets something for the steps after it: ENV where an image continues a snapshot, or any one of
    the Dockerfile that made an adopted image."""

    instruction: str
    origins: tuple[Origin, ...] = ()


Step = Setting | Run | Arg | Carry | Text | ScriptFile | Note | User


class Section(Struct, frozen=True):
    """The steps of one snapshot."""

    seq: int
    message: str
    steps: tuple[Step, ...]


TrimKind = Literal["recommends", "caches", "join", "early"]
"""Recommended packages are not installed; caches are cleared in the layer that fills them; the commands of a snapshot
continue the RUN of the previous one; a file is copied before the RUN that it would have split."""


class Trim(NamedTuple):
    """One measure that makes the image smaller."""

    kind: TrimKind
    origin: Origin
    """The command that it concerns; for "join" (seq, 0); for "early" the seq and the number of commands before."""


class Plan(Struct, frozen=True):
    """A whole recipe, before it is written as text."""

    base: Base
    sections: tuple[Section, ...]
    configuration: tuple[str, ...]
    """Instructions that set the image's configuration, at the end of the Dockerfile."""
    decisions: tuple[Decision, ...]
    carried: Mapping[str, str]
    """Path → reason, for every path that is copied as it is."""
    withheld: frozenset[str]
    """Paths whose content is a secret: no instruction creates them, and a proof does not compare them."""
    secrets: Mapping[str, Origin]
    """Name of each secret that the build must be given → the first command that reads it."""
    final: Mapping[str, Change]
    """Every path that finally differs from the base → its latest change."""
    secret_files: Mapping[str, str] = field(default_factory=dict)
    """Name of a secret that the build must be given → the file that it becomes, with the content it had."""
    accounts: Mapping[str, Mapping[int, Change]] = field(default_factory=dict)
    """Path of a file of accounts → seq of each snapshot that changed it → its change."""
    notes: Mapping[Origin, tuple[str, ...]] = field(default_factory=dict)
    """Notes for the comment above a command's instruction."""
    installed_outside: frozenset[Origin] = frozenset()
    """Commands that were added for installations outside the recorded shell."""
    witnesses: Mapping[Origin, str] = field(default_factory=dict)
    """What an adopted image shows a command by that was not recorded."""
    unwritable: tuple[str, ...] = ()
    """Values of the image's configuration that no Dockerfile can hold, such as "ENV NAME has a line break"."""
    suggested_cmd: str = ""
    """A CMD instruction that the image could have; "" where none is suggested."""
    trims: frozenset[Trim] = frozenset()
    """The measures that were applied to make the image smaller."""
    unread: frozenset[str] = frozenset()
    """Exported variables that are left out since no command reads them."""
    started: Started | None = None
    """What the container was started with that was adopted."""


class PathRepair(NamedTuple):
    """A path and the snapshots for which it is repaired, so that sections proven earlier do not change."""

    path: str
    after: int
    """Seq of the last snapshot that the repair does not affect."""
    at: int
    """Seq of the last snapshot that existed when the repair was made."""


class Repairs(Struct, frozen=True):
    """Corrections to the plan, found by proofs, that the record alone did not suggest."""

    carry: frozenset[PathRepair] = frozenset()
    """Paths whose content the commands do not reproduce: copied after the command that made them."""
    late: frozenset[PathRepair] = frozenset()
    """Paths that are copied after all commands of snapshot `at`."""
    remove: frozenset[PathRepair] = frozenset()
    """Paths that the recipe makes and the image does not have: removed after all commands of snapshot `at`."""
    restore: frozenset[Origin] = frozenset()
    """Commands that had no recorded effect and are run nevertheless."""
    needless: frozenset[Origin] = frozenset()
    """Commands that were restored without improving the result."""
    restored_for: frozenset[tuple[Origin, Origin]] = frozenset()
    """Pairs (restored command, failed command it was restored for); dropped again where that one still fails."""
    drop: frozenset[Origin] = frozenset()
    """Commands that fail when run again: their files are copied instead."""
    renames: frozenset[Origin] = frozenset()
    """Commands that create files with different names each time: their files are copied instead."""
    whole: frozenset[Origin] = frozenset()
    """Commands that must run as typed, not split and joined with `&&`."""
    keep: frozenset[Origin] = frozenset()
    """Commands that must not be replaced by the files they made."""
    typed: frozenset[Origin] = frozenset()
    """Commands that must stay as typed: they fail with pinned versions or other rewritten text."""
    undone: frozenset[Origin] = frozenset()
    """Commands of proven snapshots that were left out since other commands undo them."""
    variables: frozenset[str] = frozenset()
    """Exported variables that stay, although no command seems to read them."""
    attributes: Mapping[PathRepair, Change] = field(default_factory=dict)
    """Paths of which only mode or owner differ: corrected after all commands of snapshot `at`."""
    hosts: Mapping[PathRepair, str] = field(default_factory=dict)
    """Paths that differ only in the container's host name → that of the hand-made one, which a command puts there."""
    folders: frozenset[PathRepair] = frozenset()
    """Directories with the data of a program, such as a database's, that are copied whole after snapshot `at`."""
    proven: int = 0
    """Seq of the last snapshot whose recipe was proven with these repairs; 0 where there is none."""

    def plus(
        self,
        **more: frozenset[PathRepair]
        | frozenset[Origin]
        | frozenset[tuple[Origin, Origin]]
        | frozenset[str]
        | Mapping[PathRepair, Change]
        | Mapping[PathRepair, str],
    ) -> Repairs:
        """Return a copy with more repairs: sets are joined, mappings merged."""
        return replace(self, **{name: getattr(self, name) | value for name, value in more.items()})

    def carries(self, path: str, seq: int) -> bool:
        """Return whether a path is copied after the command that made it, in the section of snapshot `seq`."""
        return any(repair.after < seq for repair in _by_path(self.carry).get(path, ()))

    def in_folder(self, path: str, seq: int) -> bool:
        """Return whether a change in the section of snapshot `seq` is copied with the directory around it."""
        return any(
            repair.after < seq <= repair.at and (path + "/").startswith(repair.path + "/") for repair in self.folders
        )

    def is_late(self, path: str, seq: int) -> bool:
        """Return whether a path is copied after all commands of the section of snapshot `seq` or of a later one."""
        return any(repair.after < seq <= repair.at for repair in _by_path(self.late).get(path, ()))


@lru_cache(maxsize=64)
def _by_path(repairs: frozenset[PathRepair]) -> Mapping[str, Sequence[PathRepair]]:
    found: dict[str, list[PathRepair]] = {}
    for repair in repairs:
        found.setdefault(repair.path, []).append(repair)
    return found


class Recipe(Struct, frozen=True):
    """A Dockerfile and its context, ready to be written to a directory."""

    dockerfile: str
    files: Mapping[str, tuple[int, bytes]]
    """Path in the context → (mode 0o644 or 0o755, content); .dockerignore included, Dockerfile not."""
    summary: str
    missing: tuple[str, ...] = ()
    """Paths that should be carried but whose content was not available."""
    instructions: tuple[Instruction, ...] = ()
    """The instructions of the Dockerfile, in order."""

    def origins_of(self, step: int) -> tuple[Origin, ...]:
        """Return the commands that an instruction stands for, given its number from 1; none if there is no such."""
        return self.instructions[step - 1].origins if 0 < step <= len(self.instructions) else ()

    @property
    def layers(self) -> int:
        """The number of layers that the instructions add to the base."""
        return sum(one.text.startswith(("RUN ", "COPY ", "ADD ")) for one in self.instructions)


class Instruction(Struct, frozen=True):
    """One instruction of a Dockerfile and what it stands for."""

    line: int
    """Number of its first line, from 1."""
    text: str
    origins: tuple[Origin, ...] = ()
    paths: tuple[str, ...] = ()
    """Paths that it copies as they are."""
