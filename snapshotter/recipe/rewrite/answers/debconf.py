"""Answers that were given to debconf, put in front of the commands that asked.  Pure.

A RUN has no terminal, so a package is installed there with the defaults.  debconf's database has what was answered:
the questions with the flag "seen" (debconf-devel(7)), except passwords, which are in another file and never written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from snapshotter.model import Change, Command, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.regex import regex
from snapshotter.shell.calls.reconfigured import reconfigured
from snapshotter.shell.calls.unattended import installs_on_debian
from snapshotter.shell.quote import quote, single_quote

_DATABASE = "/var/cache/debconf/config.dat"
_TEMPLATES = "/var/cache/debconf/templates.dat"
_LIST = regex(r"/var/lib/dpkg/info/([^/:]+)(?::[^/]+)?\.list\Z")
_TYPES = frozenset({"boolean", "multiselect", "note", "select", "string"})
"""The types of questions that a person answers; "note" is only read, and then seen."""
_FRONTEND = "DEBIAN_FRONTEND"
_FROM_SETTINGS = frozenset({"locales", "tzdata"})
"""Packages that ask with the answers that their settings give, and not with debconf's, where there are settings."""


_CODES = frozenset(f"keyboard-configuration/{name}code" for name in ("model", "layout", "variant", "options"))
"""Internal values from which a package takes the defaults of its questions, so that they precede given answers."""


class _Question(Struct, frozen=True):
    """A question in debconf's database."""

    name: str
    template: str
    value: str
    owners: tuple[str, ...]
    seen: bool


class _Answer(Struct, frozen=True):
    """An answer to a question of one package."""

    package: str
    question: str
    type: str
    value: str
    seen: bool = True

    @property
    def line(self) -> str:
        """The answer as debconf-set-selections(1) reads it."""
        return f"{self.package} {self.question} {self.type} {self.value}"


def with_debconf_answers(
    snapshots: Sequence[Snapshot], content: Content, texts: Mapping[Origin, str]
) -> dict[Origin, str]:
    """Return `texts`, replacement texts for commands, with the answers to debconf in front of those that asked."""
    found = dict(texts)
    before: Mapping[str, _Question] = {}
    types: Mapping[str, str] = {}
    typed = "\n".join(command.text for snapshot in snapshots for command in snapshot.commands)
    for snapshot, silent in zip(snapshots, _unattended(snapshots), strict=True):
        changes = {change.path: change for change in snapshot.changes if change.path in (_DATABASE, _TEMPLATES)}
        askers = _askers(snapshot, silent) if _DATABASE in changes else {}
        if not askers:
            continue
        known = _questions(_text(snapshot, changes, _DATABASE, content))
        given = [q for q in known.values() if q != before.get(q.name) and q.name not in typed]
        asked = [q for q in given if q.seen]
        owners = {owner for question in asked for owner in question.owners}
        asked += [q for q in given if q.name in _CODES and q.value and not q.seen and not owners.isdisjoint(q.owners)]
        before = known or before
        types = (_types(_text(snapshot, changes, _TEMPLATES, content)) if _answered(asked, askers) else {}) or types
        for index, packages in askers.items():
            answers = list(_answers(asked, packages, types))
            command = snapshot.commands[index]
            if answers:
                lines = [*_selections(answers, command), *_settings(answers, packages, command)]
                origin = (snapshot.seq, index)
                found[origin] = "\n".join([*lines, found.get(origin, command.text)])
    return found


def _unattended(snapshots: Sequence[Snapshot]) -> Iterator[set[int]]:
    """Yield for each snapshot the indexes of the commands that ran with debconf's frontend for no person."""
    quiet: dict[str, bool] = {}
    for snapshot in snapshots:
        given = any(entry == f"{_FRONTEND}=noninteractive" for entry in snapshot.base.config.env)
        found = set()
        for index, command in enumerate(snapshot.commands):
            if quiet.get(command.session, given) or f"{_FRONTEND}=noninteractive" in command.text:
                found.add(index)
            for change in command.state:
                if change.name == _FRONTEND and change.kind in ("variable", "export"):
                    quiet[command.session] = change.value == "noninteractive"
        yield found


def _askers(snapshot: Snapshot, silent: set[int]) -> dict[int, dict[str, bool]]:
    """Return the commands that may have asked → the packages they asked for; the value: whether it is a new package."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    placed: set[str] = set()
    installed = defaultdict(list)
    for change in snapshot.changes:
        if change.change == "added" and change.command is not None and (match := _LIST.match(change.path)):
            installed[change.command].append(match[1])
    asking = [(i, c) for i, c in enumerate(snapshot.commands) if c.status == 0 and i not in silent]
    anew = {package: index for index, command in asking for package in reconfigured(command.text)}
    for index, command in asking:
        new = dict.fromkeys(installed[index], True) if installs_on_debian(command.text) else {}
        for package, is_new in {**dict.fromkeys(reconfigured(command.text), False), **new}.items():
            if package not in placed and (package not in _FROM_SETTINGS or anew.get(package, index) == index):
                placed.add(package)
                found[index][package] = is_new
    return found


def _text(snapshot: Snapshot, changes: Mapping[str, Change], path: str, content: Content) -> str:
    change = changes.get(path)
    data = content(snapshot.seq, change) if change and change.after else None
    return (data or b"").decode("utf-8", "surrogateescape")


def _questions(text: str) -> dict[str, _Question]:
    """Return the questions of debconf's database, by name."""
    found = {}
    for record in text.split("\n\n"):
        fields = dict(line.split(":", 1) for line in record.splitlines() if ":" in line and line[:1] != " ")
        name = fields.get("Name", "").strip()
        owners = tuple(owner.strip().partition(":")[0] for owner in fields.get("Owners", "").split(","))
        value, flags = fields.get("Value", "").strip(), fields.get("Flags", "").replace(",", " ").split()
        found[name] = _Question(name, fields.get("Template", "").strip(), value, owners, "seen" in flags)
    return found


def _types(text: str) -> dict[str, str]:
    """Return the types of debconf's templates, by name."""
    records = (record.splitlines() for record in text.split("\n\n"))
    return {
        record[0].removeprefix("Name: "): line.removeprefix("Type: ")
        for record in records
        for line in record
        if line.startswith("Type: ")
    }


def _type_of(question: _Question) -> str:
    """Return the likely type of a question of a package of the base; those that such packages ask have choices."""
    return "boolean" if question.value in ("true", "false") else "select"


def _answered(asked: Sequence[_Question], askers: Mapping[int, Mapping[str, bool]]) -> bool:
    packages = {package for some in askers.values() for package in some}
    return any(not packages.isdisjoint(question.owners) for question in asked)


def _answers(asked: Sequence[_Question], packages: Mapping[str, bool], types: Mapping[str, str]) -> Iterator[_Answer]:
    from snapshotter.secrets.in_command import find  # only where there are answers: it has many tables

    areas = {question.value for question in asked if question.name == "tzdata/Areas"}
    for question in asked:
        owner = next((owner for owner in question.owners if owner in packages), None)
        type_ = types.get(question.template) or _type_of(question)
        if owner is None or type_ not in _TYPES or "\\n" in question.value:
            continue
        if question.name.startswith("tzdata/Zones/") and question.name.rpartition("/")[2] not in areas:
            continue  # the zone of an area that was chosen earlier
        answer = _Answer(owner, question.name, type_, question.value, question.seen)
        if not find(_printed([answer])):
            yield answer


def _printed(answers: Sequence[_Answer]) -> str:
    lines = [single_quote(answer.line.rstrip()) for answer in answers]
    return " \\\n  ".join(["printf '%s\\n'", *lines]) if len(lines) > 1 else f"echo {lines[0]}"


def _selections(answers: Sequence[_Answer], command: Command) -> Iterator[str]:
    """Yield the command that gives the answers to debconf."""
    for seen, option in ((True, ""), (False, " -u")):
        if own := [answer for answer in answers if answer.seen == seen]:
            yield f"{_printed(own)} | {_root(command)}debconf-set-selections{option}"


def _settings(answers: Sequence[_Answer], packages: Mapping[str, bool], command: Command) -> Iterator[str]:
    """Yield commands for packages that take the answers from their settings where they were configured before.

    The scripts `config` of tzdata and locales copy /etc/localtime and /etc/locale.gen to debconf before they ask.
    """
    given = {answer.question: answer.value for answer in answers if not packages[answer.package]}
    if area := given.get("tzdata/Areas"):
        zone = f"/usr/share/zoneinfo/{area}/{given.get(f'tzdata/Zones/{area}', '')}"
        yield f"{_root(command)}ln -sf {quote(zone)} /etc/localtime"
    chosen = [name.strip() for name in given.get("locales/locales_to_be_generated", "").split(",")]
    if any(chosen):
        names = "|".join(name.replace(".", r"\.") for name in chosen)
        yield f"{_root(command)}sed -i -E 's/^# ({names})$/\\1/' /etc/locale.gen"


def _root(command: Command) -> str:
    return "sudo " if command.user not in ("root", "0") and "sudo" in command.text else ""
