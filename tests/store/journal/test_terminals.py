"""The terminal of a process, which is known by its leader."""

from __future__ import annotations

import os
import pty

import pytest
from msgspec.structs import replace

from snapshotter.store.journal.host_process import entered_namespace, start_time
from snapshotter.store.journal.terminals import HostTerminal, this_terminal


def test_a_terminal_is_known_by_its_leader_and_when_that_started() -> None:
    here = this_terminal()
    assert here.start == start_time(here.leader) != ""
    assert here.leader == os.getsid(0) or os.getsid(0) == 0
    assert here.is_same(replace(here, name="/dev/pts/99"))
    assert not here.is_same(replace(here, start=here.start + "0"))  # the same number, used again
    assert not HostTerminal().is_same(HostTerminal())


def test_a_leader_outside_of_the_pid_namespace_is_replaced_by_the_process_that_entered_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "getsid", lambda _: 0)
    here = this_terminal()
    assert here.leader and here.start == start_time(here.leader)
    assert here.is_same(this_terminal())
    assert entered_namespace(1) == 1
    assert entered_namespace(1 << 22) == 0  # there is no such process


def test_the_name_is_that_of_the_terminal_the_process_runs_in() -> None:
    child, terminal = pty.fork()
    if child == 0:
        here = this_terminal()
        os.write(1, f"{here.name} {here.leader == os.getpid()}\n".encode())
        os._exit(0)
    told = os.read(terminal, 100).decode().split()
    os.waitpid(child, 0)
    os.close(terminal)
    assert told[0].startswith("/dev/") and told[1] == "True"
