"""Files that came from outside, and what the commands then did with them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from snapshotter.model import Adopted, Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.brought.find import brought
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.model import Carry, Repairs, Run
from snapshotter.recipe.plan import plan
from snapshotter.recipe.reasons import BROUGHT_THEN_CHANGED, BROUGHT_THEN_USED
from snapshotter.recipe.write.dockerfile import write

NANO = 10**9
BASE = Base("debian:bookworm", "sha256:base")
OLD = 500 * NANO
"""A time of whole seconds before the session."""


def snapshot(texts: Sequence[str], *changes: Change) -> Snapshot:
    """Return a snapshot of commands that began at 1000, 1010, … and ran for five seconds."""
    commands = tuple(
        Command(text, 0, "/", "root", 1000 + at * 10, 1005 + at * 10, "bash", 1, "s1", 1)
        for at, text in enumerate(texts)
    )
    ordered = tuple(sorted(changes, key=lambda change: change.path))
    return Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), commands, ordered)


def file(path: str, command: int | None, written: int = OLD, content: str = "c", **more: int) -> Change:
    """Return a new file that a command changed last; `written` is its modification time."""
    changed = 1001 * NANO + (command or 0) * 10 * NANO + 7
    entry = Entry(
        "file", more.get("mode", 0o644), more.get("uid", 0), 0, 1, content, mtime_ns=written, ctime_ns=changed
    )
    return Change(path, "added", None, entry, "", command, content=content)


def during(command: int) -> int:
    """Return a time at which a command ran."""
    return 1001 * NANO + command * 10 * NANO + 3


def found(texts: Sequence[str], *changes: Change) -> list[tuple[str, int, str, int | None]]:
    """Return of each brought file its first path, its first user, where its content is, and the last edit."""
    return [
        (one.change.path, one.first_user, one.taken_from, one.edit) for one in brought(snapshot(texts, *changes)).files
    ]


def test_a_file_whose_owner_and_mode_were_set_came_from_outside() -> None:
    texts = ("mkdir -p /opt/app", "chown app /etc/x", "chmod 600 /etc/x")
    assert found(texts, file("/etc/x", 2, mode=0o600)) == [("/etc/x", 1, "/etc/x", None)]


def test_nothing_comes_from_outside_while_an_instruction_runs() -> None:
    made = snapshot(("chmod 600 /etc/x",), file("/etc/x", 0, mode=0o600))
    assert brought(made).files
    assert not brought(replace(made, adopted=Adopted("web:1", own="RUN"))).files
    assert brought(replace(made, adopted=Adopted("web:1"))).files


def test_a_folder_whose_owner_was_set_came_from_outside() -> None:
    assert found(("chown -R app /srv/in",), file("/srv/in/a", 0), file("/srv/in/b/c", 0)) == [
        ("/srv/in/a", 0, "/srv/in/a", None),
        ("/srv/in/b/c", 0, "/srv/in/b/c", None),
    ]


def test_a_file_that_was_moved_is_copied_to_its_first_place() -> None:
    texts = ("mv /tmp/x /opt/", "chmod +x /opt/x")
    assert found(texts, file("/opt/x", 1)) == [("/tmp/x", 0, "/opt/x", None)]


def test_a_copy_made_before_an_edit_has_the_content_as_it_was_brought() -> None:
    texts = ("cp /etc/x /etc/x.bak", "sed -i s/a/b/ /etc/x")
    changes = file("/etc/x.bak", 0, during(0), "old"), file("/etc/x", 1, during(1), "new")
    assert found(texts, *changes) == [("/etc/x", 0, "/etc/x.bak", None)]


def test_of_an_edited_file_only_the_result_is_known() -> None:
    texts = ("chmod 600 /etc/x", "sed -i s/a/b/ /etc/x", "chown app /etc/x")
    one = snapshot(texts, file("/etc/x", 2, during(1)))
    assert found(texts, *one.changes) == [("/etc/x", 0, "/etc/x", 1)]
    assert [(d.fate, d.reason) for d in choose([one], Repairs())][1] == ("carried", BROUGHT_THEN_CHANGED)
    assert [d.fate for d in choose([one], Repairs())] == ["run", "carried", "run"]


def test_what_was_appended_to_was_there_only_if_an_earlier_command_needed_it() -> None:
    assert found(("echo a >> /etc/x",), file("/etc/x", 0, during(0))) == []
    assert found(("chmod 600 /etc/x", "echo a >> /etc/x"), file("/etc/x", 1, during(1))) == [("/etc/x", 0, "/etc/x", 1)]


@pytest.mark.parametrize(
    "texts",
    [
        ("echo a > /etc/x", "chmod 600 /etc/x"),
        ("tar xf /root/a.tar -C /etc", "chmod 600 /etc/x"),
        ("cd /etc && wget http://example.com/x", "chmod 600 /etc/x"),
        ("wget -O /etc/x http://example.com/y", "chmod 600 /etc/x"),
        ("cp -a /usr/share/x /etc/x", "chmod 600 /etc/x"),
        ("touch /etc/x", "chmod 600 /etc/x"),
        ("for f in a; do cp -p $f /etc/; done", "chmod 600 /etc/x"),
        ("cd /etc", "sh ./fetch.sh /etc", "chmod 600 /etc/x"),
    ],
)
def test_what_a_command_may_have_made_did_not_come_from_outside(texts: Sequence[str]) -> None:
    assert found(texts, file("/etc/x", len(texts) - 1)) == []


@pytest.mark.parametrize("text", ["apt-get install -y redis", "python3 -m http.server", "sh /opt/other.sh", "make"])
def test_what_has_nothing_to_do_with_a_file_did_not_make_it(text: str) -> None:
    assert found((text, "chmod 600 /etc/x"), file("/etc/x", 1)) == [("/etc/x", 1, "/etc/x", None)]


def test_what_came_after_a_removal_is_not_what_was_there_before() -> None:
    texts = ("echo a > /etc/x", "rm /etc/x", "chmod 600 /etc/x")
    assert found(texts, file("/etc/x", 2)) == [("/etc/x", 2, "/etc/x", None)]


def test_a_setting_of_a_package_came_with_it() -> None:
    texts = ("apt-get install -y logrotate", "sed -i s/weekly/daily/ /etc/logrotate.conf")
    edited = file("/opt/logrotate.conf", 1, during(1))
    texts = (texts[0], texts[1].replace("/etc", "/opt"))
    assert found(texts, edited) == [("/opt/logrotate.conf", 1, "/opt/logrotate.conf", 1)]
    assert found(texts, replace(edited, modifies="logrotate 3.21.0-1")) == []
    assert [d.fate for d in choose([snapshot(texts, replace(edited, modifies="logrotate"))], Repairs())][1] == "run"


def test_a_setting_that_the_script_of_a_package_made_came_with_it() -> None:
    texts = ("apt-get install -y openssh-server", "sed -i s/a/b/ /etc/ssh/sshd_config")
    assert found(texts, file("/etc/ssh/sshd_config", 1, during(1))) == []
    assert choose([snapshot(texts, file("/etc/ssh/sshd_config", 1, during(1)))], Repairs())[1].fate == "run"
    assert found(("apt-cache policy x", texts[1]), file("/etc/ssh/sshd_config", 1, during(1)))


@pytest.mark.parametrize(
    ("text", "path"), [("npm init -y", "/package.json"), ("git clone http://example.com/app", "/app/conf")]
)
def test_what_works_in_the_root_directory_may_have_made_what_is_beside_the_system(text: str, path: str) -> None:
    assert found((text, f"sed -i s/a/b/ {path}"), file(path, 1, during(1))) == []
    assert found((text, "sed -i s/a/b/ /opt/x"), file("/opt/x", 1, during(1))) != []


def test_a_file_that_a_program_read_is_there_before_it_runs() -> None:
    texts = ("python3 /srv/x.py", "chmod +x /srv/x.py")
    assert found(texts, file("/srv/x.py", 1)) == [("/srv/x.py", 0, "/srv/x.py", None)]


def test_a_failed_command_used_nothing() -> None:
    one = snapshot(("chmod 600 /etc/x", "chmod 600 /etc/x"), file("/etc/x", 1))
    failed = Command("chmod 600 /etc/x", 1, "/", "root", 1000, 1005, "bash", 1, "s1", 1)
    changed = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (failed, one.commands[1]), one.changes)
    assert [file.first_user for file in brought(changed).files] == [1]


def test_a_folder_that_was_copied_from_one_that_is_gone_came_from_outside() -> None:
    texts = ("cp -r /tmp/in /etc/in", "mv /tmp/in/a /opt/a", "rm -r /tmp/in")
    changes = file("/etc/in/a", 0, during(0)), file("/etc/in/b", 0, during(0)), file("/opt/a", 1)
    assert found(texts, *changes) == [("/tmp/in/a", 0, "/etc/in/a", None), ("/tmp/in/b", 0, "/etc/in/b", None)]
    assert found(texts[:1], *changes[:2]) == []  # the image had it, as far as is known


def test_find_that_sets_modes_and_tee_that_appends_are_known() -> None:
    texts = ("find /srv/in -type f -exec chmod 640 {} +", "chown app /srv/in/a")
    assert found(texts, file("/srv/in/a", 1)) == [("/srv/in/a", 0, "/srv/in/a", None)]
    texts = ("mv /root/x /etc/x", "echo a | tee -a /etc/x")
    assert found(texts, file("/etc/x", 1, during(1))) == [("/root/x", 0, "/etc/x", 1)]


def test_a_script_did_not_make_what_a_command_before_it_needed() -> None:
    texts = ("chown -R app /srv/in", "cd /srv/in && sh ./deploy.sh", "cp /srv/in/a /srv/in/b")
    assert found(texts, file("/srv/in/b", 2, during(2)), file("/srv/in/a", 0)) == [("/srv/in/a", 0, "/srv/in/a", None)]
    assert found(texts[1:], file("/srv/in/b", 1, during(1)), file("/srv/in/a", 0)) == []


def test_what_was_written_while_no_command_ran_was_changed_outside() -> None:
    (one,) = brought(snapshot(("sh x.sh", "chmod 600 /etc/x"), file("/etc/x", 1, 1008 * NANO + 5))).files
    assert (one.outside, one.first_user) == (True, 1)


def test_files_are_copied_together_where_no_command_between_minds() -> None:
    texts = ("chmod 600 /etc/x", "chmod 600 /opt/y")
    assert found(texts, file("/etc/x", 0), file("/opt/y", 1))[1][1] == 0
    apart = ("chmod 600 /etc/x", "mkdir /opt/y", "chmod 600 /opt/y/z")
    assert found(apart, file("/etc/x", 0), file("/opt/y/z", 2))[1][1] == 2


def test_the_recipe_copies_what_was_brought_once_and_early_and_runs_the_commands() -> None:
    texts = ("chown 7 /etc/x", "chmod 600 /etc/x", "mv /tmp/y /etc/y")
    one = snapshot(texts, file("/etc/x", 1, content="x", mode=0o600, uid=7), file("/etc/y", 2, content="y"))
    made = plan(BASE, [one])
    carry, run = made.sections[0].steps
    assert isinstance(carry, Carry) and isinstance(run, Run)
    assert carry.reason == BROUGHT_THEN_USED
    assert [line for script in run.scripts for line in script.lines] == list(texts)
    read = list[str]()

    def content(seq: int, change: Change) -> bytes:
        read.append(change.path)
        return change.content.encode()

    recipe = write(made, content)
    assert read == ["/etc/x", "/etc/y"]  # the image has what was /tmp/y there
    assert "COPY files/etc/x /etc/x\nCOPY files/tmp/y /tmp/y\n" in recipe.dockerfile


@pytest.mark.parametrize(
    "texts",
    [
        ("mkdir -p /w && cd /w && printf x > a && cp a b", "rm -f /w/*.rej && sed -i s/x/y/ /w/a"),
        ("cd /w && printf x > a && cp a b", "mv /w/a /w/c", "mv /w/c /w/a"),
        ("cp /old /w/b && echo x > /w/b", "chmod 600 /w/b"),
    ],
)
def test_a_file_that_a_line_of_several_commands_wrote_came_from_none_outside(texts: tuple[str, ...]) -> None:
    last = len(texts) - 1
    made = [file("/w/a", last, during(last)), file("/w/b", 0, during(0))]
    assert found(texts, *made) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("useradd -r -m -d /srv/app app || echo failed", "/srv/app"),
        ("adduser --home=/srv/app app", "/srv/app"),
        ("useradd -m app", "/home/app"),
    ],
)
def test_files_of_a_new_home_directory_came_from_none_outside(text: str, home: str) -> None:
    made = [file(f"{home}/.profile", 1), file("/srv/in/a", 1)]
    assert found((text, f"chown -R app {home} /srv/in"), *made) == [("/srv/in/a", 1, "/srv/in/a", None)]
