"""USER instructions: one away from the base's user and one back, as far as the order of the steps allows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.model import Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.test_large import BASE


def snapshot(config: ImageConfig, users: list[str], changes: tuple[Change, ...] = (), depth: int = 1) -> Snapshot:
    commands = tuple(
        Command(f"echo {at} > /srv/{at}", 0, "/", user, float(at), at + 0.5, "bash", depth if user != "root" else 2)
        for at, user in enumerate(users)
    )
    made = tuple(
        Change(f"/srv/{at}", "added", None, Entry("file", 0o644, 0, 0, 1, "d"), f"command {at + 1}", at)
        for at in range(len(users))
    )
    return Snapshot("box", 1, "", "", BASE, "m", 0.0, config, commands, (*made, *changes))


def lines(user: str, *users: str, changes: tuple[Change, ...] = ()) -> list[str]:
    """Return the USER lines, and "RUN" or "COPY" for the others, with the users that `su` names."""
    config = ImageConfig(user=user)
    made = plan(replace(BASE, config=config), [snapshot(config, list(users), changes)])
    text = write(made, lambda _seq, _change: b"x").dockerfile
    return [line for line in text.splitlines() if line.startswith(("USER", "RUN", "COPY"))]


def switches(*found: str) -> list[str]:
    return [line for line in found if line.startswith("USER")]


@pytest.mark.parametrize(
    ("users", "wanted"),
    [
        (["app", "app"], []),
        (["root", "app"], ["USER root", "USER app"]),
        (["app", "root", "app"], ["USER root", "USER app"]),
        (["root", "app", "root", "app", "root"], ["USER root", "USER app"]),
        (["app", "root", "bob", "root", "app", "bob"], ["USER root", "USER app"]),
        (["bob", "bob"], ["USER bob", "USER app"]),
        (["app", "bob", "app"], ["USER bob", "USER app"]),
        (["bob", "app", "bob"], ["USER root", "USER app"]),
    ],
)
def test_at_most_two_switches(users: list[str], wanted: list[str]) -> None:
    assert switches(*lines("app", *users)) == wanted


def test_what_another_user_runs_between_two_steps_of_root_is_run_by_su() -> None:
    config = ImageConfig(user="app")
    made = plan(replace(BASE, config=config), [snapshot(config, ["root", "app", "root"])])
    text = write(made, lambda _seq, _change: b"x").dockerfile
    assert "su -s /bin/sh app -c 'echo 1 > /srv/1'" in text and text.count("RUN") == 1


def test_a_number_in_the_configuration_is_the_user_of_the_first_shell() -> None:
    assert switches(*lines("1000:1000", "app", "app")) == []
    assert switches(*lines("1000:1000", "app", "root", "app")) == ["USER root", "USER 1000:1000"]


def test_a_user_without_a_name_is_switched_to() -> None:
    assert switches(*lines("app", "root", "1234", "root"))[:2] == ["USER root", "USER 1234"]


@pytest.mark.parametrize(("mode", "wanted"), [(0o644, []), (0o600, ["USER root", "USER app"])])
def test_a_copy_needs_no_root_without_a_command_after_it(mode: int, wanted: list[str]) -> None:
    entry = Entry("file", mode, 1000, 1000, 1, "e", ctime_ns=10**9 // 2)
    found = lines("app", "app", "app", changes=(Change("/home/app/x", "added", None, entry),))
    assert switches(*found) == wanted
    assert any(line.startswith("COPY --chown=1000:1000 ") for line in found)
