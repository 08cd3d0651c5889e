"""The base of an image without layers of another one: by its distribution and its packages."""

from __future__ import annotations

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.store.home import Home
from snapshotter.work.adopt.adopt import AdoptedImage, AdoptRequest, adopt
from snapshotter.work.adopt.similar import Contents, likeness, published
from tests.work.fakes import FakeEngine

DEBIAN = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'
ALPINE = "ID=alpine\nVERSION_ID=3.23.1\n"


def status(**packages: str) -> str:
    return "\n".join(
        f"Package: {name}\nStatus: install ok installed\nVersion: {version}\n" for name, version in packages.items()
    )


def files(release: str = DEBIAN, **packages: str) -> dict[str, str]:
    return {"usr/lib/os-release": release, "var/lib/dpkg/status": status(**packages)}


@pytest.fixture
def flat(fake: FakeEngine) -> FakeEngine:
    """Make a flattened image, its base, and images that are not its base."""
    fake.add_image("flat:1", {**files(libc="1", bash="5", curl="8"), "srv/x": "x"}, ImageConfig())
    fake.add_image("debian:bookworm", files(libc="1", bash="5"))
    fake.add_image("debian:more", files(libc="1", bash="5", git="2", vim="9"))
    fake.add_image("debian:old", files(DEBIAN.replace("12", "11"), libc="1", bash="5", curl="8"))
    fake.add_image("alpine:3.23", files(ALPINE, libc="1", bash="5", curl="8"))
    fake.add_image("team/sibling:1", files(libc="1", bash="5", curl="8"))
    fake.add_image("flat:0", files(libc="1", bash="5", curl="8"))
    return fake


def dry(fake: FakeEngine, home: Home, base: str = "") -> AdoptedImage:
    return adopt(fake, home, AdoptRequest("flat:1", "web", base, dry_run=True), lambda _: None)


def test_the_base_differs_least_of_those_that_others_have(flat: FakeEngine, home: Home) -> None:
    before = dict(flat.tagged)
    made = dry(flat, home)
    assert made.found.base.reference == "debian:bookworm"
    assert "Debian GNU/Linux 12 (bookworm)" in made.found.how
    assert "2 of its 2 packages are in the image with the same version: sure" in made.found.how
    assert any("no configuration" in note for note in made.notes) and any("one snapshot" in note for note in made.notes)
    assert {one.path for one in made.snapshots[0].changes} == {"/srv", "/srv/x", "/var/lib/dpkg/status"}
    assert flat.tagged == before


def test_the_image_of_the_snapshot_is_on_the_base(flat: FakeEngine, home: Home) -> None:
    adopt(flat, home, AdoptRequest("flat:1", "web"), lambda _: None)
    (one,) = home.line.snapshots("web")
    assert flat.image(one.image).layers[:1] == flat.image("debian:bookworm").layers
    assert sorted(tag for tag in flat.tagged if tag.startswith("snap/")) == ["snap/web:1", "snap/web:latest"]


def test_a_sibling_is_taken_where_there_is_no_other(flat: FakeEngine, home: Home) -> None:
    for name in ("debian:bookworm", "debian:more"):
        flat.remove_image(name)
    assert dry(flat, home).found.base.reference == "team/sibling:1"


def test_the_distribution_is_pulled_where_nothing_local_is_like_it(flat: FakeEngine, home: Home) -> None:
    for name in [name for name in flat.tagged if name != "flat:1"]:
        flat.remove_image(name)
    flat.registry["debian:bookworm"] = files(libc="1", bash="4")
    made = dry(flat, home)
    assert made.found.base.reference == "debian:bookworm" and made.found.how.endswith(": a guess")


def test_a_base_with_few_of_the_packages_is_none(flat: FakeEngine, home: Home) -> None:
    for name in [name for name in flat.tagged if name != "flat:1"]:
        flat.remove_image(name)
    flat.registry["debian:bookworm"] = files(libc="2")
    with pytest.raises(UsageError, match="of debian:bookworm, the most similar one, only 0 of its 1 packages"):
        dry(flat, home)


def test_no_base_to_be_had(flat: FakeEngine, home: Home) -> None:
    for name in [name for name in flat.tagged if name != "flat:1"]:
        flat.remove_image(name)
    with pytest.raises(UsageError, match=r"no image of Debian GNU/Linux 12 .bookworm. is here or can be pulled"):
        dry(flat, home)
    assert [call for call in flat.calls if call == "pull"]


def test_a_given_base_decides_where_it_can_be_one(flat: FakeEngine, home: Home) -> None:
    assert dry(flat, home, "debian:more").found.how.endswith(
        "2 of its 4 packages are in the image with the same version"
    )
    with pytest.raises(UsageError, match=r"0 of its 1 layers .* it is another distribution"):
        dry(flat, home, "alpine:3.23")


def test_without_release_and_packages(fake: FakeEngine, home: Home) -> None:
    fake.add_image("scratch:1", {"app": "x"})
    with pytest.raises(UsageError, match="no /etc/os-release and no database of packages"):
        adopt(fake, home, AdoptRequest("scratch:1"), lambda _: None)


def test_patch_releases_of_alpine_are_one() -> None:
    one, other = (Contents({"ID": "alpine", "VERSION_ID": v}, {"musl": "1"}) for v in ("3.23.1", "3.23.4"))
    assert likeness(one, other).may_be_base
    assert published(one) == ["alpine:3.23"]
