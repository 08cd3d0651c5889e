"""A sample of the damage matrix: each damage to each file, with some of the verbs; `make campaign` runs the whole."""

from __future__ import annotations

from pathlib import Path

from tests.cli.damage_matrix import VERBS, Matrix

STEP = 4
"""Of so many verbs one is run for a damage; the next damage has the next verb."""


def test_no_damage_costs_more_than_what_is_damaged(tmp_path: Path) -> None:
    matrix = Matrix(tmp_path)
    verbs, tried, failed, number = list(VERBS), 0, list[str](), 0
    for file in matrix.files():
        for damage, data in matrix.damages(file):
            for at in range(number % STEP, len(verbs), STEP):
                tried += 1
                failed += matrix.failures(file, damage, data, verbs[at])
            number += 1
    print(f"damage: {tried} tried, {len(failed)} failed")
    assert tried > 250
    assert not failed, "\n".join(failed)


def test_every_kind_of_file_of_a_home_is_damaged(tmp_path: Path) -> None:
    files = Matrix(tmp_path).files()
    for part in (
        "line.git/HEAD",
        "line.git/config",
        "line.git/snapshotter-format",
        "line.git/refs/heads/web",
        "line.git/logs/refs/heads/web",
        "line.git/refs/proofs/web/2",
        ".pack",
        ".idx",
        "/objects/",
        "workspaces/web/workspace.json",
        "workspaces/web/workspace.json.copy",
        "workspaces/web/journal.jsonl",
        ".cast",
        ".tree",
        ".owners",
        "exports.json",
        "identity",
        "last-used",
    ):
        assert any(part in file for file in files), part
