"""The verdict on a build and its comparison, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from snapshotter.errors import BuildFailed
from snapshotter.model import Proof
from snapshotter.proof.build_failure import elsewhere, gone
from snapshotter.proof.compare import Comparison
from snapshotter.proof.model import Outcome, Try


def no_longer_available(missing: str, outcome: Outcome) -> Outcome:
    """Say of an image that came out different what was to be had no more on the way."""
    if not missing or outcome.proof.verdict != "different":
        return outcome
    proof = replace(outcome.proof, summary=f"{outcome.proof.summary}; to be had no more: {missing}")
    return replace(outcome, proof=proof)


def lacking(needed: Iterable[str], values: Mapping[str, str]) -> str:
    """Say which secrets a build needs and what gives their values; "" where all are at hand."""
    names = sorted(set(needed) - values.keys())
    ways = " ".join(f"--secret {name}=FILE" for name in names)
    return f"steps need the secret{'' if len(names) == 1 else 's'} {', '.join(names)}; give {ways}" if names else ""


def proof_of(found: Comparison, account: str, withheld: frozenset[str] = frozenset()) -> Proof:
    """Return the verdict on a comparison; `account` says what the recipe consists of."""
    lead = account + "; " if account else ""
    if found.equal:
        return Proof("equal", lead + "rebuilt and equal", (), tuple(sorted(withheld)))
    count = len(found.paths) + len(found.configuration)
    return Proof(
        "different",
        f"{lead}rebuilt, {count} difference{'' if count == 1 else 's'}",
        found.lines(),
        tuple(sorted(withheld)),
    )


def proof_of_failure(error: BuildFailed) -> Proof:
    """Return the verdict on a build that failed: "unknown" where the cause is not the recipe."""
    tail = "\n".join(error.output.strip().splitlines()[-12:]) or error.message
    step = f"step {error.step}"
    if why := elsewhere(error):
        return Proof("unknown", f"not provable: {step} {why} ({error.instruction[:80]})", (tail,))
    if line := gone(error):
        return Proof("unknown", f"not provable: {step} asks for what is to be had no more: {line}", (tail,))
    return Proof("different", f"does not build: {step} failed ({error.instruction[:80]})", (tail,))


def next_round(latest: Try) -> str:
    """Return the line that tells a person why another round is needed."""
    if latest.failed is not None:
        step, line = f"step {latest.failed.step}", gone(latest.failed)
        return (
            f"{step} asks for what is to be had no more, repairing: {line}"
            if line
            else f"{step} failed, repairing: {latest.failed.instruction[:100]}"
        )
    count = latest.badness
    return f"{count} difference{'' if count == 1 else 's'}, repairing"
