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
_NETRC = rf"{_GAP}(?:login{_GAP}{_WORD}{_GAP})?(?:account{_GAP}{_WORD}{_GAP})?password{_GAP}(?P<s>{_WORD})"


class Phrase(Struct, frozen=True):
    """A pattern for text in which the group `s` is the secret."""

    kind: str
    anchor: str
    """The beginning of every match in lower case; it is searched first, which is many times faster than the pattern."""
    reason: str
    pattern: re.Pattern[str]
    least: str = "weak"
    """Which value counts: "weak" any that is not harmless, "random" one that looks random, "strong" a stronger one."""


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
    Phrase("bot-token", "bot", "the URL of a Telegram bot", regex(r"bot(?P<s>[0-9]{8,10}:A[\w-]{30,})")),
    Phrase(
        "joined",
        "passwor",
        "a password that is part of a name",
        regex(r"passwor[dt]-(?P<s>[^\s'\"/\\\0=:]{8,64})(?![^\s'\"/\\\0])", re.I),
        "strong",
    ),
    *(
        Phrase(
            "xml", f"{name}", "an element of that name", regex(rf"{name}(?:\s[^<>]{{0,60}})?>(?P<s>[^<>\s\0]+)</", re.I)
        )
        for name in ("password", "passwd", "passphrase", "pass", "pwd", "token", "secret", "apikey")
    ),
)
"""Every pattern begins at its anchor; what is before it can only be looked back at."""
