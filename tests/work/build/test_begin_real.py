"""A workspace that goes on from a Dockerfile, on a real engine: its lines stay, and the plain client builds it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from tests.cli.test_end_to_end import Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine


def test_further_steps_are_written_behind_a_dockerfile(
    real: Real, engine: Engine, busybox: str, name: str, tmp_path: Path
) -> None:
    app, out = tmp_path / "app", tmp_path / "out"
    (app / "src").mkdir(parents=True)
    (app / "src/a").write_text("a\n")
    (app / "secret").write_text("no\n")
    (app / ".dockerignore").write_text("*\n!src\n")
    own = f"# mine\n\nARG BASE={busybox}\nFROM ${{BASE}}\n\nCOPY src /srv/src\nRUN echo b \\\n # why\n > /srv/b\n# end"
    (app / "Dockerfile").write_text(own)
    built = []
    try:
        assert real("start", "-d", "--dockerfile", str(app), "--name", name).out == f"{name}\n"
        container = str(real("status", "--json").data["container"])
        built.append(engine.container(container).image)
        real("run", "--", "sh", "-c", "cat /srv/src/a /srv/b > /srv/both")
        assert engine.run(container, ["sh", "-c", "echo by hand > /etc/outside"])[0] == 0
        real("commit", "-m", "both")
        done = real("export-dockerfile", "-o", str(out), "--json").data
        assert done["proof"]["verdict"] == "equal", done
        text = (out / "Dockerfile").read_text()
        assert text.startswith(f"{own}\n") and "cat /srv/src/a /srv/b > /srv/both" in text
        assert (out / ".dockerignore").read_text() == "*\n!src\n!files\n"
        assert not (out / "secret").exists()
        made = subprocess.run(
            ["docker", "build", "-q", str(out)], capture_output=True, text=True, check=True, timeout=300
        ).stdout.strip()
        built.append(made)
        paths = ["/srv/src/a", "/srv/b", "/srv/both", "/etc/outside"]
        again, hand = (dict(engine.read_files(image, paths)) for image in (made, f"snap/{name}:1"))
        assert again == hand and len(again) == len(paths)
        (app / "Dockerfile").write_text("FROM scratch\n")
        assert (out / "Dockerfile").read_text().startswith(own)
    finally:
        real("rm", "--force", "--purge", name)
        for image in reversed(built):
            for tag in engine.image(image).tags or (image,):
                engine.remove_image(tag)


def test_a_dockerfile_that_does_not_build_names_the_line(real: Real, busybox: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {busybox}\n# x\nRUN false\n")
    done = real("start", "-d", "--dockerfile", str(tmp_path), code=3)
    assert "Dockerfile:3" in done.err and "--debug` opens a shell where it failed" in done.err
    assert "an image and --dockerfile" in real("start", busybox, "--dockerfile", str(tmp_path), code=2).err
