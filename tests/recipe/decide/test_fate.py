"""Which commands become steps, and the reason given for each that does not."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.model import Decision, PathRepair, Repairs

BASE = Base("debian:bookworm", "sha256:base")


def decide(
    text: str, status: int | None = 0, paths: int = 0, *, times: bool = True, repairs: Repairs | None = None
) -> Decision:
    """Return the decision on one command that changed `paths` paths; without `times`, no change times are known."""
    command = Command(text, status, "/", "root", 1.0, 2.0, "bash", 1)
    entry = Entry("file", 0o644, 0, 0, ctime_ns=1 if times else 0)
    changes = [Change(f"/p{number}", "added", None, entry, "command 1", 0) for number in range(paths)]
    changes.append(Change("/other", "added", None, entry))
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (command,), tuple(changes))
    return choose([snapshot], repairs or Repairs())[0]


@pytest.mark.parametrize(
    ("text", "status", "paths", "fate"),
    [
        ("ls -la", 0, 0, "left out"),
        ("apt-get install -y ngnix", 100, 0, "left out"),
        ("make", 2, 3, "carried"),
        ("make -k", 2, 50, "run"),
        ("make install", 0, 3, "run"),
        ("sed -i s/a/b/ /etc/x", 0, 0, "run"),
        ("my-tool --now", 0, 0, "left out"),
        ("my-tool --now", 0, 1, "run"),
        ("rm -f ~/.bash_history /root/.viminfo", 0, 0, "left out"),
        ("rm -f ~/.bash_history /x", 0, 0, "run"),
        ("rm -rf /var/lib/apt/lists/*", 0, 0, "run"),
        ("cd /srv", 0, 0, "state"),
        ("export A=b", 0, 0, "state"),
        ("f() { rm -r /x; }", 0, 0, "state"),
        ("vi /etc/motd", 0, 1, "carried"),
        ("vi /etc/motd", 0, 0, "left out"),
        ("su - anna", 0, 0, "left out"),
        ("su - anna", 0, 2, "carried"),
        ("sleep 100 && touch /x", None, 0, "left out"),
        ("cd /nosuch", 1, 0, "state"),
        ("# a comment", 0, 0, "left out"),
        ("cat /etc/x; ls", 0, 1, "carried"),
        ("(sleep 1; my-tool) &", 0, 1, "carried"),
        ("awk 'BEGIN { print 1 > \"/p0\" }'", 0, 1, "run"),
        ("python3", 0, 2, "carried"),
        ("echo " + "y" * 70_000 + " > /p0", 0, 1, "carried"),
        ("echo 'x\n" + "y\n" * 31_000 + "' > /p0", 0, 1, "carried"),
        ("cat > /p0 <<E\n" + "y\n" * 31_000 + "E", 0, 1, "run"),
        ("server & sleep 1; curl -o /p0 localhost", 0, 1, "run"),
        ("echo 10.0.0.9 db | sudo tee -a /etc/hosts", 0, 0, "left out"),
        ("echo 10.0.0.9 db >> /etc/hosts && make", 0, 0, "run"),
        ("echo x > /etc/hostname > /etc/motd", 0, 0, "run"),
    ],
)
def test_fates(text: str, status: int | None, paths: int, fate: str) -> None:
    decision = decide(text, status, paths)
    assert decision.fate == fate
    assert decision.reason


@pytest.mark.parametrize(
    ("text", "ran"),
    [
        ("sed -i s/a/b/ /p && diff /old /p", ("run", "sed -i s/a/b/ /p", 0)),
        ("cd /; sed -i s/a/b/ p && make", ("run", "cd /; sed -i s/a/b/ p && make", 1)),
        ("sed -i s/a/b/ /q && make", ("left out", "sed -i s/a/b/ /q && make", 1)),
        ("mkdir -p /d && cd /d && npm init", ("run", "mkdir -p /d && cd /d && npm init", 1)),
        ("pip install -r /p | cat && make", ("left out", "pip install -r /p | cat && make", 1)),
        ("cat /p && make > /q", ("left out", "cat /p && make > /q", 1)),
    ],
)
def test_what_a_failed_line_did_to_a_file_that_changed_later_is_repeated(text: str, ran: tuple[str, str, int]) -> None:
    failed = Command(text, 1, "/", "root", 1.0, 2.0, "sh", 1)
    later = Command("echo c >> /p", 0, "/", "root", 3.0, 4.0, "sh", 1)
    before, after = Entry("file", 0o644, 0, 0, digest="a"), Entry("file", 0o644, 0, 0, digest="b", ctime_ns=1)
    change = Change("/p", "changed", before, after, "command 2", 1)
    folder = Change("/d", "added", None, Entry("directory", 0o755, 0, 0, ctime_ns=1), "command 2", 1)
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (failed, later), (folder, change))
    decision = choose([snapshot], Repairs())[0]
    assert (decision.fate, decision.command.text, decision.command.status) == ran


def test_without_change_times_an_unknown_command_is_kept() -> None:
    assert decide("my-tool --now", times=False).fate == "run"


def test_repairs_restore_and_drop() -> None:
    assert decide("my-tool --now", repairs=Repairs(restore=frozenset({(1, 0)}))).fate == "run"
    assert decide("make", 0, 2, repairs=Repairs(drop=frozenset({(1, 0)}))).fate == "carried"
    assert decide("mkdir /x", 0, 0, repairs=Repairs(drop=frozenset({(1, 0)}))).fate == "left out"


def test_a_command_whose_files_are_copied_is_replaced_only_if_it_made_nothing_else() -> None:
    carried = Repairs(carry=frozenset({PathRepair("/p0", 0, 1)}))
    assert decide("date > /p0", 0, 1, repairs=carried).fate == "carried"
    assert decide("make", 0, 1, repairs=carried).fate == "run"
    assert decide("tar czf /p0 .", 0, 1, repairs=carried).fate == "carried"
    assert decide("rm -rf old && tar czf /p0 .", 0, 1, repairs=carried).fate == "run"
    assert decide("tar czf /p0 --remove-files p1", 0, 2, repairs=carried).fate == "run"
    job = decide("date > /p0 &", 0, 1, repairs=carried)
    assert (job.fate, job.reason) == ("carried", "ran in the background")
    kept = Repairs(carry=frozenset({PathRepair("/p0", 0, 1)}), keep=frozenset({(1, 0)}))
    assert decide("date > /p0", 0, 1, repairs=kept).fate == "run"


def test_the_reason_for_a_copied_job_that_was_waited_for_is_that_it_ran_in_the_background() -> None:
    change = Change("/p0", "added", None, Entry("file", 0o644, 0, 0, 1, "0"), "command 1", 0)
    commands = tuple(
        Command(text, 0, "/", "root", at, at + 1, "bash", 1) for at, text in enumerate(["x > /p0 &", "wait"])
    )
    made = Snapshot("box", 1, "i", "t", BASE, "m", 0.0, ImageConfig(), commands, (change,))
    assert choose([made], Repairs())[0].fate == "run"
    again = choose([made], Repairs(carry=frozenset({PathRepair("/p0", 0, 1)})))[0]
    assert (again.fate, again.reason) == ("carried", "ran in the background")
