"""Changes without change times, as layers out of a stream have them: the content's time, in whole seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from snapshotter.model import Change, Command, Entry
from snapshotter.packages.owners import Owners, Package
from snapshotter.rootfs.attribute import Evidence, attribute
from tests.rootfs.samples import DIRECTORY, file

OLD = 5
APT = Package("dpkg", "vim-tiny", "2", witness="/var/lib/dpkg/info/vim-tiny.list", paths=("/usr/bin/vim.tiny",))


def command(text: str, begin: float, end: float, cwd: str = "/") -> Command:
    return Command(text, 0, cwd, "root", begin, end, "bash", 1, "s")


def at(second: int, entry: Entry | None = None) -> Entry:
    return replace(entry or file(), mtime_ns=second * 10**9)


def link(second: int, target: str) -> Entry:
    return at(second, replace(file(), kind="symlink", link=target, size=0, digest=""))


def told(commands: list[Command], new: Mapping[str, Entry], old: Mapping[str, Entry] | None = None,
         packages: tuple[Package, ...] = ()) -> list[int | None]:
    """Give the commands of new paths, beside others that were there."""
    changes = [Change(path, "added", None, entry) for path, entry in new.items()]
    evidence = Evidence(after={**(old or {}), **new}, owners=Owners(packages),
                        fresh=frozenset(package.label for package in packages))
    return [change.command for change in attribute(changes, commands, evidence)]


def test_a_link_with_its_targets_time_came_with_the_package_of_that() -> None:
    commands = [command("apt-get install -y vim-tiny", 100, 110), command("which vi", 110.2, 110.3),
                command("touch /usr/bin/other", 120, 121)]
    new = {"/usr/bin/vi": link(OLD, "/etc/alternatives/vi"), "/etc/alternatives/vi": link(OLD, "../../bin/vim.tiny"),
           "/bin/vim.tiny": at(OLD), APT.witness: at(108), "/usr/bin/other": at(120)}
    old = {"/usr/bin": at(120, DIRECTORY), "/etc/alternatives": at(109, DIRECTORY)}
    assert told(commands, new, old, (APT,)) == [0, 0, 0, 0, 2]


def test_links_in_a_circle_end() -> None:
    assert told([command("x", 100, 110)], {"/a": link(OLD, "/b"), "/b": link(OLD, "/a")}) == [None, None]


def test_what_is_older_than_all_came_when_its_directory_got_a_name() -> None:
    commands = [command("unpack", 100, 110), command("ls /opt", 110.1, 110.2),
                command("tar xf /tmp/t -C /srv", 120, 121), command("cat /opt/app/main", 130, 131)]
    new = {"/opt/app": at(OLD, DIRECTORY), "/opt/app/main": at(OLD), "/srv/t": at(OLD)}
    assert told(commands, new, {"/opt": at(110, DIRECTORY), "/srv": at(120, DIRECTORY)}) == [0, 0, 2]


def test_a_directory_whose_time_was_put_back_says_nothing() -> None:
    assert told([command("unpack", 100, 110)], {"/opt/main": at(OLD)}, {"/opt": at(OLD, DIRECTORY)}) == [None]


def test_a_name_typed_after_it_came_is_not_what_brought_it() -> None:
    commands = [command("fetch", 100, 110), command("sha256sum /opt/tool > /opt/sum", 120, 121)]
    assert told(commands, {"/opt/tool": at(OLD)}, {"/opt": at(105, DIRECTORY)}) == [0]
    later = [command("cp -p a /opt/tool", 90, 91), *commands]
    assert told(later, {"/opt/tool": at(OLD), "/opt/sum": at(120)}, {"/opt": at(121, DIRECTORY)}) == [0, 2]


def test_what_came_from_outside_is_no_commands() -> None:
    commands = [command("mkdir -p /opt/m", 10, 11), command("tar xf /tmp/src.tgz -C /opt/src", 20, 25)]
    new = {"/opt/m": at(40, DIRECTORY), "/opt/m/copied": at(40), "/opt/m/older": at(OLD),
           "/opt/src": at(22, DIRECTORY), "/opt/src/old": at(OLD)}
    assert told(commands, new) == [0, None, 0, 1, 1]


@pytest.mark.parametrize(("first", "second", "path"), [
    ("ls /srv", "make", "/srv/out"),
    ("apt-get install -y x", "git init /srv/repo", "/srv/repo/.git/HEAD"),
    ("git init /srv/repo", "git -C /srv/repo/sub init", "/srv/repo/sub/.git/HEAD"),
    ("apt-get install -y x", "useradd ann", "/etc/group"),
    ("/srv/venv/bin/pip install x", "python3 -m venv /srv/venv", "/srv/venv/bin/python"),
])
def test_of_two_commands_in_a_second_the_nearer_to_the_path_wrote_it(first: str, second: str, path: str) -> None:
    # the first ran longer in that second
    commands = [command(first, 100, 100.8), command(second, 100.85, 100.9)]
    assert told(commands, {path: at(100)}) == [1]
    assert told(commands[::-1], {path: at(100)}) == [0]


def test_of_two_commands_in_a_second_the_one_that_works_there_wrote_it() -> None:
    commands = [command("make", 100, 100.8), command("configure", 100.85, 100.9, "/srv/repo")]
    assert told(commands, {"/srv/repo/config.h": at(100)}) == [1]
    installing = [command("make", 100, 100.8), command("apt-get install -y x", 100.85, 100.9, "/usr/share")]
    assert told(installing, {"/usr/share/y": at(100)}) == [0]


def test_the_old_copies_of_the_account_files_came_with_the_new_ones() -> None:
    commands = [command("useradd ann", 100, 101), command("touch /etc/x", 110, 111)]
    assert told(commands, {"/etc/passwd-": at(OLD), "/etc/x": at(110)},
                {"/etc/passwd": at(100), "/etc": at(110, DIRECTORY)}) == [0, 1]


def test_a_new_directory_is_of_what_made_it_not_of_what_filled_it_last() -> None:
    commands = [command("mkdir -p /opt/src", 100, 101), command("unpack", 110, 111),
                command("touch /opt/src/z", 120, 121)]
    new = {"/opt/src": at(120, DIRECTORY), "/opt/src/z": at(120), "/opt/new": at(120, DIRECTORY), "/opt/new/a": at(110),
           "/opt/new/z": at(120), "/opt/new/older": at(OLD)}
    assert told(commands, new) == [0, 2, 1, 1, 2, 2]


def test_without_commands_nothing_is_theirs() -> None:
    assert told([], {"/opt": at(100, DIRECTORY), "/opt/x": at(100), "/opt/y": at(OLD)}) == [None] * 3
