from __future__ import annotations

import io
from typing import Any

from snapshotter.model import ProgressLine
from snapshotter.progress import CountedStream, Meter, PullProgress


def test_layers_are_summed_up() -> None:
    reported: list[str] = []
    now = [0.0]
    progress = PullProgress("alpine:3.20", reported.append, lambda: now[0])
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
    assert reported == [
        "pulling alpine:3.20",
        "pulling alpine:3.20  0.3 / 30.0 MB",
        "pulling alpine:3.20  1.4 / 40.1 MB",
        "pulling alpine:3.20  31.0 / 40.1 MB",
        "pulling alpine:3.20  40.1 / 40.1 MB",
    ]


def test_an_event_without_details_is_ignored() -> None:
    reported: list[str] = []
    progress = PullProgress("x:1", reported.append)
    progress.event({"status": "Downloading", "id": "a"})
    progress.event({})
    assert reported == ["pulling x:1"]


def test_a_meter_reports_bytes_files_and_share() -> None:
    reported: list[str] = []
    now = [0.0]
    meter = Meter("reading", reported.append, 100_000_000, lambda: now[0])
    for _ in range(10):
        meter.file()
        meter.read(5_000_000)
        now[0] += 0.11
    assert reported[:3] == ["reading", "reading  5 / 100 MB, 1 files", "reading  15 / 100 MB, 3 files"]
    assert len(reported) == 6  # not more often than every 0.2 s
    assert isinstance(reported[-1], ProgressLine) and reported[-1].share == 0.45
    meter.read(90_000_000)  # more than was expected
    assert meter.line() == "reading  140 MB, 10 files"


def test_a_meter_of_small_files_rarely_reads_the_clock() -> None:
    reads: list[float] = []

    def clock() -> float:
        reads.append(0.0)
        return float(len(reads))

    meter = Meter("reading", lambda line: None, clock=clock)
    for _ in range(10_000):
        meter.file()
        meter.read(10)
    assert 5 < len(reads) < 20


def test_a_counted_stream_reads_and_closes_its_stream() -> None:
    meter = Meter("reading", lambda line: None)
    raw = io.BytesIO(b"12345")
    with CountedStream(raw, meter) as stream:
        assert (stream.read(2), stream.read(9), stream.read(1)) == (b"12", b"345", b"")
    assert raw.closed
