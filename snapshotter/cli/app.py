"""The command line as a whole: its verbs in the order of `--help`; each is implemented in `verbs/`."""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from snapshotter import __version__
from snapshotter.cli import in_session, which
from snapshotter.cli.names import verb_at
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
    "start adopt shell run exec status recipe inspect commit log show browse diff difftool blame grep cat restore cast "
    "undo redo checkout branch tag amend note drop keep edit squash cherry-pick rebase bisect op export-dockerfile "
    "verify build sbom volatile list stop restart rm remote push fetch pull clone bundle gc doctor backup completion "
    "help version"
)
VERBS = {name: name.partition("-")[0] for name in _NAMES.split()}
"""Every verb, in the order of `--help`, and its module in `verbs/`."""


class Verb(TyperCommand):
    """A verb that is checked once its words are parsed: inside a session, `in_session.py` decides whether it runs."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's class has no public name
        """Parse the words; for a verb that does not work inside a session, that is the error whatever else is wrong."""
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
        return super().invoke(ctx)

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
        return in_session.Given(
            parameter.name,
            max(parameter.opts, key=len),
            ctx.params[parameter.name],
            source is not None and source.name == "DEFAULT",
        )


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
) -> None:
    """Accept the options before the verb; the help text is `HELP`."""
