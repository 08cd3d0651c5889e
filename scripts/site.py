"""A hook of mkdocs: README.md, CONTRIBUTING.md and CHANGELOG.md are pages of the site too, README.md as its first.

Their links are those of the repository; in the site all pages are in one folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "CONTRIBUTING.md", "CHANGELOG.md": "CHANGELOG.md"}


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:  # noqa: ANN401 - as mkdocs calls it
    """Add the pages that are not in docs/."""
    for source, page in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text.replace("](docs/", "](")))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:  # noqa: ANN401 - as mkdocs calls it
    """Return a page whose links to the pages of the root lead to those of the site."""
    up = "../" * page.file.src_uri.count("/")
    return re.sub(r"\]\((?:\.\./)+(CONTRIBUTING|CHANGELOG)\.md", rf"]({up}\1.md", markdown)


def on_post_build(config: MkDocsConfig, **_: Any) -> None:  # noqa: ANN401 - as mkdocs calls it
    """Raise an error if a page would request something from elsewhere when it is read."""
    for page in sorted(Path(config.site_dir).rglob("*.html")):
        if found := re.search(
            r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"?https?://[^\s\">]+", page.read_text()
        ):
            raise SystemExit(f"{page}: {found[0]} is requested from elsewhere")
