"""The verbs with their options and what their values are, read from `verbs.txt` without the parser, which takes 60 ms.

`scripts/docs.py` writes that file from the verbs. A line is a verb, or begins with a tab and is a part of the verb
before it: the names of an option, or none for an argument, the kind of its value, and the help. Kinds, several of which
are joined by `|`, are described in `values.py`; "" is a value that is not completed, `flag` none at all, and `…` behind
the kind stands for any number of values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("verbs.txt")
TOP = "snap"
"""What stands for the verb where the options before it are listed."""
FLAG = "flag"


@dataclass
class Parameter:
    """An option or an argument of a verb."""

    names: list[str]
    kinds: list[str]
    help: str
    repeats: bool = False

    @property
    def takes_value(self) -> bool:
        """Return whether a value follows the option."""
        return self.kinds != [FLAG]


@dataclass
class Verb:
    """A verb; `TOP` holds the options before the verb."""

    name: str
    help: str
    options: list[Parameter] = field(default_factory=list)
    arguments: list[Parameter] = field(default_factory=list)

    def option(self, name: str) -> Parameter | None:
        """Return the option of a name such as `-n`."""
        return next((option for option in self.options if name in option.names), None)


def verbs() -> dict[str, Verb]:
    """Return the verbs by name, in the order of `--help`."""
    found: dict[str, Verb] = {}
    verb = Verb(TOP, "")
    for line in FILE.read_text(encoding="utf-8").splitlines():
        names, kind, text = line.removeprefix("\t").split("\t")
        if not line.startswith("\t"):
            verb = found[names] = Verb(names, text)
            continue
        parameter = Parameter(names.split(), kind.removesuffix("…").split("|"), text, kind.endswith("…"))
        (verb.options if names else verb.arguments).append(parameter)
    return found
