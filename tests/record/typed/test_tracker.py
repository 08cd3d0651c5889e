"""The records that are made from the marks of a session's shells."""

from __future__ import annotations

import pytest

from snapshotter.model import StateChange
from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.shell_stack import ShellStack
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.journal.records import Asked, Begin, End, Gap


class TrackerDriver:
    """A tracker that is given marks, and the records that it wrote."""

    def __init__(self) -> None:
        self.records: list[Begin | End | Asked | Gap] = []
        self.tracker = Tracker(CommandRecords("s", self.records.append), ShellStack("root"))
        self.now = 0.0

    def begin(
        self, pid: int, text: str, *, status: int = 0, user: str = "root", number: int | None = None, cwd: str = "/"
    ) -> None:
        self.now += 1
        at = number if number is not None else int(self.now)
        self.tracker.mark(
            Mark("begin", ("bash", str(status), str(pid), user, str(self.now), str(at)), (cwd,)), self.now
        )
        self.tracker.mark(Mark("text", ("bash", str(pid), str(at)), (f"{int(self.now):5d}  {text}",)), self.now)

    def prompt(self, pid: int, status: int = 0) -> None:
        self.now += 1
        self.tracker.mark(Mark("prompt", ("bash", str(status), str(pid), str(self.now)), ("/",)), self.now)

    def ash(self, verb: str, pid: int, history: str, status: int = 0) -> None:
        self.now += 1
        self.tracker.mark(Mark(verb, ("ash", str(status), str(pid), ""), ("/", history)), self.now)
        self.tracker.mark(Mark("input", ("ash", "anna")), self.now)

    @property
    def commands(self) -> list[tuple[str, int, int | None]]:
        """Text, depth and status of each command, in the order they began."""
        ends = {record.number: record for record in self.records if isinstance(record, End)}
        return [
            (
                ends[b.number].text or b.text if b.number in ends else b.text,
                b.depth,
                ends[b.number].status if b.number in ends else -1,
            )
            for b in self.records
            if isinstance(b, Begin) and not (b.number in ends and ends[b.number].void)
        ]


def test_a_command_runs_from_its_begin_to_the_next_prompt() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "false", user="anna", cwd="/srv")
    driver.prompt(7, 1)
    assert driver.records == [Begin("s", 1, 2.0, "false", "/srv", "anna", "bash", 1, 7), End("s", 1, 3.0, 1, cwd="/")]


def test_a_begin_without_a_prompt_before_it_ends_the_one_before() -> None:
    driver = TrackerDriver()
    driver.begin(7, "false")
    driver.begin(7, "true", status=1)
    assert driver.commands == [("false", 1, 1), ("true", 1, -1)]


def test_the_line_that_installs_the_hooks_is_no_command() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, adopt_line.line("bash", "/proc/77/fd/0").decode().rstrip("\r"))
    driver.prompt(7)
    driver.begin(7, "true")
    assert driver.commands == [("true", 1, -1)]


def test_shells_are_stacked_and_end_with_the_status_of_their_last_command() -> None:
    driver = TrackerDriver()
    driver.begin(7, "bash")
    driver.prompt(8)
    driver.begin(8, "su anna")
    driver.prompt(9)
    driver.begin(9, "exec sh -c 'exit 4'")
    driver.prompt(8, 4)
    driver.begin(8, "exit 3")
    driver.prompt(7, 3)
    assert driver.commands == [("bash", 1, 3), ("su anna", 2, 4), ("exec sh -c 'exit 4'", 3, 4), ("exit 3", 2, 3)]
    assert driver.tracker.shells.pids == [7]


def test_shells_that_end_together_leave_no_command_running() -> None:
    driver = TrackerDriver()
    driver.begin(7, "bash")
    driver.begin(8, "kill -9 0")
    driver.tracker.finish(None, 9.0)
    assert driver.commands == [("bash", 1, None), ("kill -9 0", 2, None)]
    assert driver.tracker.shells.pids == []


def test_a_text_with_another_history_number_is_ignored() -> None:
    driver = TrackerDriver()
    driver.begin(7, "an older one", number=99)
    driver.prompt(7)
    assert driver.commands == [] and driver.tracker.records.missed == 1


def _begins(driver: TrackerDriver, number: int, status: int = 0) -> None:
    driver.now += 1
    fields = ("bash", str(status), "7", "root", str(driver.now), str(number))
    driver.tracker.mark(Mark("begin", fields, ("/",)), driver.now)


def test_a_text_that_is_reported_late_belongs_to_its_command() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    for number, status in ((4, 0), (5, 1), (6, 2)):
        _begins(driver, number, status)
    assert driver.commands == [] and driver.tracker.shells.busy
    for number in (6, 5, 4):
        driver.tracker.mark(Mark("text", ("bash", "7", str(number)), (f"{number:5d}  (exit {number})",)), driver.now)
    driver.prompt(7, 3)
    assert driver.commands == [("(exit 4)", 1, 1), ("(exit 5)", 1, 2), ("(exit 6)", 1, 3)]


@pytest.mark.parametrize("exact", ["(sleep 9;\tx)", ""])
def test_a_long_command_without_text_is_recorded_from_the_screen_and_corrected(exact: str) -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.tracker.shells.output(b"me@box:/# ")
    for key in b"(sleep 9; x)":
        driver.tracker.shells.keys(bytes([key]), driver.now)
        driver.tracker.shells.output(bytes([key]))
    driver.tracker.shells.output(b"\r\n\x1b[?2004l\r")
    _begins(driver, 4)
    driver.tracker.tick(driver.now + 0.05)
    assert driver.commands == [] and driver.tracker.patience() and driver.tracker.shells.text == "(sleep 9; x)"
    driver.tracker.tick(driver.now + 0.15)  # not later: were the host killed, the command would be lost
    assert driver.commands == [("(sleep 9; x)", 1, -1)]
    _begins(driver, 5, 3)
    for number, text in ((4, exact), (5, "true")):
        driver.tracker.mark(Mark("text", ("bash", "7", str(number)), (f"{number:5d}  {text}" if text else "",)), 9.0)
    assert driver.commands == ([(exact, 1, 3)] if exact else []) + [("true", 1, -1)]
    assert driver.tracker.records.missed == (0 if exact else 1)


@pytest.mark.parametrize(
    ("echo", "text"),
    [
        (b"$ (a)\r\n", "(a)"),
        (b"me@box:/# (b)\r\n> c\r\n", "(b)\nc"),
        (b"\x1b[?2004h$ (d)\r\n\x1b[?2004l\r", "(d)"),
    ],
)
def test_a_line_typed_ahead_is_known_without_its_prompt(echo: bytes, text: str) -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "sleep 1")
    driver.tracker.shells.keys(b"(x)\r", driver.now)
    driver.prompt(7)
    driver.tracker.shells.output(echo)
    _begins(driver, 4)
    driver.tracker.finish(None, 9.0)
    assert driver.commands == [("sleep 1", 1, 0), (text, 1, None)]


def test_malformed_marks_are_ignored() -> None:
    driver = TrackerDriver()
    for mark in [
        Mark("begin", ("bash",)),
        Mark("prompt", ("bash", "x", "y", "z"), ("/",)),
        Mark("input", ()),
        Mark("begin", ("bash", "0", "7", "r", "", "1"), ()),
        Mark("set", ("x",)),
        Mark("?", ()),
        Mark("prompt", ("ash", "0", "7", ""), ("/",)),
        Mark("more", ("ash",)),
    ]:
        driver.tracker.mark(mark, 1.0)
    assert driver.records == []


def test_a_clock_with_a_comma_is_a_clock() -> None:
    driver = TrackerDriver()
    driver.tracker.mark(Mark("begin", ("bash", "0", "7", "r", "12,5", "1"), ("/",)), 99.0)
    driver.tracker.mark(Mark("text", ("bash", "7", "1"), ("    1  x",)), 99.0)
    driver.tracker.mark(Mark("prompt", ("bash", "0", "7", ""), ("/",)), 99.0)
    assert [record.at for record in driver.records] == [12.5, 99.0]


def test_ash_reports_its_command_afterwards() -> None:
    driver = TrackerDriver()
    driver.ash("prompt", 7, "")
    driver.tracker.shells.output(b"echo x")
    driver.tracker.shells.keys(b"\r", 1.5)
    driver.ash("prompt", 7, "   0 echo x", status=2)
    assert driver.records == [Begin("s", 1, 1.5, "echo x", "/", "anna", "ash", 1, 7), End("s", 1, 2.0, 2, cwd="/")]


def test_a_long_command_in_ash_is_recorded_before_it_ends_and_then_corrected() -> None:
    driver = TrackerDriver()
    driver.ash("prompt", 7, "")
    driver.tracker.shells.output(b"slee\tp 9")
    driver.tracker.shells.keys(b"\r", 1.5)
    assert driver.tracker.patience() is not None
    driver.tracker.tick(1.55)
    assert driver.records == []
    driver.tracker.tick(1.65)
    assert [record.text for record in driver.records if isinstance(record, Begin)] == ["sleep 9"]
    driver.ash("prompt", 7, "   0 slee\tp 9", status=1)
    assert driver.commands == [("slee\tp 9", 1, 1)]


def test_a_record_that_was_no_command_is_voided() -> None:
    driver = TrackerDriver()
    driver.ash("prompt", 7, "")
    driver.tracker.shells.output(b"for i in 1")
    driver.tracker.shells.keys(b"\r", 1.5)
    driver.tracker.tick(3.0)
    driver.ash("more", 7, "   0 for i in 1")
    driver.tracker.shells.output(b"do x; done")
    driver.tracker.shells.keys(b"\r", 4.0)
    driver.ash("prompt", 7, "   1 do x; done", status=1)
    assert driver.commands == [("for i in 1\ndo x; done", 1, 1)]


def test_the_last_line_in_ash_is_known_from_the_screen() -> None:
    driver = TrackerDriver()
    driver.ash("prompt", 7, "")
    driver.tracker.shells.output(b"exit 3")
    driver.tracker.shells.keys(b"\r", 1.5)
    driver.tracker.finish(3, 2.0)
    assert driver.commands == [("exit 3", 1, 3)]


def test_bash_inside_ash_inside_bash() -> None:
    driver = TrackerDriver()
    driver.begin(1, "sh")
    driver.ash("prompt", 2, "")
    driver.tracker.shells.output(b"bash")
    driver.tracker.shells.keys(b"\r", 5.0)
    driver.begin(3, "echo deep")
    driver.prompt(3)
    driver.begin(3, "exit 1")
    driver.ash("prompt", 2, "   0 bash", status=1)
    driver.tracker.shells.output(b"exit")
    driver.tracker.shells.keys(b"\r", 5.0)
    driver.prompt(1, 1)
    assert driver.commands == [("sh", 1, 1), ("bash", 2, 1), ("echo deep", 3, 0), ("exit 1", 3, 1), ("exit", 2, 1)]


def test_a_script_is_recorded_as_it_goes() -> None:
    driver = TrackerDriver()
    for number, text in enumerate(["# only a comment", "cd /", ""]):
        driver.tracker.mark(Mark("run", ("ash", "0", "7", "anna", ""), ("/tmp", text)), float(number))
        driver.tracker.mark(Mark("ran", ("ash", "0", "7", "anna", ""), ("/", "")), number + 0.5)
    assert driver.records == [
        Begin("s", 1, 1.0, "cd /", "/tmp", "anna", "ash", 1, 7, note="# only a comment"),
        End("s", 1, 1.5, 0, cwd="/"),
    ]


def test_what_a_shell_lists_of_its_state_goes_to_the_command_before() -> None:
    driver = TrackerDriver()
    for line in ('declare -- a="1"', 'declare -- a="1"\ndeclare -x B="x y"', 'declare -x B="x y"'):
        driver.tracker.mark(Mark("state", ("bash", "7", "variables"), (line,)), driver.now)
        driver.prompt(7)
        driver.begin(7, "next")
    states = [record.state for record in driver.records if isinstance(record, End)]
    assert states == [(StateChange("export", "B", "x y"),), (StateChange("variable", "a", None),)]


def test_a_listing_does_not_report_how_the_nested_shell_ended() -> None:
    driver = TrackerDriver()
    driver.begin(7, "bash")
    driver.prompt(8)
    driver.begin(8, "exit 3")
    driver.tracker.mark(Mark("state", ("bash", "7", "umask"), ("0022",)), driver.now)
    driver.prompt(7, 3)
    assert driver.commands == [("bash", 1, 3), ("exit 3", 2, 3)]


def test_a_shell_that_was_started_is_busy_until_it_reports_and_not_heard_before() -> None:
    driver = TrackerDriver()
    driver.tracker.mark(Mark("start", ("zsh", "7")), 1.0)
    known = driver.tracker
    assert (known.shells.pids, known.shells.busy, known.heard, known.shells.text) == ([7], True, False, "exec zsh")
    known.mark(Mark("prompt", ("zsh", "0", "7", "2.0"), ("/",)), 2.0)
    assert (known.shells.pids, known.shells.busy, known.heard, driver.commands) == ([7], False, True, [])


def test_a_run_without_a_prompt_before_it_ends_the_one_before() -> None:
    driver = TrackerDriver()
    for status, text in ((0, "false"), (1, "true")):
        driver.tracker.mark(Mark("run", ("zsh", str(status), "7", "anna", "2.0"), ("/", text)), 2.0)
    assert driver.commands == [("false", 1, 1), ("true", 1, -1)]


def gaps(driver: TrackerDriver) -> list[tuple[float, float | None, str, int]]:
    """Return the gaps as a reader of the journal sees them: the last record of each."""
    last = {record.at: record for record in driver.records if isinstance(record, Gap)}
    return [(gap.at, gap.until, gap.why, gap.depth) for gap in last.values()]


def test_a_command_without_history_is_a_gap_from_its_begin_to_its_end() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "an older one", number=99)
    assert gaps(driver) == [(2.0, None, "history was off", 1)]
    driver.prompt(7)
    assert gaps(driver) == [(2.0, 3.0, "history was off", 1)]
    driver.begin(7, "true")
    driver.prompt(7)
    assert gaps(driver) == [(2.0, 3.0, "history was off", 1)] and driver.commands == [("true", 1, 0)]


def test_a_command_whose_text_turns_out_to_be_unknown_is_a_gap() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.tracker.shells.output(b"$ (sleep 9)\r\n")
    _begins(driver, 4)
    driver.tracker.tick(driver.now + 0.15)  # recorded with what the screen shows
    driver.prompt(7)
    assert driver.commands == []
    assert gaps(driver) == [(2.0, 3.0, "history was off", 1)]


def test_a_gap_is_closed_while_it_calls_snap() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "an older one", number=99)
    driver.tracker.snap_called(7, lambda _text: True, 2.5)
    assert gaps(driver) == [(2.0, 2.5, "history was off", 1)]
    driver.prompt(7)
    assert gaps(driver) == [(2.0, 2.5, "history was off", 1), (2.5, 3.0, "history was off", 1)]


@pytest.mark.parametrize("text", ["exec sh", "cd /srv && exec /bin/dash", "exec sudo -i", "exec env -i bash"])
def test_a_shell_that_replaces_another_and_does_not_report_is_a_gap_until_the_session_ends(text: str) -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, text)
    assert gaps(driver) == [(2.0, None, "the shell did not report", 2)]
    driver.tracker.finish(0, 9.0)
    assert gaps(driver) == [(2.0, 9.0, "the shell did not report", 2)]
    assert driver.commands == [(text, 1, 0)] and driver.tracker.records.silent == 1


def test_a_shell_that_replaces_another_and_reports_leaves_no_gap() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "exec bash")
    driver.prompt(7)
    assert gaps(driver) == [(2.0, 2.0, "the shell did not report", 2)]  # as long as nothing
    assert driver.tracker.records.silent == 0


def test_a_shell_that_reports_late_leaves_a_gap_up_to_then() -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, "exec dash")
    driver.now = 30.0
    driver.prompt(7)
    assert gaps(driver) == [(2.0, 31.0, "the shell did not report", 2)]


@pytest.mark.parametrize("text", ["exec sh -c 'exit 4'", "exec >log", "exec python3 app.py", "echo exec sh"])
def test_what_replaces_a_shell_by_no_shell_is_a_command(text: str) -> None:
    driver = TrackerDriver()
    driver.prompt(7)
    driver.begin(7, text)
    assert gaps(driver) == []


def test_without_history_the_text_of_the_first_command_is_not_that_of_the_others() -> None:
    driver = TrackerDriver()

    def prompt(options: str) -> None:
        listed = f'declare -r SHELLOPTS="{options}"'
        driver.tracker.mark(Mark("state", ("bash", "7", "variables"), (listed,)), driver.now)
        driver.prompt(7)

    def runs(number: int, listed: str) -> None:
        _begins(driver, number)
        driver.tracker.mark(Mark("text", ("bash", "7", str(number)), (f"{number:5d}  {listed}",)), driver.now)

    prompt("braceexpand:history")
    runs(1, "set +o history")
    prompt("braceexpand")
    for then in ("braceexpand", "braceexpand:history"):
        runs(1, "set +o history")  # bash says for each command that it is the first, and lists that one
        prompt(then)
    runs(2, "echo 2")
    assert driver.commands == [("set +o history", 1, 0), ("echo 2", 1, -1)]
    assert driver.tracker.records.missed == 2
    assert [(at, until) for at, until, *_ in gaps(driver)] == [(4.0, 5.0), (6.0, 7.0)]
