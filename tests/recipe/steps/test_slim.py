"""What slimming removes from a recipe, and what it does not change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.model import Plan, Repairs, Trim
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.slim import ALL, AS_IT_IS, SAFE, Slim, mentioned, reworded_text
from snapshotter.recipe.write.dockerfile import write
from snapshotter.work.export.repairs_text import kept_from_text, kept_text
from tests.recipe.story import load

GOLDEN = Path(__file__).parents[1] / "golden"
BASE = Base("debian:bookworm", "sha256:base")


def line(*snapshots: Sequence[str], user: str = "") -> tuple[Base, list[Snapshot]]:
    base = Base("debian:bookworm", "sha256:base", config=ImageConfig(user=user))
    return base, [
        Snapshot(
            "box",
            seq,
            f"sha256:{seq}",
            "",
            base,
            f"part {seq}",
            0.0,
            base.config,
            tuple(
                Command(text, 0, "/", user or "root", 10.0 * at, 10.0 * at + 5, "bash", 1, f"s{seq}", 1)
                for at, text in enumerate(texts)
            ),
            tuple(made(text[6:], at) for at, text in enumerate(texts) if text.startswith("touch ")),
        )
        for seq, texts in enumerate(snapshots, 1)
    ]


def made(path: str, command: int) -> Change:
    moment = int((10 * command + 1) * 1e9)
    entry = Entry("file", 0o644, 0, 0, mtime_ns=moment, ctime_ns=moment)
    return Change(path, "added", None, entry, f"command {command + 1}", command)


def dockerfile(found: Plan) -> str:
    text = write(found, lambda _seq, _change: b"x").dockerfile
    return text.replace(" && \\\n    ", " && ").replace(" \\\n    ", " ")


def slim(measures: Slim, *snapshots: Sequence[str], user: str = "") -> list[str]:
    """Return the RUN instructions for a line of snapshots."""
    base, made = line(*snapshots, user=user)
    return [row for row in dockerfile(plan(base, made, slim=measures)).splitlines() if row.startswith("RUN ")]


CLEAN = "apt-get clean && rm -rf /var/lib/apt/lists/*"


@pytest.mark.parametrize(
    ("typed", "slimmer"),
    [
        ("apt-get install -y tree", "apt-get install -y --no-install-recommends tree"),
        ("sudo apt-get -y install tree less", "sudo apt-get -y install --no-install-recommends tree less"),
        ("apt install --no-install-recommends tree", None),
        ("apt-get -o APT::Install-Recommends=false install tree", None),
        ("apt-get remove tree", None),
        ("echo apt-get install tree", None),
        ("aptitude install tree", None),
        ("apk add curl && apk del curl", "apk add --no-cache curl && apk del curl"),
        ("apk update", "apk update --no-cache"),
        ("apk add --no-cache curl", None),
        ("/opt/venv/bin/pip install -q x==1", "/opt/venv/bin/pip install -q --no-cache-dir x==1"),
        ("python3 -m pip install 'x[y]==1' -r r.txt", "python3 -m pip install --no-cache-dir 'x[y]==1' -r r.txt"),
        ("pip freeze > r.txt", None),
    ],
)
def test_options_that_install_less(typed: str, slimmer: str | None) -> None:
    assert reworded_text(typed, (1, 0), ALL) == (slimmer or typed)


def test_lists_are_cleared_in_their_layer_and_a_later_run_fetches_its_own() -> None:
    assert slim(SAFE, ["apt-get update", "apt-get install -y a", "apt-get install -y b"], ["apt-get install -y c"]) == [
        f"RUN apt-get update && apt-get install -y a && apt-get install -y b && {CLEAN}",
        f"RUN apt-get update && apt-get install -y c && {CLEAN}",
    ]


def test_an_update_that_its_run_does_not_need_moves_to_where_it_is_needed() -> None:
    assert slim(SAFE, ["touch /a", "apt-get update"], ["apt-get install -y a"]) == [
        "RUN touch /a",
        f"RUN apt-get update && apt-get install -y a && {CLEAN}",
    ]
    base, snapshots = line(["touch /a", "apt-get update"], ["apt-get install -y a"])
    update = plan(base, snapshots, slim=SAFE).decisions[1]
    assert (update.fate, update.reason) == ("left out", "fetches package lists that each later RUN fetches itself")


def test_what_a_person_cleared_is_not_cleared_again() -> None:
    typed = f"apt-get update && apt-get install -y a && {CLEAN}"
    assert slim(SAFE, [typed], ["apt-get update; apt-get install -y b", "rm -rf /var/lib/apt/lists/*"]) == [
        f"RUN {typed}",
        "RUN apt-get update && apt-get install -y b && rm -rf /var/lib/apt/lists/* && apt-get clean",
    ]


def test_only_root_clears_the_caches_of_root() -> None:
    assert slim(SAFE, ["sudo apt-get install -y a"], user="worker") == ["RUN sudo apt-get install -y a"]


def test_each_manager_has_its_own_way_of_clearing() -> None:
    assert slim(SAFE, ["npm install x@1", "yarn add y", "touch /a"]) == [
        "RUN npm install x@1 && npm cache clean --force && yarn add y && yarn cache clean && touch /a"
    ]
    assert slim(SAFE, ["microdnf install -y a", "touch /a"]) == [
        "RUN microdnf install -y a && touch /a && microdnf clean all"
    ]


def test_the_cache_of_npm_is_cleared_once_in_a_run() -> None:
    assert slim(AS_IT_IS, ["npm init -y", "npm install x@1", "npm install -g y@1", "touch /a"]) == [
        "RUN npm init -y && npm install x@1 && npm install -g y@1 && npm cache clean --force && touch /a"
    ]
    assert slim(AS_IT_IS, ["npm install x@1", "npm cache clean --force; touch /a"]) == [
        "RUN npm install x@1 && npm cache clean --force && touch /a"
    ]
    assert slim(AS_IT_IS, ["npm init -y"]) == ["RUN npm init -y"]


def test_without_a_proof_only_caches_are_cleared() -> None:
    base, snapshots = line(["apt-get install -y a"], ["touch /b"])
    assert {trim.kind for trim in plan(base, snapshots, slim=SAFE).trims} == {"caches"}
    assert {trim.kind for trim in plan(base, snapshots, slim=ALL).trims} == {"caches", "join", "recommends"}


def test_measures_taken_back_change_nothing() -> None:
    base, snapshots = line(["apt-get install -y a"], ["touch /b"])
    every = plan(base, snapshots, slim=ALL).trims
    assert dockerfile(plan(base, snapshots, slim=ALL.without(every))) == dockerfile(plan(base, snapshots))
    for trim in every:
        assert plan(base, snapshots, slim=ALL.without(frozenset({trim}))).trims == every - {trim}


def test_snapshots_joined_in_one_run_keep_their_messages() -> None:
    base, snapshots = line(["touch /a"], ["ls"], ["touch /b"])
    assert dockerfile(plan(base, snapshots, slim=ALL)).endswith(
        "\n# part 1\n# part 2\n# part 3\nRUN touch /a && touch /b\n"
    )


@pytest.mark.parametrize("story", sorted(path.name for path in GOLDEN.iterdir()))
def test_one_more_snapshot_keeps_the_slim_lines_above(story: str) -> None:
    base, snapshots, contents = load(GOLDEN / story / "story.toml")

    def lines(count: int, proven: int) -> str:
        kept = frozenset(Trim("join", (seq, 0)) for seq in range(2, count + 1))
        made = plan(base, snapshots[:count], Repairs(proven=proven), slim=ALL.without(kept))
        return write(made, lambda _seq, change: contents.get(change.content)).dockerfile

    for count in range(1, len(snapshots)):
        if snapshots[count].config == snapshots[count - 1].config == base.config:
            assert lines(count + 1, count).startswith(lines(count, 0))


def test_kept_measures_are_read_back_from_their_text() -> None:
    kept = frozenset({Trim("join", (3, 0)), Trim("recommends", (1, 4))})
    assert kept_from_text(kept_text(kept)) == kept
    for text in ("", "{", "[]", "{}", '{"kept":[1]}', '{"kept":[["join",1]]}'):
        assert kept_from_text(text) == frozenset()


def test_a_file_that_an_earlier_command_mentions_is_not_copied_early() -> None:
    assert mentioned(["/srv/app/app.c"], ["true", "touch app.c"])
    assert mentioned(["/srv/app/x.c"], ["true", "mkdir /srv/app"])
    assert not mentioned(["/srv/app/x.c"], ["true", "mkdir -p /srv/app"])
    assert not mentioned(["/srv/app/x.c"], ["true", "apt-get install gcc"])
