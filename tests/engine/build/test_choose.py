"""Which builder is used, with docker programs that are small scripts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from snapshotter.engine.build.choose import Begun, Builder, choose, of_podman, prefers_buildkit
from snapshotter.errors import EngineError, NoBuildKit, UsageError

TOO_OLD = "client version 1.41 is too old. Minimum supported API version is 1.44"


class Machine:
    """A PATH with docker programs."""

    def __init__(self, root: Path) -> None:
        self.root, self.directories, self.variables = root, list[Path](), dict[str, str]()

    def add(
        self,
        version: str = "28.2.2",
        *,
        plugin: str = "",
        builders: tuple[str, ...] = ("default docker",),
        no: str = "",
    ) -> str:
        """Add a program; `builders` are "NAME DRIVER", the current one first; `no` is why the engine refuses it."""
        shown = "\n".join(
            f'[ "${{3:-{builders[0].split()[0]}}}" = {name} ] && printf "Name:          {name}\\nDriver:        '
            f'{driver}\\n\\nNodes:\\nName: {name}0\\n" && exit 0'
            for name, driver in (builder.split() for builder in builders)
        )
        text = f"""#!/bin/sh
case "$1 $2" in
"--version ") echo "{version if " " in version else f"Docker version {version}, build x"}" ;;
"version --format") [ -z "{no}" ] || {{ echo "Error response from daemon: {no}" >&2; exit 1; }}; echo 1.44 ;;
"buildx version") {"exit 0" if plugin else "exit 1"} ;;
"buildx inspect") {"" if plugin else "exit 1"}
{shown}
  echo "ERROR: no builder \\"$3\\" found" >&2; exit 1 ;;
esac
"""
        directory = self.root / f"bin{len(list(self.root.iterdir()))}"
        directory.mkdir()
        program = directory / "docker"
        program.write_text(text)
        program.chmod(0o755)
        self.directories.append(directory)
        return str(program)

    def choose(self, wanted: str = "", setting: str = "", *, prefers: bool = True, needed: bool = False) -> Builder:
        environment = {"PATH": ":".join([*map(str, self.directories), "/usr/bin:/bin"]), **self.variables}
        return choose(environment, setting, self.root, wanted, engine_prefers=prefers, needed=needed)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose own docker programs are not seen."""
    own, which = str(tmp_path), shutil.which
    monkeypatch.setattr(
        "snapshotter.engine.build.choose.shutil.which",
        lambda name, path: which(name, path=path) if path.startswith(own) else None,
    )
    return Machine(tmp_path)


def test_without_a_docker_program_the_classic_builder_is_used(machine: Machine) -> None:
    assert machine.choose() == Builder("classic")
    with pytest.raises(NoBuildKit, match="no docker program"):
        machine.choose(needed=True)


def test_the_current_builder_of_buildx(machine: Machine) -> None:
    program = machine.add(plugin="yes", builders=("box docker-container", "default docker"))
    assert machine.choose() == Builder("buildx", program, "box", "docker-container")
    assert machine.choose().has_own_images
    assert machine.choose("default") == Builder("buildx", program, "default", "docker")
    assert not machine.choose("default").has_own_images


def test_a_builder_that_buildx_does_not_know_is_named(machine: Machine) -> None:
    machine.add(plugin="yes")
    with pytest.raises(UsageError, match="'other': no builder \"other\" found") as caught:
        machine.choose("other")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("setting", "kind"), [("", "classic"), ("0", "classic"), ("false", "classic")])
def test_a_program_without_buildx_builds_with_the_classic_builder(machine: Machine, setting: str, kind: str) -> None:
    machine.add("28.2.2")
    machine.add("20.10.24")
    assert machine.choose(setting=setting).kind == kind


@pytest.mark.parametrize("needed", [False, True])
def test_buildkit_that_is_asked_for_or_needed_comes_from_the_next_program(machine: Machine, needed: bool) -> None:
    machine.add("28.2.2")
    program = machine.add("20.10.24")
    assert machine.choose(setting="" if needed else "1", needed=needed) == Builder("session", program)


@pytest.mark.parametrize(("setting", "prefers", "kind"), [("", True, "session"), ("", False, "classic")])
def test_an_old_program_follows_the_engine(machine: Machine, setting: str, prefers: bool, kind: str) -> None:
    machine.add("20.10.24")
    assert machine.choose(setting=setting, prefers=prefers).kind == kind


def test_docker_build_may_mean_buildx_for_an_old_program(machine: Machine) -> None:
    machine.add("20.10.24", plugin="yes", builders=("far remote",))
    (machine.root / ".docker").mkdir()
    (machine.root / ".docker" / "config.json").write_text(json.dumps({"aliases": {"builder": "buildx"}}))
    assert machine.choose(prefers=False).name == "far"


def test_the_setting_0_means_the_classic_builder_unless_it_cannot_build_it(machine: Machine) -> None:
    machine.add(plugin="yes")
    assert machine.choose(setting="0").kind == "classic"
    assert machine.choose(setting="0", needed=True).kind == "buildx"


def test_the_classic_builder_by_name(machine: Machine) -> None:
    machine.add(plugin="yes")
    assert machine.choose("classic").kind == "classic"
    with pytest.raises(NoBuildKit):
        machine.choose("classic", needed=True)


def test_a_program_that_is_too_old_for_the_engine_is_passed_over(machine: Machine) -> None:
    machine.add("20.10.24", no=TOO_OLD)
    program = machine.add(plugin="yes")
    assert machine.choose().program == program


def test_programs_that_are_all_too_old_are_named(machine: Machine) -> None:
    program = machine.add("20.10.24", no=TOO_OLD)
    with pytest.raises(EngineError) as caught:
        machine.choose()
    assert f"{program}: {TOO_OLD}" in caught.value.message and "\n" not in caught.value.message
    assert "install" in caught.value.hint
    machine.variables["DOCKER_API_VERSION"] = "1.41"
    with pytest.raises(EngineError) as caught:
        machine.choose()
    assert "unset DOCKER_API_VERSION" in caught.value.hint


def test_podman_under_dockers_name_is_no_docker_program(machine: Machine) -> None:
    machine.add("podman version 5.8.6")
    assert machine.choose().kind == "classic"


def test_podman_has_one_builder() -> None:
    assert of_podman("", needed=False).kind == of_podman("classic", needed=False).kind == "classic"
    with pytest.raises(UsageError):
        of_podman("box", needed=False)
    with pytest.raises(NoBuildKit):
        of_podman("", needed=True)


def test_which_engines_ask_for_buildkit() -> None:
    assert [prefers_buildkit(version) for version in ("20.10.24+dfsg1", "23.0.1", "28.5.2+dfsg4", "x")] == [
        False,
        True,
        True,
        False,
    ]


def test_buildx_is_asked_at_once_where_it_is_installed(machine: Machine) -> None:
    program = machine.add(plugin="yes")
    (machine.root / ".docker" / "cli-plugins").mkdir(parents=True)
    (machine.root / ".docker" / "cli-plugins" / "docker-buildx").write_text("")
    assert machine.choose() == Builder("buildx", program, "default")
    machine.directories.clear()
    machine.add()  # the plugin is there, and does not run
    assert machine.choose().kind == "classic"


def test_what_a_program_was_asked_before_is_not_asked_again(machine: Machine) -> None:
    program = machine.add(plugin="yes")
    (machine.root / ".docker" / "cli-plugins").mkdir(parents=True)
    (machine.root / ".docker" / "cli-plugins" / "docker-buildx").write_text("")
    environment = {"PATH": ":".join([*map(str, machine.directories), "/usr/bin:/bin"])}
    begun = Begun(environment, machine.root, "")
    for run in begun.runs.values():
        run.end()
    (machine.root / "other").write_text("#!/bin/sh\nexit 1\n")
    (machine.root / "other").chmod(0o755)
    (machine.root / "other").replace(program)
    found = Builder("buildx", program, "default")
    assert choose(environment, "", machine.root, "", engine_prefers=True, begun=begun) == found
    assert choose(dict(environment, A="b"), "", machine.root, "", engine_prefers=True, begun=begun).kind == "classic"


def test_without_a_docker_program_nothing_is_asked_before(machine: Machine) -> None:
    begun = Begun({"PATH": str(machine.root)}, machine.root, "")
    assert not begun.program and not begun.runs
    begun.close()
