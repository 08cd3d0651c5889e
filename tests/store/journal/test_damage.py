"""Damaged lines of a journal are skipped and named, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.store.journal.journal import Journal, open_record
from snapshotter.store.journal.records import Begin, End, Open, decode, encode, reseal

DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "ws" / "journal.jsonl")
    for number in (1, 2, 3):
        journal.append(Begin("s", number, float(number), f"echo {number}", "/", "root", "bash", 1))
        journal.append(End("s", number, number + 0.5, 0))
    journal.close()
    return journal


def texts(journal: Journal) -> list[str]:
    return [command.text for command in journal.commands()]


def test_every_record_ends_with_its_checksum_which_earlier_versions_ignore(journal: Journal) -> None:
    lines = journal.path.read_bytes().splitlines()[1:]
    assert all(list(json.loads(line))[-1] == "crc" and line[-10:-2].isalnum() for line in lines)
    assert journal.damage() == []


def test_lines_without_a_checksum_are_those_of_an_earlier_version(journal: Journal) -> None:
    header, *lines = journal.path.read_bytes().splitlines()
    journal.path.write_bytes(b"\n".join([header, *(line[:-18] + b"}" for line in lines), b""]))
    assert texts(journal) == ["echo 1", "echo 2", "echo 3"]
    assert journal.damage() == []


@given(st.data())
def test_a_flipped_bit_is_noticed(data: st.DataObject) -> None:
    line = bytearray(encode(Begin("s", 1, 1.0, "echo", "/", "root", "bash", 1))[:-1])
    line[data.draw(st.integers(0, len(line) - 19))] ^= 1 << data.draw(st.integers(0, 6))
    assert decode(bytes(line), Path("x")) is None


def test_a_changed_line_is_skipped_and_named(journal: Journal) -> None:
    journal.path.write_bytes(journal.path.read_bytes().replace(b"echo 2", b"echo 9"))
    assert texts(journal) == ["echo 1", "echo 3"]
    [line] = journal.damage()
    assert (line.number, line.text) == (4, "line 4 has a wrong checksum")
    assert journal.path.read_bytes()[line.position :].startswith(b'{"record":"begin","session":"s","number":2')
    assert journal.since().damaged == ("line 4 has a wrong checksum",)


def test_a_line_that_is_overwritten_in_place_gets_the_checksum_of_what_it_is(journal: Journal) -> None:
    lines = journal.path.read_bytes().split(b"\n")
    changed = [reseal(line.replace(b"echo 2", b"******")) for line in lines]
    assert list(map(len, changed)) == list(map(len, lines))
    journal.path.write_bytes(b"\n".join(changed))
    assert texts(journal) == ["echo 1", "******", "echo 3"]
    assert journal.damage() == []


def test_a_checksum_that_was_overwritten_itself_is_computed_again() -> None:
    line = encode(Open("s", 1.0))[:-1]
    assert reseal(line[:-10] + b"*" * 8 + line[-2:]) == line
    assert reseal(b'{"record":"open"}') == b'{"record":"open"}'


@pytest.mark.parametrize(
    "line",
    [
        DEEP,
        b'{"record":"begin","x":' + DEEP + b"}",
        b'{"record":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"record":"end","session":"s","number":1,"at":1e999,"status":0}',
        b'{"record":"end","session":"s","number":1,"at":NaN,"status":0}',
        b'{"record":"end","session":"s","number":1,"at":1e300,"status":0}',
        b'{"record":"end","session":"s","number":1,"at":' + b"9" * 400 + b',"status":0}',
        b'{"record":"end","session":"s","number":' + b"9" * 5000 + b',"at":1,"status":0}',
        b'{"record":"end","session":"s","number":1,"at":1,"status":0,"state":[3]}',
        b'{"record":"end","session":"s","number":1,"at":1,"status":0,"state":7}',
        b'{"record":"gap","session":"s","at":1,"until":-Infinity}',
        b'{"record":"begin","session":"s","number":1,"at":1,"text":"x","cwd":"/","user":"u","shell":"sh","depth":'
        + b"9" * 18
        + b"}",
        b'{"record":"begin","session":[1]}',
        b'{"record":3}',
        b"{}",
        b"3",
        b'"text"',
        b"[[]]",
        b"true",
        b"\xff\xfe",
        b"\0" * 50,
        b"not json",
        b"1" * 5000,
    ],
    ids=range(23),
)
def test_what_is_no_record_is_skipped_and_named(journal: Journal, line: bytes) -> None:
    journal.path.write_bytes(journal.path.read_bytes() + line + b"\n")
    journal.append(Begin("s", 4, 4.0, "echo 4", "/", "root", "bash", 1))
    assert texts(journal) == ["echo 1", "echo 2", "echo 3", "echo 4"]
    assert [found.number for found in journal.damage()] == [8]
    journal.settle()
    assert journal.sessions() == []


@pytest.mark.parametrize("line", [b"", b"   ", b'{"record":"later"}', b'{"format":"snap-journal","version":"x"}'])
def test_blanks_and_what_a_newer_version_may_write_are_no_damage(journal: Journal, line: bytes) -> None:
    journal.path.write_bytes(journal.path.read_bytes() + line + b"\n")
    assert journal.damage() == []
    assert texts(journal) == ["echo 1", "echo 2", "echo 3"]


@given(st.binary(max_size=60), st.integers(0, 500), st.integers(0, 60))
def test_any_bytes_anywhere_give_no_error(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int, gone: int
) -> None:
    journal = Journal(tmp_path_factory.mktemp("j") / "journal.jsonl")
    for number in (1, 2, 3):
        journal.append(Begin("s", number, float(number), f"echo {number}", "/", "root", "bash", 1))
    data = journal.path.read_bytes()
    journal.path.write_bytes(data[:at] + junk + data[at + gone :])
    journal.settle()
    assert len(journal.commands()) <= 3
    journal.damage()
    journal.sessions()
    journal.close()


def test_a_host_process_with_an_impossible_number_has_ended(journal: Journal) -> None:
    journal.append(Open("x", 9.0, 10**30, "7"))
    assert [session.live for session in journal.sessions()] == [False]


def test_an_incomplete_end_is_named_and_blanked_without_a_change_of_positions(journal: Journal) -> None:
    size = journal.position()
    with journal.path.open("ab") as file:
        file.write(encode(Begin("s", 4, 4.0, "echo 4", "/", "root", "bash", 1))[:-9])
    [line] = journal.damage()
    assert (line.number, line.position, line.reason) == (8, size, "is incomplete")
    longer = journal.position()
    assert journal.blank_damage() == 1
    assert (journal.damage(), journal.position(), journal.blank_damage()) == ([], longer, 0)
    journal.append(Begin("s", 5, 5.0, "echo 5", "/", "root", "bash", 1))
    assert texts(journal) == ["echo 1", "echo 2", "echo 3", "echo 5"]
    assert [command.text for command in journal.commands(longer)] == ["echo 5"]


def test_damaged_lines_in_the_middle_are_blanked(journal: Journal) -> None:
    data = journal.path.read_bytes()
    journal.path.write_bytes(data.replace(b"echo 2", b"echo X"))
    longer = journal.position()
    assert journal.blank_damage() == 1
    assert (journal.damage(), journal.position(), journal.blank_damage()) == ([], longer, 0)
    assert "echo 3" in texts(journal)


def test_a_record_that_lacks_only_the_end_of_its_line_is_kept(journal: Journal) -> None:
    journal.path.write_bytes(journal.path.read_bytes()[:-1])
    assert journal.blank_damage() == 0
    assert journal.path.read_bytes().endswith(b"\n")
    assert texts(journal) == ["echo 1", "echo 2", "echo 3"]


def test_what_a_live_session_may_be_writing_is_not_blanked(journal: Journal) -> None:
    journal.append(open_record("live"))
    with journal.path.open("ab") as file:
        file.write(b'{"record":"be')
    assert journal.blank_damage() == 0
    assert journal.path.read_bytes().endswith(b"be")


def test_what_a_full_disk_left_of_a_record_that_was_written_again_is_no_damage(journal: Journal) -> None:
    line = encode(Begin("s", 4, 4.0, "echo 4", "/", "root", "bash", 1))
    with journal.path.open("ab") as file:
        file.write(line[:30] + b"\n" + line)
    assert journal.damage() == []
    assert texts(journal)[-1] == "echo 4"
