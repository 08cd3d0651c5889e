"""Dockerfile instructions on a configuration; the expected values are what `docker commit --change` gives."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.work.commit.instructions import apply_instructions

CONFIG = ImageConfig(env=("PATH=/bin", "V=1"), cmd=("bash",), entrypoint=("/entry",), workdir="/srv")


@pytest.mark.parametrize(
    "line, field, expected",
    [
        ('CMD ["nginx", "-g", "daemon off;"]', "cmd", ("nginx", "-g", "daemon off;")),
        ("CMD nginx -g 'daemon off;'", "cmd", ("/bin/sh", "-c", "nginx -g 'daemon off;'")),
        ("CMD []", "cmd", ()),
        ("CMD [not json]", "cmd", ("/bin/sh", "-c", "[not json]")),
        ('ENTRYPOINT ["/e"]', "entrypoint", ("/e",)),
        ('ENTRYPOINT ["/e"]', "cmd", ()),
        ("ENTRYPOINT []", "entrypoint", ()),
        ("env A=b", "env", ("PATH=/bin", "V=1", "A=b")),
        ("ENV V=2", "env", ("PATH=/bin", "V=2")),
        (
            'ENV A="b c" D=$V E=${V}x F=${NO:-dflt} G=${V:+set} H=a\\ b',
            "env",
            ("PATH=/bin", "V=1", "A=b c", "D=1", "E=1x", "F=dflt", "G=set", "H=a b"),
        ),
        ("ENV A='$V'", "env", ("PATH=/bin", "V=1", "A=$V")),
        ("ENV OLD some  text", "env", ("PATH=/bin", "V=1", "OLD=some  text")),
        ("EXPOSE 80 443/tcp 53/UDP", "exposed_ports", ("443/tcp", "53/udp", "80/tcp")),
        ("EXPOSE 8000-8002", "exposed_ports", ("8000/tcp", "8001/tcp", "8002/tcp")),
        ('LABEL b="x y" a=z', "labels", (("a", "z"), ("b", "x y"))),
        ('LABEL "b c"="d $V" \'$V\'=e', "labels", (("$V", "e"), ("b c", "d 1"))),
        ("LABEL old style", "labels", (("old", "style"),)),
        ("VOLUME /b /a", "volumes", ("/a", "/b")),
        ('VOLUME ["/c d"]', "volumes", ("/c d",)),
        ("USER www-data:adm", "user", "www-data:adm"),
        ("WORKDIR app", "workdir", "/srv/app"),
        ("WORKDIR /opt//x/../y", "workdir", "/opt/y"),
        ("ONBUILD RUN make", "onbuild", ("RUN make",)),
        ("STOPSIGNAL SIGQUIT", "stop_signal", "SIGQUIT"),
        ("STOPSIGNAL 9", "stop_signal", "9"),
        ("STOPSIGNAL RTMIN+3", "stop_signal", "RTMIN+3"),
        ('SHELL ["/bin/bash", "-c"]', "shell", ("/bin/bash", "-c")),
        ("HEALTHCHECK none", "healthcheck", {"Test": ["NONE"]}),
        (
            "HEALTHCHECK CMD curl -f localhost || exit 1",
            "healthcheck",
            {"Test": ["CMD-SHELL", "curl -f localhost || exit 1"]},
        ),
        (
            'HEALTHCHECK --interval=1m30s --timeout=500ms --retries=3 CMD ["/check", "a b"]',
            "healthcheck",
            {"Test": ["CMD", "/check", "a b"], "Interval": 90 * 10**9, "Timeout": 5 * 10**8, "Retries": 3},
        ),
        (
            "HEALTHCHECK --start-period=0 --start-interval=1.5s CMD x",
            "healthcheck",
            {"Test": ["CMD-SHELL", "x"], "StartInterval": 15 * 10**8},
        ),
    ],
)
def test_one_instruction(line: str, field: str, expected: object) -> None:
    assert getattr(apply_instructions(CONFIG, [line]), field) == expected


def test_a_cmd_given_with_its_entrypoint_stays() -> None:
    both = apply_instructions(CONFIG, ['CMD ["x"]', 'ENTRYPOINT ["/e"]'])
    assert (both.entrypoint, both.cmd) == (("/e",), ("x",))


@pytest.mark.parametrize(
    "line, why",
    [
        ("RUN x", "use one of CMD"),
        ("", "use one of CMD"),
        ("CMD", "use one of CMD"),
        ("EXPOSE x", "not a port"),
        ("EXPOSE 0", "not a port"),
        ("EXPOSE 9-8", "not a port"),
        ("ENV A", "KEY=VALUE"),
        ("ENV A=b c", "KEY=VALUE"),
        ("ENV =b", "KEY=VALUE"),
        ('ENV A="b', "close the quote"),
        ("USER a b", "one word"),
        ("ONBUILD FROM x", "trigger"),
        ("STOPSIGNAL SIGNONE", "not a signal"),
        ("STOPSIGNAL 65", "not a signal"),
        ("SHELL /bin/sh -c", "SHELL ["),
        ("SHELL []", "SHELL ["),
        ("HEALTHCHECK x", "CMD COMMAND"),
        ("HEALTHCHECK CMD", "CMD COMMAND"),
        ("HEALTHCHECK CMD []", "CMD COMMAND"),
        ("HEALTHCHECK --interval CMD x", "--interval=VALUE"),
        ("HEALTHCHECK --interval=5 CMD x", "not a duration"),
        ("HEALTHCHECK --interval=1us CMD x", "less than"),
        ("HEALTHCHECK --retries=x CMD x", "write a number"),
        ("HEALTHCHECK --often=1s CMD x", "instead of --often"),
    ],
)
def test_an_invalid_instruction_is_refused_with_the_reason(line: str, why: str) -> None:
    with pytest.raises(UsageError, match="cannot be applied") as caught:
        apply_instructions(CONFIG, [line])
    assert why in caught.value.hint


@given(st.text(max_size=40))
@example("a\\\nb")
def test_any_quoted_value_is_kept_or_refused(value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    try:
        made = apply_instructions(ImageConfig(), [f'ENV A="{escaped}"'])
    except UsageError:
        assert any(char in value for char in "\n\r\0")
        return
    assert made.env == (f"A={value}",)


@pytest.mark.parametrize(
    "line",
    [
        "HEALTHCHECK CMD true\nRUN touch /x\nFROM scratch",
        "ENV A=b\nENV C=d",
        'ENV A="b\nc"',
        "CMD true\r\nUSER x",
        'CMD ["a",\n"b"]',
        "ONBUILD RUN a\nRUN b",
        "LABEL a=b\\\\\nc",
        "USER a\x85b\nc",
    ],
)
def test_an_instruction_of_several_lines_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="cannot be applied") as caught:
        apply_instructions(CONFIG, [line])
    assert "with another --change" in caught.value.hint


@pytest.mark.parametrize(
    "line, why",
    [
        ("HEALTHCHECK CMD echo \\\\", "HEALTHCHECK ends with a backslash"),
        ("ONBUILD RUN echo \\", "ONBUILD trigger 1 ends with a backslash"),
        ("ONBUILD RUN cat <<EOF", "ONBUILD trigger 1 starts a here-document"),
        ("ENV A=\udcff", "ENV A is not UTF-8"),
        ('CMD ["\\u0000"]', "CMD has a zero byte"),
        ('CMD ["\\ud800"]', "CMD is not UTF-8"),
    ],
)
def test_what_no_dockerfile_can_hold_is_refused(line: str, why: str) -> None:
    with pytest.raises(UsageError, match="cannot be applied") as caught:
        apply_instructions(CONFIG, [line])
    assert caught.value.hint == f"change it, since no Dockerfile can hold it: {why}"


def test_what_no_dockerfile_can_hold_of_the_base_refuses_no_other_instruction() -> None:
    base = ImageConfig(onbuild=("RUN a\nFROM b",), user="a\nb")
    assert apply_instructions(base, ["ENV A=b"]).env == ("A=b",)


def test_continued_lines_are_joined_as_in_a_dockerfile() -> None:
    assert apply_instructions(ImageConfig(), ["ENV A=b \\\n    C=d\n"]).env == ("A=b", "C=d")


@given(
    st.sampled_from(
        ["ENV", "LABEL", "EXPOSE", "USER", "CMD", "WORKDIR", "VOLUME", "SHELL", "STOPSIGNAL", "HEALTHCHECK", "ONBUILD"]
    ),
    st.text(max_size=30),
)
def test_any_text_is_applied_or_refused(name: str, rest: str) -> None:
    try:
        apply_instructions(CONFIG, [f"{name} {rest}"])
    except UsageError:
        return
