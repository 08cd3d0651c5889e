"""A report as JUnit XML, which Jenkins, GitLab, Azure and most other CI systems show as tests.

The standard library writes it: three kinds of elements, which need no package of their own.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from snapshotter.cli.reports.findings import Finding, Report

_TYPES = {"error": "failure", "warning": "failure", "note": "skipped"}


def junit(report: Report) -> str:
    """Return the text of the file: a test for the proof as a whole, and one for each finding."""
    suites = Element("testsuites", name="snap verify")
    suite = SubElement(suites, "testsuite", name=f"snap verify {report.name}")
    whole = _case(suite, report, "rebuilt and equal")
    alone = [one for one in report.findings if not one.path]
    if report.verdict == "unknown":
        _outcome(whole, "error", report.summary, "not-provable", "\n".join(one.text for one in alone))
    elif report.verdict == "different":
        _outcome(whole, "failure", report.summary, "different", "\n".join(one.text for one in report.findings))
    else:
        SubElement(whole, "system-out").text = _xml(report.summary)
    for one in report.findings:
        if one.path:
            _outcome(_case(suite, report, _name(one)), _TYPES[one.level], one.text, one.rule)
    for element in (suites, suite):
        element.set("tests", str(len(suite.findall("testcase"))))
        for tag, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            element.set(plural, str(len(suite.findall(f"testcase/{tag}"))))
    indent(suites, " ")
    return tostring(suites, "unicode", xml_declaration=False)


def _case(suite: Element, report: Report, name: str) -> Element:
    return SubElement(suite, "testcase", classname=_xml(f"snap.verify.{report.name}"), name=_xml(name), time="0")


def _name(found: Finding) -> str:
    return f"{found.path} is equal" if found.rule == "difference" else f"{found.path} ({found.rule})"


def _outcome(case: Element, tag: str, message: str, kind: str, text: str = "") -> None:
    outcome = SubElement(case, tag, message=_xml(message), type=kind)
    outcome.text = _xml(text) if text else None


def _xml(text: str) -> str:
    """Return text without the two characters that are printable and not allowed in XML."""
    return text.replace("\ufffe", "?").replace("\uffff", "?")
