"""How carried paths that are not regular files are created."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Change, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.test_large import BASE

NULL = Entry("char", 0o666, 0, 0, device=(1, 3), ctime_ns=1)


def test_a_device_of_another_number_is_made_anew() -> None:
    changes = (
        Change("/srv/null", "changed", NULL, replace(NULL, device=(1, 5))),
        Change("/srv/same", "changed", NULL, replace(NULL, mode=0o600)),
    )
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (), changes)
    text = write(plan(BASE, [snapshot]), lambda _seq, _change: b"").dockerfile
    assert "rm -rf /srv/null" in text and "mknod /srv/null c 1 5" in text
    assert "mknod /srv/same" not in text and "chmod 0600 /srv/same" in text
