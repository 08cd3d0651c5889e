"""Files to which a command wrote a secret, and variables that were typed without echo."""

from __future__ import annotations

import pytest

from snapshotter.secrets.hidden_input import silently_read
from snapshotter.secrets.tainted_files import files_with_secrets

ONE = "SNAP_SECRET_00000001"
SET = f'export T={ONE} && U="$T"'


@pytest.mark.parametrize(
    ("lines", "paths"),
    [
        ([f"echo {ONE} > token"], {"/w/token"}),
        ([f"echo 'a {ONE}' >> /x/token"], {"/x/token"}),
        ([f"cat > ~/t <<EOF\nx {ONE}\nEOF"], {"/root/t"}),
        ([f"echo {ONE} | sudo tee -a /etc/t > /dev/null"], {"/etc/t", "/dev/null"}),
        (
            [SET, "printf '%s' \"$U\" > t", "printf %s ${T} | tee u", "cat <<EOF > v\nx=$T\nEOF"],
            {"/w/t", "/w/u", "/w/v"},
        ),
        ([f"echo {ONE} > t", "echo clean > t"], set()),
        ([f"echo {ONE} > t", "echo more >> t"], {"/w/t"}),
        ([SET, 'echo "$(printf %s "$T" | sha256sum)" >> conf'], set()),
        ([f'echo "bob:$(openssl passwd {ONE})" >> htpasswd'], set()),
        ([f"echo app:{ONE} | chpasswd > log"], set()),
        ([SET, 'curl -H "x $T" https://x > out', "./make > log"], set()),
    ],
)
def test_file_holds_the_secret_that_was_printed_to_it(lines: list[str], paths: set[str]) -> None:
    assert files_with_secrets((line, "/w", "/root") for line in lines) == paths


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("read -s TOK", {"TOK"}),
        ("read -rs -p 'Token: ' A B && echo", {"A", "B"}),
        ("read -s", {"REPLY"}),
        ("IFS= read -r -s Z", {"Z"}),
        ("stty -echo; read P; stty echo; read Q", {"P"}),
        ("read -p 'as: ' x", set()),
        ("read -p s x", set()),
    ],
)
def test_variables_that_are_read_without_echo(line: str, names: set[str]) -> None:
    assert silently_read(line)[0] == names


def test_echo_may_be_off_over_several_lines() -> None:
    names, unseen = silently_read("stty -echo")
    assert not names and unseen
    assert silently_read("read P", unseen=unseen) == (frozenset({"P"}), True)
    assert silently_read("stty sane", unseen=True) == (frozenset(), False)


def test_variable_may_have_held_a_secret_before() -> None:
    assert files_with_secrets([("echo $FORGE_TOKEN > t", "/w", "/root")], {"FORGE_TOKEN"}) == {"/w/t"}
