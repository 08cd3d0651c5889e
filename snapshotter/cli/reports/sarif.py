"""A report as SARIF 2.1.0, which GitHub code scanning, GitLab and editors read.

The standard library writes it: the document is one JSON object, and the packages that model the format
(`sarif-om`, of 2019; `sarif-pydantic`, which brings pydantic) are larger than this file.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from snapshotter import __version__
from snapshotter.cli.reports.findings import RULES, Finding, Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report) -> str:
    """Return the text of the file."""
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=1)


def _run(report: Report) -> dict[str, Any]:
    rules = [
        {"id": rule, "shortDescription": {"text": text}, "defaultConfiguration": {"level": "error"}}
        for rule, text in RULES.items()
    ]
    driver = {"name": "snap", "semanticVersion": __version__, "rules": rules}
    invocation = {"executionSuccessful": report.verdict != "unknown", "exitCode": report.code}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"snap-verify/{report.name}", "description": {"text": report.summary}},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, one) for one in report.findings],
    }


def _result(report: Report, found: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(report.dockerfile)}, "region": {"startLine": 1}}
    }
    if found.path:
        place["logicalLocations"] = [{"fullyQualifiedName": found.path, "kind": "resource"}]
    # what makes two runs' results the same one: else each change of the text would close an alert and open another
    same = sha256(f"{report.name}\n{found.rule}\n{found.path}".encode()).hexdigest()
    return {
        "ruleId": found.rule,
        "ruleIndex": list(RULES).index(found.rule),
        "level": found.level,
        "message": {"text": found.text},
        "locations": [place],
        "partialFingerprints": {"ruleAndPath/v1": same},
    }


def _uri(path: str) -> str:
    """Return a path as a URI, relative to the root of the repository where the path is relative."""
    quoted = quote(path.encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if path.startswith("/") else quoted
