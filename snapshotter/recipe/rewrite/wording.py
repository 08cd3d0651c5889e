"""Replacement texts for commands: with the versions of what they install, answers to prompts, or names chosen once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import Snapshot
from snapshotter.recipe.model import Content, Decision, Origin, Repairs
from snapshotter.recipe.rewrite.adduser import answers
from snapshotter.recipe.rewrite.answers.debconf import with_debconf_answers
from snapshotter.recipe.rewrite.answers.editor_variables import with_editors
from snapshotter.recipe.rewrite.answers.outcomes import with_outcomes
from snapshotter.recipe.rewrite.answers.piped_answers import piped_answers
from snapshotter.recipe.rewrite.crontab_dates import with_crontab_dates
from snapshotter.recipe.rewrite.exit_traps import exit_traps
from snapshotter.recipe.rewrite.passwords import with_hashes
from snapshotter.recipe.rewrite.pins import Pins
from snapshotter.recipe.rewrite.random_names import chosen_names

Wording = Mapping[Origin, str]


def wording_of(snapshots: Sequence[Snapshot], content: Content, pinned: Pins) -> Wording:
    """Return the replacement texts for the commands of a line; those of one kind for each, and debconf's answers."""
    options = {**piped_answers(snapshots), **answers(snapshots, content), **with_outcomes(snapshots, content)}
    texts = {**exit_traps(snapshots), **chosen_names(snapshots), **with_editors(snapshots), **options, **pinned.texts}
    texts = with_crontab_dates(snapshots, content, with_hashes(snapshots, content, texts))
    return with_debconf_answers(snapshots, content, texts)


def with_wording(snapshots: Sequence[Snapshot], wording: Wording, repairs: Repairs) -> list[Snapshot]:
    """Return the snapshots with replacement texts for some commands, except those that must stay as typed."""
    texts = {origin: text for origin, text in wording.items() if origin not in repairs.typed}
    seqs = {seq for seq, _ in texts}
    return [_reworded(snapshot, texts) if snapshot.seq in seqs else snapshot for snapshot in snapshots]


def _reworded(snapshot: Snapshot, texts: Wording) -> Snapshot:
    commands = (
        replace(command, text=texts.get((snapshot.seq, index), command.text))
        for index, command in enumerate(snapshot.commands)
    )
    return replace(snapshot, commands=tuple(commands))


def as_typed(decisions: Sequence[Decision], snapshots: Sequence[Snapshot]) -> tuple[Decision, ...]:
    """Return decisions on reworded commands with the commands as they were typed."""
    typed = {snapshot.seq: snapshot.commands for snapshot in snapshots}
    return tuple(replace(d, command=typed[d.origin[0]][d.origin[1]]) for d in decisions)
