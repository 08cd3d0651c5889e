from __future__ import annotations

from typing import Any

from snapshotter.engine.progress import PullProgress


def test_layers_are_summed_up() -> None:
    told: list[str] = []
    now = [0.0]
    progress = PullProgress("alpine:3.20", told.append, lambda: now[0])
    events: list[tuple[float, dict[str, Any]]] = [
        (0.0, {"status": "Pulling from library/alpine", "id": "3.20"}),
        (1.0, {"status": "Pulling fs layer", "id": "a"}),
        (2.0, {"status": "Downloading", "id": "a", "progressDetail": {"current": 300_000, "total": 30_000_000}}),
        (2.1, {"status": "Downloading", "id": "a", "progressDetail": {"current": 400_000, "total": 30_000_000}}),
        (3.0, {"status": "Downloading", "id": "b", "progressDetail": {"current": 1_000_000, "total": 10_100_000}}),
        (4.0, {"status": "Download complete", "id": "a"}),
        (5.0, {"status": "Extracting", "id": "a", "progressDetail": {"current": 1, "total": 2}}),
        (6.0, {"status": "Pull complete", "id": "b"}),
    ]
    for seconds, event in events:
        now[0] = seconds
        progress.event(event)
    assert told == [
        "pulling alpine:3.20",
        "pulling alpine:3.20  0.3 / 30.0 MB",
        "pulling alpine:3.20  1.4 / 40.1 MB",
        "pulling alpine:3.20  31.0 / 40.1 MB",
        "pulling alpine:3.20  40.1 / 40.1 MB",
    ]


def test_an_event_without_details_is_borne() -> None:
    told: list[str] = []
    progress = PullProgress("x:1", told.append)
    progress.event({"status": "Downloading", "id": "a"})
    progress.event({})
    assert told == ["pulling x:1"]
