"""The names of secrets, and which commands that used one still run."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, Snapshot
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling, mounts_secrets, secret_names, secrets_read_by
from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

ONE, TWO = "SNAP_SECRET_00000001", "SNAP_SECRET_00000002"


def decided(text: str, paths: int = 1, session: str = "s", shell: str = "bash") -> Decision:
    command = Command(text, 0, "/", "root", 0.0, 1.0, shell, 1, session, 1)
    return Decision((1, 0), command, "run", "", tuple(f"/x/{number}" for number in range(paths)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"export NPM_TOKEN={ONE}", "npm_token"),
        (f"NPM_TOKEN='{ONE}' npm i", "npm_token"),
        (f"export AUTH_TOKEN='Bearer {ONE}'", "the_auth_token"),
        (f"mysql -uroot -p{ONE} db", "mysql_password"),
        (f"git clone https://u:{ONE}@git.forge.invalid/x", "git_forge_invalid_password"),
        (f"export DATABASE_URL=postgres://u:{ONE}@db/app", "db_password"),
        (f"curl -H 'X-Api-Key: {ONE}' https://x.invalid/y", "x_api_key"),
        (f'curl -H "Authorization: token {ONE}" https://x.invalid/y', "x_invalid_authorization"),
        (f"curl -u robot:{ONE} https://x.invalid/y", "x_invalid_password"),
        (f"wget --http-password={ONE} http://x/y", "http_password"),
        (f"twine upload --password {ONE} x", "twine_password"),
        (f"aws configure set aws_secret_access_key {ONE}", "aws_secret_access_key"),
        (f"npm config set //npm.invalid/:_authToken={ONE}", "npm_auth_token"),
        (f"echo {ONE} | docker login -u a --password-stdin", "docker_password"),
        (f'curl -d \'{{"api_key": "{ONE}"}}\' https://x', "api_key"),
    ],
)
def test_a_secret_is_named_after_what_precedes_it(text: str, name: str) -> None:
    assert secret_names([decided(text)]) == {ONE: name}


def test_names_are_unique_within_a_session_and_reused_in_the_next() -> None:
    first = [decided(f"A_TOKEN={ONE} x"), decided(f"A_TOKEN={TWO} x"), decided(f"B_TOKEN={ONE} x")]
    assert secret_names(first) == {ONE: "a_token", TWO: "a_token_2"}
    other = "SNAP_SECRET_00000003"
    assert secret_names([*first, decided(f"A_TOKEN={other} x", session="t")]) == {
        **secret_names(first),
        other: "a_token",
    }


@pytest.mark.parametrize(
    ("decision", "handling", "stays"),
    [
        (decided(f"A_TOKEN={ONE} x", 20), AUTO, False),
        (decided(f"A_TOKEN={ONE} x", 21), AUTO, True),
        (decided(f"A_TOKEN={ONE} x", 21), Handling("carry"), False),
        (decided(f"A_TOKEN={ONE} x", 1), Handling("mount"), True),
        (decided(f"A_TOKEN={ONE} x", 1), Handling(given=frozenset({"a_token"})), True),
        (decided(f"A_TOKEN={ONE} x", 1), Handling(given=frozenset({"b_token"})), False),
        (decided(f"A_TOKEN={ONE} x", 0), Handling("mount"), False),
        (decided(f"A_TOKEN={ONE} x", 30, shell="fish"), Handling("mount"), False),
        (decided(f"sh -s <<'EOF'\necho {ONE}\n'a\nEOF", 30), Handling("mount"), True),
        (decided(f"echo app:{ONE} | chpasswd", 30), Handling("mount"), False),
        (decided("x", 30), Handling("mount"), False),
    ],
)
def test_which_commands_run(decision: Decision, handling: Handling, stays: bool) -> None:
    assert mounts_secrets(decision, ShellState(), secret_names([decision]), handling) is stays


def test_the_secrets_that_a_dockerfile_reads() -> None:
    text = "RUN --mount=type=secret,id=a,required=true \\\n --mount=type=secret,id=b x\nRUN --mount=type=cache,id=c y\n"
    assert secrets_read_by(text) == ("a", "b")


def test_only_the_options_of_a_run_name_secrets_of_a_dockerfile() -> None:
    option = "--mount=type=secret,id=evil"
    others = f"# RUN {option} x\nRUN echo {option} \\\n  # {option}\n  {option}\nLABEL a={option} b=\u2028RUN\n"
    assert secrets_read_by(others) == ()
    assert secrets_read_by(f"{others}run\t{option} y\n") == ("evil",)


def test_files_with_secrets_are_restored_from_mounts() -> None:
    base = Base("debian:bookworm", "sha256:00")
    entry = Entry("file", 0o640, 0, 33, 9, "d", ctime_ns=1)
    text = "openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/mine/server.key -out /etc/mine/server.crt"
    command = Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1)
    made = (
        Change("/etc/mine/server.crt", "added", None, entry, "command 1", 0),
        Change("/etc/mine/server.key", "added", None, entry, "command 1", 0, secret="holds a private key"),
    )
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, base.config, (command,), made)
    kept = plan(base, [snapshot])
    assert kept.withheld == {"/etc/mine/server.key"} and not kept.secret_files
    for handling in (Handling("mount"), Handling("auto", frozenset({"mine_server_key"}))):
        found = plan(base, [snapshot], handling=handling)
        recipe = write(found, lambda _seq, _change: b"")
        assert not found.withheld and found.secret_files == {"mine_server_key": "/etc/mine/server.key"}
        assert "--mount=type=secret,id=mine_server_key,required=true" in recipe.dockerfile
        assert "install -D -m 0640 -o 0 -g 33 /run/secrets/mine_server_key /etc/mine/server.key" in recipe.dockerfile
        assert b"`mine_server_key`: `/etc/mine/server.key`" in recipe.files["README.md"][1]
    assert not plan(base, [snapshot], handling=Handling("carry")).secret_files
