"""The nouns of a recipe: what was decided of each command, the steps of a Dockerfile, and the repairs of a proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command

INSTALLED_OUTSIDE = "installed outside the recorded shell"
"""Session of the commands that are added."""
Content = Callable[[int, Change], bytes | None]
"""Gives a carried file's content: (seq of the snapshot, its change); None where it is not at hand."""


Origin = tuple[int, int]
"""Which command: (snapshot's seq, 0-based index in it)."""

Telling = Literal["nothing", "marks", "apart"]
"""How a build tells at which command it fails: each says that it begins, or each has a RUN of its own."""

Fate = Literal["run", "state", "carried", "left out"]
"""What became of a command: a step of its own; part of later steps' state; replaced by its files; nothing."""


class Decision(Struct, frozen=True):
    """What the recipe does with one command, and why."""

    origin: Origin
    command: Command
    fate: Fate
    reason: str
    paths: tuple[str, ...] = ()
    """Changed paths that are put down to it."""
    named: tuple[str, ...] = ()
    """Changed files that it names as written: redirections, `tee`, an editor's arguments."""


class Script(Struct, frozen=True):
    """A shell command line ready to be glued, with what it stands for."""

    lines: tuple[str, ...]
    origins: tuple[Origin, ...]
    shell: str = "sh"
    user: str = ""
    """Who runs it; "" for the image's own user."""
    verbatim: str = ""
    """Where no gluing keeps the meaning: the exact text, for the exec form of RUN; lines are empty then."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that it reads from /run/secrets."""
    shared: bool = False
    """Whether somebody else than root reads them."""


class Run(Struct, frozen=True):
    """A RUN instruction: scripts that run one behind the other."""

    scripts: tuple[Script, ...]
    comment: str = ""


class Arg(Struct, frozen=True):
    """An ARG instruction: a variable that the steps below see and the image's configuration does not."""

    name: str
    value: str


class Carry(Struct, frozen=True):
    """Changed paths set down as they are, with the reason."""

    changes: tuple[Change, ...]
    reason: str
    seq: int
    """The snapshot in which the files had the content that is carried."""
    packed: bool = False
    """Whether they come in one archive, owners and modes and all, for the sake of a single layer."""


class Text(Struct, frozen=True):
    """A text file that a here-document made, copied in from the context because it reads better so."""

    path: str
    content: str
    origin: Origin


class User(Struct, frozen=True):
    """A USER instruction: who runs the steps below, where the image's own user is not root and could not switch."""

    name: str


Step = Run | Arg | Carry | Text | User


class Section(Struct, frozen=True):
    """The steps of one snapshot."""

    seq: int
    message: str
    steps: tuple[Step, ...]


TrimKind = Literal["recommends", "caches", "join", "early"]
"""Packages that are only recommended stay out; caches go in the layer that fills them; the commands of a snapshot
go on in the RUN of the one before; a file is copied in ahead of the RUN that it would have parted."""


class Trim(NamedTuple):
    """One thing that is left out for the sake of a small image."""

    kind: TrimKind
    origin: Origin
    """The command that it concerns; for "join" (seq, 0); for "early" the seq and the place among its commands."""


class Plan(Struct, frozen=True):
    """A whole recipe, before it is written down."""

    base: Base
    sections: tuple[Section, ...]
    configuration: tuple[str, ...]
    """Instructions that set the image's configuration, last in the Dockerfile."""
    decisions: tuple[Decision, ...]
    carried: Mapping[str, str]
    """Path → reason, for every path set down as it is."""
    withheld: frozenset[str]
    """Paths whose content is a secret: no instruction sets them down, and a proof passes them over."""
    secrets: Mapping[str, Origin]
    """Names of the secrets that the build must be given → the first command that reads each."""
    final: Mapping[str, Change]
    """Every path that differs from the base in the end → its latest change."""
    notes: Mapping[Origin, tuple[str, ...]] = field(default_factory=dict)
    """What the comment above a command's instruction must say."""
    adopted: frozenset[Origin] = frozenset()
    """Commands that nobody typed into a recorded shell: they stand for installations from outside."""
    offer: str = ""
    """A CMD that the image could have, "" where none suggests itself."""
    trims: frozenset[Trim] = frozenset()
    """What was left out for the sake of a small image."""


class Spot(NamedTuple):
    """A path and the snapshots for which a repair of it holds, so that what was proven before stays as it was."""

    path: str
    after: int
    """Seq of the last snapshot that it does not concern."""
    at: int
    """Seq of the last snapshot that there was when it was made."""


class Repairs(Struct, frozen=True):
    """What proofs have taught: changes to the plan that evidence alone did not suggest."""

    carry: frozenset[Spot] = frozenset()
    """Paths whose content the commands do not give again: set down behind the command that made them."""
    late: frozenset[Spot] = frozenset()
    """Paths that are set down behind all commands of snapshot `at`."""
    remove: frozenset[Spot] = frozenset()
    """Paths that the recipe makes and the image does not have: removed behind all commands of snapshot `at`."""
    restore: frozenset[Origin] = frozenset()
    """Commands that looked needless and are not."""
    needless: frozenset[Origin] = frozenset()
    """Commands that were restored and made nothing better."""
    hopes: frozenset[tuple[Origin, Origin]] = frozenset()
    """Which commands were restored for which one that failed; where it fails all the same they go again."""
    drop: frozenset[Origin] = frozenset()
    """Commands that fail when run again: their files are set down instead."""
    renames: frozenset[Origin] = frozenset()
    """Commands that make files of other names each time: their files are set down instead."""
    whole: frozenset[Origin] = frozenset()
    """Commands that must run as typed, not split and tied with `&&`."""
    keep: frozenset[Origin] = frozenset()
    """Commands that must not be replaced by the files they left."""
    typed: frozenset[Origin] = frozenset()
    """Commands that must stay as typed: with versions in them, or other words of ours, they fail."""
    attributes: Mapping[Spot, Change] = field(default_factory=dict)
    """Paths of which only mode or owner come out wrong: set right behind all commands of snapshot `at`."""
    proven: int = 0
    """Seq of the last snapshot whose recipe was proven with these repairs; 0 where none was."""

    def plus(
        self, **more: frozenset[Spot] | frozenset[Origin] | frozenset[tuple[Origin, Origin]] | Mapping[Spot, Change]
    ) -> Repairs:
        """Give these repairs and more: sets are joined, mappings merged."""
        return replace(self, **{name: getattr(self, name) | value for name, value in more.items()})

    def carries(self, path: str, seq: int) -> bool:
        """Say whether a path is set down behind the command that made it, in the section of snapshot `seq`."""
        return any(spot.after < seq for spot in _by_path(self.carry).get(path, ()))

    def is_late(self, path: str, seq: int) -> bool:
        """Say whether a path is set down only behind all commands of the section of snapshot `seq`, or a later one."""
        return any(spot.after < seq <= spot.at for spot in _by_path(self.late).get(path, ()))


@lru_cache(maxsize=64)
def _by_path(spots: frozenset[Spot]) -> Mapping[str, Sequence[Spot]]:
    found: dict[str, list[Spot]] = {}
    for spot in spots:
        found.setdefault(spot.path, []).append(spot)
    return found


class Recipe(Struct, frozen=True):
    """A Dockerfile and its context, ready to be written to a directory."""

    dockerfile: str
    files: Mapping[str, tuple[int, bytes]]
    """Path in the context → (mode 0o644 or 0o755, content); .dockerignore included, Dockerfile not."""
    summary: str
    missing: tuple[str, ...] = ()
    """Paths that should be carried but whose content was not at hand."""
    instructions: tuple[Instruction, ...] = ()
    """What stands in the Dockerfile, in order."""

    @property
    def origins(self) -> tuple[tuple[Origin, ...], ...]:
        """For each instruction of the Dockerfile, in order, the commands it stands for."""
        return tuple(instruction.origins for instruction in self.instructions)

    @property
    def layers(self) -> int:
        """How many layers the instructions put on top of the base."""
        return sum(one.text.startswith(("RUN ", "COPY ", "ADD ")) for one in self.instructions)


class Instruction(Struct, frozen=True):
    """One instruction of a Dockerfile and what it stands for."""

    line: int
    """Number of its first line, from 1."""
    text: str
    origins: tuple[Origin, ...] = ()
    paths: tuple[str, ...] = ()
    """Paths that it sets down as they are."""
