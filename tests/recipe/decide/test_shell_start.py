"""What startup files set that were changed in an earlier session counts for the commands of a later one."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")
FIRST = (
    StateChange("alias", "ll", "ls -l"),
    StateChange("export", "PATH", "/bin"),
    StateChange("export", "GONE", "1"),
    StateChange("umask", "", "0022"),
    StateChange("variable", "COLOR", "no"),
)
LATER = (
    StateChange("alias", "ll", "ls -l"),
    StateChange("alias", "mk", "mkdir -p"),
    StateChange("export", "PATH", "/bin:/opt/bin"),
    StateChange("function", "other", "\n{ \n    :\n}"),
    StateChange("function", "put", '\n{ \n    echo "$1" > /srv/app\n}'),
    StateChange("option", "dotglob", "on"),
    StateChange("umask", "", "0027"),
    StateChange("variable", "APP", "/srv"),
    StateChange("variable", "COLOR", "no"),
)


def later_steps(*texts: str, start: tuple[StateChange, ...] = LATER) -> str:
    """Return the steps of a second session that begins in the state `start`; each command adds a path."""
    entry = Entry("file", 0o644, 0, 0, ctime_ns=1)
    every = ("true > /first", *texts)
    commands = [
        Command(text, 0, "/", "root", at, at + 0.5, "bash", 1, f"s{at > 0}", 1) for at, text in enumerate(every)
    ]
    commands[0] = replace(commands[0], start=FIRST)
    commands[1] = replace(commands[1], start=start)
    changes = tuple(Change(f"/new{at}", "added", None, entry, f"command {at + 1}", at) for at in range(len(every)))
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 1.0, ImageConfig(), tuple(commands), changes)
    text = write(plan(BASE, [snapshot]), lambda _seq, _change: b"").dockerfile
    return text.partition("RUN true > /first")[2].replace("\\\n", "").replace("    ", "")


def test_what_differs_from_the_first_session_is_repeated() -> None:
    found = later_steps("put $APP", "mk /srv/sub", "touch /srv/x")
    assert "umask 0027 && export PATH=/bin:/opt/bin && " in found
    assert "APP=/srv && put () { echo " in found
    assert "mkdir -p /srv/sub && touch /srv/x" in found
    assert "other" not in found and "COLOR" not in found and "ll" not in found


def test_patterns_get_the_options() -> None:
    assert "bash -O dotglob -c " in later_steps("cp /etc/* /srv")


def test_a_session_that_begins_as_the_first_repeats_nothing() -> None:
    assert later_steps("touch /srv/x", start=FIRST) == " && touch /srv/x\n"
