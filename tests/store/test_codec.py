"""Round trips of every noun; keys of a newer version are ignored, data in another format is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.model import Change, Command, Entry, Workspace
from snapshotter.store.codec import FormatError, Json, decode, dumps, encode, loads
from tests.store import samples


@given(st.one_of(samples.snapshots, samples.workspaces, samples.changes, samples.proofs))
def test_every_noun_survives_a_round_trip(noun: Json) -> None:
    text = dumps(encode(noun))
    assert text.isascii()
    assert b"\n" not in text
    assert decode(type(noun), loads(text)) == noun


@given(st.binary())
def test_bytes_that_are_not_utf_8_survive_a_round_trip(raw: bytes) -> None:
    change = samples.added("/" + raw.decode("utf-8", "surrogateescape"))
    again = decode(Change, loads(dumps(encode(change))))
    assert again.path.encode("utf-8", "surrogateescape") == b"/" + raw


def test_defaults_are_left_out() -> None:
    assert encode(Entry("file", 0o644, 0, 0)) == {"kind": "file", "mode": 0o644, "uid": 0, "gid": 0}


def test_keys_of_a_newer_version_are_ignored() -> None:
    data = encode(samples.command()) | {"mood": "good"}
    assert decode(Command, data) == samples.command()


@pytest.mark.parametrize(
    "field, value",
    [
        ("kind", "dragon"),
        ("mode", "0644"),
        ("mode", True),
        ("device", [1]),
        ("device", 7),
        ("xattrs", [["only"]]),
        ("link", None),
        ("size", 1.5),
    ],
)
def test_a_field_of_another_type_is_refused_by_name(field: str, value: object) -> None:
    data = encode(Entry("file", 0o644, 0, 0)) | {field: value}
    with pytest.raises(FormatError, match=rf"Entry: .*`\$\.{field}[\[`]"):
        decode(Entry, data)


def test_a_missing_field_is_refused_by_name() -> None:
    with pytest.raises(FormatError, match=r"Workspace: .*missing.*`container`"):
        decode(Workspace, {"name": "web"})


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"nul"])
def test_invalid_json_is_refused(text: bytes) -> None:
    with pytest.raises(FormatError, match="not JSON"):
        loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["path", "change", "before", "after", "by", "command", "kind"]), inner)
        ),
    )
)
def test_any_json_is_read_or_refused(data: Json) -> None:
    try:
        change = decode(Change, data)
    except FormatError:
        return
    assert encode(change).items() <= data.items()
