"""What a container was started with, as `docker run` and as a file for `docker compose`."""

from __future__ import annotations

import subprocess

from snapshotter.model import Started
from snapshotter.recipe.write.started import compose, connect_lines, run_line

STARTED = Started(
    "web-1",
    ("A=it's $5", "TOKEN"),
    ("127.0.0.1:80:80",),
    ("data:/data", "/etc/x:/x:ro"),
    ("net", "other"),
    "app",
    "/srv",
    "host",
    ("/entry", "-x"),
    ("serve", "a b"),
    "on-failure:3",
    ("--privileged", "--cap-add=NET_ADMIN", "--memory=100"),
)


def test_the_line_is_one_command_with_every_setting() -> None:
    text = run_line(STARTED, "web").replace("docker run", "printf '%s\\n'", 1)
    words = subprocess.run(["/bin/sh", "-c", text], capture_output=True, text=True, check=True).stdout.splitlines()
    assert words == [
        *("-d", "--name", "web-1", "--hostname", "host", "-e", "A=it's $5", "-e", "TOKEN", "-p", "127.0.0.1:80:80"),
        *("-v", "data:/data", "-v", "/etc/x:/x:ro", "--network", "net", "--user", "app", "--workdir", "/srv"),
        *("--restart", "on-failure:3", "--privileged", "--cap-add=NET_ADMIN", "--memory=100", "--entrypoint", "/entry"),
        *("web", "-x", "serve", "a b"),
    ]
    assert connect_lines(STARTED) == ["docker network connect other web-1"]


def test_the_settings_of_the_image_are_left_to_it() -> None:
    assert run_line(Started("web"), "web").split() == "docker run -d \\ --name web \\ web".split()
    assert compose(Started("web"), "web").splitlines() == [
        "services:",
        "  web:",
        "    build: .",
        '    image: "web"',
        '    container_name: "web"',
    ]


def test_the_file_for_compose() -> None:
    lines = compose(STARTED, "web").splitlines()
    for line in (
        '      - "A=it\'s $$5"',
        '    entrypoint: ["/entry", "-x"]',
        '    command: ["serve", "a b"]',
        "    privileged: true",
        "    cap_add:",
        '    mem_limit: "100"',
        "  data:",
        "    external: true",
    ):
        assert line in lines
    assert 'network_mode: "host"' in compose(Started("a", networks=("host",)), "a")


def test_compose_names_a_recipe_of_another_name() -> None:
    assert compose(Started("web"), "web", "Containerfile").splitlines()[2:5] == [
        "    build:",
        "      context: .",
        '      dockerfile: "Containerfile"',
    ]
