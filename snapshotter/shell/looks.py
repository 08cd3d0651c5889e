"""Whether a program with its arguments only looks: creates and changes no file by itself."""

from __future__ import annotations

import itertools

from snapshotter.regex import regex
from snapshotter.shell.editors import only_checks
from snapshotter.shell.programs import LOOKING, LOOKING_VERBS, TRANSIENT, VERSION_FLAGS

Args = tuple[str | None, ...]
"""Arguments, each None unless it is literal."""


def first_word(args: Args) -> str:
    """Return the first argument that is not an option, or the first option if there are only options."""
    plain = [arg for arg in args if arg and not arg.startswith("-")]
    return plain[0] if plain else next((arg for arg in args if arg), "")


def only_looks(name: str, args: Args) -> bool:
    """Return whether a program creates and changes no files by itself (a redirection may)."""
    if name == "perl":
        return False
    if name == "wget":
        return _prints_page(args)
    if name == "sed":
        return not any(arg is None or "w " in arg or _edits_in_place(arg) for arg in args)
    if name == "sqlite3":
        return bool(args) and args[-1] is not None and _QUERY.match(args[-1]) is not None
    if name == "find":
        return _FIND_ACTIONS.isdisjoint(args)
    if name == "curl":
        return not any(arg is None or _saves_output(arg) for arg in args)
    if name in ("tar", "unzip", "zip"):
        first = args[0] if args else None
        return first is not None and not first.startswith("--") and first.lstrip("-")[:1] in ("t", "l")
    if name == "postconf":  # it edits with `-e`, `-X` and `-#`, and without an option where a value is given
        return not any(arg is None or "=" in arg or arg in ("-e", "-X", "-#") for arg in args)
    if name == "openssl":
        looks = first_word(args) in _OPENSSL_SHOWS or "-noout" in args
        return looks and not any(arg is None or arg.startswith(_OPENSSL_WRITES) for arg in args)
    if name == "crontab":
        return "-l" in args
    if name in LOOKING_VERBS:
        return first_word(args) in LOOKING_VERBS[name] or (len(args) == 1 and args[0] in VERSION_FLAGS)
    if name == "date":
        return "-s" not in args and "--set" not in args
    if name == "visudo":
        return only_checks(name, args)
    if name == "mount":
        return len(args) <= 1
    if name in LOOKING or name in TRANSIENT:
        return True
    return len(args) == 1 and args[0] in VERSION_FLAGS


_QUERY = regex(r"(?i)\s*(?:select\b[^;]*;?\s*\Z|\.(?:schema|tables|dump|indexes|databases)\b)")
"""What `sqlite3` is asked without a change of its file."""
_OPENSSL_SHOWS = frozenset("asn1parse ciphers crl dgst errstr list s_client speed verify version x509".split())
"""Commands of openssl that print, unless they are told to write a file."""
_OPENSSL_WRITES = ("-out", "-keyout", "-CAcreateserial", "-writerand", "-sess_out", "-keylogfile")
_FIND_ACTIONS = frozenset({"-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprintf", "-fls"})


def _edits_in_place(arg: str) -> bool:
    """Return whether an argument of `sed` makes it change its files."""
    return arg.startswith(("-i", "--in-place")) or (arg.startswith("-p") and "i" in arg)


def _saves_output(arg: str) -> bool:
    """Return whether an argument of `curl` makes it write a file."""
    if arg.startswith(("-o", "-O", "--output", "--remote", "-c", "-D")):
        return True
    return arg.startswith("-") and not arg.startswith("--") and ("o" in arg or "O" in arg)


def _prints_page(args: Args) -> bool:
    """Return whether `wget` writes what it gets to its output, or only looks whether it is there."""
    if any(arg is None or arg.startswith(_WGET_WRITES) for arg in args):
        return False
    if "--spider" in args or "--output-document=-" in args:
        return True
    words = [*args, ""]
    return any(
        (word == "--output-document" and after == "-") or _STDOUT.fullmatch(f"{word} {after}")
        for word, after in itertools.pairwise(words)
    )


_WGET_WRITES = ("-o", "-a", "--output-file", "--append-output", "--save-", "--warc", "-m", "--mirror", "-P")
_STDOUT = regex(r"-[qSNnvc46]*O(- .*| -)")
"""Options of `wget` with which a page goes to its output."""
