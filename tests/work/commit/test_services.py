"""One line at a commit where a server runs that a typed command started and that no CMD starts."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import Process
from snapshotter.model import Command, ImageConfig
from snapshotter.work.commit.services import without_cmd

NOW = 10_000.0
"""The time of the commit."""
SHELL = Process(20, 1, 500, False, ("bash",))


def process(words: str, pid: int = 30, parent: int = 1, *, ago: int = 100, front: bool = False) -> Process:
    return Process(pid, parent, ago, front, tuple(words.split()))


def said(*running: Process, text: str = "./up.sh", cmd: tuple[str, ...] = ("bash",), ago: float = 100) -> str:
    command = Command(text, 0, "/", "root", NOW - ago, NOW - ago + 0.5, "bash", 1)
    return without_cmd([SHELL, *running], [command], ImageConfig(cmd=cmd), NOW)


@pytest.mark.parametrize(
    ("words", "name", "instruction"),
    [
        ("nginx: master process nginx", "nginx", 'CMD ["nginx", "-g", "daemon off;"]'),
        ("/usr/sbin/cron", "cron", 'CMD ["cron", "-f"]'),
        ("crond", "crond", 'CMD ["crond", "-f"]'),
        ("sshd: /usr/sbin/sshd [listener] 0 of 10-100 startups", "sshd", 'CMD ["/usr/sbin/sshd", "-D"]'),
        ("/usr/sbin/apache2 -k start", "apache2", 'CMD ["apachectl", "-D", "FOREGROUND"]'),
        ("/usr/bin/python3 /usr/bin/supervisord", "supervisord", 'CMD ["supervisord", "-n"]'),
        ("/usr/lib/postfix/sbin/master -w", "postfix", 'CMD ["postfix", "start-fg"]'),
        ("/app/venv/bin/python3 /app/venv/bin/gunicorn -D app:app", "gunicorn", 'CMD ["gunicorn", …]'),
        ("/opt/mine/served --token hush", "served", 'CMD ["served", …]'),
    ],
)
def test_a_server_that_runs_is_named_with_its_cmd(words: str, name: str, instruction: str) -> None:
    line = said(process(words))
    assert line.startswith(f"{name} runs now") and f"--change '{instruction}'" in line
    assert "\n" not in line and "hush" not in line


@pytest.mark.parametrize("text", ["nginx", "service nginx start", "nginx -s reload"])
def test_a_text_alone_is_no_evidence(text: str) -> None:
    assert said(text=text) == ""


@pytest.mark.parametrize(
    "running",
    [
        process("vim /etc/motd", front=True),
        process("/app/watcher", front=True),
        process("tail -f /var/log/x"),
        process("sleep 1000"),
        process("-bash"),
        process("gpg-agent --homedir /root/.gnupg --daemon"),
        process("su bob", parent=20),
    ],
)
def test_a_tool_is_no_server(running: Process) -> None:
    assert said(running) == ""


def test_a_server_in_the_foreground_counts_if_it_is_known() -> None:
    assert said(process("nginx: master process nginx -g daemon off;", front=True)).startswith("nginx runs now")


def test_what_no_typed_command_started_is_not_named() -> None:
    assert said(process("nginx: master process nginx", ago=4000)) == ""


def test_the_last_one_is_named_and_workers_are_not() -> None:
    first = process("crond", 30, ago=104)
    last = [process("nginx: master process nginx", 31), process("nginx: worker process", 32, 31)]
    assert said(first, *last, ago=102).startswith("nginx runs now")
    assert said(process("postmaster -D /x", 40), process("writer", 41, 40, ago=99)).startswith("postmaster runs now")


def test_a_cmd_that_starts_it_is_enough() -> None:
    running = process("nginx: master process nginx")
    assert said(running, cmd=("nginx", "-g", "daemon off;")) == ""
    assert said(running, cmd=("sh", "-c", "exec nginx")) == ""
