"""Versions that the record shows are written into the commands that name the packages."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.pins import Pins, pins
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")
SITE = "/usr/local/lib/python3.11/site-packages/"
COMMIT = "1234567890abcdef1234567890abcdef12345678"


def line(*described: tuple[str, dict[str, str]], status: int = 0) -> tuple[list[Snapshot], dict[str, bytes]]:
    """Return one snapshot: each command with the paths it changed → the package, or the content after `=`."""
    commands, changes, contents = [], [], dict[str, bytes]()
    for index, (text, paths) in enumerate(described):
        commands.append(Command(text, status, "/srv", "root", index, index + 0.5, "bash", 1, "s", 1))
        for path, about in paths.items():
            key = f"{len(contents):064}" if about.startswith("=") else ""
            contents |= {key: about[1:].encode()} if key else {}
            changes.append(
                Change(
                    path,
                    "added",
                    None,
                    Entry("file", 0o644, 0, 0, ctime_ns=1),
                    "",
                    index,
                    "" if key else about,
                    content=key,
                )
            )
    return [Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), tuple(commands), tuple(changes))], contents


def pinned(*described: tuple[str, dict[str, str]], every: bool = False, status: int = 0) -> Pins:
    snapshots, contents = line(*described, status=status)
    return pins(snapshots, lambda seq, change: contents.get(change.content), every=every)


def dist(name: str) -> str:
    return f"{SITE}{name}.dist-info/RECORD"


@pytest.mark.parametrize(
    ("text", "paths", "expected"),
    [
        ("pip install Flask", {dist("flask-3.0.0"): ""}, "pip install Flask==3.0.0"),
        (
            "pip install -U 'zope.interface[x]' six==1",
            {dist("zope_interface-6.1"): "", dist("six-1"): ""},
            "pip install -U 'zope.interface[x]==6.1' six==1",
        ),
        (
            "npm install -g left-pad",
            {"/usr/lib/node_modules/left-pad/package.json": '={"version": "1.3.0"}'},
            "npm install -g left-pad@1.3.0",
        ),
        (
            "gem install rake",
            {"/var/lib/gems/3.1.0/specifications/rake-13.0.6.gemspec": ""},
            "gem install rake -v 13.0.6",
        ),
        (
            "gem install rake rack",
            {"/g/specifications/rake-13.0.6.gemspec": "", "/g/specifications/rack-2.2.gemspec": ""},
            "gem install rake:13.0.6 rack:2.2",
        ),
        (
            "apt install nginx && pip install a; pip install b",
            {"/usr/sbin/nginx": "nginx 1.22.1-9", dist("a-1"): "", dist("b-2"): ""},
            "apt install nginx=1.22.1-9 && pip install a==1; pip install b==2",
        ),
        ("apk add nginx", {"/usr/sbin/nginx": "nginx 1.24.0-r1"}, "apk add nginx=1.24.0-r1 && apk add nginx"),
        (
            "git clone -q https://x.invalid/y.git",
            {
                "/srv/y/.git/refs/remotes/origin/HEAD": "=ref: refs/remotes/origin/main\n",
                "/srv/y/.git/packed-refs": f"=# pack-refs with: peeled\n{COMMIT} refs/remotes/origin/main\n",
            },
            f"git clone -q https://x.invalid/y.git && git -C y checkout -q -B main {COMMIT}",
        ),
    ],
)
def test_named_packages_get_the_version_that_was_installed(text: str, paths: dict[str, str], expected: str) -> None:
    found = pinned((text, paths), every=True)
    assert found.texts == {(1, 0): expected}
    assert found.labels


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("pip install flask", {dist("werkzeug-3.0.0"): ""}),
        ("pip install flask", {dist("flask-3.0.0"): "", "/srv/venv/lib/flask-2.0.dist-info/RECORD": ""}),
        ("npm install left-pad", {"/srv/node_modules/left-pad/package.json": "=no json"}),
        ("npm install b", {"/srv/node_modules/a/node_modules/b/package.json": '={"version": "1"}'}),
        ("git clone --depth 1 https://x.invalid/y", {}),
        ("git clone https://x.invalid/y || true", {}),
        ("cd /opt && git clone https://x.invalid/y", {}),
    ],
)
def test_commands_without_a_recorded_version_stay_as_typed(text: str, paths: dict[str, str]) -> None:
    assert not pinned((text, paths), every=True).texts


def test_a_distributions_packages_are_pinned_only_when_asked() -> None:
    install = ("apt-get install -y nginx", {"/usr/sbin/nginx": "nginx 1"})
    assert not pinned(install).texts
    assert pinned(install, every=True).mirrored


def test_a_command_that_failed_is_not_pinned() -> None:
    assert not pinned(("pip install flask", {dist("flask-3"): ""}), status=1).texts


def test_a_later_touch_does_not_hide_the_version_but_a_second_install_does() -> None:
    touched = pinned(("pip install flask", {}), ("chown -R x /usr", {dist("flask-3"): ""}))
    assert touched.texts == {(1, 0): "pip install flask==3"}
    twice = pinned(("pip install flask", {}), ("pip install -U flask", {dist("flask-3"): ""}))
    assert twice.texts == {(1, 1): "pip install -U flask==3"}


def test_the_recipe_has_the_versions_and_the_decisions_what_was_typed() -> None:
    snapshots, _ = line(("pip install flask", {dist("flask-3"): "", "/x": ""}), ("pip install -r r.txt", {"/y": ""}))
    wording = pins(snapshots, lambda seq, change: None).texts
    made = plan(BASE, snapshots, wording=wording)
    text = write(made, lambda seq, change: None).dockerfile
    assert "pip install flask==3 && \\\n" in text
    assert "# downloads without a fixed version: -r r.txt (pip)\n" in text
    assert made.decisions[0].command.text == "pip install flask"
    again = plan(BASE, snapshots, Repairs(typed=frozenset({(1, 0)})), wording=wording)
    assert "pip install flask && \\\n" in write(again, lambda seq, change: None).dockerfile


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("curl -fsSL https://x.invalid/a.tgz | tar xz -C /opt", "https://x.invalid/a.tgz"),
        ("git clone git@x.invalid:a/b.git", "git@x.invalid:a/b.git"),
        ("pip install 'a>=1' b==2", "a>=1 (pip)"),
    ],
)
def test_unpinned_downloads_are_named_above_their_instruction(text: str, note: str) -> None:
    snapshots, _ = line((text, {"/x": ""}))
    dockerfile = write(plan(BASE, snapshots), lambda seq, change: None).dockerfile
    assert f": {note}\nRUN cd /srv && \\\n    {text}" in dockerfile
