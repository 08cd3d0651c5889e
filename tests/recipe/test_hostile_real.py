"""On a real engine, commands and names with hostile texts do exactly what they did by hand, and nothing else."""

from __future__ import annotations

from typing import BinaryIO, cast

import pytest

from snapshotter.engine.api import Engine
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.proof.build import archive
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.shell.quote import single_quote
from tests.conftest import LABEL
from tests.recipe.test_hostile import NASTY

pytestmark = pytest.mark.engine

TEXTS = [text for text in NASTY if text.strip() and not any(char in text for char in "\0\udcff\ud800")]


def test_hostile_texts_reach_the_shell_and_the_file_system_unchanged(engine: Engine, busybox: str) -> None:
    commands, changes, wanted = [], [], {}
    for number, text in enumerate(TEXTS):
        commands.append(
            Command(f"printf %s {single_quote(text)} > /typed{number}", 0, "/", "root", number, 1e3, "sh", 1)
        )
        changes.append(Change(f"/typed{number}", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), "", number))
        wanted[f"/typed{number}"] = text.encode()
        name = "/" + text.replace("/", "_")[:100]
        changes.append(Change(name, "added", None, Entry("file", 0o600, 1, 2, 1, ctime_ns=2), "outside", content="x"))
        wanted[name] = b"copied"
    base = Base(busybox, "", config=engine.image(busybox).config)
    config = ImageConfig(
        env=base.config.env, cmd=base.config.cmd, labels=tuple((text, text) for text in TEXTS if "=" not in text)
    )
    snapshot = Snapshot("box", 1, "", "", base, TEXTS[0], 0.0, config, tuple(commands), tuple(changes))
    made = plan(base, [snapshot])
    with archive(write(made, lambda _seq, _change: b"copied")) as context:
        image = engine.build(
            cast("BinaryIO", context), tag="", labels={LABEL: "hostile"}, no_cache=True, progress=lambda _: None
        )
    try:
        assert dict(engine.read_files(image, wanted)) == wanted
        found = dict(engine.image(image).config.labels)
        assert {name: found.get(name) for name, _ in config.labels if "\n" not in name and "\r" not in name} == {
            name: value for name, value in config.labels if "\n" not in name and "\r" not in name
        }
    finally:
        engine.remove_image(image)
