"""Secrets that are found in command lines, and lines in which none is found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.secrets.in_command import find
from snapshotter.secrets.tables.argument_table import ADDUSER, ANY_WORDS, ARGUMENTS, INPUTS
from snapshotter.secrets.tables.option_table import OPTIONS
from snapshotter.secrets.tables.phrases import PHRASES
from snapshotter.secrets.tables.shape_table import SHAPES
from tests.secrets.honest import HONEST
from tests.secrets.innocent import INNOCENT
from tests.secrets.lines import SECRETS, marked
from tests.speed import seconds

LINES = [(kind, line) for kind, lines in SECRETS.items() for line in lines]


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_finds_exactly_the_secret(kind: str, line: str) -> None:
    text, secrets = marked(line)
    found = find(text)
    assert [text[span.start : span.end] for span in found] == secrets
    assert kind in {span.kind for span in found}


def test_every_rule_has_a_line() -> None:
    kinds = {rule.kind for rule in (*OPTIONS, *ARGUMENTS, *ANY_WORDS, *INPUTS, ADDUSER)}
    assert kinds | {phrase.kind for phrase in PHRASES} | {shape.kind for shape in SHAPES} <= set(SECRETS)


@pytest.mark.parametrize("line", [*HONEST, *INNOCENT])
def test_finds_nothing_in_commands_without_secrets(line: str) -> None:
    assert [(line[span.start : span.end], span.kind) for span in find(line)] == []


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("mysql -p'ab'cd\"ef\" db", "-p'ab'cd\"ef\""),
        ("curl -u 'a:b'c x", "'a:b'c"),
        ("PASSWORD='gehe'im x", "'gehe'im"),
        ("curl -u a:'b c' x", "b c"),
        ('curl -u "a:b\\"c" x', 'b\\"c'),
        ("PASSWORD=ge\\ heim x", "ge\\ heim"),
    ],
)
def test_a_plain_word_can_replace_the_secret(text: str, placed: str) -> None:
    """A span contains both quotes of a pair or neither."""
    [span] = find(text)
    assert text[span.start : span.end] in (placed, placed.removeprefix("-p"))


@pytest.mark.parametrize(
    "text",
    [
        "cat > k.ppk <<EOF\nPuTTY-User-Key-File-2: x\nPrivate-Lines: 1\nSNAP_SECRET_1a2b3c4d\nEOF",
        "x --password SNAP_SECRET_1a2b3c4d%Tr0ub4dor",
        "sed -i s/PASSWORD/SNAP_SECRET_1a2b3c4d/ x",
        "touch pass_SNAP_SECRET_1a2b3c4d",
    ],
)
def test_what_was_replaced_is_not_found_again(text: str) -> None:
    """Texts are searched until nothing is found, which would never end otherwise."""
    assert find(text) == []


def test_the_value_is_what_the_shell_reads() -> None:
    [span] = find('PASSWORD="Tr0ub\\$4\'dor"')
    assert span.value == "Tr0ub$4'dor"
    assert "Tr0ub" not in repr(span)


def test_parts_of_a_value_are_found_where_they_were_set() -> None:
    line = "A=Tr0ub; B=4dor; export DB_PASSWORD=$A$B"
    assert [line[span.start : span.end] for span in find(line)] == ["Tr0ub", "4dor"]
    assert find("A=x; echo $A; B=$C; export DB_PASSWORD=$B") == []


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("cat > /etc/openvpn/auth.txt <<E\nanna\n«geheim»\nE", "geheim"),
        ('cat > pgbouncer/userlist.txt <<E\n"me" "«geheim»"\nE', "geheim"),
        ("cat > s.yml <<E\nkind: Secret\nstringData:\n  foo: «geheim»\nE", "geheim"),
        ("echo «BwaV/TyAKs9n1rzcZ/HyBnjRDTpCW58bLx+Pk3IPMko=» > wg.key", "BwaV"),
        ("echo «geheim» | sudo tee /run/secrets/db_password", "geheim"),
        ("cat > /etc/cron.d/x <<E\n* * * * * root curl -u a:«geheim» http://x\nE", "geheim"),
        ("cat > x.service <<E\n[Service]\nExecStart=/usr/bin/curl -u a:«geheim» http://x\nE", "geheim"),
    ],
)
def test_secrets_written_to_files_are_found_by_the_file(line: str, secret: str) -> None:
    text, marked_secrets = marked(line)
    assert [text[span.start : span.end] for span in find(text)] == marked_secrets
    assert secret in marked_secrets[0]


def test_a_template_may_be_written() -> None:
    line = "cat > .env.example <<E\nAPP_SECRET=ThisIsNotASecretYet\nE"
    assert find(line) == []
    assert find(line.replace(".example", "")) != []


def test_one_value_in_two_places_is_found_twice() -> None:
    assert [span.value for span in find("A_PASSWORD=geheim B_PASSWORD=geheim ./x")] == ["geheim", "geheim"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1:=-'\"\\$(){}`|&;<>#\n \0pPASSWORD-uTOKEN", max_size=60))
def test_any_text_can_be_parsed(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "$(",
        '"$(',
        "${x:-",
        "`",
        "'",
        '"',
        "((",
        "{ ",
        "<<E\n",
        "a=b;",
        "a",
        "x:",
        "-p ",
        "token=",
        "://a:",
        "login ",
        "\\n",
        "password ",
        "AKIA",
        "eyJ",
        "-----BEGIN PRIVATE KEY-----",
        "authorization: ",
        "$'\\",
        "insert into users ",
        "kind: Secret\ndata:\n  a: b\n",
        "a1B2-",
        "x=1;",
        "$x ",
        "crypt(",
        "<password>",
        "QUJD",
        "1:a",
        "user x >",
        "auth('a',   ",
        "connect(x,   ",
        "login({ a }, ",
        "uid=a;",
        "user id=a;b;",
        "<(echo ",
        "s/PASSWORD_HERE/",
        "sub(/token",
        "password: `",
        "{password: ",
        "user a password ",
        "x password.",
        'variable "password" {\n  x = 1\n',
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    """No nesting or repetition makes the parser slow: 20 000 characters take well under two seconds."""
    assert seconds(lambda: find(piece * (20_000 // len(piece))), 2) < 2
