"""Judgement of values: which are clearly no secret, and which are too random for anything else."""

from __future__ import annotations

import re
from itertools import pairwise
from math import log2

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex

COMMON_WORDS = frozenset(
    "admin administrator alpine anonymous apache backup basic bearer changeit changeme debian default deploy develop "
    "development docker example github gitlab guest hidden letmein localhost manager mariadb master mongodb mysql "
    "nobody optional oracle pass passwd password postgres postgresql prod production prompt public rabbitmq redis "
    "required root sample secret secrets server service string system test testing token tomcat ubuntu unset user "
    "username vagrant www-data".split()
)
"""Words that are not secret if only a name announces one, and that are never searched for in later texts."""
_KEYWORDS = COMMON_WORDS | frozenset(
    "always ask auto disabled digest dummy empty enabled env false file foo bar baz foobar foobared hashed inherit "
    "interactive internal mandatory md5 my-secret-pw mysecretpassword n never nil no none null oauth oauth2 off on "
    "passw0rd passwort password1 password123 peer pepper placeholder pwd redacted scram-sha-256 somepassword "
    "stdin str text todo fixme true trust tbd undefined unknown void x x-oauth-basic x-token-auth y yes "
    "yourpassword".split()
)
WORDS_OF_SENTENCES = frozenset(
    "a about above account add after again all already also always an and any api are as at auth authentication back "
    "be because been before below between both but by can cannot change changed character characters check click code "
    "command config confirm confirmation connect connection contain contains could create created credentials current "
    "data database default delete der die das disable do does don each edit ein eine either email empty enable enter "
    "entered error every expired failed field file first following for forgot from generate generated get given has "
    "hash have here hidden how if ihr in incorrect input into invalid is it its key last least length letters list log "
    "login long lower lowercase may message minimum missing more must my name need needed needs new no not null number "
    "of off old on one only optional or other our out over pass passphrase passwd password passwords path please "
    "previous private prompt protected provide provided public random reenter remember repeat required requires reset "
    "retype same save see send server service session set settings setup short should show sign so some specify "
    "stored string such than that the their them then there these they this those to token too type under unknown up "
    "update updated upper uppercase use used user username users using valid value values verify very via was we web "
    "weak were what when where which while who why will with without wrong yes you your zum zur".split()
)
"""Words of which one is in almost every label, message and description of several words."""
_MOST_WORDS = 25
_TEMPLATE = regex(
    r"<[^<>]*>|\[[^\[\]]*\]|\{\{.*\}\}|\{[\w.]{0,24}\}|%\w+%|"
    r"(?:%[-0-9.]*[sdqr]|\\[nt])+|%\(\w+\)s|\$\{?(?:[A-Z_][A-Z0-9_]*|[a-z_]+)\}?|\$\(.*\)|`.*`|@[A-Z_]+@|__[A-Z_]+__|\W*|([*.xX])\1*|"
    r"\$\{\{?[^{}]*\}?\}|#\{[^{}]*\}|<%.*%>|\$ANSIBLE_VAULT;.*|ENC\[.*|!\w+.*|\{(?:cipher|enc)\}.*|"
    r"Ag[A-Za-z0-9+/]{100,}={0,2}|"
    r"pk\.eyJ.*|pk_(?:live|test)_.*|phc_\w*|NRJS-\w*|6L[cde][\w-]{37}|SW2YcwTIb9zpOOhoPsMm|0x4A{4,}[\w-]{10,}",
    re.S,
)
_SAMPLE_VALUE = regex(
    r"[\W_]*|(.)\1*|[A-Z]+(?:_[A-Z]+)+|(?i:.*example.*)|[\^~<>=v]{0,3}[0-9]+(?:[.-][0-9x*]+){1,4}(?:[-+.][A-Za-z][\w.+-]*)?|"
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Za-z_-]{1,32}=|[\w.-]+:[0-9]+(?:\.[0-9]+)+[\w.-]*|0?1234(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?|"
    r"(?i:(?:your|my|the|some|enter|insert|replace|put|change|add|fill|super|top)[-_ ]?[a-z_ -]*"
    r"(?:here|token|key|secret|password|passphrase|me|please|this|in|it|value)[\d!.]{0,3})|"
    r"\*(?:\.[\w*-]+)+|(?:softfail|hardfail|fail|neutral|none|pass|permerror|temperror)(?::[a-z]+)+|"
    r"(?i:[\w.-]*(?:changeme|change[-_]me|replace[-_]?me|placeholder|redacted|your[-_](?:\w+[-_])*(?:key|token|secret|password))"
    r"[\w.!-]*)|(?i:(?:\w+[-_])?(?:dummy|fake|example|sample)[-_]?\w{0,12})"
)
_EXPRESSION = regex(
    r"\.[*+]|\\[(1-9sSwdb]|\[\^|\(\.|[\w.$>:-]*[\w.][(\[]|\$[({]|[*+?]\$?/|(?!.*[0-9]{3})[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+\(?[)\]]*;?$|"
    r"\$[A-Za-z_]\w*(?:->|\[|$)|@\w+$|&\w+;?$|[*&]\w+$|[A-Z][a-z]+-[A-Z][A-Za-z]+$|\[[^\]]*\][+*?{]"
)
_ALGORITHM = regex(
    r"(?:sha|md|rsa|ecdsa|aes|hs|rs|es|ed)[-_]?[0-9]+(?:[-_]\w+)*|[bsy]crypt|yescrypt|argon2\w*|pbkdf2\w*|blowfish",
    re.I,
)
_REFERENCE = regex(
    r"[a-z][a-z0-9+.-]*://|"
    r"(?:arn|env|file|fd|ref|ssm|vault|sops|sha1|sha256|sha384|sha512|md5|keychain|keyring|op|secret|urn|data|cid):",
    re.I,
)
_PATH = regex(
    r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\][\w.@+/~*\\:{}$-]*$|"
    r"[\w.@-]+(?:/[\w.@-]+)*/?\.?[\w-]*\."
    r"(?:asc|cer|cfg|conf|crt|csv|css|der|env|gpg|h|html?|ini|js|json|jks|key|lock|md|p12|pem|pfx|php|pl|pub|py|rb|sh|sql|tar|"
    r"ts|txt|xml|ya?ml|zip|gz|tgz)$"
)
_HASH = regex(
    r"\$(?:\d\w?|2[abxy]|apr1|md5|5|6|y|gy|7|argon2\w*|pbkdf2[\w-]*|scrypt|bcrypt[\w-]*|P|H|S)\$.*|"
    r"(?:\{(?:SSHA?|SHA|SMD5|MD5|CRYPT|PBKDF2|ARGON2|BCRYPT)[\w-]*\}|SCRAM-SHA-\d+\$|md5[0-9a-f]{32}$|pbkdf2:|scrypt:|"
    r"pbkdf2_|argon2|(?:md5|sha1|bcrypt\w*|scrypt)\$).*",
    re.I,
)
"""A salted hash of a password, which is not the password."""
_LOWER, _UPPER, _DIGIT = regex("[a-z]"), regex("[A-Z]"), regex("[0-9]")
_OTHER = regex(r"[^A-Za-z0-9_. /-]")
_SPECIAL = regex(r"[!#$%&^§€£]")
"""Punctuation of passwords that is rare in versions, addresses, globs and the like."""
_WORD_AND_NUMBER = regex(r"(?=.*[A-Z])[A-Za-z]{3,16}[0-9]{3,8}[-+*=?.,:;_@~|][A-Za-z0-9]{1,6}")
"""A password as many people make them, with punctuation that is frequent elsewhere."""
_YEAR = regex(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_FREQUENT_PUNCTUATION = regex(r"[@*+~();:,|{}\[\]]")
_MEAN_RUN_OF_PASSWORD = 2.2
_HEX = regex(r"(?:[0-9a-f]{32,}|[0-9a-f]{24}|[0-9A-F]{32})")
_FINGERPRINT = regex(r"(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})")
"""The id or fingerprint of an OpenPGP key as `gpg` prints it."""
_UUID = regex(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_RUNS = regex(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SEGMENT = regex(r"[-_./:|, ]+")
_WORDLIKE = regex(
    r"[a-z]{0,20}\d{0,4}|[A-Z]{0,20}\d{0,4}|[A-Z][a-z]{1,20}\d{0,4}|\d+|[a-z]\d[a-z]|\d{1,4}[a-z]{1,3}|v\d+\w{0,3}"
)
_TOKEN_CHARACTERS = regex(r"[A-Za-z0-9+/=_.~-]+")
_MEAN_RUN = 2.7
"""Random characters of 62 kinds make runs of one kind of 1.9 characters on average, names and words longer ones."""
_SEPARATOR = regex(r"[-_.~]+")
_SHORTEST_TOKEN = 16
_LEAST_ENTROPY = 3
_COMMON_PAIRS = frozenset(
    "er te on es st re ti at in le en se co io nt de or et ta ec ro ar li me ns al ce is ed an ri ra tr fi ge ct to it "
    "si ac pe el ne th ea pa as pr ss ng ma ex nd ve il ca em na ch ic am ut ou nc lo om od la ts rt".split()
)
"""The most frequent pairs of letters in 27 000 names and words of source code."""


def is_template(value: str) -> bool:
    """Return whether a value is a template to be filled in, or is replaced already, and so is never a secret."""
    return bool(PLACEHOLDER.search(value) or _TEMPLATE.fullmatch(value))


def is_harmless(value: str) -> bool:
    """Return whether a value is clearly not a secret: a keyword, a template, a sample value, a path or a reference."""
    if (
        is_template(value)
        or value.lower() in _KEYWORDS
        or _SAMPLE_VALUE.fullmatch(value)
        or _ALGORITHM.fullmatch(value)
    ):
        return True
    if _PATH.match(value):
        return not (len(value) >= 40 and value.count("/") < 4 and count_character_kinds(value) >= 3)
    return bool(_REFERENCE.match(value))


def is_expression(value: str) -> bool:
    """Return whether a value is a regular expression or an expression of a programming language."""
    return _EXPRESSION.match(value) is not None


def is_password_hash(value: str) -> bool:
    """Return whether a value is a salted hash of a password in one of the usual notations."""
    return _HASH.fullmatch(value) is not None


def is_fingerprint(value: str) -> bool:
    """Return whether a value has the form of the id or the fingerprint of an OpenPGP key."""
    return _FINGERPRINT.fullmatch(value) is not None


def count_character_kinds(value: str) -> int:
    """Return how many kinds of characters a value mixes, without a leading capital and characters that join words."""
    rest = value[1:] if value[:1].isupper() and not value[1:2].isupper() else value
    return sum(kind.search(rest) is not None for kind in (_LOWER, _UPPER, _DIGIT, _OTHER))


def is_uuid(value: str) -> bool:
    """Return whether a value is a UUID, which is a secret only where its name says so."""
    return _UUID.fullmatch(value) is not None


def looks_random(value: str) -> bool:
    """Return whether a value is unlikely to be a word that a person would write for another purpose."""
    if not _DIGIT.search(value) or not (_LOWER.search(value) or _UPPER.search(value)):
        return len(value) >= 16 and count_character_kinds(value) >= 3
    return len(value) >= 12 or (len(value) >= 8 and count_character_kinds(value) >= 3)


def is_slug(value: str) -> bool:
    """Return whether a value is made of words and short numbers, such as `my-k8s-secret-name` or `aes-256-gcm`."""
    return all(_WORDLIKE.fullmatch(segment) for segment in _SEGMENT.split(value))


def is_strong(value: str, *, quoted: bool = False) -> bool:
    """Return whether a value is a secret even where nothing but its form and a vague hint tell so.

    That is a random token, or a password of at least eight characters with letters, digits and punctuation; an
    expression of a programming language is neither, unless it is in quotes.
    """
    if len(value) < 8 or value[0] == "-" or " " in value or is_harmless(value) or is_password_hash(value):
        return False
    if not quoted and is_expression(value):
        return False
    return is_random_token(value) or _mixes_punctuation(value)


def is_random_token(value: str) -> bool:
    """Return whether a value consists of at least 16 random characters: of a base64 alphabet, hexadecimal or a UUID."""
    if is_fingerprint(value):
        return False
    if _HEX.fullmatch(value) or is_uuid(value):
        return len(set(value)) > 5
    if len(value) < _SHORTEST_TOKEN or not _TOKEN_CHARACTERS.fullmatch(value) or is_slug(value):
        return False
    core = _without_separators(value)
    if len(core) < _SHORTEST_TOKEN - 1 or entropy(core) < _LEAST_ENTROPY:
        return False
    letters = _LOWER.search(core), _UPPER.search(core)
    if not _DIGIT.search(core):
        return all(letters) and len(core) >= 20 and has_short_runs(core, 3.3) and common_pairs(core) <= 0.2
    return any(letters) and (has_short_runs(core) or (has_short_runs(core, 5) and 0 <= common_pairs(core) <= 0.25))


def _without_separators(value: str) -> str:
    """Return a value without `-`, `_`, `.` and `~`; of one with many, as names have, only the longest part."""
    parts = _SEPARATOR.split(value)
    return "".join(parts) if len(parts) - 1 <= max(1, len(value) // 16) else max(parts, key=len)


def common_pairs(value: str) -> float:
    """Return the share of frequent pairs among the pairs of letters: 0.1 in random text, 0.45 in words; -1 for few."""
    pairs = [pair for pair in map("".join, pairwise(value.lower())) if pair.isalpha()]
    return sum(pair in _COMMON_PAIRS for pair in pairs) / len(pairs) if len(pairs) >= 5 else -1


def is_word_and_number(value: str) -> bool:
    """Return whether a value is a word, at least three digits and punctuation: a password, or a name with a year."""
    return _WORD_AND_NUMBER.fullmatch(value) is not None


def is_passphrase(value: str, least: int = 3) -> bool:
    """Return whether a value consists of words that make no sentence, label or message: `correct horse battery`."""
    words = value.split(" ")
    return (
        least <= len(words) <= _MOST_WORDS
        and all(len(word) > 1 and word.isalnum() and word.islower() for word in words)
        and WORDS_OF_SENTENCES.isdisjoint(words)
    )


def is_strong_password(value: str) -> bool:
    """Return whether a value is a password with letters, digits and punctuation, and no random token."""
    return is_strong(value) and not is_random_token(value)


def _mixes_punctuation(value: str) -> bool:
    if is_word_and_number(value):
        return not _YEAR.search(value)
    if len(value) >= 10 and count_character_kinds(value) == 4 and _FREQUENT_PUNCTUATION.search(value):
        return "/" not in value and has_short_runs(value, _MEAN_RUN_OF_PASSWORD)
    if not (_DIGIT.search(value) and _SPECIAL.search(value) and (_LOWER.search(value) or _UPPER.search(value))):
        return False
    return count_character_kinds(value) >= 3 and len(set(value)) > 5


def entropy(value: str) -> float:
    """Return the Shannon entropy of the characters of a value in bits per character."""
    size = len(value)
    counts = (value.count(character) for character in set(value))
    return -sum(count / size * log2(count / size) for count in counts)


def has_short_runs(value: str, mean: float = _MEAN_RUN) -> bool:
    """Return whether the kind of letter or digit changes as often as in a random text: on average after `mean`."""
    runs = _RUNS.findall(value)
    return bool(runs) and sum(map(len, runs)) / len(runs) <= mean
