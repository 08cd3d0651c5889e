"""A proof as output: the exit code of its verdict, and its findings as lines and as JSON."""

from __future__ import annotations

from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import tell
from snapshotter.model import Proof

CODES = {"equal": 0, "different": 1, "unknown": 2}
_MOST_DIFFERENCES = 40
"""Differences that are listed; `--json` lists all."""


def tell_proof(proof: Proof | None, *, summary: bool = True) -> None:
    """Write the findings of a proof to stderr, with its summary unless that is written as a result."""
    if proof is None:
        return
    if summary:
        tell(proof.summary)
    for path in proof.withheld:
        tell(f"  withheld, since it holds a secret: {shown_lines(path)}")
    for line in proof.differences[:_MOST_DIFFERENCES]:
        tell("  " + shown_lines(line).replace("\n", "\n  "))
    if len(proof.differences) > _MOST_DIFFERENCES:
        tell(f"  … and {len(proof.differences) - _MOST_DIFFERENCES} more; --json lists them all")


def proof_json(proof: Proof) -> dict[str, object]:
    """Return a proof as JSON."""
    return {
        "verdict": proof.verdict,
        "summary": proof.summary,
        "differences": list(proof.differences),
        "withheld": list(proof.withheld),
    }
