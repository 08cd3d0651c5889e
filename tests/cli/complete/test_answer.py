"""What is offered at each place of a command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from snapshotter.cli import in_session
from snapshotter.cli.complete import answer
from snapshotter.cli.main import main
from snapshotter.engine.images import names
from tests.work.fakes import Person


def offered(*words: str) -> list[str]:
    return [value for value, _ in answer.answer(words)]


def test_verbs_are_offered_by_their_beginning() -> None:
    assert offered("ch") == ["checkout", "cherry-pick"]
    assert "start" in offered("")
    assert offered("--ver") == ["--version"]
    assert dict(answer.answer(["log"])) == {"log": "List the snapshots."}


def test_options_are_those_of_the_verb() -> None:
    assert offered("log", "--one") == ["--oneline"]
    assert offered("export-dockerfile", "--secrets", "") == ["auto", "mount", "carry"]
    assert offered("export-dockerfile", "--secrets=m") == ["--secrets=mount"]
    assert offered("export", "--pi") == ["--pin"]
    assert offered("log", "-n", "web", "--", "--one") == []
    assert offered("no-such-verb", "--") == []


def test_an_action_is_offered_in_its_place() -> None:
    assert offered("op", "") == ["log", "undo"]
    assert offered("completion", "") == ["bash", "zsh", "fish"]


def test_workspaces_are_offered(person: Person) -> None:
    assert offered("shell", "") == ["web"]
    assert offered("log", "-n", "w") == ["web"]
    assert offered("log", "--name=w") == ["--name=web"]
    assert offered("start", "--name", "") == []  # a new name


def test_revisions_are_offered_with_their_messages(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    _two_snapshots(person)
    assert dict(answer.answer(["show", ""])) == {"HEAD": "second", "2": "second", "1": "first"}
    assert offered("show", "-n", "web", "1") == ["1"]
    assert offered("squash", "1..") == ["1..HEAD", "1..2", "1..1"]
    assert offered("show", "we") == ["web:"]
    assert offered("show", "web:") == ["web:HEAD", "web:2", "web:1"]
    monkeypatch.setenv("SNAP_NAME", "other")
    assert offered("show", "") == []


def test_paths_of_snapshots_are_offered_by_component(person: Person) -> None:
    _two_snapshots(person)
    assert offered("blame", "/") == ["/etc/", "/srv/"]
    assert offered("blame", "/etc/") == ['/etc/a "b"', "/etc/käse"]
    assert offered("blame", "") == ["/etc/", "/srv/"]
    assert offered("restore", "--", "/srv/") == ["/srv/x"]
    assert offered("cat", "1:/etc/k") == ["1:/etc/käse"]
    assert offered("cat", "/srv/x") == ["/srv/x"]
    assert "2:" in offered("cat", "")


def test_files_of_this_host_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.sh").touch()
    (tmp_path / ".hidden").touch()
    assert offered("run", "-f", "") == ["file.sh", "folder/"]
    assert offered("run", "-f", ".h") == [".hidden"]
    assert offered("verify", "-f", "f") == ["folder/"]
    assert offered("run", "-f", "no/such/") == []
    assert offered("run", "-f", f"{tmp_path}/fi") == [f"{tmp_path}/file.sh"]


def test_images_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "image_names", lambda: ["alpine:3.23", "debian:bookworm"])
    assert offered("start", "deb") == ["debian:bookworm"]


def test_a_name_with_control_characters_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\nb").touch()
    assert offered("run", "-f", "") == []


def test_bash_gets_what_follows_its_last_break(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    _two_snapshots(person)

    def bash(line: str, breaks: str = " \t\n\"'><=;|&(:") -> list[str]:
        assert main([answer.REQUEST, "bash", breaks, line]) == 0
        return capsys.readouterr().out.splitlines()

    assert bash("snap blame /etc/a") == ['/etc/a\\ \\"b\\"']
    assert bash("snap blame '/etc/a") == ['/etc/a "b"']
    assert bash("snap cat 1:/sr") == ["/srv/"]
    assert bash("snap cat 1:/sr", " ") == ["1:/srv/"]
    assert bash("snap log --name=w") == ["web"]
    assert bash("cd /srv && snap lo") == ["log"]
    assert bash('snap -V; snap blame "/etc/"k') == ["/etc/käse"]
    assert bash("snap blame /etc/a\\ ") == ['/etc/a\\ \\"b\\"']


def test_nothing_is_offered_inside_a_session(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(in_session.VARIABLE, "web")
    assert main([answer.REQUEST, "fish", "shell", ""]) == 2
    assert capsys.readouterr().out == ""


def test_a_failure_offers_nothing(snap_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    snap_home.mkdir(exist_ok=True)
    (snap_home / "workspaces").touch()
    assert main([answer.REQUEST, "fish", "shell", ""]) == 0
    assert capfd.readouterr() == ("", "")


def test_an_answer_loads_few_modules(person: Person) -> None:
    code = "import sys; from snapshotter.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    words = [sys.executable, "-c", code, answer.REQUEST, "fish", "show", ""]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {"typer", "click", "docker", "git", "tabulate", "requests", "tree_sitter", "socket", "ssl"}


def _two_snapshots(person: Person) -> None:
    from snapshotter.work.commit.commit import commit

    person.does("x", {"/srv/x": "1\n"})
    commit(person.engine, person.home, person.workspace, "first", (), lambda _: None)
    person.does("y", {"/etc/käse": "1\n", '/etc/a "b"': "2\n"})
    commit(person.engine, person.home, person.workspace, "second", (), lambda _: None)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert f"__complete {shell}" in capsys.readouterr().out
