"""`snap sbom`: the packages of a snapshot's image, as SPDX and CycloneDX, checked by the formats' own libraries."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from tests.cli.conftest import Snap
from tests.work.fakes import BASE, FakeEngine, Person

STATUS = "/var/lib/dpkg/status"
INFO = "/var/lib/dpkg/info"
NODE = "/usr/lib/node_modules/@org/tool/package.json"
SITE = "/srv/app/.venv/lib/python3.11/site-packages/six-1.16.dist-info"


def paragraph(name: str, version: str, arch: str = "amd64") -> str:
    return f"Package: {name}\nStatus: install ok installed\nArchitecture: {arch}\nVersion: {version}\n\n"


@pytest.fixture
def fake(fake: FakeEngine) -> FakeEngine:
    fake.add_image(
        BASE,
        {
            STATUS: paragraph("base-files", "12.4"),
            f"{INFO}/base-files.list": "/etc/os-release\n",
            "/usr/lib/os-release": 'PRETTY_NAME="Debian"\nID=debian\nVERSION_ID="12"\n',
        },
    )
    return fake


@pytest.fixture(autouse=True)
def _work(fake: FakeEngine, person: Person, snap: Snap) -> None:
    more = paragraph("base-files", "12.4") + paragraph("libc6", "1:2.36-9+deb12u4")
    person.does(
        "apt-get install -y libc6",
        {
            STATUS: more + paragraph("libc6", "1:2.36-9+deb12u4", "i386"),
            f"{INFO}/libc6:amd64.list": "/lib/libc.so\n",
            "/lib/libc.so": "x",
        },
    )
    assert snap("commit", "-m", "libc").code == 0
    person.does("npm install -g @org/tool", {NODE: '{"name": "@org/tool", "version": "2.0.1"}'})
    person.does("pip install six", {f"{SITE}/RECORD": "six.py,,\n", f"{SITE}/METADATA": "Name: six\nVersion: 1.16\n"})
    assert snap("commit", "-m", "tools").code == 0


def cyclonedx(snap: Snap, *more: str) -> Any:  # noqa: ANN401 - any JSON
    done = snap("sbom", "--format", "cyclonedx", *more)
    assert (done.code, done.err) == (0, "")
    return done.data


def properties(component: Any) -> dict[str, str]:  # noqa: ANN401 - any JSON
    return {one["name"]: one["value"] for one in component["properties"]}


def test_cyclonedx_names_each_package_with_what_brought_it(snap: Snap) -> None:
    data = cyclonedx(snap)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(data)) is None
    found = {one["purl"]: properties(one) for one in data["components"]}
    assert set(found) == {
        "pkg:deb/debian/base-files@12.4?distro=debian-12",
        "pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u4?distro=debian-12",
        "pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u4?arch=i386&distro=debian-12",
        "pkg:npm/%40org/tool@2.0.1",
        "pkg:pypi/six@1.16",
    }
    assert found["pkg:deb/debian/base-files@12.4?distro=debian-12"]["snap:snapshot"] == "base image"
    assert found["pkg:npm/%40org/tool@2.0.1"] == {"snap:snapshot": "2", "snap:command": "npm install -g @org/tool"}
    assert found["pkg:pypi/six@1.16"]["snap:place"] == "/srv/app/.venv"
    assert data["metadata"]["component"]["name"] == "snap/web" and data["metadata"]["component"]["version"] == "2"
    assert {len(one.get("dependsOn", ())) for one in data["dependencies"]} == {0, 5}


def test_an_earlier_snapshot_and_only_what_was_added(snap: Snap) -> None:
    assert [one["name"] for one in cyclonedx(snap, "1")["components"]] == ["base-files", "libc6", "libc6"]
    assert [one["name"] for one in cyclonedx(snap, "--added")["components"]] == ["@org/tool", "libc6", "libc6", "six"]


def test_spdx_is_valid_and_contains_the_same_packages(snap: Snap, tmp_path: Path) -> None:
    done = snap("sbom")
    assert (done.code, done.err) == (0, "")
    file = tmp_path / "web.spdx.json"
    file.write_text(done.out)
    document = parse_file(str(file))
    assert validate_full_spdx_document(document) == []
    assert document.creation_info.name == "snap/web:2"
    urls = {one.external_references[0].locator for one in document.packages if one.external_references}
    assert urls == {one["purl"] for one in cyclonedx(snap)["components"]}
    assert snap("sbom").out == done.out  # of the same snapshot, always the same
    tool = next(one for one in document.packages if one.name == "@org/tool")
    assert tool.source_info == "npm; from snapshot 2, by: npm install -g @org/tool"
    assert {one.relationship_type.name for one in document.relationships} == {"DESCRIBES", "CONTAINS"}


def test_without_the_extra_the_message_says_how_to_install_it(snap: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith(("snapshotter.cli.reports.spdx", "spdx_tools"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spdx_tools", None)
    done = snap("sbom")
    assert done.code == 2
    assert "pip install 'snapshotter[sbom]'" in done.err


def test_an_image_without_databases_gives_an_empty_list(snap: Snap, fake: FakeEngine) -> None:
    fake.add_image("bare:1", {"/bin/sh": ""})
    assert snap("start", "bare:1", "--name", "bare", "-d").code == 0
    assert snap("run", "-n", "bare", "--", "true").code == 7
    assert snap("commit", "-n", "bare", "--change", "ENV A=1").code == 0
    done = snap("sbom", "-n", "bare", "--format", "cyclonedx")
    assert done.code == 0 and "no package is listed" in done.err
    assert "components" not in done.data
    assert "none is newer than the base image" in snap("sbom", "-n", "bare", "--added").err
