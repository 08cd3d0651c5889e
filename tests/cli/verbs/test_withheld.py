"""Files that are withheld, in the output and the exit code of the verbs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from snapshotter.cli import in_session
from snapshotter.model import Proof
from snapshotter.proof.model import Outcome, ProofRun
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.work.export import export as exporting
from tests.cli.conftest import Snap
from tests.work.fakes import Person

NETRC = "machine x.invalid login me password kV9xQ2mTz7Lp\n"
REASON = "holds passwords for hosts"
BUT = Proof("equal", "rebuilt and equal, but for 1 withheld file", (), ("/root/.netrc",), reasons=(REASON,))


@pytest.fixture(autouse=True)
def _work(person: Person, snap: Snap) -> None:
    person.does("cp /media/netrc /root/.netrc", {"/root/.netrc": NETRC, "/root/plain": "x\n"})
    assert snap("commit", "-m", "first").code == 0


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch) -> dict[str, Proof]:
    """The proof that is found, under "is"; without it, nothing is withheld from what `--allow-secret` allows."""
    given: dict[str, Proof] = {"is": BUT}

    def prove(run: ProofRun, repairs: Repairs) -> Outcome:
        made = plan(run.base, run.snapshots, repairs, handling=run.handling)
        found = given["is"] if made.withheld else Proof("equal", "rebuilt and equal")
        return Outcome(write(made, run.content), made, repairs, found)

    monkeypatch.setattr(exporting, "prove", prove)
    return given


VERBS = [("export-dockerfile", "-o", "-"), ("verify",)]


@pytest.mark.parametrize("verb", VERBS)
def test_withheld_files_give_exit_code_2_unless_they_are_allowed(
    snap: Snap, proof: dict[str, Proof], verb: tuple[str, ...]
) -> None:
    done = snap(*verb)
    assert done.code == 2
    assert f"withheld: /root/.netrc ({REASON}); to include it: --allow-secret /root/.netrc" in done.err
    assert "0 with --allow-withheld" in done.err
    allowed = snap(*verb, "--allow-withheld")
    assert (allowed.code, allowed.out) == (0, done.out)
    assert "/root/.netrc" in allowed.err
    included = snap(*verb, "--allow-secret", "/root/.netrc")
    assert included.code == 0
    assert "withheld" not in included.err
    proof["is"] = Proof("different", "rebuilt, 1 difference", ("/x: content",), BUT.withheld, reasons=BUT.reasons)
    assert snap(*verb, "--allow-withheld").code == 1
    proof["is"] = Proof("unknown", "not provable", (), BUT.withheld, reasons=BUT.reasons)
    assert snap(*verb, "--allow-withheld").code == 2


def files(data: Any) -> Any:  # noqa: ANN401 - any JSON
    return data["withheld_files"]


def test_json_has_the_files_with_their_reasons_and_options(snap: Snap, proof: dict[str, Proof]) -> None:
    expected = [{"path": "/root/.netrc", "reason": REASON, "option": "--allow-secret /root/.netrc"}]
    exported = snap("export-dockerfile", "-o", "-", "--json")
    assert exported.code == 2
    assert files(exported.data) == files(exported.data["proof"]) == expected
    assert exported.data["proof"]["verdict"] == "equal but for 1 withheld"
    assert snap("export-dockerfile", "-o", "-", "--json", "--allow-withheld").code == 0
    verified = snap("verify", "--json")
    assert (verified.code, files(verified.data), verified.data["withheld"]) == (2, expected, ["/root/.netrc"])
    for stored in (snap("log", "--json").data[0], snap("show", "--json").data):
        assert (stored["proof"]["verdict"], files(stored["proof"])) == ("equal but for 1 withheld", expected)


def test_without_a_proof_the_files_are_listed_and_the_code_is_0(snap: Snap, person: Person) -> None:
    done = snap("export-dockerfile", "-o", "-", "--no-verify")
    assert done.code == 0
    assert f"withheld: /root/.netrc ({REASON})" in done.err
    data = snap("export-dockerfile", "-o", "-", "--no-verify", "--json").data
    assert [one["path"] for one in files(data)] == ["/root/.netrc"]


def test_inside_a_session_nothing_is_proven_and_the_option_is_accepted(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(in_session.VARIABLE, "web")
    monkeypatch.setenv(in_session.CALLER, "0:0")
    monkeypatch.setenv("SNAP_NAME", "web")
    assert snap("export-dockerfile", "-o", "-", "--allow-withheld").code == 0
    refused = snap("export-dockerfile", "-o", "-", "--allow-secret", "/root/.netrc")
    assert refused.code == 2 and "does not work inside a session" in refused.err


def test_log_and_show_say_that_files_are_withheld(snap: Snap, person: Person) -> None:
    person.home.line.add_proof("web", 1, Proof("equal", "1 path; rebuilt and equal", (), ("/root/.netrc",)))
    assert "equal but for 1 withheld" in snap("log").out.splitlines()[0]
    shown = snap("show").out
    assert "1 path; rebuilt and equal, but for 1 withheld file\n" in shown
    assert f"withheld: /root/.netrc ({REASON})" in shown


def test_a_file_that_no_rule_compares_is_not_withheld(snap: Snap, proof: dict[str, Proof], tmp_path: Path) -> None:
    assert snap("volatile", "/root/.netrc", "--because", "a session's own").code == 0
    done = snap("export-dockerfile", "-o", str(tmp_path / "out"))
    assert done.code == 0
    assert not (tmp_path / "out/README.md").exists()
