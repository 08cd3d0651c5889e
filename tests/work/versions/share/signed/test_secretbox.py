"""Boxes of NaCl, by the vector of its own tests."""

from __future__ import annotations

from snapshotter.work.versions.share.signed.secretbox import opened

KEY = bytes.fromhex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
NONCE = bytes.fromhex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
BOX = bytes.fromhex(
    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
    "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
    "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
    "e355a5"
)
TEXT = bytes.fromhex(
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129"
    "6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
    "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"
)


def test_a_box_is_opened_by_its_key() -> None:
    assert opened(BOX, NONCE, KEY) == TEXT


def test_what_was_changed_and_other_keys_are_refused() -> None:
    for box in (BOX[:-1], BOX + b"x", b"x" + BOX[1:], BOX[:-1] + b"x", BOX[:15], b""):
        assert opened(box, NONCE, KEY) is None
    for nonce, key in ((NONCE[:-1], KEY), (NONCE, KEY[:-1]), (NONCE[:-1] + b"x", KEY), (NONCE, KEY[:-1] + b"x")):
        assert opened(BOX, nonce, key) is None
