"""Writing a mended Dockerfile and the files that it copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import Conflict, SnapError
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.store.home import Home
from snapshotter.work import start as starting
from snapshotter.work.build.mend import Mended, apply, mended
from snapshotter.work.build.request import Attempt
from snapshotter.work.build.states import States
from tests.work.build.builders import request
from tests.work.fakes import BASE, FakeEngine, Person

FILE = "FROM debian\nRUN one\nRUN two\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    (found / "Dockerfile").write_text(FILE)
    return found


def test_the_old_dockerfile_is_kept_and_one_that_was_changed_is_not_overwritten(home: Home, directory: Path) -> None:
    attempt = Attempt(parse(FILE), FILE.encode(), (), "")
    new = Mended("FROM debian\nRUN three\n", {"files/a": (0o755, b"a")})
    (directory / "Dockerfile").chmod(0o640)
    old = apply(home, request(directory), attempt, new)
    assert old.read_text() == FILE and (directory / "Dockerfile").read_text() == new.text
    assert (directory / "Dockerfile").stat().st_mode & 0o777 == 0o640
    assert (directory / "files" / "a").stat().st_mode & 0o777 == 0o755
    with pytest.raises(Conflict, match="changed meanwhile") as raised:
        apply(home, request(directory), attempt, replace(new, text="other"))
    assert (directory / "Dockerfile").read_text() == new.text
    rescued = next(word for word in raised.value.hint.split() if word.endswith(".mended;"))
    assert Path(rescued.rstrip(";")).read_text() == "other"


def test_a_file_that_cannot_be_written_is_named_with_the_old_dockerfile(home: Home, directory: Path) -> None:
    (directory / "files").write_text("in the way")
    attempt = Attempt(parse(FILE), FILE.encode(), (), "")
    with pytest.raises(SnapError, match="files cannot be written") as raised:
        apply(home, request(directory), attempt, Mended("FROM a\n", {"files/a": (0o644, b"a")}))
    assert Path(raised.value.hint.removeprefix("the old Dockerfile is ")).read_text() == FILE
    assert (directory / "Dockerfile").read_text() == FILE


def test_the_difference_names_the_files(directory: Path) -> None:
    shown = Mended("FROM a\n", {"files/a": (0o644, b"a")}).diff("FROM b\n", "Dockerfile")
    assert shown.splitlines()[-3:] == ["-FROM b", "+FROM a", "+ file files/a"]


def test_a_file_of_another_content_in_the_context_is_not_replaced(
    fake: FakeEngine, home: Home, directory: Path
) -> None:
    fake.images[fake.image(BASE).id] = replace(
        fake.image(BASE), config=replace(fake.image(BASE).config, workdir="/root")
    )
    person = Person(fake, home, starting.start(fake, home, starting.Request(BASE, "build-app"), lambda _: None))
    person.does("mkdir -p /srv")
    person.does("vi /srv/page", {"/srv/page": "by hand\n"})
    (directory / "files" / "srv").mkdir(parents=True)
    (directory / "files" / "srv" / "page").write_text("another\n")
    file = parse(FILE)
    attempt = Attempt(file, FILE.encode(), (), "", file.instructions[2])
    new = mended(fake, home, request(directory), attempt, States("good", person.workspace, 1, "two", None))
    assert new is not None
    assert new.files == {"files-2/srv/page": (0o644, b"by hand\n")}
    assert "COPY files-2/srv/page /srv/page" in new.text and new.text.startswith("FROM debian\nRUN one\n")
