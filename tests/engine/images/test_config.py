from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from snapshotter.engine.images.config import from_api, to_api
from snapshotter.model import ImageConfig

words = st.lists(st.text(min_size=1, max_size=8), max_size=4).map(tuple)
names = st.sets(st.text(min_size=1, max_size=8), max_size=4).map(lambda found: tuple(sorted(found)))
labels = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=4).map(
    lambda found: tuple(sorted(found.items()))
)
healthchecks = st.none() | st.fixed_dictionaries({"Test": st.just(["CMD", "true"]), "Retries": st.integers(0, 9)})
configs = st.builds(
    ImageConfig,
    user=st.text(max_size=8),
    env=words,
    cmd=words,
    entrypoint=words,
    workdir=st.text(max_size=8),
    exposed_ports=names,
    volumes=names,
    labels=labels,
    stop_signal=st.text(max_size=8),
    healthcheck=healthchecks,
    shell=words,
    onbuild=words,
)


@given(configs)
def test_a_configuration_survives_a_round_trip(config: ImageConfig) -> None:
    assert from_api(to_api(config)) == config


def test_null_and_missing_fields_are_empty() -> None:
    assert from_api(None) == from_api({}) == ImageConfig()
    assert (
        from_api(
            {
                "Env": None,
                "Cmd": None,
                "Labels": None,
                "ExposedPorts": None,
                "Volumes": None,
                "Healthcheck": None,
                "OnBuild": None,
                "Shell": None,
                "Entrypoint": "",
            }
        )
        == ImageConfig()
    )


def test_an_empty_entrypoint_is_written_out() -> None:
    assert to_api(ImageConfig())["Entrypoint"] == []
