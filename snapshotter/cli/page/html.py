"""One HTML file with the data of a page and the program that shows it; it asks nothing of any other place.

The program is `page.js` and `page.css`, built from the folder `page/` of the repository by `scripts/page.sh`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files

from snapshotter.cli.page.pack import packed
from snapshotter.cli.show.as_json import JsonObject
from snapshotter.cli.show.escape import shown

GENERATOR = '<meta name="generator" content="snap">'
"""Stands at the beginning of each page, so that one can be told from other files."""
_DATA = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Characters that end or begin something in HTML or JavaScript; in JSON they stand within strings alone."""


def page(data: JsonObject) -> str:
    """Return the page, with the data in ASCII.

    Nothing of the data is in the HTML but as JSON text, and the title, escaped: names from a container stay text.
    """
    program, style = resource("page.js"), resource("page.css")
    title = shown(f"{data['workspace']}: {data['from']} to {data['to']}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{GENERATOR}
<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(program, style))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)}</title>
<style>{style}</style>
</head>
<body>
<div id="app"><p class="loading">reading …</p><noscript>This page needs the script that is in it.</noscript></div>
<script type="application/json" id="data">{as_text(data)}</script>
<script>{program}</script>
</body>
</html>
"""


def policy(program: str, style: str) -> str:
    """Return the content security policy: this program and this style, and nothing that is loaded."""
    return (
        f"default-src 'none'; script-src '{_hash(program)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def as_text(data: JsonObject) -> str:
    """Return the packed data as JSON that can stand within a script element."""
    return json.dumps(packed(data), separators=(",", ":")).translate(_DATA)


def resource(name: str) -> str:
    """Return the text of a built file."""
    return (files("snapshotter.cli.page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
