"""What kind of file a path is: it decides which values in the file's text count as secrets."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from snapshotter.regex import regex

Kind = Literal["never", "script", "settings", "code", "prose", "examples", "library", "generated"]
"""
never: holds no secret in the sense of this package, whatever it looks like;
script, settings, code, prose: made by a person, and read as such;
examples: translations and templates, in which a name stands beside a word or a sample;
library: installed by a package manager of a language, so that names in it announce nothing;
generated: by a tool, such as a lock file or a minified one.
"""

_NEVER = regex(
    r"/etc/(?:g?shadow-?|passwd-?|group-?|sub[ug]id-?|ssh/ssh_host_.*|ssl/private/ssl-cert-snakeoil\.key|"
    r"(?:pam\.d|security)/.*)"
)
_NEVER_NAMES = (".pub", "/known_hosts", "/htpasswd", "/.htpasswd")
_LIBRARY = regex(
    r".*/(?:site-packages|dist-packages|node_modules|bower_components|gems|\.cargo/registry|pkg/mod|\.m2/repository|"
    r"\.gradle/caches|\.npm/_cacache)/|/usr/(?:include|src|share/(?:doc|man|info|nodejs|perl5?|ruby|php|javascript))/|"
    r"/usr/share/(?:X11|applications|bash-completion|bug|cmake[^/]*|easy-rsa|emacs|fish|fonts|guile|icons|libinput|lintian|"
    r"locale|mime|misc|nmap|snmp|terminfo|vim|wireshark|zsh|zoneinfo)/|"
    r"/usr/(?:local/)?lib/(?:python\d|ruby|perl|go|jvm|node|php|rustlib|R|x86_64|aarch64)|/var/lib/(?:dpkg|apt)/"
)
_EXAMPLE_WORDS = frozenset("example examples sample samples template templates tmpl tpl dist skel schema".split())
"""Words in the name of a file that make it an example."""
_EXAMPLE_ENDINGS = frozenset(
    "arb erb ftl hbs in j2 jinja jinja2 mustache po pot resx strings tmpl tpl xlf xliff".split()
)
_LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv ms nb nl nn no pl pt ro ru sk sl "
    "sr sv th tr uk vi zh".split()
)
_WORDS = frozenset("el et fa he hi id is it ms no".split())
"""Those that are words of names too, and mean a language only where a name is nothing else."""
_TRANSLATED = frozenset("ini js json lang php properties py rb toml ts xml yaml yml".split())
_TRANSLATION_WORDS = frozenset(
    "i18n l10n translation translations messages strings locale locales language languages labels".split()
)
_SEPARATORS = str.maketrans("_-", "..")
_TRANSLATION_DIRECTORY = regex(r".*/(?:i18n|l10n|lang|langs|locales?|languages?|translations?|intl|nls|LC_MESSAGES)/")
_DOCUMENTS_DIRECTORY = regex(r".*/(?:docs?|documentation|man)/")
_CODE = frozenset(
    "astro c cc cjs clj cljs coffee cpp cr cs cts cxx dart el elm erl ex exs f90 fs go gql gradle "
    "graphql groovy h hh hpp hrl hs htm html hxx ipynb java jl js jsx kt kts lisp lua m mjs ml mli mm mts nim pas "
    "nse php php5 phtml pl pm proto ps1 psm1 py pyi pyw r rb rs s scala scm svelte swift t tcl thrift ts tsx v vb vbs "
    "vim vue xhtml zig".split()
)
_PROSE = frozenset("adoc asciidoc markdown md org rst tex textile".split())
_PROSE_NAME = regex(
    r"(?:README|CHANGELOG|CHANGES|NEWS|HISTORY|LICEN[CS]E|COPYING|COPYRIGHT|AUTHORS|INSTALL)(?:[._-].*)?"
)
_SCRIPTS = frozenset("bash cron env envrc fish history ksh sh zsh".split())
_SCRIPT_NAME = regex(
    r"\.\w*(?:rc|profile|history|hst|login|logout|aliases|env|viminfo)(?:[._-]?(?:\d+|bak|old|save))?|\.env[\w.-]*|environment|profile|crontab|"
    r"\w+_history|(?:\w+\.)?(?:Dockerfile|Containerfile)[\w.-]*|Procfile|Makefile|GNUmakefile|[Jj]ustfile"
)
_SCRIPT_DIRECTORY = regex(r".*/etc/(?:default|cron(?:\.\w+)?|profile\.d|init\.d|sysconfig|conf\.d)/|.*/var/spool/cron/")
_LIBRARY_SETTINGS = frozenset("cfg cnf conf env ini properties toml yaml yml".split())
_GENERATED_ENDINGS = frozenset("css less lock map md5 mo scss sha1 sha256 sha512 sum svg".split())
_GENERATED_NAMES = (
    *("package-lock.json", "npm-shrinkwrap.json", "packages.lock.json", "pnpm-lock.yaml", ".min.js", ".d.ts"),
    *("SUMS", "SUMS.txt", "SUMS.asc"),
)
_WITH_COMMANDS = (
    *(".service", ".timer", ".yml", ".yaml", ".conf", ".cfg", ".ini", ".toml", ".desktop", ".tf", ".hcl", ".mk"),
    *("/package.json", "/composer.json", "/Jenkinsfile", ".log", ".txt"),
)
"""Endings of files of settings that can hold commands."""


def can_hold_commands(path: str, kind: Kind) -> bool:
    """Return whether a file is a script, or one of settings that can hold commands."""
    return (
        kind == "script" or path.endswith(_WITH_COMMANDS) or (kind == "settings" and "." not in path[path.rfind("/") :])
    )


def kind_of(path: str) -> Kind:
    """Return the kind of a file by its path."""
    if path.endswith(_NEVER_NAMES) or (path.startswith("/etc/") and _NEVER.fullmatch(path)):
        return "never"
    end = path.rfind("/") + 1
    base = path[end:]
    words = base.lower().translate(_SEPARATORS).split(".")
    extension = words[-1] if "." in base[1:] or base == ".env" else ""
    if _is_generated(base, extension):
        return "generated"
    of_directory = _of_directory(path[:end])
    if of_directory == "library":
        return "examples" if extension in _LIBRARY_SETTINGS else "library"
    if of_directory == "examples" or _is_example(words, extension):
        return "examples"
    if extension in _CODE:
        return "code"
    if of_directory == "script" or extension in _SCRIPTS or _SCRIPT_NAME.fullmatch(base):
        return "script"
    if extension in _PROSE or _PROSE_NAME.fullmatch(base) or (of_directory == "prose" and extension == "txt"):
        return "prose"
    return "settings"


def _is_generated(base: str, extension: str) -> bool:
    pinned = extension == "txt" and base.startswith("requirements")
    return extension in _GENERATED_ENDINGS or base.endswith(_GENERATED_NAMES) or pinned


def _is_example(words: list[str], extension: str) -> bool:
    """Return whether a file is a template or a translation by its name, such as `.env.sample` or `messages_de.po`."""
    if extension in _EXAMPLE_ENDINGS or not _EXAMPLE_WORDS.isdisjoint(words):
        return extension != "sql"
    if extension not in _TRANSLATED:
        return False
    if words[0] in _TRANSLATION_WORDS:
        return True
    *before, last = ["", *words[:-1]]
    alone = before == [""]
    return last in (_LANGUAGES if alone else _LANGUAGES - _WORDS) or (len(last) == 2 and before[-1] in _LANGUAGES)


@lru_cache(maxsize=1024)
def _of_directory(directory: str) -> Kind:
    """Return what a directory makes of the files in it; "settings" if nothing."""
    if _LIBRARY.match(directory):
        return "library"
    if _TRANSLATION_DIRECTORY.match(directory):
        return "examples"
    if _DOCUMENTS_DIRECTORY.match(directory):
        return "prose"
    return "script" if _SCRIPT_DIRECTORY.match(directory) else "settings"
