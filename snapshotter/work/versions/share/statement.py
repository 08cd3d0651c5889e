"""What is said about an image in a registry: an in-toto statement with the digests of its recipe, and its proof.

https://in-toto.io/attestation/test-result/v0.1 describes the form.  What a registry has is data of somebody else.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from msgspec import Struct

from snapshotter.changes.volatile import RULES, Rules
from snapshotter.model import Proof
from snapshotter.store.codec import FormatError, loads

STATEMENT = "application/vnd.in-toto+json"
"""Type of the artifact that a statement is."""
RECIPE = "application/vnd.snapshotter.recipe.v1+tar"
"""Type of the artifact with the Dockerfile and its context."""
_FORM = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
_RESULTS = {"equal": "PASSED", "different": "FAILED", "unknown": "WARNED"}
_TESTS = {"equal": "passedTests", "different": "failedTests", "unknown": "warnedTests"}
_NOT_PROVEN = "not proven"
_LONGEST = 1000


class Statement(Struct, frozen=True):
    """A statement about an image."""

    image: str
    """Digest of the image's manifest, as all digests "sha256:…"."""
    dockerfile: str
    context: str
    """Digest of the tar with the Dockerfile and its context."""
    equivalence: str
    """Digest of the rules by which the images were compared."""
    result: str
    """"PASSED", "WARNED" or "FAILED", as whoever made it says."""
    summary: str


def to_json(name: str, image: str, dockerfile: bytes, context: bytes, rules: Rules, proof: Proof | None) -> bytes:
    """Return the statement about the image with a manifest's digest."""
    verdict = proof.verdict if proof else "unknown"
    configuration = {"Dockerfile": digest(dockerfile), "context": digest(context), "equivalence": of_rules(rules)}
    predicate = {
        "result": _RESULTS[verdict],
        "configuration": [{"name": key, "digest": _algorithm(value)} for key, value in configuration.items()],
        "passedTests": [],
        "warnedTests": [],
        "failedTests": [],
        _TESTS[verdict]: ["rebuild"],
        "summary": proof.summary if proof else _NOT_PROVEN,
    }
    subject = [{"name": name, "digest": _algorithm(image)}]
    made = {"_type": _FORM, "subject": subject, "predicateType": PREDICATE, "predicate": predicate}
    return json.dumps(made, indent=1, sort_keys=True).encode() + b"\n"


def read(data: bytes) -> Statement:
    """Return a statement; raises `FormatError` where it is none."""
    try:
        found: Any = loads(data)
        predicate = found["predicate"]
        if (found["_type"], found["predicateType"]) != (_FORM, PREDICATE):
            raise FormatError("it has another form")
        (subject,) = found["subject"]
        listed = {str(one["name"]): _digest(one["digest"]) for one in predicate["configuration"]}
        result = str(predicate["result"])
        if result not in _RESULTS.values():
            raise FormatError(f"its result is {result[:20]!r}")
        return Statement(
            _digest(subject["digest"]),
            listed["Dockerfile"],
            listed["context"],
            listed["equivalence"],
            result,
            str(predicate.get("summary", ""))[:_LONGEST],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormatError(f"the statement cannot be read: {error}") from error


def digest(data: bytes) -> str:
    """Return the digest of some bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def of_rules(own: Rules) -> str:
    """Return the digest of the rules by which images are compared, a workspace's own included."""
    return digest(json.dumps([RULES, sorted(own)]).encode())


def _algorithm(value: str) -> dict[str, str]:
    return {"sha256": value.removeprefix("sha256:")}


def _digest(found: Any) -> str:  # noqa: ANN401 - any JSON
    return f"sha256:{found['sha256']}"
