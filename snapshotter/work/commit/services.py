"""Servers that typed commands started, that run when a snapshot is made, and that no CMD will start.

What runs is what the engine lists: the text of a command shows neither that a server came up nor that it still runs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from snapshotter.engine.api import Container, Engine, Process
from snapshotter.errors import SnapError
from snapshotter.model import Command, ImageConfig, Workspace
from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import EDITORS, LOOKING, SHELLS, TRANSIENT

_FOREGROUND: Mapping[str, tuple[str, ...]] = {
    "apache2": ("apachectl", "-D", "FOREGROUND"),
    "caddy": ("caddy", "run"),
    "cron": ("cron", "-f"),
    "crond": ("crond", "-f"),
    "dnsmasq": ("dnsmasq", "-k"),
    "haproxy": ("haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg"),
    "httpd": ("httpd", "-DFOREGROUND"),
    "lighttpd": ("lighttpd", "-D", "-f", "/etc/lighttpd/lighttpd.conf"),
    "mariadbd": ("mariadbd",),
    "memcached": ("memcached", "-u", "memcache"),
    "mysqld": ("mysqld",),
    "named": ("named", "-g"),
    "nginx": ("nginx", "-g", "daemon off;"),
    "php-fpm": ("php-fpm", "-F"),
    "postfix": ("postfix", "start-fg"),
    "redis-server": ("redis-server",),
    "rsyslogd": ("rsyslogd", "-n"),
    "sshd": ("/usr/sbin/sshd", "-D"),
    "supervisord": ("supervisord", "-n"),
    "unbound": ("unbound", "-d"),
    "vsftpd": ("vsftpd",),
}
"""Servers by the name of their program → the words that run them in the foreground."""
_OTHER_NAMES: Mapping[str, str] = {"postfix/sbin/master": "postfix"}
"""Ends of the paths of programs that belong to a server of another name."""
_COMPANIONS = frozenset(
    """
    at-spi-bus-launcher dbus-broker dbus-daemon dbus-launch dirmngr dirmngr-client gpg-agent keyboxd mysqld_safe ps
    sccache scdaemon screen script setsid ssh-agent su sudo tmux tracker-miner-fs watchman xargs
    """.split()
)
"""Programs that other ones start for themselves, or that only hold a terminal."""
_NOT_SERVERS = SHELLS | EDITORS | LOOKING | _COMPANIONS
_INTERPRETER = regex(r"(?:python|perl|ruby|node|php)[\d.]*|nodejs|tini|dumb-init|nohup|setsid|env")
_CREDENTIAL_HELPER = regex(r"git-.*|npm-.*|esbuild|.*-agent|.*-daemon-helper")
_NAME = regex(r"[A-Za-z0-9_][\w.+-]{0,63}")
_SLACK_SECONDS = 2.0
"""By how much the start of a process, told in whole seconds, may lie outside the time of the command that made it."""
_TICKS = 100
"""Per second, in /proc: the same on every architecture of Linux."""


def processes(engine: Engine, workspace: Workspace, container: Container, commands: Sequence[Command]) -> list[Process]:
    """Return the processes of a container that runs; empty where they cannot be known.

    A machine without `ps` cannot tell them.  Then a process in the container does, which takes as long as a tenth of a
    small commit or more: only if `commands` may have started a server.
    """
    if not commands:
        return []
    try:
        return engine.processes(container.id)
    except SnapError:
        if container.state != "running" or not any(map(_may_start, commands)):
            return []
    with contextlib.suppress(SnapError):
        return _seen_inside(engine, workspace, container)
    return []


def _may_start(command: Command) -> bool:
    known = facts(command.text)
    return known.background or not known.calls.isdisjoint(_FOREGROUND.keys() | TRANSIENT)


def _seen_inside(engine: Engine, workspace: Workspace, container: Container) -> list[Process]:
    from snapshotter.record.shells.known import hook, posix  # takes 10 ms, for the rare case
    from snapshotter.record.shells.nested import processes as read

    if not workspace.shell:
        return []
    script = "read -r up _ </proc/uptime; echo $up\n" + hook("look.sh")
    status, output = engine.run(container.id, [posix(workspace.shell), "-c", script, "snap"], user="0")
    up, _, listing = output.decode("utf-8", "replace").partition("\n")
    if status != 0 or not up.replace(".", "").isdecimal():
        return []
    found, _ = read(listing)
    return [
        Process(
            one.pid,
            one.parent,
            max(0, int(float(up) - one.started / _TICKS)),
            one.tty >= 0 and one.foreground == one.group,
            tuple(" ".join(one.argv).split()),
        )
        for one in found.values()
    ]


def without_cmd(running: Sequence[Process], commands: Sequence[Command], config: ImageConfig, now: float) -> str:
    """Return one line about the server that was started last and that no CMD or ENTRYPOINT names; "" for none.

    `running` are the processes of the container at the time `now`, `commands` all of the line.
    """
    named = {process.pid: _name(process) for process in running}
    starts = " ".join([*(config.entrypoint or ()), *(config.cmd or ())])
    for process in sorted(running, key=lambda one: (one.seconds, -one.pid)):
        name = named[process.pid]
        if not name or named.get(process.parent) == name or not _typed(process, commands, now):
            continue
        if name not in _FOREGROUND and (process.foreground or named.get(process.parent) or process.seconds < 1):
            continue
        program = _FOREGROUND.get(name, (name,))
        if program[0].rpartition("/")[2] not in starts and name not in starts:
            return _line(name)
    return ""


def _line(name: str) -> str:
    program = _FOREGROUND.get(name)
    listed = ", ".join(f'"{word}"' for word in program) if program else f'"{name}", …'
    said = f"{name} runs now, but no CMD starts it in a container of the image"
    return f"{said}; `snap commit --change 'CMD [{listed}]'` sets one"


def _name(process: Process) -> str:
    """Return the name of the server that a process is, "" for one that is none."""
    for word in process.words[:3]:
        if word.startswith("-"):  # of a login shell, or an option
            return ""
        if name := next((name for end, name in _OTHER_NAMES.items() if word.endswith("/" + end)), ""):
            return name
        name = word.rpartition("/")[2].rstrip(":")
        if not _INTERPRETER.fullmatch(name):
            known = name in _NOT_SERVERS or _CREDENTIAL_HELPER.fullmatch(name) or not _NAME.fullmatch(name)
            return "" if known else name
    return ""


def _typed(process: Process, commands: Sequence[Command], now: float) -> bool:
    """Return whether a process began while a recorded command ran."""
    began = now - process.seconds
    return any(
        command.begin - _SLACK_SECONDS <= began <= (now if command.end is None else command.end) + _SLACK_SECONDS
        for command in commands
    )
