"""The command line as a whole: its verbs in the order of `--help`; each is implemented in `verbs/`."""

from __future__ import annotations

import importlib
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from snapshotter import __version__
from snapshotter.cli import in_session, which
from snapshotter.cli.names import verb_at
from snapshotter.cli.settings import files
from snapshotter.cli.show.streams import set_interrupted
from snapshotter.cli.terminal import colour
from snapshotter.regex import regex

HELP = """Work in a container by hand, commit snapshots, export a Dockerfile that is proven to rebuild them.

\b
  snap start debian:bookworm --name web    create a workspace and open its shell
  # apt-get update && apt-get install -y nginx-light
  # exit
  snap commit -m "install nginx"           save the container as an image, with its commands
  snap status                              show what was run and changed since then
  snap log                                 list the snapshots
  snap export-dockerfile -o web/           write the Dockerfile, rebuild it and compare

Every verb has its own --help with examples: `snap help VERB`. Results go to stdout, everything else to stderr. Exit
codes: 0 done, 1 different, 2 wrong usage, 3 engine or remote, 4 not found, 5 conflict, 6 store, 7 recording, 70 a bug,
130 interrupted."""


def _print_version(requested: bool) -> None:
    if requested:
        print(f"snap {__version__}")
        raise typer.Exit


_NAMES = (
    "start adopt shell run exec status recipe inspect commit log show report browse diff difftool blame grep cat "
    "restore cast undo redo checkout branch tag amend note drop keep edit squash cherry-pick rebase bisect op "
    "export-dockerfile verify build sbom volatile list stop restart rm remote push fetch pull clone bundle gc doctor "
    "backup completion config help version"
)
VERBS = {name: name.partition("-")[0] for name in _NAMES.split()}
"""Every verb, in the order of `--help`, and its module in `verbs/`."""


INTERRUPTED = {
    "start": "no workspace is made",
    "adopt": "no workspace is made",
    "commit": "no snapshot is made, and the container goes on",
    "undo": "the workspace is put back whole or stays as it is",
    "redo": "the workspace is put back whole or stays as it is",
    "checkout": "the workspace goes there whole or stays as it is",
    "export-dockerfile": "the proof ends, and what it built is removed",
    "verify": "the proof ends, and what it built is removed",
    "build": "the step ends, as if it had failed",
}
"""What Ctrl-C does while a verb works, where that is more than to end it."""
PAGED = frozenset("log show diff blame grep recipe inspect op help".split())
"""Verbs whose output is given to a pager where it does not fit on the terminal."""


class Verb(TyperCommand):
    """A verb that is checked once its words are parsed: inside a session, `in_session.py` decides whether it runs.

    Each takes --color too, and each that has --json also --format, unless it has formats of its own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - those of typer's class
        parameters = kwargs.get("params") or []
        labels = {label for parameter in parameters for label in parameter.opts}
        self._templates = "--json" in labels and "--format" not in labels
        if self._templates:
            text = "Print the rows of --json by a template, such as '{{.name}}' with a key of --json."
            parameters.append(TyperOption(param_decls=["--format"], metavar="TEMPLATE", default="", help=text))
        parameters.append(TyperOption(param_decls=["--color"], metavar="WHEN", default="", hidden=True))
        parameters.append(TyperOption(param_decls=["--pager"], metavar="COMMAND", default=None, hidden=True))
        for parameter in parameters:
            if (variable := files.variable_of(parameter.opts)) and not parameter.envvar:
                parameter.envvar = variable
        super().__init__(*args, **{**kwargs, "params": parameters})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's class has no public name
        """Parse the words; for a verb that does not work inside a session, that is the error whatever else is wrong."""
        # the settings of the host are not the container's
        if not in_session.workspace() and "--help" not in args and files.are_there():
            from snapshotter.cli.settings import keys

            options = {parameter.name or "": max(parameter.opts, key=len) for parameter in self.params}
            ctx.default_map = keys.defaults(options)
        try:
            return super().parse_args(ctx, args)
        except typer.Exit:  # --help
            raise
        except Exception:
            in_session.check_verb(self.name or "")
            raise

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Run the verb."""
        in_session.check(self.name or "", [self._given(ctx, parameter) for parameter in self.params])
        if not in_session.workspace():
            ctx.params |= self._in_revision(ctx)
            self._name_choice(ctx)
        with self._output(ctx):
            return super().invoke(ctx)

    def _output(self, ctx: Any) -> AbstractContextManager[None]:  # noqa: ANN401 - as above
        """Set how results are shown, by the options that all verbs share; return the block in which they are."""
        colour.choose(self._shared(ctx, "color") or "auto")
        set_interrupted(INTERRUPTED.get(self.name or "", ""))
        pager_command = self._shared(ctx, "pager")
        if self._templates and (form := ctx.params.pop("format", "")):
            from snapshotter.cli.terminal import template

            template.choose("" if form == "json" else form)
            ctx.params["json"] = True
        if self.name not in PAGED or ctx.params.get("json") or ctx.params.get("watch") or not sys.stdout.isatty():
            return nullcontext()
        from snapshotter.cli.terminal.pager import paged

        return paged(pager_command)

    def _shared(self, ctx: Any, name: str) -> Any:  # noqa: ANN401 - as above
        """Return the value of an option that may stand before the verb too, and take it from the verb's own."""
        own, source = ctx.params.pop(name), ctx.get_parameter_source(name).name
        if source == "COMMANDLINE":
            return own
        before = ctx.parent.params.get(name) if ctx.parent else None
        if before is None or before == "":
            refused = name == "color" and source == "DEFAULT_MAP" and files.no_color()
            return "never" if refused else own
        return before

    def _in_revision(self, ctx: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Return what `NAME:REV` among the words means."""
        words = [ctx.params.get(parameter) for parameter in which.REVISIONS.get(self.name or "", ())]
        if not any(":" in text for word in words for text in ([word or ""] if isinstance(word, str) else word or ())):
            return {}
        from snapshotter.cli import options

        named = ctx.get_parameter_source("name").name == "COMMANDLINE"
        return which.split(self.name or "", ctx.params, options.home().workspaces.names(), named=named)

    def _given(self, ctx: Any, parameter: Any) -> in_session.Given:  # noqa: ANN401 - as above
        source = ctx.get_parameter_source(parameter.name)
        setting = bool(files.variable_of(parameter.opts))  # of the person who started the session
        return in_session.Given(
            parameter.name,
            max(parameter.opts, key=len),
            ctx.params[parameter.name],
            source is not None and (source.name == "DEFAULT" or (source.name == "ENVIRONMENT" and setting)),
        )

    def _name_choice(self, ctx: Any) -> None:  # noqa: ANN401 - as above
        if self.name in which.CHANGING:
            from snapshotter.store.paths import home
            from snapshotter.store.workspaces import Workspaces

            chosen = which.name_choice(self.name, ctx.params, Workspaces(home()))
            if chosen:
                ctx.params["name"] = chosen


class CountedVerb(Verb):
    """A verb that takes `-3` for `--max-count=3`, as git does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as above
        """Parse the words."""
        count = regex(r"-([1-9][0-9]{0,8})")
        matches = [(word, count.fullmatch(word)) for word in args]
        return super().parse_args(ctx, [f"--max-count={found[1]}" if found else word for word, found in matches])


def build(*words: str) -> typer.Typer:
    """Return the command line; if the words have a verb, with that verb alone, since loading all takes 25 ms."""
    verb_here = words[verb_at(words)] if verb_at(words) < len(words) else ""
    app = typer.Typer(
        name="snap",
        help=HELP,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(snap)
    for verb in [verb_here] if verb_here in VERBS else VERBS:
        importlib.import_module(f"snapshotter.cli.verbs.{VERBS[verb]}").register(app)
    for command in app.registered_commands:
        command.cls = CountedVerb if getattr(command.callback, "__name__", "") in ("log", "op") else Verb
    return app


def snap(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    color: Annotated[
        str,
        typer.Option(
            metavar="WHEN",
            show_default=False,
            help="Colour: auto, always or never; auto is only on a terminal. Also after a verb.",
        ),
    ] = "",
    pager: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND",
            show_default=False,
            help="What long results are given to on a terminal. Default: SNAP_PAGER, PAGER or less. Also after a verb.",
        ),
    ] = None,
) -> None:
    """Accept the options before the verb, which `Verb` reads; the help text is `HELP`."""
