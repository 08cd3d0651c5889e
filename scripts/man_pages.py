"""The manual pages in `docs/man`, from the verbs as docs/commands.md is; they are installed with the wheel."""

from __future__ import annotations

import inspect
from typing import Any

import typer

from snapshotter.cli.app import HELP, build


def man_pages() -> dict[str, str]:
    """Return the pages by file name: snap.1 and one for each verb."""
    group: Any = typer.main.get_command(build(""))
    context = group.make_context("snap", [], resilient_parsing=True)
    pages = {"snap.1": _main_page(group)}
    for name, command in group.commands.items():
        inner = type(context)(command, info_name=name, parent=context)
        usage = " ".join(command.collect_usage_pieces(inner))
        pages[f"snap-{name}.1"] = _page(f"snap-{name}", command.short_help, f"snap {name} {usage}", command)
    return pages


def _main_page(group: Any) -> str:  # noqa: ANN401 - click's class has no public name in typer
    rows = "".join(
        f".TP\n.BR snap\\-{_text(name)} (1)\n{_text(command.short_help or '')}\n"
        for name, command in group.commands.items()
    )
    first, _, rest = HELP.partition("\n\n")
    head = _head("snap", first.rstrip(".")) + ".SH SYNOPSIS\n.B snap\n[OPTIONS] VERB [ARGUMENTS]\n"
    return f"{head}.SH DESCRIPTION\n{_paragraphs(rest)}{_options(group)}.SH VERBS\n{rows}"


def _page(title: str, short: str, usage: str, command: Any) -> str:  # noqa: ANN401 - as above
    head = _head(title, short.rstrip(".")) + f".SH SYNOPSIS\n.nf\n{_text(usage)}\n.fi\n"
    description = _paragraphs(inspect.cleandoc(command.help or ""))
    return f"{head}.SH DESCRIPTION\n{description}{_options(command)}.SH SEE ALSO\n.BR snap (1)\n"


def _head(title: str, short: str) -> str:
    first = f'.TH {_text(title.upper())} 1 "" "snapshotter" "snap manual"\n'
    return f"{first}.nh\n.ad l\n.SH NAME\n{_text(title)} \\- {_text(short[:1].lower() + short[1:])}\n"


def _paragraphs(text: str) -> str:
    """Return paragraphs; one that begins with a line `\\b` keeps its lines, as in the help."""
    found = ""
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip("\n").split("\n")
        if lines[0].strip() == "\b":
            found += ".PP\n.nf\n" + "".join(_text(line) + "\n" for line in lines[1:]) + ".fi\n"
        else:
            found += ".PP\n" + "".join(_text(line.strip()) + "\n" for line in lines)
    return found


def _options(command: Any) -> str:  # noqa: ANN401 - as above
    found = ""
    for parameter in command.params:
        if getattr(parameter, "hidden", False):
            continue
        value = "" if getattr(parameter, "is_flag", False) else f" {parameter.metavar or parameter.name.upper()}"
        names = ", ".join([*parameter.opts, *parameter.secondary_opts]) if parameter.opts[0].startswith("-") else ""
        found += f".TP\n.B {_text((names + value).strip())}\n{_text(' '.join((parameter.help or '').split()))}\n"
    return f".SH OPTIONS\n{found}" if found else ""


def _text(line: str) -> str:
    """Return a line of text as roff reads it literally."""
    escaped = line.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped
