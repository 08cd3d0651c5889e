"""The key that statements about images are signed with: one of ssh, or one of cosign."""

from __future__ import annotations

from pathlib import Path

from snapshotter.errors import NotFound
from snapshotter.work.versions.share.signed.cosign import CosignKey, is_cosign_key, open_key
from snapshotter.work.versions.share.signed.ssh import SshKey, sign

Key = SshKey | CosignKey
_LARGEST = 1 << 16


def key_in(path: Path) -> Key:
    """Return the key in a file, with which something was signed to try it; raises `NotFound` or `UsageError`."""
    if not path.is_file():
        raise NotFound(
            f"there is no key {path}",
            "`ssh-keygen -t ed25519 -f FILE` or `cosign generate-key-pair` makes one; name a file, or of ssh its .pub",
        )
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("ascii", "replace")
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}", "name another key") from error
    if is_cosign_key(text):
        key = open_key(path, text)
        key.sign(b"")
        return key
    sign(b"", path)
    return SshKey(path)
