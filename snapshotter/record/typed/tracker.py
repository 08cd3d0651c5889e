"""Makes records of commands out of the marks of a session's shells; pure but for what it is handed.

A session's shells form a pile: one that reports while another one's command runs was started by that command, and
one that reports again has outlived all those above it.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import StateChange
from snapshotter.record.marks import Mark
from snapshotter.record.shells.adopt_line import is_opening
from snapshotter.record.shells.state import ShellListings
from snapshotter.record.typed.ash_history import Lines, Typed, entry, is_blank
from snapshotter.record.typed.bash_pending import Due, Untold
from snapshotter.record.typed.keys import FOLLOWED_SHELLS, KeyedLines
from snapshotter.store.journal import Asked, Begin, End

AFTERWARDS = FOLLOWED_SHELLS | {"ash"}
"""Shells that tell what they ran only afterwards, if at all."""
PATIENCE = 0.1
"""Seconds after which a line typed into a shell that tells its text only afterwards counts as a running command."""


class _Shell(Struct):
    pid: int
    name: str
    depth: int
    lines: Lines
    cwd: str = ""
    user: str = ""
    running: int = 0
    """Number of the command that runs, else 0."""
    text: str = ""
    """Of the command that runs."""
    silent: bool = False
    """True where it is known to have been started and has not reported yet."""
    shown: bool = False
    """True where the running command's text is only what the screen shows."""
    untold: Untold = field(default_factory=lambda: Untold(lambda: 80))
    """Commands that it has begun without telling their text."""
    exact: str | None = None
    """Of the command that runs, where it began with what the screen showed; "" where it is not known after all."""
    state: ShellListings = field(default_factory=lambda: ShellListings(""))


class _After(Struct, frozen=True):
    """How a command left its shell."""

    cwd: str = ""
    state: tuple[StateChange, ...] = ()


_UNKNOWN = _After()


class Tracker(Struct):
    """Follows the shells of one session; `write` gets each record as soon as it is known."""

    session: str
    write: Callable[[Begin | End | Asked], None]
    user: str = ""
    """Who the session's shell runs as, where the shell itself does not tell."""
    columns: Callable[[], int] = lambda: 80
    heard: bool = False
    """True once any shell has reported."""
    missed: int = 0
    """Commands that ran without their text being known."""
    _pile: list[_Shell] = field(default_factory=list)
    _count: int = 0

    @property
    def pids(self) -> list[int]:
        """Give the process ids of the shells inside the container, the session's own one first."""
        return [shell.pid for shell in self._pile]

    @property
    def text(self) -> str:
        """Give the command that the shell on top of the pile runs, or ran last."""
        top = self._pile[-1] if self._pile else None
        return "" if top is None else top.untold.text() if top.untold.waits else top.text

    def mark(self, mark: Mark, now: float) -> None:
        """Take in a report of a shell; one that is not as it should be is passed over."""
        try:
            self._mark(mark, now)
        except (ValueError, IndexError):
            return

    def _mark(self, mark: Mark, now: float) -> None:
        fields, free = mark.fields, mark.free
        match mark.verb:
            case "begin":
                name, status, pid, user, clock, number = fields
                shell = self._shell(name, int(pid), int(status), now)
                self._end(shell, int(status), _time(clock, now))
                shell.untold.begin(Due(int(number), user, free[0], _time(clock, now), now))
            case "text":
                _, pid, number = fields
                known, text = entry("bash", free[0])
                for shell in self._pile:
                    if shell.pid == int(pid):
                        shell.untold.tell(int(number), text if known == int(number) else "")
                        self._name(shell)
            case "run":
                name, status, pid, user, clock = fields
                shell = self._shell(name, int(pid), int(status), now)
                self._end(shell, int(status), _time(clock, now))
                if not is_blank(free[1]):
                    self._begin(shell, free[1], user, free[0], _time(clock, now))
            case "start":
                name, pid = fields
                self._pile = [
                    _Shell(
                        int(pid),
                        name,
                        1,
                        self._lines(name),
                        user=self.user,
                        text=f"exec {name}",
                        silent=True,
                        state=ShellListings(name),
                    )
                ]
            case "state":
                name, pid, kind = fields
                self._listing(name, int(pid), now).tell(kind, free[0])
            case "ran" | "prompt":
                self._ended(mark, now)
            case "more":
                name, _, pid, *_ = fields
                # dash's second prompt is a constant, which any other shell started inside it would print too
                shell = self._shell(name, int(pid), 0, now) if pid else self._pile[-1]
                if shell.name != name:
                    return
                shell.lines.more(free[1] if pid else "", now)
                self._settle(shell, None, 0, now)
            case "input" if self._pile:
                shell = self._pile[-1]
                shell.user = fields[1] if fields[1] and not fields[1].startswith("\\") else shell.user
                shell.lines.input()

    def _ended(self, mark: Mark, now: float) -> None:
        """Take in how a command ended and left its shell, which stands at its prompt again."""
        name, status, pid, *who, clock = mark.fields
        shell = self._shell(name, int(pid), int(status), now)
        shell.untold.prompt()
        self._name(shell)
        after = _After(mark.free[0], shell.state.changes())
        if name in AFTERWARDS and mark.verb == "prompt":
            self._settle(shell, shell.lines.prompt(mark.free[1], now), int(status), now, after)
        self._end(shell, int(status), _time(clock, now), after)
        shell.cwd = mark.free[0]
        shell.user = who[0] if who and name in FOLLOWED_SHELLS else shell.user

    def keys(self, data: bytes, now: float) -> None:
        """Look at keys on their way into the container."""
        if self._waits():
            self._pile[-1].lines.key(data, now)
        elif self._pile:
            self._pile[-1].untold.key()

    def output(self, data: bytes) -> None:
        """Look at output on its way to the screen."""
        if self._waits():
            self._pile[-1].lines.output(data)
        elif self._pile:
            self._pile[-1].untold.output(data)

    def asked(self, pid: int, is_alone: Callable[[str], bool], now: float) -> None:
        """Note that a command of a shell calls `snap`; `is_alone` tells of its text whether it does nothing else."""
        shell = next((shell for shell in self._pile if shell.pid == pid), None)
        if shell is None:
            return
        if shell is self._pile[-1] and self._waits():
            self._show(shell, shell.lines.pending())
        self._guess(shell)
        if shell.running:
            self.write(Asked(self.session, shell.running, now, is_alone(shell.text)))

    def tick(self, now: float) -> None:
        """Write down what has been running for a while in a shell that tells its text only afterwards."""
        if self._waits():
            typed = self._pile[-1].lines.pending()
            if typed is not None and now - typed.at > PATIENCE:
                self._show(self._pile[-1], typed)
        elif self._untold() and now - self._pile[-1].untold.since > PATIENCE:
            self._guess(self._pile[-1])

    def patience(self) -> float | None:
        """Tell after how many seconds `tick` wants to be called; None while it has nothing to wait for."""
        return PATIENCE / 5 if self._untold() or (self._waits() and self._pile[-1].lines.sent) else None

    @property
    def busy(self) -> bool:
        """Tell whether the shell on top of the pile runs something, or may not have come to its first prompt."""
        top = self._pile[-1] if self._pile else None
        waits = self._untold() or (self._waits() and top is not None and top.lines.sent)
        return top is not None and bool(top.running or top.silent or waits)

    @property
    def gate(self) -> bool:
        """Tell whether keys are not for the dash on top of the pile: it runs something, or its prompt is not drawn."""
        lines = self._pile[-1].lines if self.single else None
        return isinstance(lines, KeyedLines) and (lines.sent or not lines.drawn)

    @property
    def single(self) -> bool:
        """Tell whether the shell on top of the pile has to get its lines one by one: dash, which tells none of them."""
        return bool(self._pile) and self._pile[-1].name == "dash"

    def finish(self, status: int | None, now: float) -> None:
        """Note that the session's shell is gone, and its exit status where that is known."""
        while self._pile:
            self._leave(self._pile.pop(), status, now)

    def _waits(self) -> bool:
        """Tell whether a line is being typed that its shell will tell of only afterwards."""
        return bool(self._pile) and self._pile[-1].name in AFTERWARDS and not self._pile[-1].running

    def _untold(self) -> bool:
        """Tell whether the shell on top of the pile has begun a command that is not written down."""
        return bool(self._pile) and self._pile[-1].untold.waits

    def _shell(self, name: str, pid: int, status: int, now: float) -> _Shell:
        """Give the shell that reports, new on the pile or the topmost again."""
        self.heard = True
        if all(shell.pid != pid for shell in self._pile):
            if self._waits():
                self._show(self._pile[-1], self._pile[-1].lines.pending())
            elif self._pile:
                self._guess(self._pile[-1])
            self._pile.append(
                _Shell(
                    pid,
                    name,
                    len(self._pile) + 1,
                    self._lines(name),
                    user=self.user,
                    state=ShellListings(name),
                    untold=Untold(self.columns),
                )
            )
        while self._pile[-1].pid != pid:
            self._leave(self._pile.pop(), status, now)
        if self._pile[-1].name != name:
            self._pile[-1].name, self._pile[-1].lines = name, self._lines(name)
        self._pile[-1].silent = False
        return self._pile[-1]

    def _lines(self, name: str) -> Lines:
        return KeyedLines(self.columns, edits=name != "dash") if name in FOLLOWED_SHELLS else Lines(self.columns)

    def _listing(self, name: str, pid: int, now: float) -> ShellListings:
        """Give where a shell's listings go; what it tells next says how those above it on the pile ended."""
        known = next((shell for shell in self._pile if shell.pid == pid), None)
        shell = known or self._shell(name, pid, 0, now)
        if shell.state.shell != name:
            shell.state = ShellListings(name)  # another one by `exec`
        return shell.state

    def _leave(self, shell: _Shell, status: int | None, now: float) -> None:
        """Note that a shell is gone: its last command, `exit N` or `exec CMD`, ended as the shell did."""
        if shell.name in AFTERWARDS and not shell.running:
            self._show(shell, shell.lines.pending())
        self._guess(shell)
        self._end(shell, status, now)

    def _show(self, shell: _Shell, typed: Typed | None) -> None:
        """Begin a command with the text that the screen shows."""
        if typed is not None:
            self._begin(shell, typed.text, shell.user, shell.cwd, typed.at)
            shell.shown = True

    def _settle(self, shell: _Shell, typed: Typed | None, status: int, now: float, after: _After = _UNKNOWN) -> None:
        """Begin the command that the shell now tells of, or correct the one that began with what the screen showed."""
        if shell.running and shell.shown:
            self.write(
                End(
                    self.session,
                    shell.running,
                    now,
                    status,
                    text=typed.text if typed else None,
                    void=typed is None,
                    cwd=after.cwd,
                    state=after.state,
                )
            )
            shell.running, shell.shown = 0, False
        elif typed is not None:
            self._begin(shell, typed.text, shell.user, shell.cwd, typed.at)

    def _name(self, shell: _Shell) -> None:
        """Write down the commands whose text the shell has told by now, and correct those that were."""
        for due in shell.untold.known():
            self.missed += 0 if due.text or not due.shown else 1
            if due.over is not None:
                self.write(replace(due.over, text=due.text or None, void=not due.text))
            elif due.shown:
                shell.exact = due.text
            else:
                self._begin(shell, due.text or "", due.user, due.cwd, due.at)
                if due.ended is not None:
                    self._end(shell, *due.ended)

    def _guess(self, shell: _Shell) -> None:
        """Begin the commands whose text the shell has not told with what the screen shows."""
        for due, text in shell.untold.guessed():
            self._begin(shell, text, due.user, due.cwd, due.at)
            due.shown = shell.running
            if due.ended is not None:
                self._end(shell, *due.ended)

    def _begin(self, shell: _Shell, text: str, user: str, cwd: str, at: float) -> None:
        if not text:
            self.missed += 1
            return
        if is_opening(text):
            return
        self._count += 1
        shell.running, shell.text, shell.user, shell.cwd = self._count, text, user or shell.user, cwd
        self.write(
            Begin(self.session, self._count, at, text, cwd, shell.user, shell.name, depth=shell.depth, pid=shell.pid)
        )

    def _end(self, shell: _Shell, status: int | None, at: float, after: _After = _UNKNOWN) -> None:
        if shell.running:
            end = End(
                self.session,
                shell.running,
                at,
                status,
                text=shell.exact or None,
                void=shell.exact == "",
                cwd=after.cwd,
                state=after.state,
            )
            self.write(end)
            shell.untold.over(end)
        else:
            shell.untold.end(status, at)
        shell.running, shell.shown, shell.exact = 0, False, None


def _time(clock: str, now: float) -> float:
    """Give the container's time where the shell told it (fish: a sum; some locales: with a comma), else the host's."""
    first, *more = clock.replace(",", ".").split("+")
    return sum(map(float, more), float(first)) if first else now
