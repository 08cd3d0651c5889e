"""What `snap export-dockerfile` writes besides: another name, `.devcontainer/`; and the verbs that read that name."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import IO

import pytest

from snapshotter.model import Proof
from snapshotter.work.export import export as exporting
from tests.cli.conftest import Snap
from tests.work.fakes import Person


@pytest.fixture(autouse=True)
def _work(person: Person, snap: Snap) -> None:
    person.does("echo 1 > /etc/one", {"/etc/one": "1\n"})
    assert snap("commit", "-m", "first", "--change", "EXPOSE 8080", "--change", "USER app").code == 0


def exported(snap: Snap, directory: Path, *options: str) -> str:
    done = snap("export-dockerfile", "--no-verify", "-o", str(directory), *options)
    assert done.code == 0, done.err
    return done.out


def names(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_devcontainer_writes_the_folder_beside_the_dockerfile(snap: Snap, tmp_path: Path) -> None:
    exported(snap, tmp_path / "web", "--devcontainer")
    assert names(tmp_path / "web") == {"Dockerfile", ".dockerignore", ".devcontainer/devcontainer.json"}
    found = json.loads((tmp_path / "web/.devcontainer/devcontainer.json").read_text())
    assert found == {
        "name": "web",
        "build": {"dockerfile": "../Dockerfile", "context": ".."},
        "forwardPorts": [8080],
        "remoteUser": "app",
    }
    exported(snap, tmp_path / "web")  # a later export without it removes what it wrote
    assert names(tmp_path / "web") == {"Dockerfile", ".dockerignore"}


def test_containerfile_is_the_other_name(snap: Snap, tmp_path: Path) -> None:
    text = exported(snap, tmp_path / "web", "--containerfile", "--devcontainer")
    assert text.startswith(f"wrote {tmp_path}/web/Containerfile")
    assert "Dockerfile" not in names(tmp_path / "web")
    found = json.loads((tmp_path / "web/.devcontainer/devcontainer.json").read_text())
    assert found["build"]["dockerfile"] == "../Containerfile"
    done = snap("export-dockerfile", "--no-verify", "--json", "--containerfile", "-o", str(tmp_path / "web"))
    assert done.data["files"][0] == "Containerfile"


def test_the_readme_names_it(snap: Snap, person: Person, tmp_path: Path) -> None:
    person.does("cp /media/netrc /root/.netrc", {"/root/.netrc": "machine x.invalid login me password kV9xQ2mTz7Lp\n"})
    assert snap("commit", "-m", "second").code == 0
    exported(snap, tmp_path / "web", "--containerfile", "--secrets", "mount")
    text = (tmp_path / "web/README.md").read_text()
    assert "docker build -f Containerfile --secret id=" in text
    exported(snap, tmp_path / "web", "--secrets", "mount")
    assert "docker build --secret id=" in (tmp_path / "web/README.md").read_text()


def test_verify_reads_it(snap: Snap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(snap, tmp_path / "web", "--containerfile")
    seen: list[set[str]] = []

    def rebuild(_: object, context: IO[bytes], __: object) -> Proof:
        with tarfile.open(fileobj=context) as tar:
            seen.append(set(tar.getnames()))
        return Proof("equal", "rebuilt and equal")

    monkeypatch.setattr(exporting, "rebuild", rebuild)
    monkeypatch.chdir(tmp_path)
    done = snap("verify", "-f", "web", "--format", "github")
    assert (done.code, done.out.split(",")[0]) == (0, "::notice file=web/Containerfile")
    assert seen == [{"Dockerfile", "Containerfile", ".dockerignore"}]
