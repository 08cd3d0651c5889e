"""The journal on disk: no record is lost, whatever else is in the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.model import HISTORY_OFF, SILENT
from snapshotter.store.journal.journal import Journal, open_record
from snapshotter.store.journal.records import Asked, Begin, Close, End, Gap, Open, Record, decode, encode
from snapshotter.store.journal.terminals import HostTerminal, this_terminal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "ws" / "journal.jsonl")


def begin(number: int, text: str = "true", session: str = "s") -> Begin:
    return Begin(session, number, float(number), text, "/", "root", "bash", 1, 42)


def test_an_absent_journal_is_an_empty_one(journal: Journal) -> None:
    assert journal.commands() == [] and journal.position() == 0 and not journal.path.exists()


def test_begin_and_end_make_a_command(journal: Journal) -> None:
    journal.append(begin(1, "echo 'a\nb' ü"))
    journal.append(End("s", 1, 2.5, 3, answers=("8080", "")))
    [command] = journal.commands()
    assert (command.text, command.status, command.begin, command.end) == ("echo 'a\nb' ü", 3, 1.0, 2.5)
    assert (command.session, command.pid, command.user) == ("s", 42, "root")
    assert command.answers == ("8080", "")


def test_a_running_command_is_unfinished_and_belongs_to_the_commit_after_its_end(journal: Journal) -> None:
    journal.append(begin(1))
    journal.append(End("s", 1, 2.0, 0))
    journal.append(begin(2, "sleep 9"))
    assert [(c.text, c.end) for c in journal.commands()] == [("true", 2.0), ("sleep 9", None)]
    committed = journal.position()
    assert [c.text for c in journal.commands(committed)] == ["sleep 9"]
    journal.append(End("s", 2, 5.0, 0))
    assert [(c.text, c.end) for c in journal.commands(committed)] == [("sleep 9", 5.0)]
    assert journal.commands(journal.position()) == []


def test_two_sessions_do_not_mix(journal: Journal) -> None:
    other = Journal(journal.path)
    journal.append(begin(1, "a", "s"))
    other.append(begin(1, "b", "t"))
    other.append(End("t", 1, 3.0, 1))
    journal.append(End("s", 1, 4.0, 0))
    assert [(c.session, c.text, c.status) for c in journal.commands()] == [("s", "a", 0), ("t", "b", 1)]
    header = json.loads(journal.path.read_bytes().split(b"\n")[0])
    assert header == {"format": "snap-journal", "version": 1}


def test_a_void_command_is_left_out_and_a_text_is_corrected(journal: Journal) -> None:
    records: list[Record] = [
        begin(1),
        End("s", 1, 2.0, None, void=True),
        begin(2, "ls"),
        End("s", 2, 3.0, 0, text="ls -l"),
    ]
    for record in records:
        journal.append(record)
    assert [c.text for c in journal.commands()] == ["ls -l"]


def test_a_torn_last_line_is_ignored_and_not_joined_with_the_next(journal: Journal) -> None:
    journal.append(begin(1))
    journal.close()
    with journal.path.open("ab") as file:
        file.write(encode(begin(2))[:-9])
    assert [c.text for c in journal.commands()] == ["true"]
    again = Journal(journal.path)
    again.append(begin(3, "three"))
    assert [c.text for c in again.commands()] == ["true", "three"]


@given(cut=st.integers(0, 2000))
def test_a_truncated_journal_keeps_the_records_before_the_cut(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    journal = Journal(tmp_path_factory.mktemp("j") / "journal.jsonl")
    for number in range(1, 6):
        journal.append(begin(number, f"echo {number}"))
        journal.append(End("s", number, number + 0.5, 0))
    data = journal.path.read_bytes()
    ends = [at for at in range(len(data)) if data[at : at + 1] == b"\n"]
    journal.path.write_bytes(data[:cut])
    assert len(journal.commands()) == sum(end <= cut for end in ends[1::2])


def test_bytes_that_are_not_utf8_survive(journal: Journal) -> None:
    text = b"echo \xff\xfe\x1b".decode("utf-8", "surrogateescape")
    journal.append(begin(1, text))
    assert journal.commands()[0].text == text
    assert journal.path.read_bytes().isascii()


@given(
    st.one_of(
        st.builds(Open, st.text(), st.floats(0, 1e12), st.integers(0, 1 << 22), st.text(), st.text(), st.integers(0)),
        st.builds(Gap, st.text(), st.floats(0, 1e12), st.none() | st.floats(0, 1e12), st.text(), st.integers(1, 9)),
        st.builds(Close, st.text(), st.floats(0, 1e12)),
        st.builds(
            Begin,
            st.text(),
            st.integers(1),
            st.floats(0, 1e12),
            st.text(),
            st.text(),
            st.text(),
            st.text(),
            st.integers(1, 9),
            st.integers(0),
            st.lists(st.text()).map(tuple),
        ),
        st.builds(
            End,
            st.text(),
            st.integers(1),
            st.floats(0, 1e12),
            st.none() | st.integers(0, 255),
            st.none() | st.text(),
            st.booleans(),
        ),
    )
)
def test_every_record_survives_a_round_trip(record: Record) -> None:
    line = encode(record)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert decode(line, Path("x")) == record


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[1]",
        b"{}",
        b'{"record":"later"}',
        b'{"record":"begin"}',
        b"\xff",
        b'{"record":["begin"]}',
        b'{"record":"end","number":1}',
        b"1" * 5000,
        b'{"record":"begin","argv":3,"session":"s"}',
    ],
)
def test_lines_that_are_no_records_are_ignored(line: bytes) -> None:
    assert decode(line, Path("x")) is None


def test_fields_of_a_later_version_are_ignored() -> None:
    assert decode(b'{"record":"close","session":"s","at":1,"new":2}', Path("x")) == Close("s", 1)


def test_a_journal_of_a_later_format_is_refused(journal: Journal) -> None:
    journal.append(begin(1))
    journal.path.write_text('{"format":"snap-journal","version":2}\n')
    with pytest.raises(StoreTooNew):
        journal.commands()


def test_a_full_disk_is_an_error() -> None:
    journal = Journal(Path("/dev/full"))  # the kernel's full disk
    with pytest.raises(StoreError, match="No space"):
        journal.append(begin(1))


def test_a_partly_written_record_does_not_damage_the_next(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.append(begin(1))
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:20]))
    with pytest.raises(StoreError, match="full"):
        journal.append(begin(2))
    monkeypatch.undo()
    journal.append(begin(2, "again"))
    assert [c.text for c in journal.commands()] == ["true", "again"]


def test_half_a_record_of_another_session_is_not_joined_with_the_next(journal: Journal) -> None:
    journal.append(begin(1))
    with journal.path.open("ab") as file:  # the disk was full
        file.write(encode(begin(7, session="t"))[:-9])
    journal.append(begin(2, "two"))
    assert [c.text for c in journal.commands()] == ["true", "two"]


def test_a_journal_that_was_emptied_during_a_session_gets_a_header(journal: Journal) -> None:
    journal.append(begin(1))
    os.truncate(journal.path, 0)
    journal.append(begin(2, "two"))
    assert [c.text for c in journal.commands()] == ["two"]
    assert journal.path.read_bytes().startswith(b'{"format"')


def test_a_directory_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot write the journal"):
        Journal(tmp_path / "file" / "journal.jsonl").append(begin(1))


def test_the_commands_of_a_session_whose_process_died_get_an_end(journal: Journal) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from snapshotter.store.journal.journal import *; from snapshotter.store.journal.records import *\n"
        "j = Journal(Path(sys.argv[1])); j.append(open_record('dead'))\n"
        "j.append(Begin('dead', 1, 1.0, 'sleep 9', '/', 'root', 'bash', 1))\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(journal.path)], check=False)
    journal.append(open_record("live"))
    journal.append(begin(1, "mine", "live"))
    assert [(c.text, c.end is None) for c in journal.commands()] == [("sleep 9", False), ("mine", True)]
    journal.settle()
    journal.settle()
    ended = {c.text: (c.status, c.end is None) for c in journal.commands()}
    assert ended == {"mine": (None, True), "sleep 9": (None, False)}
    assert sum(isinstance(record, Close) for _, record in journal.records()) == 1


def test_a_session_tells_its_terminal_and_whether_it_is_live(journal: Journal) -> None:
    journal.append(open_record("mine"))
    journal.append(begin(1, '{"record":"open"}', "mine"))
    journal.append(Open("old", 2.0))
    journal.append(Close("old", 3.0))
    journal.append(Open("killed", 4.0, 1 << 22, "7", "/dev/pts/5", 11, "12"))
    mine, old, killed = journal.sessions()
    assert mine.live and mine.terminal.is_same(this_terminal()) and not old.live
    assert (killed.live, killed.terminal) == (False, HostTerminal("/dev/pts/5", 11, "12"))


def test_gaps_are_those_after_a_position_and_those_that_last(journal: Journal) -> None:
    journal.append(open_record("s"))
    journal.append(Gap("s", 1.0, None, HISTORY_OFF))
    journal.append(Gap("s", 1.0, 2.0, HISTORY_OFF))
    journal.append(Gap("s", 3.0, None, SILENT, 2))
    journal.append(Gap("s", 4.0, None, SILENT))
    journal.append(Gap("s", 4.0, 4.0, SILENT))  # there was none after all
    assert [(gap.at, gap.until, gap.depth) for gap in journal.since().gaps] == [(1.0, 2.0, 1), (3.0, None, 2)]
    committed = journal.position()
    assert [gap.at for gap in journal.since(committed).gaps] == [3.0]
    journal.append(Gap("s", 3.0, 9.0, SILENT, 2))
    assert [(gap.at, gap.until) for gap in journal.since(committed).gaps] == [(3.0, 9.0)]
    assert journal.since(journal.position()).gaps == ()
    assert journal.commands() == []


def test_a_gap_of_a_session_whose_process_died_gets_an_end(journal: Journal) -> None:
    journal.append(Open("dead", 1.0, 1 << 22, "7"))
    journal.append(Gap("dead", 2.0, None, HISTORY_OFF))
    assert journal.since().gaps[0].until is not None
    journal.settle()
    journal.settle()
    written = [record.until for _, record in journal.records() if isinstance(record, Gap)]
    assert len(written) == 2 and written[1] is not None


def test_a_command_that_called_snap_ended_there_unless_a_snapshot_holds_it_as_running(journal: Journal) -> None:
    journal.append(open_record("s"))
    journal.append(begin(1, "snap status; make"))
    journal.append(Asked("s", 1, 2.0))
    recorded = journal.since()
    assert [(c.end, c.asked) for c in recorded.commands] == [(2.0, True)]
    assert [(c.text, c.end) for c in recorded.calling] == [("snap status; make", None)]
    committed = journal.position()
    journal.append(End("s", 1, 9.0, 0))
    assert journal.since(committed).commands == ()
    (held,) = journal.since(committed, [("s", 1.0)]).commands
    assert (held.end, held.status, held.asked) == (9.0, 0, True)
    assert journal.since().calling == ()


def test_a_running_command_in_which_another_shell_runs_commands_hosts_it(journal: Journal) -> None:
    journal.append(open_record("s"))
    journal.append(begin(1, "./enter.sh"))
    assert journal.since().hosts == frozenset()
    journal.append(Begin("s", 2, 2.0, "ls", "/", "root", "bash", 2))
    journal.append(End("s", 2, 3.0, 0))
    assert journal.since(journal.position()).hosts == {("s", 1.0)}
    journal.append(End("s", 1, 4.0, 0))
    assert journal.since().hosts == frozenset()
