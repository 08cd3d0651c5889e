"""A typed line, with the directory in which it ran and where it may have worked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from snapshotter.changes.evidence.model import Side
from snapshotter.changes.evidence.typed.effects import Effects, functions_of, line_effects
from snapshotter.changes.evidence.typed.history import TypedLine
from snapshotter.model import Tree, resolve
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.programs import BUILDERS, WRITERS
from snapshotter.shell.simple import simple_command
from snapshotter.shell.syntax import parse, walk

_SCOPED = frozenset({"subshell", "function_definition", "command_substitution", "process_substitution", "pipeline"})
_VARIABLE = regex(r"\$(?:\{(\w+)\}|(\w+))")
_SET_IN_FISH = regex(r"\bset (?:-\w+ )*(\w+) ([\w./@%+=:,~-]+)")
_PLAIN = regex(r"[\w./@%+=:,~-]+")


class Line(Struct):
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


def followed(typed: Sequence[TypedLine], number: int, start: str, old: Tree, after: Side) -> Iterator[Line]:
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
        line = Line(one, cwd, known, effects, number, known.only_looks, serves=serves, works=works)
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
