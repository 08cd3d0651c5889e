"""Files written next to a context: builders are sent only the context, and git neither changes nor skips a file."""

from __future__ import annotations

from collections.abc import Mapping

GIT_FILES = frozenset({".gitattributes", ".gitignore"})
"""Files that are not written where a directory has its own."""
COMPANION_FILES = frozenset({".dockerignore", *GIT_FILES})
"""All files that are written next to a context."""

_ATTRIBUTES = "# keep every byte: no conversion of line endings, whatever core.autocrlf says\n* -text\n"
_IGNORE = "# ignore no file, whatever core.excludesFile says\n!*\n"


def companion_files(files: Mapping[str, tuple[int, bytes]]) -> dict[str, tuple[int, bytes]]:
    """Return the files to write next to a context; `files` are those of the context."""
    texts = {".dockerignore": _docker_ignore(files)}
    if files:
        texts |= {".gitattributes": _ATTRIBUTES, ".gitignore": _IGNORE}
    return {name: (0o644, text.encode()) for name, text in texts.items()}


def _docker_ignore(files: Mapping[str, tuple[int, bytes]]) -> str:
    """Return a .dockerignore that admits only the context."""
    tops = sorted({name.split("/")[0] for name in files})
    return "".join(["*\n", *(f"!{top}\n" for top in tops)])
