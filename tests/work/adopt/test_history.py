"""Entries of an image's history as instructions, and which entry is of which layer."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import HistoryStep
from snapshotter.model import Entry, Layer
from snapshotter.work.adopt.history import by_layer, command_text, instruction, own_instruction, secret_arguments

MADE = Layer({"x": Entry("file", 0o644, 0, 0, size=5)})


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
        ("mkdir -p /var/lib/svc", "run", "RUN", "mkdir -p /var/lib/svc"),
        ("|2 A=1 B=2 mkdir -p /x", "run", "RUN", "mkdir -p /x"),
        ("|2 A=/usr/bin/x B=b c /bin/sh -c make", "run", "RUN", "make"),
        ("|2 A=1 mkdir -p /x", "container", "", "|2 A=1 mkdir -p /x"),
        ("chown app: /srv/$x", "container", "", "chown app: /srv/$x"),
        ("python3 -m http.server", "container", "", "python3 -m http.server"),
        ("/usr/sbin/nginx -g daemon off;", "container", "", "/usr/sbin/nginx -g daemon off;"),
    ],
)  # fmt: skip
def test_what_an_entry_is(text: str, kind: str, name: str, rest: str) -> None:
    found = instruction(step(text))
    assert (found.kind, found.name, found.text) == (kind, name, rest)


def test_settings_of_buildkit_have_no_mark_of_their_own() -> None:
    assert instruction(step("ENV A=b", comment="buildkit.dockerfile.v0")).kind == "setting"
    assert instruction(step("ENV A=b")).kind == "container"


def test_a_container_that_was_committed_with_a_message_is_no_run() -> None:
    assert instruction(step("mkdir -p /x", comment="made by hand")).kind == "container"


def test_another_shell_of_a_run() -> None:
    for options in ("-o pipefail", "-euo pipefail", "-e -u", "-eo pipefail -x"):
        found = instruction(step(f"/bin/bash {options} -c a | b"))
        assert (found.shell, found.text) == ("bash", "a | b")
    assert instruction(step("|1 A=b /usr/bin/bash -euo pipefail -c a -c b")).text == "a -c b"


def test_build_arguments_are_given_again_but_for_secrets() -> None:
    found = instruction(step("|2 VERSION=1.2 3 TOKEN=ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi /bin/sh -c make"))
    unread = instruction(step("|1 VERSION=1.2 /bin/sh -c echo x > /x"))
    assert command_text(unread) == "echo x > /x"
    assert found.args == ("VERSION=1.2 3", "TOKEN=ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi")
    assert command_text(found) == "export VERSION='1.2 3'; make"


def test_the_entries_of_layers_lie_above_those_of_the_base() -> None:
    base = [step("/bin/sh -c #(nop) ADD file:1 in / ", 9), step('/bin/sh -c #(nop)  CMD ["bash"]')]
    above = [step("/bin/sh -c #(nop)  ENV A=b"), step("/bin/sh -c touch /x"), step("/bin/sh -c #(nop)  USER app")]
    (found,) = by_layer([*base, *above], base, [MADE])
    assert found.step == above[1]
    assert found.before == (above[0],)


def test_a_working_directory_that_was_there_made_no_layer() -> None:
    above = [
        step("WORKDIR /tmp", comment="buildkit.dockerfile.v0"),
        step("RUN /bin/sh -c rm /x # buildkit"),
        step("COPY a /a # buildkit", 5),
    ]
    assert [one.step for one in by_layer(above, [], [Layer({}, frozenset({"x"})), MADE])] == above[1:]
    assert [one.step for one in by_layer(above, [], [MADE, MADE, MADE])] == above


def test_a_history_that_does_not_fit_names_no_layer() -> None:
    assert [one.step for one in by_layer([step("bash", 5)], [], [MADE, MADE])] == [None, None]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"/bin/sh -c #(nop) COPY file:{'0a' * 32} in ./ ", "COPY ./"),
        (f"/bin/sh -c #(nop) COPY --chown=app:appdir:{'0a' * 32} in /my files/ ", "COPY /my files/"),
        ("COPY a b /srv/ # buildkit", "COPY /srv/"),
        ("/bin/bash -o pipefail -c #(nop) WORKDIR /srv", "WORKDIR /srv"),
        ("|1 A=b /bin/sh -c make", "RUN"),
    ],
)
def test_a_layers_own_instruction(text: str, own: str) -> None:
    assert own_instruction(instruction(step(text))) == own


def test_no_export_for_an_argument_that_is_declared() -> None:
    found = instruction(step("|2 A=1 B=2 /bin/sh -c echo $A $B"))
    assert command_text(found, frozenset({"A"})) == "export B=2; echo $A $B"


def test_the_last_layer_has_the_entries_behind_it() -> None:
    steps = [step("/bin/sh -c touch /x", 1), step('/bin/sh -c #(nop)  CMD ["a"]')]
    assert by_layer(steps, [], [MADE])[0].after == (steps[1],)


def test_the_names_of_secret_build_arguments() -> None:
    secret = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
    texts = [
        f"|2 A=1 TOKEN={secret} /bin/sh -c make",
        f"/bin/sh -c #(nop) ARG OTHER={secret}",
        "/bin/sh -c #(nop) ARG B",
    ]
    assert secret_arguments([step(text) for text in texts]) == ["TOKEN", "OTHER"]
