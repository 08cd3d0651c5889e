"""Masked names are the same in every snapshot, and what is public already is left as it is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from snapshotter.changes.compare import compare
from snapshotter.changes.masked_names import IN_ATTRIBUTE, IN_NAME, IN_TARGET, NameMask
from snapshotter.model import Base, Change, Entry, ImageConfig, Layer, Snapshot, Tree
from snapshotter.rootfs.tree import apply
from snapshotter.secrets.files.suspicious_names import name_word

SECRET = "Pfeffer6049%kd"
KEY = b"key of a test"
WORD = name_word(SECRET, KEY)
FILE, DIRECTORY = Entry("file", 0o644, 0, 0, 1, "a" * 64), Entry("directory", 0o755, 0, 0)
BASE = Base("x", "sha256:x")


def mask(*changes: Change, values: Iterable[str] = ()) -> NameMask:
    snapshot = Snapshot("w", 1, "", "", BASE, "", 0, ImageConfig(), (), changes)
    return NameMask(lambda: KEY, [snapshot] if changes else [], values)


def masked(layer: Layer, names: NameMask | None = None, base: Tree | None = None) -> Layer:
    return (names or mask()).layers([layer], base or {})[0]


def test_a_name_and_all_that_is_below_it() -> None:
    place = f"/srv/password-{SECRET}"
    layer = Layer(
        {"/srv": DIRECTORY, place: DIRECTORY, f"{place}/a": FILE, "/srv/b": FILE},
        whiteouts=frozenset({f"{place}/gone", "/etc/x"}),
        opaque=frozenset({place}),
        deleted_ns={f"{place}/gone": 7},
        lost={f"{place}/socket": "a socket"},
    )
    names = mask()
    found, new = masked(layer, names), f"/srv/password-{WORD}"
    assert dict(found.entries) == {"/srv": DIRECTORY, new: DIRECTORY, f"{new}/a": FILE, "/srv/b": FILE}
    assert found.whiteouts == {f"{new}/gone", "/etc/x"} and found.opaque == {new}
    assert found.deleted_ns == {f"{new}/gone": 7} and found.lost == {f"{new}/socket": "a socket"}
    assert names.found == {SECRET}


def test_links_and_attributes() -> None:
    layer = Layer(
        {
            "/a": Entry("symlink", 0o777, 0, 0, link=f"https://u:{SECRET}@host"),
            "/b": Entry("symlink", 0o777, 0, 0, link=f"password-{SECRET}/x"),
            f"/password-{SECRET}": Entry("file", 0o644, 0, 0, hardlink=f"/password-{SECRET}"),
            "/zz": Entry("file", 0o644, 0, 0, hardlink=f"/password-{SECRET}"),
            "/x": Entry("file", 0o644, 0, 0, xattrs=(("user.password", SECRET.encode().hex()), ("security.x", "ff"))),
            "/y": Entry("file", 0o644, 0, 0, xattrs=(("user.type", b"text".hex()),)),
        }
    )
    found = masked(layer).entries
    assert found["/a"].link == f"https://u:{WORD}@host" and found["/b"].link == f"password-{WORD}/x"
    assert found["/zz"].hardlink == found[f"/password-{WORD}"].hardlink == f"/password-{WORD}"
    assert found["/x"].xattrs == (("user.password", WORD.encode().hex()), ("security.x", "ff"))
    changes = {change.path: change.secret for change in mask().changes(compare({}, found))}
    assert changes == {
        "/a": IN_TARGET,
        "/b": IN_TARGET,
        f"/password-{WORD}": IN_NAME,
        "/zz": "",
        "/x": IN_ATTRIBUTE,
        "/y": "",
    }


def test_a_layer_without_a_secret_is_the_same_object_and_makes_no_key() -> None:
    def key() -> bytes:
        raise AssertionError("no key is needed")

    layer = Layer({"/srv/password-reset.html": FILE, "/l": Entry("symlink", 0o777, 0, 0, link="/srv")})
    assert NameMask(key).layers([layer], {})[0] is layer


def test_what_the_base_has_is_left() -> None:
    base = {f"/srv/password-{SECRET}": DIRECTORY}
    layer = Layer({f"/srv/password-{SECRET}/new": FILE}, whiteouts=frozenset({f"/srv/password-{SECRET}"}))
    assert masked(layer, base=base) is not None
    assert dict(masked(layer, base=base).entries) == dict(layer.entries)
    assert masked(layer, base=base).whiteouts == layer.whiteouts


def test_what_an_earlier_snapshot_has_unmasked_is_left() -> None:
    path = f"/srv/password-{SECRET}"
    assert set(masked(Layer({path: FILE}), mask(Change(path, "added", None, FILE))).entries) == {path}


def test_a_second_snapshot_sees_no_change() -> None:
    layer = Layer({f"/srv/password-{SECRET}": FILE})
    first = apply({}, [masked(layer)])
    second = apply({}, [masked(layer, mask(*compare({}, first)))])
    assert compare(first, second) == []


@pytest.mark.parametrize("name", ["Kiesel99!rot", "x-Kiesel99!rot.d", "Kiesel99!rot.txt"])
def test_a_known_value_is_masked_also_after_it_is_forgotten(name: str) -> None:
    layer = Layer({f"/srv/{name}": DIRECTORY, f"/srv/{name}/a": FILE, "/srv/Kiesel": FILE})
    first = apply({}, [masked(layer, mask(values=["Kiesel99!rot"]))])
    word = name_word("Kiesel99!rot", KEY)
    assert set(first) == {"/srv", f"/srv/{name.replace('Kiesel99!rot', word)}", *first}
    assert not any("99!" in path for path in first)
    later = mask(*compare({}, first))
    assert compare(first, apply({}, [masked(layer, later)])) == []
    other = masked(Layer({"/srv/Kiesel98!rot": FILE, "/srv/x-other.d": FILE}), later)
    assert set(other.entries) == {"/srv/Kiesel98!rot", "/srv/x-other.d"}


def test_a_path_and_the_function_for_known_contents() -> None:
    path = f"/srv/password-{SECRET}/a"
    assert mask().path(path) == f"/srv/password-{WORD}/a"
    assert mask().path("/etc/passwd") == "/etc/passwd"
    asked: list[str] = []

    def known(path: str, _: object) -> None:
        asked.append(path)

    mask().known(known)(path, None)  # type: ignore[arg-type]
    mask(Change(f"/srv/password-{WORD}", "added", None, DIRECTORY)).known(known)(path, None)  # type: ignore[arg-type]
    assert asked == [path, f"/srv/password-{WORD}/a"]
