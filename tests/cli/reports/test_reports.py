"""A proof in the formats for CI: SARIF, JUnit XML, workflow commands of GitHub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml

from snapshotter.cli.reports.findings import RULES, report
from snapshotter.cli.reports.github import github
from snapshotter.cli.reports.junit import junit
from snapshotter.cli.reports.sarif import sarif
from snapshotter.model import Proof
from snapshotter.proof.model import Outcome, ProofRun
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.work.export import export as exporting
from tests.cli.conftest import Snap
from tests.work.fakes import Person

EQUAL = Proof("equal", "3 changed paths: 3 by 2 commands; rebuilt and equal")
WITHHELD = Proof("equal", "rebuilt and equal, but for 1 withheld file", (), ("/root/.netrc",), reasons=("holds 1",))
OLD = Proof("equal", "rebuilt and equal", (), ("/root/.netrc",))
ANEW = Proof("equal", "rebuilt and equal, but for 1 file made anew", anew=("/etc/ssh/key",))
DIFFERENT = Proof(
    "different",
    "rebuilt, 3 differences",
    ("/a: b: mode differs", "/x,\n<&\x1b: content differs", "config Cmd: 1 became 2"),
)
BROKEN = Proof("different", "does not build: step 3 failed (RUN false)", ("line 1\nline: 2",))
UNKNOWN = Proof("unknown", "not provable: step 2 has no network (RUN curl)", ("100% lost",))
ALL = [EQUAL, WITHHELD, OLD, ANEW, DIFFERENT, BROKEN, UNKNOWN]


def results(proof: Proof, *, allow_withheld: bool = False) -> list[Any]:
    return run(proof, allow_withheld=allow_withheld)["results"]  # type: ignore[no-any-return]


def run(proof: Proof, *, allow_withheld: bool = False) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(sarif(report("web:3", "my web/Dockerfile", proof, allow_withheld=allow_withheld)))["runs"][0]


@pytest.mark.parametrize("proof", ALL, ids=lambda one: one.summary[:20])
def test_sarif_results_name_a_rule_a_place_and_what_makes_them_the_same(proof: Proof) -> None:
    made = run(proof)
    rules = [one["id"] for one in made["tool"]["driver"]["rules"]]
    assert rules == list(RULES)
    for one in made["results"]:
        assert rules[one["ruleIndex"]] == one["ruleId"]
        place = one["locations"][0]["physicalLocation"]
        assert place == {"artifactLocation": {"uri": "my%20web/Dockerfile"}, "region": {"startLine": 1}}
    prints = [one["partialFingerprints"]["ruleAndPath/v1"] for one in made["results"]]
    assert len(set(prints)) == len(prints)
    assert made["invocations"] == [
        {"executionSuccessful": proof.verdict != "unknown", "exitCode": report("", "", proof).code}
    ]


def test_sarif_has_each_difference_with_its_path() -> None:
    found = [
        (one["ruleId"], one["level"], one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"])
        for one in results(DIFFERENT)
    ]
    assert found == [
        ("difference", "error", "/a: b"),
        ("difference", "error", "/x,\\n<&\\e"),
        ("difference", "error", "config Cmd"),
    ]
    assert results(DIFFERENT)[1]["message"]["text"] == "/x,\\n<&\\e: content differs"


def test_sarif_of_what_is_no_difference() -> None:
    assert results(EQUAL) == []
    assert [(one["ruleId"], one["level"]) for one in results(WITHHELD)] == [("withheld", "error")]
    assert [(one["ruleId"], one["level"]) for one in results(WITHHELD, allow_withheld=True)] == [("withheld", "note")]
    assert [(one["ruleId"], one["level"]) for one in results(ANEW)] == [("made-anew", "note")]
    assert "logicalLocations" not in results(BROKEN)[0]["locations"][0]
    assert [one["ruleId"] for one in results(BROKEN)] == ["does-not-build"]
    assert results(BROKEN)[0]["message"]["text"].endswith("\nline 1\nline: 2")
    assert [one["ruleId"] for one in results(UNKNOWN)] == ["not-provable"]
    assert run(UNKNOWN)["invocations"][0]["executionSuccessful"] is False


def test_a_file_outside_of_the_current_directory_is_a_file_uri() -> None:
    made = json.loads(sarif(report("web:3", "/srv/a b/Dockerfile", DIFFERENT)))["runs"][0]["results"][0]
    assert made["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///srv/a%20b/Dockerfile"


@pytest.mark.parametrize(
    ("proof", "counts"),
    [
        (EQUAL, (1, 0, 0, 0)),
        (WITHHELD, (2, 1, 0, 0)),
        (OLD, (2, 1, 0, 0)),
        (ANEW, (2, 0, 0, 1)),
        (DIFFERENT, (4, 4, 0, 0)),
        (BROKEN, (1, 1, 0, 0)),
        (UNKNOWN, (1, 0, 1, 0)),
    ],
    ids=lambda one: one.summary[:20] if isinstance(one, Proof) else "",
)
def test_junit_is_read_by_a_reader_of_junit(proof: Proof, counts: tuple[int, ...]) -> None:
    text = junit(report("web:3", "Dockerfile", proof))
    read = JUnitXml.fromstring(text)
    assert (read.tests, read.failures, read.errors, read.skipped) == counts
    suite = next(iter(read))
    assert (suite.name, suite.tests, suite.failures) == ("snap verify web:3", *counts[:2])
    assert next(case.name for case in suite) == "rebuilt and equal"


def test_junit_has_a_test_for_each_difference_and_no_character_that_xml_forbids() -> None:
    cases = list(next(iter(JUnitXml.fromstring(junit(report("web:3", "Dockerfile", DIFFERENT))))))
    assert [case.name for case in cases[1:]] == ["/a: b is equal", "/x,\\n<&\\e is equal", "config Cmd is equal"]
    assert cases[2].result[0].message == "/x,\\n<&\\e: content differs"
    assert JUnitXml.fromstring(junit(report("web:3", "", Proof("different", "", ("/\ufffe\udc80: \uffff",)))))
    allowed = JUnitXml.fromstring(junit(report("web:3", "", WITHHELD, allow_withheld=True)))
    assert (allowed.failures, allowed.skipped) == (0, 1)


def test_github_escapes_what_would_end_a_command_or_begin_another() -> None:
    lines = github(report("web:3", "a:b,c/Dockerfile", DIFFERENT)).splitlines()
    assert lines == [
        "::error file=a%3Ab%2Cc/Dockerfile,title=web%3A3%3A difference::/a: b: mode differs",
        "::error file=a%3Ab%2Cc/Dockerfile,title=web%3A3%3A difference::/x,\\n<&\\e: content differs",
        "::error file=a%3Ab%2Cc/Dockerfile,title=web%3A3%3A difference::config Cmd: 1 became 2",
        "::error file=a%3Ab%2Cc/Dockerfile,title=snap verify web%3A3::rebuilt, 3 differences",
    ]
    (failed, _) = github(report("web:3", "Dockerfile", UNKNOWN)).splitlines()
    assert failed.endswith("(RUN curl)%0A100%25 lost")
    assert github(report("web:3", "Dockerfile", EQUAL)).startswith(
        "::notice file=Dockerfile,title=snap verify web%3A3::"
    )


def test_github_counts_what_it_would_not_show() -> None:
    many = Proof("different", "rebuilt, 30 differences", tuple(f"/{n}: content differs" for n in range(30)))
    lines = github(report("web:3", "Dockerfile", many)).splitlines()
    assert len(lines) == 11
    assert lines[9].endswith("::21 more; `snap verify --json` lists all")


@pytest.fixture
def proven(person: Person, snap: Snap, monkeypatch: pytest.MonkeyPatch) -> list[Proof]:
    """A workspace with one snapshot; the last item is the proof that is found."""
    person.does("echo 1 > /etc/one", {"/etc/one": "1\n"})
    assert snap("commit", "-m", "first").code == 0
    given = [DIFFERENT]

    def prove(made: ProofRun, repairs: Repairs) -> Outcome:
        planned = plan(made.base, made.snapshots, repairs)
        return Outcome(write(planned, made.content), planned, repairs, given[-1])

    monkeypatch.setattr(exporting, "prove", prove)
    monkeypatch.setattr(exporting, "rebuild", lambda *_: given[-1])
    return given


def test_verify_prints_a_report_alone_and_keeps_its_exit_code(snap: Snap, proven: list[Proof]) -> None:
    done = snap("verify", "--format", "sarif")
    assert (done.code, done.err) == (1, "")
    assert len(done.data["runs"][0]["results"]) == 3
    assert done.data["runs"][0]["automationDetails"]["id"] == "snap-verify/web:1"
    done = snap("verify", "--format", "junit")
    assert (done.code, JUnitXml.fromstring(done.out).failures) == (1, 4)
    proven.append(UNKNOWN)
    done = snap("verify", "--format", "github")
    assert (done.code, len(done.out.splitlines())) == (2, 2)
    proven.append(WITHHELD)
    assert snap("verify", "--format", "github").code == 2
    assert snap("verify", "--format", "github", "--allow-withheld").code == 0


def test_format_json_is_json_and_the_two_options_exclude_each_other(snap: Snap, proven: list[Proof]) -> None:
    assert snap("verify", "--format", "json").data == snap("verify", "--json").data
    assert snap("verify", "--format", "text").out == "rebuilt, 3 differences\n"
    done = snap("verify", "--json", "--format", "junit")
    assert done.code == 2 and "--json and --format ask for two forms" in done.err
    assert snap("verify", "--format", "html").code == 2


def test_the_report_names_the_dockerfile_relative_to_the_current_directory(
    snap: Snap, proven: list[Proof], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in/web").mkdir(parents=True)
    (tmp_path / "in/web/Dockerfile").write_text("FROM debian:bookworm\n")
    monkeypatch.chdir(tmp_path / "in")
    assert "file=web/Dockerfile," in snap("verify", "-f", "web", "--format", "github").out
    monkeypatch.chdir(tmp_path / "in/web")
    assert "file=Dockerfile," in snap("verify", "-f", ".", "--format", "github").out
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert f"file={tmp_path}/in/web/Dockerfile," in snap("verify", "-f", f"{tmp_path}/in/web", "--format", "github").out
