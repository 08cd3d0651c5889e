"""Secrets never reach the disk: the journal holds a placeholder instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.errors import EngineError
from snapshotter.record import recorder
from snapshotter.record.recorder import SecretWatch, recording
from snapshotter.secrets.known_values import KnownValues
from snapshotter.secrets.redact import PLACEHOLDER
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, Close, End, SecretFile

TOKEN = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"


def test_a_typed_token_is_replaced_wherever_it_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with recording(Journal(path)) as session:
        for number, text in enumerate([f"export FORGE_TOKEN={TOKEN}", f"echo {TOKEN} > /etc/x", "ls -l"], 1):
            session.write(Begin(session.name, number, 1.0, text, "/", "root", "bash", 1))
    assert TOKEN not in path.read_text()
    texts = [command.text for command in Journal(path).commands()]
    assert [bool(PLACEHOLDER.search(text)) for text in texts] == [True, True, False]


def test_a_text_that_is_only_known_at_the_end_is_replaced_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with recording(Journal(path)) as session:
        session.write(Begin(session.name, 1, 1.0, f"export T_TOKEN={TOKEN}", "/", "root", "ash", 1))
        session.write(End(session.name, 1, 2.0, 0, text=f"export T_TOKEN='{TOKEN}'"))
    assert TOKEN not in path.read_text()


def test_the_words_of_a_command_without_a_shell_are_replaced_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    argv = ("curl", "-u", "robot:Tr0ub4dor-and-3", "https://forge.invalid/")
    with recording(Journal(path)) as session:
        session.write(Begin(session.name, 1, 1.0, " ".join(argv), "/", "root", "", 1, argv=argv))
    assert "Tr0ub4dor" not in path.read_text()


def test_names_of_directories_and_of_files_that_a_command_names_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    place = "/srv/password-Pfeffer6049%kd"
    with recording(Journal(path)) as session:
        session.write(Begin(session.name, 1, 1.0, f"cd {place}", "/etc/password-reset.d", "root", "bash", 1))
        session.write(End(session.name, 1, 2.0, 0, cwd=place))
        session.write(Begin(session.name, 2, 3.0, f"touch {TOKEN}.txt", place, "root", "bash", 1))
    assert TOKEN not in path.read_text() and "Pfeffer" not in path.read_text()
    first, second = Journal(path).commands()
    assert first.text == f"cd {first.cwd_after}" and first.cwd_after == second.cwd
    assert PLACEHOLDER.search(second.cwd) and PLACEHOLDER.search(second.text)
    assert first.cwd == "/etc/password-reset.d"


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), OSError(5, "input/output error"), EngineError("gone", "")])
def test_a_search_that_ends_early_is_recorded_and_ends_the_session_as_usual(
    tmp_path: Path, ending: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    def search(known: KnownValues, since: float) -> Iterator[tuple[str, str]]:
        yield "/a", "0" * 64
        raise ending

    path = tmp_path / "journal.jsonl"
    with recording(Journal(path), watch=SecretWatch(search=search)) as session:
        session.redactor.conceal("Pfeffer-Muehle-77")
    records = [record for _, record in Journal(path).records()]
    assert [record.path for record in records if isinstance(record, SecretFile)] == ["/a", ""]
    assert isinstance(records[-1], Close)
    assert ("the search was ended" in capsys.readouterr().err) == isinstance(ending, KeyboardInterrupt)


def test_a_session_without_secrets_searches_nothing(tmp_path: Path) -> None:
    def search(known: KnownValues, since: float) -> Iterator[tuple[str, str]]:
        raise AssertionError

    with recording(Journal(tmp_path / "journal.jsonl"), watch=SecretWatch(search=search)):
        pass


def test_a_person_is_told_of_a_long_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def search(known: KnownValues, since: float) -> Iterator[tuple[str, str]]:
        while "Ctrl-C ends the search" not in "".join(said):
            said.append(capsys.readouterr().err)
        yield "/a", ""

    monkeypatch.setattr(recorder, "_PATIENCE", 0.01)
    monkeypatch.setattr(recorder, "is_attended", lambda: True)
    with recording(Journal(tmp_path / "journal.jsonl"), watch=SecretWatch(search=search)) as session:
        session.redactor.conceal("Pfeffer-Muehle-77")
