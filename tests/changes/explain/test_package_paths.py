"""The package databases are read only if a change affects them."""

from __future__ import annotations

from pathlib import Path

from snapshotter.changes.explain.package_paths import OwnedPaths, load, store

OWNED = OwnedPaths(frozenset({"/var/lib/dpkg/status"}), frozenset({"/bin/ls", "/usr/lib/x\udcff"}))


def test_a_path_that_no_package_owns_affects_nothing() -> None:
    assert not OWNED.affected_by({"/opt/a", "/etc/motd"})


def test_an_owned_file_has_an_effect_by_either_spelling() -> None:
    assert OWNED.affected_by({"/bin/ls"})
    assert OWNED.affected_by({"/usr/bin/ls"})


def test_a_changed_and_a_new_database_have_an_effect() -> None:
    assert OWNED.affected_by({"/var/lib/dpkg/status"})
    assert OWNED.affected_by(
        {
            "/usr/lib/python3/dist-packages/six-1.0.dist-info/RECORD",
            "/usr/lib/python3/dist-packages/six-1.0.dist-info/METADATA",
        }
    )


def test_storing_and_loading(tmp_path: Path) -> None:
    assert load(tmp_path / "a.owned") is None
    store(tmp_path / "a.owned", OWNED)
    assert load(tmp_path / "a.owned") == OWNED
    (tmp_path / "a.owned").write_bytes(b"damaged")
    assert load(tmp_path / "a.owned") is None
