"""Names with a secret from the container to the export: masked, withheld, on no disk."""

from __future__ import annotations

import re
import shutil

import pytest

from snapshotter.changes.masked_names import IN_NAME, IN_TARGET
from snapshotter.cli.show.proof import tell_withheld, withheld_json
from snapshotter.errors import UsageError
from snapshotter.store.home import Home
from snapshotter.store.paths import name_key
from snapshotter.work.export.secret_options import SecretOptions
from snapshotter.work.look.diff import difference
from snapshotter.work.start import Request, start
from snapshotter.work.status import status
from snapshotter.work.volatile import add, remove
from tests.work.fakes import BASE, FakeEngine, Person
from tests.work.secrets.test_record_mask import committed, on_disk

SECRET = "Pfeffer6049%kd"
WORD = "SNAP_SECRET_[0-9a-f]{8}"
PLACE = f"/srv/password-{SECRET}"


def test_a_name_is_on_no_disk_and_its_content_is_not_stored(person: Person) -> None:
    person.does(f"make {PLACE}", {f"{PLACE}/a": "content of a\n", "/srv/b": "b\n"})
    (person.upper / "srv/link").symlink_to(f"https://u:{SECRET}@host")
    made = committed(person)
    secret = {change.path: change.secret for change in made.changes if change.secret}
    assert len(secret) == 3 and secret.pop("/srv/link") == IN_TARGET
    assert all(re.fullmatch(f"/srv/password-{WORD}(/a)?", path) for path in secret)
    assert set(secret.values()) == {IN_NAME} and not any(c.content for c in made.changes if c.path in secret)
    assert re.fullmatch(f"make /srv/password-{WORD}", made.commands[0].text)
    found = on_disk(person)
    assert SECRET.encode() not in found and b"content of a" not in found
    dockerfile = person.home.line.repository
    assert dockerfile.is_dir() and b"password-" in found


def test_the_next_snapshot_and_the_status_see_only_what_changed(person: Person) -> None:
    person.does("x", {f"{PLACE}/a": "1", f"{PLACE}/b": "1"})
    first = committed(person)
    found = status(person.engine, person.home, person.workspace)
    assert found.changes == () and found.commands == ()
    person.does("y", {f"{PLACE}/a": "2"})
    shutil.rmtree(person.upper / PLACE.lstrip("/") / "b", ignore_errors=True)
    (person.upper / PLACE.lstrip("/") / "b").unlink()
    second = committed(person)
    place = next(change.path for change in first.changes if change.path.startswith("/srv/password"))
    assert {c.path: c.change for c in second.changes} == {f"{place}/a": "changed", f"{place}/b": "deleted"}


def test_the_real_path_can_be_given_to_verbs(person: Person) -> None:
    person.does("x", {f"{PLACE}/a": "1", "/srv/b": "1"})
    committed(person)
    found = difference(lambda: person.engine, person.home, "web", ["base", "1"], [PLACE])
    assert len(found.changes) == 2
    rules = add(person.home, "web", [f"{PLACE}/*"], "").volatile
    assert re.fullmatch(rf"/srv/password-{WORD}/\*", rules[0][0])
    assert remove(person.home, "web", [f"{PLACE}/*"]).volatile == ()


def test_a_typed_value_in_a_name_stays_masked_after_a_restart(person: Person) -> None:
    memory = person.home.memory("web")
    memory.begin()
    memory.add("Kiesel99!rot")
    person.does("x", {"/srv/Kiesel99!rot/a": "1"})
    first = committed(person)
    memory.forget()
    person.does("y", {"/srv/Kiesel99!rot/a": "2"})
    second = committed(person)
    assert {c.path for c in second.changes} == {c.path for c in first.changes if c.path.endswith("/a")}
    assert b"Kiesel99" not in on_disk(person)


def test_what_was_never_stored_cannot_be_allowed(person: Person) -> None:
    person.does("x", {f"{PLACE}/a": "1"})
    made = committed(person)
    path = next(change.path for change in made.changes if change.path.endswith("/a"))
    with pytest.raises(UsageError, match="has a secret in its name, which was never stored"):
        SecretOptions(allowed=frozenset({path})).apply([made])


def test_the_name_of_a_workspace_holds_no_secret(fake: FakeEngine, home: Home) -> None:
    name = "token-3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"
    with pytest.raises(UsageError, match="name of the workspace") as refused:
        start(fake, home, Request(BASE, name), lambda _: None)
    assert name not in refused.value.message + refused.value.hint and not home.workspaces.names()


def test_the_key_is_private_and_stays(home: Home) -> None:
    key = name_key(home.path)
    assert len(key) == 32 and name_key(home.path) == key
    assert (home.path / "name-key").stat().st_mode & 0o777 == 0o600


def test_no_option_is_offered_that_cannot_include_it() -> None:
    files = [("/srv/password-SNAP_SECRET_00000001", IN_NAME), ("/etc/x", IN_TARGET), ("/etc/y", "holds a password")]
    lines: list[str] = []
    tell_withheld(files, lines.append)
    assert ["--allow-secret" in line for line in lines] == [False, False, True]
    assert [one["option"] for one in withheld_json(files)] == ["", "", "--allow-secret /etc/y"]
