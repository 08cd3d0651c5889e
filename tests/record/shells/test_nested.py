"""Shells without hooks: which process is one at its prompt, and how the hooks are installed in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.shells.adopt_nested import HookInstaller
from snapshotter.record.shells.nested import NestedShell, candidate, is_at_prompt, processes

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
    leads: bool = False,
) -> str:
    device = (tty & 0xFF) | 136 << 8 | (tty & ~0xFF) << 12 if tty >= 0 else 0
    numbers = [parent, group or pid, pid if leads else 1, device, front, *[0] * 13, started]
    return f"P {pid} {uid} {pid} ({name}) {state} {' '.join(map(str, numbers))} 0 0\t" + "\t".join(argv or (name,))


def chosen(*rows: str, known: Sequence[int] = (10,)) -> int:
    found, _ = processes("T 1 speed 38400 baud; -icanon -echo;\n" + "\n".join(rows))
    shell = candidate(found, known)
    return shell.pid if shell else 0


HOST = row(10, "bash", front=20)


def test_terminals_and_processes_are_read() -> None:
    found, modes = processes("T 1 rows 30; -icanon\n" + row(7, "a) b (", "-sh", "x y", tty=300, uid=5) + "\nnonsense")
    assert modes == {1: {"rows", "30", "-icanon"}}
    assert (found[7].name, found[7].uid, found[7].tty, found[7].argv) == ("a) b (", 5, 300, ("-sh", "x y"))


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
                row(20, "ssh", front=20),
                row(30, "sshd-session", tty=-1),
                row(31, "bash", "-bash", parent=30, tty=2, front=31, leads=True),
            ],
            31,
        ),
        (
            [
                HOST,
                row(20, "ssh", front=20, started=200),
                row(30, "sshd", tty=-1),
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
    """A hook installer whose search finds a given shell, and the number of searches."""

    def __init__(self, shell: NestedShell | None) -> None:
        self.checks = 0
        self.shell = shell
        self.installer = HookInstaller("n0n", self.find_shell)

    def find_shell(self, pids: Sequence[int]) -> NestedShell | None:
        self.checks += 1
        return self.shell

    def after(self, keys: bytes, output: bytes, text: str = "") -> bytes:
        self.installer.key(keys)
        self.installer.output(output, 1.0)
        self.installer.idle((1,), 2.0, text)
        sent, self.installer.outbox = self.installer.outbox, b""
        return sent


def test_hooks_are_installed_without_a_trace_on_the_screen() -> None:
    driver = InstallerDriver(NestedShell(5, "bash"))
    assert b"feed" in driver.after(b"su - bob\r", b"su - bob\r\nbob$ ")
    assert driver.installer.output(b" eval ...\r\n", 2.1) and driver.installer.busy
    driver.installer.mark(Mark("feed", ("6",)), 2.2)
    assert driver.installer.outbox == b"", "the mark of another process is ignored"
    driver.installer.mark(Mark("feed", ("5",)), 2.2)
    assert driver.installer.outbox.endswith(b"\rn0n\r")
    driver.installer.mark(Mark("prompt", ("bash", "0", "5", ""), ("/", "")), 2.3)
    assert driver.installer.output(b"\x1b[Kbob$ ", 2.4)
    assert driver.installer.idle((1,), 3.0) == b"" and not driver.installer.busy


def test_a_prompt_that_changed_is_drawn_again() -> None:
    driver = InstallerDriver(NestedShell(5, "bash"))
    driver.after(b"su - bob\r", b"bob 1$ ")
    driver.installer.mark(Mark("feed", ("5",)), 2.2)
    driver.installer.mark(Mark("prompt", ("bash", "0", "5", ""), ("/", "")), 2.3)
    driver.installer.output(b"bob 2$ ", 2.4)
    assert driver.installer.idle((1,), 3.0) == b"\r\x1b[Kbob 2$ "


@pytest.mark.parametrize(
    ("keys", "output"),
    [
        (b"su - bob\rl", b"bob$ "),
        (b"make\r", b"working"),
        (b"su\r", b"Password: "),
        (b"x\r", b"$ \r\n"),
        (b"cat <<E\r", b"bob$ cat <<E\r\n> "),
    ],
)
def test_output_that_is_no_first_prompt_behind_enter_is_not_checked(keys: bytes, output: bytes) -> None:
    driver = InstallerDriver(NestedShell(5, "bash"))
    assert driver.after(keys, output) == b"" and driver.checks == 0


ZLE = b"\x1b[K\x1b[?1h\x1b=\x1b[?2004h"
"""What zsh writes behind its prompt."""


@pytest.mark.parametrize(
    ("keys", "output", "text", "opened"),
    [
        (b"zsh\r", b"\xe2\x9e\x9c  ~ " + ZLE, "zsh", True),
        (b"zsh\r", b"~ \xe2\x9d\xaf " + ZLE + b"\x1b[20Cright\x1b[25D", "zsh", True),
        (b"1", b"~ % " + ZLE, "zsh", True),  # the answer to a question, without Enter
        (b"zsh\r", b"~ % " + ZLE + b"\x1b[?2004l\r\n...", "zsh", False),
        (b"zsh\r", b"for then> " + ZLE, "zsh", False),
        (b"zsh\r", b"for> " + ZLE, "zsh", False),
    ],
)
def test_a_prompt_of_zsh_is_recognised_by_its_line_editor(
    keys: bytes, output: bytes, text: str, *, opened: bool
) -> None:
    driver = InstallerDriver(NestedShell(5, "zsh"))
    sent = driver.after(keys, output, text)
    assert sent.startswith(b"\x1b[200~ eval ") is opened and bool(sent) is opened


@pytest.mark.parametrize(("text", "opened"), [("vared x", False), ("exec zsh", True), ("cd /; exec zsh -l", True)])
def test_a_known_zsh_gets_hooks_only_after_exec(text: str, *, opened: bool) -> None:
    assert bool(InstallerDriver(NestedShell(1, "zsh")).after(b"x\r", b"% " + ZLE, text)) is opened


def test_keys_behind_a_prompt_prevent_the_check() -> None:
    driver = InstallerDriver(NestedShell(5, "zsh"))
    driver.installer.output(b"% " + ZLE, 1.0)
    assert driver.after(b"l", b"l", "zsh") == b"" and driver.checks == 0


def test_nothing_is_typed_if_the_check_finds_no_shell() -> None:
    driver = InstallerDriver(None)
    assert driver.after(b"x\r", b"name$ ") == b"" and driver.checks == 1
    driver.installer.idle((1,), 9.0)
    assert driver.checks == 1, "one look for each prompt"


def test_keys_wait_only_for_the_first_check_after_a_command_began() -> None:
    installer = InstallerDriver(None).installer
    held: list[bool] = []
    for keys in (b"su - bob\r", b"ls\r", b"su - bob\r"):
        if len(held) == 4:
            installer.mark(Mark("prompt", ("bash", "0", "1", ""), ("/",)), 4.0)
        installer.key(keys)
        held.append(installer.holds_keys)
        installer.output(b"bob$ ", 1.0)
        held.append(installer.holds_keys)
        installer.idle((1,), 2.0)
    assert held == [False, True, False, False, False, True]


@pytest.mark.parametrize(("ahead", "checks"), [(b"clear\rsu - bob\r", 1), (b"clear\rsu - bob\rl", 0)])
def test_the_output_of_a_command_typed_ahead_is_checked(ahead: bytes, checks: int) -> None:
    driver = InstallerDriver(NestedShell(5, "bash"))
    driver.installer.key(ahead)
    for verb in ("begin", "prompt", "begin"):
        driver.installer.mark(Mark(verb, ("bash", "0", "1", ""), ("/",)), 1.0)
    driver.installer.output(b"bob$ ", 1.1)
    assert driver.installer.holds_keys is bool(checks)
    driver.installer.idle((1,), 2.0)
    assert driver.checks == checks


def test_a_shell_that_does_not_respond_is_left_alone() -> None:
    driver = InstallerDriver(NestedShell(5, "bash"))
    driver.after(b"su - bob\r", b"bob$ ")
    driver.installer.output(b"what?", 3.0)
    assert driver.installer.idle((1,), 20.0) == b"what?" and not driver.installer.busy
    assert driver.after(b"\r", b"bob$ ") == b""


@pytest.mark.parametrize("kind", adopt_line.KINDS)
def test_no_line_is_too_long_for_a_terminal(kind: str) -> None:
    text = adopt_line.lines(kind, "0" * 32)
    assert b"@@prompt@@" not in text
    assert max(map(len, [*text.split(b"\r"), adopt_line.opening(kind, "0" * 32)])) < 4095
