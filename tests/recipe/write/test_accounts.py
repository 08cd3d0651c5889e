"""Names of owners in `chown`, only where the build has the accounts at that step."""

from __future__ import annotations

from snapshotter.model import Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.test_large import BASE

ROOT = "root:x:0:0:root:/root:/bin/sh\n"
DATA = "www-data:x:33:33::/var/www:/bin/sh\n"
APP = "app:x:1000:1000::/home/app:/bin/sh\n"
GROUPS = "root:x:0:\nwww-data:x:33:\n"


def command(text: str, at: int) -> Command:
    return Command(text, 0, "/", "root", float(at), at + 0.5, "bash", 1)


def accounts(number: int) -> list[Change]:
    """The changes of the files of accounts by a command, given by its index."""
    old, new = Entry("file", 0o644, 0, 0, 1, "old"), Entry("file", 0o644, 0, 0, 2, "new")
    return [
        Change(f"/etc/{name}", "changed", old, new, f"command {number + 1}", number) for name in ("group", "passwd")
    ]


def edited(path: str, owner: tuple[int, int], number: int) -> Change:
    entry = Entry("file", 0o644, *owner, 3, path)
    return Change(path, "added", None, entry, f"command {number + 1}", number)


def snapshot(seq: int, texts: list[str], changes: list[Change]) -> Snapshot:
    commands = tuple(command(text, 10 * seq + at) for at, text in enumerate(texts))
    return Snapshot("box", seq, "", "", BASE, "m", 0.0, ImageConfig(), commands, tuple(changes))


def dockerfile(*snapshots: Snapshot, known: dict[int, tuple[str, str]]) -> str:
    """Return the Dockerfile; `known` are passwd and group as each snapshot left them, 0 as the base has them."""

    def content(seq: int, change: Change) -> bytes | None:
        if change.path not in ("/etc/passwd", "/etc/group"):
            return b"text"
        users, groups = known.get(seq, (ROOT + DATA, GROUPS))
        return (users if change.path == "/etc/passwd" else groups).encode()

    return write(plan(BASE, snapshots), content).dockerfile


WITH_APP = (ROOT + DATA + APP, GROUPS + "app:x:1000:\n")


def test_an_account_that_a_command_before_the_step_made() -> None:
    one = snapshot(1, ["useradd -m app", "vi /srv/x"], [*accounts(0), edited("/srv/x", (1000, 1000), 1)])
    assert "COPY --chown=app:app files/srv/x /srv/x" in dockerfile(one, known={1: WITH_APP})


def test_an_account_that_is_made_after_the_step_is_not_named() -> None:
    one = snapshot(1, ["vi /srv/x", "useradd -m app"], [*accounts(1), edited("/srv/x", (1000, 1000), 0)])
    assert "COPY --chown=1000:1000 " in dockerfile(one, known={1: WITH_APP})


def test_an_account_that_an_earlier_snapshot_had() -> None:
    first = snapshot(1, ["useradd -m app"], accounts(0))
    second = snapshot(2, ["vi /srv/x", "useradd b"], [*accounts(1), edited("/srv/x", (1000, 33), 0)])
    text = dockerfile(first, second, known={1: WITH_APP, 2: (WITH_APP[0] + "b:x:1001:1001::/:/bin/sh\n", WITH_APP[1])})
    assert "COPY --chown=app:www-data " in text


def test_one_of_several_that_commands_make() -> None:
    texts = ["useradd -m app", "vi /srv/x", "useradd b", "vi /srv/y"]
    changes = [*accounts(2), edited("/srv/x", (1000, 1000), 1), edited("/srv/y", (1001, 1001), 3)]
    users = WITH_APP[0] + "b:x:1001:1001::/:/bin/sh\n", WITH_APP[1] + "b:x:1001:\n"
    text = dockerfile(snapshot(1, texts, changes), known={1: users})
    assert "COPY --chown=app:app " in text and "COPY --chown=b:b " in text


def test_accounts_of_the_base_and_numbers_without_one() -> None:
    one = snapshot(1, ["vi /srv/x", "vi /srv/y"], [edited("/srv/x", (33, 33), 0), edited("/srv/y", (0, 7777), 1)])
    text = dockerfile(one, known={})
    assert "COPY --chown=www-data:www-data " in text and "COPY --chown=root:7777 " in text


def test_an_account_of_the_base_is_there_before_a_command_adds_others() -> None:
    one = snapshot(1, ["vi /srv/x", "useradd -m app"], [*accounts(1), edited("/srv/x", (33, 33), 0)])
    assert "COPY --chown=www-data:www-data " in dockerfile(one, known={1: WITH_APP})


def test_a_carried_directory_is_given_to_a_name_too() -> None:
    folder = Change("/srv/box", "added", None, Entry("directory", 0o755, 33, 33), "outside")
    assert "chown www-data:www-data /srv/box" in dockerfile(snapshot(1, [], [folder]), known={})


def test_a_name_that_chown_could_misread_stays_a_number() -> None:
    one = snapshot(1, ["vi /srv/x"], [edited("/srv/x", (33, 33), 0)])
    text = dockerfile(one, known={0: ("a b:x:33:33::/:/bin/sh\n", "$(x):x:33:\n")})
    assert "COPY --chown=33:33 " in text
