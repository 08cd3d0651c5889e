"""Tests for what is printed: whatever a text holds, it does not control the terminal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshotter.cli.show.streams import out, out_json, tell


@given(st.text() | st.text("a\n\t\x1b[31m\r\x9b\u202e\udcff"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_printed_controls_the_terminal(capsys: pytest.CaptureFixture[str], text: str) -> None:
    for write in (out, tell, out_json):
        write(text)
    printed = "".join(capsys.readouterr())
    assert all(char.isprintable() or char in "\n\t" for char in printed)


def test_text_of_people_is_printed_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    out("ü …\n\tx ☃")
    assert capsys.readouterr().out == "ü …\n\tx ☃\n"
