"""A page as it is seen in a browser: names stay text, no request, filters, keys, a phone, print, much data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from snapshotter.cli.page.html import page as html
from tests.cli.page.browser import browser as started_browser
from tests.cli.page.sample import HOSTILE, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, ViewportSize

_WIDE: ViewportSize = {"width": 1280, "height": 800}
_NARROW: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "small.html").write_text(html(sample()))
    (folder / "large.html").write_text(html(sample(1500, 20_000, 70)))
    return folder


class Opened:
    """A page, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.problems.append(dialog.message)
        dialog.dismiss()

    def texts(self, selector: str) -> list[str]:
        return list(self.page.locator(selector).all_inner_texts())


Open = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser, files: Path) -> Iterator[Open]:
    """Opens a page from disk at a view; at the end, nothing may have gone wrong in it."""
    made: list[Opened] = []

    def make(name: str, view: str = "overview", *, narrow: bool = False, dark: bool = False) -> Opened:
        size = _NARROW if narrow else _WIDE
        found = Opened(browser.new_page(viewport=size, color_scheme="dark" if dark else "light"))
        found.page.set_default_timeout(120_000)
        made.append(found)
        found.page.goto(f"{(files / name).as_uri()}#{view}")
        found.page.wait_for_selector(f"#tab-{view.partition('?')[0]}[aria-selected=true]")
        return found

    yield make
    for one in made:
        assert one.problems == [] and [url.partition("#")[0] for url in one.requests] == [
            one.page.url.partition("#")[0]
        ]
        one.page.close()


def test_names_from_a_container_stay_text(opened: Open) -> None:
    found = opened("small.html", "files?below=/srv")
    names = found.texts(".file .name:not(.folder)")
    assert {"<img src=x onerror=alert(1)>", "<!--<script>", "a\\u202eb\\e[31m\\nc", "byte-\\xff"} <= set(names)
    assert "'$(id)'\\u2028" in names
    for view in ("overview", "commands", "dockerfile", "proof", "packages"):
        found.page.evaluate("view => { location.hash = view }", view)
        found.page.wait_for_selector(f"#tab-{view}[aria-selected=true]")
    assert found.page.locator("#app img, #app script, #app b b").count() == 0
    assert found.page.title() == "web<b>: base to snapshot 4"


def test_a_script_that_is_not_the_pages_does_not_run(opened: Open) -> None:
    found = opened("small.html")
    found.page.evaluate(
        """() => {
            const script = document.createElement("script"), image = new Image();
            script.textContent = "window.ran = 1";
            image.src = "https://example.org/x";
            document.body.append(script, image);
        }"""
    )
    assert found.page.evaluate("window.ran === undefined")
    assert len(found.problems) == 2 and all("Content Security Policy" in one for one in found.problems)
    found.problems.clear()
    del found.requests[1:]  # the refused one, where the browser reports it


def test_a_line_of_the_dockerfile_leads_to_commands_and_paths_and_back(opened: Open) -> None:
    found = opened("small.html", "dockerfile")
    page = found.page
    line = page.locator(".dockerfile .line.first").nth(1)
    number = line.locator(".number").inner_text()
    line.hover()
    page.wait_for_selector(f".pane h2:has-text('Line {number}')")
    assert page.locator(".pane .command-link").count() == 1 and page.locator(".pane .path-link").count() > 0
    path = page.locator(".pane .path-link").first.inner_text()
    page.locator(".pane .path-link").first.click()
    page.wait_for_selector("#tab-files[aria-selected=true]")
    assert page.locator(".pane h2").inner_text() == path
    page.get_by_role("button", name=f"line {number}", exact=True).click()
    page.wait_for_selector("#tab-dockerfile[aria-selected=true]")
    assert page.locator(".line.current.first .number").inner_text() == number
    page.go_back()
    page.wait_for_selector("#tab-files[aria-selected=true]")


def test_paths_are_filtered_folded_and_copied(opened: Open) -> None:
    found = opened("small.html", "files")
    page = found.page
    assert found.texts(".chips .told")[0].startswith("400 paths")
    page.get_by_label("What explains it").select_option("volatile")
    page.wait_for_selector(".chips .told:has-text('of 400 paths')")
    page.get_by_role("button", name="Unfold all").click()
    assert {one.split(":")[0].strip() for one in found.texts(".file .by") if one} == {"volatile"}
    assert "cause=volatile" in page.url
    page.get_by_label("What explains it").select_option("")
    page.get_by_label("Package").fill("package3 1.0-1")
    page.get_by_label("Package").press("Enter")
    page.wait_for_selector(".chip:has-text('of package package3 1.0-1')")
    page.locator(".chip").click()
    page.wait_for_selector(".told:text('400 paths')")
    page.get_by_label("Search paths").fill("byte")
    page.wait_for_selector(".told:text('1 of 400 paths')")
    assert found.texts(".file mark") == ["byte"]
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text }}})"
    )
    page.get_by_role("button", name="Copy the paths that are shown").click()
    assert page.evaluate("window.copied") == "$'/srv/byte-\\xff'\n"


def test_it_is_used_by_keys_alone(opened: Open) -> None:
    found = opened("small.html")
    page = found.page
    page.keyboard.press("3")
    page.wait_for_selector("#tab-files[aria-selected=true]")
    page.keyboard.press("ArrowDown")
    first = page.locator(".row[aria-selected=true]")
    assert first.get_attribute("aria-expanded") in ("true", "false")
    page.keyboard.press("*")
    assert first.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowLeft")
    assert first.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-level") == "2"
    page.keyboard.press("End")
    shown = page.locator(".list").get_attribute("aria-activedescendant")
    assert shown and page.locator(f"[id='{shown}']").count() == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.wait_for_selector("#tab-commands[aria-selected=true]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    assert page.locator(".pane h2").inner_text().startswith("Command 1.1")


def test_a_phone_shows_it_without_scrolling_sideways(opened: Open) -> None:
    page = opened("small.html", narrow=True).page
    for view in ("overview", "commands", "files", "dockerfile", "proof", "packages"):
        page.evaluate("view => { location.hash = view }", view)
        page.wait_for_selector(f"#tab-{view}[aria-selected=true]")
        if view in ("commands", "packages"):
            page.locator(".list .row").nth(1).click()
            assert page.locator(".pane.open").is_visible()
            page.get_by_label("Close the details").click()
            assert not page.locator(".pane").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")


def test_light_and_dark(opened: Open) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    found = opened("small.html", dark=True)
    dark = found.page.evaluate(colour)
    found.page.get_by_label("Colours: auto").click()
    assert found.page.evaluate(colour) == "rgb(255, 255, 255)" != dark
    found.page.get_by_label("Colours: light").click()
    assert found.page.evaluate(colour) == dark
    assert opened("small.html").page.evaluate(colour) == "rgb(255, 255, 255)"


def test_all_of_it_is_printed(opened: Open) -> None:
    page = opened("small.html").page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    printed = page.locator("#print").inner_text()
    assert (
        "byte-\\xff" in printed and "FROM debian:bookworm" in printed and "step 4" in printed and "package11" in printed
    )
    assert not page.locator("main").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#print").count() == 0


def test_much_data_makes_few_elements(opened: Open) -> None:
    found = opened("large.html", "files")
    page = found.page
    page.get_by_role("button", name="Unfold all").click()
    page.locator(".list").press("End")
    assert int(page.locator(".row[aria-selected=true]").get_attribute("aria-posinset") or "0") > 20_000
    for view in ("commands", "dockerfile", "overview", "packages"):
        page.evaluate("view => { location.hash = view }", view)
        page.wait_for_selector(f"#tab-{view}[aria-selected=true]")
        assert page.locator("*").count() < 3000
    assert len(HOSTILE) < page.evaluate("document.querySelectorAll('*').length")
