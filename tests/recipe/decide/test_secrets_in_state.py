"""Secrets in the state of a shell: in functions, aliases, arrays and variables, and in what is computed from them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.decide.secret_mounts import Handling, secret_names
from snapshotter.recipe.model import Plan, Recipe, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

ONE, TWO = "SNAP_SECRET_00000001", "SNAP_SECRET_00000002"
BASE = Base("debian:bookworm", "sha256:base")
Line = tuple[str, tuple[StateChange, ...]]

FUNCTION = f"deploy() {{ curl -u admin:{ONE} http://localhost/; }}"
LONG_TEXT = f"cat > /srv/FILE <<EOF\npassword={ONE}\n" + "line\n" * 12 + "EOF"
SETTINGS: list[Line] = [
    (FUNCTION, ()),
    (FUNCTION.replace("; }", "\n}"), (StateChange("function", "deploy", f"{{ curl -u admin:{ONE} http://x/ }}"),)),
    (f"function deploy {{ echo {TWO}; }}", ()),
    (f"deploy() {{ KEY={ONE}; }}; export A=1", ()),
    ("deploy() { echo fine; }", ()),
    (
        f"alias d='curl -u admin:{ONE} http://localhost/'",
        (StateChange("alias", "d", f"curl -u admin:{ONE} http://x/"),),
    ),
    (f"export A_TOKEN={ONE} A=1", (StateChange("export", "A_TOKEN", ONE), StateChange("export", "A", "1"))),
    (f"A_TOKEN={ONE}; A=1", ()),
    ("export A_TOKEN", ()),
    ("export A_TOKEN=x", ()),
    ("A_TOKEN+=more", (StateChange("export", "A_TOKEN", ONE),)),
    ("A_TOKEN=$(date)", ()),
    ("unset A_TOKEN A", ()),
    ("export A=2", ()),
    ("export A=$(deploy)", (StateChange("export", "A", "xyz"),)),
    ("export LONGER=$A_TOKEN$A", (StateChange("export", "LONGER", "abc"),)),
    (f"keys=({ONE} {TWO})", (StateChange("array", "keys", f'([0]="{ONE}" [1]="{TWO}")'),)),
    (f"declare -A keys=([a]={ONE})", ()),
    ("mapfile -t keys < /root/keys", (StateChange("array", "keys", f'([0]="{ONE}")'),)),
    ("read -rs A_TOKEN", (StateChange("variable", "A_TOKEN", TWO),)),
    ("deploy", (StateChange("variable", "KEY", ONE),)),
    (". /srv/.env", (StateChange("variable", "KEY", TWO), StateChange("variable", "A", "3"))),
    (". /srv/env", (StateChange("function", "deploy", f"{{ echo {ONE}; }}"),)),
    ("KEY=$(cat /root/.key)", (StateChange("variable", "KEY", ONE),)),
    (f"trap 'curl -u a:{ONE} http://x/' EXIT", ()),
    (f"if true; then deploy() {{ echo {ONE}; }}; fi; for A in {ONE} b; do :; done", ()),
    (f"deploy() {{ echo {ONE} ;; }}", (StateChange("function", "deploy", f"{{ echo {ONE}; }}"),)),
]
USES = [
    "deploy > /srv/FILE",
    "d > /srv/FILE",
    "touch /srv/FILE",
    'echo "$A_TOKEN" | sha256sum > /srv/FILE',
    'echo "$A" > /srv/FILE',
    "echo $LONGER > /srv/FILE",
    'printf "%s\\n" "${keys[@]}" > /srv/FILE',
    "echo $KEY > /srv/FILE",
    "bash -c 'deploy; echo $A_TOKEN' > /srv/FILE",
    f"curl -u b:{TWO} $A > /srv/FILE",
    f"echo {ONE} > /srv/FILE",
    LONG_TEXT,
    LONG_TEXT.replace("<<EOF", "<<'EOF'"),
    "deploy() { echo other; }; deploy > /srv/FILE",
    "cp /srv/x /srv/FILE; deploy; for i in 1 2; do echo $i $A_TOKEN >> /srv/FILE; done",
]


def story(
    lines: list[Line], shell: str = "bash", paths: int = 1, cwd: str = "/", *, snapshots: int = 1
) -> list[Snapshot]:
    """Return snapshots with these commands; a command that names FILE makes `paths` files."""
    made = [Snapshot("box", seq, "i", "t", BASE, "m", 0.0, ImageConfig(), (), ()) for seq in range(1, snapshots + 1)]
    for number, (text, state) in enumerate(lines):
        place = number * snapshots // len(lines)
        index, begin = len(made[place].commands), 100.0 + 10 * number
        text = text.replace("FILE", f"file-{number}")
        command = Command(text, 0, cwd, "root", begin, begin + 5, shell, 1, "s", 1, state=state)
        names = [f"/srv/file-{number}", *(f"/srv/{number}-{other}" for other in range(1, paths))]
        found = tuple(_added(name, index, begin) for name in names if "file-" in text)
        old = made[place]
        changes = sorted((*old.changes, *found), key=lambda change: change.path)
        made[place] = replace(old, commands=(*old.commands, command), changes=tuple(changes))
    return made


def _added(path: str, command: int, moment: float) -> Change:
    digest = hashlib.sha256(path.encode()).hexdigest()
    when = int((moment + 1) * 1e9)
    entry = Entry("file", 0o644, 0, 0, 1, digest, mtime_ns=when, ctime_ns=when)
    return Change(path, "added", None, entry, f"command {command + 1}", command, content=digest)


def recipe(snapshots: list[Snapshot], handling: Handling, repairs: Repairs | None = None) -> tuple[Plan, Recipe]:
    made = plan(BASE, snapshots, repairs, handling=handling)
    return made, write(made, lambda *_: b"x")


def instructions(found: Recipe) -> str:
    return "\n".join(line for line in found.dockerfile.splitlines() if not line.startswith("#"))


lines_of_shells = st.lists(
    st.one_of(st.sampled_from(SETTINGS), st.sampled_from(USES).map(lambda text: (text, ()))), min_size=1, max_size=9
)
origins = st.frozensets(st.tuples(st.integers(1, 2), st.integers(0, 8)))


@settings(max_examples=300)
@given(
    lines_of_shells,
    st.sampled_from(["bash", "zsh", "dash", "ash", "fish"]),
    st.sampled_from([1, 25]),
    st.sampled_from(["/", f"/srv/{ONE}"]),
    st.sampled_from(["auto", "mount", "carry"]),
    st.frozensets(st.sampled_from(["a_token", "localhost_password", "keys", "key"])),
    st.builds(Repairs, restore=origins, drop=origins, keep=origins, whole=origins),
    st.integers(1, 2),
)
def test_no_secret_in_a_shell_breaks_a_recipe(
    lines: list[Line],
    shell: str,
    paths: int,
    cwd: str,
    mode: str,
    values: frozenset[str],
    repairs: Repairs,
    snapshots: int,
) -> None:
    made = story(lines, shell, paths, cwd, snapshots=snapshots)
    planned, found = recipe(made, Handling(mode, values), repairs)  # type: ignore[arg-type]
    assert "SNAP_SECRET_" not in instructions(found)
    assert not any(b"SNAP_SECRET_" in data for _, data in found.files.values())
    assert planned.secrets.keys() <= set(secret_names(choose(made, Repairs())).values())
    if mode == "carry":
        assert planned.secrets == {}
        assert "/run/secrets/" not in instructions(found)


ENV_FILE: Line = (". /srv/.env", (StateChange("variable", "KEY", ONE), StateChange("variable", "HOST", "h")))


@pytest.mark.parametrize(
    ("lines", "mounted"),
    [
        ([(FUNCTION, ()), ("deploy > /srv/FILE", ())], "localhost_password"),
        ([(FUNCTION, ()), ("again() { deploy; }", ()), ("again > /srv/FILE", ())], "localhost_password"),
        ([(FUNCTION, ()), ("export -f deploy", ()), ("deploy > /srv/FILE", ())], "localhost_password"),
        ([(f"alias d='curl -u a:{ONE} http://x/'", ()), ("d > /srv/FILE", ())], "x_password"),
        ([SETTINGS[16], ('echo "${keys[0]}" > /srv/FILE', ())], "the_password the_password_2"),
        ([("read -rs P", (StateChange("variable", "P", ONE),)), ("echo $P > /srv/FILE", ())], "p"),
        (
            [(FUNCTION, ()), ("deploy", (StateChange("variable", "KEY", TWO),)), ("echo $KEY > /srv/FILE", ())],
            "the_key",
        ),
        (
            [("mapfile -t a < /root/a", (StateChange("array", "a", f'([0]="{ONE}")'),)), ("echo $a > /srv/FILE", ())],
            "a",
        ),
        ([("KEY=$(cat /root/.key)", (StateChange("variable", "KEY", ONE),)), ("echo $KEY > /srv/FILE", ())], ""),
        ([ENV_FILE, ("echo $KEY > /srv/FILE", ())], ""),
        ([("true", ()), (LONG_TEXT, ())], "the_password"),
    ],
)
def test_a_command_that_needs_a_secret_is_copied_or_has_it_mounted(lines: list[Line], mounted: str) -> None:
    last = (1, len(lines) - 1)
    for mode in ("auto", "carry"):
        planned, _ = recipe(story(lines), Handling(mode))
        assert {d.origin: d.fate for d in planned.decisions}[last] == "carried"
    planned, _ = recipe(story(lines), Handling("mount"))
    assert {d.origin: d.fate for d in planned.decisions}[last] == "run"
    assert planned.secrets.keys() == set(mounted.split())
    given_to_it, _ = recipe(story(lines), Handling(given=frozenset(mounted.split())))
    assert {d.origin: d.fate for d in given_to_it.decisions}[last] == ("run" if mounted else "carried")
    assert f"/srv/file-{last[1]}" not in planned.carried


def test_what_is_computed_from_a_secret_is_no_argument() -> None:
    reported = (StateChange("export", "TURNED", "dcba"),)
    lines: list[Line] = [(f"TOKEN={ONE}", ()), ("export TURNED=$(echo $TOKEN | rev)", reported)]
    for mode in ("auto", "mount", "carry"):
        _, found = recipe(story([*lines, ("touch /srv/FILE", ())]), Handling(mode))
        assert "dcba" not in found.dockerfile
        assert "RUN touch /srv/file-2" in found.dockerfile


def test_a_value_that_a_file_with_secrets_set_is_not_needed_by_every_command() -> None:
    environment = (". /srv/app/env", ENV_FILE[1])
    lines: list[Line] = [environment, ("export URL=$HOST/x", ()), ("touch /srv/FILE", ())]
    _, found = recipe(story(lines), Handling())
    assert "RUN touch /srv/file-2" in found.dockerfile


def test_secrets_have_the_same_name_however_a_command_is_written() -> None:
    made = story([(f"curl -u b:{TWO} $A > /srv/FILE", ())], "fish")
    planned, _ = recipe(made, Handling("mount"))
    assert planned.secrets.keys() == set(secret_names(choose(made, Repairs())).values()) == {"curl_password"}
