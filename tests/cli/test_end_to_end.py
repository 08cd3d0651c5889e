"""End-to-end tests on a real engine; each step is a process, as a person or a program would run it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from snapshotter.engine.api import Engine
from snapshotter.errors import ContainerNotFound
from tests.cli.conftest import Done

pytestmark = pytest.mark.engine

PROGRAM = [sys.executable, "-c", "from snapshotter.cli.main import run; run()"]
READY = [sys.executable, "-c", "from snapshotter.cli import console; print('ready', flush=True); console.run()"]
"""The program, which says when it handles Ctrl-C: before that, Python itself prints where it was."""
SCRIPT = """mkdir -p /srv/app
cd /srv/app
echo hello > greeting
false
for i in 1 2
do echo $i > n$i
done
rm /etc/group
"""

Real = Callable[..., Done]


@pytest.fixture
def real(snap_home: Path, engine: Engine) -> Iterator[Real]:
    """Function that runs one command line as a process; every workspace is removed at the end."""

    def run(*argv: str, stdin: str | None = None, code: int = 0) -> Done:
        done = subprocess.run([*PROGRAM, *argv], capture_output=True, text=True, check=False, input=stdin, timeout=600)
        assert done.returncode == code, done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    yield run
    for row in run("list", "--json").data:
        run("rm", "--force", "--purge", row["workspace"])


@pytest.fixture
def name() -> str:
    """A name that is unique to this test."""
    return f"t{os.getpid()}-{time.monotonic_ns() % 1_000_000}"


def layer_is_readable(engine: Engine, ident: str) -> bool:
    return engine.container(ident).upper is not None


def test_start_run_status_commit_show_diff_rm(real: Real, engine: Engine, busybox: str, name: str) -> None:
    assert real("start", "-d", busybox, "--name", name).out == f"{name}\n"
    status = real("status", "--json").data
    assert (status["workspace"], status["state"], status["commands"], status["changes"]) == (name, "running", [], [])
    real("run", "-f", "-", stdin=SCRIPT)
    real("run", "--", "sh", "-c", "exit 3", code=3)
    texts = [(command["text"], command["status"]) for command in real("status", "--json").data["commands"]]
    assert texts == [
        ("mkdir -p /srv/app", 0),
        ("cd /srv/app", 0),
        ("echo hello > greeting", 0),
        ("false", 1),
        ("for i in 1 2\ndo echo $i > n$i\ndone", 0),
        ("rm /etc/group", 0),
        ("sh -c 'exit 3'", 3),
    ]
    real("commit", "-m", "the app")
    shown = real("show", "--json").data
    assert (shown["seq"], shown["message"], shown["base"]) == (1, "the app", busybox)
    assert [(change["path"], change["change"]) for change in shown["changes"]] == [
        ("/etc/group", "deleted"),
        ("/srv", "added"),
        ("/srv/app", "added"),
        ("/srv/app/greeting", "added"),
        ("/srv/app/n1", "added"),
        ("/srv/app/n2", "added"),
    ]
    assert {change["by"].split()[0] for change in shown["changes"]} == {"command"}
    image = engine.image(f"snap/{name}:1")
    assert (image.id, image.config.cmd, image.config.entrypoint) == (shown["image"], ("sh",), ())
    assert engine.image(f"snap/{name}:latest").id == image.id
    assert "+hello\n" in real("diff", "base", "1", "/srv", "--content").out
    assert "nothing to commit" in real("commit").err
    assert real("rm", name, code=5).out == ""
    real("rm", "--force", "--purge", name)
    assert not any(tag.startswith(f"snap/{name}:") for tag in engine.tags())
    with pytest.raises(ContainerNotFound):
        engine.container(status["container"])
    assert real("list", "--json").data == []


def test_the_second_snapshot_has_only_what_is_new(real: Real, engine: Engine, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "--", "sh", "-c", "echo 1 > /a; echo 1 > /b")
    real("commit")
    real("run", "--", "sh", "-c", "echo 2 > /a; rm /b; ln -s a /c; chmod 4755 /bin/busybox")
    real("commit", "--change", 'CMD ["sh", "-c", "cat /a"]', "--change", "ENV A=b")
    shown = real("show", "2", "--json").data
    assert [(c["path"], c["change"], c["kind"]) for c in shown["changes"]] == [
        ("/a", "changed", "file"),
        ("/b", "deleted", "file"),
        ("/bin/busybox", "changed", "file"),
        ("/c", "added", "symlink"),
    ]
    assert [c["mode"] for c in shown["changes"] if c["path"] == "/bin/busybox"] == [0o4755]
    config = engine.image(f"snap/{name}:2").config
    assert config.cmd == ("sh", "-c", "cat /a")
    assert "A=b" in config.env
    assert [s["seq"] for s in real("log", "--json").data] == [2, 1]


def test_a_session_on_a_terminal(real: Real, busybox: str, name: str) -> None:
    child: Any = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], "start", busybox, "--name", name], encoding="utf-8", dimensions=(30, 100), timeout=60
    )
    with contextlib.closing(child):
        child.expect_exact("/ # ")
        child.sendline("echo typed > /typed")
        child.expect_exact("/ # ")
        child.sendline("exit 4")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 4
    status = real("status", "--json").data
    assert [command["text"] for command in status["commands"]] == ["echo typed > /typed", "exit 4"]
    assert [change["path"] for change in status["changes"]] == ["/typed"]


def test_a_stopped_container_is_started_again(real: Real, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name)
    real("stop", name)
    assert real("status", "--json").data["state"] == "exited"
    assert "is stopped; starting it" in real("run", "true").err
    assert real("status", "--json").data["state"] == "running"


def test_a_container_removed_by_another_program(real: Real, engine: Engine, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "touch", "/x")
    real("commit")
    engine.remove(real("status", "--json").data["container"])
    assert real("status", "--json").data["state"] == "gone"
    for verb in (["commit"], ["run", "ls"], ["shell"]):
        done = real(*verb, code=4, stdin="")
        assert f"snap checkout -n {name}" in done.err
    assert real("log", "--json").data[0]["seq"] == 1
    real("start", "-d", f"snap/{name}:latest", "--name", f"{name}-2")
    real("run", "test", "-e", "/x")
    real("checkout", "-n", name)
    real("run", "-n", name, "test", "-e", "/x")
    real("rm", "--force", "--purge", name)
    assert engine.image(f"snap/{name}-2:1"), "the second workspace uses it"
    real("run", "-n", f"{name}-2", "test", "-e", "/x")


def test_errors_of_a_real_engine(
    make_image: Callable[..., str], real: Real, engine: Engine, busybox: str, name: str
) -> None:
    absent = real("start", "-d", "snap-test/nosuch:1", code=4)
    assert "snap-test/nosuch:1" in absent.err
    assert "docker load" in absent.err
    real("start", "-d", busybox, "--name", name)
    assert "already" in real("start", "-d", busybox, "--name", name, code=5).err
    bare = make_image("FROM scratch\nCOPY file /file\n", {"file": b"x"})
    nothing = real("start", "-d", bare, "--name", f"{name}-bare", code=7)
    assert "has no shell" in nothing.err
    assert "snap start --service" in nothing.err
    assert [row["workspace"] for row in real("list", "--json").data] == [name]
    # as with `docker exec`: 127 from Docker 28 on and with podman, 126 before
    old = engine.info().name == "docker" and int(engine.info().version.split(".")[0]) < 28
    real("run", "-n", name, "nosuchprogram", code=126 if old else 127)


def test_a_service_keeps_running_beside_the_shell(
    make_image: Callable[..., str], real: Real, busybox: str, name: str
) -> None:
    image = make_image(f'FROM {busybox}\nENTRYPOINT ["sh", "-c", "echo up > /run-me; sleep 1000"]\n')
    real("start", "-d", "--service", image, "--name", name)
    assert real("run", "cat", "/run-me").out == "up\n"
    real("commit")


def test_the_data_of_a_volume_is_left_out_and_reported(real: Real, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name, "-v", "/data")
    real("run", "--", "sh", "-c", "dd if=/dev/zero of=/data/big bs=1k count=100 2>/dev/null; echo x > /kept")
    done = real("commit", "--json")
    assert "left out: 10" in done.err
    assert "/data" in done.err
    assert "/data/big" not in {change["path"] for change in done.data["changes"]}
    real("stop")
    assert "left out: 10" in real("commit", "--change", "LABEL a=b").err, "of one that is stopped, too"


def test_ctrl_c_while_committing_changes_nothing(real: Real, engine: Engine, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "--", "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do dd if=/dev/zero of=/f$i bs=1M count=20 2>&-; done")
    for delay in (0.25, 0.4, 0.6):
        child = subprocess.Popen([*READY, "commit"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout and child.stdout.readline() == "ready\n"
        time.sleep(delay)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
        status = real("status", "--json").data
        assert status["state"] == "running"
        assert "Traceback" not in err
        if child.returncode == 0:
            break
        assert child.returncode in (130, -signal.SIGINT), out + err
        assert (status["seq"], len(status["changes"])) == (0, 9)
        assert not any(tag.startswith(f"snap/{name}:") for tag in engine.tags())
    real("commit", "-n", name)
    assert len(real("show", "--json").data["changes"]) == 9


def test_unusual_names_are_unchanged(real: Real, engine: Engine, busybox: str, name: str) -> None:
    real("start", "-d", busybox, "--name", name)
    odd = r"""cd /srv 2>/dev/null || mkdir /srv && cd /srv; for n in 'a\nb' '\033[31m' '-rf' 'caf\303\251' 'bad\377'
do echo x > "$(printf -- "$n")"; done"""
    real("run", "sh", "-c", odd)
    if not layer_is_readable(engine, real("status", "--json").data["container"]):
        pytest.skip("the container's layer cannot be read in place here")
    real("commit")
    done = real("show", "--json")
    assert {change["path"] for change in done.data["changes"]} == {
        "/srv",
        "/srv/a\nb",
        "/srv/\x1b[31m",
        "/srv/-rf",
        "/srv/café",
        "/srv/bad\udcff",
    }
    assert "\x1b" not in real("show").out
    assert json.loads(done.out)["seq"] == 1


def test_snap_typed_in_the_session_commits_and_shows(real: Real, name: str, debian: str) -> None:
    shell = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "start", debian, "--name", name], timeout=30, dimensions=(40, 160))
    shell.expect("# $")
    for line, found in [
        ("echo one > /srv/one; echo st''=$?", "st=0"),
        ("snap commit -m 'from inside'; echo st''=$?", f"snap/{name}:1 .*from inside.*st=0"),
        ("su -s /bin/bash nobody -c true; su nobody -s /bin/bash", "nobody@"),
        ("snap status --json | tr , '\\n' | grep -c '\"status\"'", "[\r\n]2\r"),
        ("exit", "# $"),
        ("snap stop; echo st''=$?", "does not work inside.*st=2"),
        ("snap commit; snap log | head -c 1; echo", "[\r\n]2\r"),
    ]:
        shell.sendline(line)
        shell.expect(found)
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
    shell.close()
    recipe = real("export-dockerfile", "-n", name, "--no-verify", "-o", "-").out
    assert "/srv/one" in recipe and "snap" not in recipe.replace("snapshot", "")
    assert [c["text"] for c in real("show", "1", "-n", name, "--json").data["commands"]] == [
        "echo one > /srv/one; echo st''=$?",
        "snap commit -m 'from inside'; echo st''=$?",
    ]


def test_two_terminals_a_killed_host_and_a_killed_container(real: Real, name: str, engine: Engine, debian: str) -> None:
    real("start", "-d", debian, "--name", name)
    ident = real("list", "--json").data[0]["container"]

    def open_shell() -> pexpect.spawn[bytes]:
        shell: pexpect.spawn[bytes] = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], "shell", name], timeout=30, dimensions=(40, 160)
        )
        shell.expect("# $")
        return shell

    first, second = open_shell(), open_shell()
    for shell, line in [(first, "echo one"), (second, "echo two"), (first, "cd /srv")]:
        shell.sendline(line)
        shell.expect("# $")
    first.sendline("sleep 300")
    first.expect_exact("sleep 300\r\n")
    time.sleep(0.5)
    first.kill(signal.SIGKILL)
    first.wait()
    by_text = {command["text"]: command for command in real("status", "-n", name, "--json").data["commands"]}
    assert {text: command["outcome"] for text, command in by_text.items()} == {
        "echo one": "0",
        "echo two": "0",
        "cd /srv": "0",
        "sleep 300": "unfinished",
    }
    assert by_text["echo one"]["session"] == by_text["cd /srv"]["session"] != by_text["echo two"]["session"]
    second.sendline("echo on; snap log --commands")
    second.expect("not yet committed.*SESSION.*unfinished .* sleep 300")
    second.expect("# $")
    engine.stop(ident, 0)
    second.expect_exact(f"snap shell {name}")
    second.expect(pexpect.EOF)
    assert real("status", "-n", name, "--json").data["state"] == "exited"
    third = open_shell()
    assert third.before is not None and b"is stopped; starting it" in third.before
    third.sendline("exit")
    third.expect(pexpect.EOF)
    first.close(force=True)
    assert [command["outcome"] for command in real("status", "-n", name, "--json").data["commands"]] == [
        "0",
        "0",
        "0",
        "unfinished",
        "0",
        "0",
    ]
