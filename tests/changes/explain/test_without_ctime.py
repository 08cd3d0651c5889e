"""Changes without change times, as in layers from a stream: only modification times, in whole seconds."""

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


def commands_of(
    commands: list[Command],
    new: Mapping[str, Entry],
    old: Mapping[str, Entry] | None = None,
    packages: tuple[Package, ...] = (),
) -> list[int | None]:
    """Return the commands of new paths; `old` are other paths that exist."""
    changes = [Change(path, "added", None, entry) for path, entry in new.items()]
    evidence = Evidence(
        after={**(old or {}), **new}, owners=Owners(packages), fresh=frozenset(package.label for package in packages)
    )
    return [change.command for change in attribute(changes, commands, evidence)]


def test_a_link_with_the_time_of_its_target_belongs_to_the_installation_of_that() -> None:
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
    assert commands_of(commands, new, old, (APT,)) == [0, 0, 0, 0, 2]


def test_links_in_a_circle_end() -> None:
    assert commands_of([command("x", 100, 110)], {"/a": link(OLD, "/b"), "/b": link(OLD, "/a")}) == [None, None]


def test_a_path_older_than_all_commands_was_made_when_its_directory_changed() -> None:
    commands = [
        command("unpack", 100, 110),
        command("ls /opt", 110.1, 110.2),
        command("tar xf /tmp/t -C /srv", 120, 121),
        command("cat /opt/app/main", 130, 131),
    ]
    new = {"/opt/app": at(OLD, DIRECTORY), "/opt/app/main": at(OLD), "/srv/t": at(OLD)}
    assert commands_of(commands, new, {"/opt": at(110, DIRECTORY), "/srv": at(120, DIRECTORY)}) == [0, 0, 2]


def test_a_directory_whose_time_was_set_back_explains_nothing() -> None:
    assert commands_of([command("unpack", 100, 110)], {"/opt/main": at(OLD)}, {"/opt": at(OLD, DIRECTORY)}) == [None]


def test_a_later_command_that_names_a_path_did_not_make_it() -> None:
    commands = [command("fetch", 100, 110), command("sha256sum /opt/tool > /opt/sum", 120, 121)]
    assert commands_of(commands, {"/opt/tool": at(OLD)}, {"/opt": at(105, DIRECTORY)}) == [0]
    later = [command("cp -p a /opt/tool", 90, 91), *commands]
    assert commands_of(later, {"/opt/tool": at(OLD), "/opt/sum": at(120)}, {"/opt": at(121, DIRECTORY)}) == [0, 2]


def test_paths_from_outside_have_no_command() -> None:
    commands = [command("mkdir -p /opt/m", 10, 11), command("tar xf /tmp/src.tgz -C /opt/src", 20, 25)]
    new = {
        "/opt/m": at(40, DIRECTORY),
        "/opt/m/copied": at(40),
        "/opt/m/older": at(OLD),
        "/opt/src": at(22, DIRECTORY),
        "/opt/src/old": at(OLD),
    }
    assert commands_of(commands, new) == [0, None, None, 1, 1]
    later = [command("make", 100, 110), command("useradd ann", 140, 141)]
    assert commands_of(later, {"/etc/app.conf": at(OLD)}, {"/etc": at(140, DIRECTORY)}) == [None]
    noted = [command("make", 100, 110), command("echo 1 > /opt/note; touch /opt/b", 140, 141)]
    assert commands_of(noted, {"/opt/tool": at(OLD)}, {"/opt": at(140, DIRECTORY)}) == [None]


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
def test_of_two_commands_in_a_second_the_nearer_one_to_the_path_wrote_it(first: str, second: str, path: str) -> None:
    # the first ran longer in that second
    commands = [command(first, 100, 100.8), command(second, 100.85, 100.9)]
    assert commands_of(commands, {path: at(100)}) == [1]
    assert commands_of(commands[::-1], {path: at(100)}) == [0]


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
def test_a_short_command_after_a_long_one_wrote_only_what_it_can_write(second: str, path: str) -> None:
    commands = [command("apt-get install -y curl", 100, 110.6), command(second, 110.7, 110.9)]
    assert commands_of(commands, {path: at(110)}) == [0]


def test_a_command_that_runs_another_may_write() -> None:
    for text in ("timeout 60 tar xf /tmp/src.tgz -C /opt/src", "sort -o /opt/src/x in", "strace make /opt/src"):
        assert (
            commands_of(
                [command(text, 100, 110)],
                {"/opt/src": at(OLD, DIRECTORY), "/opt/src/x": at(OLD)},
                {"/opt": at(OLD, DIRECTORY)},
            )[1]
            == 0
        ), text


def test_paths_unpacked_in_the_working_directory() -> None:
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
    assert commands_of(commands, new) == [0, 2, 2, 2]


def test_a_file_of_the_same_name_in_another_directory_is_another() -> None:
    commands = [command("cp /tmp/a index.html", 90, 91, "/tmp/x"), command("tar xf site.tgz -C /srv", 100, 110)]
    new = {"/tmp/x/index.html": at(90), "/srv/site": at(OLD, DIRECTORY), "/srv/site/index.html": at(OLD)}
    assert commands_of(commands, new, {"/srv": at(105, DIRECTORY)}) == [0, 1, 1]


def test_of_the_commands_that_name_a_path_the_first_made_it() -> None:
    commands = [command("wget https://x/foo-1.tgz", 100, 101, "/root"), command("tar xf foo-1.tgz", 110, 111, "/root")]
    new = {"/root/foo-1.tgz": at(OLD), "/root/foo-1": at(OLD, DIRECTORY)}
    assert commands_of(commands, new, {"/root": at(110, DIRECTORY)}) == [0, 1]


def test_npm_packages_belong_to_the_command_that_filled_their_directories() -> None:
    lock = "/app/node_modules/.package-lock.json"
    packages = tuple(
        Package("npm", name, "1", stamp_file=lock, trees=(f"/app/node_modules/{name}",), place="/app")
        for name in ("left", "right")
    )
    commands = [command("npm install left", 100, 110), command("npm install right", 120, 130)]
    new = {"/app/node_modules/left": at(105, DIRECTORY), "/app/node_modules/left/i.js": at(105), lock: at(129)}
    assert commands_of(commands, new, packages=packages) == [0, 0, 1]


def test_many_commands_and_paths_are_fast() -> None:
    commands = [command(f"ls -l /srv/app; cat x{number}", number, number + 0.5) for number in range(100, 600)]
    new = {"/srv/app": at(100, DIRECTORY), **{f"/srv/app/d/{number}": at(OLD) for number in range(20_000)}}
    began = time.process_time()
    assert set(commands_of(commands, new)[1:]) == {None}
    joined = command(" && ".join(["true"] * 2000), 100.5, 100.6)
    assert commands_of([command("make", 100, 100.4), joined], {"/a": at(100)}) == [0]
    assert time.process_time() - began < 10


def test_of_two_commands_in_a_second_the_one_that_works_there_wrote_it() -> None:
    commands = [command("make", 100, 100.8), command("configure", 100.85, 100.9, "/srv/repo")]
    assert commands_of(commands, {"/srv/repo/config.h": at(100)}) == [1]
    installing = [command("make", 100, 100.8), command("apt-get install -y x", 100.85, 100.9, "/usr/share")]
    assert commands_of(installing, {"/usr/share/y": at(100)}) == [0]


def test_the_backup_copies_of_the_account_files_belong_to_the_command_that_changed_these() -> None:
    commands = [command("useradd ann", 100, 101), command("touch /etc/x", 110, 111)]
    assert commands_of(
        commands, {"/etc/passwd-": at(OLD), "/etc/x": at(110)}, {"/etc/passwd": at(100), "/etc": at(110, DIRECTORY)}
    ) == [0, 1]


def test_a_new_directory_belongs_to_the_command_that_made_it_not_to_the_last_that_filled_it() -> None:
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
    assert commands_of(commands, new) == [0, 2, 1, 1, 2, 1]


def test_without_commands_no_path_has_one() -> None:
    assert commands_of([], {"/opt": at(100, DIRECTORY), "/opt/x": at(100), "/opt/y": at(OLD)}) == [None] * 3
