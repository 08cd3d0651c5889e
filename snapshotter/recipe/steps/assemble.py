"""The steps of each snapshot's section, in order: variables, runs, users, carried files."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import ImageConfig, Snapshot
from snapshotter.recipe.decide.carry import carried
from snapshotter.recipe.decide.placement import is_plain, only_files
from snapshotter.recipe.decide.secret_mounts import reading
from snapshotter.recipe.decide.shell_state import ShellState, set_by_itself
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import (
    INSTALLED_OUTSIDE,
    Arg,
    Carry,
    Decision,
    Origin,
    Repairs,
    Run,
    Script,
    Step,
    Telling,
    Text,
    Trim,
    User,
)
from snapshotter.recipe.steps.failure_marks import marked
from snapshotter.recipe.steps.layer_limit import MANY, elsewhere, in_children
from snapshotter.recipe.steps.script import Chain, Context, render
from snapshotter.recipe.steps.slim import AS_IT_IS, Slim, spoken_of
from snapshotter.recipe.steps.text_files import text_file
from snapshotter.shell.calls.unattended import installs_on_debian
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import PERSONAL_VARIABLES

_NOT_BY_ARG = PERSONAL_VARIABLES | {"PATH", "HOME", "PWD", "OLDPWD"}
"""Variables that concern the person at the terminal, or that ARG cannot set."""
_FRONTEND = "DEBIAN_FRONTEND"


class Assembly:
    """A Dockerfile in the making: what its ARG and USER instructions have set so far, and the RUN being filled."""

    def __init__(
        self,
        config: ImageConfig,
        before: Mapping[Origin, ShellState],
        repairs: Repairs,
        secrets: Mapping[str, str],
        *,
        telling: Telling = "nothing",
        slim: Slim = AS_IT_IS,
    ) -> None:
        """`config` is the base's, `secrets` names the placeholders; `telling` is for finding one that fails."""
        self._secrets, self._slim = secrets, slim
        self.trims: set[Trim] = set()
        """What became of the wish to be slim: commands joined, files copied in early."""
        self._config, self._before, self._repairs, self._telling = config, before, repairs, telling
        self._constants: dict[str, str] = {}
        self._user = config.user
        self._switches = plain_user(config.user) != "root"
        self._steps: list[Step] = []
        self._layers = 0
        self._chain = Chain(config.workdir or "/")
        self._listed = False

    def section(
        self, snapshot: Snapshot, decisions: Sequence[Decision], following_seq: int | None = None
    ) -> tuple[Step, ...]:
        """Give the steps of one snapshot, whose decisions come in the order in which the commands began.

        A RUN that may go on in the snapshot `following_seq` stays open, and becomes a step there.
        """
        carries, following = carried(snapshot, decisions, self._repairs), _following(decisions)
        self._steps = []
        self._arguments([decision for decision in decisions if decision.fate == "run"])
        self._carry(carries.get(0, []))
        for rank, decision in enumerate(decisions, 1):
            text = text_file(decision, snapshot, self._config.user, self._before)
            if text is not None and not self._crowded:
                if not self._is_early([text.path], (snapshot.seq, rank)):
                    self._flush()
                self._add(text)
            elif decision.fate == "run":
                self._run(decision, following[decision.origin])
            self._carry(carries.get(rank, []), (snapshot.seq, rank))
        if following_seq is not None and self._chain.scripts and self._slim.wants("join", (following_seq, 0)):
            self.trims.add(Trim("join", (following_seq, 0)))
        else:
            self._flush()
        return tuple(self._steps)

    def _is_early(self, paths: Sequence[str], place: Origin) -> bool:
        """Say whether files are copied in ahead of the RUN being filled, none of whose commands speaks of them."""
        wanted = self._slim.wants("early", place)
        if not (wanted or self._crowded) or self._switches or not self._chain.scripts:
            return False
        if spoken_of(paths, [line for script in self._chain.scripts for line in script.lines]):
            return False
        self.trims |= {Trim("early", place)} if wanted else set()
        return True

    def late(self, carries: Sequence[Carry]) -> tuple[Step, ...]:
        """Give the steps behind all commands of a section."""
        self._steps = []
        self._carry(carries)
        return tuple(self._steps)

    def user_again(self) -> tuple[Step, ...]:
        """Give the step that makes the image's own user the one it was, where it is another now."""
        return (User(self._config.user),) if self._user != self._config.user else ()

    def _run(self, decision: Decision, following: str | None) -> None:
        self._become(decision.command.user)
        alone = self._telling == "apart" or decision.command.session == INSTALLED_OUTSIDE
        if alone:
            self._flush()
        before, constants = self._before[decision.origin], dict(self._constants)
        context = Context(self._user, before, following, self._repairs, constants, self._listed)
        held = self._chain.copy()
        new = self._rendered(decision, context)
        if any(script.verbatim or script.secrets for script in new):  # it stands alone, so it begins where a RUN begins
            self._chain = held
            if self._crowded and (inside := in_children(render(decision, elsewhere(held), context))):
                held.scripts += map(marked, inside) if self._telling == "marks" else inside
                return
            self._flush()
            for script in self._rendered(decision, context):
                self._add(Run((script,)))
            self._flush()
            return
        self._chain.scripts += new
        if alone:
            self._flush()

    def _rendered(self, decision: Decision, context: Context) -> list[Script]:
        scripts = [reading(script, self._secrets, self._user) for script in render(decision, self._chain, context)]
        return [marked(script) for script in scripts] if self._telling == "marks" else scripts

    def _flush(self) -> None:
        if self._chain.scripts:
            self._add(Run(tuple(self._chain.scripts)))
            self._listed = self._listed or self._chain.listed
        self._chain = Chain(self._chain.start)

    def _add(self, step: Run | Text | Carry) -> None:
        self._steps.append(step)
        folders = {posixpath.dirname(change.path) for change in step.changes} if isinstance(step, Carry) else ()
        self._layers += 1 if isinstance(step, Carry) and step.packed else max(1, len(folders))

    def _become(self, user: str) -> None:
        """Let the next steps run as `user` where the image's own user could not become another one."""
        if self._switches and user and plain_user(user) != plain_user(self._user):
            self._flush()
            self._user = self._config.user if plain_user(user) == plain_user(self._config.user) else plain_user(user)
            self._steps.append(User(self._user))

    def _carry(self, carries: Sequence[Carry], place: Origin = (0, 0)) -> None:
        for carry in carries:
            packed = self._crowded and only_files(carry)
            if not ((packed or is_plain(carry)) and self._is_early([c.path for c in carry.changes], place)):
                self._flush()
                self._become("root")
            self._set_down(replace(carry, packed=packed))

    def _set_down(self, carry: Carry) -> None:
        """Add a carry, to the one just above where both are of one kind."""
        above = self._steps[-1] if self._steps else None
        if not isinstance(above, Carry) or (above.seq, above.packed) != (carry.seq, carry.packed):
            self._add(carry)
        elif above.reason == carry.reason or carry.packed:
            reason = above.reason if above.reason == carry.reason else f"{above.reason}\n{carry.reason}"
            self._steps[-1] = replace(above, changes=(*above.changes, *carry.changes), reason=reason)
        else:
            self._add(carry)

    @property
    def _crowded(self) -> bool:
        return self._layers >= MANY

    def _arguments(self, running: Sequence[Decision]) -> None:
        """Add the ARG instructions that a section begins with."""
        fixed = {entry.partition("=")[0] for entry in self._config.env} | _NOT_BY_ARG
        for name, options in self._exported(running).items():
            only = next(iter(options)) if len(options) == 1 else None
            if only is None or name in fixed or "\n" in only:
                continue
            if self._constants.get(name) != only:
                self._flush()
                self._steps.append(Arg(name, only))
            self._constants[name] = only

    def _exported(self, running: Sequence[Decision]) -> dict[str, set[str | None]]:
        """Give each exported variable's values at the commands that run; None where a command uses it unset."""
        values: dict[str, set[str | None]] = {}
        for decision in running:
            known = self._before[decision.origin].constants()
            text = decision.command.text
            for name in facts(text).uses - known.keys() - set_by_itself(text):
                values.setdefault(name, set()).add(None)
            for name, value in known.items():
                values.setdefault(name, set()).add(value)
        if any(installs_on_debian(decision.command.text) for decision in running):
            values.setdefault(_FRONTEND, set()).add("noninteractive")
        return values


def _following(decisions: Sequence[Decision]) -> dict[Origin, str | None]:
    """Give for each command the directory in which its shell read its next one; None where that cannot be known."""
    found: dict[Origin, str | None] = {}
    ahead: dict[tuple[str, int, int], str] = {}
    for decision in reversed(decisions):
        command = decision.command
        key = (command.session, command.pid, command.depth)
        moves = facts(command.text).calls & {"cd", "pushd", "popd"}
        found[decision.origin] = ahead.get(key, None if moves else command.cwd)
        ahead[key] = command.cwd
    return found
