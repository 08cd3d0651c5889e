"""Patterns for text in which something other than the name of a setting announces a secret: URLs, headers, SQL, …"""

from __future__ import annotations

import re

from msgspec import Struct

from snapshotter.regex import regex

_GAP = r"(?:\s|\\[nt])+"
_WORD = r"[^\s'\"\\\0]+"
_SCHEMES = "bearer|token|basic|apikey|digest|bot|negotiate"
_QUOTE = r"\\?['\"]"
_USER = r"://[^\s/?#:@'\"\0\[\]{}]{0,256}:"
_NETRC = rf"{_GAP}(?:(?:login|account|port){_GAP}{_WORD}{_GAP}){{0,3}}password{_GAP}(?P<s>{_WORD})"


_ARGUMENTS = r"(?:(?:\\?[\"'][^\"'\n\0]{0,256}\\?[\"']\s*+|[^()\"',\n\0]{1,64}+),\s*+){1,6}"
"""The arguments of a call in front of the last one."""
_LAST_STRING = r"\\?[\"'](?P<s>[^\"'\s\\\0]{4,128})\\?[\"']"


class Phrase(Struct, frozen=True):
    """A pattern for text in which the group `s` is the secret."""

    kind: str
    anchor: str
    """The beginning of every match in lower case; it is searched first, which is many times faster than the pattern."""
    reason: str
    pattern: re.Pattern[str]
    least: str = "weak"
    """Which value counts: "weak" any that is not harmless, "word" a word of six letters or "mixed", "mixed" one with
    several kinds of characters, "random" one that looks random, "strong" a stronger one."""
    in_front: bool = False
    """Whether the pattern is for the end of the text in front of the anchor, not for what begins at it."""


PHRASES = (
    Phrase(
        "url", "://", "the password part of a URL", regex(rf"{_USER}(?P<s>[^\s/?#'\"\0<>]{{1,1024}})@(?=[-\w.\[$\0])")
    ),
    Phrase(
        "url",
        "://",
        "the same with a character that should have been escaped; digits would be a port",
        regex(rf"{_USER}(?![0-9]*[/?#])(?P<s>[^\s'\"\0<>@():]{{0,64}}[/?#][^\s'\"\0<>@():]{{0,64}})@(?=[A-Za-z0-9_-])"),
    ),
    Phrase(
        "url",
        "://",
        "a token in place of a user",
        regex(r"://(?P<s>[A-Za-z0-9_-]{20,}):?(?:x-oauth-basic|x)?@"),
        "random",
    ),
    Phrase("url", "thin:", "a user and a password for Oracle", regex(r"thin:\w+/(?P<s>[^\s/@'\"\0]+)@", re.I)),
    Phrase(
        "authorization",
        "authorization",
        "the header that carries a credential",
        regex(
            rf"authorization[\"']?\s*(?:[:=,]\s*(?:{_QUOTE})?|\s{_QUOTE})\s*(?:{_SCHEMES})\s+"
            r"(?P<s>[^\s'\"\\\0,;]{6,})",
            re.I,
        ),
    ),
    Phrase(
        "authorization",
        "authorization",
        "the same header without a scheme",
        regex(r"authorization[\"']?\s*:\s*[\"']?(?P<s>[^\s'\"\\\0,;]{12,})", re.I),
        "random",
    ),
    Phrase(
        "authorization",
        "bearer ",
        "a token behind its scheme",
        regex(r"bearer +(?P<s>[\w.~+/=-]{16,})", re.I),
        "strong",
    ),
    Phrase("netrc", "machine", "an entry of .netrc", regex(rf"machine{_GAP}{_WORD}{_NETRC}")),
    Phrase("netrc", "default", "the entry for any host", regex(rf"default(?={_GAP}login){_NETRC}")),
    Phrase(
        "sql",
        "identified",
        "MySQL and Oracle: CREATE USER, GRANT",
        regex(rf"identified\s+(?:with\s+[\w'\"`]+\s+)?(?:by|as)\s+(?:password\s+)?{_QUOTE}(?P<s>[^'\"\\\0]+)", re.I),
    ),
    Phrase(
        "sql",
        "password",
        "PostgreSQL: CREATE and ALTER ROLE; MySQL: SET PASSWORD",
        regex(
            r"password(?:\s*=\s*password\s*\(|(?<==password)\s*\(|(?<== password)\s*\(|\s)\s*"
            r"\\?'(?P<s>[^'\s\\\0]+)\\?'",
            re.I,
        ),
    ),
    Phrase(
        "sql",
        "pragma",
        "the key of an encrypted SQLite file",
        regex(r"pragma\s+(?:hex)?key\s*=\s*['\"](?P<s>[^'\"\0]+)", re.I),
    ),
    Phrase(
        "sql", "pgp_sym_", "PostgreSQL: the pass phrase", regex(r"pgp_sym_\w+\([^()]{1,200}?,\s*'(?P<s>[^'\0]+)'", re.I)
    ),
    Phrase(
        "hashing",
        "crypt",
        "a function that makes a hash of its argument",
        regex(r"crypt(?:\.crypt|\.hashpw|\.hash\w*|\.encrypt)?\s*\(\s*b?\\?[\"'](?P<s>[^\"'\\\0]{4,})\\?[\"']", re.I),
    ),
    Phrase(
        "hashing",
        "hash",
        "the same under other names",
        regex(r"hash(?:_hmac|_password|_pw|pw|sync|password)?\s*\(\s*b?\\?[\"'](?P<s>[^\"'\\\0]{6,})\\?[\"']", re.I),
        "strong",
    ),
    Phrase(
        "hashing",
        "password_hash",
        "PHP and Werkzeug",
        regex(r"(?<![|])(?<![|] )password_hash\s*\(\s*\\?[\"'](?P<s>[^\"'\\\0]{4,})\\?[\"']", re.I),
    ),
    Phrase(
        "hashing",
        "make_password",
        "Django",
        regex(r"make_password\s*\(\s*\\?[\"'](?P<s>[^\"'\\\0]{4,})\\?[\"']", re.I),
    ),
    Phrase("debconf", "pass", "an answer for debconf", regex(r"(?<=[/_-])pass[\w-]*\s+password\s+(?P<s>[^\s'\"\0]+)")),
    Phrase(
        "chpasswd-list",
        "chpasswd:",
        "users and passwords for cloud-init",
        regex(r"chpasswd:\s[^\0]{0,80}?list:\s*[|>]?[-+]?\s*\n\s*-?\s*[\w-]+:(?P<s>[^\s\0]+)"),
    ),
    Phrase("redis", "pass", "redis.conf", regex(r"(?<=require)pass\s+\"?(?P<s>[^\s'\"\0]+)")),
    Phrase("redis", "masterauth", "redis.conf of a replica", regex(r"masterauth\s+\"?(?P<s>[^\s'\"\0]+)")),
    Phrase(
        "redis", "user ", "an access list of Redis", regex(r"user\s+\S+\s+(?:\S+\s+){0,9}?>(?P<s>[^\s'\"\0]{3,})", re.I)
    ),
    Phrase(
        "redis",
        "setuser ",
        "the command for it",
        regex(r"setuser\s+\S+\s+(?:\S+\s+){0,9}?>(?P<s>[^\s'\"\0]{3,})", re.I),
    ),
    Phrase(
        "slapd",
        "pw",
        "slapd.conf, ldap.conf, kickstart",
        regex(r"(?<=root|bind)pw:{0,2}\s+(?:--\w+\s+)?(?P<s>(?!-)[^\s'\"\0]{4,})", re.I),
    ),
    Phrase(
        "snmp",
        "createuser",
        "snmpd.conf: the pass phrase for signing",
        regex(r"createuser\s+(?:-e\s+\S+\s+)?\S+\s+(?:md5|sha\S*)\s+\"?(?P<s>[^\s\"\0]{6,})", re.I),
    ),
    Phrase(
        "snmp",
        "createuser",
        "snmpd.conf: the one for encryption",
        regex(r"createuser\s[^\n\0]{1,120}?\s(?:des|aes\S*)\s+\"?(?P<s>[^\s\"\0]{6,})", re.I),
    ),
    Phrase("snmp", "community", "snmpd.conf", regex(r"(?<=r[ow])community6?\s+\"?(?P<s>[^\s\"\0]{4,})", re.I)),
    Phrase("ipsec", "psk", "ipsec.secrets", regex(r"psk\s+\"(?P<s>[^\"\0]+)\"", re.I)),
    Phrase("ipsec", "xauth", "ipsec.secrets", regex(r"xauth\s+\"(?P<s>[^\"\0]+)\"", re.I)),
    Phrase("ipsec", "eap", "ipsec.secrets", regex(r"eap\s+\"(?P<s>[^\"\0]+)\"", re.I)),
    Phrase(
        "openvpn",
        "<auth-user-pass>",
        "a user and a password in the file of a connection",
        regex(r"<auth-user-pass>\s*[^\n]+\n(?P<s>[^\s<\0]+)"),
    ),
    Phrase(
        "jwk",
        '"d"',
        "the private part of a JSON web key",
        regex(r"\"d\"\s*:\s*\"(?P<s>[A-Za-z0-9_-]{40,})\""),
        "strong",
    ),
    Phrase(
        "expect",
        "assword",
        "the answer of an expect script to a prompt",
        regex(r"assword[^\0]{0,80}?\bsend(?:\s+--)?\s+\\?[\"{](?P<s>[^\"\\\0]+)\\", re.S),
    ),
    Phrase(
        "registry-auth",
        "auth",
        "a login in the configuration of a registry",
        regex(r"auth\\?\"\s*:\s*\\?\"(?P<s>[A-Za-z0-9+/]{8,}={0,2})\\?\""),
    ),
    Phrase(
        "url",
        "@tcp(",
        "Go: the source of data for MySQL",
        regex(r"[\w.-]{1,64}:(?P<s>[^\s:'\"`@]{1,128})\Z"),
        in_front=True,
    ),
    Phrase(
        "connection-string",
        "uid",
        "ODBC and ADO: the password behind the user",
        regex(r"uid\s*=\s*[^;\n\0]*(?:;|\r?\n)\s*pwd\s*=\s*[{\"']?(?P<s>[^\s;'\"{}\0]{4,})", re.I),
    ),
    Phrase(
        "connection-string",
        "user id",
        "the same",
        regex(
            r"user id\s*=\s*[^;\n\0]*;(?:[^;'\"\n\0]*;){0,4}?\s*(?:password|pwd)\s*=\s*(?P<s>[^\s;'\"{}\0]{4,})",
            re.I,
        ),
    ),
    Phrase(
        "plain-text", "{plain}", "Dovecot: a password that is no hash", regex(r"\{plain\}(?P<s>[^\s:\0]{4,})", re.I)
    ),
    Phrase("plain-text", "{cleartext}", "OpenLDAP: the same", regex(r"\{cleartext\}(?P<s>[^\s:\0]{4,})", re.I)),
    Phrase(
        "kafka",
        "scram-sha-",
        "Kafka: a user",
        regex(r"scram-sha-\d+=\[[^\]\0]{0,64}?password=(?P<s>[^\],\s\0]+)", re.I),
    ),
    Phrase(
        "zookeeper",
        "digestloginmodule",
        "ZooKeeper: a user",
        regex(r"digestloginmodule\s+\w+\s+user_\w+=\"(?P<s>[^\"\0]+)\"", re.I),
    ),
    Phrase("snmp", "authcommunity", "snmptrapd.conf", regex(r"authcommunity\s+\S+\s+(?P<s>[^\s\0]{4,})", re.I)),
    Phrase(
        "gossip",
        "encrypt",
        "Consul, Nomad, Serf: the key of a cluster",
        regex(r"encrypt\"?\s*[=:]\s*\"(?P<s>[A-Za-z0-9+/]{22,44}={0,2})\"", re.I),
        "strong",
    ),
    Phrase(
        "gossip",
        '"tokens"',
        "Consul: tokens by what they are for",
        regex(r"\"tokens\"\s*:\s*\{\s*\"\w+\"\s*:\s*\"(?P<s>[^\"\0]+)\"", re.I),
        "strong",
    ),
    Phrase(
        "basic-fake",
        "authbasicfake",
        "Apache: a password that a user need not give",
        regex(r"authbasicfake\s+\S+\s+\"?(?P<s>[^\s\"\0]+)", re.I),
    ),
    Phrase(
        "replacement",
        "sub(/",
        "awk: what replaces the name",
        regex(r"sub\(/[^/\n\0]*(?:token|pass|secret|key|pw)[^/\n\0]*/\s*,\s*\\?\"(?P<s>[^\"\\\0]{6,})\\?\"", re.I),
        "mixed",
    ),
    Phrase("postfix", "static:", "Postfix: one user for all hosts", regex(r"static:[^\s:/]+:(?P<s>[^\s\0]{4,})")),
    Phrase("haproxy", "stats auth", "HAProxy: a user of its page", regex(r"stats auth\s+[^\s:]+:(?P<s>[^\s\0]+)")),
    Phrase(
        "squid", "login=", "Squid: a user of the next proxy", regex(r"login=[^\s:@/=&]+:(?P<s>[^\s'\"\0@]+)(?=\s|\Z)")
    ),
    Phrase("redis", "pass", "sentinel.conf", regex(r"(?<=auth-)pass\s+\S+\s+\"?(?P<s>[^\s'\"\0]+)")),
    Phrase(
        "proftpd",
        "sqlconnectinfo",
        "ProFTPD: a user and a password",
        regex(r"sqlconnectinfo\s+\S+\s+\S+\s+\"?(?P<s>[^\s\"\0]+)", re.I),
    ),
    Phrase(
        "secure-string",
        "convertto-securestring",
        "PowerShell",
        regex(r"convertto-securestring\s+(?:-\w+\s+)*\\?[\"'](?P<s>[^\"'$\\\0]+)\\?[\"']", re.I),
    ),
    *(
        Phrase("credentials", anchor, reason, regex(rf"{pattern}\s*[,)]", re.I), least)
        for anchor, reason, least, pattern in (
            ("auth=(", "Python", "mixed", rf"auth=\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("auth = (", "Python", "mixed", rf"auth = \(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("auth(", "HTTP", "mixed", rf"auth\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("login(", "FTP, SMTP, IMAP", "mixed", rf"login\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("credentials(", "Java", "mixed", rf"credentials\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("credential(", "C#", "mixed", rf"credential\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("connect(", "a data base, a broker", "mixed", rf"connect\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("dbi->connect(", "Perl", "word", rf"dbi->connect\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("getconnection(", "Java", "word", rf"getconnection\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("mysqli", "PHP", "word", rf"mysqli(?:_connect)?\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("pdo(", "PHP", "word", rf"pdo\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("password(", "a function that sets one", "mixed", rf"password\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("authenticate(", "R", "mixed", rf"authenticate\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("authentication(", "Java", "mixed", rf"authentication\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("database(", "MATLAB", "mixed", rf"database\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("plainauth(", "Go", "mixed", rf"plainauth\(\s*+[^,()\0]{{0,80}},\s*[^,()\0]{{0,80}},\s*{_LAST_STRING}"),
            ("auth(", "Redis", "strong", rf"auth\(\s*+{_LAST_STRING}"),
            ("password.create(", "Ruby: bcrypt", "weak", rf"password\.create\(\s*+{_LAST_STRING}"),
            ("wifi.begin(", "Arduino", "word", rf"wifi\.begin\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
            ("superuser(", "Django", "mixed", rf"superuser\(\s*+{_ARGUMENTS}(?:password\s*=\s*)?{_LAST_STRING}"),
            ("jwt.", "the key", "mixed", rf"jwt\.(?:sign|verify|encode|decode)\(\s*+{_ARGUMENTS}{_LAST_STRING}"),
        )
    ),
    *(
        Phrase(
            "sentence",
            anchor,
            "a name of several words",
            regex(rf"{pattern}\s*[:=]\s*[\"'`]?(?P<s>[^\s\"'`\0]{{4,}})", re.I),
        )
        for anchor, pattern in (
            ("passe", r"(?:(?<=mot de )|(?<=phrase de )|(?<=palavra ))passe"),
            ("sandi", r"(?<=kata )sandi"),
            ("khẩu", r"(?<=mật )khẩu"),
            ("parola d'ordine", "parola d'ordine"),
        )
    ),
    Phrase("bot-token", "bot", "the URL of a Telegram bot", regex(r"bot(?P<s>[0-9]{8,10}:A[\w-]{30,})")),
    Phrase(
        "printed",
        "pass",
        "a command that prints the password",
        regex(
            r"pass(?:word|phrase|wd)?[-_]?(?:command|cmd|eval)[\"']?\s*[=:\s]\s*[\"']?(?:echo|printf)\s+(?:-n\s+)?"
            r"[\"']?(?P<s>[^\s\"'$%`\0]{4,})",
            re.I,
        ),
    ),
    *(
        Phrase(
            "in-name",
            anchor,
            "a secret that is part of the name of a file",
            regex(rf"{anchor}(?:phrase)?[-_](?P<s>[^\s'\"/\\\0=:]{{8,64}})(?![^\s'\"/\\\0])", re.I),
            "strong",
        )
        for anchor in ("pass", "token", "secret", "key")
    ),
    Phrase(
        "joined",
        "passwor",
        "a password that is part of a name",
        regex(r"passwor[dt][-_](?P<s>[^\s'\"/\\\0=:]{8,64})(?![^\s'\"/\\\0])", re.I),
        "strong",
    ),
    *(
        Phrase(
            "xml",
            f"{name}",
            "an element of that name",
            regex(rf"(?<=[<\w:.-]){name}(?:\s[^<>]{{0,60}})?>(?P<s>[^<>\s\0]+)</", re.I),
        )
        for name in ("password", "passwd", "passphrase", "pass", "pwd", "token", "secret", "apikey")
    ),
)
"""Every pattern begins at its anchor; what is before it can only be looked back at."""
ONLY_TYPED = frozenset({"in-name"})
"""Kinds of phrases that count in commands alone."""
NOT_IN_CODE = frozenset(
    "debconf redis printed slapd snmp ipsec netrc haproxy squid proftpd postfix kafka zookeeper basic-fake plain-text "
    "chpasswd-list openvpn gossip".split()
)
"""Kinds of phrases that are lines of files of settings."""
