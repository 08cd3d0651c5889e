"""The users that USER instructions switch to, where the base's own user is not root and so cannot become another one.

At most one switch away from the base's user and one back: root runs the commands of others by `su`, until only those of
the base's user are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from snapshotter.model import Snapshot
from snapshotter.recipe.decide.carry import carried, late_carries
from snapshotter.recipe.decide.placement import by_copy_alone
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import Decision, Origin, Repairs

Need = tuple[int, int, str]
"""The seq of a snapshot, how many of its commands come first, and the user that the step needs."""
LAST = 1 << 30
"""The place of a snapshot's steps after all of its commands."""


def own_names(user: str, decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the names that commands have for a base's user: a number in its configuration has a name in a record."""
    own = plain_user(user)
    if not own.isdecimal():
        return frozenset({own})
    first = (plain_user(d.command.user) for d in decisions if d.command.depth <= 1 and d.command.user)
    return frozenset({own, *(name for name in first if name != "root")})


def needs(snapshots: Sequence[Snapshot], decisions: Sequence[Decision], repairs: Repairs) -> list[Need]:
    """Return the users that the steps of a recipe need, in order."""
    found: list[Need] = []
    for number, snapshot in enumerate(snapshots, 1):
        own = [decision for decision in decisions if decision.origin[0] == snapshot.seq]
        carries = carried(snapshot, own, repairs)
        found += [(snapshot.seq, rank, d.command.user) for rank, d in enumerate(own, 1) if d.fate == "run"]
        found += [
            (snapshot.seq, rank, "root") for rank, copies in carries.items() if not all(map(by_copy_alone, copies))
        ]
        if not all(map(by_copy_alone, late_carries(snapshots[:number], repairs))):
            found.append((snapshot.seq, LAST, "root"))
    return [(seq, rank, plain_user(user)) for seq, rank, user in sorted(found) if user]


def user_for(user: str, current: str, own: frozenset[str], later: Sequence[Need]) -> str:
    """Return the user of the image in which a step of `user` runs: if it is another one, by `su`.

    All names are plain; `own` are those of the base's user, and `later` is what the steps from this one on need.
    """
    if user == current or {user, current} <= own:
        return current
    if user.isdecimal():  # `su` takes names only
        return user
    names = [name for _, _, name in later]
    if current == "root":
        return user if {user, *names} <= own else current
    return user if user == "root" or set(dropwhile(lambda name: name == user, names)) <= own else "root"


def after(place: Origin, wanted: Sequence[Need]) -> list[Need]:
    """Return the needs of the steps from a place on."""
    return [need for need in wanted if need[:2] >= place]
