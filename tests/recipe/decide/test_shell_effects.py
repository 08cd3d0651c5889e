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


def test_a_job_that_was_brought_to_the_foreground_is_waited_for() -> None:
    made = dockerfile(("sleep 1 && make > /srv/FILE &", ()), ("fg", ()), ("cat /srv/file-0 > /srv/FILE", ()))
    assert "wait && \\\n    cat /srv/file-0" in made
    assert "COPY" not in made and "fg" not in made


def test_a_wait_for_no_job_of_the_recipe_is_left_out() -> None:
    assert "wait" not in dockerfile(("sleep 10 &", ()), ("wait", ()), ("make > /srv/FILE", ()))


def test_a_wait_in_a_line_stays_in_it() -> None:
    assert "&& \\\n    wait" in dockerfile(("for i in 1 2; do make $i > /srv/FILE & done; wait", ()))


def test_a_job_that_nothing_waited_for_is_copied() -> None:
    assert "COPY" in dockerfile(("(sleep 1; make > /srv/FILE) &", ()), ("ls", ()))


def test_ifs_acts_on_a_line_that_does_not_name_it_until_it_is_unset() -> None:
    colon = (StateChange("variable", "IFS", ":"),)
    default = (StateChange("variable", "IFS", None),)
    list_of = ("p=a:b", (StateChange("variable", "p", "a:b"),))
    loop = "for x in $p; do echo $x >> /srv/FILE; done"
    made = dockerfile(("IFS=:", colon), list_of, (loop, ()), ("unset IFS", default), (loop, ()))
    first, _, second = made.partition("file-2")
    assert "IFS=: && \\\n    p=a:b" in first
    assert "unset IFS" in second
    assert "IFS" not in dockerfile(("IFS=:", colon), ("touch /srv/FILE", ()))


def test_cdpath_acts_on_a_relative_cd() -> None:
    path = (StateChange("variable", "CDPATH", "/srv"),)
    assert "CDPATH=/srv" in dockerfile(("CDPATH=/srv", path), ("cd sub && touch FILE", ()))
    assert "CDPATH" not in dockerfile(("CDPATH=/srv", path), ("cd /srv/sub && touch FILE", ()))


def test_an_arithmetic_part_of_a_line_stays_in_it() -> None:
    assert "((n+=2))" in dockerfile(("n=5; ((n+=2)); echo $n > /srv/FILE", ()))
