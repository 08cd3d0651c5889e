"""Servers that commands started and that still run, as far as the record shows, but that no CMD will start.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.model import Command, ImageConfig
from snapshotter.recipe.syntax import words
from snapshotter.shell.facts import Simple, facts

_FOREGROUND: Mapping[str, tuple[str, ...]] = {
    "apache2": ("apachectl", "-D", "FOREGROUND"),
    "apache2ctl": ("apachectl", "-D", "FOREGROUND"),
    "apachectl": ("apachectl", "-D", "FOREGROUND"),
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
    "postfix": ("postfix", "start-fg"),
    "redis-server": ("redis-server",),
    "rsyslogd": ("rsyslogd", "-n"),
    "sshd": ("/usr/sbin/sshd", "-D"),
    "ssh": ("/usr/sbin/sshd", "-D"),
    "supervisord": ("supervisord", "-n"),
    "unbound": ("unbound", "-d"),
    "vsftpd": ("vsftpd",),
}
"""Servers by the name of their program or service → the words that run them in the foreground."""
_ONLY_LOOK = frozenset({"-t", "-T", "-v", "-V", "-h", "--help", "--version", "configtest", "-l", "validate"})
_STOP = frozenset({"stop", "quit", "graceful-stop"})
_KILLERS = frozenset({"kill", "killall", "pkill"})
_SERVICES = frozenset({"service", "rc-service", "systemctl", "invoke-rc.d"})


def without_cmd(commands: Sequence[Command], config: ImageConfig) -> str:
    """Return one line about the last server that was started and that no CMD or ENTRYPOINT names; "" if there is none.

    `commands` are all of the line, in the order in which they began.
    """
    running: dict[str, None] = {}
    for command in commands:
        if command.status not in (0, None) or command.asked:
            continue
        for simple in facts(command.text).commands:
            for name, starts in _acts(simple):
                running.pop(name, None)
                if starts:
                    running[name] = None
    started = " ".join([*(config.entrypoint or ()), *(config.cmd or ())])
    name = next((name for name in reversed(running) if _FOREGROUND[name][0].rpartition("/")[2] not in started), "")
    if not name:
        return ""
    cmd = "CMD " + words(list(_FOREGROUND[name]))
    return f"{name} runs now, but no CMD starts it in a container of the image; `snap commit --change '{cmd}'` sets one"


def _acts(simple: Simple) -> Iterator[tuple[str, bool]]:
    """Yield the servers that a simple command starts (True) or stops (False)."""
    words_of = [arg for arg in simple.args if arg]
    if simple.name in _FOREGROUND:
        if _ONLY_LOOK.isdisjoint(words_of):
            stops = bool(_STOP.intersection(words_of)) or ("-k" in words_of and "stop" in words_of)
            if stops or not {"-s", "reload"}.intersection(words_of):
                yield simple.name, not stops
    elif simple.name in _KILLERS:
        yield from ((name, False) for name in _FOREGROUND if any(name in word for word in words_of))
        if simple.name == "kill":  # a number says nothing: better silent than wrong
            yield from ((name, False) for name in _FOREGROUND)
    elif simple.name in _SERVICES and len(words_of) >= 2:
        name = next((word for word in words_of if word in _FOREGROUND), "")
        if name and {"start", "restart"}.intersection(words_of):
            yield name, True
        elif name and "stop" in words_of:
            yield name, False
