"""What the marks of a session's shells amount to, in records."""

from __future__ import annotations

import pytest

from snapshotter.model import StateChange
from snapshotter.record.marks import Mark
from snapshotter.record.shells.adopt_line import opening
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.journal import Asked, Begin, End


class Story:
    """Tells a tracker of marks and keeps what it wrote."""

    def __init__(self) -> None:
        self.records: list[Begin | End | Asked] = []
        self.tracker = Tracker("s", self.records.append, "root")
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
    def told(self) -> list[tuple[str, int, int | None]]:
        """Give text, depth and status of each command, in the order they began."""
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
    story = Story()
    story.prompt(7)
    story.begin(7, "false", user="anna", cwd="/srv")
    story.prompt(7, 1)
    assert story.records == [Begin("s", 1, 2.0, "false", "/srv", "anna", "bash", 1, 7), End("s", 1, 3.0, 1, cwd="/")]


def test_a_begin_without_a_prompt_before_it_ends_the_one_before() -> None:
    story = Story()
    story.begin(7, "false")
    story.begin(7, "true", status=1)
    assert story.told == [("false", 1, 1), ("true", 1, -1)]


def test_the_line_that_welcomes_a_shell_is_no_command() -> None:
    story = Story()
    story.prompt(7)
    story.begin(7, opening("bash", "n0nce").decode().rstrip("\r").partition(";n0nce")[0])
    story.prompt(7)
    story.begin(7, "true")
    assert story.told == [("true", 1, -1)]


def test_shells_pile_up_and_go_with_the_status_of_their_last_command() -> None:
    story = Story()
    story.begin(7, "bash")
    story.prompt(8)
    story.begin(8, "su anna")
    story.prompt(9)
    story.begin(9, "exec sh -c 'exit 4'")
    story.prompt(8, 4)
    story.begin(8, "exit 3")
    story.prompt(7, 3)
    assert story.told == [("bash", 1, 3), ("su anna", 2, 4), ("exec sh -c 'exit 4'", 3, 4), ("exit 3", 2, 3)]
    assert story.tracker.pids == [7]


def test_a_shell_that_vanishes_with_all_below_it_leaves_nothing_running() -> None:
    story = Story()
    story.begin(7, "bash")
    story.begin(8, "kill -9 0")
    story.tracker.finish(None, 9.0)
    assert story.told == [("bash", 1, None), ("kill -9 0", 2, None)]
    assert story.tracker.pids == []


def test_a_text_from_a_history_that_is_off_is_not_believed() -> None:
    story = Story()
    story.begin(7, "an older one", number=99)
    story.prompt(7)
    assert story.told == [] and story.tracker.missed == 1


def _begins(story: Story, number: int, status: int = 0) -> None:
    story.now += 1
    fields = ("bash", str(status), "7", "root", str(story.now), str(number))
    story.tracker.mark(Mark("begin", fields, ("/",)), story.now)


def test_a_text_that_is_told_late_is_that_of_its_command() -> None:
    story = Story()
    story.prompt(7)
    for number, status in ((4, 0), (5, 1), (6, 2)):
        _begins(story, number, status)
    assert story.told == [] and story.tracker.busy
    for number in (6, 5, 4):
        story.tracker.mark(Mark("text", ("bash", "7", str(number)), (f"{number:5d}  (exit {number})",)), story.now)
    story.prompt(7, 3)
    assert story.told == [("(exit 4)", 1, 1), ("(exit 5)", 1, 2), ("(exit 6)", 1, 3)]


@pytest.mark.parametrize("exact", ["(sleep 9;\tx)", ""])
def test_what_runs_long_without_its_text_is_written_as_the_screen_shows_it_and_corrected(exact: str) -> None:
    story = Story()
    story.prompt(7)
    story.tracker.output(b"me@box:/# ")
    for key in b"(sleep 9; x)":
        story.tracker.keys(bytes([key]), story.now)
        story.tracker.output(bytes([key]))
    story.tracker.output(b"\r\n\x1b[?2004l\r")
    _begins(story, 4)
    story.tracker.tick(story.now + 0.05)
    assert story.told == [] and story.tracker.patience() and story.tracker.text == "(sleep 9; x)"
    story.tracker.tick(story.now + 0.15)  # not later: were the host killed, the command would be lost
    assert story.told == [("(sleep 9; x)", 1, -1)]
    _begins(story, 5, 3)
    for number, text in ((4, exact), (5, "true")):
        story.tracker.mark(Mark("text", ("bash", "7", str(number)), (f"{number:5d}  {text}" if text else "",)), 9.0)
    assert story.told == ([(exact, 1, 3)] if exact else []) + [("true", 1, -1)]
    assert story.tracker.missed == (0 if exact else 1)


@pytest.mark.parametrize(
    ("echo", "text"),
    [
        (b"$ (a)\r\n", "(a)"),
        (b"me@box:/# (b)\r\n> c\r\n", "(b)\nc"),
        (b"\x1b[?2004h$ (d)\r\n\x1b[?2004l\r", "(d)"),
    ],
)
def test_a_line_typed_ahead_is_known_without_its_prompt(echo: bytes, text: str) -> None:
    story = Story()
    story.prompt(7)
    story.begin(7, "sleep 1")
    story.tracker.keys(b"(x)\r", story.now)
    story.prompt(7)
    story.tracker.output(echo)
    _begins(story, 4)
    story.tracker.finish(None, 9.0)
    assert story.told == [("sleep 1", 1, 0), (text, 1, None)]


def test_marks_that_make_no_sense_are_passed_over() -> None:
    story = Story()
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
        story.tracker.mark(mark, 1.0)
    assert story.records == []


def test_a_clock_with_a_comma_is_a_clock() -> None:
    story = Story()
    story.tracker.mark(Mark("begin", ("bash", "0", "7", "r", "12,5", "1"), ("/",)), 99.0)
    story.tracker.mark(Mark("text", ("bash", "7", "1"), ("    1  x",)), 99.0)
    story.tracker.mark(Mark("prompt", ("bash", "0", "7", ""), ("/",)), 99.0)
    assert [record.at for record in story.records] == [12.5, 99.0]


def test_ash_tells_its_command_afterwards() -> None:
    story = Story()
    story.ash("prompt", 7, "")
    story.tracker.output(b"echo x")
    story.tracker.keys(b"\r", 1.5)
    story.ash("prompt", 7, "   0 echo x", status=2)
    assert story.records == [Begin("s", 1, 1.5, "echo x", "/", "anna", "ash", 1, 7), End("s", 1, 2.0, 2, cwd="/")]


def test_what_runs_long_in_ash_is_written_before_it_ends_and_corrected_then() -> None:
    story = Story()
    story.ash("prompt", 7, "")
    story.tracker.output(b"slee\tp 9")
    story.tracker.keys(b"\r", 1.5)
    assert story.tracker.patience() is not None
    story.tracker.tick(1.55)
    assert story.records == []
    story.tracker.tick(1.65)
    assert [record.text for record in story.records if isinstance(record, Begin)] == ["sleep 9"]
    story.ash("prompt", 7, "   0 slee\tp 9", status=1)
    assert story.told == [("slee\tp 9", 1, 1)]


def test_what_looked_long_and_was_no_command_is_taken_back() -> None:
    story = Story()
    story.ash("prompt", 7, "")
    story.tracker.output(b"for i in 1")
    story.tracker.keys(b"\r", 1.5)
    story.tracker.tick(3.0)
    story.ash("more", 7, "   0 for i in 1")
    story.tracker.output(b"do x; done")
    story.tracker.keys(b"\r", 4.0)
    story.ash("prompt", 7, "   1 do x; done", status=1)
    assert story.told == [("for i in 1\ndo x; done", 1, 1)]


def test_the_last_line_in_ash_is_known_from_the_screen() -> None:
    story = Story()
    story.ash("prompt", 7, "")
    story.tracker.output(b"exit 3")
    story.tracker.keys(b"\r", 1.5)
    story.tracker.finish(3, 2.0)
    assert story.told == [("exit 3", 1, 3)]


def test_bash_inside_ash_inside_bash() -> None:
    story = Story()
    story.begin(1, "sh")
    story.ash("prompt", 2, "")
    story.tracker.output(b"bash")
    story.tracker.keys(b"\r", 5.0)
    story.begin(3, "echo deep")
    story.prompt(3)
    story.begin(3, "exit 1")
    story.ash("prompt", 2, "   0 bash", status=1)
    story.tracker.output(b"exit")
    story.tracker.keys(b"\r", 5.0)
    story.prompt(1, 1)
    assert story.told == [("sh", 1, 1), ("bash", 2, 1), ("echo deep", 3, 0), ("exit 1", 3, 1), ("exit", 2, 1)]


def test_a_script_is_recorded_as_it_goes() -> None:
    story = Story()
    for number, text in enumerate(["# only a comment", "cd /", ""]):
        story.tracker.mark(Mark("run", ("ash", "0", "7", "anna", ""), ("/tmp", text)), float(number))
        story.tracker.mark(Mark("ran", ("ash", "0", "7", "anna", ""), ("/", "")), number + 0.5)
    assert story.records == [Begin("s", 1, 1.0, "cd /", "/tmp", "anna", "ash", 1, 7), End("s", 1, 1.5, 0, cwd="/")]


def test_what_a_shell_lists_of_its_state_goes_to_the_command_before() -> None:
    story = Story()
    for line in ('declare -- a="1"', 'declare -- a="1"\ndeclare -x B="x y"', 'declare -x B="x y"'):
        story.tracker.mark(Mark("state", ("bash", "7", "variables"), (line,)), story.now)
        story.prompt(7)
        story.begin(7, "next")
    states = [record.state for record in story.records if isinstance(record, End)]
    assert states == [(StateChange("export", "B", "x y"),), (StateChange("variable", "a", None),)]


def test_a_listing_does_not_say_how_the_shell_inside_ended() -> None:
    story = Story()
    story.begin(7, "bash")
    story.prompt(8)
    story.begin(8, "exit 3")
    story.tracker.mark(Mark("state", ("bash", "7", "umask"), ("0022",)), story.now)
    story.prompt(7, 3)
    assert story.told == [("bash", 1, 3), ("exit 3", 2, 3)]


def test_a_shell_that_was_started_is_busy_until_it_reports_and_not_heard_before() -> None:
    story = Story()
    story.tracker.mark(Mark("start", ("zsh", "7")), 1.0)
    known = story.tracker
    assert (known.pids, known.busy, known.heard, known.text) == ([7], True, False, "exec zsh")
    known.mark(Mark("prompt", ("zsh", "0", "7", "2.0"), ("/",)), 2.0)
    assert (known.pids, known.busy, known.heard, story.told) == ([7], False, True, [])


def test_a_run_without_a_prompt_before_it_ends_the_one_before() -> None:
    story = Story()
    for status, text in ((0, "false"), (1, "true")):
        story.tracker.mark(Mark("run", ("zsh", str(status), "7", "anna", "2.0"), ("/", text)), 2.0)
    assert story.told == [("false", 1, 1), ("true", 1, -1)]
