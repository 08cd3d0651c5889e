"""The closed list of reasons for which files are copied instead of made by commands, each with its evidence.  Pure.

A reason stands in the Dockerfile above the copied files.  It says no more than its evidence shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.model import Entry
from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import BUILDERS

EDITED = "edited by hand"
TYPED = "typed in by hand"
ANSWERED = "set at a password prompt"
BROUGHT = "copied in from outside the container, as `docker cp` does"
BROUGHT_THEN_USED = "copied in from outside the container, as `docker cp` does, and then used"
BROUGHT_THEN_CHANGED = "copied in from outside the container, as `docker cp` does, and then changed"
OUTSIDE = "changed outside the recorded session"
CHANCE = "random or time-dependent, different in the rebuild"
FETCHED = "downloaded, and different in the rebuild"
MACHINE = "depends on the container's name or address, different in the rebuild"
OTHER = "different in the rebuild"
DATA = "data of a program, most of it different in the rebuild"
NAMES = "creates files whose names differ in each build"
FAILS = "fails when run again"
HOSTS = "needs an edit of /etc/hosts, which no build keeps"
BACKGROUND = "ran in the background"
UNFINISHED = "was still running when the snapshot was made"
MEANWHILE = "changed while this ran"
TOO_LONG = "has a line that is too long for a Dockerfile"
CALLS_SNAP = "runs snap itself"
IN_A_SHELL = "opens a shell; the files changed in it are copied"
SECRET = "uses a secret"
SAME_FILE = "only writes a file that is copied anyway"
LINKED = "hard links to one file, which a later layer would separate"
VOLUME = "the base image declares a volume here"
RESTORED = "restored from"
"""Is followed by the snapshot: "restored from snapshot 2"."""
DROPPED = "dropped by the author"
LATE = "not reproduced by the commands above"

EVIDENCE: Mapping[str, str] = {
    EDITED: "the command is an editor, and the file changed while it ran",
    TYPED: "the command only writes its input to the file, and its input is the terminal",
    ANSWERED: "the command is `passwd` without redirected input, and changed a file",
    BROUGHT: "no command ran when the file changed, and its content is older than its change",
    BROUGHT_THEN_USED: "no recorded command can have made the file, and commands used it",
    BROUGHT_THEN_CHANGED: "as before, and a command then edited it in place, so that only the result is known",
    OUTSIDE: "no command ran when the file changed",
    CHANCE: "a rebuild made other content, and the command uses the time, those of files, or random numbers",
    FETCHED: "a rebuild made other content, and the command fetches from the network",
    MACHINE: "a rebuild made other content, and the command asks for the host's name or address",
    OTHER: "a rebuild made other content",
    DATA: "a rebuild made other content of at least half of the files in a new directory",
    NAMES: "a rebuild lacks a file that the command made, and has another one beside its place",
    FAILS: "the step failed in a rebuild",
    HOSTS: "the step failed in a rebuild, /etc/hosts was edited before, and the step names its host, or fetches",
    BACKGROUND: "the shell went on before the command ended",
    UNFINISHED: "the command had no status when the snapshot was made",
    MEANWHILE: "the file changed while a command ran that only reads",
    TOO_LONG: "builders read lines of at most 65 535 bytes",
    CALLS_SNAP: "the command asked for `snap` on the host",
    IN_A_SHELL: "the file changed in a shell whose commands were not recorded",
    SECRET: "the command's text, or what it needs, has a secret",
    SAME_FILE: "the file is copied for another reason, and the command names no other",
    LINKED: "the files share an inode",
    VOLUME: "the base's configuration names the directory",
    RESTORED: "`snap restore` put the file back from that snapshot",
    DROPPED: "`snap drop` left the command out, and the image has what it made",
    LATE: "a rebuild lacked the file, or had another one, after all commands",
}
"""Reason → what the record or the proof must show for it.  "failed with status N" is one more: the shell reported N."""

_CHANCE = regex(
    r"\b(date|mktemp|uuidgen|urandom|uuid|random|RANDOM|SRANDOM|shuf|EPOCH\w*|strftime|datetime"
    r"|ssh-keygen|genrsa|genpkey|gen-key|newkey|rand|mcookie|htpasswd|mkpasswd|chpasswd|passwd|crontab)\b|/proc/"
)
_MACHINE = regex(r"\bHOSTNAME\b|/etc/(?:hostname|hosts|mailname)\b")
_ARCHIVERS = frozenset("cpio gzip jar pigz tar zip".split())
"""What they write has the times of the files in it."""
_ASK_MACHINE = frozenset("hostname hostnamectl uname ip ifconfig hostid dnsdomainname".split())
_WORDS = regex(r"[\w.-]+")
_ASK_NAMES = frozenset("getent host nslookup dig ping nc ssh mysql psql".split())
_FETCHES = frozenset("curl git go rsync scp svn wget".split())
"""Not package managers: what they leave may also be an answer to a question."""
_HOST = regex(r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})((?:[ \t]+[\w.-]+)+)")
"""An address and the names behind it, as a line of hosts(5) has them."""
_OLDER_NS = 2_000_000_000
"""How much older than its change the content of a file from elsewhere is at least."""


def of_other_content(text: str) -> str:
    """Return the reason for a file of which a rebuild made other content, from the command that made it."""
    if _CHANCE.search(text):
        return CHANCE
    if _MACHINE.search(text) or facts(text).calls & _ASK_MACHINE:
        return MACHINE
    if facts(text).calls & _FETCHES:
        return FETCHED
    return CHANCE if facts(text).calls & _ARCHIVERS else OTHER


def hosts_edited(text: str) -> frozenset[str] | None:
    """Return the names that a command puts into /etc/hosts; None if it changes that file not at all.

    An editor's are not known: empty.
    """
    if "/etc/hosts" not in text or (facts(text).only_looks and not facts(text).writes):
        return None
    return frozenset(name for match in _HOST.finditer(text) for name in match[1].split() if not name.isdecimal())


def needs_hosts(text: str, names: frozenset[str]) -> bool:
    """Return whether a command that fails needs an edit of /etc/hosts, of which `names` are known."""
    known = facts(text)
    words = frozenset(_WORDS.findall(text))
    return bool(words & names) or (not names and not known.calls.isdisjoint(_FETCHES | BUILDERS | _ASK_NAMES))


def of_outside(entry: Entry | None) -> str:
    """Return the reason for a path that changed while no command ran."""
    brought = entry is not None and entry.kind == "file" and entry.ctime_ns and entry.mtime_ns
    return BROUGHT if entry and brought and entry.ctime_ns - entry.mtime_ns > _OLDER_NS else OUTSIDE


def of_restore(text: str) -> str:
    """Return the reason for what `snap restore REV -- PATH…` put back."""
    rev = text.split(" ", 3)[2]
    return f"{RESTORED} the base" if rev == "base" else f"{RESTORED} snapshot {rev}"


def reads_terminal(text: str) -> bool:
    """Return whether all that a command does is to write what is typed into it to a file."""
    known = facts(text)
    if not known.parsed or known.redirected_input or len(known.commands) != 1 or "|" in text:
        return False
    (simple,) = known.commands
    if simple.name == "cat":
        return bool(known.writes) and all(arg in ("-", "-u") for arg in simple.args)
    if simple.name == "tee":
        return any(arg and not arg.startswith("-") for arg in simple.args)
    return (
        simple.name == "dd"
        and any((arg or "").startswith("of=") for arg in simple.args)
        and not any((arg or "if=").startswith("if=") for arg in simple.args)
    )
