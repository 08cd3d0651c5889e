"""A Dockerfile in which one instruction is replaced by others; every other line stays as it is.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction
from snapshotter.recipe.write.run import CONTINUED
from snapshotter.regex import regex
from snapshotter.shell.one_line.chain import chain

_INDENT = regex(r"[ \t]+(?=\S)")
_AND = " && "


def with_replaced(file: Dockerfile, failed: Instruction, texts: Sequence[str]) -> str:
    """Return the text with an instruction replaced, in its own style: flags, indentation, here-document."""
    before = file.text[failed.start : failed.end]
    written = "\n".join(styled(text, failed, before, file.escape) for text in texts)
    if "\r\n" in file.text:
        written = written.replace("\n", "\r\n")
    return file.text[: failed.start] + written + file.text[failed.end :]


def styled(text: str, failed: Instruction, before: str, escape: str) -> str:
    """Return an instruction that a recipe has written, in the style of the one that it replaces."""
    keyword, _, rest = text.partition(" ")
    if keyword != "RUN":
        return text
    word = before.split(None, 1)[0] if before.split() else "RUN"
    flags = [flag for flag in failed.flags if flag not in rest.split()] if failed.keyword == "RUN" else []
    head = " ".join([word if word.upper() == "RUN" else "RUN", *flags])
    if "\n" in before and not failed.heredocs and not rest.startswith("["):
        rest = CONTINUED.join(map(_broken, rest.split(CONTINUED)))
    commands = rest.split(CONTINUED)
    if failed.heredocs and not rest.startswith("["):
        return _as_heredoc(head, commands, failed)
    indent = next((found[0] for line in before.split("\n")[1:] if (found := _INDENT.match(line))), "    ")
    if _leads(before):
        commands = [command.removesuffix(" &&") for command in commands]
        ends = [piece.rstrip().endswith("&&") for piece in rest.split(CONTINUED)]
        joined = commands[0]
        for ended, command in zip(ends, commands[1:], strict=False):
            joined += f" {escape}\n{indent}{'&& ' if ended else ''}{command}"
        return f"{head} {joined}"
    return f"{head} " + f" {escape}\n{indent}".join(commands)


def _broken(line: str) -> str:
    """Return a line with a break behind each `&&` between its parts."""
    plain, ended = line.removesuffix(" &&"), line.endswith(" &&")
    found = chain(plain)
    if found is None or found.joint != "&&" or " && ".join(found.parts).split() != plain.split():
        return line
    return f" &&{CONTINUED}".join(found.parts) + " &&" * ended


def _leads(before: str) -> bool:
    """Return whether the continued lines begin with `&&`."""
    return any(line.lstrip().startswith("&&") for line in before.split("\n")[1:])


def _as_heredoc(head: str, commands: Sequence[str], failed: Instruction) -> str:
    name = failed.heredocs[0].name
    lines = [command.strip().removesuffix("&&").rstrip() for command in commands]
    ends = [command.strip().endswith("&&") for command in commands]
    body = ""
    for line, ended, last in zip(lines, ends, range(len(lines) - 1, -1, -1), strict=True):
        body += line + ("\n" if ended or last == 0 else " \\\n    ")
    if len(lines) > 1 and not body.startswith("set -"):
        body = "set -e\n" + body
    quoted = f"<<'{name}'" if not failed.heredocs[0].expands else f"<<{name}"
    return f"{head} {quoted}\n{body}{name}"


def with_names(texts: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return instructions with the sources of COPY renamed."""
    found = []
    for text in texts:
        words = text.split(" ")
        if words[0] in ("COPY", "ADD"):
            text = " ".join(names.get(word, word) for word in words)
        found.append(text)
    return found
