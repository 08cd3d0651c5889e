"""From snapshots to a plan: what was decided of every command and path, snapshot by snapshot."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import Base, Snapshot
from snapshotter.recipe.adopt import OUTSIDE
from snapshotter.recipe.aliases import unaliased
from snapshotter.recipe.assemble import Assembly
from snapshotter.recipe.carry import carried, composed, late
from snapshotter.recipe.choose import choose
from snapshotter.recipe.config import instructions
from snapshotter.recipe.drift import fetched
from snapshotter.recipe.gather import LAYERS, gathered, layers
from snapshotter.recipe.mounts import AUTO, Handling, names
from snapshotter.recipe.nouns import Carry, Decision, Origin, Plan, Repairs, Run, Section, Telling
from snapshotter.recipe.offer import offer
from snapshotter.recipe.settle import settle
from snapshotter.recipe.state import states
from snapshotter.recipe.vanish import vanished
from snapshotter.recipe.wording import Wording, as_typed, worded


def plan(
    base: Base,
    snapshots: Sequence[Snapshot],
    repairs: Repairs | None = None,
    *,
    telling: Telling = "nothing",
    handling: Handling = AUTO,
    wording: Wording | None = None,
) -> Plan:
    """Decide the whole recipe of a line of snapshots; pure, and the same for the same line everywhere.

    `telling` says how a build that fails is to tell at which command.  `handling` says what becomes of commands that
    used a secret, `wording` gives other texts for commands.
    """
    repairs = repairs or Repairs()
    typed, snapshots = snapshots, worded(snapshots, wording or {}, repairs)
    chosen = choose(snapshots, repairs)
    before = states(chosen)
    if texts := unaliased(chosen, before):
        snapshots = worded(snapshots, texts, Repairs())
        chosen = choose(snapshots, repairs)
        before = states(chosen)
    secrets = names(chosen)
    decisions = settle(vanished(chosen, snapshots, repairs), before, secrets, handling)
    final, _ = composed(snapshots)
    config = instructions(base.config, snapshots[-1].config) if snapshots else ()
    assembly = Assembly(base.config, before, repairs, secrets, telling=telling)
    sections = _sections(snapshots, decisions, assembly, repairs)
    if not any(line.startswith("USER ") for line in config) and (last := assembly.user_again()):
        sections.append(Section(0, "", last))
    carries = {
        change.path: step.reasons.get(change.path, step.reason)
        for section in sections
        for step in section.steps
        if isinstance(step, Carry)
        for change in step.changes
    }
    withheld = frozenset(path for path, change in final.items() if change.secret)
    notes = {d.origin: tuple(fetched(d.command.text)) for d in decisions if d.fate == "run"}
    return Plan(
        base,
        tuple(sections),
        config,
        as_typed(decisions, typed),
        carries,
        withheld,
        _mounts(sections),
        final,
        notes,
        frozenset(d.origin for d in decisions if d.command.session == OUTSIDE),
        offer(snapshots, decisions),
    )


def _sections(
    snapshots: Sequence[Snapshot], decisions: Sequence[Decision], assembly: Assembly, repairs: Repairs
) -> list[Section]:
    by_seq: dict[int, list[Decision]] = {snapshot.seq: [] for snapshot in snapshots}
    for decision in decisions:
        by_seq[decision.origin[0]].append(decision)
    carries = [carried(snapshot, by_seq[snapshot.seq], repairs) for snapshot in snapshots]
    if layers(carries) > LAYERS:
        carries = [gathered(of, by_seq[snapshot.seq]) for of, snapshot in zip(carries, snapshots, strict=True)]
    sections = []
    for number, snapshot in enumerate(snapshots):
        steps = assembly.section(snapshot, by_seq[snapshot.seq], carries[number])
        behind = assembly.late(late(snapshots[: number + 1], repairs))
        sections.append(Section(snapshot.seq, snapshot.message, (*steps, *behind)))
    return sections


def _mounts(sections: Sequence[Section]) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for section in sections:
        for step in section.steps:
            for script in step.scripts if isinstance(step, Run) else ():
                for name in script.secrets:
                    found.setdefault(name, script.origins[0])
    return found
