"""Entries of an image's history as instructions, and which entry is of which layer."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import HistoryStep
from snapshotter.model import ImageConfig
from snapshotter.work.adopt.history import by_layer, command_text, configured, instruction


def step(text: str, size: int = 0, comment: str = "") -> HistoryStep:
    return HistoryStep(1.0, text, comment, size)


@pytest.mark.parametrize(
    ("text", "kind", "name", "rest"),
    [
        ("/bin/sh -c #(nop)  CMD [\"bash\"]", "setting", "CMD", '["bash"]'),
        ("/bin/sh -c #(nop) COPY file:0a in /etc/x ", "copy", "COPY", "file:0a in /etc/x"),
        ("/bin/sh -c #(nop) WORKDIR /srv", "workdir", "WORKDIR", "/srv"),
        ("/bin/sh -c apt-get update     && apt-get clean", "run", "RUN", "apt-get update && apt-get clean"),
        ("RUN /bin/sh -c echo 'a    b' > /x # buildkit", "run", "RUN", "echo 'a    b' > /x"),
        ("COPY a b /srv/ # buildkit", "copy", "COPY", "a b /srv/"),
        ("bash", "container", "", "bash"),
        ("/usr/sbin/nginx -g daemon off;", "container", "", "/usr/sbin/nginx -g daemon off;"),
    ],
)  # fmt: skip
def test_what_an_entry_is(text: str, kind: str, name: str, rest: str) -> None:
    found = instruction(step(text))
    assert (found.kind, found.name, found.text) == (kind, name, rest)


def test_settings_of_buildkit_have_no_mark_of_their_own() -> None:
    assert instruction(step("ENV A=b", comment="buildkit.dockerfile.v0")).kind == "setting"
    assert instruction(step("ENV A=b")).kind == "container"


def test_another_shell_of_a_run() -> None:
    assert instruction(step("/bin/bash -o pipefail -c a | b")).shell == "bash"


def test_build_arguments_are_given_again_but_for_secrets() -> None:
    found = instruction(step("|2 VERSION=1.2 3 TOKEN=ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi /bin/sh -c make"))
    unread = instruction(step("|1 VERSION=1.2 /bin/sh -c echo x > /x"))
    assert command_text(unread) == "echo x > /x"
    assert found.args == ("VERSION=1.2 3", "TOKEN=ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi")
    assert command_text(found) == "export VERSION='1.2 3'; make"


def test_the_entries_of_layers_lie_above_those_of_the_base() -> None:
    base = [step("/bin/sh -c #(nop) ADD file:1 in / ", 9), step('/bin/sh -c #(nop)  CMD ["bash"]')]
    above = [step("/bin/sh -c #(nop)  ENV A=b"), step("/bin/sh -c touch /x"), step("/bin/sh -c #(nop)  USER app")]
    (found,) = by_layer([*base, *above], base, 1)
    assert found.step == above[1]
    assert found.before == (above[0],)


def test_a_working_directory_that_was_there_made_no_layer() -> None:
    above = [
        step("WORKDIR /tmp", comment="buildkit.dockerfile.v0"),
        step("RUN /bin/sh -c rm /x # buildkit"),
        step("COPY a /a # buildkit", 5),
    ]
    assert [one.step for one in by_layer(above, [], 2)] == above[1:]
    assert [one.step for one in by_layer(above, [], 3)] == above


def test_a_history_that_does_not_fit_names_no_layer() -> None:
    assert [one.step for one in by_layer([step("bash", 5)], [], 2)] == [None, None]


def test_variables_have_the_quotes_of_the_configuration() -> None:
    final = ImageConfig(env=("PATH=/bin", "A=hello world", "B=2"))
    steps = [step("/bin/sh -c #(nop)  ENV A=hello world"), step("/bin/sh -c #(nop)  USER app")]
    steps.append(step("/bin/sh -c #(nop) WORKDIR /srv"))
    made = configured(ImageConfig(env=("PATH=/bin",)), steps, final)
    assert made.env == ("PATH=/bin", "A=hello world")
    assert (made.user, made.workdir) == ("app", "/srv")
