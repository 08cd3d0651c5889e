"""Which entries of a history made the layers."""

from __future__ import annotations

from snapshotter.model import Entry, Kind, Layer
from snapshotter.work.adopt.matching import Entry as Step
from snapshotter.work.adopt.matching import match


def layer(*paths: str, removed: tuple[str, ...] = (), size: int = 0) -> Layer:
    """A layer of directories, whose names end in a slash, and files."""

    def entry(path: str) -> Entry:
        kind: Kind = "directory" if path.endswith("/") else "file"
        return Entry(kind, 0o755, 0, 0, size=size if kind == "file" else 0)

    return Layer({path.rstrip("/"): entry(path) for path in paths}, frozenset(removed))


def test_paths_decide_between_directories_and_runs_without_bytes() -> None:
    steps = [
        Step("workdir", "/opt", 0),  # was there
        Step("workdir", "/opt/tool", 0),
        Step("copy", "file:0a in ./", 5),
        Step("run", "rm b.sh && chmod 700 a.sh", 0),
        Step("run", "true", 0),
        Step("setting", "A=b", 0),
        Step("run", "test -e /etc/motd", 0),
        Step("run", "ln -s a.sh /usr/local/bin/a && rm /etc/motd", 0),
    ]
    layers = [
        layer("opt/tool/"),
        layer("opt/tool/a.sh", "opt/tool/b.sh", size=5),
        layer("opt/tool/a.sh", removed=("opt/tool/b.sh",)),
        layer("usr/local/bin/a", removed=("etc/motd",)),
    ]
    assert match(steps, layers) == {1, 2, 3, 7}


def test_a_directory_made_by_a_run_is_not_that_of_a_workdir_elsewhere() -> None:
    steps = [Step("workdir", "/tmp", 0), Step("run", "mkdir logs", 0), Step("workdir", "/srv", 0)]
    assert match(steps, [layer("tmp/logs/")]) == {1}
    assert match(steps, [layer("tmp/logs/"), layer("srv/")]) == {1, 2}


def test_a_copy_of_nothing_goes_to_its_place() -> None:
    steps = [Step("run", "true", 0), Step("copy", "dir:0a in /srv/empty/", 0), Step("run", "false", 0)]
    assert match(steps, [layer("srv/empty/")]) == {1}


def test_settings_make_no_layer_and_bytes_always_one() -> None:
    assert match([Step("setting", "A=b", 0)], [layer("x")]) is None
    assert match([Step("run", "a", 5), Step("run", "b", 5)], [layer("x", size=5)]) is None
    assert match([], []) == set()


def test_bytes_that_an_engine_counts_differently_are_no_obstacle() -> None:
    assert match([Step("run", "mkdir /x", 4096)], [layer("x/")]) == {0}
