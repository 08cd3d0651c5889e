"""The assembly of each snapshot's section: ARG, RUN and USER steps and carried files, in order."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from snapshotter.model import Adopted, ImageConfig, Snapshot, resolve
from snapshotter.recipe.decide.carry import COPIED, carried
from snapshotter.recipe.decide.image_config import instructions
from snapshotter.recipe.decide.placement import by_copy_alone, by_one_copy, is_plain, only_files
from snapshotter.recipe.decide.secret_mounts import with_mounted_secrets
from snapshotter.recipe.decide.shell_state import ShellState, set_before_use
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import (
    INSTALLED_OUTSIDE,
    Arg,
    Carry,
    Decision,
    Note,
    Origin,
    Repairs,
    Run,
    Script,
    ScriptFile,
    Setting,
    Step,
    Text,
    Tracing,
    Trim,
    User,
)
from snapshotter.recipe.steps.caches import fills_pip_cache
from snapshotter.recipe.steps.failure_marks import marked
from snapshotter.recipe.steps.layer_limit import MANY, as_child_shells, child_run, join_from
from snapshotter.recipe.steps.notes import failure, may_split, words
from snapshotter.recipe.steps.script import Context, RunBuilder, render
from snapshotter.recipe.steps.script_files import PLACE, as_file, wants_file
from snapshotter.recipe.steps.slim import AS_IT_IS, Slim, mentioned
from snapshotter.recipe.steps.text_files import text_file
from snapshotter.recipe.steps.users import LAST, Need, after, needs, own_names, user_for
from snapshotter.recipe.steps.written import as_written, is_written
from snapshotter.recipe.syntax import why_not
from snapshotter.regex import regex
from snapshotter.shell.calls.shell_calls import directory_after
from snapshotter.shell.calls.unattended import installs_on_debian
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import PERSONAL_VARIABLES

_NOT_BY_ARG = PERSONAL_VARIABLES | {"PATH", "HOME", "PWD", "OLDPWD"}
"""Variables of the person at the terminal, and those that ARG cannot set."""
_FRONTEND = "DEBIAN_FRONTEND"
_PIP = "PIP_NO_CACHE_DIR"
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class Assembly:
    """The state of a Dockerfile being assembled: what its ARG and USER instructions have set, and the open RUN."""

    def __init__(
        self,
        config: ImageConfig,
        before: Mapping[Origin, ShellState],
        repairs: Repairs,
        secrets: Mapping[str, str],
        *,
        tracing: Tracing = "nothing",
        traced: Set[Origin] | None = None,
        slim: Slim = AS_IT_IS,
        base_layers: int = 0,
        keep_failures: bool = False,
    ) -> None:
        """Begin an empty Dockerfile.

        `config` is the base's, which has `base_layers`, `secrets` maps placeholders to names, `tracing` is how a
        failing command is found among those of `traced`, None for all.
        """
        self._secrets, self._slim = secrets, slim
        self.trims: set[Trim] = set()
        """The slimming measures that were applied here: snapshots joined, files copied early."""
        self.joined: set[int] = set()
        """The snapshots whose steps go on with a RUN of the snapshot before."""
        self._join_from = join_from(base_layers)
        self._config, self._before, self._repairs = config, before, repairs
        self._tracing, self._traced = tracing, traced
        self._constants: dict[str, str] = {}
        self._user = config.user
        self._needs_user_steps = plain_user(config.user) != "root"
        self._own = frozenset({plain_user(config.user)})
        self._needs: Sequence[Need] = ()
        self._line: tuple[Sequence[Snapshot], Sequence[Decision]] = ((), ())
        self._place: Origin = (0, 0)
        self._steps: list[Step] = []
        self._layers = 0
        self._open_run = RunBuilder(config.workdir or "/")
        self._listed = False
        self._hidden: list[str] = []
        """The contents of the scripts that the open RUN runs."""
        self._open_texts: list[str] = []
        """The commands of the open RUN."""
        self._adopted: Adopted | None = None
        """Of the snapshot whose section is assembled, if it is a layer of an adopted image."""
        self._keep_failures = keep_failures
        self._notes: list[str] = []
        """The author's words that stand above the next step."""
        self._tries: list[str] = []
        self._open_notes: list[Note] = []
        """The words that stand above the open RUN."""
        self._own_lines: set[str] = set()
        """The lines that run and remove these scripts."""

    def foresee(self, snapshots: Sequence[Snapshot], decisions: Sequence[Decision]) -> None:
        """Take into account which users the steps need; only for a base whose own user is not root."""
        self._line = (snapshots, decisions)
        if self._needs_user_steps:
            self._own = own_names(self._config.user, decisions)
            self._needs = needs(snapshots, decisions, self._repairs)

    def section(
        self, snapshot: Snapshot, decisions: Sequence[Decision], following_seq: int | None = None
    ) -> tuple[Step, ...]:
        """Return the steps of one snapshot; `decisions` are in the order in which the commands began.

        A RUN that may continue in the snapshot `following_seq` stays open and becomes a step there.
        """
        carries, following = carried(snapshot, decisions, self._repairs), _following(decisions)
        self._steps = []
        self._adopted = snapshot.adopted
        self._arguments([d for d in decisions if d.fate == "run" and not is_written(d, snapshot)])
        self._place = (snapshot.seq, 0)
        self._copy(carries.get(0, []))
        for rank, decision in enumerate(decisions, 1):
            self._place = (snapshot.seq, rank)
            self._note(decision)
            text = text_file(decision, snapshot, self._config.user, self._before)
            if decision.fate == "run" and is_written(decision, snapshot):
                self._run_written(decision)
            elif text is not None and not self._crowded:
                if not self._is_early([text.path], (snapshot.seq, rank)):
                    self._flush()
                    self._write_notes()
                self._add(text)
            elif decision.fate == "run":
                self._run(decision, following[decision.origin], snapshot)
            self._copy(carries.get(rank, []), (snapshot.seq, rank))
        if following_seq is not None and self._open_run.scripts and self._slim.wants("join", (following_seq, 0)):
            self.trims.add(Trim("join", (following_seq, 0)))
            self.joined.add(following_seq)
        elif following_seq is not None and self._open_run.scripts and self._layers >= self._join_from:
            self.joined.add(following_seq)
        else:
            self._flush()
            self._steps += map(Note, self._tries)  # the comments go on to the next step
            self._tries = []
        return tuple(self._steps)

    def _note(self, decision: Decision) -> None:
        """Keep the author's words for the step that follows; end the open RUN before a step that has some."""
        if typed := words(decision.command.note):
            self._notes.append(typed)
        if self._keep_failures and (tried := failure(decision)):
            self._tries.append(tried)
        elif self._notes and decision.fate == "run" and not self._crowded:
            texts, listed = self._open_texts, self._open_run.listed
            if self._open_run.scripts and may_split(texts, listed, decision.command.text):
                self._flush()

    def _take_notes(self) -> list[Note]:
        notes, self._notes, self._tries = [*self._notes, *self._tries], [], []
        return list(map(Note, notes))

    def _write_notes(self) -> None:
        self._steps += self._take_notes()

    def _is_early(self, paths: Sequence[str], place: Origin) -> bool:
        """Return whether files are copied before the open RUN; none of its commands may mention them."""
        wanted = self._slim.wants("early", place)
        if not (wanted or self._crowded) or self._needs_user_steps or not self._open_run.scripts:
            return False
        lines = [line for script in self._open_run.scripts for line in script.lines]
        if mentioned(paths, [*lines, *self._hidden]):
            return False
        self.trims |= {Trim("early", place)} if wanted else set()
        return True

    def variables(self, env: Sequence[str]) -> tuple[Step, ...]:
        """Return the ENV steps that set the variables of a later base, with which the steps after them ran."""
        new = instructions(ImageConfig(env=self._config.env), ImageConfig(env=tuple(env)))
        self._config = replace(self._config, env=tuple(env))
        return tuple(map(Setting, new))

    def written(self, adopted: Adopted) -> tuple[Step, ...]:
        """Return the instructions in front of an adopted layer's own, after which its user and directory hold."""
        back = () if any(line.startswith("USER ") for line in adopted.before) else self.restore_user()
        self._config = replace(self._config, env=adopted.env, user=adopted.user, workdir=adopted.workdir)
        self._user = adopted.user
        self._needs_user_steps = plain_user(adopted.user) != "root"
        self.foresee(*self._line)
        self._open_run = RunBuilder(adopted.workdir or "/")
        return (*back, *map(Setting, adopted.before))

    def written_after(self, adopted: Adopted, config: ImageConfig) -> tuple[Step, ...]:
        """Return the instructions behind the last layer of an adopted image, whose configuration is `config`."""
        after = replace(adopted, env=config.env, user=config.user, workdir=config.workdir, before=adopted.after)
        return self.written(after)

    def late(self, carries: Sequence[Carry]) -> tuple[Step, ...]:
        """Return the steps after all commands of a section."""
        self._steps = []
        self._place = (self._place[0], LAST)
        self._copy(carries)
        return tuple(self._steps)

    def late_user(self, user: str) -> tuple[Step, ...]:
        """Return the step that switches to a user after all sections; empty where that is the one that is set."""
        self._steps, self._needs = [], ()
        self._switch_user(user)
        return tuple(self._steps)

    def restore_user(self) -> tuple[Step, ...]:
        """Return the step that switches back to the image's own user; empty if it is the current one."""
        return (User(self._config.user),) if self._user != self._config.user else ()

    def _run(self, decision: Decision, following: str | None, snapshot: Snapshot) -> None:
        self._switch_user(decision.command.user)
        self._open_texts.append(decision.command.text)
        alone = self._traces(decision, "apart") or decision.command.session == INSTALLED_OUTSIDE
        if alone:
            self._flush()
        before, constants = self._before[decision.origin], dict(self._constants)
        if self._user == self._config.user and plain_user(decision.command.user) in self._own:
            decision = replace(decision, command=replace(decision.command, user=""))
        context = Context(self._user, before, following, self._repairs, constants, self._listed)
        held = self._open_run.copy()
        new = self._rendered(decision, context)
        if wants_file(decision, new) and self._takes_files:
            self._open_run = held
            self._open_notes += self._take_notes()
            self._run_file(decision, snapshot, context)
            if alone:
                self._flush()
            return
        if any(script.verbatim or script.secrets for script in new):  # it needs a RUN of its own
            self._open_run = held
            children = as_child_shells(render(decision, child_run(held), context)) if self._crowded else []
            if children:
                held.scripts += map(marked, children) if self._traces(decision, "marks") else children
                self._open_notes += self._take_notes()
                return
            self._flush()
            self._write_notes()
            for script in self._rendered(decision, context):
                self._add(Run((script,)))
            self._flush()
            return
        self._open_run.scripts += new
        self._open_notes += self._take_notes()
        if alone:
            self._flush()

    def _run_written(self, decision: Decision) -> None:
        """Add an instruction of an adopted image's Dockerfile as it was written there."""
        self._flush()
        self._steps += self.restore_user()
        self._user = self._config.user
        self._write_notes()
        if self._adopted and self._adopted.own.startswith("WORKDIR "):
            self._steps.append(Setting(self._adopted.own, (decision.origin,)))
            self._config = replace(self._config, workdir=resolve(self._config.workdir or "/", self._adopted.own[8:]))
            self._open_run = RunBuilder(self._config.workdir)
            return
        script = as_written(decision)
        self._add(Run((marked(script) if self._traces(decision, "marks") else script,)))

    @property
    def _takes_files(self) -> bool:
        """Return whether a command may become a script: there is a layer for it, and who runs it can remove it."""
        return not self._crowded and plain_user(self._user) == "root"

    def _run_file(self, decision: Decision, snapshot: Snapshot, context: Context) -> None:
        """Add a command as a script of the context, copied before the open RUN if that leaves its folder alone."""
        lines = (line for script in self._open_run.scripts for line in script.lines)
        if any(PLACE in text and text not in self._own_lines for text in (*lines, *self._hidden)):
            self._flush()
        child = child_run(self._open_run)
        child.listed = self._open_run.listed
        (script,) = render(decision, child, context, as_text=True)
        self._open_run.listed = child.listed
        file, scripts = as_file(decision, snapshot, script)
        self._add(file)
        self._hidden.append(file.content)
        self._own_lines |= {line for one in scripts for line in one.lines}
        self._open_run.scripts += [marked(one) for one in scripts] if self._traces(decision, "marks") else scripts

    def _rendered(self, decision: Decision, context: Context) -> list[Script]:
        rendered = render(decision, self._open_run, context)
        scripts = [with_mounted_secrets(script, self._secrets, self._user) for script in rendered]
        return [marked(script) for script in scripts] if self._traces(decision, "marks") else scripts

    def _traces(self, decision: Decision, how: Tracing) -> bool:
        return self._tracing == how and (self._traced is None or decision.origin in self._traced)

    def _flush(self) -> None:
        if self._open_run.scripts:
            self._steps += self._open_notes
            self._add(Run(tuple(self._open_run.scripts)))
            self._listed = self._listed or self._open_run.listed
        self._open_run = RunBuilder(self._open_run.start)
        self._hidden, self._open_texts, self._open_notes = [], [], []

    def _add(self, step: Run | Text | Carry | ScriptFile) -> None:
        self._steps.append(step)
        folders = {posixpath.dirname(change.path) for change in step.changes} if isinstance(step, Carry) else ()
        self._layers += 1 if isinstance(step, Carry) and step.packed else max(1, len(folders))

    def _switch_user(self, user: str) -> None:
        """Add a USER step if the next steps run as another user and the image's own user cannot switch."""
        if not self._needs_user_steps or not user:
            return
        current = plain_user(self._user)
        wanted = user_for(plain_user(user), current, self._own, after(self._place, self._needs))
        if wanted != current:
            self._flush()
            self._user = self._config.user if wanted in self._own else wanted
            self._steps.append(User(self._user))

    def _copy(self, carries: Sequence[Carry], place: Origin = (0, 0)) -> None:
        for carry in map(self._as_written, carries):
            packed = carry.packed or (self._crowded and only_files(carry))
            if not ((packed or is_plain(carry)) and self._is_early([c.path for c in carry.changes], place)):
                self._flush()
                if packed or not (by_copy_alone(carry) or by_one_copy(carry)):
                    self._switch_user("root")
            self._add_carry(replace(carry, packed=packed))

    def _as_written(self, carry: Carry) -> Carry:
        """Return what an instruction of an adopted image's Dockerfile copied with that instruction."""
        own = self._adopted.own if self._adopted else ""
        name, _, place = own.partition(" ")
        if name not in ("COPY", "ADD") or carry.reason != COPIED:
            return carry
        return replace(carry, written=own, place=resolve(self._config.workdir or "/", place))

    def _add_carry(self, carry: Carry) -> None:
        """Add a carry, merged with the previous step if both are of the same kind."""
        if not self._open_run.scripts:
            self._write_notes()
        above = self._steps[-1] if self._steps else None
        if not isinstance(above, Carry) or (above.seq, above.packed) != (carry.seq, carry.packed):
            self._add(carry)
        elif above.reason == carry.reason or carry.packed:
            reason = above.reason if above.reason == carry.reason else f"{above.reason}\n{carry.reason}"
            taken = {**above.taken, **carry.taken}
            self._steps[-1] = replace(above, changes=(*above.changes, *carry.changes), reason=reason, taken=taken)
        else:
            self._add(carry)

    @property
    def _crowded(self) -> bool:
        """Return whether the recipe has so many layers that further ones are avoided."""
        return self._layers >= MANY

    def _arguments(self, running: Sequence[Decision]) -> None:
        """Add the ARG instructions at the beginning of a section."""
        fixed = {entry.partition("=")[0] for entry in self._config.env} | _NOT_BY_ARG
        for name, options in self._exported(running).items():
            only = next(iter(options)) if len(options) == 1 else None
            if only is None or name in fixed or why_not(only) or not _NAME.match(name):
                continue
            if self._constants.get(name) != only:
                self._flush()
                self._steps.append(Arg(name, only))
            self._constants[name] = only

    def _exported(self, running: Sequence[Decision]) -> dict[str, set[str | None]]:
        """Return each exported variable's values at the commands that run; None for a command that uses it unset."""
        values: dict[str, set[str | None]] = {}
        for decision in running:
            known = self._before[decision.origin].constants()
            text = decision.command.text
            for name in facts(text).uses - known.keys() - set_before_use(text):
                values.setdefault(name, set()).add(None)
            for name, value in known.items():
                values.setdefault(name, set()).add(value)
        if any(installs_on_debian(decision.command.text) for decision in running):
            values.setdefault(_FRONTEND, set()).add("noninteractive")
        if any(fills_pip_cache(decision.command.text) for decision in running):
            values.setdefault(_PIP, set()).add("1")
        return values


def _following(decisions: Sequence[Decision]) -> dict[Origin, str | None]:
    """Return for each command the directory in which its shell read the next one; None if that is not known."""
    found: dict[Origin, str | None] = {}
    ahead: dict[tuple[str, int, int], str] = {}
    for decision in reversed(decisions):
        command = decision.command
        key = (command.session, command.pid, command.depth)
        if command.witness and command.cwd_after:  # lines between the two may be left out of an adopted image's
            found[decision.origin] = command.cwd_after
        else:
            found[decision.origin] = ahead[key] if key in ahead else directory_after(command)
        ahead[key] = command.cwd
    return found
