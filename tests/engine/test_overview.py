"""The engine's description of a container in nouns, for Docker and podman."""

from __future__ import annotations

from snapshotter.engine.overview import Attached, Bound, Health, Port, from_api

DOCKER = {
    "Created": "2026-01-02T03:04:05.123456789Z",
    "State": {
        "Running": False,
        "StartedAt": "2026-01-02T03:04:06Z",
        "FinishedAt": "2026-01-02T04:04:06.5+01:00",
        "ExitCode": 137,
        "OOMKilled": True,
        "Error": "",
        "Pid": 0,
        "Health": {"Status": "unhealthy", "FailingStreak": 3, "Log": [{"Output": "old"}, {"Output": " refused\n"}]},
    },
    "RestartCount": 2,
    "Config": {
        "Image": "nginx:1",
        "Hostname": "web",
        "Env": ["A=b"],
        "Entrypoint": ["/run.sh"],
        "Cmd": ["-x", "y z"],
        "ExposedPorts": {"443/tcp": {}, "80/tcp": {}},
    },
    "HostConfig": {
        "Memory": 512000000,
        "MemorySwap": -1,
        "NanoCpus": 1500000000,
        "PidsLimit": 100,
        "ShmSize": 67108864,
        "Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}],
        "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 5},
        "CapAdd": ["NET_ADMIN"],
        "CapDrop": ["MKNOD"],
    },
    "Mounts": [{"Destination": "/data", "RW": False}, {"Destination": "/tmp", "RW": True}],
    "NetworkSettings": {
        "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", "HostPort": "8080"}]},
        "Networks": {
            "bridge": {"IPAddress": "172.17.0.2", "IPPrefixLen": 16, "Gateway": "172.17.0.1"},
            "back": {"GlobalIPv6Address": "fd00::2", "GlobalIPv6PrefixLen": 64, "Aliases": ["db"]},
        },
    },
}


def test_docker() -> None:
    found = from_api(DOCKER)
    assert found.finished - found.started == 0.5
    assert (found.exit_code, found.out_of_memory, found.restarts, found.restart_policy) == (
        137,
        True,
        2,
        "on-failure:5",
    )
    assert found.health == Health("unhealthy", 3, "refused")
    assert found.networks == (
        Attached("back", ("fd00::2/64",), "", ("db",)),
        Attached("bridge", ("172.17.0.2/16",), "172.17.0.1"),
    )
    assert found.ports == (Port("80/tcp", ("0.0.0.0:8080", "[::]:8080")), Port("443/tcp"))
    assert found.bound == (Bound("/data", True), Bound("/tmp", False))
    assert found.limits == {
        "memory": 512000000,
        "shared memory": 67108864,
        "processors": 1.5,
        "processes": 100,
        "ulimit nofile": "1:2",
    }
    assert found.capabilities == ("+NET_ADMIN", "-MKNOD")
    assert (found.entrypoint, found.command) == (("/run.sh",), ("-x", "y z"))


def test_podman_gives_some_values_in_other_forms() -> None:
    found = from_api(
        {
            "Created": "2026-01-02T03:04:05.123456789+01:00",
            "ImageName": "docker.io/library/debian:bookworm",
            "State": {
                "Running": True,
                "StartedAt": "2026-01-02T03:04:06.1Z",
                "Healthcheck": {"Status": "", "Log": None},
            },
            "Config": {"Entrypoint": "/run.sh", "Cmd": None},
            "HostConfig": {"CpuQuota": 50000, "CpuPeriod": 100000, "Memory": 0, "PidsLimit": -1},
            "NetworkSettings": {"Networks": None, "Ports": None},
            "Mounts": None,
        }
    )
    assert found.reference == "docker.io/library/debian:bookworm"
    assert (found.entrypoint, found.command, found.health, found.exit_code) == (("/run.sh",), (), None, None)
    assert found.limits == {"processors": 0.5}


def test_what_never_happened_has_no_time() -> None:
    state = {"Running": False, "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "", "ExitCode": 0}
    found = from_api({"Created": "soon", "State": state})
    assert (found.created, found.started, found.finished, found.exit_code) == (0, 0, 0, None)
