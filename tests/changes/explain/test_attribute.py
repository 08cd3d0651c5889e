from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from snapshotter.changes.compare import accounts
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.explain.timeline import Timeline
from snapshotter.changes.packages.owners import Expected, Owners, Package
from snapshotter.model import Change, Command, Entry
from tests.rootfs.samples import DIRECTORY, file


def command(text: str, begin: float, end: float | None, depth: int = 1, session: str = "s") -> Command:
    return Command(text, 0, "/", "root", begin, end, "bash", depth, session)


def at(seconds: float, entry: Entry | None = None) -> Entry:
    return replace(entry or file(), ctime_ns=int(seconds * 10**9) + 1)


def added(path: str, entry: Entry) -> Change:
    return Change(path, "added", None, entry)


THREE = [command("apt-get install x", 100, 110), command("ls", 120, 120.5), command("touch /etc/x", 130, 131)]


@pytest.mark.parametrize(
    ("stamp", "index"),
    [(99.9, None), (99.995, 0), (100, 0), (109, 0), (110.1, None), (120.2, 1), (130.9, 2), (140, None)],
)
def test_a_time_falls_into_a_window_or_none(stamp: float, index: int | None) -> None:
    assert Timeline(THREE).command_at(stamp) == index


def test_a_command_that_never_ended_runs_on() -> None:
    assert Timeline([command("vi", 10, None)]).command_at(10**9) == 0


def test_a_command_run_in_a_shell_wins_over_the_shell() -> None:
    nested = [command("su - ann", 10, 60), command("make", 20, 30, 2), command("make install", 40, 50, 2)]
    timeline = Timeline(nested)
    assert [timeline.command_at(stamp) for stamp in (15, 25, 35, 45, 55)] == [0, 1, 0, 2, 0]
    assert timeline.command_at(19.999) == 1


def test_neighbours_closer_than_a_tick() -> None:
    # stamped up to 10 ms too early: most of the time in which it can have happened decides
    near = Timeline([command("a", 10, 20), command("b", 20.001, 30)])
    assert near.command_at(19.998) == 1
    assert near.command_at(19.992) == 0
    fast = Timeline([command("echo 1 > one", 10.001, 10.002), command("echo 2 > two", 10.003, 10.004)])
    assert fast.command_at(10.0, "/tmp/one") == 0
    assert fast.command_at(10.0, "/tmp/two") == 1


@given(
    st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(0, 5)), max_size=6), st.lists(st.integers(-1, 28))
)
def test_cached_results_are_right_for_all_times(spans: list[tuple[int, int | None]], stamps: list[int]) -> None:
    commands = [command(str(n), at, None if long is None else at + long) for n, (at, long) in enumerate(spans)]
    timeline = Timeline(commands)
    for stamp in (part + lag for part in stamps for lag in (0, 0.3, 0.7)):
        assert timeline.command_at(stamp, "", 0.4) == Timeline(commands).command_at(stamp, "", 0.4)


def test_two_sessions_at_once() -> None:
    both = [command("make", 10, 50, session="a"), command("touch x", 20, 21, session="b")]
    assert Timeline(both).command_at(20.5, "/x") == 1
    assert Timeline(both).command_at(30) == 0


def test_explanations_of_changes() -> None:
    changes = [added("/a", at(105)), added("/b", at(115)), added("/tmp/c", at(130.5)), added("/etc/x", at(130.5))]
    found = attribute(changes, THREE)
    assert [(change.by, change.command) for change in found] == [
        ("command 1", 0),
        ("outside", None),
        ("volatile", 2),
        ("command 3", 2),
    ]
    assert found[2].volatile


def test_without_change_times_the_modification_time_decides_to_the_second() -> None:
    whole = added("/etc/x", replace(file(), mtime_ns=130 * 10**9))
    coarse = added("/b", replace(file(), mtime_ns=99 * 10**9))
    assert [change.command for change in attribute([whole, coarse], THREE)] == [2, 0]


def test_without_change_times_what_is_in_a_new_directory_is_of_the_command_that_named_it_unless_written_later() -> None:
    commands = [command("mkdir -p /opt/m", 10, 11), command("tar xf /tmp/src.tgz -C /opt/src", 20, 25)]
    changes = [
        added("/opt/m", replace(DIRECTORY, mtime_ns=40 * 10**9)),
        added("/opt/m/copied", replace(file(), mtime_ns=40 * 10**9)),
        added("/opt/src", replace(DIRECTORY, mtime_ns=22 * 10**9)),
        added("/opt/src/old", replace(file(), mtime_ns=5 * 10**9)),
        added("/opt/src/late", replace(file(), mtime_ns=26 * 10**9)),
    ]
    assert [change.command for change in attribute(changes, commands)] == [0, None, 1, 1, 1]


def test_deletions_take_the_time_of_their_mark_or_directory() -> None:
    gone = [
        Change("/d", "deleted", DIRECTORY, None),
        Change("/d/x", "deleted", file(), None),
        Change("/etc/old", "deleted", file(), None),
        Change("/nowhere/y", "deleted", file(), None),
    ]
    evidence = Evidence(after={"/etc": at(130.5, DIRECTORY)}, deleted_ns={"/d": 105 * 10**9 + 1})
    assert [change.command for change in attribute(gone, THREE, evidence)] == [0, 0, 2, None]


def test_a_deletion_by_name_before_the_last_one_in_its_directory() -> None:
    commands = [command("rm -f /etc/one", 10, 11), command("rmdir /srv/d", 15, 16), command("rm /etc/tw*", 20, 21)]
    gone = [
        Change("/etc/one", "deleted", file(), None),
        Change("/etc/two", "deleted", file(), None),
        Change("/srv/d", "deleted", DIRECTORY, None),
        Change("/srv/d/in", "deleted", file(), None),
    ]
    evidence = Evidence(deleted_ns=dict.fromkeys(("/etc/one", "/etc/two", "/srv/d"), 20_500_000_001))
    assert [change.command for change in attribute(gone, commands, evidence)] == [0, 2, 1, 1]


def directory(seconds: float) -> Entry:
    return replace(DIRECTORY, ctime_ns=int(seconds * 10**9) + 1, mtime_ns=int(seconds * 10**9) + 1)


def test_a_new_directory_goes_to_what_made_it_not_to_what_last_filled_it() -> None:
    commands = [
        command("mkdir -p $HOME/{bin,data}", 10, 11),
        command("cd data; touch x y", 20, 21),
        command("rm y", 30, 31),
    ]
    changes = [
        added("/home/data", directory(30.5)),
        added("/home/data/x", at(20.5)),
        added("/home/bin", directory(10.5)),
    ]
    assert [change.command for change in attribute(changes, commands)] == [0, 1, 0]
    unnamed = [command("./configure", 10, 11), *commands[1:]]
    assert [change.command for change in attribute(changes[:2], unnamed)] == [1, 1]
    above = Evidence(after={"/home": directory(10.5)})
    assert [change.command for change in attribute(changes[:2], unnamed, above)] == [0, 1]


def test_a_directory_made_elsewhere_by_the_same_name_is_another() -> None:
    commands = [command("mkdir -p /tmp/gem/lib", 10, 11), command("gem install ./x.gem", 20, 21)]
    changes = [
        added("/var/gems/x/lib", directory(20.5)),
        added("/var/gems/x/lib/x.rb", at(20.5)),
        added("/tmp/gem/lib", directory(10.5)),
        added("/tmp/gem", directory(10.5)),
    ]
    there = Evidence(after={change.path: change.after for change in changes if change.after})
    assert [change.command for change in attribute(list(changes), commands, there)] == [1, 1, 0, 0]
    for text in (
        "cd /var/gems/x; mkdir lib",
        "mkdir -p $HOME/gems/{bin,lib}",
        "mkdir -p /var/gems/x/lib/deeper",
        "mkdir -p '/srv/My Files/lib'",
        "mkdir a && pushd a && mkdir lib",
    ):
        assert attribute(changes[:1], [command(text, 15, 16), *commands[1:]], there)[0].command == 0
    here = replace(command("mkdir -p lib", 15, 16), cwd="/linked")  # the directory may be a link to the other
    assert attribute(changes[:1], [here, *commands[1:]], there)[0].command == 0
    assert attribute(changes[:1], [replace(here, cwd="/tmp/gem"), *commands[1:]], there)[0].command == 1


def test_a_directory_made_anew_goes_to_what_made_it_last() -> None:
    commands = [
        command("mkdir d", 10, 11),
        command("rm -r d", 20, 21),
        command("mkdir d", 30, 31),
        command("touch d/x", 40, 41),
        command("rm -r e; mkdir e", 50, 51),
    ]
    changes = [added("/d", directory(40.5)), added("/d/x", at(40.5)), added("/e", directory(50.5))]
    assert [change.command for change in attribute(changes, commands)] == [2, 3, 4]


def test_a_directory_whose_owner_was_set_goes_to_that() -> None:
    commands = [
        command("mkdir /srv/app", 10, 11),
        command("chown app /srv/app", 20, 21),
        command("touch /srv/app/x", 30, 31),
    ]
    changes = [
        added("/srv/app", directory(30.5)),
        Change("/opt/app", "changed", DIRECTORY, directory(30.5)),
        added("/srv/kept", replace(DIRECTORY, ctime_ns=10_500_000_001, mtime_ns=5)),
    ]
    assert [change.command for change in attribute(changes, commands)] == [1, 1, 0]


def test_a_directory_whose_mode_was_set_before_a_file_in_it_was_copied_up() -> None:
    commands = [command("chmod 700 /etc/skel", 10, 11), command("echo x >> /etc/skel/.profile", 20, 21)]
    # the second stamps the directory again and puts its modification time back
    after = replace(DIRECTORY, mode=0o700, ctime_ns=20_500_000_001, mtime_ns=5)
    (found,) = attribute([Change("/etc/skel", "changed", DIRECTORY, after)], commands)
    assert found.command == 0


def test_without_a_useful_time_names_decide() -> None:
    commands = [
        command("chown ann /srv/app/conf", 10, 11),
        command("mv /srv/old /srv/new", 20, 21),
        command("touch -d @5 stamped", 30, 31),
    ]
    old = replace(file(b"x"), mtime_ns=5 * 10**9)
    folder = replace(DIRECTORY, mtime_ns=5 * 10**9)
    changes = [
        Change("/srv/app/conf", "changed", old, replace(old, uid=7)),
        added("/srv/new", folder),
        added("/stamped", old),
        added("/else", old),
        added("/srv/new/in/it", old),
        added("/srv/new/in", folder),
    ]
    assert [change.command for change in attribute(changes, commands)] == [0, 1, 2, None, 1, 1]


def test_a_workspaces_own_rules_make_paths_volatile() -> None:
    rules = (("/srv/app/cache/*", "fills itself"),)
    found = attribute(
        [added("/srv/app/cache/x", at(105)), added("/srv/app/y", at(105))], THREE, Evidence(volatile=rules)
    )
    assert [(change.by, change.volatile) for change in found] == [("volatile", "fills itself"), ("command 1", "")]


NGINX = Package(
    "dpkg",
    "nginx",
    "1.22",
    stamp_file="/var/lib/dpkg/info/nginx.list",
    paths=("/usr/sbin/nginx", "/etc/nginx", "/etc/nginx/nginx.conf", "/usr/share/doc/nginx"),
    expected={
        "/usr/sbin/nginx": Expected("md5", "aa"),
        "/etc/nginx/nginx.conf": Expected("md5", "cc", configuration=True),
    },
)


def owned(
    path: str, digests: dict[str, str], fresh: bool = True, stamp: float = 105, entry: Entry | None = None
) -> Change:
    evidence = Evidence(
        owners=Owners([NGINX]),
        fresh=frozenset({"nginx 1.22"} if fresh else ()),
        digest=lambda path, algorithm: digests.get(path, ""),
    )
    (change,) = attribute([added(path, at(stamp, entry))], THREE, evidence)
    return change


def test_packages_own_files_that_are_as_installed() -> None:
    assert owned("/usr/sbin/nginx", {"/usr/sbin/nginx": "aa"}).package == "nginx 1.22"
    assert owned("/usr/sbin/nginx", {"/usr/sbin/nginx": "bb"}).package == ""
    assert owned("/usr/sbin/nginx", {"/usr/sbin/nginx": "aa"}, fresh=False).package == "nginx 1.22"
    assert owned("/etc/nginx", {}, entry=DIRECTORY).package == "nginx 1.22"
    assert owned("/etc/nginx", {}, entry=DIRECTORY, fresh=False).package == ""
    assert owned("/srv/other", {}).package == ""


def test_without_a_digest_only_files_not_meant_to_be_edited_count() -> None:
    assert owned("/usr/sbin/nginx", {}).package == "nginx 1.22"
    assert owned("/usr/sbin/nginx", {}, fresh=False).package == ""
    assert owned("/etc/nginx/nginx.conf", {}).package == ""


def test_a_command_explains_before_a_package_does() -> None:
    assert owned("/usr/sbin/nginx", {}).by == "command 1"
    assert owned("/usr/sbin/nginx", {}, stamp=115).by == "package nginx 1.22"


def test_the_package_database_shows_when_files_with_old_times_were_installed() -> None:
    entry = replace(file(), mtime_ns=5 * 10**9)
    evidence = Evidence(
        after={NGINX.stamp_file: replace(file(), mtime_ns=105 * 10**9)},
        owners=Owners([NGINX]),
        fresh=frozenset({"nginx 1.22"}),
    )
    (change,) = attribute([added("/usr/sbin/nginx", entry)], THREE, evidence)
    assert (change.by, change.package) == ("command 1", "nginx 1.22")


def test_a_file_that_is_not_as_installed() -> None:
    edited = {"/etc/nginx/nginx.conf": "dd"}
    inside, outside = owned("/etc/nginx/nginx.conf", edited), owned("/etc/nginx/nginx.conf", edited, stamp=115)
    assert (inside.by, inside.package, inside.modifies) == ("command 1", "", "nginx 1.22")
    assert outside.by == "outside (changed configuration file of nginx 1.22)"
    assert accounts([inside, outside, owned("/srv/other", {}, stamp=115)]) == {
        "commands": 1,
        "packages": 0,
        "outside": 2,
        "not_recorded": 0,
        "volatile": 0,
    }


def test_attributes_set_by_hand_are_not_explained_by_the_package() -> None:
    before, after = at(50), replace(at(105), mode=0o4755)
    set_by_hand = Change("/usr/sbin/nginx", "changed", before, after)
    outside = replace(set_by_hand, after=replace(at(115), uid=33))
    known = Evidence(owners=Owners([NGINX]), digest=lambda _path, _algorithm: "aa")
    found = attribute([set_by_hand, outside], THREE, known)
    assert [(change.by, change.package, change.modifies) for change in found] == [
        ("command 1", "", "nginx 1.22"),
        ("outside (changed attributes of a file of nginx 1.22)", "", "nginx 1.22"),
    ]
    (upgraded,) = attribute([outside], THREE, replace(known, fresh=frozenset({"nginx 1.22"})))
    assert upgraded.by == "package nginx 1.22"


def test_without_any_digest_what_another_command_wrote_later_is_an_edit() -> None:
    pad = Package("npm", "left-pad", "1.3", stamp_file="/app/lock", trees=("/app/left-pad",))
    evidence = Evidence(after={"/app/lock": at(105)}, owners=Owners([pad]), fresh=frozenset({"left-pad 1.3"}))
    stamps = {"/app/left-pad/index.js": 104, "/app/left-pad/edited.js": 120.2, "/app/left-pad/outside.js": 115}
    found = attribute([added(path, at(stamp)) for path, stamp in stamps.items()], THREE, evidence)
    assert {(change.path, change.by, change.package, change.modifies) for change in found} == {
        ("/app/left-pad/index.js", "command 1", "left-pad 1.3", ""),
        ("/app/left-pad/edited.js", "command 2", "", "left-pad 1.3"),
        ("/app/left-pad/outside.js", "outside (changed configuration file of left-pad 1.3)", "", "left-pad 1.3"),
    }


def gap(begin: float, end: float | None, depth: int = 1, session: str = "s") -> Command:
    return Command("", None, "/", "", begin, end, "", depth, session)


def test_what_changed_while_no_command_was_recorded_says_why() -> None:
    changes = [added("/early", at(99.9)), added("/off", at(115.5)), added("/by", at(105))]
    known = Evidence(unrecorded={3: "history was off"})
    found = attribute(changes, [*THREE, gap(115, 116)], known)
    assert [(change.by, change.command) for change in found] == [
        ("outside", None),
        ("not recorded (history was off)", None),
        ("command 1", 0),
    ]
    assert accounts(found) == {"commands": 1, "packages": 0, "outside": 1, "not_recorded": 1, "volatile": 0}


def test_without_change_times_too_it_says_why() -> None:
    entry = replace(file(), mtime_ns=int(115.5e9))
    (change,) = attribute([added("/off", entry)], [*THREE, gap(115, 116)], Evidence(unrecorded={3: "history was off"}))
    assert change.by == "not recorded (history was off)"


def test_a_package_is_known_although_its_installation_is_not_recorded() -> None:
    known = Evidence(owners=Owners([NGINX]), fresh=frozenset({"nginx 1.22"}), unrecorded={3: "history was off"})
    digests = replace(known, digest=lambda _path, _algorithm: "aa")
    (change,) = attribute([added("/usr/sbin/nginx", at(115.5))], [*THREE, gap(115, 116)], digests)
    assert change.by == "package nginx 1.22"
    edited = replace(known, digest=lambda _path, _algorithm: "dd")
    (change,) = attribute([added("/usr/sbin/nginx", at(115.5))], [*THREE, gap(115, 116)], edited)
    assert (change.by, change.modifies) == ("not recorded (history was off)", "nginx 1.22")


def test_a_silent_shell_is_the_cause_only_of_what_no_command_did() -> None:
    shell, silent = command("exec sh", 100, 200), gap(100, 200, 2)
    other = command("make", 150, 160, session="t")
    known = Evidence(unrecorded={2: "the shell did not report"})
    found = attribute([added("/a", at(120)), added("/b", at(155))], [shell, other, silent], known)
    assert [change.by for change in found] == ["not recorded (the shell did not report)", "command 2"]
    off = Evidence(unrecorded={2: "history was off"})  # a command that did run
    (change,) = attribute([added("/b", at(159.995))], [shell, other, gap(100, 200, 2)], off)
    assert change.by == "not recorded (history was off)"


def moved_away(path: str, entry: Entry) -> Change:
    return Change(path, "deleted", entry, None)


def test_what_moves_with_a_directory_belongs_to_the_command_that_moved_it() -> None:
    """Renaming stamps the directory alone: what is in it keeps its change time, from before the last snapshot."""
    folder, inner, data = at(50, DIRECTORY), at(40, DIRECTORY), at(45, file(b"abc"))
    changes = attribute(
        [
            moved_away("/srv/app", folder),
            moved_away("/srv/app/sub", inner),
            moved_away("/srv/app/sub/a", data),
            added("/srv/new", at(105, DIRECTORY)),
            added("/srv/new/sub", inner),
            added("/srv/new/sub/a", data),
            added("/srv/new/sub/b", at(46, file(b"abc"))),
        ],
        [command("mv /srv/app /srv/new", 100, 110)],
    )
    assert {change.path: change.command for change in changes if change.change == "added"} == {
        "/srv/new": 0,
        "/srv/new/sub": 0,
        "/srv/new/sub/a": 0,
        "/srv/new/sub/b": None,  # was not there before
    }


def test_what_moved_with_a_directory_outside_stays_outside() -> None:
    folder, data = at(50, DIRECTORY), at(45, file(b"abc"))
    changes = attribute(
        [
            moved_away("/srv/app", folder),
            moved_away("/srv/app/a", data),
            added("/srv/new", at(90, DIRECTORY)),
            added("/srv/new/a", data),
        ],
        [command("ls", 100, 110)],
    )
    assert {change.command for change in changes} == {None}


def test_what_a_job_changed_while_it_was_waited_for_is_the_jobs() -> None:
    lines = [command("(sleep 5; make) &", 10, 10.1), command("touch /b", 11, 11.5), command("wait", 12, 20)]
    changes = attribute([added("/a", at(15)), added("/b", at(11.2)), added("/c", at(21))], lines)
    assert [change.command for change in changes] == [0, 1, None]
    alone = attribute([added("/a", at(15))], lines[1:])
    assert [change.command for change in alone] == [1]


def test_a_job_in_the_background_has_its_file_whatever_runs_when_it_writes() -> None:
    commands = [command("sh -c 'while :; do date >> /var/tick; done' &", 90, 90.1), *THREE]
    changes = [added("/var/tick", at(105)), added("/var/tick2", at(115)), added("/etc/x", at(130.5))]
    assert [change.command for change in attribute(changes, commands)] == [0, None, 3]
    assert [change.command for change in attribute([added("/var/tick", at(125))], commands)] == [0]
