"""The steps of each snapshot's section, in order: variables, runs, users, carried files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snapshotter.model import ImageConfig, Snapshot
from snapshotter.recipe.adopt import OUTSIDE
from snapshotter.recipe.carry import Position
from snapshotter.recipe.marking import marked
from snapshotter.recipe.mounts import reading
from snapshotter.recipe.nouns import Arg, Carry, Decision, Origin, Repairs, Run, Script, Step, Telling, User
from snapshotter.recipe.render import Chain, Context, render
from snapshotter.recipe.state import ShellState, set_by_itself
from snapshotter.recipe.texts import text_file
from snapshotter.recipe.users import plain_user
from snapshotter.shell.facts import facts
from snapshotter.shell.knowledge import PERSONAL_VARIABLES
from snapshotter.shell.unattended import installs_on_debian

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
        telling: Telling,
    ) -> None:
        """`config` is the base's, `secrets` names the placeholders; `telling` is for finding one that fails."""
        self._secrets = secrets
        self._config, self._before, self._repairs, self._telling = config, before, repairs, telling
        self._constants: dict[str, str] = {}
        self._user = config.user
        self._switches = plain_user(config.user) != "root"
        self._steps: list[Step] = []
        self._chain = Chain(config.workdir or "/")
        self._listed = False

    def section(
        self, snapshot: Snapshot, decisions: Sequence[Decision], carries: Mapping[Position, Sequence[Carry]]
    ) -> tuple[Step, ...]:
        """Give the steps of one snapshot, whose decisions come in the order in which the commands began."""
        following = _following(decisions)
        self._steps = []
        self._arguments([decision for decision in decisions if decision.fate == "run"])
        self._carry(carries.get(0, []))
        for rank, decision in enumerate(decisions, 1):
            if text := text_file(decision, snapshot, self._config.user, self._before):
                self._flush()
                self._steps.append(text)
            elif decision.fate == "run":
                self._run(decision, following[decision.origin])
            self._carry(carries.get(rank, []))
        self._flush()
        return tuple(self._steps)

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
        alone = self._telling == "apart" or decision.command.session == OUTSIDE
        if alone:
            self._flush()
        before, constants = self._before[decision.origin], dict(self._constants)
        context = Context(self._user, before, following, self._repairs, constants, self._listed)
        held = list(self._chain.scripts)
        new = self._rendered(decision, context)
        if any(script.verbatim or script.secrets for script in new):  # it stands alone, so it begins where a RUN begins
            self._chain.scripts = held
            self._flush()
            self._steps += [Run((script,)) for script in self._rendered(decision, context)]
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
            self._steps.append(Run(tuple(self._chain.scripts)))
            self._listed = self._listed or self._chain.listed
        self._chain = Chain(self._chain.start)

    def _become(self, user: str) -> None:
        """Let the next steps run as `user` where the image's own user could not become another one."""
        if self._switches and user and plain_user(user) != plain_user(self._user):
            self._flush()
            self._user = self._config.user if plain_user(user) == plain_user(self._config.user) else plain_user(user)
            self._steps.append(User(self._user))

    def _carry(self, carries: Sequence[Carry]) -> None:
        for carry in carries:
            self._flush()
            self._become("root")
            previous = self._steps[-1] if self._steps else None
            if isinstance(previous, Carry) and previous.reason == carry.reason and previous.seq == carry.seq:
                self._steps[-1] = Carry((*previous.changes, *carry.changes), carry.reason, carry.seq)
            else:
                self._steps.append(carry)

    def _arguments(self, running: Sequence[Decision]) -> None:
        """Add the ARG instructions that a section begins with."""
        fixed = {entry.partition("=")[0] for entry in self._config.env} | _NOT_BY_ARG
        for name, options in self._exported(running).items():
            only = next(iter(options)) if len(options) == 1 else None
            if only is None or name in fixed or "\n" in only:
                continue
            if self._constants.get(name) != only:
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
