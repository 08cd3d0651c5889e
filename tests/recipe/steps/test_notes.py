"""Typed comments stand above the step that follows; failed tries are kept where they are wanted, without secrets."""

from __future__ import annotations

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")


def dockerfile(*lines: tuple[str, int, str] | tuple[str, int, str, str], keep: bool = False) -> str:
    """Return the Dockerfile for commands: text, status, a path that it adds or "", and comments in front of it."""
    entry = Entry("file", 0o644, 0, 0, ctime_ns=1)
    commands = tuple(
        Command(text, status, "/", "root", at, at + 0.5, "bash", 1, "s", 1, note="".join(note))
        for at, (text, status, _, *note) in enumerate(lines)
    )
    changes = tuple(
        Change(path, "added", None, entry, f"command {at + 1}", at) for at, (_, _, path, *_) in enumerate(lines) if path
    )
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 1.0, ImageConfig(), commands, changes)
    return write(plan(BASE, [snapshot], keep_failures=keep), lambda _seq, _change: b"").dockerfile


def test_a_comment_stands_above_its_step() -> None:
    found = dockerfile(("touch /a", 0, "/a"), ("# the app reads this", 0, ""), ("touch /b", 0, "/b"))
    assert found.endswith("RUN touch /a\n# the app reads this\nRUN touch /b\n")


def test_each_step_has_its_own_comments_and_not_those_of_what_follows() -> None:
    found = dockerfile(
        ("touch /a", 0, "/a", "# a"), ("touch /b", 0, "/b", "# b"), ("ls", 0, "", "# look"), ("ls /b", 0, "")
    )
    assert found.endswith("\n# a\nRUN touch /a\n# b\nRUN touch /b\n")


def test_a_comment_does_not_part_a_process_from_what_uses_it() -> None:
    found = dockerfile(("server &", 0, "/a"), ("# fetch it", 0, ""), ("curl -o /b localhost", 0, "/b"))
    assert found.count("RUN ") == 1 and "# fetch it\nRUN " in found
    found = dockerfile(("./daemon", 0, "/a"), ("# fetch it", 0, ""), ("curl -o /b localhost", 0, "/b"))
    assert found.count("RUN ") == 1


def test_comments_typed_in_front_of_a_command_and_behind_it_stand_above_the_step() -> None:
    found = dockerfile(("ls /", 0, "", "# look first\n##  then SNAP_SECRET_0123abcd"), ("touch /b # for 'b'", 0, "/b"))
    assert found.endswith("\n# look first\n# then …\n# for 'b'\nRUN touch /b\n")
    found = dockerfile(("ls / # look", 0, ""), ("mkdri /a # for a", 127, ""), ("mkdir /a", 0, "/a"))
    assert found.endswith("\n# m\nRUN mkdir /a\n")
    found = dockerfile(("echo '# no comment' > /a; touch '#b'", 0, "/a"))
    assert "\n# m\nRUN echo" in found
    found = dockerfile(("# one\ntouch /a\n# two\ntouch /b", 0, "/a"), ("nosuch", 127, "", "# three"))
    assert "\n# one\n# two\nRUN touch /a" in found and "three" not in found


def test_failures_are_kept_only_where_they_are_wanted() -> None:
    lines = (("mkdri /a SNAP_SECRET_0123abcd", 127, ""), ("mkdir /a", 0, "/a"))
    assert "mkdri" not in dockerfile(*lines)
    assert "# failed with status 127: mkdri /a …\n" in dockerfile(*lines, keep=True)
