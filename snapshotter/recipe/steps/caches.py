"""The caches of package managers, cleared in the layer that fills them.  Pure.

The package lists of apt are cleared with them, so a later RUN that needs the lists fetches them itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import Decision, Origin, Run, Script, Section, Step, Trim, User
from snapshotter.recipe.steps.slim import Slim
from snapshotter.regex import regex
from snapshotter.shell.calls.package_managers import Call, calls
from snapshotter.shell.syntax import encode

FETCHED_LATER = "fetches package lists that each later RUN fetches itself"
_UPDATE = "apt-get update"
_ONLY_UPDATES = regex(r"apt(-get)?( -\S+)* update( -\S+)*")
_FILLS: Mapping[str, frozenset[str]] = {
    "apt": frozenset("update install upgrade dist-upgrade full-upgrade build-dep download source".split()),
    "npm": frozenset("install i ci add update exec create init".split()),
    "yarn": frozenset(["", *"install add upgrade global".split()]),
    "dnf": frozenset("install update upgrade makecache groupinstall reinstall".split()),
    "zypper": frozenset("install in update up refresh ref dup".split()),
}
"""The verbs of each manager that fill its cache."""
_WITHOUT_LISTS = frozenset(["", *"update clean autoclean remove purge autoremove".split()])
"""The verbs of apt that do not need its package lists."""
_AT_THE_END: Mapping[str, tuple[str, ...]] = {
    "apt": ("apt-get clean", "rm -rf /var/lib/apt/lists/*"),
    "dnf": ("{program} clean all",),
    "zypper": ("zypper clean --all",),
}
"""Commands with which root clears the cache of a manager at the end of a RUN."""
_AT_ONCE: Mapping[str, str] = {"npm": "npm cache clean --force", "yarn": "yarn cache clean"}
"""Commands with which a user clears a manager's per-user cache, directly after the command that filled it."""

_ONLY_ASKS = regex(r"\Anpm init(?: -\S+)*\s*\Z")
"""It writes package.json and fetches nothing; with a name it fetches the package of that name."""


def fills_pip_cache(text: str) -> bool:
    """Return whether a command line installs with pip, which then keeps what it fetched."""
    return any(
        call.manager == "pip" and call.verb == "install" and "--no-cache-dir" not in call.options
        for call in calls(text)
    )


class CacheClearing:
    """A pass over the steps of a recipe, in order, that clears caches.

    It keeps track of the user that runs the steps and of whether the package lists of apt were cleared.
    """

    def __init__(self, slim: Slim, texts: Mapping[Origin, str], user: str) -> None:
        """Begin a pass; `texts` are the command lines of the origins, `user` is the base image's own."""
        self._slim, self._texts, self._user = slim, texts, user
        self._lists_gone = False
        self.trims: set[Trim] = set()
        """The measures that were applied."""
        self._dropped: set[Origin] = set()

    def section(self, section: Section) -> Section:
        """Return a section whose RUN instructions clear the caches that they fill."""
        return replace(section, steps=tuple(self._steps(section.steps)))

    def without_dropped(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Return the decisions, with commands left out that only fetched package lists for later RUNs."""
        return [
            replace(d, fate="left out", reason=FETCHED_LATER) if d.origin in self._dropped else d for d in decisions
        ]

    def _steps(self, steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            self._user = step.name if isinstance(step, User) else self._user
            if not isinstance(step, Run) or step.scripts[0].verbatim:
                yield step
            elif scripts := self._cleared(step.scripts):
                yield replace(step, scripts=tuple(scripts))

    def _cleared(self, scripts: Sequence[Script]) -> list[Script]:
        as_root = plain_user(self._user) == "root"
        made: list[Script] = []
        for script in self._with_lists(scripts) if as_root else scripts:
            made += [script, *self._at_once(script)]
        made = self._once(made)
        return [*made, *self._at_the_end(made)] if as_root else made

    def _once(self, scripts: Sequence[Script]) -> list[Script]:
        """Return the scripts of a RUN without a clearing that a later one of the same user repeats."""
        own = set(_AT_ONCE.values())
        kept: list[Script] = []
        later = set[tuple[str, str]]()
        for script in reversed(scripts):
            text = self._texts.get(script.origins[0], "") if script.origins else ""
            added = not script.origins and len(script.lines) == 1 and script.lines[0] in own
            if not added or (script.user, script.lines[0]) not in later:
                kept.append(script)
            later |= {(script.user, line) for line in own if line in text or line in script.lines}
        return kept[::-1]

    def _with_lists(self, scripts: Sequence[Script]) -> Iterator[Script]:
        """Yield the scripts of a RUN, with the lists of apt fetched again where an earlier RUN cleared them.

        An update whose lists nothing in this RUN reads is dropped.
        """
        fetched = not self._lists_gone
        for index, script in enumerate(scripts):
            reads = self._reads_lists(script)
            if self._only_updates(script) and not any(map(self._reads_lists, scripts[index:])):
                self._lists_gone = True
                self.trims.add(Trim("caches", script.origins[0]))
                self._dropped.add(script.origins[0])
                continue
            updates = any("apt-get update" in line for line in script.lines)
            if reads and not fetched and not updates:
                yield Script((_UPDATE,), ())
            fetched = fetched or reads or updates
            yield script

    def _reads_lists(self, script: Script) -> bool:
        return any(call.manager == "apt" and call.verb not in _WITHOUT_LISTS for call in self._calls(script))

    def _only_updates(self, script: Script) -> bool:
        return bool(self._filling(script)) and len(script.lines) == 1 and bool(_ONLY_UPDATES.fullmatch(script.lines[0]))

    def _at_once(self, script: Script) -> list[Script]:
        filling = self._filling(script)
        text = self._texts.get(script.origins[0], "") if script.origins else ""
        if _ONLY_ASKS.search(text):
            return []
        found = [_AT_ONCE[call.manager] for call in filling if call.manager in _AT_ONCE]
        if not found:
            return self._without_npm_cache(script)
        self.trims.add(Trim("caches", script.origins[0]))
        return [replace(script, lines=(line,), origins=(), secrets=()) for line in dict.fromkeys(found)]

    def _without_npm_cache(self, script: Script) -> list[Script]:
        """Return what clears root's cache of npm, which no proof compares, in every recipe."""
        if script.user or plain_user(self._user) != "root":
            return []
        found = [call for call in self._calls(script) if call.manager == "npm" and call.verb in _FILLS["npm"]]
        if not found or "cache clean" in self._texts.get(script.origins[0], ""):
            return []
        return [replace(script, lines=(_AT_ONCE["npm"],), origins=(), secrets=())]

    def _at_the_end(self, scripts: Sequence[Script]) -> Iterator[Script]:
        last = {
            call.manager: (index, call)
            for index, script in enumerate(scripts)
            for call in self._filling(script)
            if call.manager in _AT_THE_END
        }
        self.trims |= {Trim("caches", scripts[index].origins[0]) for index, _ in last.values()}
        self._lists_gone = self._lists_gone or "apt" in last
        for index, call in last.values():
            existing = encode(self._texts[scripts[index].origins[0]])[call.end :].decode("utf-8", "surrogateescape")
            existing += " ".join(line for script in scripts[index + 1 :] for line in script.lines)
            lines = [line.format(program=call.program) for line in _AT_THE_END[call.manager]]
            yield from (Script((line,), ()) for line in lines if line not in existing)

    def _calls(self, script: Script) -> Sequence[Call]:
        return calls(self._texts.get(script.origins[0], "")) if script.origins else ()

    def _filling(self, script: Script) -> list[Call]:
        """Return the calls of a script that fill a cache which is to be cleared."""
        if not script.origins or not self._slim.wants("caches", script.origins[0]):
            return []
        return [call for call in self._calls(script) if call.verb in _FILLS.get(call.manager, ())]
