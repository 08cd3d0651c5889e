"""A report as workflow commands of GitHub Actions, which shows them beside the run and at the Dockerfile."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.cli.reports.findings import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_MOST = 10
"""GitHub shows at most ten annotations of each kind for one step."""


def github(report: Report) -> str:
    """Return the lines; of more findings of one kind than GitHub shows, the last line counts the rest."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    for level, command in _COMMANDS.items():
        found = [one for one in report.findings if one.level == level]
        listed = found if len(found) <= _MOST else found[: _MOST - 1]
        for one in listed:
            yield _command(command, report.dockerfile, f"{report.name}: {one.rule}", one.text)
        if listed != found:
            text = f"{len(found) - len(listed)} more; `snap verify --json` lists all"
            yield _command(command, report.dockerfile, f"{report.name}: {report.verdict}", text)
    yield _command(
        "error" if report.code else "notice", report.dockerfile, f"snap verify {report.name}", report.summary
    )


def _command(name: str, file: str, title: str, text: str) -> str:
    return f"::{name} file={_property(file)},title={_property(title)}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
