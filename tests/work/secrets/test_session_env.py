"""Secret variables: their values are not stored."""

from __future__ import annotations

from snapshotter.work.secrets.session_env import with_host_values, without_secret_values


def test_the_value_of_a_secret_is_not_stored_and_comes_from_the_host() -> None:
    stored = without_secret_values(["FORGE_TOKEN=Zq90horsebat-x9", "MODE=fast", "DB=postgres://u:s3cr3tpw@db/x"])
    assert stored == ("FORGE_TOKEN", "MODE=fast", "DB")
    messages: list[str] = []
    assert with_host_values(stored, {"FORGE_TOKEN": "other"}, messages.append) == ("FORGE_TOKEN=other", "MODE=fast")
    assert len(messages) == 1 and messages[0].startswith("DB is not set")
