"""The variables that a RUN sees: ARG, ENV, the arguments that are given, stages below."""

from __future__ import annotations

import pytest

from snapshotter.recipe.dockerfile.mounts import mounts
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.recipe.dockerfile.variables import arguments, expand, last_of, pairs, shell_of

FILE = parse(
    """\
ARG VERSION=12
ARG OTHER=o
FROM debian:$VERSION AS base
ARG VERSION
ARG A="x y"
SHELL ["/bin/bash", "-c"]
FROM base
ARG TARGETARCH
ARG B=${A}-${NONE:-z} C
ENV A=env
USER worker
RUN it
"""
)
RUN = FILE.instructions[-1]


def test_a_run_sees_the_arguments_in_scope_but_those_that_env_sets() -> None:
    found = arguments(FILE, RUN, {"C": "given", "HTTP_PROXY": "p"}, {"TARGETARCH": "arm64", "TARGETOS": "linux"})
    assert found == {"VERSION": "12", "B": "x y-z", "C": "given", "TARGETARCH": "arm64", "HTTP_PROXY": "p"}


def test_a_given_argument_replaces_the_default() -> None:
    assert arguments(FILE, RUN, {"VERSION": "11", "B": "b"}, {})["VERSION"] == "11"
    assert arguments(FILE, RUN, {"VERSION": "11", "B": "b"}, {})["B"] == "b"


def test_shell_and_user_are_those_of_the_stages_below_too() -> None:
    assert shell_of(FILE, RUN, ()) == ("/bin/bash", "-c")
    assert shell_of(parse("FROM a\nRUN b"), parse("FROM a\nRUN b").instructions[1], ()) == ("/bin/sh", "-c")
    user = last_of(FILE, RUN, "USER")
    assert user is not None and user.line == 11


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$A/${A}", "1/1"), ("${B:-x}", "x"), ("${A:+y}", "y"), ("\\$A", "$A"), ("${E-x}${E:-x}", "x"), ("$NO", "")],
)
def test_variables_are_replaced_as_builders_do(text: str, expected: str) -> None:
    assert expand(text, {"A": "1", "E": ""}) == expected


def test_pairs_of_env_in_both_forms() -> None:
    assert pairs("A=1 B='x y'") == [("A", "1"), ("B", "'x y'")]
    assert pairs("A the rest") == [("A", "the rest")]
    assert pairs("A") == [("A", None)]


def test_mounts_have_targets_and_secrets_a_place() -> None:
    run = parse(
        "FROM a\nRUN --mount=type=secret,id=k --mount=type=cache,dst=c --mount=target=/s,source=src,from=b "
        "--mount=type=secret,id=t,env=T,uid=5,mode=0444 x"
    ).instructions[1]
    found = mounts(run, {}, "/w")
    assert [(one.kind, one.target, one.origin) for one in found] == [
        ("secret", "/run/secrets/k", ""),
        ("cache", "/w/c", ""),
        ("bind", "/s", "b"),
        ("secret", "", ""),
    ]
    assert (found[3].variable, found[3].uid, found[3].mode) == ("T", 5, 0o444)
