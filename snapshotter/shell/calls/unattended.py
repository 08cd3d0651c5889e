"""Interactive commands rewritten to run unattended, with options in place of a person's answers."""

from __future__ import annotations

from tree_sitter import Node

from snapshotter.shell.facts import facts
from snapshotter.shell.syntax import encode, parse, source, walk

_OF_DNF = frozenset(
    "install remove erase upgrade update autoremove reinstall downgrade distro-sync swap group groupinstall module "
    "copr history".split()
)
_OF_CONDA = frozenset("install create remove uninstall update upgrade clean".split())
PROMPTING_VERBS = {
    "apt": frozenset(
        "install remove purge autoremove autopurge upgrade full-upgrade dist-upgrade reinstall build-dep "
        "satisfy".split()
    ),
    "apt-get": frozenset(
        "install remove purge autoremove autopurge upgrade dist-upgrade dselect-upgrade reinstall build-dep "
        "satisfy".split()
    ),
    "aptitude": frozenset("install remove purge upgrade full-upgrade safe-upgrade reinstall build-dep".split()),
    "dnf": _OF_DNF,
    "microdnf": frozenset("install remove upgrade update reinstall".split()),
    "yum": _OF_DNF,
    "pip": frozenset({"uninstall"}),
    "pip3": frozenset({"uninstall"}),
    "conda": _OF_CONDA,
    "mamba": _OF_CONDA,
    "add-apt-repository": frozenset({""}),
}
"""Programs that take `-y` for an answer → the verbs with which they ask; "" for any use."""
_YES = {"--yes", "--assume-yes", "--assumeyes"}
DEBIAN_INSTALLERS = frozenset({"apt", "apt-get", "aptitude", "dpkg", "dpkg-reconfigure"})

_NON_INTERACTIVE = frozenset({"noninteractive", '"noninteractive"', "'noninteractive'"})
_SAME_IN_APT_GET = frozenset("update install remove purge autoremove".split())
"""Verbs that mean the same to `apt-get` as to `apt`, which warns that its command line is not meant for scripts."""


def unattended(text: str) -> str:
    """Return the same command line for use without a person.

    Package managers that would ask get `-y`, `apt` becomes `apt-get`, frontends of debconf other than noninteractive
    are removed or replaced, and `fg` becomes `wait`.  `time`, a keyword of bash, is removed, since nobody reads its
    output.
    """
    raw = encode(text)
    edits: list[tuple[int, int, bytes]] = []
    for node in walk(parse(text)):
        if node.type == "command":
            if (place := _verb_end(node)) is not None:
                edits.append((place, place, b" -y"))
            if (name := _replaceable_apt(node)) is not None:
                edits.append((name.start_byte, name.end_byte, b"apt-get"))
            edits += _frontends(node)
            if node.children and source(node.children[0]) == "fg":  # there is no job control without a terminal
                edits.append((node.children[0].start_byte, node.children[0].end_byte, b"wait"))
            if (end := _timed_command_start(node)) is not None:
                edits.append((node.start_byte, end, b""))
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + new + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


def _frontends(node: Node) -> list[tuple[int, int, bytes]]:
    """Return the edits that remove or replace frontends with which debconf would ask questions."""
    words = list(node.children)
    names = [source(word) for word in words]
    edits = []
    for word, name, after in zip(words, names, [*words[1:], None], strict=True):
        variable, _, value = name.partition("=")
        if word.type == "variable_assignment" and variable == "DEBIAN_FRONTEND" and value not in _NON_INTERACTIVE:
            edits.append((word.start_byte, after.start_byte if after else word.end_byte, b""))
        elif "dpkg-reconfigure" not in names:
            continue
        elif name in ("-f", "--frontend") and after is not None:
            edits.append((after.start_byte, after.end_byte, b"noninteractive"))
        elif name.startswith("--frontend=") or (name.startswith("-f") and len(name) > 2):
            edits.append((word.start_byte, word.end_byte, b"-f noninteractive"))
    return edits


def _timed_command_start(node: Node) -> int | None:
    """Return the byte offset of the command that `time` runs; None for other commands and for options but `-p`."""
    words = [source(child) for child in node.children]
    if words[:1] != ["time"] or len(words) < 2 or node.children[0].type != "command_name":
        return None
    at = 2 if words[1] == "-p" and len(words) > 2 else 1
    return None if words[at].startswith("-") else node.children[at].start_byte


def _replaceable_apt(node: Node) -> Node | None:
    """Return the word `apt` of a command that means the same to `apt-get`, or None."""
    words = [child for child in node.children if child.type != "variable_assignment"]
    place = next((index for index, word in enumerate(words) if source(word) == "apt"), None)
    if place is None:
        return None
    verb = next((source(word) for word in words[place + 1 :] if not source(word).startswith("-")), "")
    return words[place] if verb in _SAME_IN_APT_GET else None


def place_of_options(node: Node) -> int | None:
    """Return the byte offset behind the verb of a call of apt, or behind the name of dpkg; None for other commands."""
    words = [child for child in node.children if child.type != "variable_assignment"]
    names = [source(word).rsplit("/", 1)[-1] for word in words]
    program = next((i for i, name in enumerate(names) if name in DEBIAN_INSTALLERS - {"dpkg-reconfigure"}), None)
    if program is None:
        return None
    if names[program] == "dpkg":
        return words[program].end_byte
    verbs = PROMPTING_VERBS[names[program]]
    return next((word.end_byte for word in words[program + 1 :] if source(word) in verbs), None)


def _verb_end(node: Node) -> int | None:
    words = [child for child in node.children if child.type != "variable_assignment"]
    names = [source(word) for word in words]
    program = next((i for i, name in enumerate(names) if name.rsplit("/", 1)[-1] in PROMPTING_VERBS), None)
    if program is None:
        return None
    prompting_verbs = PROMPTING_VERBS[names[program].rsplit("/", 1)[-1]]
    rest = names[program + 1 :]
    if any(
        arg in _YES or (arg.startswith("-") and not arg.startswith("--") and ("y" in arg or "qq" in arg))
        for arg in rest
    ):
        return None
    if prompting_verbs == {""}:
        return words[program].end_byte
    verb = next((i for i, arg in enumerate(rest) if not arg.startswith("-")), None)
    if verb is None or rest[verb] not in prompting_verbs:
        return None
    return words[program + 1 + verb].end_byte


def installs_on_debian(text: str) -> bool:
    """Return whether a command line runs a Debian installer that may ask questions through debconf."""
    return any(
        simple.name in DEBIAN_INSTALLERS and simple.verb not in ("update", "clean", "list", "search", "show")
        for simple in facts(text).commands
    )
