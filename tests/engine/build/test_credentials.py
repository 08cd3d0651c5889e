"""Credentials for registries that the classic builder is given."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from snapshotter.engine.build.credentials import registry_header


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"auths": {}, "HttpHeaders": {"a": "b"}}'])
def test_settings_without_credentials_have_no_header(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)
    assert registry_header({"DOCKER_CONFIG": str(tmp_path)}, tmp_path) == ""
    assert registry_header({}, tmp_path / "nowhere") == ""


def test_credentials_are_passed_on_by_registry(tmp_path: Path) -> None:
    (tmp_path / ".docker").mkdir()
    pair = base64.b64encode(b"me:word").decode()
    (tmp_path / ".docker" / "config.json").write_text(json.dumps({"auths": {"reg.example.org": {"auth": pair}}}))
    known = json.loads(base64.urlsafe_b64decode(registry_header({}, tmp_path)))
    assert (known["reg.example.org"]["username"], known["reg.example.org"]["password"]) == ("me", "word")


def test_what_a_build_needs_does_not_import_docker_py(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM debian\n")
    code = (
        "import sys; from pathlib import Path; from snapshotter.engine.build.directory import *\n"
        "import snapshotter.work.build.build, snapshotter.engine.build.builds, snapshotter.engine.images.lower\n"
        f"build = DirectoryBuild(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}, 'Dockerfile'))\n"
        "with context_stream(build): print('docker' in sys.modules, 'requests' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
