"""The secrets of withheld files are replaced in the commands, the message and on disk, however they were typed."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import SnapError, UsageError
from snapshotter.model import Snapshot, StateChange
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Begin, Close, End, reseal
from snapshotter.work.commit.commit import commit
from snapshotter.work.commit.waiting import Patience
from snapshotter.work.secrets.file_search import TYPED
from tests.work.fakes import Person, put

SECRET = "Pfeffer6049%kd"
SED = f"sed -i 's/changeme/{SECRET}/' /etc/app.conf"
FILE = {"/etc/app.conf": f"password = {SECRET}\n"}
ENCODED = base64.b64encode(b"db:5432:app:app:Pf'e/6049\"k\n").decode()
WORD = "SNAP_SECRET_[0-9a-f]{8}"


def committed(person: Person, text: str = "", *instructions: str, allowed: tuple[str, ...] = ()) -> Snapshot:
    patience = Patience(seconds=0.1)
    made = commit(person.engine, person.home, person.workspace, text, instructions, lambda _: None, allowed, patience)
    assert made is not None
    return made.snapshot


def on_disk(person: Person) -> bytes:
    """Return everything below the home, git objects inflated."""
    import subprocess

    repository = person.home.line.repository
    git = ["git", f"--git-dir={repository}", "cat-file", "--batch-all-objects", "--batch"]
    objects = subprocess.run(git, capture_output=True, check=True).stdout
    return objects + b"".join(file.read_bytes() for file in person.home.path.rglob("*") if file.is_file())


def journal(person: Person) -> Path:
    return person.home.journal("web").path


def test_a_value_of_a_withheld_file_is_in_no_command_and_on_no_disk(person: Person) -> None:
    person.does(SED, FILE)
    person.does("ls")
    before = journal(person).read_bytes()
    made = committed(person)
    assert re.fullmatch(f"sed -i 's/changeme/{WORD}/' /etc/app.conf", made.commands[0].text)
    assert made.commands[1].text == "ls"
    assert SECRET.encode() not in on_disk(person)
    after = journal(person).read_bytes()
    assert len(after) == len(before)
    expected = before.replace(SECRET.encode(), b"*" * len(SECRET)).splitlines()
    assert after.splitlines() == [reseal(line) for line in expected]
    assert [command.text for command in person.home.journal("web").commands()] == [
        f"sed -i 's/changeme/{'*' * len(SECRET)}/' /etc/app.conf",
        "ls",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        'perl -pi -e "s/changeme/Pf\\\'e\\/6049\\"k/" app.conf',
        "sed -i 's/x/Pf'\\''e\\/6049\"k/' app.conf",
        f"base64 -d <<< {ENCODED} > app.conf",
    ],
)
def test_escapes_of_the_shell_and_of_json_and_encodings(person: Person, typed: str) -> None:
    person.does(typed, {"/root/.pgpass": "db:5432:app:app:Pf'e/6049\"k\n"})
    made = committed(person)
    assert re.search(WORD, made.commands[0].text) and "6049" not in made.commands[0].text
    assert b"6049" not in journal(person).read_bytes()
    assert len(person.home.journal("web").commands()) == 1


def test_the_words_and_the_state_of_a_command_are_searched(person: Person) -> None:
    put(person.upper, "/etc/app.conf", FILE["/etc/app.conf"])
    log = person.home.journal("web")
    log.append(open_record("s1"))
    log.append(Begin("s1", 1, time.time(), f"x {SECRET}", "/root", "root", "bash", 1, 1, ("x", SECRET)))
    log.append(End("s1", 1, time.time(), 0, state=(StateChange("variable", "x", f"'{SECRET}'"),), answers=(SECRET,)))
    log.append(Close("s1", time.time()))
    log.close()
    (command,) = committed(person).commands
    assert re.fullmatch(f"x {WORD}", command.text) and re.fullmatch(WORD, command.argv[1])
    assert re.fullmatch(f"'{WORD}'", command.state[0].value or "") and re.fullmatch(WORD, command.answers[0])
    assert SECRET.encode() not in on_disk(person)


def test_the_message_is_replaced_in_the_snapshot_and_in_the_image(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    real = person.engine.commit

    def noted(*arguments: object, message: str, **named: object) -> str:
        messages.append(message)
        return real(*arguments, message=message, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(person.engine, "commit", noted)
    person.does(SED, FILE)
    made = committed(person, f"now with {SECRET}")
    assert re.fullmatch(f"now with {WORD}", made.message)
    assert messages[-1] == made.message and made.image == person.engine.tagged["snap/web:1"]
    assert "remove_image" in person.engine.calls
    assert SECRET.encode() not in on_disk(person)


def test_an_instruction_with_a_value_of_a_file_is_refused_unless_it_is_allowed(person: Person) -> None:
    person.does(SED, FILE)
    with pytest.raises(UsageError, match="CMD holds what looks like a secret"):
        committed(person, "", f"CMD app {SECRET}")
    assert person.home.line.snapshots("web") == [] and "snap/web:1" not in person.engine.tagged
    assert committed(person, "", f"CMD app {SECRET}", allowed=("CMD",)).seq == 1


def test_another_file_with_a_value_that_was_typed_is_withheld(person: Person) -> None:
    person.does(SED, FILE | {"/srv/notes": f"see {SECRET}\n", "/srv/other": "x\n"})
    made = committed(person)
    secret = {change.path: change.secret for change in made.changes if change.secret}
    assert secret == {"/etc/app.conf": "holds a password or token", "/srv/notes": TYPED}
    assert SECRET.encode() not in on_disk(person)


def test_what_was_typed_is_known_to_the_next_commit(person: Person) -> None:
    person.does(SED, FILE)
    committed(person)
    person.does(f"grep {SECRET} /etc/app.conf", {"/srv/log": f"{SECRET}\n"})
    made = committed(person, f"grep {SECRET}")
    assert re.fullmatch(f"grep {WORD} /etc/app.conf", made.commands[0].text)
    assert re.fullmatch(f"grep {WORD}", made.message)
    assert SECRET.encode() not in on_disk(person)


def test_an_ordinary_word_counts_only_in_commands_of_its_file(person: Person) -> None:
    person.does("mkdir /srv/kiesel", {"/srv/kiesel/x": ""})
    person.does("sed -i s/changeme/kiesel/ ../etc/app.c*", {"/etc/app.conf": "password = kiesel\n"})
    time.sleep(0.02)  # `does` begins a command a little earlier than now
    person.does("grep kiesel /etc/app.conf && ls kieselstein")
    made = committed(person)
    texts = [command.text for command in made.commands]
    assert texts[0] == "mkdir /srv/kiesel"
    assert re.fullmatch(f"sed -i s/changeme/{WORD}/ ../etc/app.c\\*", texts[1])
    assert re.fullmatch(f"grep {WORD} /etc/app.conf && ls kieselstein", texts[2])
    lines = journal(person).read_text()
    assert "mkdir /srv/kiesel" in lines and "s/changeme/******/" in lines and "grep ****** /etc/app.conf" in lines


def test_an_innocent_file_changes_no_command(person: Person) -> None:
    person.does("sed -i s/x/changeme/ /etc/app.conf", {"/etc/app.conf": "password = changeme\n"})
    before = journal(person).read_bytes()
    assert committed(person).commands[0].text == "sed -i s/x/changeme/ /etc/app.conf"
    assert journal(person).read_bytes() == before


def test_a_cast_is_overwritten_too(person: Person) -> None:
    folder = person.home.casts("web")
    folder.mkdir()
    half = len(SECRET) // 2
    shown = [
        f"$ {SED}\r\n",
        f"\x1b[32m{SECRET[:half]}\x1b[0m{SECRET[half:]}\r\n",
        f"$ {SECRET[:half]} \r{SECRET[half:]}\r\n",
        "ls\r\n",
    ]
    lines = [{"version": 2, "width": 80, "height": 24, "timestamp": 1}, *([0.5, "o", text] for text in shown)]
    cast = folder / "s1.cast"
    cast.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    size = cast.stat().st_size
    person.does(SED, FILE)
    committed(person)
    texts = [json.loads(line)[2] for line in cast.read_text().splitlines()[1:]]
    assert cast.stat().st_size == size
    assert texts[0] == "$ " + SED.replace(SECRET, "*" * len(SECRET)) + "\r\n"
    assert texts[3] == "ls\r\n"
    assert not any(part in text for text in texts for part in (SECRET[:half], SECRET[half:]))


def test_a_failed_commit_changes_nothing(person: Person) -> None:
    person.does(SED, FILE)
    before = journal(person).read_bytes()
    person.workspace = replace(person.workspace, container="none")
    with pytest.raises(SnapError):
        committed(person)
    assert journal(person).read_bytes() == before
