"""Secrets that are recognised by their form alone, in any context: tokens with a fixed prefix, and private keys.

Secrets that a name, a phrase or an option announces are left to `judge.py`, `in_text.py` and `in_options.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from snapshotter.regex import regex


class Shape(Struct, frozen=True):
    """The form of one kind of token, and the service that issues it."""

    kind: str
    prefix: str
    """A pattern for the fixed beginning."""
    rest: str
    """A pattern for what follows."""
    reason: str


SHAPES = (
    Shape("github-token", "gh[pousr]_", "[A-Za-z0-9]{30,255}", "GitHub: personal, OAuth, app and refresh tokens"),
    Shape("github-token", "github_pat_", "[A-Za-z0-9_]{40,255}", "GitHub: fine-grained personal tokens"),
    Shape(
        "gitlab-token",
        "gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas)-",
        r"[\w-]{20,}(?:\.[\w-]+)*",
        "GitLab: personal, deploy, runner, job and feed tokens",
    ),
    Shape("slack-token", "xox[abeoprs]-", "[A-Za-z0-9-]{10,}", "Slack: bot, user, app and refresh tokens"),
    Shape("slack-token", "xapp-", "[0-9]-[A-Za-z0-9-]{20,}", "Slack: app-level tokens"),
    Shape("aws-key-id", "A(?:KI|SI)A", "[A-Z2-7]{16}", "AWS: access key ids, which are usually next to their secret"),
    Shape("google-key", "AIza", r"[\w-]{35}", "Google: API keys"),
    Shape("google-key", "GOCSPX-", r"[\w-]{20,}", "Google: OAuth client secrets"),
    Shape("google-key", r"ya29\.", r"[\w-]{30,}", "Google: OAuth access tokens"),
    Shape("npm-token", "npm_", "[A-Za-z0-9]{36}", "npm: access tokens"),
    Shape("pypi-token", "pypi-AgE", r"[\w-]{40,}", "PyPI: upload tokens, which are macaroons with the same beginning"),
    Shape("rubygems-token", "rubygems_", "[0-9a-f]{48}", "RubyGems: API keys"),
    Shape("crates-token", "cio", "[A-Za-z0-9]{32}", "crates.io: API tokens"),
    Shape("docker-token", "dckr_(?:pat|oat)_", r"[\w-]{20,}", "Docker Hub: access tokens"),
    Shape("stripe-key", "[rs]k_(?:live|test)_", "[A-Za-z0-9]{16,}", "Stripe: secret and restricted keys"),
    Shape("stripe-key", "whsec_", "[A-Za-z0-9+/]{24,}", "Stripe: signing secrets of webhooks"),
    Shape("model-key", "sk-(?:proj-|svcacct-|admin-|ant-|or-)", r"[\w-]{24,}", "keys of hosted language models"),
    Shape("model-key", "sk-", "[A-Za-z0-9]{40,}", "keys of hosted language models, the older form"),
    Shape("model-key", "hf_", "[A-Za-z0-9]{30,}", "Hugging Face: access tokens"),
    Shape("cloud-token", "do[opr]_v1_", "[0-9a-f]{64}", "DigitalOcean: personal, OAuth and refresh tokens"),
    Shape("cloud-token", "dapi", "[0-9a-f]{32}", "Databricks: access tokens"),
    Shape("cloud-token", "tskey-", "[a-z]+-[A-Za-z0-9-]{16,}", "Tailscale: keys"),
    Shape("cloud-token", r"hv[sbr]\.", r"[\w-]{24,}", "Vault: service, batch and recovery tokens"),
    Shape("cloud-token", "glsa_|glc_", r"[A-Za-z0-9_+/=-]{32,}", "Grafana: service accounts and cloud tokens"),
    Shape("service-token", r"SG\.", r"[\w-]{16,32}\.[\w-]{32,64}", "SendGrid: API keys"),
    Shape("service-token", "shp(?:at|ca|pa|ss)_", "[0-9a-fA-F]{32}", "Shopify: access tokens and shared secrets"),
    Shape("service-token", "lin_api_", "[A-Za-z0-9]{32,}", "Linear: API keys"),
    Shape("service-token", "sntr[yu]s_", "[A-Za-z0-9_+/=-]{40,}", "Sentry: organisation and user tokens"),
    Shape("service-token", "ops_eyJ", r"[\w-]{40,}", "1Password: service accounts"),
    Shape("jwt", "eyJ", r"[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}", 'JSON web tokens: three parts, the first one {"…'),
    Shape("age-key", "AGE-SECRET-KEY-1", "[0-9A-Z]{50,}", "age: identities"),
)

PRIVATE_KEY = (
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?P<body>[A-Za-z0-9+/=\s\\:,.()@<>-]{40,}?)(?=-----END|['\"]|\Z)"
)
"""A private key in PEM or OpenPGP armour; the body may be a string literal with `\\n` in it."""

_ANY = "|".join(f"(?P<_{index}>(?:{shape.prefix}){shape.rest})" for index, shape in enumerate(SHAPES))
_UNION = regex(f"(?<![A-Za-z0-9_])(?:{_ANY})")
_BYTES = regex(_ANY.encode())
_BEGINNINGS = regex("|".join(shape.prefix for shape in SHAPES).encode())
_KEY = regex(PRIVATE_KEY)
_KEY_BYTES = regex(PRIVATE_KEY.encode())
_SHORTEST = 20
_RUN = bytes(1 if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "_-.") else 0 for byte in range(256))


def shapes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of everything in `text` that looks like a known token or a private key."""
    for match in _UNION.finditer(text):
        if _random(match[0]):
            yield match.start(), match.end(), SHAPES[int((match.lastgroup or "_0")[1:])].kind
    if "PRIVATE KEY" in text:
        for match in _KEY.finditer(text):
            body = match["body"]
            start = match.start("body") + len(body) - len(body.lstrip())
            yield start, start + len(body.strip()), "private-key"


def token_in(data: bytes) -> str:
    """Return the kind of the first known token in a file, or ""; fast, as it reads only long runs of characters."""
    runs = data.translate(_RUN)
    at = runs.find(b"\1" * _SHORTEST)
    while at >= 0:
        match = _BEGINNINGS.match(data, at) and _BYTES.match(data, at)
        if match and _random(match[0].decode("ascii")):
            return SHAPES[int((match.lastgroup or "_0")[1:])].kind
        end = runs.find(b"\0", at)
        at = runs.find(b"\1" * _SHORTEST, end) if end >= 0 else -1
    return ""


def private_key_in(data: bytes) -> bool:
    """Return whether the content of a file holds a private key."""
    return b"PRIVATE KEY" in data and _KEY_BYTES.search(data) is not None


def _random(token: str) -> bool:
    """Return whether a token is not an example from a manual, which says EXAMPLE or repeats one character."""
    return "EXAMPLE" not in token.upper() and len(set(token[-16:])) > 5
