"""Keys and random secrets that the commands of a recipe make anew in each build, with what is derived from them.

Their bytes are never those of the hand-made image; what is compared is their form: the kinds of keys and certificates,
the text around them, and the lengths of random words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Mapping, Set

from snapshotter.changes.compare import differing
from snapshotter.model import Change, resolve
from snapshotter.recipe.model import Plan
from snapshotter.recipe.plan import read_from_secrets
from snapshotter.regex import regex

SIZE_LIMIT = 1 << 20
"""Bytes of a file beyond which it is not read for its form."""
_BLOCK = regex(rb"-----BEGIN ([A-Z0-9 ]{1,60})-----.*?-----END \1-----", re.S)
_WORD = regex(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_TIME = regex(rb"\b20\d{2}-?\d{2}-?\d{2}[T ]\d{2}:?\d{2}:?\d{2}\b")
_HOST = regex(rb"(?<=@)(?:[0-9a-f]{12}|buildkitsandbox)(?![\w.-])")
"""The name of a container without a chosen one, as in the comment of an ssh key."""
_HEX = regex(rb"[0-9a-f-]+|[0-9A-F-]+")
"""Hexadecimal digits, with the hyphens of a UUID."""
_UPPER, _LOWER, _DIGIT = regex(rb"[A-Z]"), regex(rb"[a-z]"), regex(rb"[0-9]")
_PLAIN = regex(rb"[A-Za-z0-9]+={0,2}")
"""A word without the characters that separate the parts of a path or a name."""
_PUBLIC = regex(
    rb"-----BEGIN [A-Z0-9 ]*(?:CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST|CRL|PKCS7|PUBLIC KEY BLOCK)-----"
    rb"|(?:^|\s)(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S{1,30}|sk-\S{1,40}) [A-Za-z0-9+/=]{40,}"
    rb"|\Auntrusted comment: |\A(?:[A-Za-z0-9+/]{43}=|[0-9A-F]{16,64})\n?\Z"
)
_SSH_KEY = regex(rb"AAAA[A-Za-z0-9+/=]{40,}")
_CONTAINERS = (
    regex(rb"\A\x30[\x80-\x84]", re.S),  # DER: keys, certificates, PKCS #12
    regex(rb"\A(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)", re.S),  # Java key stores
    regex(rb"\A.{8}KBXf", re.S),  # GnuPG's keybox
    regex(rb"\A\((?:\d{1,3}:)?(?:protected-|shadowed-)?private-key"),  # a key of GnuPG's agent
    regex(rb"\A\x01gpg", re.S),  # GnuPG's trust database
    regex(rb"\A[\x95\x98\x99\xc5\xc6]", re.S),  # OpenPGP key packets (RFC 4880, 4.3)
)
_ROUGHLY = 64
"""Bytes by which two keys of one kind may differ in length in a binary container."""


def given(plan: Plan) -> frozenset[str]:
    """Return the withheld paths that hold a secret which the build is given: another value there is not made anew.

    A command that makes something random, such as a key with a pass phrase, makes that anew all the same.
    """
    return plan.withheld & read_from_secrets(plan.sections, plan.decisions)


def derived(plan: Plan) -> frozenset[str]:
    """Return the paths that commands which make or read a withheld file make beside it, such as its certificate."""
    secret = set(plan.withheld - given(plan))
    found = set[str]()
    before = -1
    runs = [decision for decision in plan.decisions if decision.fate == "run" and decision.paths]
    while len(secret) + len(found) != before:
        before = len(secret) + len(found)
        for decision in runs:
            if secret.intersection(decision.paths) or _names(decision.command.text, secret | found):
                found |= set(decision.paths) - plan.withheld
    return frozenset(found)


def _names(text: str, paths: Iterable[str]) -> bool:
    return any(posixpath.basename(path) in text for path in paths)


def candidates(found: Iterable[Change]) -> list[tuple[Change, str]]:
    """Return the differing files that may have been made anew, with the path that each has in the rebuilt image.

    A key whose name is derived from its content, as GnuPG's are, has another one there, and so has a link named after
    the hash of a certificate.
    """
    changes = list(found)
    added: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        if change.before is None:
            added.setdefault(_form_of_name(change.path), []).append(change)
    pairs = [(change, change.path) for change in changes if change.before and change.after and _alike(change)]
    for change in changes:
        if change.after is None and change.before is not None:
            beside = added.get(_form_of_name(change.path), [])
            other = next((a for a in beside if _alike(Change(a.path, "changed", change.before, a.after))), None)
            if other is not None:
                beside.remove(other)
                pairs.append((change, other.path))
    return pairs


def _form_of_name(path: str) -> tuple[str, int]:
    return posixpath.dirname(path), len(path)


def _alike(change: Change) -> bool:
    """Return whether both are files of a size that is read, or links to the same target, with the same attributes."""
    before, after = change.before, change.after
    if before is None or after is None or before.kind != after.kind or before.kind not in ("file", "symlink"):
        return False
    return differing(before, after) in (("content",), ()) and max(before.size, after.size) <= SIZE_LIMIT


def made_anew(
    pairs: Iterable[tuple[Change, str]],
    withheld: Set[str],
    related: Set[str],
    hand: Mapping[str, bytes],
    again: Mapping[str, bytes],
) -> dict[str, str]:
    """Return the paths that were made anew, each with its path in the rebuilt image.

    A file that is not withheld counts if it holds public keys or certificates, or has the form of a key store, and
    `related` names it or it contains a certificate or public key of one that counts; a link counts with its target.
    """
    pairs = list(pairs)
    same = {
        change.path: path
        for change, path in pairs
        if change.path in hand and path in again and _same_form(hand[change.path], again[path])
    }
    found = {path for path in same if path in withheld}
    if not found:
        return {}
    public = {path for path in same.keys() - found if _is_public(hand[path])}
    found |= public & related
    blocks = {block for path in found for block in _blocks(hand[path])}
    found |= {path for path in public if blocks.intersection(_blocks(hand[path]))}
    return {**{path: same[path] for path in found}, **links_to(pairs, found)}


def links_to(pairs: Iterable[tuple[Change, str]], targets: Container[str]) -> dict[str, str]:
    """Return the links to some paths that are named otherwise in the rebuilt image, each with its path there."""
    return {
        change.path: path
        for change, path in pairs
        if change.before
        and change.before.link
        and resolve(posixpath.dirname(change.path), change.before.link) in targets
    }


def _blocks(data: bytes) -> set[bytes]:
    return {match[0] for match in _BLOCK.finditer(data)} | set(_SSH_KEY.findall(data))


def _is_public(data: bytes) -> bool:
    return bool(_PUBLIC.search(data)) or any(form.match(data) for form in _CONTAINERS)


def _same_form(hand: bytes, again: bytes) -> bool:
    """Return whether two contents differ only in keys, names of containers and random words of the same lengths."""
    for container in _CONTAINERS:
        if container.match(hand):
            return bool(container.match(again)) and abs(len(hand) - len(again)) <= _ROUGHLY
    if b"\0" in hand or b"\0" in again:
        return False
    return _form(hand) == _form(again)


def _form(data: bytes) -> bytes:
    data = _HOST.sub(b"<host>", data)
    return _WORD.sub(_word_form, _TIME.sub(b"<time>", _BLOCK.sub(rb"<\1>", data)))


def _word_form(match: re.Match[bytes]) -> bytes:
    """Return the kind and length of a random word; any other, such as a path or a version, stays as it is."""
    word = match[0]
    if _HEX.fullmatch(word):
        return b"<hex %d>" % len(word)
    mixed = _UPPER.search(word) and _LOWER.search(word)
    if _DIGIT.search(word) and (mixed or _PLAIN.fullmatch(word)):
        return b"<base64 %d>" % len(word)
    return word
