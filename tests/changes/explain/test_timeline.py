"""The rules by which `Timeline.command_at` chooses between commands that ran at the same time, each by itself."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.changes.explain.timeline import SECOND, Timeline
from snapshotter.model import HOST, Command


def command(text: str, begin: float, end: float, depth: int = 1, session: str = "s", cwd: str = "/") -> Command:
    return Command(text, 0, cwd, "root", begin, end, "bash", depth, session)


def test_rule_1_a_command_that_cannot_have_written_loses_within_a_whole_second() -> None:
    timeline = Timeline([command("make", 10, 10.1), command("ls -l", 10.2, 11)])
    assert timeline.command_at(10, "/a", SECOND) == 0
    assert timeline.command_at(10, "/a", 0.5) == 1
    only_readers = Timeline([command("ls", 10, 10.1), command("ls -l", 10.2, 11)])
    assert only_readers.command_at(10, "/a", SECOND) == 1


def test_rule_1_a_command_that_writes_no_content_loses_only_if_the_content_changed() -> None:
    timeline = Timeline([command("make", 10, 10.1), command("mkdir d", 10.2, 11)])
    assert timeline.command_at(10, "/a", SECOND) == 0
    assert timeline.command_at(10, "/a", SECOND, content=False) == 1


def test_rule_2_a_shell_loses_to_a_command_in_it_but_not_to_one_of_another_session() -> None:
    assert Timeline([command("su - ann", 10, 60), command("make", 20, 30, depth=2)]).command_at(25, "/su") == 1
    other = [command("su - ann", 10, 60), command("make", 20, 30, depth=2, session="t")]
    assert Timeline(other).command_at(25, "/su") == 0


def test_rule_2_comes_before_rule_4() -> None:
    nested = [command("bash /srv/x", 10, 60), command("make", 20, 30, depth=2)]
    assert Timeline(nested).command_at(25, "/srv/x") == 1


def test_rule_3_the_deeper_named_directory_wins_then_the_deeper_working_directory() -> None:
    named = [command("git init /srv/repo", 10, 10.1), command("git -C /srv commit", 10.2, 11)]
    assert Timeline(named).command_at(10, "/srv/repo/x", SECOND) == 0
    working = [command("make", 10, 10.1, cwd="/srv/repo"), command("make", 10.2, 11, cwd="/srv")]
    assert Timeline(working).command_at(10, "/srv/repo/x", SECOND) == 0
    assert Timeline(working).command_at(10, "/srv/repo/x", 0.9) == 1


def test_rule_4_a_command_that_names_the_path_wins_over_one_that_ran_longer() -> None:
    timeline = Timeline([command("touch one", 10, 10.001), command("touch two", 10.001, 10.01)])
    assert timeline.command_at(10, "/srv/one") == 0
    assert timeline.command_at(10, "/srv/three") == 1


def test_rule_5_the_command_that_ran_longer_in_the_interval_wins_over_a_later_one() -> None:
    timeline = Timeline([command("a", 9, 10.007), command("b", 10.008, 20)])
    assert timeline.command_at(10) == 0
    assert timeline.command_at(10.004) == 1


def test_rule_6_of_equally_long_commands_the_last_begun_wins_then_the_last_in_the_snapshot() -> None:
    assert Timeline([command("b", 9, 20), command("a", 8, 20)]).command_at(10) == 0
    assert Timeline([command("a", 9, 20), command("b", 9, 20)]).command_at(10) == 1


def made(path: str, *lines: str | tuple[str, int]) -> int | None:
    """Return the index of the line that made a directory, whose lines ran one after another a second each."""
    commands = []
    for at, one in enumerate(lines):
        text, status = one if isinstance(one, tuple) else (one, 0)
        commands.append(Command(text, status, "/", "root", 10.0 * at, 10.0 * at + 1, "bash", 1, "s"))
    end = 10.0 * len(lines)
    return Timeline(commands).directory_at(end - 9.5, path, end - 9.5)


def test_a_directory_was_made_by_what_ran_not_by_what_a_text_speaks_of() -> None:
    assert made("/srv/redis", ("apt-gett install redis", 127), "mkdir -p /srv/redis/data") == 1
    assert made("/opt/docs", ("make install docs", 2), "mkdir -p /opt/docs && echo x > /opt/docs/x") == 1
    assert made("/opt/build", "cat > /root/plan <<'E'\nmkdir build, then copy\nE", "mkdir -p /opt/build/out") == 1
    assert made("/srv/app", "echo mkdir app > notes", "mkdir /srv/app") == 1
    assert made("/srv/x", ("pip install x", 1), "pip install --break-system-packages x") == 1
    assert made("/srv/x", "# mkdir x is next", "install -d /srv/x") == 1


def test_a_call_that_failed_made_a_directory_only_if_no_other_did() -> None:
    assert made("/srv/a", ("mkdir /srv/a", 1), "mkdir -p /srv/a") == 1
    assert made("/srv/a", ("mkdir /srv/a /nowhere/b", 1), "ls") == 0
    assert made("/srv/a", "mkdir /srv/a", "rm -r /srv/a", ("mkdir /srv/a", 1), "mkdir -p /srv/a/b") == 3
    assert made("/srv/a", "mkdir /srv/a", "echo rm a", "touch /srv/a/x") == 0


def test_a_deletion_counts_only_for_what_it_deletes() -> None:
    assert made("/srv/a", "mkdir /srv/a", "rm -r /srv/a/b", ("mkdir /srv/a", 1), "touch /srv/a/x") == 0
    assert made("/srv/a", "mkdir -p /srv/a", "rm /srv/a/*", "mkdir -p /srv/a/b") == 0
    assert made("/srv/a", "mkdir -p /srv/a", ("rm /srv/a", 1), "mkdir -p /srv/a") == 0
    assert made("/srv/a", "mkdir -p /srv/a", "rm -rf /srv", "mkdir -p /srv/a") == 2
    assert made("/srv/a", "mkdir -p /srv/a", "rm -rf /srv/*", "mkdir -p /srv/a") == 2
    assert made("/srv/a", "mkdir -p /srv/a", "cd / && mv /srv /old && mkdir /srv", "mkdir /srv/a") == 2
    assert made("/srv/a", "mkdir -p /srv/a", "mv x /srv/a", "mkdir -p /srv/a") == 0


def test_mkdir_without_p_ended_well_only_if_it_made_the_directory() -> None:
    assert made("/srv/a", "mkdir -p /srv/a", "./clean", "mkdir /srv/a", "mkdir -p /srv/a") == 2


def test_a_mkdir_that_failed_is_not_blamed_for_what_another_program_made() -> None:
    assert made("/srv/a", ("mkdir /srv/a", 1), "tar xf a.tar -C /srv") == 1
    assert made("/srv/a", ("mkdir /srv/a /nowhere/b", 1), "sleep 1", "git clone http://example.com/a /srv/a") == 2
    assert made("/srv/a", ("mkdir -p /srv/a /dev/null/b", 1), "touch /srv/a/x") == 0


def test_setting_owner_or_mode_and_deleting_count_only_if_they_ended_well() -> None:
    assert made("/srv/a", "mkdir /srv/a", ("chown nobdy /srv/a", 1), "touch /srv/a/x") == 0
    assert made("/srv/a", "mkdir /srv/a", "chown nobody /srv/a", ("chown nobdy /srv/a", 1)) == 1
    lines = ("rm /srv/a", 0), ("rm /srv/a", 1)
    commands = [
        Command(text, status, "/", "root", at, at + 1, "bash", 1, "s") for at, (text, status) in enumerate(lines)
    ]
    assert Timeline(commands).deletion_at(5, "/srv/a") == 0


def test_a_directory_may_be_made_by_what_another_shell_or_a_function_runs() -> None:
    for text in ("sudo mkdir /srv/a", "sh -c 'mkdir /srv/a'", "f() { mkdir /srv/a; }; f", "echo /srv/a | xargs mkdir"):
        assert made("/srv/a", text, "touch /srv/a/x") == 0
    assert made("/srv/a1", "for i in 1 2; do mkdir /srv/a$i; done; ls /srv/a1", "touch /srv/a1/x") == 0


def test_what_snap_restores_it_made_and_nothing_else() -> None:
    restoring = command("snap restore 1 -- /srv/app '/a b'", 20, 21)
    timeline = Timeline([command("server --log /srv/app/a", 10, 60), replace(restoring, shell=HOST)])
    assert timeline.command_at(20.5, "/srv/app/a") == 1
    assert timeline.command_at(20.5, "/a b") == 1 and timeline.command_at(20.5, "/srv") == 1
    assert timeline.command_at(20.5, "/srv/application") == 0 and timeline.command_at(25, "/srv/app/a") == 0
    assert timeline.directory_at(20.5, "/srv/app/d", None) == 1
    assert timeline.deletion_at(20.5, "/srv/app/d/x", ["/srv/app/d"]) == 1
    assert Timeline([replace(restoring, shell=HOST)]).command_at(20.5, "/var/log/x") is None
