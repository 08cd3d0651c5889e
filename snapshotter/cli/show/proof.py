"""A proof: its verdict as an exit code, what it found as lines and as JSON."""

from __future__ import annotations

from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import tell
from snapshotter.model import Proof

CODES = {"equal": 0, "different": 1, "unknown": 2}
_SHOWN = 40
"""Differences that are listed; `--json` has them all."""


def tell_proof(proof: Proof | None, *, summary: bool = True) -> None:
    """Write what a proof found to stderr, its summary too where that is not a result."""
    if proof is None:
        return
    if summary:
        tell(proof.summary)
    for path in proof.withheld:
        tell(f"  withheld, since it holds a secret: {shown_lines(path)}")
    for line in proof.differences[:_SHOWN]:
        tell("  " + shown_lines(line).replace("\n", "\n  "))
    if len(proof.differences) > _SHOWN:
        tell(f"  … and {len(proof.differences) - _SHOWN} more; --json lists them all")


def proof_json(proof: Proof) -> dict[str, object]:
    """Return a proof for programs."""
    return {
        "verdict": proof.verdict,
        "summary": proof.summary,
        "differences": list(proof.differences),
        "withheld": list(proof.withheld),
    }
