"""Shells without hooks: which process is one at its prompt, and how the hooks are installed in it."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import pytest

from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.shells.adopt_nested import HookInstaller
from snapshotter.record.shells.nested import NestedShell, candidate, is_at_prompt, may_come, processes

RAW, COOKED = frozenset({"-icanon", "-echo"}), frozenset({"icanon", "echo"})
AT_PROMPT = "0 0x0 0x5612d807e5a0 0x2000 0xd5 0x7 0x56 0x7ffd 0x7f54"


def row(
    pid: int,
    name: str,
    *argv: str,
    parent: int = 1,
    group: int | None = None,
    tty: int = 1,
    front: int = 0,
    state: str = "S",
    started: int = 100,
    uid: int = 0,
    gid: int = 0,
    leads: bool = False,
) -> str:
    device = (tty & 0xFF) | 136 << 8 | (tty & ~0xFF) << 12 if tty >= 0 else 0
    numbers = [parent, group or pid, pid if leads else 1, device, front, *[0] * 13, started]
    return f"P {pid} {uid}:{gid} {pid} ({name}) {state} {' '.join(map(str, numbers))} 0 0\t" + "\t".join(
        argv or (name,)
    )


def chosen(*rows: str, known: Sequence[int] = (10,)) -> int:
    found, _ = processes("T 1 speed 38400 baud; -icanon -echo;\n" + "\n".join(rows))
    shell = candidate(found, known)
    return shell.pid if shell else 0


HOST = row(10, "bash", front=20)


def test_terminals_and_processes_are_read() -> None:
    found, modes = processes("T 1 rows 30; -icanon\n" + row(7, "a) b (", "-sh", "x y", tty=300, uid=5) + "\nnonsense")
    assert modes == {1: {"rows", "30", "-icanon"}}
    assert (found[7].name, found[7].owner, found[7].tty, found[7].argv) == ("a) b (", "5:0", 300, ("-sh", "x y"))


@pytest.mark.parametrize(
    ("rows", "pid"),
    [
        ([HOST, row(20, "bash", "-bash", front=20)], 20),
        ([HOST, row(20, "bash", "bash", "--norc", "-l", front=20)], 20),
        ([HOST, row(20, "bash", "bash", "script", front=20)], 0),
        ([HOST, row(20, "bash", "bash", "-c", "read x", front=20)], 0),
        ([HOST, row(20, "bash", "bash", "-lc", "read x", front=20)], 0),
        ([HOST, row(20, "fish", "fish", "--command=read x", front=20)], 0),
        ([HOST, row(20, "fish", "fish", "-C", "read x", front=20)], 0),
        ([HOST, row(20, "fish", "fish", "--private", front=20)], 20),
        ([HOST, row(20, "bash", "-bash", front=20, state="R")], 0),
        ([HOST, row(20, "bash", front=20), row(21, "tee", group=20, front=20)], 0),
        ([HOST, row(20, "fish", front=20), row(21, "python3", group=20, front=20)], 20),
        ([HOST, row(20, "fish", front=21), row(21, "make", parent=20, front=21), row(22, "cc", group=21, front=21)], 0),
        ([HOST, row(20, "bash", tty=2, front=20)], 0),
        ([HOST], 0),
        ([row(10, "bash", front=10)], 10),
        (
            [
                HOST,
                row(20, "ssh", "ssh", "bob@localhost", front=20),
                row(30, "sshd-session", tty=-1),
                row(31, "bash", "-bash", parent=30, tty=2, front=31, leads=True),
            ],
            31,
        ),
        (
            [
                HOST,
                row(20, "ssh", "ssh", "localhost", front=20, started=200),
                row(30, "sshd", tty=-1),
                row(31, "bash", "-bash", parent=30, tty=2, front=31, leads=True),
            ],
            0,
        ),
        (
            [
                HOST,
                row(20, "ssh", "ssh", "prod.example.com", front=20),
                row(30, "sshd-session", tty=-1),
                row(31, "bash", "-bash", parent=30, tty=2, front=31, leads=True),
            ],
            0,
        ),
        (
            [
                HOST,
                row(20, "sudo", front=20),
                row(21, "sudo", parent=20, tty=2, front=22),
                row(22, "bash", parent=21, tty=2, front=22),
                row(40, "bash", tty=3, front=40),
            ],
            22,
        ),
    ],
)
def test_the_shell_in_front_is_the_one(rows: list[str], pid: int) -> None:
    assert chosen(*rows) == pid


@pytest.mark.parametrize(
    "forged",
    [
        "T x",
        "T " + "9" * 5000,
        "P 20 33:33 20 (bash) S " + "9" * 5000,
        "P 20 0:0 20 (bash",
        "P 20",
        "P 20 1:1 20 (x) S 1 2",
    ],
)
def test_rows_that_a_program_forges_are_passed_over(forged: str) -> None:
    assert chosen(HOST, row(20, "bash", "-bash", front=20), forged) == 20
    again = row(20, "bash", "-bash", front=20, uid=33)
    found, _ = processes("\n".join([HOST, row(20, "bash", "-bash", front=20), again]))
    assert found[20].owner == "0:0", "the first row of a process counts"


def test_a_known_shell_below_the_last_is_none() -> None:
    assert chosen(row(10, "bash", front=10), row(11, "bash", front=10), known=(10, 11)) == 0


@pytest.mark.parametrize(
    ("kind", "modes", "place", "call", "ready"),
    [
        ("bash", RAW, "poll_schedule_timeout.constprop.0", "", True),
        ("bash", RAW, "wait_woken", "", False),  # read -sn1
        ("bash", frozenset({"-icanon", "echo"}), "poll_schedule_timeout", "", False),  # read -n1
        ("bash", COOKED, "wait_woken", "", False),
        ("bash", RAW, "0", "", False),
        ("mksh", RAW, "wait_woken", "", True),
        ("zsh", RAW | {"inlcr", "icrnl"}, "wait_woken", "", True),
        ("zsh", RAW | {"inlcr", "icrnl"}, "poll_schedule_timeout", "", True),
        ("zsh", RAW | {"inlcr", "icrnl"}, "do_sigsuspend", "", False),
        ("zsh", RAW | {"-inlcr", "icrnl"}, "wait_woken", "", False),  # read -sk
        ("dash", COOKED, "wait_woken", AT_PROMPT, True),
        ("dash", COOKED, "wait_woken", AT_PROMPT.replace("0x2000", "0x1"), False),  # read x
        ("dash", COOKED, "wait_woken", "", True),
        ("dash", COOKED, "do_wait", "", False),
        ("dash", frozenset({"icanon", "-echo"}), "wait_woken", AT_PROMPT, False),
        ("dash", frozenset(), "wait_woken", AT_PROMPT, False),
    ],
)
def test_only_a_shell_at_its_prompt_is_found(
    kind: str, modes: frozenset[str], place: str, call: str, *, ready: bool
) -> None:
    assert is_at_prompt(kind, modes, place, call) is ready


class InstallerDriver:
    """A hook installer in a session whose shell is bash, with a search that finds a given shell."""

    def __init__(self, shell: NestedShell | None) -> None:
        self.checks = 0
        self.shell = shell
        self.found = Event()
        self.found.set()
        self.installer = HookInstaller(self.find_shell)
        self.now = 1.0
        self.busy = False
        self.text = ""
        self.mark("prompt")
        self.rest()

    def find_shell(self, pids: Sequence[int]) -> NestedShell | None:
        self.checks += 1
        self.found.wait(5)
        return self.shell

    def mark(self, verb: str, pid: int = 1) -> None:
        self.now += 0.001
        self.busy = verb != "prompt"
        self.installer.mark(Mark(verb, ("bash", "0", str(pid), ""), ("/",)), self.now)

    def rest(self, seconds: float = 1.0) -> bytes:
        """Let time pass without output; return what is to be shown."""
        end, shown = self.now + seconds, b""
        while self.now < end:
            self.now += 0.01
            shown += self.installer.idle((1,) if self.busy else (), self.now, self.text)
            if self.installer._thread is not None and self.found.is_set():
                self.installer._thread.join()
        return shown

    def type(self, keys: bytes, *, begins: bool = True) -> None:
        self.now += 0.001
        self.installer.key(keys, self.now, busy=self.busy, late=False)
        if begins and not self.busy and keys.endswith(b"\r"):
            self.mark("begin")

    def show(self, output: bytes) -> bool:
        self.now += 0.001
        return self.installer.output(output, self.now)

    def holds(self) -> bool:
        return self.installer.holds_keys(self.now, busy=self.busy)

    def sent(self) -> bytes:
        sent, self.installer.outbox = self.installer.outbox, b""
        return sent

    def after(self, keys: bytes, output: bytes, text: str = "") -> bytes:
        self.text = text
        self.type(keys)
        self.show(output)
        self.rest(0.2)
        return self.sent()


def bash() -> NestedShell:
    return NestedShell(5, "bash", "/proc/77/fd/0")


def test_hooks_are_installed_without_a_trace_on_the_screen() -> None:
    driver = InstallerDriver(bash())
    assert driver.after(b"su - bob\r", b"su - bob\r\nbob$ ") == b" . /proc/77/fd/0\r"
    assert driver.show(b" . ...\r\n") and driver.holds()
    driver.mark("prompt", 6)
    assert driver.holds(), "the mark of another process is ignored"
    driver.mark("prompt", 5)
    assert driver.show(b"\x1b[Kbob$ ")
    assert driver.rest() == b"" and not driver.holds()
    driver.installer.finish()
    assert driver.installer.skipped == 0


def test_a_prompt_that_changed_is_drawn_again() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob 1$ ")
    driver.mark("prompt", 5)
    driver.show(b"bob 2$ ")
    assert driver.rest() == b"\r\x1b[Kbob 2$ "


@pytest.mark.parametrize(
    ("keys", "output"),
    [
        (b"make\r", b"working"),
        (b"su\r", b"Password: "),
        (b"x\r", b"$ \r\n"),
        (b"cat <<E\r", b"bob$ cat <<E\r\n> "),
    ],
)
def test_output_that_is_no_first_prompt_behind_enter_is_not_checked(keys: bytes, output: bytes) -> None:
    driver = InstallerDriver(bash())
    assert driver.after(keys, output) == b"" and driver.checks == 0


ZLE = b"\x1b[K\x1b[?1h\x1b=\x1b[?2004h"
"""What zsh writes behind its prompt."""


@pytest.mark.parametrize(
    ("kind", "output", "text", "installed"),
    [
        ("zsh", b"\xe2\x9e\x9c  ~ " + ZLE, "zsh", True),
        ("zsh", b"~ \xe2\x9d\xaf " + ZLE + b"\x1b[20Cright\x1b[25D", "zsh", True),
        ("zsh", b"~ % " + ZLE + b"\x1b[?2004l\r\n...", "zsh", False),
        ("zsh", b"for then> " + ZLE, "zsh", False),
        ("zsh", b"for> " + ZLE, "zsh", False),
        ("bash", b"> \x1b[?2004h", "su - bob", False),  # its second prompt
        ("bash", b"bob> \x1b[?2004h", "su - bob", True),
    ],
)
def test_a_prompt_is_recognised_by_its_line_editor(kind: str, output: bytes, text: str, *, installed: bool) -> None:
    sent = InstallerDriver(NestedShell(5, kind, "/proc/77/fd/0")).after(b"x\r", output, text)
    assert (b" . /proc/77/fd/0" in sent) is installed and bool(sent) is installed
    assert sent.startswith(b"\x1b[200~") is (installed and kind == "zsh")


@pytest.mark.parametrize(("text", "installed"), [("vared x", False), ("exec zsh", True), ("cd /; exec zsh -l", True)])
def test_a_known_zsh_gets_hooks_only_after_exec(text: str, *, installed: bool) -> None:
    assert bool(InstallerDriver(NestedShell(1, "zsh", "/x")).after(b"x\r", b"% " + ZLE, text)) is installed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (b"Password: ", b"geheim\r"),
        (b"[sudo] password for bob: ", b"geheim\r"),
        (b"Are you sure you want to continue connecting (yes/no/[fingerprint])? ", b"yes\r"),
        (b"--- Type one of the keys in parentheses --- ", b"q"),
    ],
)
def test_the_answer_to_a_question_is_not_for_the_shell(question: bytes, answer: bytes) -> None:
    driver = InstallerDriver(bash())
    driver.type(b"su - bob\r")
    driver.show(question)
    assert not driver.holds()
    driver.type(answer)
    driver.show(b"\r\nbob$ \x1b[?2004h")
    driver.rest(0.2)
    assert driver.sent()


@pytest.mark.parametrize("ahead", [b"echo one > ~/q1\r", b"l"])
def test_nothing_is_typed_after_keys_that_may_be_unread(ahead: bytes) -> None:
    driver = InstallerDriver(bash())
    driver.type(b"su - bob\r", begins=False)
    driver.type(ahead)
    driver.mark("begin")
    driver.show(b"bob$ ")
    driver.rest()
    assert driver.sent() == b""
    driver.mark("prompt")
    assert driver.installer.skipped == (1 if ahead.endswith(b"\r") else 0), "a line that is begun is nobody's"


def test_what_was_typed_too_fast_for_a_check_is_counted_in_doubt() -> None:
    driver = InstallerDriver(bash())
    driver.type(b"su - bob\r")
    for keys in (b"echo one\r", b"exit\r"):
        driver.show(b"bob$ ")
        driver.type(keys)
    driver.mark("prompt")
    assert driver.checks == 0 and driver.installer.skipped == 1


@pytest.mark.parametrize("early", [NestedShell(0, ""), NestedShell(5, "")])
def test_a_shell_that_was_not_ready_at_the_first_check_is_looked_for_again(early: NestedShell) -> None:
    driver = InstallerDriver(early)
    assert driver.after(b"su - bob\r", b"bob$ ") == b""
    driver.shell = bash()
    driver.rest(0.5)
    assert driver.sent() and driver.installer.skipped == 0


@pytest.mark.parametrize("early", [NestedShell(0, ""), NestedShell(5, "")])
def test_what_was_typed_into_a_shell_after_too_early_a_check_is_told(early: NestedShell) -> None:
    driver = InstallerDriver(early)
    driver.type(b"su - bob\r")
    driver.show(b"bob$ ")
    driver.rest(0.1)
    assert driver.checks == 1
    for keys in (b"echo one\r", b"exit\r"):
        driver.type(keys)
        driver.show(b"bob$ ")
    driver.mark("prompt")
    assert driver.installer.skipped == 1


def test_looking_for_a_shell_that_never_comes_ends() -> None:
    driver = InstallerDriver(NestedShell(0, ""))
    driver.after(b"su - bob\r", b"bob$ ")
    driver.rest(60)
    assert driver.checks == 20 and not driver.installer.needs_idle


@pytest.mark.parametrize(
    ("rows", "comes"),
    [
        ([HOST, row(20, "bash", "-bash", front=20, state="R")], True),
        ([HOST, row(20, "su", "su", "-", front=20)], True),
        ([HOST, row(20, "sudo", front=20), row(21, "sudo", group=20, front=20)], True),
        ([row(10, "bash", front=10)], True),
        ([HOST], True),
        ([HOST, row(20, "python3", front=20)], False),
        ([HOST, row(20, "python3", front=20, state="R")], False),
        ([HOST, row(20, "bash", "bash", "script", front=20)], False),
        ([HOST, row(20, "ssh", "ssh", "prod.example.com", front=20)], False),
        ([HOST, row(20, "ssh", "ssh", "localhost", front=20)], True),
    ],
)
def test_a_shell_may_come_where_it_or_what_starts_it_is_in_front(rows: list[str], *, comes: bool) -> None:
    found, _ = processes("\n".join(rows))
    assert may_come(found, (10,)) is comes


def test_a_shell_that_keys_were_typed_into_gets_hooks_at_a_prompt_like_its_first_one() -> None:
    driver = InstallerDriver(bash())
    driver.type(b"su - bob\r")
    driver.type(b"ls\r")
    driver.show(b"bob$ ")
    driver.rest()
    assert driver.sent() == b""
    for prompt, installed in ((b"> \x1b[?2004h", False), (b"bob /tmp$ ", False), (b"bob$ ", True)):
        driver.type(b"ls\r")
        driver.show(b"ls\r\n" + prompt)
        driver.rest()
        assert bool(driver.sent()) is installed, prompt


def test_after_keys_that_may_be_unread_a_quiet_prompt_makes_sure() -> None:
    for quiet, installed in ((0.01, False), (0.2, True)):
        driver = InstallerDriver(bash())
        driver.type(b"ls\r", begins=False)
        driver.type(b"pwd\r")
        driver.mark("begin")
        driver.mark("prompt")
        driver.rest(quiet)
        assert bool(driver.after(b"su - bob\r", b"bob$ ")) is installed


@pytest.mark.parametrize("what", ["key", "output", "prompt"])
def test_nothing_is_typed_if_anything_happens_during_the_check(what: str) -> None:
    driver = InstallerDriver(bash())
    driver.found.clear()
    driver.type(b"su - bob\r")
    driver.show(b"bob$ ")
    driver.rest(0.1)
    assert driver.checks == 1 and driver.holds()
    if what == "key":
        driver.type(b"l")
    elif what == "output":
        driver.show(b"mail!")
    else:
        driver.mark("prompt")
    driver.found.set()
    driver.rest()
    assert driver.sent() == b""


def test_one_check_for_each_prompt() -> None:
    driver = InstallerDriver(None)
    assert driver.after(b"x\r", b"name$ ") == b"" and driver.checks == 1
    driver.rest(9)
    assert driver.checks == 1


def test_keys_wait_until_it_is_known_what_a_line_started() -> None:
    driver = InstallerDriver(None)
    assert not driver.holds()
    driver.type(b"cat > f\r", begins=False)
    assert driver.holds()
    driver.rest(0.02)
    assert driver.holds()
    driver.rest(0.02)
    assert not driver.holds(), "silence: the line goes on"
    driver.mark("begin")
    driver.rest(0.4)
    assert driver.holds()
    driver.rest(0.1)
    assert not driver.holds(), "a program that reads gets its keys"
    driver.mark("prompt")
    driver.type(b"make\r")
    driver.show(b"make: asks this? ")
    assert not driver.holds(), "what shows something else than a prompt is no shell"


def test_output_is_not_hidden_for_longer_than_the_shell_has_to_respond() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob$ ")
    shown = b""
    for _ in range(8):
        driver.show(b"tick ")
        shown += driver.rest(1)
    assert shown.startswith(b"tick tick tick") and not driver.holds()
    assert driver.installer.finish() == b""


def test_much_output_is_not_hidden() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob$ ")
    driver.show(b"x" * 70_000)
    assert driver.installer.overdue(driver.now) == b"x" * 70_000 and not driver.show(b"y")


def test_what_is_hidden_at_the_end_is_shown() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob$ ")
    driver.show(b"bye")
    assert driver.installer.finish() == b"bye"


def test_the_shell_below_ends_an_installation_with_its_prompt() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob$ ")
    driver.show(b"logout\r\n")
    driver.mark("prompt", 1)
    assert driver.installer.overdue(driver.now) == b"logout\r\n" and not driver.holds()


def test_a_line_in_several_parts_is_no_shell_inside() -> None:
    driver = InstallerDriver(bash())
    driver.type(b"for i in 1; do\r", begins=False)
    driver.show(b"\x1b[?2004h> ")
    driver.type(b"done\r", begins=False)
    driver.mark("begin")
    driver.mark("prompt")
    driver.installer.finish()
    assert driver.installer.skipped == 0


def test_fast_typing_at_a_prompt_leaves_nothing_unread() -> None:
    driver = InstallerDriver(bash())
    for key in b"su - bob":
        driver.type(bytes([key]))
    assert driver.after(b"\r", b"bob$ ")


def test_a_program_that_is_no_shell_is_looked_at_once_for_each_of_its_prompts() -> None:
    driver = InstallerDriver(None)
    driver.type(b"python3\r")
    for _ in range(5):
        driver.show(b"1\r\n>>> ")
        driver.rest()
        driver.type(b"1\r")
    assert driver.checks == 1


def test_a_command_that_runs_for_long_wakes_nobody() -> None:
    driver = InstallerDriver(None)
    driver.type(b"sleep 100\r")
    driver.rest()
    assert not driver.installer.needs_idle


def test_a_shell_that_does_not_respond_is_the_last_one_that_is_given_hooks() -> None:
    driver = InstallerDriver(bash())
    driver.after(b"su - bob\r", b"bob$ ")
    driver.show(b"what?")
    assert driver.rest(20) == b"what?" and not driver.holds()
    driver.mark("prompt")
    driver.rest()
    assert driver.after(b"su - bob\r", b"bob$ ") == b""
    assert driver.installer.skipped == 1


@pytest.mark.parametrize("kind", adopt_line.KINDS)
def test_the_line_is_short_and_known_again(kind: str) -> None:
    line = adopt_line.line(kind, "/proc/4194303/fd/0")
    assert len(line) < 40 and adopt_line.is_line(line.decode()[:-1])
    assert b"@@prompt@@" not in adopt_line.hooks(kind, "0" * 32)
    assert not adopt_line.is_line(". /proc/1/fd/0; ls")


def test_a_shell_that_must_get_its_lines_one_by_one_gets_none_while_it_shows_output() -> None:
    driver = InstallerDriver(bash())
    driver.type(b"echo one\r")
    driver.show(b"e")  # of the echo, which may come in pieces
    assert not driver.holds()
    assert driver.installer.holds_keys(driver.now, busy=True, single=True)
    assert not driver.installer.holds_keys(driver.now + 1, busy=True, single=True)
    assert not driver.installer.holds_keys(driver.now, busy=False, single=True)
