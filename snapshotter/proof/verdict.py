"""The verdict on a build and its comparison, and its wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from snapshotter.errors import BuildFailed
from snapshotter.model import Change, Proof
from snapshotter.proof.build_failure import outside_cause, unavailable_line
from snapshotter.proof.compare import Comparison
from snapshotter.proof.model import Outcome


def no_longer_available(missing: str, outcome: Outcome) -> Outcome:
    """Return the outcome; if it is "different", its summary names the version that is no longer available."""
    if not missing or outcome.proof.verdict != "different":
        return outcome
    proof = replace(outcome.proof, summary=f"{outcome.proof.summary}; no longer available: {missing}")
    return replace(outcome, proof=proof)


def missing_secrets(needed: Iterable[str], values: Mapping[str, str]) -> str:
    """Return which secrets of a build have no value, with the options that pass them; "" if all have one."""
    names = sorted(set(needed) - values.keys())
    if not names:
        return ""
    options = " ".join(f"--secret {name}=FILE" for name in names)
    return f"steps need the secret{'' if len(names) == 1 else 's'} {', '.join(names)}; give {options}"


def proof_of(found: Comparison, summary: str, changes: Mapping[str, Change]) -> Proof:
    """Return the verdict on a comparison; `summary` is that of the recipe, `changes` has those of its paths."""
    lead = summary + "; " if summary else ""
    reasons = tuple(changes[path].secret for path in found.withheld)
    if found.equal:
        parts = [_count(len(reasons), "withheld file")] if reasons else []
        parts += [f"{_count(len(found.anew), 'file')} made anew"] if found.anew else []
        but = f", but for {' and '.join(parts)}" if parts else ""
        return Proof("equal", f"{lead}rebuilt and equal{but}", (), found.withheld, reasons=reasons, anew=found.anew)
    summary = f"{lead}rebuilt, {_count(found.count, 'difference')}"
    return Proof("different", summary, found.lines(), found.withheld, reasons=reasons, anew=found.anew)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def proof_of_failure(error: BuildFailed) -> Proof:
    """Return the verdict on a build that failed: "unknown" if the cause is not the recipe."""
    tail = "\n".join(error.output.strip().splitlines()[-12:]) or error.message
    step = f"step {error.step}" if error.step else "the build"
    if why := outside_cause(error):
        detail = error.instruction[:80] or error.message[:200]
        return Proof("unknown", f"not provable: {step} {why} ({detail})", (tail,))
    if line := unavailable_line(error):
        return Proof("unknown", f"not provable: {step} needs a version that is no longer available: {line}", (tail,))
    return Proof(
        "different", f"does not build: {step} failed ({error.instruction[:80] or error.message[:200]})", (tail,)
    )
