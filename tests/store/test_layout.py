"""The files of a snapshot: what an adopted image adds to them."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Adopted, Base, Command, ImageConfig, Snapshot
from snapshotter.store import layout

SNAPSHOT = Snapshot("web", 1, "sha256:1", "snap/web:1", Base("x", "sha256:0"), "m", 1.0, ImageConfig(), (), ())


def read_again(snapshot: Snapshot) -> Snapshot:
    files = layout.pack(snapshot)
    meta = layout.read_meta(files[layout.META])
    return layout.unpack(meta, files[layout.COMMANDS], files[layout.CHANGES], "", None)


def test_what_was_adopted_is_kept() -> None:
    command = Command("apt-get install -y nano", 0, "/", "root", 1.0, 1.0, "sh", 1, witness="/var/log/apt/history.log")
    adopted = Adopted("team/web:2", "bash", ("A=b",))
    snapshot = replace(SNAPSHOT, commands=(command,), adopted=adopted)
    assert read_again(snapshot) == snapshot


def test_others_have_no_trace_of_it() -> None:
    assert b"adopted" not in layout.pack(SNAPSHOT)[layout.META]
    assert read_again(SNAPSHOT) == SNAPSHOT
