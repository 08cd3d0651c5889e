"""A recipe in pieces: a large file that stays the same is the same piece of the next snapshot's recipe."""

from __future__ import annotations

import io
import tarfile

from snapshotter.work.versions.share.attest import pieces


def context(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def test_a_large_file_is_a_piece_of_its_own() -> None:
    large, other = ("context/" + "n" * 120, b"x" * 300_001), ("context/other", b"y" * 300_000)
    first = context(("Dockerfile", b"FROM a"), large, ("context/small", b"z"))
    second = context(("Dockerfile", b"FROM a\nRUN id"), ("context/small", b"zz"), large, other)
    for whole in (first, second):
        assert b"".join(pieces(whole)) == whole
    assert len(pieces(first)) == 3 and len(pieces(second)) == 4
    assert [one for one in pieces(first) if one in pieces(second)] == [pieces(first)[1]]
    assert len(pieces(first)[0]) < 20_000
    assert pieces(context(("Dockerfile", b"FROM a"))) == [context(("Dockerfile", b"FROM a"))]
