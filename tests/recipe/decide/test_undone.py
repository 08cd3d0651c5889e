"""The paths that a command's text names, and that nothing is left out that other commands use."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.model import Change, Command, Entry
from snapshotter.proof.compare import Comparison
from snapshotter.proof.repair import after_failure, to_restore
from snapshotter.recipe.decide.touched_paths import TouchedPaths, touched_paths
from snapshotter.recipe.decide.undone import UNDONE, _Users
from snapshotter.recipe.model import Decision, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.story import load


def command(text: str, shell: str = "bash") -> Command:
    return Command(text, 0, "/srv", "root", 1.0, 2.0, shell, 1)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("touch a /b", {"/srv/a", "/b"}),
        ("mkdir -p x && cd x && touch y", {"/srv/x", "/srv/x/y"}),
        ("mv a b", {"/srv/a", "/srv/b", "/srv/b/a"}),
        ("cp -a /etc/passwd .", {"/srv", "/srv/passwd"}),
        ("chmod -R 755 /opt", {"/opt"}),
        ("echo a > b; cat b", {"/srv/b"}),
        ("sudo rm -rf ~/x", {"/root/x"}),
        ("cd /t && tar xzf a.tgz --strip-components=1", {"/t"}),
        ("tar -xf a.tar -C /t; unzip -q a.zip -d /z", {"/t", "/z"}),
        ("unzip a.zip", {"/srv"}),
        ("rm //b; cd //opt && touch c", {"/b", "/opt/c"}),
    ],
)
def test_paths_that_the_text_names(text: str, paths: set[str]) -> None:
    found = touched_paths(command(text))
    assert found is not None and found.paths | found.possible == paths


def test_parents_of_a_word_that_begins_with_two_slashes() -> None:
    line = command("echo '//registry.invalid/:_authToken=x' > ~/.npmrc")
    users = _Users([Decision((1, 0), line, "run", "")])
    assert users.of(TouchedPaths(frozenset({"/root/.npmrc"}), frozenset())) == {(1, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "touch $x",
        "rm *.o",
        "touch -r a b",
        "cp -t /x a",
        "make",
        "rm a && make",
        "A=1",
        "touch a &",
        "cd - && rm a",
        "cd x && echo > y",
        "ln -s /a",
        "for f in 1 2; do touch $f; done",
        "echo 'unfinished",
        "mkdir -m 700 x",
    ],
)
def test_texts_that_do_not_name_all_paths(text: str) -> None:
    assert touched_paths(command(text)) is None


def test_fish_is_not_analysed() -> None:
    assert touched_paths(command("touch a", "fish")) is None


def lines(tmp_path: Path, *commands: tuple[str, str]) -> tuple[list[str], Path]:
    """Return the commands that run, of commands and the path (or "") that each creates, and the story."""
    story = tmp_path / "story.toml"
    story.write_text(
        '[[snapshot]]\nmessage = "m"\n'
        + "".join(
            f"[[snapshot.command]]\ntext = '''{text}'''\n" + (f'changes = [{{path = "{path}"}}]\n' if path else "")
            for text, path in commands
        )
    )
    base, snapshots, _ = load(story)
    return [d.command.text for d in plan(base, snapshots).decisions if d.fate == "run"], story


@pytest.mark.parametrize(
    ("commands", "kept"),
    [
        ([("touch /a1", ""), ("rm /a1", ""), ("echo x > /k", "/k")], 1),
        ([("touch /a1", ""), ("tar cf /k /a1", "/k"), ("rm /a1", "")], 3),
        ([("mkdir /d1", ""), ("find / -name d1 -exec mkdir /k ;", "/k"), ("rmdir /d1", "")], 3),
        ([("touch /d1/a1", ""), ("cp /d1/*1 /k", "/k"), ("rm /d1/a1", "")], 3),
        ([("echo 1 > /f1", ""), ("echo 2 > /f1", "/f1")], 1),
        ([("echo 1 > /f1", ""), ("chmod 600 /f1", ""), ("echo 2 > /f1", "/f1")], 3),
        ([("wget -O /a1 http://x", ""), ("sh /a1", "/k"), ("rm /a1", "")], 3),
        ([("mkdir /d1", ""), ("rm -rf /d1", "/d1/left")], 2),
        ([("mkdir /d1; tar xf /a.tar -C /d1", ""), ("rm -r /d1", "")], 0),
        ([("mkdir /d1; tar xf /a.tar -C /d1", ""), ("cp /d1/x /k", "/k"), ("rm -r /d1", "")], 3),
        ([("cd /d1 && tar xf /a.tar", ""), ("make -C /d1", "/k"), ("rm -r /d1", "")], 3),
    ],
)
def test_what_is_used_stays(tmp_path: Path, commands: list[tuple[str, str]], kept: int) -> None:
    assert len(lines(tmp_path, *commands)[0]) == kept


@pytest.mark.parametrize(
    ("commands", "written"),
    [
        ([("echo 1 > /a1", ""), ("echo 2 > /b; rm /a1", "/b")], "echo 2 > /b"),
        ([("touch /a1 && echo 2 > /b && rm /a1", "/b")], "echo 2 > /b"),
        ([("mkdir /t && cd /t && make x; cp x /k; rm -r /t", "/k")], "mkdir /t && cd /t && make x; cp x /k; rm -r /t"),
        ([("./install", "/k"), ("rm /made; touch /b", "/b")], "./install && rm /made; touch /b"),
        ([("./install", "/k"), ("rm -f /made", "")], "./install && rm -f /made"),
        ([("touch /b; touch /link/x", "/b")], "touch /b; touch /link/x"),
        ([("touch /a1; cat /a1 > /b", "/b"), ("rm /a1", "")], "touch /a1; cat /a1 > /b && rm /a1"),
        ([("touch /a1 /b; rm /a1", "/b")], "touch /b"),
        ([("touch /k", "/k"), ("tar czf /a1.tgz -C /srv x && ls -l /a1.tgz", ""), ("rm /a1.tgz", "")], "touch /k"),
        ([("touch /a1; ls /a1; touch /b; rm /a1", "/b")], "touch /b"),
        ([("(touch /b /c)", "/b"), ("touch /d /e > /k", "/d")], "(touch /b /c) && touch /d /e > /k"),
        ([("chmod -R g+w /srv", "/srv"), ("touch /srv/a1", ""), ("rm /srv/a1", "")], "chmod -R g+w /srv"),
        (
            [("echo x > /k", "/k"), ("cp /k /a1", ""), ("sed -i s/x/y/ /k", "/k"), ("rm /a1", "")],
            "echo x > /k && sed -i s/x/y/ /k",
        ),
        (
            [("echo x > /k", "/k"), ("cp /k /a1", ""), ("sed -i 's/x/y/w a1' /k", "/k"), ("rm /a1", "")],
            "echo x > /k && cp /k /a1 && sed -i 's/x/y/w a1' /k && rm /a1",
        ),
        ([("touch /a1 /b /a2", "/b"), ("rm -f /a1 /a2", ""), ("touch /c", "/c")], "touch /b && touch /c"),
        ([("mkdir -p /a1 /b /c && rmdir /a1", "/b")], "mkdir -p /b /c"),
        ([("touch /a1 /a2; rm /a1", ""), ("rm /a2", ""), ("touch /c", "/c")], "touch /c"),
        ([("touch /a1 /b", "/b"), ("cp /a1 /k", "/k"), ("rm /a1", "")], "touch /a1 /b && cp /a1 /k && rm /a1"),
    ],
)
def test_of_a_line_the_parts_go_that_undo_each_other(
    tmp_path: Path, commands: list[tuple[str, str]], written: str
) -> None:
    base, snapshots, _ = load(lines(tmp_path, *commands)[1])
    dockerfile = write(plan(base, snapshots), lambda _seq, _change: b"").dockerfile
    run = dockerfile.partition("RUN ")[2].replace(" && \\\n    ", " && ")
    assert run.translate({ord(char): None for char in "{}\n"}).replace(" && ", "; ") == written.replace(" && ", "; ")


def test_what_a_failed_command_left_goes_with_it(tmp_path: Path) -> None:
    story = lines(tmp_path, ("cat nope > /copy", ""), ("[ -s /copy ] || rm /copy", ""), ("touch /k", "/k"))[1]
    story.write_text(story.read_text().replace("/copy'''\n", "/copy'''\nstatus = 1\n", 1))
    base, snapshots, _ = load(story)
    assert [d.command.text for d in plan(base, snapshots).decisions if d.fate == "run"] == ["touch /k"]


def test_parts_that_went_come_back_by_a_repair(tmp_path: Path) -> None:
    base, snapshots, _ = load(lines(tmp_path, ("touch /a1", ""), ("touch /b; rm /a1", "/b"), ("touch /c", "/c"))[1])
    made = plan(base, snapshots)
    other = Change("/a1", "deleted", Entry("file", 0o644, 0, 0), None)
    assert to_restore(made, Repairs(), Comparison((other,), (), 0)) == {(1, 0), (1, 1)}
    unrelated = Change("/z", "deleted", Entry("file", 0o644, 0, 0), None)
    assert to_restore(made, Repairs(), Comparison((unrelated,), (), 0)) == frozenset()
    dated, snapshots, _ = load(lines(tmp_path, ("./prepare", ""), ("date > /a", "/a"), ("cat /a > /b", "/b"))[1])
    made, old, new = plan(dated, snapshots), Entry("file", 0o644, 0, 0), Entry("file", 0o644, 0, 0, digest="x")
    assert to_restore(made, Repairs(), Comparison((Change("/a", "changed", old, new),), (), 0)) == frozenset()
    assert to_restore(made, Repairs(), Comparison((Change("/b", "changed", old, new),), (), 0)) == {(1, 0)}


def test_parts_that_were_brought_back_stay(tmp_path: Path) -> None:
    base, snapshots, _ = load(lines(tmp_path, ("touch /a1", ""), ("touch /b; rm /a1", "/b"))[1])
    again = plan(base, snapshots, Repairs(restore=frozenset({(1, 0), (1, 1)})))
    assert "rm /a1" in write(again, lambda _seq, _change: b"").dockerfile


def test_a_failing_build_restores_idle_commands_first_and_undone_ones_then(tmp_path: Path) -> None:
    _, story = lines(tmp_path, ("./prepare", ""), ("touch /a1", ""), ("rm /a1", ""), ("./build", "/k"))
    base, snapshots, _ = load(story)
    repairs = Repairs()
    restored = []
    for _ in range(2):
        repairs = after_failure(plan(base, snapshots, repairs), repairs, (1, 3))
        restored.append(sorted(index for _, index in repairs.restore))
    assert restored == [[0], [0, 1, 2]]
    decisions = plan(base, snapshots, repairs).decisions
    assert all(d.fate == "run" for d in decisions) and UNDONE not in {d.reason for d in decisions}
