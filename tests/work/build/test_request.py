"""The arguments of `snap build`: its Dockerfile and its secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.errors import UsageError
from snapshotter.work.build.request import dockerfile_in, read, secret_files, secret_values


def test_the_dockerfile_may_be_written_in_lower_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dockerfile").write_text("FROM a\n")
    assert dockerfile_in(tmp_path, "") == tmp_path / "dockerfile"
    (tmp_path / "Dockerfile").write_text("FROM b\n")
    assert dockerfile_in(tmp_path, "") == tmp_path / "Dockerfile"
    monkeypatch.chdir(tmp_path)
    assert dockerfile_in(tmp_path / "sub", "Other") == tmp_path / "Other"


def test_a_dockerfile_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no Dockerfile to build: .*Dockerfile: No such file"):
        read(tmp_path / "Dockerfile")


def test_secrets_come_from_files_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("k")
    monkeypatch.setenv("TOKEN", "t")
    assert secret_values((f"id=a,src={tmp_path}/key", "id=b,env=TOKEN", "id=TOKEN,type=env")) == {
        "a": b"k",
        "b": b"t",
        "TOKEN": b"t",
    }
    with pytest.raises(UsageError, match="secret c cannot be read"):
        secret_values(("id=c,src=/none",))


def test_a_secret_may_be_a_file_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("k")
    monkeypatch.chdir(tmp_path)
    assert secret_values(("id=key", "id=none")) == {"key": b"k"}


def test_only_a_secret_with_a_source_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("id=a,src=key", "id=b,source=/other", "id=c,env=VALUE", "id=D,type=env,src=x")
    assert secret_files(words) == {"a": f"{tmp_path}/key", "b": "/other"}
