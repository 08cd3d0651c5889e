"""A long session of any kind stays far below the number of layers that an image may have."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.model import Carry, Recipe, Run, Script, Section
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.layer_limit import MOST as MOST_LAYERS
from snapshotter.recipe.steps.layer_limit import with_joined_archives
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")
MOST = 40
Described = tuple[str, str, str, tuple[Change, ...]]
"""A command: text, user, directory, changes."""


def file(path: str, at: float, mode: int = 0o644, uid: int = 0) -> Change:
    entry = Entry("file", mode, uid, uid, 1, "aa", ctime_ns=int(at * 1e9), mtime_ns=int(at * 1e9))
    return Change(path, "added", None, entry, content="aa")


def day(number: int) -> Iterator[Described]:
    """Yield twenty commands that create users, edit files, write scripts and change directories."""
    app, user = f"/srv/app{number}", f"user{number}"
    long = "\n".join(f"echo line {count}" for count in range(20))
    yield f"mkdir -p {app}/etc; cd {app}", "root", "/", (file(f"{app}/made", 0),)
    yield "ls -la", "root", app, ()
    yield f"useradd -m {user}", "root", app, (file(f"/home/{user}/.profile", 0, uid=1000),)
    yield f"vi /etc/{user}.conf", "root", app, (file(f"/etc/{user}.conf", 0),)
    yield f"vi etc/editor{number}", "root", app, (file(f"{app}/etc/editor{number}", 0, 0o640),)
    yield f"cat > etc/script{number} <<'E'\n{long}\nE", "root", app, (file(f"{app}/etc/script{number}", 0),)
    yield f"chmod +x etc/script{number}", "root", app, (file(f"{app}/etc/touched", 0),)
    yield f"su {user}", "root", app, ()
    yield "echo mine > mine", user, f"/home/{user}", (file(f"/home/{user}/mine", 0, uid=1000),)
    edits = "vi notes" if number % 3 == 0 else "echo x > notes"
    yield edits, user, f"/home/{user}", (file(f"/home/{user}/notes", 0, uid=1000),)
    yield "cat nosuch", user, f"/home/{user}", ()
    yield f"cd {app}/etc", "root", app, ()
    yield f"echo 'a\nb' > two{number}", "root", f"{app}/etc", (file(f"{app}/etc/two{number}", 0),)
    yield f"echo 'a\nb\n' > three{number}", "root", f"{app}/etc", (file(f"{app}/etc/three{number}", 0),)
    yield f"vi /usr/local/bin/tool{number}", "root", f"{app}/etc", (file(f"/usr/local/bin/tool{number}", 0),)
    yield f"tool{number} > out", "root", f"{app}/etc", (file(f"{app}/etc/out", 0),)
    yield f"for i in 1 2; do touch {app}/$i; done", "root", f"{app}/etc", (file(f"{app}/1", 0), file(f"{app}/2", 0))
    yield "umask 027", "root", f"{app}/etc", ()
    yield "touch private", "root", f"{app}/etc", (file(f"{app}/etc/private", 0, 0o640),)
    yield "umask 022", "root", f"{app}/etc", ()


def session(days: Sequence[Sequence[int]], *, marking: bool = False) -> Recipe:
    clock, snapshots = 1000.0, []
    for seq, numbers in enumerate(days, 1):
        commands, changes = list[Command](), list[Change]()
        for text, user, cwd, left in (one for number in numbers for one in day(number)):
            clock += 10
            depth, pid = (2, 2) if user != "root" else (1, 1)
            commands.append(Command(text, 0, cwd, user, clock, clock + 5, "bash", depth, f"s{seq}", pid))
            for change in left:
                assert change.after is not None
                moment = int((clock + 1) * 1e9)
                entry = replace(change.after, ctime_ns=moment, mtime_ns=moment)
                changes.append(replace(change, after=entry, command=len(commands) - 1, by=f"command {len(commands)}"))
        snapshots.append(
            Snapshot(
                "box",
                seq,
                f"sha256:{seq}",
                "",
                BASE,
                f"part {seq}",
                clock,
                ImageConfig(),
                tuple(commands),
                tuple(sorted(changes, key=lambda change: change.path)),
            )
        )
    return write(plan(BASE, snapshots, tracing="marks" if marking else "nothing"), lambda _seq, _change: b"x")


@pytest.mark.parametrize("days", [[range(10)], [range(5), range(5, 10)], [[number] for number in range(10)]])
def test_two_hundred_commands_make_forty_layers_at_most(days: Sequence[Sequence[int]]) -> None:
    recipe = session(days)
    assert sum(len(list(day(number))) for numbers in days for number in numbers) == 200
    assert recipe.layers <= MOST


def test_a_full_recipe_loses_nothing() -> None:
    recipe, small = session([range(10)]), session([range(1)])
    scripts = [data.decode() for name, (_, data) in recipe.files.items() if name.startswith("scripts/")]
    texts = "\n".join([recipe.dockerfile, *scripts])
    for number in range(10):
        for word in (f"useradd -m user{number}", f"tool{number} > out", f"vi /etc/user{number}.conf", f"three{number}"):
            assert word in texts, word
    inside: dict[str, tuple[int, int]] = {}
    for data in (data for name, (_, data) in recipe.files.items() if name.endswith(".tar")):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            inside |= {f"/{member.name}": (member.mode, member.uid) for member in archive}
    assert inside["/home/user9/notes"] == (0o644, 1000)
    assert inside["/srv/app9/etc/editor9"] == (0o640, 0)
    assert recipe.dockerfile.startswith(small.dockerfile[: small.dockerfile.index("umask 027")])


def test_a_full_recipe_still_shows_which_command_failed() -> None:
    rows = session([range(10)], marking=True).dockerfile.splitlines()
    child = next(number for number, row in enumerate(rows) if 'sh -c "$(printf' in row)
    assert "echo snap-command-1-" in rows[child]


def many_snapshots(count: int, *, edits: bool = False, base_layers: int = 1) -> Recipe:
    snapshots = []
    for seq in range(1, count + 1):
        at = seq * 10.0
        path = f"/srv/f{seq}"
        entry = Entry("file", 0o644, 0, 0, 1, "aa", ctime_ns=int((at + 1) * 1e9), mtime_ns=int((at + 1) * 1e9))
        command = Command(f"vi {path}" if edits else f"echo x > {path}", 0, "/", "root", at, at + 5, "bash", 1, "s", 1)
        change = Change(path, "added", None, entry, content="aa", command=0, by="command 1")
        snapshots.append(
            Snapshot("box", seq, f"sha256:{seq}", "", BASE, f"part {seq}", at, ImageConfig(), (command,), (change,))
        )
    base = replace(BASE, layers=tuple(f"sha256:layer{number}" for number in range(base_layers)))
    return write(plan(base, snapshots), lambda _seq, _change: b"x")


@pytest.mark.parametrize("edits", [False, True])
@pytest.mark.parametrize("base_layers", [1, 60, 110])
def test_two_hundred_snapshots_stay_below_the_limit_of_engines(base_layers: int, edits: bool) -> None:
    recipe = many_snapshots(200, base_layers=base_layers, edits=edits)
    assert recipe.layers + base_layers <= MOST_LAYERS
    for seq in range(1, 201):
        assert f"# part {seq}\n" in recipe.dockerfile
        assert f"/srv/f{seq}" in recipe.dockerfile


def test_a_few_snapshots_keep_a_run_each() -> None:
    assert many_snapshots(40).layers == 40
    assert many_snapshots(40, edits=True).layers == 40


def test_an_archive_for_several_snapshots_has_the_last_content_of_each_path() -> None:
    def edited(path: str, seq: int, digest: str) -> Carry:
        entry = Entry("file", 0o644, 0, 0, 1, digest)
        change = Change(path, "added", None, entry, content=digest)
        return Carry((change,), f"edited by hand: {seq}", seq, packed=True)

    carries = [edited("/a", 1, "1"), edited("/b", 2, "2"), edited("/a", 3, "3")]
    many = [Section(seq, f"part {seq}", (carry,)) for seq, carry in enumerate(carries, 1)]
    run = Run((Script(("true",), ((4, 1),), "sh"),))
    sections = with_joined_archives([*many, Section(4, "run", (run,)), Section(5, "e", (edited("/c", 5, "5"),))], 124)
    assert [len(section.steps) for section in sections] == [1, 0, 0, 1, 1]
    (joined,) = sections[0].steps
    assert isinstance(joined, Carry)
    assert sections[0].message == "part 1\npart 2\npart 3"
    assert {change.path: (change.content, joined.seqs.get(change.path, joined.seq)) for change in joined.changes} == {
        "/a": ("3", 3),
        "/b": ("2", 2),
    }
    assert joined.reason.count("\n") == 2
