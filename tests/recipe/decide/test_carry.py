"""The reasons above files that are copied because no recorded command explains them."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Entry, ImageConfig, Snapshot
from snapshotter.recipe.decide.carry import carried
from snapshotter.recipe.model import Repairs


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("outside", "changed outside the recorded shell"),
        ("outside (changed configuration file of nginx 1.22)", "changed outside the recorded shell"),
        (
            "not recorded (history was off)",
            "changed while the shell's history was off, so no command is recorded",
        ),
        ("not recorded (the shell did not report)", "changed in a shell that did not report its commands"),
    ],
)
def test_the_reason_says_why_no_command_is_known(by: str, reason: str) -> None:
    change = Change("/x", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), by)
    base = Base("debian:bookworm", "sha256:base")
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, ImageConfig(), (), (change,))
    ((carry,),) = carried(snapshot, [], Repairs()).values()
    assert (carry.reason, [one.path for one in carry.changes]) == (reason, ["/x"])
