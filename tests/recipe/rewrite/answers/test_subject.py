"""The subject of a certificate and of a request, as openssl takes it."""

from __future__ import annotations

from snapshotter.recipe.rewrite.answers.subject import subject

CERTIFICATE = b"""-----BEGIN CERTIFICATE-----
MIIB8TCCAZegAwIBAgIUO1uwHrxGy0xC3EoZlDp17UV7LXMwCgYIKoZIzj0EAwIw
TjELMAkGA1UEBhMCREUxETAPBgNVBAoMCEEvQiArIENvMRYwFAYDVQQDDA13LmV4
YW1wbGUub3JnMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzAeFw0yNjExMjkxMDAzMzha
Fw0yNjEyMDIxMDAzMzhaME4xCzAJBgNVBAYTAkRFMREwDwYDVQQKDAhBL0IgKyBD
bzEWMBQGA1UEAwwNdy5leGFtcGxlLm9yZzEUMBIGCSqGSIb3DQEJARYFYUBiLmMw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASVylm4bpmnYAUUMvhYdXqj2MAkPg8D
hXu4Py4WA7Z6echkcpaUh2Cz/Ijm+OqxQae/VfJxIk8WBQe6SycSm78Xo1MwUTAd
BgNVHQ4EFgQUhcHj02jaZRgdYWKeRqzn4fzaumwwHwYDVR0jBBgwFoAUhcHj02ja
ZRgdYWKeRqzn4fzaumwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF
AiEAvyQ+a3evMZEiR50zwu90jULGk2fEy1LKA0goQrIrUEMCIBN3uextT/fYGr7R
RqMPUE227EL0lYyO63wKF4Dmurqz
-----END CERTIFICATE-----
"""
REQUEST = b"""-----BEGIN CERTIFICATE REQUEST-----
MIHVMH0CAQAwGzENMAsGA1UEAwwEWm/DqzEKMAgGA1UECwwBeDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABJXKWbhumadgBRQy+Fh1eqPYwCQ+DwOFe7g/LhYDtnp5
yGRylpSHYLP8iOb46rFBp79V8nEiTxYFB7pLJxKbvxegADAKBggqhkjOPQQDAgNI
ADBFAiBx+ISi35Jh6vdtjjRqLwcArToDyHxRnIn5oFM5QVDzFQIhAJKkSWWqSZFP
mLFxmhqS2cd3t8KPhvnfvlQiIflZ5GS5
-----END CERTIFICATE REQUEST-----
"""


def test_the_subject_of_a_certificate() -> None:
    assert subject(CERTIFICATE) == "/C=DE/O=A\\/B \\+ Co/CN=w.example.org/emailAddress=a@b.c"


def test_the_subject_of_a_request() -> None:
    assert subject(REQUEST) == "/CN=Zoë/OU=x"


def test_what_is_no_certificate_has_no_subject() -> None:
    for data in (b"", b"text", CERTIFICATE[:300] + b"\n-----END", CERTIFICATE.replace(b"MIIB8", b"AIIB8")):
        assert subject(data) == ""
