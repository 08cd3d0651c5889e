"""The verdict on a comparison, with files that are withheld."""

from __future__ import annotations

import pytest

from snapshotter.model import Change, Entry, Proof
from snapshotter.proof.compare import Comparison
from snapshotter.proof.verdict import proof_of

SECRET = Change("/root/.netrc", "added", None, Entry("file", 0o600, 0, 0, 1, "aa"), secret="holds a password")
OTHER = Change("/srv/key", "added", None, Entry("file", 0o600, 0, 0, 1, "bb"), secret="holds a key")
CHANGES = {change.path: change for change in (SECRET, OTHER)}


@pytest.mark.parametrize(
    ("found", "proof"),
    [
        (Comparison((), (), 0), Proof("equal", "rebuilt and equal")),
        (
            Comparison((), (), 0, ("/root/.netrc",)),
            Proof(
                "equal",
                "rebuilt and equal, but for 1 withheld file",
                (),
                ("/root/.netrc",),
                reasons=("holds a password",),
            ),
        ),
        (
            Comparison((), ("Cmd: a became b",), 0, ("/root/.netrc", "/srv/key")),
            Proof(
                "different",
                "rebuilt, 1 difference",
                ("config Cmd: a became b",),
                ("/root/.netrc", "/srv/key"),
                reasons=("holds a password", "holds a key"),
            ),
        ),
    ],
)
def test_withheld_files_are_part_of_the_verdict(found: Comparison, proof: Proof) -> None:
    assert proof_of(found, "", CHANGES) == proof
    assert proof_of(found, "7 changed paths", CHANGES).summary == "7 changed paths; " + proof.summary
