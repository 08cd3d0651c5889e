"""What the redactor of a recording replaces, remembers and leaves unchanged."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.secrets.in_command import find
from snapshotter.secrets.redact import PLACEHOLDER, Redactor, holds_placeholder, placeholders
from tests.secrets.honest import HONEST
from tests.secrets.lines import SECRETS, marked

LINES = [line for lines in SECRETS.values() for line in lines]
SECRET = st.text(alphabet="abcXYZ019!@%^*_+~,.:/-", min_size=6, max_size=24).map(lambda tail: "q7" + tail + "Z4")


@pytest.mark.parametrize("line", LINES)
def test_nothing_of_a_secret_is_left(line: str) -> None:
    text, secrets = marked(line)
    clean = Redactor().redact(text)
    assert holds_placeholder(clean)
    assert not [secret for secret in secrets if len(secret) > 5 and secret in clean]
    assert find(clean) == []


@pytest.mark.parametrize("line", HONEST)
def test_commands_without_secrets_are_unchanged(line: str) -> None:
    assert Redactor().redact(line) == line


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash to check the syntax")
def test_redacted_line_has_valid_syntax() -> None:
    for line in LINES:
        text, _ = marked(line)
        clean = Redactor().redact(text)
        before, after = (subprocess.run(["bash", "-n", "-c", one], capture_output=True) for one in (text, clean))
        assert (before.returncode, before.stderr) == (after.returncode, after.stderr), clean


def test_a_scenario() -> None:
    redactor = Redactor()
    first = redactor.redact("export FORGE_TOKEN=ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi")
    assert (
        redactor.redact("curl -sS -u robot:Tr0ub4dor-and-3 https://x") != "curl -sS -u robot:Tr0ub4dor-and-3 https://x"
    )
    again = redactor.redact("echo Tr0ub4dor-and-3 ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi")
    assert again.split()[2] == first.partition("=")[2] and "Tr0ub" not in again
    honest = 'echo "token_sha256 = $(printf %s "$FORGE_TOKEN" | sha256sum | cut -d\' \' -f1)" >> client.conf'
    assert redactor.redact(honest) == honest


def test_equal_secrets_get_equal_words_only_within_a_recording() -> None:
    one, two = Redactor(), Redactor()
    line = "A_PASSWORD=geheim! B_PASSWORD='geheim!' C_PASSWORD=other-1 ./x"
    a, b, c = PLACEHOLDER.findall(one.redact(line))
    assert a == b != c
    assert placeholders(two.redact(line))[0] != a
    assert placeholders(one.redact(line)) == [a, c]


@pytest.mark.parametrize(
    "later", ["echo Tr0ub4$or!", "echo xxTr0ub4$or!yy", "echo 'Tr0ub4$or!'", "curl http://x/?p=Tr0ub4%24or%21"]
)
def test_secret_is_replaced_in_later_texts(later: str) -> None:
    redactor = Redactor()
    assert redactor.redact(later) == later
    redactor.redact("export DB_PASSWORD='Tr0ub4$or!'")
    clean = redactor.redact(later)
    assert "Tr0ub4" not in clean and holds_placeholder(clean)


def test_ordinary_word_is_replaced_only_as_a_separate_word() -> None:
    redactor = Redactor()
    redactor.redact("mysql -psesame; mysql -ppostgres; mysql -proot")
    for honest in ("apt-get install sesamestreet postgresql root", "su postgres root"):
        assert redactor.redact(honest) == honest
    assert "sesame" not in redactor.redact("echo sesame")


def test_words_are_redacted_as_one_command() -> None:
    redactor = Redactor()
    clean = redactor.redact_words(["curl", "-u", "anna:it's me", "https://x"])
    assert clean[:2] == ("curl", "-u") and PLACEHOLDER.fullmatch(clean[2].removeprefix("anna:")) and len(clean) == 4
    assert redactor.redact_words(["sh", "-c", "echo $HOME 'a b'"]) == ("sh", "-c", "echo $HOME 'a b'")


def test_files_with_a_known_secret() -> None:
    redactor = Redactor()
    redactor.redact("export DB_PASSWORD=Tr0ub4dor")
    assert redactor.known_values().are_in(b"\x00x=Tr0ub4dor\n")
    assert not redactor.known_values().are_in(b"nothing")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(LINES), SECRET, st.sampled_from(["{} && echo {}", "echo {1}; {0}", "x {1}y; {0} {1}"]))
def test_a_found_value_is_gone_and_redaction_is_idempotent(line: str, secret: str, frame: str) -> None:
    text, (old, *_) = marked(line)
    text = frame.format(text.replace(old, shlex.quote(secret)), secret)
    redactor = Redactor()
    clean = redactor.redact(text)
    assert redactor.redact(clean) == clean
    assert not [span.value for span in find(text) if len(span.value) >= 6 and span.value in clean]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1:=-'\"\\$(){}`|&;<>#\n pPASSWORD-uTOKEN", max_size=80))
def test_redaction_of_any_text_is_idempotent(text: str) -> None:
    redactor = Redactor()
    clean = redactor.redact(text)
    assert redactor.redact(clean) == clean
    if not find(text):
        assert clean == text


def test_a_path_or_an_address_that_was_typed_as_a_secret_is_not_replaced_elsewhere() -> None:
    redactor = Redactor()
    for value in ("/opt/app/data", "https://example.com/docs", "db.example.com", "127.0.0.1"):
        redactor.conceal(value)
        assert redactor.redact(f"curl {value}") == f"curl {value}"
