"""A proof as output: its exit code, its verdict, and the withheld files with the options that include them."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.cli.show.proof import exit_code, proof_json, summary, tell_proof, verdict
from snapshotter.model import Proof

PATHS = ("/root/.netrc", "/srv/my file")
REASONS = ("holds passwords for hosts", "holds a secret that was typed")
EQUAL = Proof("equal", "rebuilt and equal")
BUT = Proof("equal", "rebuilt and equal, but for 2 withheld files", (), PATHS, reasons=REASONS)
OLD = Proof("equal", "rebuilt and equal", (), PATHS)


@pytest.mark.parametrize(
    ("proof", "code", "allowed", "shown"),
    [
        (None, 0, 0, ""),
        (EQUAL, 0, 0, "equal"),
        (BUT, 2, 0, "equal but for 2 withheld"),
        (OLD, 2, 0, "equal but for 2 withheld"),
        (Proof("different", "rebuilt, 1 difference", ("/a: content",), PATHS, reasons=REASONS), 1, 1, "different"),
        (Proof("unknown", "not provable", (), PATHS, reasons=REASONS), 2, 2, "unknown"),
    ],
)
def test_codes_and_verdicts(proof: Proof | None, code: int, allowed: int, shown: str) -> None:
    assert exit_code(proof) == code
    assert exit_code(proof, allow_withheld=True) == allowed
    if proof is not None:
        assert verdict(proof) == proof_json(proof)["verdict"] == shown


def test_an_earlier_version_did_not_say_in_its_summary_that_files_are_withheld() -> None:
    assert summary(BUT) == summary(OLD) == BUT.summary
    assert summary(EQUAL) == EQUAL.summary


def test_each_withheld_file_has_its_reason_and_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    tell_proof(BUT)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "rebuilt and equal, but for 2 withheld files",
        "  withheld: /root/.netrc (holds passwords for hosts); to include it: --allow-secret /root/.netrc",
        "  withheld: /srv/my file (holds a secret that was typed); to include it: --allow-secret '/srv/my file'",
        "  exit code 2, since withheld files are not in the rebuilt image; 0 with --allow-withheld",
    ]
    tell_proof(BUT, summary=False, allow_withheld=True)
    assert capsys.readouterr().err.splitlines() == lines[1:3]
    tell_proof(OLD)
    assert "/root/.netrc (holds a secret)" in capsys.readouterr().err
    assert proof_json(BUT)["withheld_files"] == [
        {"path": "/root/.netrc", "reason": REASONS[0], "option": "--allow-secret /root/.netrc"},
        {"path": "/srv/my file", "reason": REASONS[1], "option": "--allow-secret '/srv/my file'"},
    ]


def test_of_many_withheld_files_some_are_listed_and_json_has_all(capsys: pytest.CaptureFixture[str]) -> None:
    paths = tuple(f"/srv/{number:03}" for number in range(300))
    proof = Proof("equal", "fine", (), paths, reasons=("holds a token",) * 300)
    tell_proof(proof)
    listed = capsys.readouterr().err
    assert listed.count("--allow-secret") == 20
    assert "and 280 more withheld; --json lists them all" in listed
    found = proof_json(proof)["withheld_files"]
    assert isinstance(found, list) and len(found) == 300


def test_a_name_cannot_send_escape_sequences(capsys: pytest.CaptureFixture[str]) -> None:
    tell_proof(Proof("equal", "fine", (), ("/a\x1b]0;x\n/b",), reasons=("in \x1b[2J",)))
    assert "\x1b" not in capsys.readouterr().err


def test_a_recipe_that_does_not_build_names_the_way_into_its_failed_step(capsys: pytest.CaptureFixture[str]) -> None:
    failed = Proof("different", "does not build: step 3 failed (RUN x)")
    tell_proof(failed, directory=Path("web"))
    assert "`snap build --debug web` opens a shell where it failed" in capsys.readouterr().err
    tell_proof(failed)
    tell_proof(EQUAL, directory=Path("web"))
    assert "snap build" not in capsys.readouterr().err
