"""The name in FROM: what is wrong with one that other machines do not know, and the way out."""

from __future__ import annotations

from snapshotter.model import Base

_OFFICIAL = frozenset(
    """
    almalinux alpine alt amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clojure debian
    docker eclipse-temurin elixir erlang fedora gcc golang gradle groovy haproxy haskell httpd julia mageia mariadb
    maven memcached mongo mono mysql nginx node openjdk
    opensuse/leap opensuse/tumbleweed oraclelinux perl photon php postgres
    pypy python r-base rabbitmq redis rockylinux ros ruby rust scratch sl swift swipl tomcat traefik ubuntu valkey
    """.split()
)
"""Images that the usual registry has under these names: one that was loaded from a file is most likely the same."""


def base_warnings(base: Base) -> list[str]:
    """Return one line where a build on another machine may not find the image in FROM; empty where it does."""
    name = _safe(base.reference)
    if base.digest or base.dockerfile:
        return []
    if base.reference.startswith("snap-base:"):
        return [
            f"{name} is a name that only this machine has, made up since the image had none; name the image with "
            f"`docker tag {name} NAME:TAG`, push it, and start a workspace from that name"
        ]
    if line := snapshot_of(base):
        return [
            f"{name} is a snapshot of {_safe(line)} that only this machine has, and its line is not here; push the"
            " image under a name of a registry, and start a workspace from that name"
        ]
    repository = base.reference.rpartition(":")[0] if ":" in base.reference.rsplit("/", 1)[-1] else base.reference
    plain = repository.removeprefix("docker.io/").removeprefix("localhost/").removeprefix("library/")
    if plain in _OFFICIAL:
        return []
    return [
        f"{name} is an image that only this machine is known to have; push it to a registry with `docker push {name}`,"
        " so that others can build from it"
    ]


def snapshot_of(base: Base) -> str:
    """Return the workspace of which an image is a snapshot; "" if it is none."""
    name = dict(base.config.labels).get("io.snapshotter.workspace", "")
    return name or (
        base.reference.removeprefix("snap/").partition(":")[0] if base.reference.startswith("snap/") else ""
    )


def _safe(text: str) -> str:
    """Return text without characters that are special in a Dockerfile, in Markdown's code spans or in a terminal."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable.encode("utf-8", "replace").decode().replace("`", "'")
