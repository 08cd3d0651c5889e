"""The programs of cargo and the gems that were asked for."""

from __future__ import annotations

import json

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, shown

LIST, DETAILS = "/root/.cargo/.crates.toml", "/root/.cargo/.crates2.json"
INDEX = "registry+https://index.invalid/crates"
RIPGREP = f"ripgrep 14.1.0 ({INDEX})"


def crates(**found: str) -> str:
    return "[v1]\n" + "".join(f'"{crate}" = ["{name}"]\n' for name, crate in found.items())


def texts(before: Files, after: Files) -> list[str]:
    return [one.text for one in shown(before, after)[0]]


def test_a_crate_with_its_version_and_features() -> None:
    details = json.dumps({"installs": {RIPGREP: {"features": ["pcre2"], "no_default_features": True}}})
    before: Files = {LIST: crates(old=f"old 1.0.0 ({INDEX})")}
    after: Files = {
        LIST: crates(old=f"old 1.0.0 ({INDEX})", rg=RIPGREP),
        DETAILS: details,
        "/root/.cargo/bin/rg": "x",
        "/root/.cargo/bin/cargo": "x",
        "/root/.cargo/registry/cache/y": "y",
    }
    commands, by = shown(before, after)
    line = "/root/.cargo/bin/cargo install ripgrep --version 14.1.0 --features pcre2 --no-default-features"
    assert [(one.text, one.witness) for one in commands] == [(line, LIST)]
    assert {by[path] for path in ("/root/.cargo/bin/rg", LIST, DETAILS, "/root/.cargo/registry/cache/y")} == {line}
    assert by["/root/.cargo/bin/cargo"] == ""


def test_a_crate_of_a_repository_or_a_directory_elsewhere() -> None:
    place, source = "/usr/local/.crates.toml", "git+https://forge.invalid/t?branch=main#" + "a" * 40
    made: Files = {
        place: crates(
            t=f"t 0.1.0 ({source})", mine="mine 0.1.0 (path+file:///srv/mine)", gone="gone 0.1.0 (path+file:///x)"
        ),
        "/srv/mine/Cargo.toml": "",
        "/usr/bin/cargo": "",
        "/usr/local/bin/t": ("t", 1.0),
        "/usr/local/bin/mine": ("m", 2.0),
    }
    assert texts({}, made) == [
        f"cargo install --root /usr/local --git https://forge.invalid/t --rev {'a' * 40} t",
        "cargo install --root /usr/local --path /srv/mine",
    ]


def test_damaged_lists_show_nothing() -> None:
    assert texts({}, {LIST: "[v1"}) == texts({}, {LIST: "v1 = 3"}) == texts({}, {LIST: crates(x="no crate")}) == []
    made: Files = {LIST: crates(rg=RIPGREP), DETAILS: "{"}
    assert texts({}, made) == ["cargo install ripgrep --version 14.1.0"]


def test_the_gems_that_no_other_needs() -> None:
    folder = "/var/lib/gems/3.1.0/specifications"
    rack, sinatra = (
        Package("gem", name, version, stamp_file=f"{folder}/{name}.gemspec", paths=(f"{folder}/{name}.gemspec",))
        for name, version in (("rack", "3.0"), ("sinatra", "4.0"))
    )
    made: Files = {
        "/usr/bin/gem": "",
        f"{folder}/rack.gemspec": "",
        f"{folder}/sinatra.gemspec": 's.add_runtime_dependency(%q<rack>.freeze, [">= 3"])',
    }
    commands, by = shown({}, made, PackageChanges(added=(rack, sinatra)), (rack, sinatra))
    assert [one.text for one in commands] == ["gem install sinatra:4.0"]
    assert by[f"{folder}/rack.gemspec"] == "gem install sinatra:4.0"
