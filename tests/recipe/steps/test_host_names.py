"""The command that puts the host name of the container by hand into files."""

from __future__ import annotations

from snapshotter.model import Command
from snapshotter.recipe.model import Decision, Note, PathRepair, Repairs, Run, Script, Section
from snapshotter.recipe.steps.host_names import NAMED, host_makers, with_host_names

NAME = "0123456789ab"


def decision(index: int, *paths: str, fate: str = "run") -> Decision:
    return Decision((1, index), Command("x", 0, "/", "root", 0.0, 1.0, "sh", 1), fate, "", paths)  # type: ignore[arg-type]


def test_the_first_command_that_runs_and_writes_a_file_makes_it() -> None:
    decisions = [decision(0, "/a", fate="left out"), decision(1, "/a"), decision(2, "/a", "/b")]
    hosts = {PathRepair("/a", 0, 1): NAME, PathRepair("/b", 0, 1): NAME, PathRepair("/c", 0, 1): NAME}
    repairs = Repairs(hosts=hosts, carry=frozenset({PathRepair("/b", 0, 1)}))
    assert host_makers(decisions, repairs) == {(1, 1): {"/a": NAME}}


def test_the_name_is_put_in_at_the_end_of_the_run_that_wrote_it() -> None:
    run = Run((Script(("mail",), ((1, 0),)), Script(("cron",), ((1, 1),))))
    other, exec_form = Run((Script(("x",), ((1, 2),)),)), Run((Script((), ((1, 1),), verbatim="cron"),))
    paths = {f"/etc/a-file-with-a-name/{number}": NAME for number in range(4)}
    makers = {(1, 1): paths, (1, 0): {"/etc/my file": NAME}}
    (section,) = with_host_names([Section(1, "", (Note("n"), run, other, exec_form))], makers)
    note, named, *rest = section.steps
    assert (note, rest) == (Note("n"), [other, exec_form])
    assert isinstance(named, Run)
    assert named.comment == NAMED
    assert named.scripts[2].lines == (
        f"sed -i \"s/$(uname -n)/{NAME}/g\" '/etc/my file' /etc/a-file-with-a-name/0 /etc/a-file-with-a-name/1",
        "  /etc/a-file-with-a-name/2 /etc/a-file-with-a-name/3",
    )
    assert with_host_names([Section(1, "", (run,))], {}) == [Section(1, "", (run,))]
