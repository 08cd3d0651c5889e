"""Passwords that were set become the hashes that /etc/shadow has."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.recipe.rewrite.passwords import with_hashes
from tests.recipe.story import load

BOB, AL = "$y$j9T$Ab./c$De", "$6$x$y"
SHADOW = rf"root:*:1:0:::::\nbob:{BOB}:1:0:::::\nal:!{AL}:1:0:::::\nnone:!:1:0:::::\n"
OLD = r"root:*:1:0:::::\n"
EVERY = r"root:*:1:0:::::\nbob:!:1:0:::::\nal:!:1:0:::::\nnone:!:1:0:::::\n"
SET_BOB = f"sed -i 's|^bob:[^:]*|bob:{BOB}|' /etc/shadow"


def reworded(tmp_path: Path, text: str, backup: str = OLD, more: str = "") -> str | None:
    story = tmp_path / "story.toml"
    story.write_text(
        f"[[snapshot]]\nmessage = \"m\"\n[[snapshot.command]]\ntext = '''{text}'''\n{more}\n"
        f'changes = [{{path = "/etc/shadow", content = "{SHADOW}"}}, {{path = "/etc/shadow-", content = "{backup}"}}]\n'
    )
    _, snapshots, contents = load(story)
    return with_hashes(snapshots, lambda _seq, change: contents.get(change.content), {}).get((1, 0))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("echo 'bob:SNAP_SECRET_1' | chpasswd", SET_BOB),
        ("echo bob:SNAP_SECRET_1 | sudo chpasswd && id bob", f"{SET_BOB} && id bob"),
        (
            "useradd al; printf 'al:SNAP_SECRET_1\\nbob:SNAP_SECRET_2\\n' | chpasswd",
            f"useradd al; sed -i -e 's|^al:[^:]*|al:{AL}|' -e 's|^bob:[^:]*|bob:{BOB}|' /etc/shadow",
        ),
        ("chpasswd <<EOF\nbob:SNAP_SECRET_1\nEOF", SET_BOB),
        ("chpasswd <<< 'bob:SNAP_SECRET_1'", SET_BOB),
        ("passwd bob", SET_BOB),
        ("adduser bob", f"adduser bob && {SET_BOB}"),
    ],
)
def test_a_password_becomes_its_hash(tmp_path: Path, text: str, becomes: str) -> None:
    assert reworded(tmp_path, text) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "echo none:SNAP_SECRET_1 | chpasswd",
        "echo $u:SNAP_SECRET_1 | chpasswd",
        "make-list bob:x | chpasswd",
        "echo 'bob:$6$a$b' | chpasswd -e",
        "passwd -l bob",
        "passwd none",
        "adduser --disabled-password bob",
    ],
)
def test_others_stay(tmp_path: Path, text: str) -> None:
    assert reworded(tmp_path, text) is None


@pytest.mark.parametrize("backup", [EVERY, OLD + rf"bob:!{BOB}:1:0:::::\n"])
def test_a_copy_that_was_kept_is_made_again(tmp_path: Path, backup: str) -> None:
    assert reworded(tmp_path, "echo bob:SNAP_SECRET_1 | chpasswd", backup) == f"echo 'bob:{BOB}' | chpasswd -e"


def test_what_failed_stays(tmp_path: Path) -> None:
    assert reworded(tmp_path, "echo bob:SNAP_SECRET_1 | chpasswd", more="status = 1") is None
