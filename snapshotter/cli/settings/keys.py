"""Settings: keys of configuration files, each of which is also an option and a variable.

The order is option, variable, `.snap.toml` in the directory or above it, `config.toml` of the user, default. A
directory may come from somebody else, so that its file cannot name a program that is run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.cli.settings.files import VARIABLES, directory_file, no_color, user_file
from snapshotter.errors import UsageError


class Key(Struct, frozen=True):
    """A setting."""

    option: str
    help: str
    values: tuple[str, ...] = ()
    """The texts that it can be; () for any."""
    flag: bool = False
    users_only: bool = False
    """Whether it stands in the user's file only."""

    @property
    def variable(self) -> str:
        """The variable that has its value."""
        return VARIABLES[self.option]


KEYS = {
    "color": Key("--color", "Colour of results.", ("auto", "always", "never")),
    "pager": Key("--pager", "The command that long results are given to; none where empty.", users_only=True),
    "builder": Key("--builder", "The builder of images."),
    "shell": Key("--shell", "The shell that `snap start` starts."),
    "network": Key("--network", "The network that `snap start` joins."),
    "checkpoints": Key("--checkpoints", "Keep a state after each command.", flag=True),
    "no-cast": Key("--no-cast", "Do not save the output of sessions.", flag=True),
    "pin": Key("--pin", "Pin versions of packages.", flag=True),
    "slim": Key("--slim", "Leave out what is proven not to be needed.", flag=True),
    "keep-failures": Key("--keep-failures", "Keep failed commands as comments.", flag=True),
    "secrets": Key("--secrets", "What becomes of commands with secrets.", ("auto", "mount", "carry")),
}
"""Every setting, by its key in the files."""


class Setting(Struct, frozen=True):
    """The value of a key, and where it comes from."""

    value: str | bool
    source: str


def from_files() -> dict[str, Setting]:
    """Return the settings of the files; raises `UsageError` for what is no setting."""
    user = user_file()
    found = dict(_read(user, users=True)) if user.is_file() else {}
    if directory := directory_file():
        found |= _read(directory, users=False)
    return found


def all_settings() -> dict[str, Setting]:
    """Return every setting with its source, without the options of a command line."""
    found = from_files()
    settings = {}
    for name, key in KEYS.items():
        given = os.environ.get(key.variable)
        if given is not None and (given or not key.flag):
            settings[name] = Setting(given.lower() not in _FALSE if key.flag else given, key.variable)
        elif name == "color" and (variable := no_color()):
            settings[name] = Setting("never", variable)
        else:
            settings[name] = found.get(name) or _default(name)
    return settings


_FALSE = ("0", "false", "no", "off", "n", "f")


def _default(name: str) -> Setting:
    if name == "pager":
        return Setting(os.environ["PAGER"], "PAGER") if "PAGER" in os.environ else Setting("less", "default")
    key = KEYS[name]
    return Setting(False if key.flag else key.values[0] if key.values else "", "default")


def _read(file: Path, *, users: bool) -> Iterator[tuple[str, Setting]]:
    import tomllib

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {error}", "write it as TOML, as in `no-cast = true`") from error
    for name, value in data.items():
        yield name, Setting(_checked(file, name, value, users=users), str(file))


def _checked(file: Path, name: str, value: object, *, users: bool) -> str | bool:
    key = KEYS.get(name)
    if key is None:
        from difflib import get_close_matches

        similar = get_close_matches(name, KEYS, n=1) or [*KEYS]
        raise UsageError(f"{file}: there is no setting {name!r}", f"write one of: {', '.join(similar)}")
    if key.users_only and not users:
        raise UsageError(f"{file}: {name} names a program, which a directory may not", f"set it in {user_file()}")
    if (
        isinstance(value, bool) == key.flag
        and isinstance(value, str | bool)
        and (not key.values or value in key.values)
    ):
        return value
    wanted = "true or false" if key.flag else " or ".join(key.values) or "a text"
    raise UsageError(f"{file}: {name} = {value!r} is not {wanted}", f"write {name} = {_example(key)}")


def _example(key: Key) -> str:
    return "true" if key.flag else f'"{key.values[0] if key.values else "…"}"'


def defaults(parameters: Mapping[str, str]) -> dict[str, str | bool]:
    """Return what the files say for parameters of a verb, which are given by their option."""
    found = from_files()
    options = {key.option: name for name, key in KEYS.items()}
    return {
        parameter: found[options[option]].value
        for parameter, option in parameters.items()
        if options.get(option) in found
    }
