"""Whether a file holds a secret: by its name, by tokens and private keys in it, or by settings that announce one.

Meant for files that neither a package nor a rebuild explains.  Password hashes (shadow, .htpasswd) do not count as
secrets, and the host keys of ssh are treated as volatile, not as secret.
"""

from __future__ import annotations

from snapshotter.regex import regex
from snapshotter.secrets.in_command import find
from snapshotter.secrets.in_text import in_text
from snapshotter.secrets.judge import is_secret_value, secret_name, stem
from snapshotter.secrets.program_table import KNOWN
from snapshotter.secrets.token_shapes import private_key_in, token_in

_LARGEST = 1 << 20
_LARGEST_SCRIPT = 1 << 16
_LARGEST_WORD = 256

CREDENTIAL_FILES = (
    (r"(?:.*/)?[._]netrc", rb"\bpassword\s+\S", "passwords for hosts"),
    (r".*/\.pypirc", rb"\bpassword\s*[=:]\s*\S", "a password for a package index"),
    (r".*/\.pgpass", rb"(?m)^[^#\s][^:\n]*:.*:.", "passwords for PostgreSQL"),
    (r".*/\.git-credentials", rb"://[^/\s]*:[^/\s]+@", "passwords for git"),
    (r".*/\.?npmrc", rb"_(?:authToken|auth|password)\s*=\s*[^\s$]", "a token for npm"),
    (r".*/\.yarnrc\.yml", rb"npmAuth(?:Token|Ident):\s*[^\s$]", "a token for npm"),
    (r".*/\.aws/credentials", rb"(?i)aws_secret_access_key\s*=\s*\S", "keys for AWS"),
    (
        r".*/(?:\.docker/config\.json|\.dockercfg|containers/auth\.json)",
        rb"\"(?:auth|identitytoken|registrytoken|password)\"\s*:\s*\"[^\"]",
        "logins for registries",
    ),
    (r".*/(?:gh|glab-cli)/(?:hosts|config)\.yml|.*/\.config/hub", rb"\b(?:oauth_)?token:\s*\S", "a token for a forge"),
    (
        r".*/(?:\.kube/config|kubeconfig)|.*\.kubeconfig|/etc/kubernetes/[\w-]+\.conf|/etc/rancher/k3s/k3s\.yaml",
        rb"\b(?:token|client-key-data|password):\s*\S",
        "access to a cluster",
    ),
    (r".*/\.my\.cnf", rb"(?m)^\s*password\s*=\s*\S", "a password for MySQL"),
    (r".*/\.mylogin\.cnf", rb".", "a password for MySQL"),
    (
        r".*/gcloud/(?:(?:credentials|access_tokens)\.db|application_default_credentials\.json|legacy_credentials/.*)",
        rb".",
        "access to Google Cloud",
    ),
    (r".*/\.azure/(?:accessTokens|msal_token_cache|service_principal_entries)\.(?:json|bin)", rb".", "access to Azure"),
    (r".*/rclone\.conf", rb"(?m)^(?:pass|password|token|\w*secret\w*)\s*=\s*\S", "access to storage"),
    (r".*/\.terraform\.d/credentials\.tfrc\.json", rb"\"token\"", "a token for Terraform"),
    (r".*/\.cargo/credentials(?:\.toml)?", rb"\btoken\s*=\s*\S", "a token for crates.io"),
    (r".*/\.gem/credentials", rb":\s*\S{10}", "a key for RubyGems"),
    (r".*/\.m2/settings\.xml", rb"<(?:password|passphrase)>[^<$]", "a password for a Maven repository"),
    (r".*/composer/auth\.json", rb":\s*\"[^\"]+\"", "tokens for Composer"),
    (r".*/\.(?:s3cfg|boto)", rb"(?m)^\w*secret_(?:access_)?key\s*=\s*\S", "keys for storage"),
    (r".*/\.vault-token", rb"\S", "a token for Vault"),
    (r".*/\.(?:smb|cifs)credentials", rb"password\s*=\s*\S", "a password for a share"),
    (r"/etc/ppp/(?:chap|pap)-secrets", rb"(?m)^\s*[^#\s]", "passwords for dial-up"),
    (r"/etc/(?:postfix/sasl_passwd|exim4/passwd\.client)", rb"(?m)^[^#\s].*:.", "a password for mail"),
    (
        r".*wpa_supplicant[\w-]*\.conf|/etc/NetworkManager/system-connections/.*",
        rb"(?m)^\s*(?:psk|password|wep-key\d)\s*=\s*\S",
        "a password for a network",
    ),
    (r".*/\.gnupg/(?:private-keys-v1\.d/.*\.key|secring\.gpg)", rb".", "a private key"),
    (r".*\.(?:p12|pfx|kdbx|ppk)", rb"\A(?:0[\x80-\x84]|\x03\xd9\xa2\x9a|PuTTY-User-Key)", "keys or passwords"),
    (r".*/age/keys?\.txt", rb"AGE-SECRET-KEY-1", "a private key"),
)
"""A pattern for the path, one for the required content, and a description of that content."""

_BY_NAME = [(regex(path), regex(content), f"holds {what}") for path, content, what in CREDENTIAL_FILES]
_CREDENTIAL_PATH = regex("|".join(f"(?:{path})" for path, _, _ in CREDENTIAL_FILES))
_NEVER_SECRET = regex(
    r"/etc/(?:g?shadow-?|passwd-?|group-?|sub[ug]id-?)|.*/\.?htpasswd|/etc/ssh/ssh_host_.*|/etc/ssl/private/ssl-cert-snakeoil\.key|.*\.pub"
)
_THIRD_PARTY = regex(
    r"/usr/(?:share|lib|lib32|lib64|libexec|include|src)/|/usr/local/(?:go|share|include|lib)/|/lib/|"
    r".*/(?:site-packages|dist-packages|node_modules|gems|vendor)/|/var/lib/(?:dpkg|apt)/|/var/cache/|"
    r".*/(?:tests?|testdata|testing|examples?|fixtures|docs?)/"
)
"""Directories of third-party programs, whose keys, settings and web tokens are examples."""
_SCRIPT = regex(
    r".*/(?:\.\w*(?:rc|profile|history|login|logout|aliases|env)|\.env[\w.-]*|[\w.-]*\.(?:sh|bash|zsh|fish|env))|"
    r".*/(?:environment|profile|crontab|Dockerfile)|/etc/(?:default|cron\.\w+|profile\.d)/.*|/var/spool/cron/.*"
)
_SETTINGS = regex(
    r".*/(?:[^./]*|[^/]*\.(?:auth|cfg|cnf|conf|config|env|ini|json|list|local|netrc|properties|secret|service|sources|"
    r"toml|txt|xml|ya?ml))"
)
_NAMES = "pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?"
_TAKES_SECRETS = regex(rf"\b(?:{'|'.join(sorted(KNOWN - {'sudo'}))})\b|_?(?i:{_NAMES})\b")


def is_known(path: str) -> bool:
    """Return whether a path is that of a file made to hold secrets."""
    return _CREDENTIAL_PATH.fullmatch(path) is not None


def in_file(path: str, data: bytes) -> str:
    """Return why the content of a file is secret, as the end of a sentence about the file; "" if it is not."""
    if not data or _NEVER_SECRET.fullmatch(path):
        return ""
    if _CREDENTIAL_PATH.fullmatch(path):
        for name, content, reason in _BY_NAME:
            if name.fullmatch(path) and content.search(data):
                return reason
    data = data[:_LARGEST]
    if b"\0" in data[:8192]:
        return ""
    third_party = _THIRD_PARTY.match(path)
    token = token_in(data)
    if token and not (third_party and token == "jwt"):
        return "holds an access token"
    if third_party:
        return ""
    if private_key_in(data):
        return "holds a private key"
    return _reason_by_content(path, data)


def _reason_by_content(path: str, data: bytes) -> str:
    """Return the reason for a file named as a password, and for settings and scripts that hold a secret, or ""."""
    base = path.rpartition("/")[2]
    word = data[:_LARGEST_WORD].decode("utf-8", "replace").strip()
    if len(data) < _LARGEST_WORD and len(word.split()) == 1 and secret_name(stem(base)) == "password":
        return "holds a password" if is_secret_value("password", word) else ""
    shebang = data.startswith(b"#!")
    if _SCRIPT.fullmatch(path) or (shebang and b"sh" in data[:40]):
        text = data[:_LARGEST_SCRIPT].decode("utf-8", "replace")
        found = any(in_text(text)) or (_TAKES_SECRETS.search(text) and find(text))
        return "holds a secret in a command" if found else ""
    if shebang or not _SETTINGS.fullmatch(path):
        return ""
    return "holds a password or token" if any(in_text(data.decode("utf-8", "replace"))) else ""
