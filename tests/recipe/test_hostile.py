"""No text of a container, an image or a person becomes an instruction of a Dockerfile or leaves its context.

The Dockerfile is read by a parser of its own, `dockerfile_parser.py`, by the rules of old and new builders.
"""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from snapshotter.errors import StoreError
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.decide.image_config import Setting
from snapshotter.recipe.decide.image_config import settings as config_settings
from snapshotter.recipe.model import Carry, Recipe, Run, Script
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.slim import ALL, AS_IT_IS
from snapshotter.recipe.write.context import Output
from snapshotter.recipe.write.copy import write_carry
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.readme import export_notes
from snapshotter.recipe.write.run import run_text, shell_run
from snapshotter.shell.quote import single_quote
from tests.recipe import dockerfile_parser as parser

BASE = Base("debian:bookworm", "sha256:base")
NASTY = (
    "true\nRUN touch /x\nFROM scratch",
    "a\r\nUSER evil",
    "end\\",
    "end\\\\",
    "end\\ ",
    "# none",
    "#syntax=evil/frontend",
    "escape=`",
    "\\\n# gone\nFROM evil",
    "cat <<EOF",
    "1 << 4",
    "3<<-X",
    "--mount=type=bind,from=evil,target=/x",
    '["json"]',
    "[1]",
    "$HOME ${X:-y} $(id) `id`",
    '"\'"',
    "a\u2028RUN b\u2029c\x85d\x0be\x0cf\x1cg",
    "\ufeffbom",
    "\u202eright to left",
    "null\0byte",
    "byte \udcff",
    "half \ud800",
    "",
    " ",
)
ALPHABET = "ab1 =#$\\\"'`\n\r\t\0<>[]{}(),:-/.%*?~&|;\u2028\x85\ufeff\xa0é\U0001f600\udcff\ud800"
texts: SearchStrategy[str] = st.one_of(
    st.sampled_from(NASTY),
    st.text(ALPHABET, max_size=12),
    st.builds(str.__add__, st.text(ALPHABET, max_size=3), st.sampled_from(NASTY[:20])),
)
FOR_ALL = settings(max_examples=300, deadline=None)


def content(_seq: int, change: Change) -> bytes | None:
    return change.content.encode("utf-8", "surrogatepass")


def read_everywhere(dockerfile: str) -> list[parser.Read]:
    """Return the instructions, which must be the same for builders of any age."""
    data = dockerfile.encode("utf-8", "surrogateescape")
    found = parser.read(data, old=False)
    assert parser.read(data, old=True) == found
    return found


def sound(recipe: Recipe) -> list[parser.Read]:
    """Return the instructions that builders read; they must be those that the recipe wrote, one by one."""
    found = read_everywhere(recipe.dockerfile)
    assert [(one.line, one.text.split(" ")[0]) for one in recipe.instructions] == [
        (one.line, one.name) for one in found
    ]
    assert [one.name for one in found].count("FROM") == 1
    assert found[0].name == "FROM" and found[0].rest == "debian:bookworm"
    for one in found:
        assert not one.flags or one.name == "HEALTHCHECK" or all(flag.startswith("--chown=") for flag in one.flags), one
    for name in recipe.files:
        parts = name.split("/")
        assert parts[0] in {".dockerignore", ".gitattributes", ".gitignore", "README.md"} or name.startswith(
            ("files", "scripts/")
        )
        assert not {"", ".", "..", ".git"}.intersection(parts) and "\0" not in name
    ignored = recipe.files[".dockerignore"][1].decode().splitlines()
    assert ignored[0] == "*" and all(re.fullmatch(r"!(files(-\d+)?(\.tar)?|scripts)", line) for line in ignored[1:])
    return found


# the configuration

configs: SearchStrategy[ImageConfig] = st.builds(
    ImageConfig,
    user=texts,
    env=st.lists(st.one_of(texts, st.builds("{}={}".format, texts, texts)), max_size=3).map(tuple),
    cmd=st.lists(texts, max_size=2).map(tuple),
    entrypoint=st.lists(texts, max_size=2).map(tuple),
    workdir=texts,
    exposed_ports=st.lists(st.one_of(texts, st.sampled_from(["80/tcp", "53/udp", "9"])), max_size=2, unique=True).map(
        tuple
    ),
    volumes=st.lists(texts, max_size=2, unique=True).map(tuple),
    labels=st.lists(st.tuples(texts, texts), max_size=3, unique_by=lambda pair: pair[0]).map(tuple),
    stop_signal=st.one_of(texts, st.just("SIGTERM")),
    shell=st.lists(texts, max_size=2).map(tuple),
    onbuild=st.lists(st.one_of(texts, st.builds("RUN {}".format, texts)), max_size=2).map(tuple),
    healthcheck=st.one_of(
        st.none(),
        st.fixed_dictionaries(
            {
                "Test": st.one_of(
                    st.just(["NONE"]), st.tuples(st.sampled_from(["CMD", "CMD-SHELL", "x"]), texts).map(list)
                )
            },
            optional={
                "Interval": st.one_of(st.sampled_from([0, 5 * 10**9, 1500 * 10**6, -1]), texts),
                "Retries": st.one_of(st.sampled_from([0, 3, -1, True]), texts),
            },
        ),
    ),
)


@FOR_ALL
@given(configs, configs)
@example(ImageConfig(), ImageConfig(healthcheck={"Test": ["CMD-SHELL", "true\nRUN touch /x\nFROM scratch"]}))
@example(ImageConfig(onbuild=("RUN a\nFROM b",)), ImageConfig(onbuild=("RUN a\nFROM b",)))
@example(ImageConfig(), ImageConfig(env=("A\nRUN x=1",)))
@example(ImageConfig(), ImageConfig(healthcheck={"Test": ["CMD", "x"], "Retries": "3 CMD x\nRUN y"}))
def test_every_value_of_a_configuration_is_set_exactly_or_named(base: ImageConfig, wanted: ImageConfig) -> None:
    check_configuration(base, wanted)


@pytest.mark.parametrize("text", NASTY)
def test_no_value_of_a_configuration_becomes_an_instruction(text: str) -> None:
    for test in (["CMD-SHELL", text], ["CMD", text], [text, text]):
        wanted = ImageConfig(
            user=text,
            env=(f"A={text}", f"{text}=a", text),
            cmd=(text,),
            entrypoint=(text, text),
            workdir=text,
            exposed_ports=(text, f"80/{text}"),
            volumes=(text,),
            labels=((text, text),),
            stop_signal=text,
            shell=(text,),
            onbuild=(text, f"RUN {text}", f"COPY {text} /"),
            healthcheck={"Test": test, "Interval": text if test[0] == text else 10**9, "Retries": 1},
        )
        check_configuration(ImageConfig(), wanted)
        check_configuration(wanted, wanted)
        check_configuration(wanted, ImageConfig(user="x", entrypoint=("y",)))


def check_configuration(base: ImageConfig, wanted: ImageConfig) -> None:
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, wanted, (), ())
    made = plan(replace(BASE, config=base), [snapshot])
    recipe = write(made, content)
    given_settings = [one for one in config_settings(base, wanted) if not one.problem]
    found = [one for one in sound(recipe) if one.name != "FROM"]
    if [one.name for one in found[-1:]] == ["USER"] and not any(one.name == "USER" for one in given_settings):
        found.pop()  # back to the base's user
    assert len(found) == len(given_settings)
    assert values(found) == {
        "ENV": [tuple(one.partition("=")[::2]) for one in written(wanted.env, given_settings, "ENV {}", base.env)],
        "LABEL": [
            pair for pair in wanted.labels if pair not in base.labels and f"LABEL {pair[0]}" in names(given_settings)
        ],
        "EXPOSE": [port for port in wanted.exposed_ports if f"EXPOSE {port}" in names(given_settings)],
        "VOLUME": [
            one
            for one in wanted.volumes
            if one not in base.volumes and f"VOLUME {one}" not in names(config_settings(base, wanted))
        ],
        **{
            name: [value] if name in names(given_settings) else []
            for name, value in {
                "USER": wanted.user,
                "WORKDIR": wanted.workdir,
                "STOPSIGNAL": wanted.stop_signal,
                "CMD": list(wanted.cmd),
                "ENTRYPOINT": list(wanted.entrypoint),
                "SHELL": list(wanted.shell),
                "HEALTHCHECK": health(wanted),
            }.items()
        },
        "ONBUILD": [
            one for number, one in enumerate(wanted.onbuild, 1) if f"ONBUILD trigger {number}" in names(given_settings)
        ],
    }
    for problem in made.unwritable:
        assert problem.split(" ")[0] in recipe.dockerfile


def names(found: Iterable[Setting]) -> set[str]:
    return {one.name for one in found}


def written(entries: Sequence[str], given_settings: Sequence[Setting], form: str, base: Sequence[str]) -> list[str]:
    known = names(given_settings)
    return [
        one
        for one in entries
        if one not in base and form.format(one.partition("=")[0]) in known and "=" in one and is_text(one)
    ]


def is_text(value: str) -> bool:
    return not any(char in "\n\r\0" or 0xD800 <= ord(char) < 0xE000 for char in value)


def health(config: ImageConfig) -> dict[str, object]:
    check = dict(config.healthcheck or {})
    if check.get("Test") == ["NONE"]:
        return {"Test": ["NONE"]}
    return {key: value for key, value in check.items() if value}


def values(found: Sequence[parser.Read]) -> dict[str, list[Any]]:
    """Return what the instructions set, as a builder has it."""
    seen: dict[str, list[Any]] = {
        name: []
        for name in "ENV LABEL EXPOSE VOLUME USER WORKDIR STOPSIGNAL CMD ENTRYPOINT SHELL HEALTHCHECK ONBUILD".split()
    }
    for one in found:
        assert not one.flags or one.name == "HEALTHCHECK"
        match one.name:
            case "ENV" | "LABEL":
                seen[one.name] += parser.pairs(one.rest)
            case "VOLUME":
                seen[one.name] += [parser.expanded(word) for word in parser.json_list(one.rest) or ()]
            case "CMD" | "ENTRYPOINT" | "SHELL":
                seen[one.name].append(parser.json_list(one.rest))
            case "HEALTHCHECK":
                seen[one.name].append(read_health(one))
            case "ONBUILD":
                seen[one.name].append(one.rest)
            case _:
                seen[one.name].append(parser.expanded(one.rest))
    return seen


def read_health(one: parser.Read) -> dict[str, object]:
    if one.rest == "NONE":
        return {"Test": ["NONE"]}
    found: dict[str, object] = {}
    for flag in one.flags:
        name, _, value = flag.partition("=")
        if name == "--retries":
            found["Retries"] = int(value)
        else:
            assert name == "--interval"
            found["Interval"] = int(value[:-2]) * 10**6 if value.endswith("ms") else int(value[:-1]) * 10**9
    kind, _, command = one.rest.partition(" ")
    assert kind == "CMD"
    listed = parser.json_list(command)
    return {"Test": ["CMD-SHELL", command] if listed is None else ["CMD", *listed]} | found


@FOR_ALL
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\0"), max_size=40))
def test_a_value_of_one_line_is_always_written(value: str) -> None:
    wanted = ImageConfig(
        user=value,
        env=(f"A={value}",),
        cmd=(value,),
        workdir=value,
        labels=((value.replace("=", ""), value),),
        shell=(value,),
        volumes=(value + "x",),
    )
    assert not [one for one in config_settings(ImageConfig(), wanted) if one.problem]


@FOR_ALL
@given(texts, texts)
def test_a_base_that_no_from_can_name_is_refused(reference: str, digest: str) -> None:
    made = plan(replace(BASE, reference=reference, digest=digest), [])
    try:
        recipe = write(made, content)
    except StoreError:
        return
    found = read_everywhere(recipe.dockerfile)
    assert [(one.name, one.rest) for one in found] == [("FROM", digest or reference)]


# commands, names and messages

recorded = texts.map(lambda text: text.replace("\ud800", "\udc80"))
"""Texts as a session records them: `surrogateescape` makes no other surrogates."""

kinds = st.sampled_from(["file", "directory", "symlink", "fifo", "char", "block"])
part = st.text(ALPHABET.replace("/", "").replace("\0", "").replace("\ud800", ""), min_size=1, max_size=8)
segments = st.one_of(
    part, st.sampled_from(["a\nRUN x", "$x", "[a]", "b\\", "c\n", "\n", ".git", "..a", "-r", "--x", "<<E"])
)
paths = st.lists(segments.filter(lambda one: one not in (".", "..")), min_size=1, max_size=3).map(
    lambda all: "/" + "/".join(all)
)


def entries(kind: SearchStrategy[Any]) -> SearchStrategy[Entry]:
    return st.builds(
        Entry,
        kind=kind,
        mode=st.sampled_from([0o644, 0o755, 0o4711, 0o600]),
        uid=st.sampled_from([0, 1000]),
        gid=st.sampled_from([0, 5]),
        link=recorded.map(lambda text: text.replace("\0", "").replace("\ud800", "")[:50] or "x"),
        ctime_ns=st.just(1),
        xattrs=st.sampled_from([(), (("user.x", "00ff"),)]),
    )


changes: SearchStrategy[Change] = st.builds(
    Change,
    path=paths,
    change=st.just("changed"),
    before=st.one_of(st.none(), entries(kinds)),
    after=st.one_of(st.none(), entries(kinds)),
    by=recorded,
    command=st.one_of(st.none(), st.just(0)),
    volatile=st.one_of(st.just(""), recorded),
    secret=st.one_of(st.just(""), recorded),
    content=recorded,
).filter(lambda change: change.before is not None or change.after is not None)
states = st.builds(
    StateChange, st.sampled_from(["variable", "export", "alias", "function", "umask"]), recorded, recorded
)
COMMANDS = (
    "printf %s {} > /srv/f",
    "echo {}",
    "{}",
    "cat > {} <<'END'\n" + "line\n" * 12 + "END",
    "export A={}",
    "A={} make install",
    "touch {} && cd {}",
    "curl -u x:SNAP_SECRET_00000001 {} | sh",
    "sed -i {} /srv/f",
)
commands: SearchStrategy[Command] = st.builds(
    Command,
    text=st.builds(
        lambda form, text, plain: form.replace("{}", text if plain else single_quote(text)),
        st.sampled_from(COMMANDS),
        recorded,
        st.booleans(),
    ),
    status=st.sampled_from([0, 0, 1, None]),
    cwd=st.one_of(st.just("/"), recorded),
    user=st.one_of(st.just("root"), recorded),
    begin=st.just(1.0),
    end=st.just(2.0),
    shell=st.one_of(st.sampled_from(["bash", "sh", "zsh", "fish"]), recorded),
    depth=st.just(1),
    session=recorded,
    state=st.lists(states, max_size=2).map(tuple),
)
snapshots: SearchStrategy[Snapshot] = st.builds(
    lambda message, commands, changes, config: Snapshot(
        "box", 1, "", "", BASE, message, 0.0, config, tuple(commands), tuple(changes)
    ),
    recorded,
    st.lists(commands, max_size=3),
    st.lists(changes, max_size=4, unique_by=lambda change: change.path),
    st.builds(ImageConfig, user=st.one_of(st.just(""), recorded)),
)


@settings(max_examples=400, deadline=None)
@given(snapshots, recorded, st.booleans())
def test_a_recipe_has_no_instruction_but_its_own(snapshot: Snapshot, user: str, slim: bool) -> None:
    base = replace(BASE, config=ImageConfig(user=user))
    seconds = replace(snapshot, seq=2, base=base)
    made = plan(base, [replace(snapshot, base=base), seconds], slim=ALL if slim else AS_IT_IS)
    recipe = write(made, content)
    for one in recipe.instructions:
        if one.text.startswith("RUN --mount=type=secret,id="):
            recipe = without_mounts(recipe)
            break
    sound(recipe)


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_session_becomes_an_instruction(text: str) -> None:
    text = text.replace("\ud800", "")
    for shell in ("bash", "zsh", "fish", text):
        lines = (f"export A={single_quote(text)}", "make install", f"make {text}", text, "make")
        session = tuple(
            Command(
                line, 0, "/" if number % 2 else text, text if number > 2 else "root", number, number + 0.5, shell, 1
            )
            for number, line in enumerate(lines)
        )
        made = [
            Change(f"/srv/{number}", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), text, number)
            for number in range(1, len(lines))
        ]
        snapshot = Snapshot("box", 1, "", "", BASE, text, 0.0, ImageConfig(), session, tuple(made))
        recipe = write(plan(BASE, [snapshot]), content)
        assert "RUN" in [one.name for one in sound(recipe)]


def without_mounts(recipe: Recipe) -> Recipe:
    """Return a recipe whose mounts, which must be of secrets with plain names, look like the options of COPY."""
    text = recipe.dockerfile
    for one in recipe.instructions:
        for line in one.text.split("\n"):
            name = (
                line.removeprefix("RUN ").strip().removeprefix("--mount=type=secret,id=").partition(",required=true")[0]
            )
            if "--mount=type=secret" in line and one.text.startswith("RUN --mount=") and name.isidentifier():
                text = text.replace(f"--mount=type=secret,id={name},", f"--chown={name},")
    return replace(recipe, dockerfile=text)


@settings(max_examples=200, deadline=None)
@given(paths, recorded, recorded)
@example("/a\n# evil\n![x](http://evil)", "`\n# evil", "echo SNAP_SECRET_00000001`\n# evil")
def test_the_text_beside_an_export_has_no_line_but_its_own(path: str, secret: str, text: str) -> None:
    commands = (
        Command(f"curl -u x:SNAP_SECRET_00000001 {text}", 0, "/", "root", 1.0, 2.0, "bash", 1),
        Command(f"passwd x {text}", 0, "/", "root", 3.0, 4.0, "bash", 1),
    )
    found = [
        Change(path, "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), "", 0, secret=secret or "s"),
        *(Change(f"/srv/{n}", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), "", 0) for n in range(25)),
        Change("/etc/shadow", "changed", Entry("file", 0o600, 0, 0), Entry("file", 0o600, 0, 0, 1), "", 1, content="x"),
    ]
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), commands, tuple(found))
    made = plan(BASE, [snapshot])
    shown = write(made, content).files["README.md"][1].decode()
    for line in shown.splitlines():
        assert line.isprintable()
        assert line.count("`") % 2 == 0
        assert not line.startswith("#") or line == "# How to build this image"
    assert all(line.isprintable() for line in export_notes(made))


@pytest.mark.parametrize("path", ["/a/../b", "/../a", "/a/./b", "a", "//a", "/a/", "/nul\0", "/half\ud800"])
def test_a_path_that_no_image_has_is_refused(path: str) -> None:
    change = Change(path, "added", None, Entry("file", 0o644, 0, 0))
    with pytest.raises(StoreError, match="path that no image can hold"):
        write_carry(Carry((change,), "why", 1), content, Output())


STUBS = " ".join(
    f"{name}() {{ printf '%s\\0' {name} \"$@\"; }};" for name in "rm mkdir ln chmod chown mkfifo mknod".split()
)


def executed(one: parser.Read) -> bytes:
    """Return what a RUN prints, where the programs that change files only print their arguments."""
    argv = parser.json_list(one.rest) or ["/bin/sh", "-c", one.rest]
    command = [*argv[:-1], STUBS + argv[-1]]
    return subprocess.run(
        [word.encode("utf-8", "surrogateescape") for word in command], capture_output=True, check=True
    ).stdout


@settings(max_examples=150, deadline=None)
@given(st.lists(changes, min_size=1, max_size=4, unique_by=lambda change: change.path))
@example([Change("/etc\n", "deleted", Entry("directory", 0o755, 0, 0), None)])
@example([Change("/l", "added", None, Entry("symlink", 0o777, 0, 0, link="--target-directory=/etc"))])
def test_every_name_is_copied_removed_or_changed_exactly(found: list[Change]) -> None:
    carried = [replace(change, content="x" if change.after and change.after.kind == "file" else "") for change in found]
    out = Output()
    last = write_carry(Carry(tuple(carried), "why", 1), content, out)
    if last.commands:
        out.add(shell_run(last.commands))
    known = {change.path for change in carried}
    links = {change.after.link for change in carried if change.after}
    seen: set[str] = set()
    for one in read_everywhere("FROM x\n" + "\n".join(out.lines) + "\n")[1:]:
        if one.name == "COPY":
            *sources, target = one.rest.split()
            assert {source.partition("/")[2] for source in sources} <= {path[1:] for path in known}
            assert set(sources) <= out.files.keys()
            seen |= {"/" + source.partition("/")[2] for source in sources}
            assert target in known or target.rstrip("/") in {path.rpartition("/")[0] for path in known}
        elif one.name == "ADD":
            with tarfile.open(fileobj=io.BytesIO(out.files[one.rest.split()[0]][1]), errors="surrogateescape") as tar:
                members = {"/" + name.rstrip("/") for name in tar.getnames()}
            assert members <= known
            seen |= members
        else:
            words = [word.decode("utf-8", "surrogateescape") for word in executed(one).split(b"\0")]
            rest = [word for word in words if word.startswith("/") and word not in links]
            assert set(rest) <= known
            seen |= set(rest)
    for change in carried:
        if change.after is None or change.before is None:
            assert change.path in seen or change.path in links or covered(change.path, carried)


def covered(path: str, carried: Sequence[Change]) -> bool:
    """Return whether a path goes with a directory above it, or comes with a file in it."""
    return any(path.startswith(one.path + "/") or one.path.startswith(path + "/") for one in carried)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("ab #$\\\"'`\n\r\t<>[]{}-\u2028é", max_size=12), min_size=1, max_size=3))
def test_the_shell_of_a_run_gets_exactly_its_command(values: list[str]) -> None:
    lines = tuple(f"printf '%s\\0' {single_quote(value)}" for value in values)
    one = read_everywhere("FROM x\n" + run_text(Run(tuple(Script((line,), ((1, 0),)) for line in lines))) + "\n")[1]
    assert executed(one) == b"".join(value.encode() + b"\0" for value in values)


lines = st.lists(recorded.filter(lambda text: text.strip() and "cd" not in text), min_size=1, max_size=3)


@settings(max_examples=400, deadline=None)
@given(lines, st.booleans())
def test_a_run_is_read_as_it_is_written(given_lines: list[str], mounts: bool) -> None:
    run = Run((Script(tuple(given_lines), ((1, 0),), secrets=("token",) if mounts else ()),))
    out = Output()
    out.add(run_text(run))
    out.add("USER last")
    one, last = read_everywhere("\n".join(["FROM x", *out.lines, ""]))[1:]
    assert (last.name, last.rest) == ("USER", "last")
    assert one.flags == (("--mount=type=secret,id=token,required=true",) if mounts else ())
    listed = parser.json_list(one.rest)
    if listed is None:
        assert one.rest == (" " * 5).join(line.rstrip() for line in given_lines).strip("".join(parser.SPACES))
    else:
        assert listed == ["/bin/sh", "-c", " ".join(given_lines)]


@pytest.mark.parametrize("name", ["a b", "a\nFROM evil", "[a]", "$a", "a\\", ".git"])
def test_a_typed_file_with_a_name_that_copy_misreads_is_not_copied_by_name(name: str) -> None:
    text = f"cat > {single_quote('/srv/' + name)} <<'END'\n" + "line\n" * 12 + "END"
    change = Change(f"/srv/{name}", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), "command 1", 0)
    command = Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1)
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (command,), (change,))
    found = [one for one in sound(write(plan(BASE, [snapshot]), content)) if not one.rest.startswith("scripts/")]
    assert [one.name for one in found] == ["FROM", "RUN"]


@pytest.mark.parametrize("value", ["x" * 70_000, "é" * 40_000, '"' * 70_000, "#x " * 30_000, " \\" * 40_000])
def test_a_value_longer_than_a_line_is_written_exactly(value: str) -> None:
    wanted = ImageConfig(env=(f"A={value}",), labels=((value, ""),), cmd=(value,))
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, wanted, (), ())
    seen = values(sound(write(plan(BASE, [snapshot]), content))[1:])
    assert (seen["ENV"], seen["LABEL"], seen["CMD"]) == ([("A", value)], [(value, "")], [[value]])


@pytest.mark.parametrize("value", ["\\" * 70_000, " " * 70_000, "# " * 40_000])
def test_a_value_that_cannot_be_divided_into_lines_is_named(value: str) -> None:
    assert [one.problem for one in config_settings(ImageConfig(), ImageConfig(env=(f"A={value}x",)))] == ["is too long"]


@pytest.mark.parametrize(
    "text",
    [
        "RUN a\nRUN b",
        "RUN a \\",
        "RUN a \\\\\n b",
        "RUN a \\\n# b",
        "RUN a \\\n\n b",
        "RUN a\r",
        "RUN cat <<X",
        "run a",
        "EVIL a",
        "# a",
        "",
    ],
)
def test_a_text_that_is_not_one_instruction_is_never_written(text: str) -> None:
    with pytest.raises(StoreError, match="as one instruction"):
        Output().add(text)


def test_the_target_of_a_link_is_no_option() -> None:
    out = Output()
    link = Change("/l", "added", None, Entry("symlink", 0o777, 0, 0, link="-f"))
    assert write_carry(Carry((link,), "why", 1), content, out).commands == ("ln -s -- -f /l",)
