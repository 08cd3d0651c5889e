"""What a proof found, one item for each difference, as the formats for CI need it.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.proof import exit_code, is_not_built, summary, with_reasons
from snapshotter.model import Proof

Rule = Literal["difference", "does-not-build", "not-provable", "withheld", "made-anew"]
Level = Literal["error", "warning", "note"]
RULES: Mapping[Rule, str] = {
    "difference": "The rebuilt image differs from the image that was made by hand.",
    "does-not-build": "The Dockerfile does not build.",
    "not-provable": "The Dockerfile could not be built for a reason that is not its own, such as a missing network.",
    "withheld": "A file is left out of the Dockerfile because it holds a secret.",
    "made-anew": "A file is made anew by each build, as a key is, and was compared by its form.",
}
"""What each kind of finding means; names and meanings are kept, since CI systems store them."""


class Finding(Struct, frozen=True):
    """One finding of a proof; its texts are escaped."""

    rule: Rule
    level: Level
    path: str
    """A path in the image, or a field of its configuration as "config Cmd"; "" for the proof as a whole."""
    text: str


class Report(Struct, frozen=True):
    """A proof with its name, its findings and the Dockerfile that it is about."""

    name: str
    """As "web:3"."""
    dockerfile: str
    """The name of the file for those who read the report."""
    summary: str
    verdict: Literal["equal", "different", "unknown"]
    code: int
    """The exit code of the verb."""
    findings: tuple[Finding, ...]


def report(name: str, dockerfile: str, proof: Proof, *, allow_withheld: bool = False) -> Report:
    """Return the report of a proof; `allow_withheld`: withheld files are no failure."""
    return Report(
        shown(name),
        dockerfile,
        shown_lines(summary(proof)),
        proof.verdict,
        exit_code(proof, allow_withheld=allow_withheld),
        tuple(_findings(proof, allow_withheld=allow_withheld)),
    )


def _findings(proof: Proof, *, allow_withheld: bool) -> Iterator[Finding]:
    if proof.verdict == "unknown" or is_not_built(proof):
        rule: Rule = "not-provable" if proof.verdict == "unknown" else "does-not-build"
        yield Finding(rule, "error", "", shown_lines("\n".join((summary(proof), *proof.differences))))
    elif proof.verdict == "different":
        yield from (_difference(shown(line)) for line in proof.differences)
    for path, reason in with_reasons(proof):
        text = f"{shown(path)} is withheld: it {shown(reason)}" if reason else f"{shown(path)} is withheld"
        yield Finding("withheld", "note" if allow_withheld else "error", shown(path), text)
    for path in proof.anew:
        yield Finding("made-anew", "note", shown(path), f"{shown(path)} is made anew by each build")


def _difference(line: str) -> Finding:
    path, colon, _ = line.rpartition(": ") if line.startswith("/") else line.partition(": ")
    return Finding("difference", "error", path if colon else "", line)
