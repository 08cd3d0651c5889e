"""The typed lines that explain what nothing else does, in the order of the history, each with what it made.

A line whose effect is not found is left out, and so is one that only looks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.evidence.line_effects import ACCOUNTS, PATTERN, Effects, functions_of, line_effects
from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.evidence.shell_history import TypedLine, typed_lines
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Tree, parents, resolve
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.programs import BUILDERS, WRITERS
from snapshotter.shell.simple import simple_command
from snapshotter.shell.syntax import parse, walk

_SCOPED = frozenset({"subshell", "function_definition", "command_substitution", "process_substitution", "pipeline"})
_VARIABLE = regex(r"\$(?:\{(\w+)\}|(\w+))")
_SET_IN_FISH = regex(r"\bset (?:-\w+ )*(\w+) ([\w./@%+=:,~-]+)")
_PLAIN = regex(r"[\w./@%+=:,~-]+")
_APART = 0.001
_EARLY = 5.0
"""Seconds by which a file may be older than the line that made it: a history has whole seconds."""


class _Line(Struct):
    """A typed line, and where it ran."""

    typed: TypedLine
    cwd: str
    known: Facts
    effects: Effects
    shell: int
    """Number of its history file."""
    looks: bool = False
    """Whether nothing in it can change a file."""
    at: float = 0.0
    serves: bool = False
    """Whether it may not end by itself."""
    works: bool = False
    """Whether a program in it may write files that the line does not name."""
    needed: bool = False
    cwd_after: str = ""


def typed_commands(
    before: Side, after: Side, changes: Sequence[Change], found: Sequence[Shown], start: str
) -> tuple[list[Shown], list[Shown]]:
    """Return the typed lines that explain changes which `found` does not, and `found` at the places of its lines.

    `changes` are those that last, `start` is the directory in which a shell begins.
    """
    lines = [
        line
        for number, typed in enumerate(typed_lines(before, after))
        for line in _followed(typed, number, start, before.tree, after)
    ]
    if not lines:
        return [], list(found)
    logged = [one for one in found if one.exact]
    sure = [one for one in found if not one.exact]
    lasting = [one for one in changes if not any(shown.explains(one) for shown in sure)]
    left = [one for one in lasting if not any(shown.explains(one) for shown in logged)]
    # what a log explains by the time alone may be the work of a line that names it
    paths = {one.path for one in left}
    perhaps = [one for one in lasting if not one.package and one.path not in paths]
    owners = _assigned(lines, [*left, *_removed(before, after, changes)], perhaps)
    _with_vanished(lines, after.tree)
    for number, line in enumerate(lines):
        line.needed = line.needed and (number in owners or not _is_done_better(line, lines[number + 1 :]))
    _with_removals(lines, after.tree)
    _with_state(lines)
    same, placed = _dated(lines, owners, found, {one.path: one for one in changes})
    own = frozenset(path for paths in owners.values() for path in paths)
    instead = {place for place, number in same.items() if lines[number].needed and _is_of_accounts(found[place].text)}
    kept = [_without(shown, own) for place, shown in enumerate(placed) if place not in instead]
    return [
        _shown(line, owners.get(number, []), [found[place] for place in sorted(instead) if same[place] == number])
        for number, line in enumerate(lines)
        if line.needed
    ], kept


def _is_of_accounts(text: str) -> bool:
    return not facts(text).calls.isdisjoint(ACCOUNTS)


def _without(shown: Shown, own: Set[str]) -> Shown:
    """Return a command that does not explain what typed lines do."""
    return replace(shown, explains=lambda change: change.path not in own and shown.explains(change))


def _shown(line: _Line, paths: Iterable[str], instead: Sequence[Shown]) -> Shown:
    """Return a line as a command, which stands for others that were found too."""
    typed, own = line.typed, frozenset(paths)
    found = Shown(
        typed.text,
        typed.file,
        line.at,
        line.at,
        lambda change: change.path in own,
        paths=own,
        cwd=line.cwd,
        cwd_after=line.cwd_after,
        user=typed.user,
        shell=typed.shell,
        session=typed.file,
    )
    if not instead:
        return found
    return replace(
        found,
        explains=lambda change: change.path in own or any(one.explains(change) for one in instead),
        precedes=lambda change: any(one.precedes(change) for one in instead),
        paths=frozenset(),
    )


def _followed(typed: Sequence[TypedLine], number: int, start: str, old: Tree, after: Side) -> Iterator[_Line]:
    """Yield the lines of one history, each with the directory that the `cd` before it led to."""
    rows = (row.split(":") for row in after.text("/etc/passwd").splitlines())
    homes = {row[0]: row[5] for row in rows if len(row) == 7}
    first = typed[0]
    cwd = start if first.user == "root" else first.home
    functions: dict[str, str] = {}
    previous, stack, values, before = cwd, list[str](), {"HOME": first.home, "USER": first.user}, ""
    for one in typed:
        text = _VARIABLE.sub(lambda match: values.get(match[1] or match[2]) or match[0], one.text)  # noqa: B023
        known = facts(one.text)
        effects = line_effects(text, cwd, one.home, homes, functions)
        functions |= functions_of(one.text) if known.functions else {}
        serves, works = _serves(one.text, effects, after), _works(effects, after)
        line = _Line(one, cwd, known, effects, number, known.only_looks, serves=serves, works=works)
        for target in _directories(text):
            if target in ("-", "popd"):
                new = (stack.pop() if stack else cwd) if target == "popd" else previous
            else:
                new = resolve(one.home, target[2:] or ".") if target[:1] == "~" else resolve(cwd, target)
            there = new in ("/", one.home) or new in after.tree or new in old
            if not there and new.rpartition("/")[2] not in f"{before}{text.partition('cd ')[0]}":
                continue
            stack = [*stack, cwd] if known.calls & {"pushd"} else stack
            previous, cwd = cwd, new
        line.cwd_after = cwd
        yield line
        before += f"{text}\n"
        values |= {name: value for name, value in facts(text).assigns.items() if value and _PLAIN.fullmatch(value)}
        values |= dict(_SET_IN_FISH.findall(text)) if one.shell == "fish" else {}


def _serves(text: str, effects: Effects, after: Side) -> bool:
    """Return whether a line may start a program that does not end, as its text or that of its script has it."""
    if not effects.programs - BUILDERS and not {"npm", "cargo", "go", "yarn"} & effects.programs:
        return False
    if _SERVES.search(text):
        return True
    return any(_IN_SCRIPT.search(data) for data in _scripts([*effects.named, *effects.scripts], after))


def _works(effects: Effects, after: Side) -> bool:
    """Return whether a program of a line may write files that it does not name, as what is known of it tells."""
    if effects.programs & (WRITERS | BUILDERS):
        return True
    if any(_BUILD_SCRIPT.fullmatch(path.rpartition("/")[2]) for path in effects.scripts):
        return True
    own = (f"{place}/{name}" for name in effects.programs for place in _OWN_PROGRAMS)
    return any(_WRITES.search(data) for data in _scripts([*effects.named, *effects.scripts, *own], after))


def _scripts(paths: Iterable[str], after: Side) -> Iterable[bytes]:
    """Return the contents of those of the paths that may be scripts."""
    want = {path: _SCRIPT for path in paths if (one := after.tree.get(path)) and 0 < one.size <= _SCRIPT}
    return [data for data in after.fetch(want).values() if b"\0" not in data[:4096]] if want else []


_BUILD_SCRIPT = regex(r"(?i)(?:configure|autogen|bootstrap|build|install|setup|gen\w*)(?:\.\w+)?")
_OWN_PROGRAMS = ("/usr/local/bin", "/usr/local/sbin")
_WRITES = regex(rb">|\b(?:mkdir|cp|mv|touch|tee|install|ln|tar|open|write\w*|dump|save\w*|connect|make|git|npm|pip)\b")
_SCRIPT = 200_000
_SERVES = regex(
    r"(?<![/\w.])(?:serve[rd]?|runserver|start|daemon|watch|up|dev|listen|nginx|apache2ctl|\w*sqld|httpd|sshd)(?![/\w.])"
)
_IN_SCRIPT = regex(
    rb"(?i)\b(?:listen|serve_forever|run_forever|socket|http\.server|app\.run|uvicorn|sleep|while true)\b"
)


def _directories(text: str) -> Iterator[str]:
    """Yield where a line goes: the arguments of `cd`, which no subshell limits; "popd" for that."""
    for node in walk(parse(text), skip=_SCOPED):
        if node.type == "command":
            simple = simple_command(node)
            if simple.name in ("cd", "pushd"):
                words = [word for word in simple.args if word not in ("-P", "-L", "--")]
                if not words or words[0]:
                    yield (words[0] if words else "~") or "~"
            elif simple.name == "popd":
                yield "popd"


def _removed(before: Side, after: Side, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the files of new packages that are gone, as deletions: they are in neither of the two states."""
    changed = {one.path for one in changes}
    for package in after.owners.packages.values():
        if package.key not in before.owners.packages:
            for path in package.paths:
                if path not in after.tree and path not in changed and _is_gone(path, after.tree, after.owners):
                    yield Change(path, "deleted", None, None)


def _is_gone(path: str, tree: Tree, owners: Owners) -> bool:
    """Return whether a path is missing where it should be, and not only under another spelling of it."""
    above = path.rpartition("/")[0]
    return above in tree and tree[above].kind == "directory" and bool(owners.owner(path))


class _Index:
    """Finds the lines that may have changed a path, without asking each of them."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._by_path: dict[str, list[tuple[int, int]]] = {}
        self._below: dict[str, list[tuple[int, int]]] = {}
        self._patterns: list[tuple[str, int]] = []
        self._areas: list[tuple[str, int]] = []
        self._removed: dict[str, list[tuple[int, int]]] = {}
        self._gone: list[tuple[str, int]] = []
        for number, line in enumerate(lines):
            found = line.effects
            for path in found.exact:
                if PATTERN.search(path):
                    self._patterns.append((path, number))
                self._by_path.setdefault(path, []).append((4, number))
            for path in found.named:
                self._by_path.setdefault(path, []).append((3, number))
            self._areas += [(area, number) for area in found.areas]
            for path in found.gone:
                if PATTERN.search(path):
                    self._gone.append((path, number))
                self._removed.setdefault(path, []).append((4, number))
            for path in found.gone_below:
                self._removed.setdefault(path, []).append((3, number))
            for rank, places in ((2, found.deep), (1, found.broad)):
                for path in places:
                    self._below.setdefault(path, []).append((rank, number))

    def ranks(self, path: str) -> dict[int, int]:
        """Return the lines that may have changed a path → how surely: 4 exactly, 3 named, 2 below, 1 perhaps."""
        found = [*self._by_path.get(path, ()), *self._below.get(path, ())]
        found += [one for above in parents(path) for one in self._below.get(above, ())]
        found += [(4, number) for pattern, number in self._patterns if fnmatchcase(path, pattern)]
        found += [(2, number) for area, number in self._areas if path.startswith(area)]
        return _best(found)

    def removers(self, path: str) -> dict[int, int]:
        """Return the lines that may have removed a path, as `ranks` does."""
        found = [*self._removed.get(path, ())]
        found += [(2, number) for above in parents(path) for rank, number in self._removed.get(above, ()) if rank == 3]
        found += [
            (4, number) for pattern, number in self._gone for one in (path, *parents(path)) if fnmatchcase(one, pattern)
        ]
        found += [one for above in parents(path) for one in self._below.get(above, ()) if one[0] == 1]
        return _best(found)


def _best(found: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the highest rank of each line."""
    best: dict[int, int] = {}
    for rank, number in found:
        best[number] = max(rank, best.get(number, 0))
    return best


def _assigned(lines: Sequence[_Line], left: Sequence[Change], perhaps: Sequence[Change]) -> dict[int, list[str]]:
    """Return the paths of each line that explains some, and mark the lines that are needed for them.

    Of those in `perhaps` only what a line names exactly is its work.
    """
    index, owners = _Index(lines), dict[int, list[str]]()
    homes = {line.typed.home for line in lines}
    rest = list[Change]()
    named = [one for one in perhaps if 4 in index.ranks(one.path).values()]
    for change in [*left, *named]:
        ranks = index.ranks(change.path) if change.after else index.removers(change.path)
        ranks = {n: rank for n, rank in ranks.items() if _may_be(lines[n], change, rank)}
        if not ranks or (max(ranks.values()) == 1 and change.path in homes):
            rest.append(change)
            continue
        writers = _writers(lines, ranks, change.path)
        owners.setdefault(writers[-1], []).append(change.path)
        for number in writers:
            lines[number].needed = True
    for change in rest:
        above = [n for n, one in enumerate(lines) if one.needed and change.path in one.effects.made_above]
        if above and change.change == "added":
            owners.setdefault(above[0], []).append(change.path)
    for number, line in enumerate(lines):
        if not line.needed and _supports(line, lines, number, owners):
            line.needed = True
    return owners


def _may_be(line: _Line, change: Change, rank: int) -> bool:
    """Return whether a line that names a path, or works where it is, may have changed it."""
    if line.known.edits or (line.looks and rank < 4):
        return False
    if (line.serves and rank < 4) or (rank == 1 and not line.works):
        return False
    if change.package and not line.effects.programs and not line.effects.packages:
        return rank > 1  # copied with everything else in a directory
    return _in_time(line, change, rank)


def _in_time(line: _Line, change: Change, rank: int) -> bool:
    """Return whether a file is not from before the line, where the history has times."""
    if not line.typed.at or rank > 2 or line.effects.keeps_times or change.after is None:
        return True
    return change.after.mtime_ns / 1e9 >= line.typed.at - _EARLY


def _writers(lines: Sequence[_Line], ranks: Mapping[int, int], path: str) -> list[int]:
    """Return the lines that made a path as it is, in order: from the last that overwrites it."""
    best = max(ranks.values())
    if best == 1:
        return [max(number for number in ranks)]
    sure = sorted(number for number, rank in ranks.items() if rank >= min(best, 3) or rank == 2)
    made = [number for number in sure if path in (lines[number].effects.exact | lines[number].effects.made_above)]
    sure = [number for number in sure if path not in lines[number].effects.fresh or number == made[0]]
    whole = [number for number in sure if path in lines[number].effects.over]
    return [number for number in sure if not whole or number >= whole[-1]]


def _supports(line: _Line, lines: Sequence[_Line], number: int, owners: Mapping[int, Sequence[str]]) -> bool:
    """Return whether a line is a step of a build of which a later one in the same directory explains something."""
    if line.looks or not line.known.parsed:
        return False
    builds = line.known.calls & (BUILDERS - {"apt", "apt-get", "apk", "aptitude", "dpkg", "git"})
    script = line.works and any(
        (simple.words[0] or "").startswith("./") for simple in line.known.commands if simple.words
    )
    return (bool(builds) or script) and any(
        other in owners and lines[other].cwd == line.cwd and max(lines[other].known.calls & BUILDERS, default="")
        for other in range(number + 1, len(lines))
    )


def _with_vanished(lines: Sequence[_Line], tree: Tree) -> None:
    """Mark the lines that made what needed ones worked with and what is gone by now, and those that removed it."""
    for number in reversed(range(len(lines))):
        line = lines[number]
        if not line.needed:
            continue
        gone = {path for path in (*line.effects.mentions, line.cwd) if path not in tree and not PATTERN.search(path)}
        gone |= {above for path in gone for above in parents(path) if above not in tree}
        made = {path for path in gone if any(_makes(one, path) for one in lines[:number])} if gone else set()
        if not made:
            continue
        for place, other in enumerate(lines):
            if place < number:
                concerned = any(_makes(other, path) or _works_in(other, path) for path in made)
            else:
                concerned = any(_removes(other, path) for path in made)
            other.needed = other.needed or concerned


def _with_removals(lines: Sequence[_Line], tree: Tree) -> None:
    """Mark the lines that removed what needed ones made, so that it is in neither of the two states."""
    for number, line in enumerate(lines):
        gone = [path for path in line.effects.gone if path not in tree]
        if gone and not line.needed:
            earlier = [one for one in lines[:number] if one.needed]
            line.needed = any(_names(one, path) for path in gone for one in earlier)


def _names(line: _Line, path: str) -> bool:
    """Return whether a line names a path as one that it makes, by a pattern as well."""
    exact = line.effects.exact
    return path in exact or any(fnmatchcase(path, one) for one in exact if PATTERN.search(one))


def _is_done_better(line: _Line, later: Sequence[_Line]) -> bool:
    """Return whether a step of a build is done again later, or was mistyped: it may have failed, or is of no use."""
    if not line.known.calls & BUILDERS or line.effects.exact:
        return False
    same = (one for one in later if one.needed and one.cwd == line.cwd)
    return any(one.typed.text == line.typed.text or _is_mistyped(line.typed.text, one.typed.text) for one in same)


def _is_mistyped(text: str, right: str) -> bool:
    """Return whether a line differs from another one in the letters of a word, and else only by what that has more."""
    words, others = text.split(), right.split()
    pairs = [(one, other) for one, other in zip(words, others, strict=False) if one != other]
    if len(words) > len(others) or len(pairs) != 1:
        return False
    one, other = pairs[0]
    alike = one.isalpha() and other.isalpha() and SequenceMatcher(None, one, other).ratio() > _ALIKE
    return alike and abs(len(one) - len(other)) <= 1


_ALIKE = 0.8


def _makes(line: _Line, path: str) -> bool:
    """Return whether a line makes a path, or something in it."""
    found = line.effects
    if line.known.edits:
        return False
    targets = {*found.exact, *found.deep, *(found.named if not line.looks else ())}
    return path in targets or any(one.startswith(f"{path}/") for one in targets) or _is_below(path, found.deep)


def _works_in(line: _Line, path: str) -> bool:
    return line.works and not line.serves and not line.looks and _is_below(line.cwd, {path})


def _removes(line: _Line, path: str) -> bool:
    gone = line.effects.gone
    return path in gone or _is_below(path, gone) or any(fnmatchcase(path, one) for one in gone if PATTERN.search(one))


def _is_below(path: str, places: Set[str]) -> bool:
    return path in places or any(above in places for above in parents(path))


def _with_state(lines: Sequence[_Line]) -> None:
    """Mark the lines that set variables, functions or options which needed ones use."""
    for number in reversed(range(len(lines))):
        line = lines[number]
        if line.needed or not line.known.only_state:
            continue
        names = {*line.known.assigns, *line.known.exports, *line.known.functions, *line.known.aliases}
        later = [one for one in lines[number + 1 :] if one.needed and one.shell == line.shell]
        if line.known.umask and later:
            line.needed = True
        exported = bool(line.known.exports)
        line.needed = line.needed or any(
            names & {*one.known.uses, *one.known.mentions, *one.known.calls} or (exported and _runs_programs(one))
            for one in later
        )


def _runs_programs(line: _Line) -> bool:
    return bool(line.known.calls & BUILDERS) or any("/" in (one.words[0] or "") for one in line.known.commands[:9])


def _dated(
    lines: Sequence[_Line], owners: Mapping[int, Sequence[str]], found: Sequence[Shown], changes: Mapping[str, Change]
) -> tuple[dict[int, int], list[Shown]]:
    """Give each line its time.

    Return which of `found` are the same commands as which lines, and `found` at the times of these.
    """
    anchors: dict[int, tuple[float, float]] = {}
    placed: dict[int, int] = {}
    taken = set[int]()
    for place, shown in enumerate(found):
        number = next((n for n, line in enumerate(lines) if n not in taken and _is_same(shown.text, line)), None)
        if number is not None:
            placed[place] = number
            taken |= {number} if shown.exact else set()
            if shown.exact:
                anchors[number] = (shown.begin, shown.end)
    for number, line in enumerate(lines):
        if line.typed.at:
            anchors[number] = (line.typed.at, line.typed.at)
        elif number not in anchors and not line.effects.keeps_times:
            at = _written(owners.get(number, ()), changes)
            anchors |= {number: (at, at)} if at else {}
    for shell in {line.shell for line in lines}:
        _in_order([n for n, line in enumerate(lines) if line.shell == shell], anchors, lines)
    return placed, [
        shown if shown.exact or place not in placed else shown.at(lines[placed[place]].at)
        for place, shown in enumerate(found)
    ]


def _written(paths: Iterable[str], changes: Mapping[str, Change]) -> float:
    """Return when the last of the files was written."""
    entries = [changes[path].after for path in paths if path in changes]
    return max((one.mtime_ns / 1e9 for one in entries if one and one.kind == "file"), default=0.0)


def _in_order(numbers: Sequence[int], anchors: Mapping[int, tuple[float, float]], lines: Sequence[_Line]) -> None:
    """Set the times of the lines of one shell: each after the one before it, by those that are known and agree."""
    known = [number for number in numbers if number in anchors]
    agreeing = [known[place] for place in _rising([anchors[number][0] for number in known])]
    if not agreeing:
        return
    last = anchors[agreeing[0]][0] - _APART * (len(numbers) + 1)
    for number in numbers:
        begin, end = anchors[number] if number in agreeing else (last + _APART, last + _APART)
        lines[number].at = max(begin, last + _APART)
        last = max(end, lines[number].at)


def _rising(values: Sequence[float]) -> list[int]:
    """Return the places of the longest sequence of values that do not fall."""
    tails, ends, before = list[float](), list[int](), dict[int, int]()
    for place, value in enumerate(values):
        length = bisect_right(tails, value)
        before[place] = ends[length - 1] if length else -1
        tails[length:] = [value, *tails[length + 1 :]]
        ends[length:] = [place, *ends[length + 1 :]]
    found, place = list[int](), ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


_GROUPS: Mapping[str, str] = {
    "apt": "apt",
    "apt-get": "apt",
    "adduser": "user",
    "useradd": "user",
    "addgroup": "group",
    "groupadd": "group",
    "pip3": "pip",
}
_VERB_NEEDED = frozenset({"apt", "apk", "pip", "npm"})


def _is_same(text: str, line: _Line) -> bool:
    """Return whether a line is the command that a witness shows: of the same program, for the same things."""
    wanted = [one for one in facts(text).commands if one.verb != "update"]
    if not wanted:
        return False
    program, words = _GROUPS.get(wanted[-1].name, wanted[-1].name), _things(wanted[-1].args)
    return any(
        _GROUPS.get(one.name, one.name) == program and bool(words & _things(one.args)) for one in line.known.commands
    )


def _things(args: Sequence[str | None]) -> set[str]:
    """Return the names among arguments, without options, verbs and versions."""
    verbs = {"install", "add", "del", "remove", "purge", "i", "upgrade", "-y"}
    return {_VERSION.split(arg)[0] for arg in args if arg and not arg.startswith("-")} - verbs - {""}


_VERSION = regex(r"(?<=.)[=<>~@]")
