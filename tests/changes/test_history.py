"""Joining and inverting changes of snapshots, and where a path comes from."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from snapshotter.changes.compare import compare
from snapshotter.changes.history import below, inverted, join_changes, normal, origins, origins_below, with_changes
from snapshotter.model import Change, Entry
from tests.store.samples import added, snapshot

entries = st.builds(
    Entry,
    kind=st.just("file"),
    mode=st.sampled_from([0o644, 0o755]),
    uid=st.just(0),
    gid=st.just(0),
    size=st.just(1),
    digest=st.sampled_from(["a", "b"]),
)
trees = st.dictionaries(st.sampled_from(["/a", "/b", "/c", "/d"]), entries)


@given(st.lists(trees, min_size=2, max_size=5))
def test_joined_changes_are_those_from_the_first_state_to_the_last(states: list[dict[str, Entry]]) -> None:
    steps = [compare(before, after) for before, after in pairwise(states)]
    joined = join_changes(steps)
    assert [(c.path, c.change, c.before, c.after) for c in joined] == [
        (c.path, c.change, c.before, c.after) for c in compare(states[0], states[-1])
    ]


@given(trees, trees)
def test_applying_changes_gives_the_later_state_and_inverted_ones_the_earlier(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    found = compare(before, after)
    assert with_changes(before, found) == after
    assert with_changes(after, inverted(found)) == before
    assert inverted(inverted(found)) == found


def test_a_path_is_normal_as_changes_have_it() -> None:
    assert [normal(p) for p in ("etc/motd", "/etc//motd/", "/./etc", "/")] == ["/etc/motd", "/etc/motd", "/etc", "/"]


def test_below_means_the_path_itself_or_deeper() -> None:
    assert below("/etc", "/etc")
    assert below("/etc/x", "/etc")
    assert below("/x", "/")
    assert not below("/etcetera", "/etc")


def test_origins_are_newest_first_with_their_command() -> None:
    from msgspec.structs import replace

    first = snapshot(1, replace(added("/etc/x", by="command 1"), command=0))
    second = snapshot(2, added("/etc/x"), added("/srv/y"))
    found = origins([first, second], "/etc/x")
    assert [(o.seq, o.command.text if o.command else None) for o in found] == [(2, None), (1, "echo hi")]
    assert [(o.seq, o.change.path) for o in origins_below([first, second], "/")] == [(2, "/etc/x"), (2, "/srv/y")]


def test_a_command_that_does_not_exist_is_none() -> None:
    change = Change("/x", "deleted", Entry("file", 0, 0, 0), None, command=7)
    assert origins([snapshot(1, change)], "/x")[0].command is None
