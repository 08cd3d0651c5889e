"""Facts about a command line: what it writes, sets and calls, and whether it only looks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.facts import facts
from snapshotter.shell.one_line.lines import statements


@pytest.mark.parametrize(
    "text",
    [
        "ls -la",
        "cat a 2>/dev/null",
        "grep x y | sort",
        "apt list --installed",
        "apk --version",
        "nginx -v",
        "sed -n p x",
        "find . -name x",
        "tar tf x.tar",
        "history | tail -3",
        "id; pwd",
        "git status",
        "echo hi",
        "FOO=$(date)",
        "if [ -f x ]; then cat x; fi",
        "timeout 5 cat x",
        "crontab -u bob -l",
        "timeout --version",
        "postconf -n",
        "openssl verify -CAfile ca.crt site.crt",
        "openssl x509 -in site.crt -text",
        "openssl req -in site.csr -noout -subject",
    ],
)
def test_only_looks(text: str) -> None:
    assert facts(text).only_looks


@pytest.mark.parametrize(
    "text",
    [
        "echo hi > x",
        "sed -i s/a/b/ x",
        "find . -delete",
        "tar xf x.tar",
        "mkdir a",
        "apt-get install x",
        "ls | tee x",
        "sed 'w out' x",
        "make",
        "curl -o x y",
        "cat <<E > f\nx\nE",
        "for i in 1; do touch $i; done",
        "date > x",
        "crontab -u bob x",
        "timeout 5 make",
        "postconf -e 'inet_interfaces = all'",
        "openssl req -new",
        "openssl x509 -req -in a.csr -CA ca.crt -CAcreateserial",
        "openssl dgst -out sum a",
        "openssl $verb",
        "timeout -k 1 2.5s sh x.sh",
    ],
)
def test_does_not_only_look(text: str) -> None:
    assert not facts(text).only_looks


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("bash", True),
        ("su - anna", True),
        ("sudo -i", True),
        ("su anna -c ls", False),
        ("bash -c ls", False),
        ("sh x.sh", False),
        ("zsh -l", True),
        ("sudo apt install x", False),
        ("sudo su", True),
    ],
)
def test_starts_shell(text: str, starts: bool) -> None:
    assert facts(text).starts_shell is starts


def test_variables_functions_and_aliases() -> None:
    known = facts("export A=/srv B; c='d e'; f() { echo $g; h; }; alias n='cd x'; read -r r; C+=1")
    assert dict(known.assigns) == {"A": "/srv", "c": "d e", "r": None, "C": None}
    assert known.exports == {"A", "B"}
    assert known.functions == {"f"}
    assert known.aliases == {"n": "cd x"}
    assert "g" in known.uses
    assert "h" in known.calls


def test_prefix_assignment_sets_nothing_in_the_shell() -> None:
    assert not facts("A=1 make").assigns


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mkdir -p $A/{bin,etc}", "brace expansion"),
        ("echo {1..3}", "brace expansion"),
        ("echo 'a\\n'", "echo with escapes"),
        ("[[ -f x ]]", "[["),
        ("[ a == b ]", "test =="),
        ("echo $RANDOM", "$RANDOM"),
        ("a=(1 2)", "arrays"),
        ("x &> y", "&>"),
        ("source x", "source"),
        ("cat <<<x", "here-strings"),
        ("x=${a//b/c}", "${…} forms of bash"),
    ],
)
def test_needs_bash(text: str, why: str) -> None:
    assert needs_bash(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "x=${a:-b}",
        "echo ${a%x} ${#a}",
        "find . -exec rm {} \\;",
        "awk '{print $1, $2}' x",
        "echo x{a}y",
        "f() { echo $1; }",
        "case $x in a|b) y;; esac",
        "sed -i 's/a{1,2}/b/' x",
        "ls 2>&1 | tee x",
        "printf 'a\\n'",
    ],
)
def test_line_means_the_same_to_a_posix_shell(text: str) -> None:
    assert needs_bash(text) == ""


@pytest.mark.parametrize("text", ["touch {\U000def9f5,b}", "echo {1\U0010ffff", "echo {\U0001f600,x}.txt"])
def test_braces_before_a_character_beyond_the_basic_plane_do_not_crash_the_process(text: str) -> None:
    assert not facts(text).parsed
    assert statements(text) == (text,)


@pytest.mark.parametrize(
    ("text", "interactive"),
    [
        ("bash --norc", True),
        ("su - anna -c bash", True),
        ("python3", True),
        ("env X=1 bash -l", True),
        ("python3 -m http.server", False),
        ("bash -ec 'x'", False),
        ("su anna <<'EOF'\ncd\nEOF", False),
        ("bash < script", False),
    ],
)
def test_interactive_shells_are_distinguished(text: str, interactive: bool) -> None:
    assert facts(text).starts_shell is interactive


@given(st.text(max_size=60))
def test_any_text_can_be_parsed(text: str) -> None:
    facts(text)
    needs_bash(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("((n+=2))", {"n"}),
        ("echo $((n++))", {"n"}),
        ("((--n, m[2]=3))", {"n", "m"}),
        ("for ((i=0; i<3; i++)); do k=1; done", {"i", "k"}),
        ("((a==b && a<=b))", set()),
        ("{ x=1; }", {"x"}),
    ],
)
def test_arithmetic_sets_variables(text: str, names: set[str]) -> None:
    assert facts(text).assigns.keys() == names
