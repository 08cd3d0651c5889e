"""An editor in which a person types is told from a program that is called as one."""

from __future__ import annotations

import pytest

from snapshotter.shell.facts import facts


@pytest.mark.parametrize(
    "text",
    [
        "visudo",
        "sudo visudo -f /etc/sudoers.d/al",
        "EDITOR=nano visudo",
        "VISUAL=/usr/bin/vim EDITOR=true crontab -e",
        "crontab -e",
        "sudo -e /etc/motd",
        "SUDO_EDITOR=nano EDITOR=true sudoedit f",
        "vipw",
        "EDITOR=true nano f",
        "ls | vim -",
    ],
)
def test_a_person_types_into_an_editor(text: str) -> None:
    assert facts(text).edits


@pytest.mark.parametrize(
    "text",
    [
        "EDITOR='sed -i s/x/y/' visudo -f /etc/sudoers.d/al",
        'EDITOR="sed -i s/$A/b/" crontab -e',
        "echo x | sudo EDITOR='tee -a' visudo",
        "sudo env EDITOR=/usr/local/bin/add-rule visudo",
        "VISUAL='ex -s' vipw",
        "SUDO_EDITOR='cp /srv/new' sudoedit /etc/motd",
        "printf 'a\\nx\\n.\\nw\\n' | ed f",
        "visudo -c",
        "visudo -cf /etc/sudoers.d/al",
        "crontab -l",
        "vim -es f",
        "git commit",
    ],
)
def test_a_program_that_edits_asks_nobody(text: str) -> None:
    assert not facts(text).edits


def test_a_file_that_a_program_edits_is_written_even_if_it_is_overwritten_later() -> None:
    assert facts("echo x | EDITOR='tee -a' visudo").surely_writes
    assert facts("EDITOR=true crontab -e").surely_writes
    assert not facts("visudo -cf /etc/sudoers").surely_writes
    assert not facts("crontab -l").surely_writes
