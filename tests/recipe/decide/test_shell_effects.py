"""What a shell does without naming it: variables that it exported by itself, and jobs that it waited for."""

from __future__ import annotations

from snapshotter.model import StateChange
from snapshotter.recipe.decide.secret_mounts import Handling
from tests.recipe.decide.test_secrets_in_state import Line, recipe, story


def dockerfile(*lines: Line) -> str:
    return recipe(story(list(lines)), Handling())[1].dockerfile


def test_what_the_shell_reported_as_exported_counts_whatever_the_text_says() -> None:
    exported = (StateChange("export", "HOST", "db.invalid"), StateChange("export", "PORT", "5432"))
    made = dockerfile(("set -a; . /srv/site.env; set +a", exported), ("sh -c 'echo $HOST:$PORT' > /srv/FILE", ()))
    assert "ARG HOST=db.invalid" in made and "ARG PORT=5432" in made
    assert "RUN sh -c 'echo $HOST:$PORT' > /srv/file-1" in made
    changed = dockerfile(
        ("export HOST=first", (StateChange("export", "HOST", "first"),)),
        ("set_host", (StateChange("export", "HOST", "second"),)),
        ("make > /srv/FILE", ()),
    )
    assert "ARG HOST=second" in changed


def test_a_file_that_sets_up_an_environment_is_read_again_instead() -> None:
    made = dockerfile(
        (". /opt/venv/bin/activate", (StateChange("export", "VIRTUAL_ENV", "/opt/venv"),)), ("make > /srv/FILE", ())
    )
    assert "ARG VIRTUAL_ENV" not in made
    assert ". /opt/venv/bin/activate" in made


def test_a_job_runs_with_the_command_that_waits_for_it() -> None:
    made = dockerfile(("(sleep 1; make > /srv/FILE) &", ()), ("wait", ()), ("cat /srv/file-0 > /srv/FILE", ()))
    assert "{ (sleep 1; make > /srv/file-0) & } && \\\n    wait && \\\n    cat /srv/file-0" in made
    assert "COPY" not in made


def test_a_wait_for_no_job_of_the_recipe_is_left_out() -> None:
    assert "wait" not in dockerfile(("sleep 10 &", ()), ("wait", ()), ("make > /srv/FILE", ()))


def test_a_wait_in_a_line_stays_in_it() -> None:
    assert "&& \\\n    wait" in dockerfile(("for i in 1 2; do make $i > /srv/FILE & done; wait", ()))


def test_a_job_that_nothing_waited_for_is_copied() -> None:
    assert "COPY" in dockerfile(("(sleep 1; make > /srv/FILE) &", ()), ("ls", ()))
