"""Secret variables: their values are not stored, and no image gets them unless that is allowed."""

from __future__ import annotations

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.work.secrets.session_env import refuse_secrets, with_host_values, without_secret_values


def test_the_value_of_a_secret_is_not_stored_and_comes_from_the_host() -> None:
    stored = without_secret_values(["FORGE_TOKEN=Zq90horsebat-x9", "MODE=fast", "DB=postgres://u:s3cr3tpw@db/x"])
    assert stored == ("FORGE_TOKEN", "MODE=fast", "DB")
    messages: list[str] = []
    assert with_host_values(stored, {"FORGE_TOKEN": "other"}, messages.append) == ("FORGE_TOKEN=other", "MODE=fast")
    assert len(messages) == 1 and messages[0].startswith("DB is not set")


def test_a_secret_in_the_configuration_is_refused_unless_it_is_allowed() -> None:
    before = ImageConfig(env=("OLD_TOKEN=abcDEF123456789x",))
    refuse_secrets(before, before, ())
    refuse_secrets(before, ImageConfig(env=("MODE=fast",), labels=(("version", "1"),)), ())
    for after in (
        ImageConfig(env=("API_TOKEN=Zq91horsebat-x9",)),
        ImageConfig(labels=(("API_TOKEN", "Zq91horsebat-x9"),)),
    ):
        with pytest.raises(UsageError, match="API_TOKEN looks like a secret"):
            refuse_secrets(before, after, ())
        refuse_secrets(before, after, ["API_TOKEN"])
