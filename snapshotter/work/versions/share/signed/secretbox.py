"""Opens a box of NaCl (`crypto_secretbox`: XSalsa20 and Poly1305), in which cosign keeps a private key.

https://cr.yp.to/snuffle/xsalsa-20110204.pdf and https://cr.yp.to/mac/poly1305-20050329.pdf describe both.  A key has a
few hundred bytes.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from struct import pack, unpack

_SIGMA = unpack("<4I", b"expand 32-byte k")
_ROUNDS = (
    *((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)),
    *((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)),
)
"""The words of each quarter round: first the columns, then the rows."""
_PRIME = (1 << 130) - 5
_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
_BLOCK = 64
_TAG = 16


def opened(box: bytes, nonce: bytes, key: bytes) -> bytes | None:
    """Return what is in a box, None where the key of 32 bytes is another one or the box was changed."""
    if len(box) < _TAG or len(nonce) != 24 or len(key) != 32:
        return None
    own = _hsalsa(key, nonce[:16])
    tag, text = box[:_TAG], box[_TAG:]
    stream = b"".join(_salsa(own, nonce[16:], number) for number in range((32 + len(text)) // _BLOCK + 1))
    if not hmac.compare_digest(_poly1305(text, stream[:32]), tag):
        return None
    return bytes(one ^ other for one, other in zip(text, stream[32:], strict=False))


def _words(key: bytes, rest: bytes) -> list[int]:
    """Return the matrix of Salsa20: constants on its diagonal, the key and 16 bytes of nonce and counter."""
    k, n, s = unpack("<8I", key), unpack("<4I", rest), _SIGMA
    return [s[0], *k[:4], s[1], *n, s[2], *k[4:], s[3]]


def _mixed(words: Sequence[int]) -> list[int]:
    """Return the matrix after the twenty rounds of Salsa20."""
    x = list(words)
    for _ in range(10):
        for a, b, c, d in _ROUNDS:
            for to, one, other, by in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
                total = (x[one] + x[other]) & 0xFFFFFFFF
                x[to] ^= (total << by | total >> (32 - by)) & 0xFFFFFFFF
    return x


def _hsalsa(key: bytes, nonce: bytes) -> bytes:
    x = _mixed(_words(key, nonce))
    return pack("<8I", *(x[at] for at in (0, 5, 10, 15, 6, 7, 8, 9)))


def _salsa(key: bytes, nonce: bytes, number: int) -> bytes:
    words = _words(key, nonce + pack("<Q", number))
    return pack("<16I", *((one + other) & 0xFFFFFFFF for one, other in zip(words, _mixed(words), strict=True)))


def _poly1305(text: bytes, key: bytes) -> bytes:
    factor, total = int.from_bytes(key[:16], "little") & _CLAMP, 0
    for at in range(0, len(text), 16):
        total = (total + int.from_bytes(text[at : at + 16] + b"\x01", "little")) * factor % _PRIME
    return ((total + int.from_bytes(key[16:], "little")) % (1 << 128)).to_bytes(16, "little")
