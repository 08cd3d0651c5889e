"""Files that a command wrote a secret into, and variables that were typed unseen."""

from __future__ import annotations

import pytest

from snapshotter.secrets.hidden_input import silently_read
from snapshotter.secrets.tainted_files import written

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
def test_a_file_holds_what_was_printed_into_it(lines: list[str], paths: set[str]) -> None:
    assert written((line, "/w", "/root") for line in lines) == paths


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
def test_what_is_typed_unseen_is_known_by_its_variable(line: str, names: set[str]) -> None:
    assert silently_read(line)[0] == names


def test_the_terminal_may_stay_silent_over_several_lines() -> None:
    names, unseen = silently_read("stty -echo")
    assert not names and unseen
    assert silently_read("read P", unseen=unseen) == (frozenset({"P"}), True)
    assert silently_read("stty sane", unseen=True) == (frozenset(), False)


def test_a_variable_may_have_held_a_secret_from_the_beginning() -> None:
    assert written([("echo $FORGE_TOKEN > t", "/w", "/root")], {"FORGE_TOKEN"}) == {"/w/t"}
