"""Commands with their aliases expanded, so that they are analysed and run without the shell that had the aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision, Origin
from snapshotter.recipe.rewrite.wording import Wording
from snapshotter.shell.facts import facts
from snapshotter.shell.syntax import encode, parse, source, walk


def unaliased(decisions: Sequence[Decision], before: Mapping[Origin, ShellState]) -> Wording:
    """Return expanded texts for the commands that call an alias of their shell."""
    return dict(_texts(decisions, before))


def _texts(decisions: Sequence[Decision], before: Mapping[Origin, ShellState]) -> Iterator[tuple[Origin, str]]:
    for decision in decisions:
        text, aliases = decision.command.text, before[decision.origin].aliases
        if not aliases.keys().isdisjoint(facts(text).calls):
            yield decision.origin, _expanded(text, aliases)


def _expanded(text: str, aliases: Mapping[str, str]) -> str:
    raw = encode(text)
    names = [node for node in walk(parse(text)) if node.type == "command_name" and source(node) in aliases]
    for node in reversed(names):
        raw = raw[: node.start_byte] + encode(aliases[source(node)]) + raw[node.end_byte :]
    return raw.decode("utf-8", "surrogateescape")
