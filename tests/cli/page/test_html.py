"""A page is one file that asks nothing of any other place, and in which names from a container are text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from snapshotter.cli.page.html import GENERATOR, page, resource
from snapshotter.cli.page.pack import packed
from tests.cli.page.sample import HOSTILE, sample

ROOT = Path(__file__).parents[3]


class Elements(HTMLParser):
    """Collects the elements of a page, with the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.texts.append("")
        self.ended = False

    def handle_endtag(self, tag: str) -> None:
        self.ended = True

    def handle_data(self, data: str) -> None:
        if self.texts and not self.ended:
            self.texts[-1] += data


@pytest.fixture(scope="module")
def text() -> str:
    return page(sample())


@pytest.fixture(scope="module")
def elements(text: str) -> Elements:
    found = Elements()
    found.feed(text)
    return found


def test_nothing_of_the_data_is_an_element(elements: Elements) -> None:
    tags = "html head meta meta meta meta meta meta title style body div p noscript script script"
    assert [tag for tag, _ in elements.found] == tags.split()
    title = next(text for (tag, _), text in zip(elements.found, elements.texts, strict=True) if tag == "title")
    assert title == "web<b>: base to snapshot 4"


def test_the_data_is_all_there(elements: Elements) -> None:
    at = next(at for at, (_, attrs) in enumerate(elements.found) if attrs.get("id") == "data")
    assert elements.found[at][1]["type"] == "application/json"
    assert json.loads(elements.texts[at]) == json.loads(json.dumps(packed(sample())))
    assert set(HOSTILE) <= set(json.loads(elements.texts[at])["paths"])


def test_the_policy_allows_this_program_and_style_alone(elements: Elements) -> None:
    policies = [attrs["content"] or "" for _, attrs in elements.found if attrs.get("http-equiv")]
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies[0].split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    pairs = list(zip(elements.found, elements.texts, strict=True))
    scripts = [text for (tag, attrs), text in pairs if tag == "script" and not attrs]
    styles = [text for (tag, _), text in pairs if tag == "style"]
    assert [digest(one) for one in scripts] == rules["script-src"].split()
    assert [digest(one) for one in styles] == rules["style-src"].split()
    assert "unsafe" not in policies[0]


def test_no_other_place_is_named(text: str, elements: Elements) -> None:
    for _, attrs in elements.found:
        assert not {"src", "href", "action", "srcset", "style"} & set(attrs)
        assert not [name for name in attrs if name.startswith("on")]
    code = resource("page.js") + resource("page.css")
    assert not re.findall(r"https?:|\burl\(|@import|\bfetch\(|XMLHttpRequest|WebSocket|\.src\b|sendBeacon", code)
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", code)


def test_the_head_tells_a_page_from_other_files(text: str) -> None:
    assert GENERATOR in text[:512]


def test_the_data_part_is_ascii(text: str) -> None:
    data = text.partition('id="data">')[2].partition("</script>")[0]
    assert data.isascii() and not set("<>&") & set(data)


def test_the_built_files_are_those_of_their_source() -> None:
    source = ROOT / "page" / "src"
    digest = hashlib.sha256()
    for path in sorted(source.iterdir(), key=lambda path: path.name):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    for name in ("page.js", "page.css"):
        first = resource(name).partition("\n")[0]
        assert digest.hexdigest() in first, f"{name} is not built from page/src: run scripts/page.sh"


def test_the_built_files_are_built_again_the_same() -> None:
    if not (ROOT / "page" / "node_modules" / ".bin" / "esbuild").exists():
        pytest.skip("the tools of the page are not installed: `scripts/page.sh` installs them, with npm")
    done = subprocess.run(["node", "build.mjs", "--check"], cwd=ROOT / "page", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
