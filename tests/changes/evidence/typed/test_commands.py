"""Typed lines of a history as what explains files: which line, in which order, and which are left out."""

from __future__ import annotations

import pytest

from snapshotter.changes.evidence.gather import as_commands, gather
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, changes, root, shown

BASH = "/root/.bash_history"


def history(text: str, made: Files, before: Files | None = None) -> tuple[list[str], dict[str, str]]:
    """Return the texts of the commands that are shown, and what explains each path."""
    commands, texts = shown(before or {}, {**made, BASH: text})
    return [one.text for one in commands], texts


def test_lines_that_explain_nothing_are_left_out() -> None:
    text = "pwd\nmkdir -p /srv/a /srv/b\necho x > /srv/a/x\ncat /srv/a/x\necho gone > /tmp/gone\nsed -i s/a/b/ /srv/y\n"
    commands, texts = history(text, {"/srv/a/x": "x\n", "/srv/b/": ""})
    assert commands == ["mkdir -p /srv/a /srv/b", "echo x > /srv/a/x"]
    assert texts == {
        "/srv": "mkdir -p /srv/a /srv/b",
        "/srv/a": "mkdir -p /srv/a /srv/b",
        "/srv/a/x": "echo x > /srv/a/x",
        "/srv/b": "mkdir -p /srv/a /srv/b",
    }


def test_directories_are_followed() -> None:
    text = (
        "cd /srv/site\necho 1 > one\ncd /nosuch\necho 2 > two\n(cd /tmp && true)\npushd conf; echo 3 > three\npopd\n"
        "echo 4 > four\ncd -\ncd\necho 5 > five\nD=/srv/site/conf\ncd $D && ls\necho 6 > six\n"
    )
    made = {f"/srv/site/{name}": name for name in ("one", "two", "conf/three", "four", "conf/six")}
    commands, _ = shown({"/srv/site/conf/": ""}, {**made, "/root/five": "5", BASH: text})
    assert commands[2].cwd_after == "/srv/site/conf" and commands[5].cwd == "/srv/site/conf"
    assert [(one.text, one.cwd) for one in commands] == [
        ("echo 1 > one", "/srv/site"),
        ("echo 2 > two", "/srv/site"),
        ("pushd conf; echo 3 > three", "/srv/site"),
        ("echo 4 > four", "/srv/site"),
        ("echo 5 > five", "/root"),
        ("echo 6 > six", "/srv/site/conf"),
    ]


def test_every_line_that_made_a_file_since_it_was_overwritten() -> None:
    text = "echo 0 > /srv/f\necho 1 > /srv/f\necho 2 >> /srv/f\nsed -i s/1/3/ /srv/f\nrm /srv/f.bak\n"
    commands, texts = history(text, {"/srv/f": "3\n2\n"}, {"/srv/": ""})
    assert commands == ["echo 1 > /srv/f", "echo 2 >> /srv/f", "sed -i s/1/3/ /srv/f"]
    assert texts["/srv/f"] == "sed -i s/1/3/ /srv/f"


@pytest.mark.parametrize(
    "line",
    [
        "sed -i 's/a/b/' {}",
        "sed -i -e 's/a/b/' {}",
        "perl -pi -e 's/a/b/' {}",
        "chmod 640 {}",
        "chmod -x {}",
        "chown root:root {}",
    ],
)
def test_a_mistyped_name_is_no_step_of_the_line_that_was_meant(line: str) -> None:
    wrong, right = line.format("defualt"), line.format("default")
    commands, _ = history(f"cd /srv\n{wrong}\n{right}\n", {"/srv/default": "b"}, {"/srv/default": "a"})
    assert commands == [right]


def test_names_that_only_the_shell_knows() -> None:
    text = "cd /srv\nfor d in red green; do mkdir -p data/$d; echo $d > data/$d/colour; done\nmkdir x/{a,b}\n"
    text += "rm -r data/blue\nrm other\n"
    made = {"/srv/data/red/colour": "red", "/srv/data/green/colour": "green", "/srv/x/a/": "", "/srv/x/b/": ""}
    commands, texts = history(text, made, {"/srv/x/": ""})
    assert commands == text.splitlines()[1:-1]
    assert texts["/srv/data/red/colour"].startswith("for")


def test_variables_and_functions_that_later_lines_use() -> None:
    text = "A=1\nexport PLACE=/srv/p\nunused=2\ngreet() { echo $A > $PLACE; }\ngreet > /srv/out\nmkdir -p $PLACE\n"
    commands, _ = history(text, {"/srv/p/": "", "/srv/out": ""})
    assert commands == [
        "A=1",
        "export PLACE=/srv/p",
        "greet() { echo $A > $PLACE; }",
        "greet > /srv/out",
        "mkdir -p $PLACE",
    ]


def test_the_steps_of_a_build() -> None:
    text = "cd /usr/src/tool\n./configure\nmake\nmake instal\nls\nmake install\ngcc --version\n"
    made = {"/usr/src/tool/tool.o": "o", "/usr/src/tool/Makefile": "m", "/usr/local/bin/tool": "x"}
    commands, texts = history(text, made, {"/usr/src/tool/tool.c": "c"})
    assert commands == ["./configure", "make", "make install"]
    assert texts["/usr/local/bin/tool"] == "make install" and all(texts.values())


@pytest.mark.parametrize("line", ["python3 app.py", "npm start", "vi notes", "./run.sh", "nginx"])
def test_programs_that_may_not_end_are_not_repeated(line: str) -> None:
    before = {"/srv/app.py": "import socket", "/srv/run.sh": "while true; do sleep 1; done"}
    commands, texts = history(f"cd /srv\n{line}\n", {"/srv/notes": "n", "/srv/db": "d"}, before)
    assert not commands and texts["/srv/db"] == ""


def test_what_was_removed() -> None:
    text = "rm /etc/motd\nrm -rf /opt/old\nrm /etc/other\nmv /srv/a /srv/b\n"
    before = {"/etc/motd": "m", "/opt/old/x": "x", "/srv/a": "a", "/etc/other": "o"}
    old, new = root(before), root({"/etc/other": "o", "/srv/b": "a", "/opt/": "", BASH: text})
    commands = as_commands(gather(old, new, PackageChanges(), changes(old, new)))
    assert [one.text for one in commands] == ["rm /etc/motd", "rm -rf /opt/old", "mv /srv/a /srv/b"]


def test_a_file_of_a_new_package_that_is_gone() -> None:
    tool = Package("dpkg", "tool", "1", paths=("/etc/tool", "/etc/tool/a", "/etc/tool/b"))
    made = {"/etc/tool/a": "a", BASH: "rm /etc/tool/b\nrm /etc/tool/c\n"}
    commands, _ = shown({}, made, PackageChanges(added=(tool,)), (tool,))
    assert "rm /etc/tool/b" in [one.text for one in commands]
    assert "rm /etc/tool/c" not in [one.text for one in commands]


def test_the_order_is_that_of_the_history_between_times_that_are_known() -> None:
    apt = (
        "Start-Date: 1970-01-01  00:10:00\nCommandline: apt-get install -y tool\nInstall: tool:amd64 (1)\n"
        "End-Date: 1970-01-01  00:11:00\n"
    )
    tool = Package("dpkg", "tool", "1", stamp_file="/var/lib/dpkg/info/tool.list", paths=("/usr/bin/tool",))
    text = "mkdir /srv/a\napt-get install -y tool\nmkdir /srv/b\ntool > /srv/out\n"
    made: Files = {
        "/var/log/apt/history.log": (apt, 660.0),
        "/usr/bin/tool": ("t", 1.0),
        "/srv/a/": "",
        "/srv/b/": "",
        "/srv/out": ("o", 700.0),
        BASH: text,
    }
    commands, _ = shown({"/srv/": ""}, made, PackageChanges(added=(tool,)), (tool,))
    assert [one.text for one in commands] == [
        "mkdir /srv/a",
        "apt-get update && apt-get install -y tool",
        "mkdir /srv/b",
        "tool > /srv/out",
    ]
    assert [one.witness for one in commands][:2] == [BASH, "/var/log/apt/history.log"]


def test_lines_of_another_user() -> None:
    path = "/home/anna/.ash_history"
    made = {"/home/anna/notes/todo": "x", path: "mkdir notes\ncd notes\necho x > todo\n"}
    _, last = shown({"/home/anna/": ""}, made)[0]
    assert (last.text, last.user, last.cwd, last.shell) == ("echo x > todo", "anna", "/home/anna/notes", "ash")


def test_what_was_worked_with_and_removed() -> None:
    text = (
        "mkdir -p /tmp/w; cd /tmp/w\ncurl -fsSLO https://forge.invalid/tool.tgz\nls\ntar xf tool.tgz\n"
        "echo other > /tmp/other\ncd tool\nmake\nmake instal\nmake\nmake install\ncd /\nrm -rf /tmp/w\nrm /tmp/other\n"
    )
    commands, texts = history(text, {"/usr/local/bin/tool": "t"}, {"/tmp/": "", "/usr/local/bin/": ""})
    wanted = ["mkdir -p /tmp/w; cd /tmp/w", "curl -fsSLO https://forge.invalid/tool.tgz", "tar xf tool.tgz"]
    assert commands == [*wanted, "make", "make install", "rm -rf /tmp/w"]
    assert texts == {"/usr/local/bin/tool": "make install"}


def test_the_packages_of_a_project_that_a_line_installed() -> None:
    express = Package("npm", "express", "4", trees=("/srv/web/node_modules/express",), place="/srv/web")
    before = {"/usr/bin/npm": "n", "/srv/web/": ""}
    made = {f"/srv/web/{name}": "{}" for name in ("package.json", "package-lock.json", "node_modules/express/index.js")}
    typed = "cd /srv/web\nnpm init -y\nnpm install express@4\nnpm test\n"
    commands, texts = shown(before, {**made, BASH: typed}, PackageChanges(added=(express,)), (express,))
    assert [one.text for one in commands] == ["npm init -y", "npm install express@4"]
    assert set(texts.values()) == {"npm install express@4"}
    commands, _ = shown(before, {**made, BASH: "cd /srv/web\nnpm test\n"}, PackageChanges(added=(express,)), (express,))
    assert "npm ci" in [one.text for one in commands]
