"""Reasons for copied files come from a closed list and say no more than their evidence shows."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, Snapshot
from snapshotter.recipe import reasons
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN


def test_the_list_is_closed() -> None:
    named = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert named == reasons.EVIDENCE.keys()
    for story in GOLDEN.iterdir():
        base, snapshots, _ = load(story / "story.toml")
        for reason in plan(base, snapshots).carried.values():
            known = [
                one
                for one in (*reasons.EVIDENCE, "failed with status ", "changed while the shell")
                if reason.startswith(one)
            ]
            assert known or reason.startswith("changed in a shell that did not report"), reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date > /a", reasons.CHANCE),
        ("head -c 9 /dev/urandom > /a", reasons.CHANCE),
        ("echo $RANDOM > /a", reasons.CHANCE),
        ("wget http://example.com/page", reasons.FETCHED),
        ("tar czf /a.tgz /srv", reasons.CHANCE),
        ("curl http://example.com/x | tar xz", reasons.FETCHED),
        ("cp /etc/hostname /a", reasons.MACHINE),
        ("uname -a > /a", reasons.MACHINE),
        ("echo x | crontab -", reasons.CHANCE),
        ("apt-get install -y postfix", reasons.OTHER),
        ("./configure", reasons.OTHER),
        ("echo update > /a", reasons.OTHER),
    ],
)
def test_other_content_is_called_random_only_where_the_command_uses_chance_or_time(text: str, reason: str) -> None:
    assert reasons.of_other_content(text) == reason


@pytest.mark.parametrize(
    ("written", "reason"), [(1, reasons.BROUGHT), (99_999_999_999, reasons.OUTSIDE), (0, reasons.OUTSIDE)]
)
def test_what_came_with_an_older_time_was_brought_in(written: int, reason: str) -> None:
    entry = Entry("file", 0o644, 0, 0, ctime_ns=100_000_000_000, mtime_ns=written)
    assert reasons.of_outside(entry) == reason
    assert reasons.of_outside(None) == reasons.OUTSIDE


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("cat > /etc/x", True),
        ("cat - >> /etc/x", True),
        ("tee /etc/x", True),
        ("cat /etc/y > /etc/x", False),
        ("cat > /etc/x < /etc/y", False),
        ("cat > /etc/x <<E\na\nE", False),
        ("echo a | tee /etc/x", False),
        ("tee /etc/x <<< a", False),
    ],
)
def test_what_reads_the_terminal(text: str, typed: bool) -> None:
    assert reasons.reads_terminal(text) == typed


@pytest.mark.parametrize(
    ("edit", "text", "reason"),
    [
        ("echo '10.0.0.7 mirror.local mirror' >> /etc/hosts", "wget -q http://mirror/x -O /srv/x", reasons.HOSTS),
        ("echo ::1 six | tee -a /etc/hosts", "getent hosts six > /srv/x", reasons.HOSTS),
        ("vi /etc/hosts", "curl -so /srv/x http://mirror/x", reasons.HOSTS),
        ("vi /etc/hosts", "cp /run/x /srv/x", reasons.FAILS),
        ("echo '10.0.0.7 mirror' >> /etc/hosts", "wget -q http://other/x -O /srv/x", reasons.FAILS),
        ("cat /etc/hosts", "wget -q http://mirror/x -O /srv/x", reasons.FAILS),
    ],
)
def test_a_step_that_fails_without_an_edit_of_hosts_says_so(edit: str, text: str, reason: str) -> None:
    entry = Entry("file", 0o644, 0, 0, 1, "d", ctime_ns=3_500_000_000)
    commands = (Command(edit, 0, "/", "root", 1.0, 2.0, "bash", 1), Command(text, 0, "/", "root", 3.0, 4.0, "bash", 1))
    made = (Change("/srv/x", "added", None, entry, "command 2", 1),)
    base = Base("debian:bookworm", "sha256:00")
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, base.config, commands, made)
    found = plan(base, [snapshot], Repairs(drop=frozenset({(1, 1)}))).carried["/srv/x"]
    assert found == f"{reason}: {text}"
