"""Command lines that only make, or only remove, users and groups.  Pure."""

from __future__ import annotations

from msgspec import Struct

from snapshotter.model import Command
from snapshotter.recipe.decide.touched_paths import is_plain
from snapshotter.shell.facts import facts
from snapshotter.shell.simple import Simple

_MAKES = frozenset({"adduser", "useradd", "addgroup", "groupadd"})
_REMOVES = frozenset({"deluser", "userdel", "delgroup", "groupdel"})
_TAKES_VALUE = frozenset(
    "-b -c -d -e -f -g -G -k -K -p -s -u -U -Z --base-dir --comment --home-dir --home --expiredate --inactive --gid "
    "--groups --skel --key --password --shell --uid --gecos --ingroup --firstuid --lastuid --firstgid --lastgid".split()
)
_FLAGS = frozenset("-m -M -r -D -S -H -h -U -N -f -o -l".split())


class Account(Struct, frozen=True):
    """The users and groups that a command line makes, removes, or makes and removes; one of the three is not empty."""

    makes: frozenset[str] = frozenset()
    removes: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    """Those that it makes and removes again."""

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return self.makes | self.removes | self.passing


def account_call(command: Command) -> Account | None:
    """Return the users and groups that a command line makes or removes; None where it does anything else."""
    known = facts(command.text)
    doing = [simple for simple in known.commands if not simple.only_looks]
    if not doing or not is_plain(known) or known.writes:
        return None
    makes, removes = set[str](), set[str]()
    for simple in doing:
        name = _name(simple)
        if not name:
            return None
        if simple.name in _MAKES:
            makes.add(name)
        elif simple.name in _REMOVES and (name in makes or not makes):
            removes.add(name)
        else:
            return None
    if makes == removes:
        return Account(passing=frozenset(makes))
    return None if makes and removes else Account(frozenset(makes), frozenset(removes))


def _name(simple: Simple) -> str:
    """Return the only name that a call has, "" for a call with several, as `adduser USER GROUP`."""
    names, skip = list[str](), False
    for arg in simple.args:
        if arg is None:
            return ""
        if skip:
            skip = False
        elif arg in _TAKES_VALUE and not (arg in _FLAGS and simple.name in ("adduser", "addgroup")):
            skip = True
        elif not arg.startswith("-"):
            names.append(arg)
    return names[0] if len(names) == 1 else ""
