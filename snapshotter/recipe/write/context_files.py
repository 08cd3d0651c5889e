"""Files beside a context that keep it whole: builders are sent just what they need, git changes and skips nothing."""

from __future__ import annotations

from collections.abc import Mapping

COURTESY = frozenset({".gitattributes", ".gitignore"})
"""What a directory that has its own of these can do without."""
BESIDE = frozenset({".dockerignore", *COURTESY})
"""All that is put beside a context."""

_ATTRIBUTES = "# every byte counts: no other line ends, whatever core.autocrlf says\n* -text\n"
_IGNORE = "# every file counts, whatever core.excludesFile says\n!*\n"


def beside(files: Mapping[str, tuple[int, bytes]]) -> dict[str, tuple[int, bytes]]:
    """Give the files to put beside a context; `files` are those of the context."""
    texts = {".dockerignore": _docker_ignore(files)}
    if files:
        texts |= {".gitattributes": _ATTRIBUTES, ".gitignore": _IGNORE}
    return {name: (0o644, text.encode()) for name, text in texts.items()}


def _docker_ignore(files: Mapping[str, tuple[int, bytes]]) -> str:
    """Let just the context in."""
    tops = sorted({name.split("/")[0] for name in files})
    return "".join(["*\n", *(f"!{top}\n" for top in tops)])
