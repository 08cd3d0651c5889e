"""The rounds of a proof, without an engine: what the next round tries after a difference or a failed step."""

from __future__ import annotations

import io
import tarfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.errors import BuildFailed, EngineError, ImageNotFound
from snapshotter.model import Base, Change, Command, Entry, Image, ImageConfig, Snapshot
from snapshotter.proof import build, reading
from snapshotter.proof.compare import Comparison, Target
from snapshotter.proof.model import Outcome, ProofRun
from snapshotter.proof.rounds import prove
from snapshotter.recipe.model import Origin

BASE = Base("debian:bookworm", "sha256:base")
FILE = Entry("file", 0o644, 0, 0, 1, "aa", ctime_ns=1)
OTHER = Entry("file", 0o644, 0, 0, 1, "bb", ctime_ns=1)

NAMES = NameMask(lambda: b"key")


def command(text: str, begin: float, status: int = 0) -> Command:
    return Command(text, status, "/", "root", begin, begin + 0.5, "bash", 1, "s", 1)


def line(*commands: Command, changes: tuple[Change, ...]) -> list[Snapshot]:
    return [Snapshot("box", 1, "sha256:hand", "snap/box:1", BASE, "all", 0.0, ImageConfig(), commands, changes)]


def made(path: str, by: int) -> Change:
    return Change(path, "added", None, FILE, f"command {by + 1}", by, content="aa")


class Builder:
    """An engine that only builds: `judge` decides the result for each Dockerfile."""

    def __init__(self, judge: Callable[[str], Comparison | EngineError]) -> None:
        self.judge, self.dockerfiles, self.removed = judge, list[str](), list[str]()
        self.no_cache = list[object]()

    def build(self, context: io.BytesIO, **options: object) -> str:
        self.no_cache.append(options["no_cache"])
        with tarfile.open(fileobj=context) as tar:
            member = tar.extractfile("Dockerfile")
            assert member is not None
            self.dockerfiles.append(member.read().decode())
        verdict = self.judge(self.dockerfiles[-1])
        if isinstance(verdict, EngineError):
            raise verdict
        return f"sha256:{len(self.dockerfiles)}"

    def image(self, reference: str) -> Image:
        return Image("sha256:base", (reference,), (), ImageConfig(), (), 1)

    def remove_image(self, reference: str) -> None:
        self.removed.append(reference)


def run(
    monkeypatch: pytest.MonkeyPatch,
    snapshots: list[Snapshot],
    judge: Callable[[str], Comparison | EngineError],
    wording: Mapping[Origin, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
    read: Callable[..., Target] | None = None,
) -> tuple[Outcome, Builder]:
    builder = Builder(judge)
    hand = Target({}, {}, frozenset(), builder.image("x"), 0, NAMES)
    monkeypatch.setattr(reading, "target", read or (lambda *_: hand))
    monkeypatch.setattr(build, "compare_with_target", lambda *_: judge(builder.dockerfiles[-1]))
    proof_run = ProofRun(
        cast("Engine", builder),
        BASE,
        snapshots,
        lambda seq, change: b"x",
        Path("/none"),
        lambda _: None,
        tell,
        NAMES,
        wording=wording or {},
    )
    return prove(proof_run), builder


EQUAL = Comparison((), (), 0)


def different(*changes: Change) -> Comparison:
    return Comparison(changes, (), 0)


def test_the_build_runs_while_the_hand_made_image_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    built = threading.Event()

    def read(*_: object) -> Target:
        assert built.wait(20)
        return Target({}, {}, frozenset(), Image("x", (), (), ImageConfig(), (), 1), 0, NAMES)

    def judge(_: str) -> Comparison:
        built.set()
        return EQUAL

    outcome, _ = run(monkeypatch, line(command("touch /f", 1), changes=(made("/f", 0),)), judge, read=read)
    assert outcome.proof.verdict == "equal"


def test_an_error_of_the_reading_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> Target:
        raise ImageNotFound("gone", "hint")

    with pytest.raises(ImageNotFound, match="gone"):
        run(monkeypatch, line(command("touch /f", 1), changes=(made("/f", 0),)), lambda _: EQUAL, read=read)


def test_equal_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, builder = run(monkeypatch, line(command("touch /a", 1), changes=(made("/a", 0),)), lambda _: EQUAL)
    assert outcome.proof.verdict == "equal"
    assert outcome.proof.summary == "1 changed path: 1 by 1 command, 0 copied; rebuilt and equal"
    assert builder.removed == ["sha256:1"]


def test_content_that_differs_each_time_is_copied_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("date > /a", 1), command("sha256sum /a > /b", 2), changes=(made("/a", 0), made("/b", 1)))
    bad = different(Change("/a", "changed", FILE, OTHER), Change("/b", "changed", FILE, OTHER))
    outcome, _ = run(monkeypatch, snapshots, lambda text: EQUAL if "files/a" in text else bad)
    assert outcome.proof.verdict == "equal"
    assert "RUN date" not in outcome.recipe.dockerfile
    assert "# random or time-dependent, different in the rebuild: date > /a\n" in outcome.recipe.dockerfile
    assert "RUN sha256sum /a > /b" in outcome.recipe.dockerfile


def test_a_command_that_seemed_needless_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("prepare", 1), command("touch /a", 2), changes=(made("/a", 1),))
    outcome, builder = run(
        monkeypatch,
        snapshots,
        lambda text: EQUAL if "prepare" in text else different(Change("/a", "deleted", FILE, None)),
    )
    assert "prepare" not in builder.dockerfiles[0]
    assert outcome.proof.verdict == "equal"
    assert "COPY" not in outcome.recipe.dockerfile


def test_a_line_that_failed_in_a_part_is_restored_for_a_command_that_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("touch /x && rmdir /y", 1, 1), command("mv /x /b", 2), changes=(made("/b", 1),))
    failure = BuildFailed("no", step=2, instruction="RUN mv /x /b", output="")
    outcome, _ = run(monkeypatch, snapshots, lambda text: EQUAL if "touch /x" in text else failure)
    assert outcome.proof.verdict == "equal"
    assert "RUN { touch /x && rmdir /y || true; } && \\\n    mv /x /b" in outcome.recipe.dockerfile


def test_a_needless_command_stays_out_where_it_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("prepare", 1), command("date > /a", 2), changes=(made("/a", 1),))
    outcome, _ = run(
        monkeypatch,
        snapshots,
        lambda text: EQUAL if "COPY" in text else different(Change("/a", "changed", FILE, OTHER)),
    )
    assert outcome.proof.verdict == "equal"
    assert "prepare" not in outcome.recipe.dockerfile


def test_replaced_commands_are_not_run_again_while_other_files_are_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["date > /stamp", "head -c 9 /dev/urandom > /rand", "sha1sum /stamp /x > /sum"]
    paths = ["/stamp", "/rand", "/sum"]
    snapshots = line(
        *(command(text, number) for number, text in enumerate(texts)), changes=tuple(map(made, paths, range(3)))
    )

    def judge(text: str) -> Comparison:
        left = [path for path in paths if f"COPY files{path} {path}" not in text and f"files{path} \\" not in text]
        return different(*(Change(path, "changed", FILE, OTHER) for path in left)) if left else EQUAL

    outcome, builder = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "equal"
    assert "RUN" not in outcome.recipe.dockerfile
    assert len(builder.dockerfiles) == 4, (
        "unchanged, with two sources copied, with what was made of them copied, and without the cache"
    )


def test_a_command_that_still_fails_is_dropped_with_the_commands_restored_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["prepare", "touch /a", "flaky > /b", "tidy-up"]
    snapshots = line(
        *(command(text, number) for number, text in enumerate(texts)), changes=(made("/a", 1), made("/b", 2))
    )

    def judge(text: str) -> Comparison | BuildFailed:
        at = "snap-command-1-2 no" if "snap-command" in text else "no"
        run = text.replace("again: flaky", "")
        return BuildFailed("step failed", step=2, instruction="RUN", output=at) if "flaky" in run else EQUAL

    outcome, builder = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "equal"
    assert any("prepare" in text for text in builder.dockerfiles)
    assert not any("tidy-up" in text for text in builder.dockerfiles), "it came later"
    assert "prepare" not in outcome.recipe.dockerfile


def test_modes_and_extra_paths_are_repaired_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("touch /a", 1), changes=(made("/a", 0),))
    bad = different(
        Change("/a", "changed", Entry("file", 0o600, 0, 0), Entry("file", 0o644, 0, 0)),
        Change("/x", "added", None, FILE),
        Change("/x/y", "added", None, FILE),
    )
    outcome, _ = run(
        monkeypatch, snapshots, lambda text: EQUAL if "chmod 0600 /a" in text and "rm -rf /x &&" in text else bad
    )
    assert outcome.proof.verdict == "equal"


def test_a_command_that_fails_again_is_replaced_by_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("touch /a", 1), command("flaky > /b", 2), changes=(made("/a", 0), made("/b", 1)))

    def judge(text: str) -> Comparison | BuildFailed:
        steps = [part for part in text.split("\n\n# all\n")[1].split("\nRUN ") if "COPY" not in part]
        bad = next((number for number, part in enumerate(steps, 2) if "flaky" in part), 0)
        if not bad:
            return EQUAL
        at = "snap-command-1-0 snap-command-1-1 no" if "snap-command" in text else "no"
        return BuildFailed("step failed", step=bad, instruction=steps[bad - 2], output=at)

    outcome, builder = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "equal"
    assert "COPY files/b /b" in outcome.recipe.dockerfile
    assert "# fails when run again: flaky > /b" in outcome.recipe.dockerfile
    assert len(builder.dockerfiles) == 3, "unchanged, with marks, and repaired, as the cache has none of it"


@pytest.mark.parametrize(("seconds", "uncached"), [(100.0, [True, False, True]), (0.1, [True, True])])
def test_a_round_uses_the_cache_where_it_has_most_of_the_build(
    monkeypatch: pytest.MonkeyPatch, seconds: float, uncached: list[bool]
) -> None:
    edited = Change("/e", "added", None, FILE, "outside", content="aa")
    slow = replace(command("slow", 1), end=1 + seconds)
    later = (command("date > /b", 300), command("finish", 301))
    changes = (made("/a", 0), edited, made("/b", 1), made("/c", 2))
    at_200 = tuple(replace(change, after=replace(FILE, ctime_ns=200 * 10**9)) for change in changes)
    snapshots = line(slow, *later, changes=at_200)
    outcome, builder = run(
        monkeypatch,
        snapshots,
        lambda text: EQUAL if "COPY files/b" in text else different(Change("/b", "changed", FILE, OTHER)),
    )
    assert outcome.proof.verdict == "equal"
    assert builder.no_cache == uncached


def test_each_round_says_what_differs_and_what_it_does_and_nothing_is_said_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    snapshots = line(command("prepare", 1), command("./build > /a", 2), changes=(made("/a", 1), made("/b", 1)))
    bad = different(Change("/a", "changed", FILE, OTHER), Change("/b", "changed", FILE, OTHER))
    fresh: list[str] = []

    def judge(text: str) -> Comparison:
        if "COPY" in text and "rm -rf /x" not in text:
            fresh.append(text)
            return EQUAL if len(fresh) <= 2 else different(Change("/x", "added", None, FILE))
        return EQUAL if "COPY" in text else bad

    outcome, _ = run(monkeypatch, snapshots, judge, tell=told.append)
    assert outcome.proof.verdict == "equal"
    assert told == [
        "2 differences, the first: /a: content differs; repairing: run what seemed needless: prepare",
        "2 differences, the first: /a: content differs; repairing: "
        "copy /a and 1 more after the command that makes it; leave out again: prepare",
        "equal; building once more without the cache",
        "1 difference: /x: only in the rebuilt image; repairing: remove /x at the end",
    ]


def test_a_step_that_fails_is_named_with_its_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    failure = BuildFailed("no", step=2, instruction="RUN flaky > /b", output="one\nflaky: no key\n\n")
    run(
        monkeypatch,
        line(command("flaky > /b", 1), changes=(made("/b", 0),)),
        lambda text: EQUAL if "COPY files/b" in text else failure,
        tell=told.append,
    )
    assert told[0] == (
        "step 2 (RUN flaky > /b) failed: flaky: no key; repairing: copy the files of what fails: flaky > /b"
    )


def failing(number: int, text: str) -> BuildFailed:
    return BuildFailed("failed", step=number, instruction="RUN", output="snap-command-2-1\n" if "snap-" in text else "")


def test_only_the_step_that_failed_is_built_again_to_find_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line(command("touch /a", 1), command("touch /b", 2), changes=(made("/a", 0), made("/b", 1)))
    second = replace(
        first[0],
        seq=2,
        commands=(command("touch /c", 3), command("flaky > /d", 4)),
        changes=(made("/c", 0), made("/d", 1)),
    )
    outcome, builder = run(
        monkeypatch, [*first, second], lambda text: EQUAL if "COPY files/d" in text else failing(3, text)
    )
    assert outcome.proof.verdict == "equal" and outcome.repairs.drop == {(2, 1)}
    plain, marked, *_ = builder.dockerfiles
    before = plain[: plain.index("touch /c")]
    assert marked.startswith(before + "echo snap-command-2-0 && touch /c"), "the build cache has the steps before"


def test_a_step_of_one_command_is_not_built_again_to_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, builder = run(
        monkeypatch,
        line(command("flaky > /b", 1), changes=(made("/b", 0),)),
        lambda text: EQUAL if "COPY files/b" in text else failing(2, text),
    )
    assert outcome.proof.verdict == "equal"
    assert len(builder.dockerfiles) == 3, "unchanged, repaired, and without the cache"


def test_a_command_that_the_shell_cannot_parse_is_found_by_a_step_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("touch /a", 1), command("odd ;; > /b", 2), changes=(made("/a", 0), made("/b", 1)))

    def judge(text: str) -> Comparison | BuildFailed:
        steps = [part for part in text.split("\n\n# all\n")[1].split("\nRUN ") if "COPY" not in part]
        bad = next((number for number, part in enumerate(steps, 2) if "odd" in part), 0)
        return BuildFailed("failed", step=bad, instruction="RUN", output="syntax error") if bad else EQUAL

    outcome, _ = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "equal"
    assert outcome.repairs.drop == {(1, 1)}


def test_a_command_that_makes_other_names_each_time_is_replaced_by_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(
        command("git commit -m first", 1), changes=(made("/r/.git/objects/aa/1", 0), made("/r/.git/HEAD", 0))
    )
    bad = different(
        Change("/r/.git/objects/aa/1", "deleted", FILE, None),
        Change("/r/.git/objects/bb/2", "added", None, FILE),
        Change("/r/.git/HEAD", "changed", FILE, OTHER),
    )
    outcome, _ = run(monkeypatch, snapshots, lambda text: bad if "RUN git" in text else EQUAL)
    assert outcome.proof.verdict == "equal"
    assert "rm -rf" not in outcome.recipe.dockerfile


def test_content_made_before_other_names_is_repaired_in_the_same_round(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(
        command("date > /a", 1),
        command("make-names", 2),
        command("sum > /c", 3),
        changes=(made("/a", 0), made("/n/1", 1), made("/c", 2)),
    )
    bad = different(
        Change("/a", "changed", FILE, OTHER),
        Change("/n/1", "deleted", FILE, None),
        Change("/n/2", "added", None, FILE),
        Change("/c", "changed", FILE, OTHER),
    )
    outcome, builder = run(monkeypatch, snapshots, lambda text: bad if "RUN date" in text else EQUAL)
    assert outcome.proof.verdict == "equal"
    assert outcome.repairs.renames == {(1, 1)}
    assert {repair.path for repair in outcome.repairs.carry} == {"/a"}, "the names may be why /c differs"
    assert len(builder.dockerfiles) == 2, "unchanged, and repaired, from nothing as the cache has none of it"


def test_an_image_that_is_equal_only_with_the_build_cache_is_different(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("touch /a", 1), changes=(made("/a", 0),))
    builds = 0

    def judge(text: str) -> Comparison:
        nonlocal builds
        builds += 1
        name = f"/random-{builds // 4}"  # called twice per build; the second build repeats the name of the first
        return EQUAL if f"rm -rf {name}" in text else different(Change(name, "added", None, FILE))

    outcome, _ = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "different"


def test_a_line_that_only_works_as_typed_is_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("rm /nosuch; touch /a", 1), changes=(made("/a", 0),))
    outcome, _ = run(
        monkeypatch,
        snapshots,
        lambda text: (
            EQUAL
            if "{ rm /nosuch; touch /a; }" in text
            else BuildFailed("no", step=2, instruction="RUN rm", output="no such file")
        ),
    )
    assert outcome.proof.verdict == "equal"


def test_a_pinned_version_that_is_no_longer_available_is_removed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = BuildFailed("no", step=3, instruction="RUN pip", output="No matching distribution found for x==1")
    outcome, _ = run(
        monkeypatch,
        line(command("pip install x", 1), changes=(made("/a", 0),)),
        lambda text: failure if "x==1" in text else EQUAL,
        {(1, 0): "pip install x==1"},
    )
    assert outcome.proof.verdict == "equal"
    assert "RUN pip install x\n" in outcome.recipe.dockerfile
    assert outcome.repairs.typed == {(1, 0)}


def test_a_network_failure_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("apt-get update", 1), changes=(made("/a", 0),))
    failure = BuildFailed(
        "no", step=3, instruction="RUN apt-get update", output="E: Failed to fetch http://mirror.invalid"
    )
    outcome, builder = run(monkeypatch, snapshots, lambda _: failure)
    assert outcome.proof.verdict == "unknown"
    assert len(builder.dockerfiles) == 1, "nothing is repaired, and no command is replaced by its files"
    assert "RUN apt-get update" in outcome.recipe.dockerfile


def test_a_network_that_fails_half_way_leaves_the_best_recipe_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("date > /a", 1), command("touch /b", 2), changes=(made("/a", 0), made("/b", 1)))
    failure = BuildFailed("no", step=3, instruction="COPY", output="dial tcp: Connection timed out")
    bad = different(Change("/a", "changed", FILE, OTHER))
    outcome, _ = run(monkeypatch, snapshots, lambda text: failure if "COPY" in text else bad)
    assert outcome.proof.verdict == "unknown"
    assert "RUN date > /a" in outcome.recipe.dockerfile
    assert outcome.repairs.carry == frozenset()


def test_a_version_that_is_no_longer_available_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("pip install x==1", 1), changes=())
    failure = BuildFailed("no", step=2, instruction="RUN", output="ERROR: No matching distribution found for x==1")
    outcome, _ = run(monkeypatch, snapshots, lambda text: failure)
    assert outcome.proof.verdict == "unknown"
    assert "no longer available: ERROR: No matching distribution found for x==1" in outcome.proof.summary


def test_a_pinned_version_that_is_gone_is_named_if_the_newer_one_makes_another_image(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failure = BuildFailed("no", step=3, instruction="RUN pip", output="No matching distribution found for x==1")
    outcome, _ = run(
        monkeypatch,
        line(command("pip install x", 1), changes=(made("/a", 0),)),
        lambda text: failure if "x==1" in text else different(Change("/new", "changed", FILE, OTHER)),
        {(1, 0): "pip install x==1"},
    )
    assert outcome.proof.verdict == "different"
    assert outcome.proof.summary.endswith("1 difference; no longer available: No matching distribution found for x==1")


def test_a_server_in_the_container_is_not_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    output = "Could not connect to Redis at 127.0.0.1:6379: Connection refused"
    failure = BuildFailed("no", step=3, instruction="RUN redis-cli", output=output)
    outcome, _ = run(monkeypatch, line(command("redis-cli set a 1", 1), changes=(made("/a", 0),)), lambda _: failure)
    assert outcome.proof.verdict == "different"


def test_a_base_name_that_refers_to_another_image_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Builder, "image", lambda self, name: Image("sha256:new", (name,), (), ImageConfig(), (), 1))
    with pytest.raises(ImageNotFound, match="now another image"):
        run(monkeypatch, line(command("touch /a", 1), changes=()), lambda _: EQUAL)


def test_a_function_with_a_secret_needs_no_value_for_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(
        command("deploy() { curl -u admin:SNAP_SECRET_00000001 http://localhost/; }", 1),
        command("deploy > /a", 2),
        changes=(made("/a", 1),),
    )
    outcome, builder = run(monkeypatch, snapshots, lambda _: EQUAL)
    assert outcome.proof.verdict == "equal"
    assert outcome.plan.secrets == {}
    assert "COPY files/a /a" in builder.dockerfiles[0]


def test_without_the_values_of_secrets_the_withheld_files_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [made(f"/{number:02}", 0) for number in range(30)]
    secret = replace(made("/key", 0), secret="holds a key")
    snapshots = line(command("A_TOKEN=SNAP_SECRET_00000001 get", 1), changes=(*many, secret))
    outcome, _ = run(monkeypatch, snapshots, lambda _: Comparison((), (), 0, ("/key",)))
    assert outcome.proof.verdict == "unknown"
    assert outcome.plan.secrets.keys() == {"a_token"}
    assert (outcome.proof.withheld, outcome.proof.reasons) == (("/key",), ("holds a key",))


@pytest.mark.parametrize("fault", [1, 3])
def test_a_fault_of_the_engine_is_no_verdict(monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    """In the first build, and in the one that follows a difference; the second judgement is the comparison."""
    builds: list[str] = []

    def judge(dockerfile: str) -> Comparison | EngineError:
        builds.append(dockerfile)
        if len(builds) == fault:
            return EngineError("the engine refused: no", "look at its log")
        return Comparison((Change("/a", "changed", FILE, OTHER),), (), 0)

    outcome, _ = run(monkeypatch, line(command("make a", 1), changes=(made("/a", 0),)), judge)
    assert outcome.proof.verdict == "unknown"
    assert outcome.proof.summary == "not provable: the engine refused: no"
    assert "look at its log" in outcome.proof.differences[0]
    assert "make a" in outcome.recipe.dockerfile


def test_a_verdict_is_not_lost_if_an_image_cannot_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise EngineError("the engine refused: no")

    monkeypatch.setattr(Builder, "remove_image", refuse)
    outcome, _ = run(monkeypatch, line(command("make a", 1), changes=(made("/a", 0),)), lambda _: Comparison((), (), 0))
    assert outcome.proof.verdict == "equal"


def test_a_name_that_differs_beside_a_copied_file_in_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = replace(made("/opt/run-1", 0), after=Entry("directory", 0o755, 0, 0, 0, ctime_ns=1), content="")
    snapshots = line(
        command("mkdir /opt/run-$(next)", 1), command("make > x", 2), changes=(folder, made("/opt/run-1/x", 1))
    )
    builds = 1

    def judge(text: str) -> Comparison:
        nonlocal builds
        builds += 1
        if "RUN mkdir /opt/run-$(next)" in text:
            return different(Change(f"/opt/run-{builds}", "added", None, folder.after))
        return EQUAL

    outcome, _ = run(monkeypatch, snapshots, judge)
    assert outcome.proof.verdict == "equal"
    assert "rm -rf" not in outcome.recipe.dockerfile


def test_a_host_name_in_files_is_put_there_by_a_command_and_only_then_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = (made("/etc/mailname", 0), made("/var/names", 0))
    both = tuple(Change(one.path, "changed", FILE, OTHER) for one in changes)
    snapshots = line(command("install-mail", 1), command("touch", 5), changes=changes)
    found = Comparison(both, (), 0, hosts={"/etc/mailname": "0123456789ab", "/var/names": "0123456789ab"})
    told: list[str] = []

    def judge(dockerfile: str) -> Comparison:
        return EQUAL if "sed -i" in dockerfile else found

    outcome, builder = run(monkeypatch, snapshots, judge, tell=told.append)
    assert outcome.proof.verdict == "equal"
    assert len(builder.dockerfiles) == 2
    assert "hold the host name of the container that was changed by hand" in builder.dockerfiles[1]
    assert """RUN install-mail && \\
    sed -i "s/$(uname -n)/0123456789ab/g" /etc/mailname /var/names
""" in builder.dockerfiles[1]
    assert told == [
        "2 differences, the first: /etc/mailname: content differs; "
        "repairing: write the container's host name into /etc/mailname and 1 more"
    ]

    outcome, builder = run(monkeypatch, snapshots, lambda text: EQUAL if "COPY" in text else found)
    assert outcome.proof.verdict == "equal"
    assert "sed -i" not in outcome.recipe.dockerfile

    edited = replace(snapshots[0], seq=2, commands=(command("edit-mail", 20),), changes=changes[:1])
    outcome, builder = run(monkeypatch, [*snapshots, edited], judge)
    assert outcome.recipe.dockerfile.count("sed -i") == 1
    assert outcome.recipe.dockerfile.index("sed -i") < outcome.recipe.dockerfile.index("edit-mail")


def test_a_random_word_of_twelve_digits_is_no_host_name(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = line(command("head -c 6 /dev/urandom | xxd -p > /id", 1), changes=(made("/id", 0),))
    found = Comparison((Change("/id", "changed", FILE, OTHER),), (), 0, hosts={"/id": "0123456789ab"})
    _, builder = run(monkeypatch, snapshots, lambda text: EQUAL if "COPY" in text else found)
    assert not any("sed" in text for text in builder.dockerfiles)


def test_a_directory_of_data_that_differs_is_copied_whole_in_one_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Entry("directory", 0o700, 101, 102, ctime_ns=1)
    files = tuple(made(f"/var/lib/db/f{number}", 0) for number in range(12))
    changes = (Change("/var/lib/db", "added", None, folder, "command 1", 0), *files, made("/var/lib/db/shop", 1))
    changes += (made("/etc/db.conf", 2), made("/etc/db.d", 0))
    commands = (command("install-db", 1), command("db 'create shop'", 5), command("touch /etc/db.conf", 9))
    found = different(*(Change(one.path, "changed", FILE, OTHER) for one in files[:8]))
    snapshots = line(*commands, changes=tuple(sorted(changes, key=lambda one: one.path)))
    told: list[str] = []

    def judge(dockerfile: str) -> Comparison:
        return EQUAL if "ADD " in dockerfile else found

    outcome, _ = run(monkeypatch, snapshots, judge, tell=told.append)
    assert outcome.proof.verdict == "equal"
    assert (
        outcome.recipe.dockerfile
        == """\
FROM debian:bookworm

# all
RUN install-db && \\
    touch /etc/db.conf
# data of a program, most of it different in the rebuild: /var/lib/db
ADD files-1.tar /
"""
    )
    assert told[0].endswith("repairing: copy /var/lib/db whole")
    with tarfile.open(fileobj=io.BytesIO(outcome.recipe.files["files-1.tar"][1])) as tar:
        assert len(tar.getnames()) == 13

    # a program is not replaced by what a compiler made of it, and few files that differ are copied one by one
    compiled = (command("install-db", 1), command("make -C /var/lib/db", 5), commands[2])
    outcome, _ = run(monkeypatch, line(*compiled, changes=snapshots[0].changes), lambda _: found)
    assert "make -C" in outcome.recipe.dockerfile
    few = different(*(Change(one.path, "changed", FILE, OTHER) for one in files[:7]))
    outcome, _ = run(monkeypatch, snapshots, lambda _: few)
    assert "ADD " not in outcome.recipe.dockerfile
