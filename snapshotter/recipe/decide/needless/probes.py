"""Runs of an interpreter that only looked, and servers that were only tried: nothing that they wrote was left.  Pure.

An interpreter may write files that a later command uses and another one removes.  So a run of one is a probe only where
its text shows code that writes nothing, or where no later command of the snapshot can have removed what it wrote.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import pairwise

from snapshotter.model import Command
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.jobs import starts_job
from snapshotter.shell.programs import BUILDERS, LOOKING, SHELLS, STATE, WRITERS
from snapshotter.shell.simple import Simple

_INTERPRETER = regex(r"python[\d.]*|perl[\d.]*|ruby[\d.]*|node|nodejs|php[\d.]*|lua[\d.]*|Rscript|pytest|deno|bun")
_INLINE = frozenset({"-c", "-e", "-r", "-p"})
_ACTS = regex(
    r"open|write|mkdir|rename|remove|unlink|system|exec|popen|spawn|subprocess|shutil|\bos\b|path|\bfs\b|child_process"
    r"|retrieve|sqlite|dump|save|compile|install|download|[`>]|socket|signal|pickle|shelve|dbm|touch|chmod|chown|link",
    re.IGNORECASE,
)
"""What inline code that writes files or runs programs contains."""
_INSTALLING = frozenset({"venv", "virtualenv", "pip", "ensurepip", "compileall", "build", "py_compile", "zipapp"})
"""Modules of Python whose purpose is to write files."""
_HERE = regex(r"\blocalhost\b|\b127\.0\.0\.1\b|\b0\.0\.0\.0\b|\[::1?\]")
"""Names of this machine, by which a server on it is asked."""
_SERVERS = frozenset(
    "apache2ctl apachectl caddy cron crond dockerd haproxy httpd lighttpd memcached mysqld nginx php-fpm pg_ctlcluster"
    " redis-server rsyslogd service squid sshd supervisord".split()
)
"""Servers, and programs that start and stop them."""
_ASKING = frozenset("ab curl kill killall mysql mysqladmin nc pkill psql redis-cli supervisorctl wget".split())
"""Programs that ask servers, and those that end them; what they write, they write where a text says so."""
_DOWNLOADS = regex(r"-\w*[oO]|--(output|remote-name)\b.*")
_KEEPING = (
    LOOKING
    | STATE
    | frozenset("addgroup adduser chgrp chmod chown groupadd ln mkdir passwd touch useradd usermod wget curl".split())
)
"""Programs that remove nothing and overwrite nothing that another program wrote."""


def is_probe(command: Command, later: Sequence[Command]) -> bool:
    """Return whether a command without a lasting change only looked; `later` are those that began after it."""
    known = facts(command.text)
    if not known.parsed or known.writes or known.functions or known.background:
        return False
    acting = [simple for simple in known.commands if not simple.only_looks]
    if not acting or not all(_INTERPRETER.fullmatch(simple.name) for simple in acting):
        return False
    if any(_INSTALLING & set(simple.args) for simple in acting):
        return False
    return all(map(_shows_harmless_code, acting)) or all(_removes_nothing(facts(one.text)) for one in later)


def serves_nobody(command: Command, later: Sequence[Command]) -> bool:
    """Return whether a command without a lasting change concerns a server that no command with one uses.

    It starts the server in the background or for a time, or asks it; `later` are the commands with a lasting change
    after it, of which none names a file that it wrote.
    """
    known = facts(command.text)
    if not known.parsed:
        return False
    reads = all(one.only_looks or one.name in STATE or _INTERPRETER.fullmatch(one.name) for one in known.commands)
    asks = reads and not known.writes and _HERE.search(command.text)
    if not asks and not _tries_server(command.text, known) and not starts_job(command.text):
        return False
    written = {posixpath.basename(name) for name in known.writes if name}
    return not any(_HERE.search(one.text) or any(name in one.text for name in written) for one in later)


def _tries_server(text: str, known: Facts) -> bool:
    """Return whether a command line runs something for a time, or only starts, asks and stops a server."""
    if any(one.words[:1] == ("timeout",) for one in known.commands):
        return True
    acting = [one for one in known.commands if not one.only_looks and one.name not in STATE]
    return (
        not known.writes
        and bool(acting)
        and all(one.name in _SERVERS or (one.name in _ASKING and not _downloads(one, text)) for one in acting)
    )


def _downloads(simple: Simple, text: str) -> bool:
    """Return whether a program may have fetched a file, which a later command used and another one removed."""
    if simple.name != "curl":
        return simple.name == "wget"
    targets = [after for at, after in pairwise(simple.args) if at and _DOWNLOADS.fullmatch(at)]
    return _HERE.search(text) is None or any(target not in ("/dev/null", "-") for target in targets)


def _shows_harmless_code(simple: Simple) -> bool:
    if not simple.args or simple.args[0] not in _INLINE or len(simple.args) < 2:
        return False
    code = simple.args[1]
    return code is not None and not _ACTS.search(code)


def _removes_nothing(known: Facts) -> bool:
    """Return whether a command line removes nothing that an earlier one left, as far as its text shows.

    What it overwrites by a redirection has its own content then; a program that is not made to write removes nothing.
    """
    return known.parsed and all(
        simple.only_looks or simple.name in _KEEPING or not simple.words or _is_other(simple)
        for simple in known.commands
    )


def _is_other(simple: Simple) -> bool:
    """Return whether a program is neither a script, a shell, an interpreter, nor one that writes or removes files."""
    word, name = simple.words[0] or "/", simple.name
    if _INTERPRETER.fullmatch(name):
        return _shows_harmless_code(simple)
    return bool(name) and "/" not in word and not any(name in some for some in (WRITERS, SHELLS, BUILDERS))
