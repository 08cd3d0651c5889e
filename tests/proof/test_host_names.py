"""Files that differ in the container's host name alone."""

from __future__ import annotations

from snapshotter.model import Change, Entry
from snapshotter.proof.host_names import SIZE_LIMIT, host_names, with_content


def of(hand: str, again: str) -> str:
    return host_names({"/f": hand.encode()}, {"/f": again.encode()}).get("/f", "")


def test_the_name_of_the_container_by_hand_is_found() -> None:
    assert of("name=b55353c20026\n", "name=0f3a9b1c2d4e\n") == "b55353c20026"
    assert of("b55353c20026.lan, b55353c20026\n", "buildkitsandbox.lan, buildkitsandbox\n") == "b55353c20026"


def test_other_differences_are_none_of_a_host_name() -> None:
    assert of("name=b55353c20026\na\n", "name=0f3a9b1c2d4e\nb\n") == ""
    assert of("name=mail\n", "name=0f3a9b1c2d4e\n") == ""
    assert of("ab55353c200261\n", "a0f3a9b1c2d4e1\n") == ""
    assert of("b55353c20026 0123456789ab\n", "0f3a9b1c2d4e 1123456789ab\n") == ""
    assert host_names({"/f": b"b55353c20026"}, {}) == {}


def test_only_small_files_with_other_content_are_read() -> None:
    small, large = Entry("file", 0o644, 0, 0, 9, "a"), Entry("file", 0o644, 0, 0, SIZE_LIMIT + 1, "a")
    other = Entry("file", 0o644, 0, 0, 9, "b")
    changes = [Change("/a", "changed", small, other), Change("/b", "changed", large, other)]
    assert with_content([*changes, Change("/c", "added", None, other)]) == changes[:1]
    assert with_content(changes[:1] * 65) == []
