"""A proof as output: the exit code of its verdict, and its findings as lines and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.streams import tell
from snapshotter.cli.show.tables import plural
from snapshotter.model import Proof
from snapshotter.shell.quote import quote

_CODES = {"equal": 0, "different": 1, "unknown": 2}
_WITHHELD = 2
"""Exit code of a proof that is equal but for withheld files."""
_MOST_DIFFERENCES = 40
"""Differences that are listed; `--json` lists all."""
_MOST_WITHHELD = 20
"""Withheld files that are listed; `--json` lists all."""
_NOT_BUILT = ("does not build", "not provable: step")
"""Beginnings of the summary of a proof whose build failed."""
_UNKNOWN_REASON = "holds a secret"
"""The reason in proofs of version 0.1, which have none."""


def verdict(proof: Proof) -> str:
    """Return the verdict: "equal", "equal but for N withheld and M made anew", "different" or "unknown"."""
    parts = [f"{len(proof.withheld)} withheld"] if proof.withheld else []
    parts += [f"{len(proof.anew)} made anew"] if proof.anew else []
    return f"equal but for {' and '.join(parts)}" if proof.verdict == "equal" and parts else proof.verdict


def summary(proof: Proof) -> str:
    """Return the summary; that of a proof of version 0.1 does not say that files are withheld."""
    if proof.reasons or proof.anew or verdict(proof) == proof.verdict:
        return proof.summary
    return f"{proof.summary}, but for {plural(len(proof.withheld), 'withheld file')}"


def is_not_built(proof: Proof) -> bool:
    """Return whether the build failed."""
    return proof.summary.startswith(_NOT_BUILT)


def exit_code(proof: Proof | None, *, allow_withheld: bool = False) -> int:
    """Return the exit code of a proof, 0 if there is none; `allow_withheld`: files may be withheld."""
    if proof is None:
        return 0
    if proof.verdict == "equal" and proof.withheld and not allow_withheld:
        return _WITHHELD
    return _CODES[proof.verdict]


def tell_proof(
    proof: Proof | None, *, summary: bool = True, allow_withheld: bool = False, directory: Path | None = None
) -> None:
    """Write the findings of a proof to stderr, with its summary unless that is written as a result.

    `directory` holds the Dockerfile: it is named where that does not build.
    """
    if proof is None:
        return
    if summary:
        tell(proof.summary)
    tell_withheld(with_reasons(proof))
    if exit_code(proof) != exit_code(proof, allow_withheld=True) and not allow_withheld:
        tell(f"  exit code {_WITHHELD}, since withheld files are not in the rebuilt image; 0 with --allow-withheld")
    for path in proof.anew[:_MOST_WITHHELD]:
        tell(f"  made anew: {shown(path)}")
    if len(proof.anew) > _MOST_WITHHELD:
        tell(f"  … and {len(proof.anew) - _MOST_WITHHELD} more made anew; --json lists them all")
    for line in proof.differences[:_MOST_DIFFERENCES]:
        tell("  " + shown_lines(line).replace("\n", "\n  "))
    if len(proof.differences) > _MOST_DIFFERENCES:
        tell(f"  … and {len(proof.differences) - _MOST_DIFFERENCES} more; --json lists them all")
    if directory is not None and is_not_built(proof):
        tell(f"  next: `snap build --debug {shown(str(directory))}` opens a shell where it failed")


def tell_withheld(files: Sequence[tuple[str, str]], write: Callable[[str], None] = tell) -> None:
    """Write the files, path and reason, that are withheld, each with the option of an export that includes it."""
    for path, reason in files[:_MOST_WITHHELD]:
        option = _option(path, reason)
        how = f"to include it: {shown(option)}" if option else "it is stored nowhere and cannot be included"
        write(f"  withheld: {shown(path)} ({shown(reason)}); {how}")
    if len(files) > _MOST_WITHHELD:
        write(f"  … and {len(files) - _MOST_WITHHELD} more withheld; --json lists them all")


def _option(path: str, reason: str) -> str:
    from snapshotter.changes.masked_names import NOT_STORED  # few proofs have withheld files

    return "" if reason in NOT_STORED else f"--allow-secret {quote(path)}"


def with_reasons(proof: Proof) -> list[tuple[str, str]]:
    """Return the withheld files, path and reason."""
    return [
        (path, reason or _UNKNOWN_REASON)
        for path, reason in zip_longest(proof.withheld, proof.reasons[: len(proof.withheld)], fillvalue="")
    ]


def withheld_json(files: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return withheld files as JSON: each with its path, the reason, and the option that includes it, "" for none."""
    return [{"path": path, "reason": reason, "option": _option(path, reason)} for path, reason in files]


def proof_json(proof: Proof) -> dict[str, object]:
    """Return a proof as JSON."""
    return {
        "verdict": verdict(proof),
        "summary": summary(proof),
        "differences": list(proof.differences),
        "withheld": list(proof.withheld),
        "withheld_files": withheld_json(with_reasons(proof)),
        "made_anew": list(proof.anew),
    }
