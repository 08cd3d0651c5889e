"""The planning of a recipe: from snapshots to decisions on every command and path, and the steps they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from snapshotter.model import IN_HISTORY, Base, Change, ImageConfig, Snapshot
from snapshotter.recipe.decide.carry import late_carries, latest_changes
from snapshotter.recipe.decide.continued import joined, with_reasons
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.decide.image_config import instructions, unwritable
from snapshotter.recipe.decide.needless.across import without_undone_across
from snapshotter.recipe.decide.needless.variables import without_unread
from snapshotter.recipe.decide.second_pass import revise
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling, restored, secret_files, secret_names
from snapshotter.recipe.decide.shell_state import states
from snapshotter.recipe.decide.suggested_cmd import suggest_cmd
from snapshotter.recipe.decide.undone import without_undone
from snapshotter.recipe.decide.unpinned import fetched
from snapshotter.recipe.model import (
    ACCOUNT_FILES,
    INSTALLED_OUTSIDE,
    Carry,
    Decision,
    Note,
    Origin,
    Plan,
    Repairs,
    Run,
    Section,
    Tracing,
    Trim,
)
from snapshotter.recipe.reasons import CHANCE, of_other_content
from snapshotter.recipe.rewrite.aliases import unaliased
from snapshotter.recipe.rewrite.answers.prompts import without_prompts
from snapshotter.recipe.rewrite.fish import without_fish
from snapshotter.recipe.rewrite.previous import without_previous
from snapshotter.recipe.rewrite.wording import Wording, as_typed, with_wording
from snapshotter.recipe.steps.assemble import Assembly
from snapshotter.recipe.steps.caches import CacheClearing
from snapshotter.recipe.steps.host_names import host_makers, with_host_names
from snapshotter.recipe.steps.layer_limit import with_joined_archives
from snapshotter.recipe.steps.notes import with_notes, words
from snapshotter.recipe.steps.slim import AS_IT_IS, Slim, reworded, rewordings
from snapshotter.recipe.steps.written import with_written

_RESTORED = "files that hold secrets, with the content that the build is given"


def plan(
    base: Base,
    snapshots: Sequence[Snapshot],
    repairs: Repairs | None = None,
    *,
    tracing: Tracing = "nothing",
    traced: Set[Origin] | None = None,
    handling: Handling = AUTO,
    wording: Wording | None = None,
    slim: Slim = AS_IT_IS,
    keep_failures: bool = False,
) -> Plan:
    """Return the recipe for a line of snapshots: a pure function, with the same result on every machine.

    `tracing` is how a build shows which of the commands `traced` failed (None: of all), `handling` what happens to
    commands that used a secret, `wording` replacement texts for commands, and `slim` what to leave out.
    `keep_failures` keeps failed tries as comments.
    """
    repairs = repairs or Repairs()
    typed = snapshots = with_notes(snapshots)
    plain = with_wording(snapshots, without_previous(snapshots), Repairs())
    unslimmed = without_fish(with_wording(plain, wording or {}, repairs))
    snapshots, later = joined(reworded(unslimmed, slim), repairs)
    chosen = with_reasons(choose(snapshots, repairs), later)
    if texts := unaliased(chosen, states(chosen)):
        snapshots = with_wording(snapshots, texts, Repairs())
    answers = without_prompts(snapshots)
    if answers:
        snapshots = with_wording(snapshots, answers, repairs)
    if texts or answers:
        chosen = with_reasons(choose(snapshots, repairs), later)
    chosen = without_undone_across(without_undone(chosen, snapshots, repairs), snapshots, repairs)
    before = states(chosen)
    exported = {name for state in before.values() for name in state.exported}
    before = without_unread(chosen, before, repairs.variables)
    unread = frozenset(exported.difference(*(state.exported for state in before.values())))
    secrets = secret_names(as_typed(chosen, typed))
    final, _ = latest_changes(snapshots)
    withheld = frozenset(path for path, change in final.items() if change.secret and not change.volatile)
    decisions = with_written(revise(chosen, before, secrets, handling, withheld), typed, repairs)
    wanted = snapshots[-1].config if snapshots else base.config
    known = _known(base, snapshots)
    config = instructions(known, replace(wanted, onbuild=wanted.onbuild[len(known.onbuild) :])) if snapshots else ()
    assembly = Assembly(
        base.config,
        before,
        repairs,
        secrets,
        tracing=tracing,
        traced=traced,
        slim=slim,
        base_layers=len(base.layers),
        keep_failures=keep_failures,
    )
    assembly.foresee(snapshots, decisions)
    sections = _assembled(assembly, base, snapshots, decisions, repairs)
    clearing = CacheClearing(slim, {d.origin: d.command.text for d in decisions}, base.config.user)
    sections = [clearing.section(section) for section in _with_merged_messages(sections, assembly.joined)]
    named = host_makers(decisions, repairs)
    sections = with_host_names(sections, named)
    sections = with_joined_archives(sections, len(base.layers))
    decisions = clearing.without_dropped(decisions)
    files = _secret_files(final, secrets, withheld - read_from_secrets(sections, decisions), handling)
    if files:
        as_root = assembly.late_user("root")
        scripts = tuple(restored(name, final[path]) for name, path in files.items())
        sections.append(Section(0, "", (*as_root, Note(_RESTORED), Run(scripts))))
    if not any(line.startswith("USER ") for line in config) and (last := assembly.restore_user()):
        sections.append(Section(0, "", last))
    notes = {d.origin: tuple(fetched(d.command.text)) for d in decisions if d.fate == "run"}
    return Plan(
        base,
        tuple(sections),
        config,
        as_typed(decisions, typed),
        _carried(sections),
        withheld.difference(files.values()),
        _mounts(sections),
        final,
        files,
        _accounts(snapshots),
        notes,
        installed_outside=frozenset(d.origin for d in decisions if d.command.session == INSTALLED_OUTSIDE),
        witnesses={d.origin: d.command.witness for d in decisions if d.command.witness not in ("", IN_HISTORY)},
        unwritable=unwritable(_known(base, snapshots), wanted) if snapshots else (),
        suggested_cmd=suggest_cmd(snapshots, decisions),
        trims=_rewordings(unslimmed, decisions, slim) | assembly.trims | clearing.trims,
        unread=unread,
        started=next((one.adopted.started for one in reversed(snapshots) if one.adopted and one.adopted.started), None),
    )


def _secret_files(
    final: Mapping[str, Change], secrets: Mapping[str, str], withheld: Set[str], handling: Handling
) -> dict[str, str]:
    """Return the withheld files that the build is given, by the names of their secrets."""
    named = secret_files(final, secrets.values())
    wanted = {name: path for name, path in named.items() if path in withheld}
    return {name: path for name, path in wanted.items() if handling.mode == "mount" or name in handling.given}


def read_from_secrets(sections: Sequence[Section], decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the paths of commands that read a secret of the build, and make nothing random with it."""
    steps = (step for section in sections for step in section.steps if isinstance(step, Run))
    reading = {origin for step in steps for script in step.scripts if script.secrets for origin in script.origins}
    made = (d for d in decisions if d.origin in reading and of_other_content(d.command.text) != CHANCE)
    return frozenset(path for decision in made for path in decision.paths)


def _known(base: Base, snapshots: Sequence[Snapshot]) -> ImageConfig:
    """Return the configuration that the instructions in the sections set."""
    below = next((one for one in reversed(snapshots) if one.adopted), None)
    if below and any(one.adopted and one.adopted.is_written for one in snapshots):
        return below.config
    known = replace(base.config, onbuild=())
    return replace(known, env=_variables(base, snapshots)) if snapshots else known


def _variables(base: Base, snapshots: Sequence[Snapshot]) -> tuple[str, ...]:
    """Return the variables with which the last snapshot's commands ran.

    They are those of the base, of the snapshot that it continues, or of the instructions in front of an adopted layer.
    """
    last = snapshots[-1]
    if last.adopted:
        return last.adopted.env or base.config.env
    if below := next((one for one in reversed(snapshots) if one.adopted), None):
        return below.config.env
    return base.config.env if last.base.id == snapshots[0].base.id else last.base.config.env


def _accounts(snapshots: Sequence[Snapshot]) -> dict[str, dict[int, Change]]:
    found: dict[str, dict[int, Change]] = {path: {} for path in ACCOUNT_FILES}
    for one in snapshots:
        for change in one.changes:
            if change.path in found and change.after:
                found[change.path][one.seq] = change
    return found


def _assembled(
    assembly: Assembly, base: Base, snapshots: Sequence[Snapshot], decisions: Sequence[Decision], repairs: Repairs
) -> list[Section]:
    sections = []
    for number, snapshot in enumerate(snapshots, 1):
        adopted = snapshot.adopted
        if adopted and adopted.is_written:
            variables = assembly.written(adopted)
        else:
            variables = assembly.variables(_variables(base, snapshots[:number]))
        own = [decision for decision in decisions if decision.origin[0] == snapshot.seq]
        after = snapshots[number].seq if number < len(snapshots) else None
        steps = (
            *variables,
            *assembly.section(snapshot, own, after),
            *assembly.late(late_carries(snapshots[:number], repairs)),
            *(assembly.written_after(adopted, snapshot.config) if adopted and adopted.after else ()),
        )
        sections.append(Section(snapshot.seq, heading(snapshot), steps))
    return sections


def heading(snapshot: Snapshot) -> str:
    """Return the comment above the steps of a snapshot: its message, and the author's note."""
    told = snapshot.adopted is not None and snapshot.adopted.own != ""  # its instruction says what it does
    return "\n".join(filter(None, ["" if told else snapshot.message, words(snapshot.note)]))


def _carried(sections: Sequence[Section]) -> dict[str, str]:
    steps = [step for section in sections for step in section.steps if isinstance(step, Carry)]
    return {change.path: step.reason for step in steps for change in step.changes}


def _with_merged_messages(sections: Sequence[Section], joined_seqs: Set[int]) -> Iterator[Section]:
    """Yield the sections; a snapshot whose steps all joined the next section has its message put above that one's."""
    following = {one.seq: other.seq for one, other in pairwise(sections)}
    pending: list[str] = []
    for section in sections:
        message = "\n".join([*pending, section.message])
        pending = [message] if not section.steps and following.get(section.seq) in joined_seqs else []
        yield replace(section, message=message)


def _rewordings(snapshots: Sequence[Snapshot], decisions: Sequence[Decision], slim: Slim) -> frozenset[Trim]:
    texts = {(snapshot.seq, index): c.text for snapshot in snapshots for index, c in enumerate(snapshot.commands)}
    found = (rewordings(texts[d.origin], d.origin, slim) for d in decisions if d.fate == "run")
    return frozenset(trim for trims in found for trim in trims)


def _mounts(sections: Sequence[Section]) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for section in sections:
        for step in section.steps:
            for script in step.scripts if isinstance(step, Run) else ():
                for name in script.secrets:
                    found.setdefault(name, script.origins[0] if script.origins else (0, 0))
    return found
