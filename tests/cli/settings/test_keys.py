"""Settings: their files, variables and options, and which of them counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.cli.settings import files, keys
from snapshotter.cli.terminal import colour
from snapshotter.errors import UsageError
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, FakeEngine, Person


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of configuration and a working directory, both without a file; returns the latter."""
    for key in keys.KEYS.values():
        monkeypatch.delenv(key.variable, raising=False)
    for name in ("PAGER", "NO_COLOR", "SNAP_NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "snapshotter").mkdir(parents=True)
    (tmp_path / "work" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "below")
    return tmp_path / "work"


def users(text: str) -> None:
    files.user_file().write_text(text)


def test_the_file_of_a_directory_counts_before_that_of_the_user(
    snap: Snap, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users('no-cast = true\nbuilder = "classic"\n')
    (folders / ".snap.toml").write_text('builder = "desktop"\n')
    rows = {row["key"]: row for row in snap("config", "--json").data}
    assert rows.keys() == keys.KEYS.keys()
    assert (rows["builder"]["value"], rows["builder"]["source"]) == ("desktop", str(folders / ".snap.toml"))
    assert (rows["no-cast"]["value"], rows["no-cast"]["source"]) == (True, str(files.user_file()))
    assert (rows["pager"]["value"], rows["pager"]["source"]) == ("less", "default")
    monkeypatch.setenv("SNAP_BUILDER", "other")
    monkeypatch.setenv("PAGER", "most")
    monkeypatch.setenv("NO_COLOR", "1")
    rows = {row["key"]: row for row in snap("config", "--json").data}
    assert (rows["builder"]["value"], rows["builder"]["source"]) == ("other", "SNAP_BUILDER")
    assert (rows["pager"]["value"], rows["color"]["source"]) == ("most", "NO_COLOR")
    monkeypatch.setenv("SNAP_NO_CAST", "0")
    assert snap("config", "no-cast").out == "false\n"


def test_the_list_is_a_table(snap: Snap) -> None:
    assert "no-cast        false    default  SNAP_NO_CAST" in snap("config").out
    done = snap("config", "nothing")
    assert done.code == 2 and "no-cast" in done.err


def test_a_verb_takes_its_options_from_the_files(
    snap: Snap, folders: Path, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    users('shell = "/bin/dash"\ncheckpoints = true\n')

    def started(name: str) -> tuple[str, bool]:
        from snapshotter.store import home, paths

        made = home.at(paths.home()).workspaces.get(name)
        return made.shell, made.checkpoints

    assert snap("start", "-d", BASE, "--name", "one").code == 0
    assert started("one") == ("/bin/dash", True)
    assert snap("start", "-d", BASE, "--name", "two", "--shell", "/bin/bash").code == 0
    assert started("two") == ("/bin/bash", True)
    monkeypatch.setenv("SNAP_SHELL", "/bin/zsh")
    assert snap("start", "-d", BASE, "--name", "three").code == 0
    assert started("three") == ("/bin/zsh", True)


def test_colour_is_a_setting(snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    users('color = "always"\n')
    snap("list")
    assert colour.is_on()
    snap("--color", "never", "list")
    assert not colour.is_on()
    monkeypatch.setenv("NO_COLOR", "1")
    snap("list")
    assert not colour.is_on()
    monkeypatch.setenv("SNAP_COLOR", "always")
    snap("list")
    assert colour.is_on()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "there is no setting 'colour'"),
        ("color = 1", "is not auto or always or never"),
        ("no-cast = 'yes'", "is not true or false"),
        ("builder = true", "is not a text"),
        ("builder", "cannot be read"),
    ],
)
def test_what_is_no_setting_is_named_with_its_file(snap: Snap, text: str, message: str) -> None:
    users(text)
    done = snap("list")
    assert done.code == 2
    assert message in done.err and str(files.user_file()) in done.err
    assert snap("list", "--help").code == 0


def test_a_directory_names_no_program(snap: Snap, folders: Path) -> None:
    (folders / ".snap.toml").write_text('pager = "rm -rf ~"\n')
    assert "names a program" in snap("list").err


def test_a_file_of_another_user_counts_for_nothing(snap: Snap, folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folders / ".snap.toml"
    file.write_text("broken")
    if os.getuid() == 0:
        os.chown(file, 54321, 54321)
    else:
        monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert snap("config").code == 0


def test_without_a_working_directory_there_is_no_file(folders: Path) -> None:
    (folders / "below").rmdir()
    assert files.directory_file() is None


def test_settings_of_the_host_do_not_count_inside_a_session(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    users("broken")
    monkeypatch.setenv("SNAP_INSIDE", "web")
    monkeypatch.setenv("SNAP_NAME", "web")
    monkeypatch.setenv("SNAP_PAGER", "less")
    assert snap("list").code == 0
    assert snap("list", "--pager", "sh").code == 2


def test_every_setting_is_an_option_and_a_variable() -> None:
    import typer

    from snapshotter.cli.app import build

    group = typer.main.get_command(build())
    options = [option for command in group.commands.values() for option in command.params]  # type: ignore[attr-defined]
    assert {key.option for key in keys.KEYS.values()} == set(files.VARIABLES)
    for key in keys.KEYS.values():
        found = [option for option in options if key.option in option.opts]
        assert found and all(option.envvar == key.variable for option in found), key
    with pytest.raises(UsageError):
        keys._checked(Path("x"), "nothing", "", users=True)
