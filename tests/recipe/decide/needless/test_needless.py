"""What need not be in a recipe: variables that nothing reads, probes, and what is undone later."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.model import Plan, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")
Line = tuple[str, tuple[str, ...]]
"""A command, and the paths that it changes: "-/x" for one that it removes."""


def snapshot(seq: int, *lines: Line, state: tuple[StateChange, ...] = ()) -> Snapshot:
    entry = Entry("file", 0o644, 0, 0, ctime_ns=1)
    commands, changes = [], []
    for index, (text, paths) in enumerate(lines):
        begin = seq * 100.0 + index
        own = state if index == 0 else ()
        commands.append(Command(text, 0, "/", "root", begin, begin + 0.5, "bash", 1, "s", 1, state=own))
        for path in paths:
            name, gone = path.removeprefix("-"), path.startswith("-")
            kind = "deleted" if gone else "added"
            before, after = (entry, None) if gone else (None, entry)
            changes.append(Change(name, kind, before, after, f"command {index + 1}", index))  # type: ignore[arg-type]
    ordered = tuple(sorted(changes, key=lambda change: change.path))
    return Snapshot("box", seq, "", "", BASE, "m", seq, ImageConfig(), tuple(commands), ordered)


def made(*snapshots: Snapshot, repairs: Repairs | None = None) -> tuple[Plan, str]:
    found = plan(BASE, snapshots, repairs)
    return found, write(found, lambda _seq, _change: b"").dockerfile


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mkdir /p", False),
        ("mkdir /p/$FOO", True),
        ("sh -c 'mkdir /p/$FOO'", True),
        ("./build.sh", True),
        ("make install", True),
        ("env > /p", True),
        ("find /srv -exec ./x {} +", True),
        ("apt-get install -y curl", False),
    ],
)
def test_a_variable_is_an_arg_only_where_something_may_read_it(text: str, written: bool) -> None:
    state = (StateChange("export", "FOO", "bar"),)
    found, dockerfile = made(snapshot(1, ("export FOO=bar", ()), (text, ("/p",)), state=state))
    assert ("ARG FOO=bar" in dockerfile) == written
    assert ("FOO" in found.unread) != written


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("LC_ALL", "sort /a > /p", True),
        ("https_proxy", "curl -o /p x", True),
        ("SHELL", "make install", False),
        ("SHELL", "echo $SHELL > /p", True),
        ("CDPATH", "make install", False),
        ("CDPATH", "cd app && touch x", True),
    ],
)
def test_names_with_a_meaning_stay(name: str, text: str, written: bool) -> None:
    state = (StateChange("export", name, "v"),)
    _, dockerfile = made(snapshot(1, (f"export {name}=v", ()), (text, ("/p",)), state=state))
    assert (f"ARG {name}=v" in dockerfile) == written


def test_a_repair_brings_variables_back() -> None:
    state = (StateChange("export", "FOO", "bar"),)
    one = snapshot(1, ("export FOO=bar", ()), ("mkdir /p", ("/p",)), state=state)
    assert "ARG FOO=bar" in made(one, repairs=Repairs(variables=frozenset({"FOO"})))[1]


@pytest.mark.parametrize(
    ("text", "later", "stays"),
    [
        ("wget -qO- localhost:9/ | head -1", "rm /x", False),
        ("wget -O - localhost | grep ok", "rm /x", False),
        ("wget localhost/file", "true", True),
        ("python3 -c 'import flask; print(flask.__version__)'", "rm /x", False),
        ('python3 -c \'open("/x", "w")\'', "rm /x", True),
        ("python3 gen.py", "rm /x", True),
        ("python3 app.py", "mkdir /y", False),
        ("python3 app.py", "echo x > /y", False),
        ("python3 app.py", "my-app --warm", False),
        ("python3 app.py", "python3 -c 'import app'", False),
        ("python3 gen.py", "./load /x", True),
        ("python3 gen.py", "$run /x", True),
        ("python3 -m venv /x", "mkdir /y", True),
        ("nohup python3 app.py > /log 2>&1 &", "curl -s localhost:80", False),
        ("nohup python3 app.py > /log 2>&1 &\nsleep 2; curl -s localhost:80", "rm /log", False),
        ("(python3 app.py > /log 2>&1 &); sleep 2; curl -s localhost:80; sleep 4", "rm /log", False),
        (
            "nginx && sleep 1 && curl -s localhost/ && curl -s -o /dev/null -w '%{http_code}' localhost/x",
            "rm /x",
            False,
        ),
        ("nginx -s stop; sleep 1", "rm /x", False),
        ("redis-server --daemonize yes && sleep 1 && redis-cli ping", "rm /x", False),
        ("nginx; curl -so /x localhost/", "rm /x", True),
        ("nginx; curl -sO example.org/x.tgz", "rm /x.tgz", True),
        ("(timeout 3 /entry.sh > /log 2>&1; true); tail -2 /log; rm -f /log", "mkdir /y", False),
        ("perl -e 'socket(S); connect(S, q(127.0.0.1))'", "rm /x", False),
    ],
)
def test_probes_are_left_out(text: str, later: str, stays: bool) -> None:
    found, _ = made(snapshot(1, ("touch /kept", ("/kept",)), (text, ()), (later, ())))
    assert (found.decisions[1].fate == "run") == stays


def test_a_server_stays_where_a_command_with_effect_asks_it() -> None:
    for later in ("curl -so /y localhost:80", "grep ready /log > /y"):
        one = snapshot(1, ("python3 app.py > /log &\nsleep 1; ls", ()), (later, ("/y",)))
        assert [decision.fate for decision in made(one)[0].decisions] == ["run", "run"]


def test_what_a_later_snapshot_undoes_is_left_out() -> None:
    first = snapshot(1, ("touch /srv/x", ("/srv/x",)), ("mkdir /kept", ("/kept",)))
    found, dockerfile = made(first, snapshot(2, ("rm /srv/x", ("-/srv/x",)), ("touch /y", ("/y",))))
    assert "/srv/x" not in dockerfile
    assert [one.fate for one in found.decisions] == ["left out", "run", "left out", "run"]


@pytest.mark.parametrize(
    "between",
    [
        ("cp /srv/x /copy", ("/copy",)),
        ("cd /srv && ./tool", ("/out",)),
        ("tar -cf /out.tar /srv", ("/out.tar",)),
    ],
)
def test_what_is_used_in_between_stays(between: Line) -> None:
    found, _ = made(snapshot(1, ("touch /srv/x", ("/srv/x",)), between), snapshot(2, ("rm /srv/x", ("-/srv/x",))))
    assert found.decisions[0].fate == "run" and found.decisions[2].fate == "run"


def test_a_directory_in_which_another_command_worked_stays_removed() -> None:
    first = snapshot(1, ("mkdir /srv/t", ("/srv/t",)), ("make install", ("/srv/t/a", "/usr/bin/a")))
    found, _ = made(first, snapshot(2, ("rm -r /srv/t", ("-/srv/t", "-/srv/t/a"))))
    assert [one.fate for one in found.decisions] == ["run", "run", "run"]


def test_lines_that_were_proven_stay() -> None:
    first = snapshot(1, ("touch /srv/x", ("/srv/x",)), ("mkdir /kept", ("/kept",)))
    second = snapshot(2, ("rm /srv/x", ("-/srv/x",)), ("touch /y", ("/y",)))
    assert made(first, second, repairs=Repairs(proven=1))[1].startswith(made(first)[1])


ACCOUNT = ("/etc/passwd", "/home/app")
GONE = ("/etc/passwd", "-/home/app")


@pytest.mark.parametrize(
    ("between", "after", "stays"),
    [
        (("touch /a", ("/a",)), ("useradd web", ("/etc/passwd",)), False),
        (("chown app /a", ("/a",)), ("useradd web", ("/etc/passwd",)), True),
        (("useradd other", ("/etc/passwd",)), ("useradd web", ("/etc/passwd",)), True),
        (("touch /a", ("/a",)), ("touch /b", ("/b",)), True),
    ],
)
def test_a_user_that_was_made_and_removed(between: Line, after: Line, stays: bool) -> None:
    first = snapshot(1, ("adduser --disabled-password --gecos '' app", ACCOUNT), between)
    found, _ = made(first, snapshot(2, ("deluser --remove-home app", GONE), after))
    assert (found.decisions[0].fate == "run") == stays
    assert (found.decisions[2].fate == "run") == stays


@pytest.mark.parametrize(
    ("removal", "fate"),
    [
        (["userdel -r app"], "left out"),
        (["userdel app", "rm -rf /home/app"], "left out"),
        (["make -C /home/app"], "run"),
    ],
)
def test_what_was_done_in_the_home_of_a_removed_user_goes_with_it(removal: list[str], fate: str) -> None:
    texts = ["useradd -m app", "mkdir /home/app/.ssh", "chown app /home/app/.ssh", *removal]
    one = snapshot(1, *((text, ()) for text in texts), ("useradd web", ("/etc/passwd",)))
    assert made(one)[0].decisions[0].fate == made(one)[0].decisions[3].fate == fate


def test_a_user_made_and_removed_in_one_line_goes() -> None:
    one = snapshot(
        1,
        ("useradd -m y && userdel -r y", ()),
        ("userdel z; useradd -m z", ("/home/z",)),
        ("useradd web", ("/etc/passwd",)),
    )
    assert [d.fate for d in made(one)[0].decisions] == ["left out", "run", "run"]


def test_a_umask_is_written_once() -> None:
    state = (StateChange("umask", "umask", "0027"),)
    lines: tuple[Line, ...] = (
        ("umask 027", ()),
        ("umask 027", ()),
        ("umask 027; mkdir /p", ("/p",)),
        ("rm -r /q", ("-/q",)),
    )
    _, dockerfile = made(snapshot(1, *lines, state=state))
    assert dockerfile.count("umask") == 1
