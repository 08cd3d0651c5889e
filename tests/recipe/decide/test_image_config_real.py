"""On a real engine, instructions for a configuration build an image with that configuration."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import Engine
from snapshotter.model import ImageConfig
from snapshotter.recipe.decide.image_config import instructions
from snapshotter.work.commit.instructions import apply_instructions
from tests.conftest import MakeImage

pytestmark = pytest.mark.engine

ODD = [
    "plain",
    "two words",
    "a=b",
    'say "hi"',
    "it's",
    "$HOME",
    "${X}",
    "\\",
    "end\\",
    "\\n",
    "# none",
    " around ",
    '["x"]',
    "é—ü",
    "tab\there",
    "%s",
    "`x`",
    "",
    "a\\$b",
    "{{.X}}",
    "--x",
    "a\u2028b",
    "\ufeffx",
    "x" * 70_000,
]


def test_instructions_give_the_same_configuration(engine: Engine, busybox: str, make_image: MakeImage) -> None:
    base = engine.image(busybox).config
    lines = [
        "STOPSIGNAL SIGQUIT",
        'SHELL ["/bin/sh", "-ec"]',
        "EXPOSE 80 53/udp",
        "HEALTHCHECK --interval=90s --timeout=1500ms --retries=2 CMD test -e /tmp || exit 1",
        "WORKDIR /srv/a b",
        "USER 1000:1000",
        'ENTRYPOINT ["/bin/sh", "-c", "exec \\"$@\\""]',
        'CMD ["a b", "$c"]',
    ]
    wanted = apply_instructions(base, lines)
    wanted = ImageConfig(
        **{name: getattr(wanted, name) for name in wanted.__struct_fields__}
        | {
            "volumes": ("/$d", "/a b", '/it\'s "e"'),
            "onbuild": ('RUN echo "$HOME"  ', 'CMD [ "a" ]'),
            "env": (*base.env, *(f"V{number}={value}" for number, value in enumerate(ODD))),
            "labels": tuple(sorted([*base.labels, *((f"l{number} x", value) for number, value in enumerate(ODD))])),
        }
    )
    made = make_image("\n".join([f"FROM {busybox}", *instructions(base, wanted)]) + "\n")
    found = engine.image(made).config
    for name in wanted.__struct_fields__:
        got = getattr(found, name)
        if name == "labels":
            assert {pair for pair in got if pair[0].startswith("l")} == set(wanted.labels) - set(base.labels)
        else:
            assert got == getattr(wanted, name), name
