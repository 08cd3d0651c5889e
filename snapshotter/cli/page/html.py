"""One HTML file with the data of a page and the program that shows it; it asks nothing of any other place.

The program is `page.js` and `page.css`, built from the folder `page/` of the repository by `scripts/page.sh`.
Pages with sessions have `player.js` and `player.css` too: asciinema-player, whose licence is `player.licence.txt`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib.resources import files

from snapshotter.cli.page.pack import packed
from snapshotter.cli.show.as_json import JsonObject
from snapshotter.cli.show.escape import shown

GENERATOR = '<meta name="generator" content="snap">'
"""Stands at the beginning of each page, so that one can be told from other files."""
_DATA = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Characters that end or begin something in HTML or JavaScript; in JSON they stand within strings alone."""
_TEXT = {ord("<"): "(", ord(">"): ")"}
"""For a text that stands in an element where nothing is escaped."""


def page(data: JsonObject) -> str:
    """Return the page, with the data in ASCII.

    Nothing of the data is in the HTML but as JSON text, and the title, escaped: names from a container stay text.
    """
    has_casts = bool(data.get("casts"))
    programs, styles = [resource("page.js")], [resource("page.css")]
    licence = ""
    if has_casts:  # the player first: the page uses it
        programs.insert(0, resource("player.js"))
        styles.insert(0, resource("player.css"))
        text = resource("player.licence.txt").translate(_TEXT)
        licence = f'<script type="text/plain" id="player-licence">{text}</script>\n'
    title = shown(f"{data['workspace']}: {data['from']} to {data['to']}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{GENERATOR}
<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(programs, styles, wasm=has_casts))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)}</title>
{"".join(f"<style>{style}</style>" for style in styles)}
</head>
<body>
<div id="app"><p class="loading">reading …</p><noscript>This page needs the script that is in it.</noscript></div>
<script type="application/json" id="data">{as_text(data)}</script>
{licence}{"".join(f"<script>{program}</script>" for program in programs)}
</body>
</html>
"""


def policy(programs: Sequence[str], styles: Sequence[str], *, wasm: bool = False) -> str:
    """Return the content security policy: these programs and styles, and nothing that is loaded.

    `wasm`: the program may compile the WebAssembly that it holds, as the player does.
    """
    scripts = " ".join([*map(_hash, programs), *(["'wasm-unsafe-eval'"] if wasm else [])])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {' '.join(map(_hash, styles))}; "
        "base-uri 'none'; form-action 'none'"
    )


def as_text(data: JsonObject) -> str:
    """Return the packed data as JSON that can stand within a script element."""
    return json.dumps(packed(data), separators=(",", ":")).translate(_DATA)


def resource(name: str) -> str:
    """Return the text of a built file."""
    return (files("snapshotter.cli.page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return the source of a policy that stands for an element with this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
