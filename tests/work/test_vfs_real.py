"""An engine whose storage has no overlay directories: changes and contents are read from the engine's stream."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.connect import reach
from snapshotter.store import home as homes
from snapshotter.work.commit.commit import commit
from snapshotter.work.look.diff import Contents, difference, text_diff
from snapshotter.work.start import Request, start
from snapshotter.work.status import status
from tests import busybox
from tests.conftest import LABEL, NOT_RUN
from tests.other_engines import NotAvailable, docker_without_overlay

pytestmark = pytest.mark.engine

SCRIPT = """
    echo more >> /etc/passwd; mkdir -m 1777 /made; echo one > "$(printf '/made/n\\n\\377')"; ln /made/n* /made/again
    mkfifo /made/pipe; mknod /made/null c 1 3; ln -s nowhere /made/link; rm /bin/vi; chown 7:8 /bin/busybox
    truncate -s 5M /made/holes; touch -d @5 /made/old"""


@pytest.fixture(scope="module")
def vfs() -> Iterator[Engine]:
    """An engine started for these tests with the driver `vfs`; it does not touch the bridge of the other engine."""
    bridge = Path("/sys/class/net/docker0")
    there = bridge.exists()
    try:
        with docker_without_overlay() as url:
            engine = reach(Endpoint(url, "of our own"))
            assert engine.info().storage_driver == "vfs"
            assert bridge.exists() == there
            yield engine
            engine.close()
    except NotAvailable as why:
        pytest.skip(f"{NOT_RUN}{why}")


@pytest.fixture(scope="module")
def image(vfs: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a tiny image in that engine."""
    try:
        program = busybox.find(tmp_path_factory.mktemp("busybox"))
    except busybox.NoBusyboxError as error:
        pytest.skip(f"{NOT_RUN}no static busybox: {error}")
    context = io.BytesIO(busybox.build_context(program))
    vfs.build(context, tag="tiny:1", labels={LABEL: "busybox"}, no_cache=True, progress=lambda line: None)
    return "tiny:1"


def _counted(asked: list[str], name: str, call: Callable[..., object]) -> Callable[..., object]:
    def counted(*arguments: object) -> object:
        asked.append(name)
        return call(*arguments)

    return counted


def test_status_commit_and_diff_from_the_stream(
    vfs: Engine, image: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = homes.at(tmp_path)
    made = start(vfs, home, Request(image, "web"), lambda _: None)
    try:
        assert vfs.run(made.container, ["/bin/sh", "-c", SCRIPT])[0] == 0
        assert ("added", "/made") in status(vfs, home, made).rough
        first = commit(vfs, home, made, "one", (), lambda _: None)
        assert first is not None
        changes = {change.path: change for change in first.snapshot.changes}
        assert {path: change.change for path, change in changes.items()} == {
            "/etc/passwd": "changed",
            "/made": "added",
            "/made/n\n\udcff": "added",
            "/made/again": "added",
            "/made/pipe": "added",
            "/made/null": "added",
            "/made/link": "added",
            "/bin/vi": "deleted",
            "/bin/busybox": "changed",
            "/made/holes": "added",
            "/made/old": "added",
        }
        after = {path: change.after for path, change in changes.items() if change.after}
        assert after["/made"].mode == 0o1777 and after["/made/holes"].size == 5 << 20
        assert after["/made/again"].hardlink == after["/made/n\n\udcff"].hardlink == "/made/again"
        assert (after["/made/null"].device, after["/made/link"].link) == ((1, 3), "nowhere")
        assert vfs.run(made.container, ["/bin/sh", "-c", "rm /made/old; chmod 700 /made"])[0] == 0
        asked: list[str] = []
        with monkeypatch.context() as counting:
            for name in ("save", "read_files"):
                counting.setattr(vfs, name, _counted(asked, name, getattr(vfs, name)))
            second = commit(vfs, home, made, "two", (), lambda _: None)
        assert asked == ["save"]
        assert second is not None
        assert {c.path: c.change for c in second.snapshot.changes} == {"/made/old": "deleted", "/made": "changed"}
        found = difference(lambda: vfs, home, "web", ["base", "1"], ["/etc"])
        contents = Contents(lambda: vfs, home, "web")
        contents.fetch(found)
        assert list(text_diff(contents, found, found.changes[0]))[-1] == "+more"
    finally:
        vfs.remove(made.container)
