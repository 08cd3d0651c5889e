"""Settings of a history, written again as instructions."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import HistoryStep
from snapshotter.model import ImageConfig
from snapshotter.work.adopt.written import Written

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FINAL = ImageConfig(
    env=(f"PATH=/opt/bin:{PATH}", "A=hello world", "B=2 C=3"),
    labels=(("e f", "1"), ("title", "my app x=1")),
    volumes=("/a b", "/data"),
    healthcheck={"Test": ["CMD-SHELL", "true"], "Interval": 30 * 10**9, "Retries": 2},
    shell=("/bin/bash", "-o", "pipe fail", "-c"),
)


def step(text: str) -> HistoryStep:
    return HistoryStep(1.0, text, "buildkit.dockerfile.v0", 0)


def written(text: str, base: ImageConfig | None = None, used: dict[str, str] | None = None) -> str:
    return next(iter(Written(base or ImageConfig(), FINAL, used or {}).add([step(text)])), "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ENV A=hello world B=2 C=3", 'ENV A="hello world" B="2 C=3"'),
        ("ENV A=another one", 'ENV A="another one"'),
        (f"ENV PATH=/opt/bin:{PATH}", "ENV PATH=/opt/bin:$PATH"),
        ("LABEL title=my app x=1", 'LABEL title="my app x=1"'),
        ("ENV A=\"hello world\"   B='2 C=3'", 'ENV A="hello world" B="2 C=3"'),
        ('LABEL "title"="my app x=1"      "e f"=1', 'LABEL "e f"=1 title="my app x=1"'),
        ('ENV A=a"b', 'ENV A="a\\"b"'),
        ("EXPOSE map[443/tcp:{} 80/udp:{}]", "EXPOSE 443 80/udp"),
        ("EXPOSE 5000/tcp", "EXPOSE 5000/tcp"),
        ("VOLUME [/data]", "VOLUME /data"),
        ("VOLUME [/a b /data]", 'VOLUME ["/a b", "/data"]'),
        ('CMD ["a" "b \\"c\\""]', 'CMD ["a", "b \\"c\\""]'),
        ('CMD ["/bin/sh" "-c" "echo $A"]', "CMD echo $A"),
        ('CMD ["/bin/sh" "-c" "a\\nb"]', 'CMD ["/bin/sh", "-c", "a\\nb"]'),
        ("ENTRYPOINT []", "ENTRYPOINT []"),
        ("SHELL [/bin/bash -o pipe fail -c]", 'SHELL ["/bin/bash", "-o", "pipe fail", "-c"]'),
        ("SHELL [/bin/sh -c]", 'SHELL ["/bin/sh", "-c"]'),
        ('HEALTHCHECK &{["CMD-SHELL" "true"] "30s" "0s" "0s" 2}', "HEALTHCHECK --interval=30s --retries=2 CMD true"),
        (
            """HEALTHCHECK &{["CMD" "a" "b \\"c\\""] "1m30s" "500ms" "1h0m0s" "0s" '\\x04'}""",
            'HEALTHCHECK --interval=1m30s --timeout=500ms --start-period=60m --retries=4 CMD ["a", "b \\"c\\""]',
        ),
        ("""HEALTHCHECK &{["CMD" "a"] "0s" "0s" "0s" '\\''}""", 'HEALTHCHECK --retries=39 CMD ["a"]'),
        ("""HEALTHCHECK &{["NONE"] "0s" "0s" "0s" '\\x00'}""", "HEALTHCHECK NONE"),
        ("HEALTHCHECK --interval=5s CMD curl -f x || exit 1", "HEALTHCHECK --interval=5s CMD curl -f x || exit 1"),
        ("""HEALTHCHECK &{["CMD" "a"] "1s" "0s" "0s" ''}""", "HEALTHCHECK --interval=30s --retries=2 CMD true"),
        ('HEALTHCHECK &{["CMD" "a"] "soon" "0s" "0s" 1}', "HEALTHCHECK --interval=30s --retries=2 CMD true"),
        ('HEALTHCHECK &{["CMD" "a"] "soon"}', "HEALTHCHECK --interval=30s --retries=2 CMD true"),
        ("USER 1:1", "USER 1:1"),
        ("STOPSIGNAL SIGQUIT", "STOPSIGNAL SIGQUIT"),
        ("ONBUILD RUN make", "ONBUILD RUN make"),
        ("MAINTAINER Ann <a@example.org>", "MAINTAINER Ann <a@example.org>"),
        ("ARG A", "ARG A"),
        ("ARG A=a b", 'ARG A="a b"'),
        ("ARG API_TOKEN=f3kQx7LmT0vRz2NcW8yJpB5s", "ARG API_TOKEN"),
        ("STOPSIGNAL nonsense", ""),
    ],
)
def test_a_setting_is_written_again(text: str, expected: str) -> None:
    assert written(text) == expected


def test_an_argument_has_the_value_with_which_the_image_was_built() -> None:
    assert written("ARG V=1", used={"V": "2"}) == "ARG V=2"
    assert written("ARG V", used={"V": ""}) == "ARG V"


def test_what_a_history_does_not_tell_comes_last() -> None:
    done = Written(ImageConfig(), ImageConfig(user="app", cmd=("x",), onbuild=("RUN a",)), {})
    assert done.add([step("USER app"), step("ONBUILD RUN a")]) == ("USER app", "ONBUILD RUN a")
    assert done.rest() == ('CMD ["x"]',)
    assert done.config.user == "app"


def test_a_health_check_that_is_switched_off_is_written_once() -> None:
    final = ImageConfig(env=(f"PATH={PATH}",), healthcheck={"Test": ["NONE"], "Interval": 30 * 10**9})
    done = Written(ImageConfig(), final, {})
    first, last = done.add([step("HEALTHCHECK --interval=30s CMD true"), step("HEALTHCHECK NONE")])
    assert (first, last) == ("HEALTHCHECK --interval=30s CMD true", "HEALTHCHECK NONE")
    assert done.rest() == ()


def test_a_volume_in_json_form_is_known_to_be_set() -> None:
    done = Written(ImageConfig(), FINAL, {})
    assert done.add([step("VOLUME [/a b /data]")])
    assert not [line for line in done.rest() if line.startswith("VOLUME")]


def test_a_run_that_changed_nothing_is_written_on_one_line_without_secrets() -> None:
    assert written("RUN /bin/sh -c test -e /etc/motd # buildkit") == "RUN test -e /etc/motd"
    assert written("RUN /bin/sh -c a\nb # buildkit") == ""
    assert written("RUN /bin/sh -c curl -u me:f3kQx7LmT0vRz2NcW8yJpB5s x # buildkit") == ""
