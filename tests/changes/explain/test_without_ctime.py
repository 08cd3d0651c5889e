"""Changes without change times, as layers out of a stream have them: the content's time, in whole seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.model import Change, Command, Entry
from tests.rootfs.samples import DIRECTORY, file

OLD = 5
APT = Package("dpkg", "vim-tiny", "2", stamp_file="/var/lib/dpkg/info/vim-tiny.list", paths=("/usr/bin/vim.tiny",))


def command(text: str, begin: float, end: float, cwd: str = "/") -> Command:
    return Command(text, 0, cwd, "root", begin, end, "bash", 1, "s")


def at(second: int, entry: Entry | None = None) -> Entry:
    return replace(entry or file(), mtime_ns=second * 10**9)


def link(second: int, target: str) -> Entry:
    return at(second, replace(file(), kind="symlink", link=target, size=0, digest=""))


def told(
    commands: list[Command],
    new: Mapping[str, Entry],
    old: Mapping[str, Entry] | None = None,
    packages: tuple[Package, ...] = (),
) -> list[int | None]:
    """Give the commands of new paths, beside others that were there."""
    changes = [Change(path, "added", None, entry) for path, entry in new.items()]
    evidence = Evidence(
        after={**(old or {}), **new}, owners=Owners(packages), fresh=frozenset(package.label for package in packages)
    )
    return [change.command for change in attribute(changes, commands, evidence)]


def test_a_link_with_its_targets_time_came_with_the_package_of_that() -> None:
    commands = [
        command("apt-get install -y vim-tiny", 100, 110),
        command("which vi", 110.2, 110.3),
        command("touch /usr/bin/other", 120, 121),
    ]
    new = {
        "/usr/bin/vi": link(OLD, "/etc/alternatives/vi"),
        "/etc/alternatives/vi": link(OLD, "../../bin/vim.tiny"),
        "/bin/vim.tiny": at(OLD),
        APT.stamp_file: at(108),
        "/usr/bin/other": at(120),
    }
    old = {"/usr/bin": at(120, DIRECTORY), "/etc/alternatives": at(109, DIRECTORY)}
    assert told(commands, new, old, (APT,)) == [0, 0, 0, 0, 2]


def test_links_in_a_circle_end() -> None:
    assert told([command("x", 100, 110)], {"/a": link(OLD, "/b"), "/b": link(OLD, "/a")}) == [None, None]


def test_what_is_older_than_all_came_when_its_directory_got_a_name() -> None:
    commands = [
        command("unpack", 100, 110),
        command("ls /opt", 110.1, 110.2),
        command("tar xf /tmp/t -C /srv", 120, 121),
        command("cat /opt/app/main", 130, 131),
    ]
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
    new = {
        "/opt/m": at(40, DIRECTORY),
        "/opt/m/copied": at(40),
        "/opt/m/older": at(OLD),
        "/opt/src": at(22, DIRECTORY),
        "/opt/src/old": at(OLD),
    }
    assert told(commands, new) == [0, None, None, 1, 1]
    later = [command("make", 100, 110), command("useradd ann", 140, 141)]
    assert told(later, {"/etc/app.conf": at(OLD)}, {"/etc": at(140, DIRECTORY)}) == [None]
    noted = [command("make", 100, 110), command("echo 1 > /opt/note; touch /opt/b", 140, 141)]
    assert told(noted, {"/opt/tool": at(OLD)}, {"/opt": at(140, DIRECTORY)}) == [None]


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        ("ls /srv", "make", "/srv/out"),
        ("apt-get install -y x", "git init /srv/repo", "/srv/repo/.git/HEAD"),
        ("git init /srv/repo", "git -C /srv/repo/sub init", "/srv/repo/sub/.git/HEAD"),
        ("apt-get install -y x", "useradd ann", "/etc/group"),
        ("/srv/venv/bin/pip install x", "python3 -m venv /srv/venv", "/srv/venv/bin/python"),
    ],
)
def test_of_two_commands_in_a_second_the_nearer_to_the_path_wrote_it(first: str, second: str, path: str) -> None:
    # the first ran longer in that second
    commands = [command(first, 100, 100.8), command(second, 100.85, 100.9)]
    assert told(commands, {path: at(100)}) == [1]
    assert told(commands[::-1], {path: at(100)}) == [0]


@pytest.mark.parametrize(
    ("second", "path"),
    [
        ("cd /srv", "/etc/ld.so.cache"),
        ("rm -rf /var/lib/apt/lists/*", "/var/lib/dpkg/status"),
        ("mkdir -p /usr/share/x", "/usr/share/doc/a"),
        ("cp my.conf /etc/x/x.conf", "/etc/ld.so.cache"),
        ("cat /var/lib/dpkg/status | sort", "/var/lib/dpkg/status"),
    ],
)
def test_a_short_command_behind_a_long_one_wrote_only_what_it_can_have_written(second: str, path: str) -> None:
    commands = [command("apt-get install -y curl", 100, 110.6), command(second, 110.7, 110.9)]
    assert told(commands, {path: at(110)}) == [0]


def test_a_command_that_runs_another_can_have_written() -> None:
    for text in ("timeout 60 tar xf /tmp/src.tgz -C /opt/src", "sort -o /opt/src/x in", "strace make /opt/src"):
        assert (
            told(
                [command(text, 100, 110)],
                {"/opt/src": at(OLD, DIRECTORY), "/opt/src/x": at(OLD)},
                {"/opt": at(OLD, DIRECTORY)},
            )[1]
            == 0
        ), text


def test_what_was_unpacked_where_the_shell_is_came_with_that() -> None:
    commands = [
        command("mkdir -p /srv/app", 90, 91),
        command("cd /srv/app", 95, 95.1),
        command("tar xf /tmp/x.tgz", 100, 110, "/srv/app"),
        command("cat main.c", 120, 121, "/srv/app"),
    ]
    new = {
        "/srv/app": at(109, DIRECTORY),
        "/srv/app/main.c": at(OLD),
        "/srv/app/sub": at(OLD, DIRECTORY),
        "/srv/app/sub/y": at(OLD),
    }
    assert told(commands, new) == [0, 2, 2, 2]


def test_a_file_of_the_same_name_in_another_directory_is_another() -> None:
    commands = [command("cp /tmp/a index.html", 90, 91, "/tmp/x"), command("tar xf site.tgz -C /srv", 100, 110)]
    new = {"/tmp/x/index.html": at(90), "/srv/site": at(OLD, DIRECTORY), "/srv/site/index.html": at(OLD)}
    assert told(commands, new, {"/srv": at(105, DIRECTORY)}) == [0, 1, 1]


def test_of_those_that_name_it_the_first_brought_it() -> None:
    commands = [command("wget https://x/foo-1.tgz", 100, 101, "/root"), command("tar xf foo-1.tgz", 110, 111, "/root")]
    new = {"/root/foo-1.tgz": at(OLD), "/root/foo-1": at(OLD, DIRECTORY)}
    assert told(commands, new, {"/root": at(110, DIRECTORY)}) == [0, 1]


def test_npms_packages_come_with_the_command_that_filled_their_directories() -> None:
    lock = "/app/node_modules/.package-lock.json"
    packages = tuple(
        Package("npm", name, "1", stamp_file=lock, trees=(f"/app/node_modules/{name}",), place="/app")
        for name in ("left", "right")
    )
    commands = [command("npm install left", 100, 110), command("npm install right", 120, 130)]
    new = {"/app/node_modules/left": at(105, DIRECTORY), "/app/node_modules/left/i.js": at(105), lock: at(129)}
    assert told(commands, new, packages=packages) == [0, 0, 1]


def test_many_commands_and_paths_take_no_time() -> None:
    commands = [command(f"ls -l /srv/app; cat x{number}", number, number + 0.5) for number in range(100, 600)]
    new = {"/srv/app": at(100, DIRECTORY), **{f"/srv/app/d/{number}": at(OLD) for number in range(20_000)}}
    began = time.process_time()
    assert set(told(commands, new)[1:]) == {None}
    joined = command(" && ".join(["true"] * 2000), 100.5, 100.6)
    assert told([command("make", 100, 100.4), joined], {"/a": at(100)}) == [0]
    assert time.process_time() - began < 10


def test_of_two_commands_in_a_second_the_one_that_works_there_wrote_it() -> None:
    commands = [command("make", 100, 100.8), command("configure", 100.85, 100.9, "/srv/repo")]
    assert told(commands, {"/srv/repo/config.h": at(100)}) == [1]
    installing = [command("make", 100, 100.8), command("apt-get install -y x", 100.85, 100.9, "/usr/share")]
    assert told(installing, {"/usr/share/y": at(100)}) == [0]


def test_the_old_copies_of_the_account_files_came_with_the_new_ones() -> None:
    commands = [command("useradd ann", 100, 101), command("touch /etc/x", 110, 111)]
    assert told(
        commands, {"/etc/passwd-": at(OLD), "/etc/x": at(110)}, {"/etc/passwd": at(100), "/etc": at(110, DIRECTORY)}
    ) == [0, 1]


def test_a_new_directory_is_of_what_made_it_not_of_what_filled_it_last() -> None:
    commands = [
        command("mkdir -p /opt/src", 100, 101),
        command("unpack", 110, 111),
        command("touch /opt/src/z", 120, 121),
    ]
    new = {
        "/opt/src": at(120, DIRECTORY),
        "/opt/src/z": at(120),
        "/opt/new": at(120, DIRECTORY),
        "/opt/new/a": at(110),
        "/opt/new/z": at(120),
        "/opt/new/older": at(OLD),
    }
    assert told(commands, new) == [0, 2, 1, 1, 2, 1]


def test_without_commands_nothing_is_theirs() -> None:
    assert told([], {"/opt": at(100, DIRECTORY), "/opt/x": at(100), "/opt/y": at(OLD)}) == [None] * 3
