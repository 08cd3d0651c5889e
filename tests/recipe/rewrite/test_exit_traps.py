"""What a shell ran as it ended is the text of its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.pins import Pins
from snapshotter.recipe.rewrite.wording import wording_of
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.story import load


@pytest.mark.parametrize(
    ("texts", "run"),
    [
        (["trap 'echo bye > /srv/bye' EXIT", "touch /a", "exit"], "touch /a && \\\n    echo bye > /srv/bye"),
        (["trap 'echo bye > /srv/bye' 0 INT", "exit 0"], "echo bye > /srv/bye"),
        (["trap 'echo no > /srv/no' EXIT", "trap 'echo bye > /srv/bye' EXIT", "logout"], "echo bye > /srv/bye"),
        (["trap 'echo bye > /srv/bye' INT", "exit"], ""),
        (["trap 'echo bye > /srv/bye' EXIT", "trap - EXIT", "exit"], ""),
    ],
)
def test_a_trap_runs_where_its_shell_ended(tmp_path: Path, texts: list[str], run: str) -> None:
    story = tmp_path / "story.toml"
    paths = {"touch /a": "/a", texts[-1]: "/srv/bye"}
    story.write_text(
        '[[snapshot]]\nmessage = "m"\n'
        + "".join(
            f'[[snapshot.command]]\ntext = """{text}"""\nchanges = [{{path = "{paths[text]}"}}]\n'
            if text in paths
            else f'[[snapshot.command]]\ntext = """{text}"""\n'
            for text in texts
        )
    )
    base, snapshots, _ = load(story)
    wording = wording_of(snapshots, lambda _seq, _change: b"", Pins({}))
    dockerfile = write(plan(base, snapshots, wording=wording), lambda _seq, _change: b"").dockerfile
    assert dockerfile.partition("RUN ")[2].strip() == run
