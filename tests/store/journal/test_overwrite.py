"""Parts of strings in a file of JSON lines are overwritten in place, and all else stays."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.errors import StoreError
from snapshotter.store.journal.overwrite import overwrite_strings


def overwrite(path: Path, value: str, until: int | None = None) -> int:
    def spans(text: str, _: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - any JSON
        at = text.find(value)
        while at >= 0:
            yield at, at + len(value)
            at = text.find(value, at + len(value))

    return overwrite_strings(path, lambda line: True, spans, until)


def test_only_strings_that_are_values_change_and_no_length(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"secret":"a secret secret","n":1}\n["o","secret"]\n{"x":"secret')
    assert overwrite(file, "secret") == 3
    assert file.read_bytes() == b'{"secret":"a ****** ******","n":1}\n["o","******"]\n{"x":"secret'


def test_only_lines_up_to_a_position_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'["secret"]\n["secret"]\n')
    assert overwrite(file, "secret", 11) == 1
    assert file.read_bytes() == b'["******"]\n["secret"]\n'


@given(st.text(), st.text(min_size=1), st.text(), st.booleans())
def test_escapes_are_overwritten_as_a_whole(
    tmp_path_factory: pytest.TempPathFactory, before: str, value: str, behind: str, ascii_only: bool
) -> None:
    file = tmp_path_factory.mktemp("lines") / "x.jsonl"
    text = before + value + behind
    line = json.dumps({"text": text, "é": text}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass") + b"\n"
    file.write_bytes(line)
    assert overwrite(file, value) >= 2
    assert len(file.read_bytes()) == len(line)
    read = json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))
    if "*" not in value:
        assert value not in read["text"]
    assert read["text"].replace("*", "").startswith(text[: text.find(value)].replace("*", ""))


def test_what_is_appended_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'["secret"]\n')
    writer = os.open(file, os.O_WRONLY | os.O_APPEND)

    def spans(text: str, _: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - any JSON
        os.write(writer, b'["more"]\n')
        return [(0, len(text))]

    assert overwrite_strings(file, lambda line: True, spans) == 1
    os.close(writer)
    assert file.read_bytes() == b'["******"]\n["more"]\n'


def test_a_missing_file_is_ignored_and_a_link_is_not_followed(tmp_path: Path) -> None:
    assert overwrite(tmp_path / "none", "x") == 0
    (tmp_path / "file").write_bytes(b'["x"]\n')
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(StoreError):
        overwrite(tmp_path / "link", "x")
