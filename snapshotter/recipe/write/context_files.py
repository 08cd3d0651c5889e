"""Files written next to a context: builders are sent only the context, and git neither changes nor skips a file."""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.errors import UsageError

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


def beside(
    context: Mapping[str, tuple[int, bytes]], files: Mapping[str, tuple[int, bytes]]
) -> dict[str, tuple[int, bytes]]:
    """Return the files of somebody's context, whose .dockerignore admits those of the recipe; raises `UsageError`."""
    tops = sorted({name.split("/")[0] for name in files})
    taken = [top for top in tops if any(name == top or name.startswith(f"{top}/") for name in context)]
    if taken:
        raise UsageError(
            f"the directory of the Dockerfile has {taken[0]} already, where the recipe puts its own files",
            "rename it there and in the Dockerfile, and start again",
        )
    if ".dockerignore" not in context or not tops:
        return dict(context)
    mode, text = context[".dockerignore"]
    text += b"" if text.endswith(b"\n") or not text else b"\n"
    return {**context, ".dockerignore": (mode, text + "".join(f"!{top}\n" for top in tops).encode())}


def _docker_ignore(files: Mapping[str, tuple[int, bytes]]) -> str:
    """Return a .dockerignore that admits only the context."""
    tops = sorted({name.split("/")[0] for name in files})
    return "".join(["*\n", *(f"!{top}\n" for top in tops)])
