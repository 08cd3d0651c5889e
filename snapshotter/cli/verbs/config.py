"""The verb config: the settings, their values and where they come from."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli.options import Json
from snapshotter.cli.show.streams import out, out_json
from snapshotter.errors import UsageError


def config(
    key: Annotated[str, typer.Argument(metavar="[KEY]", show_default=False, help="Print the value of this one.")] = "",
    json: Json = False,
) -> None:
    """List the settings with their values and where each comes from; nothing is changed.

    The order is: option, variable, .snap.toml in the directory or above it, ~/.config/snapshotter/config.toml, default.
    Each key is also an option of the verbs that use it, and a variable. The files are TOML, one `key = value` a line.

    \b
    Examples:
      snap config
      snap config pager
      echo 'no-cast = true' >> ~/.config/snapshotter/config.toml
    """
    from snapshotter.cli.settings.keys import KEYS, all_settings

    found = all_settings()
    if key:
        if key not in found:
            raise UsageError(f"there is no setting {key!r}", f"choose one of: {', '.join(found)}")
        found = {key: found[key]}
    if json:
        out_json(
            [
                {
                    "key": name,
                    "value": one.value,
                    "source": one.source,
                    "option": KEYS[name].option,
                    "variable": KEYS[name].variable,
                }
                for name, one in found.items()
            ]
        )
    elif key:
        out(_text(found[key].value))
    else:
        from snapshotter.cli.show.tables import table

        rows = [(name, _text(one.value), one.source, KEYS[name].variable) for name, one in found.items()]
        out(table(("KEY", "VALUE", "FROM", "VARIABLE"), rows))


def _text(value: str | bool) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else value


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List the settings and where they come from.")(config)
