from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from snapshotter.engine import containers
from snapshotter.engine.images.overlay_dirs import of_container, of_image, read_files


def graph(upper: Path, *lower: Path, name: str = "overlay2") -> dict[str, object]:
    data = {"UpperDir": str(upper)}
    if lower:
        data["LowerDir"] = ":".join(map(str, lower))
    return {"GraphDriver": {"Name": name, "Data": data}}


@pytest.fixture
def layers(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in ("low", "middle", "top")]
    for directory in made:
        directory.mkdir()
    return made


def put(root: Path, path: str, content: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content)


def test_layers_come_lowest_first(layers: list[Path]) -> None:
    low, middle, top = layers
    assert of_image(graph(top, middle, low)) == [low, middle, top]
    assert of_image(graph(low)) == [low]


def test_missing_storage_and_storage_of_another_kind_are_not_read(layers: list[Path]) -> None:
    low, middle, top = layers
    assert of_image(graph(top, middle / "gone", low)) is None
    assert of_image(graph(top, name="btrfs")) is None
    assert of_image({}) is None
    assert of_image({"GraphDriver": None}) is None
    assert of_container(graph(top)) == top
    assert of_container(graph(top / "gone")) is None


def test_a_file_is_read_from_the_topmost_layer_that_has_it(layers: list[Path]) -> None:
    low, middle, top = layers
    put(low, "d/one", "low")
    put(low, "d/two", "low")
    put(middle, "d/one", "middle")
    put(top, "e", "top")
    assert dict(read_files(layers, ["/d/one", "/d/two", "/e", "/d", "/nope", "/e/below"])) == {
        "/d/one": b"middle",
        "/d/two": b"low",
        "/e": b"top",
    }


def test_symbolic_links_are_never_followed(layers: list[Path], tmp_path: Path) -> None:
    low, _, top = layers
    put(tmp_path, "host/secret", "secret")
    put(low, "d/secret", "low")
    (top / "d").symlink_to(tmp_path / "host")
    (top / "link").symlink_to(tmp_path / "host" / "secret")
    assert dict(read_files(layers, ["/d/secret", "/link"])) == {}


def test_whiteouts_and_opaque_directories_hide_what_is_below(layers: list[Path]) -> None:
    low, middle, top = layers
    for path in ("gone", "gone-dir/x", "opaque/lower", "back"):
        put(low, path, "low")
    put(top, "opaque/upper", "top")
    try:
        for path in ("gone", "gone-dir", "back"):
            os.mknod(middle / path, 0o20000)
        os.setxattr(top / "opaque", "trusted.overlay.opaque", b"y")
    except PermissionError:
        pytest.skip("only an unconfined root makes whiteouts")
    put(top, "back", "again")
    assert dict(read_files(layers, ["/gone", "/gone-dir/x", "/opaque/lower", "/opaque/upper", "/back"])) == {
        "/opaque/upper": b"top",
        "/back": b"again",
    }


def test_a_layer_below_a_directory_that_may_not_be_searched_is_not_read_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refused)  # as for users other than root
    monkeypatch.setattr("os.access", lambda *_: False)
    assert of_container({"GraphDriver": {"Name": "overlay2", "Data": {"UpperDir": str(tmp_path)}}}) is None


def test_the_place_of_the_storage_is_queried_only_where_it_can_be_read(tmp_path: Path) -> None:
    def in_place() -> bool:
        calls.append(1)
        return True

    calls: list[int] = []
    client = Mock()
    for upper, found in ((tmp_path / "gone", None), (tmp_path, tmp_path)):
        client.inspect_container.return_value = {"Id": "1", **graph(upper)}
        assert containers.inspect(client, "1", in_place=in_place).upper == found
    assert calls == [1]
