"""The folder with which editors open the container of an export."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from snapshotter.model import ImageConfig, Started
from snapshotter.recipe.model import Plan
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.devcontainer import devcontainer
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN


def made() -> Plan:
    base, snapshots, _ = load(GOLDEN / "needless" / "story.toml")
    return plan(base, snapshots)


def written(found: Plan, config: ImageConfig = ImageConfig()) -> Any:  # noqa: ANN401, B008 - JSON; it is frozen
    return json.loads(devcontainer(found, config, "web", "Dockerfile"))


def test_an_image_without_settings_has_its_build_alone() -> None:
    assert written(made()) == {"name": "web", "build": {"dockerfile": "../Dockerfile", "context": ".."}}


def test_the_settings_of_the_image() -> None:
    found = written(made(), ImageConfig(user="app", exposed_ports=("8080/tcp", "53/udp", "443", "8000-8010/tcp")))
    assert (found["remoteUser"], found["forwardPorts"]) == ("app", [443, 8080])


def test_a_secret_of_the_build_is_taken_from_the_environment() -> None:
    found = written(replace(made(), secrets={"TOKEN": (1, 0)}))
    assert found["build"]["options"] == ["--secret", "id=TOKEN,env=TOKEN"]


def test_what_an_adopted_container_was_started_with() -> None:
    started = Started(
        "c", ("A=1", "TOKEN", "B=${localEnv:HOME}"), ("80:80",), user="me", options=("--init", "--x=${y}")
    )
    found = written(replace(made(), started=started), ImageConfig(user="app"))
    assert found["containerEnv"] == {"A": "1"}
    assert found["remoteEnv"] == {"TOKEN": "${localEnv:TOKEN}"}
    assert found["runArgs"] == ["--init"]
    assert (found["appPort"], found["remoteUser"]) == (["80:80"], "me")
