"""Secrets never reach the disk: the journal holds a placeholder instead."""

from __future__ import annotations

from pathlib import Path

from snapshotter.record.recorder import recording
from snapshotter.secrets.redact import PLACEHOLDER
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, End

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
