"""Interactive commands made to run unattended: the options that answer what a person was asked."""

from __future__ import annotations

from tree_sitter import Node

from snapshotter.shell.facts import facts
from snapshotter.shell.syntax import encode, parse, source, walk

_ASKING = {
    "apt": frozenset("install remove purge autoremove upgrade full-upgrade dist-upgrade reinstall".split()),
    "apt-get": frozenset("install remove purge autoremove upgrade dist-upgrade build-dep".split()),
    "aptitude": frozenset("install remove purge upgrade full-upgrade safe-upgrade".split()),
    "dnf": frozenset("install remove upgrade update autoremove reinstall groupinstall".split()),
    "microdnf": frozenset("install remove upgrade update".split()),
    "yum": frozenset("install remove upgrade update autoremove reinstall groupinstall".split()),
    "add-apt-repository": frozenset({""}),
}
_YES = {"--yes", "--assume-yes", "--assumeyes"}
DEBIAN_INSTALLERS = frozenset({"apt", "apt-get", "aptitude", "dpkg", "dpkg-reconfigure"})


_SILENT = frozenset({"noninteractive", '"noninteractive"', "'noninteractive'"})
_SCRIPTED = frozenset("update install remove purge autoremove".split())
"""What `apt-get` does just as `apt` does; `apt` itself warns that its command line is not for scripts."""


def unattended(text: str) -> str:
    """Give the same command line for use without a person.

    With `-y` where a package manager would ask and nobody could answer, `apt-get` for `apt`, no other frontend of
    debconf than the one that asks nothing, and without `time`, which is a word of bash and measures for nobody.
    """
    raw = encode(text)
    edits: list[tuple[int, int, bytes]] = []
    for node in walk(parse(text)):
        if node.type == "command":
            if (place := _verb_end(node)) is not None:
                edits.append((place, place, b" -y"))
            if (name := _apt(node)) is not None:
                edits.append((name.start_byte, name.end_byte, b"apt-get"))
            edits += _frontends(node)
            if (end := _timed(node)) is not None:
                edits.append((node.start_byte, end, b""))
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + new + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


def _frontends(node: Node) -> list[tuple[int, int, bytes]]:
    """Give the edits that take away the frontends with which debconf would ask."""
    words = list(node.children)
    names = [source(word) for word in words]
    edits = []
    for word, name, after in zip(words, names, [*words[1:], None], strict=True):
        if word.type == "variable_assignment" and name.startswith("DEBIAN_FRONTEND=") and name[16:] not in _SILENT:
            edits.append((word.start_byte, after.start_byte if after else word.end_byte, b""))
        elif "dpkg-reconfigure" not in names:
            continue
        elif name in ("-f", "--frontend") and after is not None:
            edits.append((after.start_byte, after.end_byte, b"noninteractive"))
        elif name.startswith("--frontend=") or (name.startswith("-f") and len(name) > 2):
            edits.append((word.start_byte, word.end_byte, b"-f noninteractive"))
    return edits


def _timed(node: Node) -> int | None:
    """Give where the command begins that is only timed; None where it is something else or has options."""
    words = [source(child) for child in node.children]
    if words[:1] != ["time"] or len(words) < 2 or node.children[0].type != "command_name":
        return None
    at = 2 if words[1] == "-p" and len(words) > 2 else 1
    return None if words[at].startswith("-") else node.children[at].start_byte


def _apt(node: Node) -> Node | None:
    """Give the word `apt` of a command that `apt-get` understands as well."""
    words = [child for child in node.children if child.type != "variable_assignment"]
    place = next((index for index, word in enumerate(words) if source(word) == "apt"), None)
    if place is None:
        return None
    verb = next((source(word) for word in words[place + 1 :] if not source(word).startswith("-")), "")
    return words[place] if verb in _SCRIPTED else None


def _verb_end(node: Node) -> int | None:
    words = [child for child in node.children if child.type != "variable_assignment"]
    names = [source(word) for word in words]
    program = next((i for i, name in enumerate(names) if name.rsplit("/", 1)[-1] in _ASKING), None)
    if program is None:
        return None
    asking = _ASKING[names[program].rsplit("/", 1)[-1]]
    rest = names[program + 1 :]
    if any(
        arg in _YES or (arg.startswith("-") and not arg.startswith("--") and ("y" in arg or "qq" in arg))
        for arg in rest
    ):
        return None
    if asking == {""}:
        return words[program].end_byte
    verb = next((i for i, arg in enumerate(rest) if not arg.startswith("-")), None)
    if verb is None or rest[verb] not in asking:
        return None
    return words[program + 1 + verb].end_byte


def installs_on_debian(text: str) -> bool:
    """Say whether the command line runs a Debian installer that may ask questions through debconf."""
    return any(
        simple.name in DEBIAN_INSTALLERS and simple.verb not in ("update", "clean", "list", "search", "show")
        for simple in facts(text).commands
    )
