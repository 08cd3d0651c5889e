"""Where a typed line may have worked: the paths that it names, and the directories in which its programs write.

Nothing here is certain, since nobody recorded what the line did: the proof rebuilds and compares.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from snapshotter.model import resolve
from snapshotter.regex import regex
from snapshotter.shell.programs import EDITORS
from snapshotter.shell.simple import Simple, simple_command
from snapshotter.shell.syntax import WORDS, literal, parse, source, walk

_FUNCTION_BODY = frozenset({"function_definition"})
_EXPANSION = regex(r"\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{[^}]*\}|\$\w+")
_REDIRECTED = regex(r"(?<![\d&<>-])>>?\s*([^\s;&|<>()]+)")
_BRACES = regex(r"\{([^{}]*,[^{}]*)\}")
PATTERN = regex(r"[*?[]")
_ACTS_ON = frozenset(
    "bunzip2 bzip2 chattr chgrp chmod chown dd ed ex gunzip gzip mkdir mkfifo mknod patch perl rm rmdir sed setcap"
    " setfacl shred strip tee touch truncate unlink unxz xz".split()
)
_FIRST_IS_NO_PATH = frozenset("chgrp chmod chown sed setcap".split())
_SCRIPTED = frozenset({"perl", "sed"})
_SCRIPT_FOLLOWS = regex(r"-[A-Za-z]*[efE]|--expression|--file")
_GIVEN = regex(r"--(?:reference|expression|file)=")
_MODE = regex(r"-[rwxXst]+")
"""A mode of chmod that looks like an option, as in `chmod -x`."""
_REMOVE = frozenset({"rm", "rmdir", "unlink"})
_INTO = frozenset({"cp", "mv", "ln", "install"})
_PACKED = (".gz", ".bz2", ".xz")
_AREAS: Mapping[str, tuple[str, ...]] = {
    "cargo": ("~/.cargo",),
    "cmake": ("/usr/local",),
    "crontab": ("/var/spool/cron",),
    "dpkg-divert": ("/var/lib/dpkg",),
    "dpkg-statoverride": ("/var/lib/dpkg",),
    "gem": ("/var/lib/gems", "/usr/local/bin", "/usr/local/bundle"),
    "go": ("~/go",),
    "ldconfig": ("/etc/ld.so.cache", "/var/cache/ldconfig"),
    "locale-gen": ("/usr/lib/locale", "/etc/locale.gen"),
    "localedef": ("/usr/lib/locale",),
    "make": ("/usr/local",),
    "ninja": ("/usr/local",),
    "npm": ("/usr/local/lib/node_modules", "/usr/lib/node_modules", "/usr/local/bin"),
    "pip": ("/usr/local/lib", "/usr/local/bin", "~/.local"),
    "pip3": ("/usr/local/lib", "/usr/local/bin", "~/.local"),
    "python": ("/usr/local/lib", "/usr/local/bin"),
    "python3": ("/usr/local/lib", "/usr/local/bin"),
    "systemctl": ("/etc/systemd",),
    "update-alternatives": ("/etc/alternatives", "/var/lib/dpkg/alternatives"),
    "update-ca-certificates": ("/etc/ssl/certs", "/etc/ca-certificates.conf"),
    "update-locale": ("/etc/default/locale", "/etc/locale.conf"),
    "update-rc.d": ("/etc/rc", "/etc/init.d"),
    "rc-update": ("/etc/runlevels",),
}
"""Programs and the directories, or beginnings of paths, in which they write besides their own."""
_RECONFIGURED: Mapping[str, tuple[str, ...]] = {
    "locales": ("/usr/lib/locale", "/etc/locale.gen", "/etc/default/locale"),
    "tzdata": ("/etc/localtime", "/etc/timezone"),
}
_CHECKING = frozenset("cargo composer go npm pnpm yarn".split())
_CHECKS = frozenset("audit check fmt lint outdated test vet".split())
"""What these programs are asked for that changes nothing that lasts."""
_INSTALLING = frozenset("cmake make ninja pip pip3 python python3".split())
ACCOUNTS = frozenset(
    "addgroup adduser chfn chpasswd chsh delgroup deluser gpasswd groupadd groupdel groupmod newusers passwd useradd"
    " userdel usermod".split()
)
_BY_LOGS = frozenset({"apt", "apt-get", "aptitude", "apk", "apt-mark"})
_UNPACK = frozenset({"tar", "unzip", "bsdtar"})
_DEEPEST = 3
_STAMPLESS = frozenset("tar unzip cpio rsync".split())
"""Programs that give files the times that they had elsewhere."""


class Effects(Struct):
    """The paths that a line may have changed, from what it surely names to where its programs may have worked."""

    exact: set[str] = field(default_factory=set)
    """Paths, or patterns of paths, that it makes, changes or removes."""
    over: set[str] = field(default_factory=set)
    """Those that it overwrites whole."""
    named: set[str] = field(default_factory=set)
    """Paths that are arguments of programs of which it is not known what they do with them."""
    deep: set[str] = field(default_factory=set)
    """Directories of which everything may be its work."""
    areas: set[str] = field(default_factory=set)
    """Beginnings of paths where its programs write."""
    broad: set[str] = field(default_factory=set)
    """Directories in which a program ran, or that it was given."""
    fresh: set[str] = field(default_factory=set)
    """Directories that it makes, and fails if they are there."""
    gone: set[str] = field(default_factory=set)
    """Paths, or patterns of paths, that it removes."""
    gone_below: set[str] = field(default_factory=set)
    """Directories that it removes with everything in them."""
    made_above: set[str] = field(default_factory=set)
    """Directories that it makes where they are missing, since others are to be in them."""
    packages: set[str] = field(default_factory=set)
    """Files of packages that it installs."""
    programs: set[str] = field(default_factory=set)
    """Those that write files in `named`, `areas` and `broad`."""
    mentions: set[str] = field(default_factory=set)
    """All paths that it may read or write, with the directories in which it runs."""
    scripts: set[str] = field(default_factory=set)
    """Programs that it starts by their paths."""
    keeps_times: bool = False
    """Whether its files have the times that they had elsewhere."""


def line_effects(
    text: str, cwd: str, home: str, homes: Mapping[str, str], functions: Mapping[str, str] | None = None
) -> Effects:
    """Return where a line may have worked; `homes` are those of all users, `functions` the bodies of known ones."""
    found = Effects()
    _Reader(found, home, homes, functions or {}).read(text, cwd)
    return found


def functions_of(text: str) -> dict[str, str]:
    """Return the functions that a line defines, with their bodies."""
    found = {}
    for node in walk(parse(text)):
        if node.type == "function_definition":
            name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
            if name and body:
                found[source(name)] = source(body).strip().removeprefix("{").removesuffix("}")
    return found


class _Reader:
    """Reads one line and what it hands to other shells."""

    def __init__(self, found: Effects, home: str, homes: Mapping[str, str], functions: Mapping[str, str]) -> None:
        self._found, self._home, self._homes, self._functions = found, home, homes, functions

    def read(self, text: str, cwd: str, depth: int = 0) -> None:
        """Add what a text of shell does."""
        places = [cwd]
        if parse(text).has_error:  # as in fish: what is redirected can be told all the same
            for match in _REDIRECTED.finditer(text):
                self._found.exact.add(self._path(cwd, _EXPANSION.sub("*", match[1]).strip("\"'")))
        for node in walk(parse(text), skip=_FUNCTION_BODY):
            if node.type == "file_redirect":
                self._redirect(node, places)
            elif node.type == "command":
                simple, args = simple_command(node), _args(node)
                if simple.name in ("cd", "pushd") and args:
                    places.append(self._path(places[-1], args[0]))
                elif simple.name in self._functions and depth < _DEEPEST:
                    self.read(self._functions[simple.name], places[-1], depth + 1)
                elif simple.name in ("su", "runuser", "sh", "bash", "ash", "dash") and depth < _DEEPEST:
                    self._other_shell(simple, args, places[-1], depth)
                elif simple.name and not simple.only_looks:
                    self._program(simple, args, places)

    def _path(self, place: str, name: str) -> str:
        if name == "~" or name.startswith("~/"):
            return resolve(self._home, name[2:] or ".")
        return resolve(place, name)

    def _redirect(self, node: Any, places: Sequence[str]) -> None:  # noqa: ANN401 - a node of tree-sitter
        operator = next((child.type for child in node.children if ">" in child.type), "")
        if not operator and node.children[-1].type in WORDS:
            self._found.mentions.update(self._path(places[-1], name) for name in _spellings(node.children[-1]))
        if not operator or node.children[-1].type == "number":
            return
        for name in _spellings(node.children[-1]):
            path = self._path(places[-1], name)
            if not path.startswith("/dev/"):
                self._found.exact.add(path)
                if operator in (">", ">|", "&>"):
                    self._found.over.add(path)

    def _other_shell(self, simple: Simple, args: Sequence[str], place: str, depth: int) -> None:
        words = [*simple.args]
        if "-c" in words and words.index("-c") + 1 < len(words):
            inner = words[words.index("-c") + 1]
            login = any(word in ("-", "-l", "--login") for word in words)
            user = next((word for word in words if word in self._homes), "root")
            home = self._homes.get(user or "root", self._home) if simple.name in ("su", "runuser") else self._home
            if inner:
                reader = _Reader(self._found, home, self._homes, {})
                reader.read(inner, home if login else place, depth + 1)
            return
        if args and not args[0].startswith("-"):
            self._found.broad.add(place)

    def _program(self, simple: Simple, args: Sequence[str], places: Sequence[str]) -> None:
        name, found, place = simple.name, self._found, places[-1]
        plain = _without_script(name, args)
        paths = [self._path(place, arg) for arg in plain]
        found.mentions.update((place, *paths))
        if name in _CHECKING and _CHECKS & {*plain[:1], *(plain[1:2] if plain[:1] == ["run"] else ())}:
            return
        if name in ACCOUNTS or name in _BY_LOGS or name in EDITORS:
            found.packages.update(path for path in paths if path.endswith(".deb"))
            return
        if name not in _INSTALLING or "install" in args or "--install" in args:
            found.areas.update(area.replace("~", self._home, 1) for area in _AREAS.get(name, ()))
        if name in _STAMPLESS or (name == "cp" and any(arg.startswith("-") and {*"ap"} & {*arg} for arg in args)):
            found.keeps_times = True
        if name == "dpkg-reconfigure":
            found.areas.update(area for one in plain for area in _RECONFIGURED.get(one, ()))
            found.broad.add("/etc")
            found.programs.add(name)
        elif name == "dpkg":
            found.packages.update(path for path in paths if path.endswith(".deb"))
        elif name in _INTO:
            self._into(name, args, plain, paths, place)
        elif name in _ACTS_ON:
            self._acts_on(name, args, paths)
        elif name == "git" and plain[:1] == ["clone"] and len(plain) > 1:
            target = plain[2] if len(plain) > 2 else posixpath.basename(plain[1].rstrip("/")).removesuffix(".git")
            found.deep.add(self._path(place, target))
            found.made_above.update(_above(self._path(place, target)))
        elif name == "git" and plain[:1] == ["config"]:
            where = {"--global": f"{self._home}/.gitconfig", "--system": "/etc/gitconfig"}
            found.exact.update({file for arg, file in where.items() if arg in args} or {f"{place}/.git/config"})
        elif name in _UNPACK and (into := self._into_directory(name, args, place)):
            found.broad.add(into)
            found.made_above.update([into, *_above(into)])
            found.programs.add(name)
        elif name in ("curl", "wget"):
            self._fetched(name, args, plain, place)
        else:
            self._unknown(simple, args, paths, place)

    def _into(self, name: str, args: Sequence[str], plain: Sequence[str], paths: Sequence[str], place: str) -> None:
        found = self._found
        short = "".join(arg[1:] for arg in args if arg.startswith("-") and not arg.startswith("--"))
        if name == "install" and "d" in short:
            found.exact.update(paths)
            return
        into = [self._path(place, after) for arg, after in pairwise(args) if arg == "-t"]
        *sources, target = paths if len(paths) > 1 else [*paths, place]
        target = into[0] if into else target
        ends = {target, *(f"{target}/{posixpath.basename(one)}" for one in sources)}
        found.exact.update(ends)
        if not {target}.intersection(sources):
            found.over.update(ends if name != "ln" else ())
        if name == "mv":
            found.gone.update(sources)
            found.gone_below.update(sources)
        if name == "mv" or {*"rRa"} & {*short} or {"--recursive", "--archive"} & {*args}:
            found.deep.update(ends)
        if name == "install" and "D" in short:
            found.made_above.update(_above(target))
        if len(plain) > 1 and PATTERN.search(" ".join(plain[:-1])):
            found.deep.add(target)

    def _acts_on(self, name: str, args: Sequence[str], paths: Sequence[str]) -> None:
        found = self._found
        if name in _REMOVE:
            found.gone.update(paths)
            found.gone_below.update(paths if name == "rm" else ())
            return
        found.exact.update(paths)
        if name in ("chown", "chmod", "chgrp", "setfacl"):
            if any(arg.startswith("--recursive") or (arg[:1] == "-" and {*"rR"} & {*arg[:6]}) for arg in args):
                found.deep.update(paths)
        elif name in ("gzip", "bzip2", "xz"):
            found.exact.update(f"{path}{end}" for path in paths for end in _PACKED)
        elif name in ("gunzip", "bunzip2", "unxz"):
            found.exact.update(path.removesuffix(end) for path in paths for end in _PACKED)
        elif name == "dd":
            found.exact.update(path.partition("of=")[2] for path in paths if "of=/" in path)
        if name == "mkdir" and "-p" not in args:
            found.fresh.update(paths)
        elif name == "mkdir":
            found.made_above.update(above for path in paths for above in _above(path))

    def _into_directory(self, name: str, args: Sequence[str], place: str) -> str:
        """Return the directory that an archive is unpacked in, "" if it is the one in which the line runs."""
        option = {"unzip": "-d"}.get(name, "-C")
        names = [after for arg, after in pairwise(args) if arg == option]
        names += [arg.partition("=")[2] for arg in args if arg.startswith("--directory=")]
        return self._path(place, names[0]) if names else ""

    def _fetched(self, name: str, args: Sequence[str], plain: Sequence[str], place: str) -> None:
        options = {"-o", "--output"} if name == "curl" else {"-O", "--output-document"}
        for arg, after in zip(args, [*args[1:], ""], strict=True):
            if arg in options or (arg[:1] == "-" and arg[:2] != "--" and arg[-1:] == min(options)[-1:]):
                self._found.exact.add(self._path(place, after))
        self._found.exact.update(
            self._path(place, posixpath.basename(arg.partition("?")[0])) for arg in plain if "://" in arg
        )

    def _unknown(self, simple: Simple, args: Sequence[str], paths: Sequence[str], place: str) -> None:
        """Add what is known of any program: what it is given, and the directory in which it runs."""
        found = self._found
        found.programs.add(simple.name)
        found.named.update(path for path in paths if path != "/")
        values = [arg.partition("=")[2] for arg in args if "=" in arg and not arg.startswith("=")]
        given = {self._path(place, one) for one in values if one}
        found.named.update(given)
        found.broad.update(path for path in (*paths, *given, place) if path.count("/") > 1 or path == place != "/")
        word = (simple.words[0] if simple.words else "") or ""
        if "/" in word:
            found.scripts.add(self._path(place, word))
            found.mentions.add(self._path(place, word))
            found.broad.update({posixpath.dirname(posixpath.dirname(word))} - {"", "/"} if word[0] == "/" else ())


def _without_script(name: str, args: Sequence[str]) -> list[str]:
    """Return the arguments that are no options, and neither a script nor the mode or owner that files get."""
    plain, given, script = list[str](), False, False
    for arg in args:
        if script:
            script = False
        elif arg.startswith("-"):
            script = name in _SCRIPTED and bool(_SCRIPT_FOLLOWS.fullmatch(arg))
            given = given or script or bool(_GIVEN.match(arg)) or (name == "chmod" and bool(_MODE.fullmatch(arg)))
        else:
            plain.append(arg)
    return plain[1:] if name in _FIRST_IS_NO_PATH and not given else plain


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _args(node: Any) -> list[str]:  # noqa: ANN401 - a node of tree-sitter
    """Return the words after the program, expansions as `*`."""
    simple = simple_command(node)
    words = [child for child in node.children if child.type in WORDS]
    count = len(simple.args)
    return [text for word in (words[-count:] if count else []) for text in _spellings(word)]


def _spellings(node: Any) -> list[str]:  # noqa: ANN401 - a node of tree-sitter
    """Return the texts that a word may stand for."""
    text = source(node)
    if text.startswith("~/"):
        return [text]
    value = literal(node)
    if value is not None:
        return [value]
    text = _EXPANSION.sub("*", text).replace('"', "").replace("'", "")
    return _expanded(text)[:64]


def _expanded(text: str) -> list[str]:
    match = _BRACES.search(text)
    if not match or len(text) > 2000:
        return [text]
    return [
        each
        for part in match[1].split(",")[:32]
        for each in _expanded(f"{text[: match.start()]}{part}{text[match.end() :]}")
    ]
