"""Reads what zsh lists of its variables, functions, options and traps, for `state.py`.

Every declaration is one line: zsh writes unprintable characters as $'…' with \\C- and \\M-.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshotter.model import StateKind

State = dict[tuple[StateKind, str], str]

ZSH_VARIABLES = frozenset(
    "0 argv ARGC COLUMNS CPUTYPE DIRSTACKSIZE EGID EPOCHREALTIME EPOCHSECONDS EUID FUNCNEST GID HISTCHARS HISTCMD"
    " HISTFILE HISTSIZE HOST KEYBOARD_HACK KEYTIMEOUT LINENO LINES LISTMAX LOGNAME MACHTYPE MAILCHECK MODULE_PATH"
    " OLDPWD OPTARG OPTIND OSTYPE PPID PROMPT PROMPT2 PROMPT3 PROMPT4 PS1 PS2 PS3 PS4 PSVAR PWD RANDOM RPROMPT RPROMPT2"
    " RPS1 RPS2 SAVEHIST SECONDS SHLVL SPROMPT TERM TIMEFMT TMPPREFIX TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT TTY TTYIDLE"
    " UID USERNAME VENDOR ZSH_ARGZERO ZSH_NAME ZSH_PATCHLEVEL ZSH_SUBSHELL ZSH_VERSION debian_missing_features dirstack"
    " epochtime histchars key pipestatus prompt psvar signals status zle_bracketed_paste"
    " precmd_functions preexec_functions zshaddhistory_functions".split()
)
"""Variables that zsh, Debian's /etc/zsh/zshrc or the hooks set."""
_NOISE = re.compile(r"^typeset (?:-\S+ )*(?:0|argv|pipestatus|__snap_\w+)=.*\n", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?P<word>typeset|export|readonly)(?P<flags>(?: -\S+)*) (?P<name>\w+)(?: (?P<tied>\w+))?=(?P<value>.*)$",
    re.MULTILINE,
)
_TIED = re.compile(r"\( (.*?) ?\)(?: (\S+))?")
_ITEM = re.compile(r"""(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\.|[^\s'\\])+""")
_PIECE = re.compile(r"""\$'((?:[^'\\]|\\.)*)'|'([^']*)'|\\(.)|((?:[^'\\$]|\$(?!'))+|\$)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:(M-)?(?:\\?(C-))?(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_FUNCTION = re.compile(r"^(\S+) \(\) (?=\{\n)", re.MULTILINE)
_OPTION = re.compile(r"^(?P<name>\w+)(?: +(?P<value>on|off))?$", re.MULTILINE)


def without_noise(listing: str) -> str:
    """Return a listing of variables without the lines that differ each time although nothing changed."""
    return _NOISE.sub("", listing)


def unquote(text: str) -> str:
    """Return the value of a word in a listing of zsh."""
    plain = "".join(_plain(match) for match in _PIECE.finditer(text))
    # bytes that are no characters on their own are decoded one by one; together they may be characters
    return plain.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _plain(piece: re.Match[str]) -> str:
    ansi, single, escaped, bare = piece.groups()
    if ansi is not None:
        return _ESCAPE.sub(_character, ansi)
    return next((part for part in (single, escaped, bare) if part is not None), "")


def _character(match: re.Match[str]) -> str:
    meta, control, char = match.groups()
    if not meta and not control:
        return _LETTERS.get(char, char)
    code = ord(char)
    if control:
        code = 0x7F if char == "?" else code & 0x1F
    return chr(code) if not meta else chr(0xDC80 + (code & 0x7F))


def variables(listing: str) -> State:
    """Return the variables in the output of `typeset -p`."""
    found: State = {}
    for match in _DECLARED.finditer(listing):
        flags, name, value = match["flags"], match["name"], match["value"]
        if name in ZSH_VARIABLES or name.startswith("__snap_"):
            continue
        exported = match["word"] == "export" or "x" in flags
        tied = _TIED.fullmatch(value) if match["tied"] else None
        if tied:
            # `typeset -T PATH path=( … )`; the array of the pair is listed as -aT
            if "a" not in flags:
                items = (unquote(item) for item in _ITEM.findall(tied[1]))
                found["export" if exported else "variable", name] = (tied[2] or ":").join(items)
        elif set(flags) & set("aA"):
            found["array", name] = value
        else:
            found["export" if exported else "variable", name] = unquote(value)
    return found


def functions(listing: str) -> State:
    """Return the functions in the output of `typeset -f`: names and bodies."""
    return {("function", name): body for name, body in bodies(_FUNCTION, listing) if name != "snap"}


def bodies(head: re.Pattern[str], listing: str) -> Iterator[tuple[str, str]]:
    """Yield (name, body) of the functions in a listing: a body ends with the first line that begins with "}".

    `head` matches the text before a body; its first group is the name.
    """
    at = 0
    while (found := head.search(listing, at)) is not None:
        end = listing.find("\n}", found.end())
        if end < 0:
            return
        yield found[1], listing[found.end() : end + 2]
        at = end + 2


def options(listing: str) -> State:
    """Return the options in the output of `setopt`: those that differ from a new shell, "no" in front if off."""
    return {("option", match["name"]): "on" for match in _OPTION.finditer(listing) if match["value"] != "off"}
