from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.changes.volatile import RULES, reason
from snapshotter.proof.meaning import has_meaning, normalise, same_meaning

VOLATILE = """
/dev/console /run/nginx.pid /tmp/a/b /var/tmp/x /var/log/apt/term.log /var/backups/dpkg.status.0 /.dockerenv
/var/cache/apt/pkgcache.bin /var/lib/apt/lists/lock /var/cache/debconf/config.dat-old /var/lib/dpkg/status-old
/var/cache/ldconfig/aux-cache /lib/apk/db/scripts.tar.gz /root/.cache/pip/x /home/ann/.cache/x /root/.npm/_logs/x
/root/.bash_history /home/ann/.viminfo /srv/app/.git/index /srv/app/.git/logs/HEAD /srv/.notes.swp
/etc/machine-id /etc/ssh/ssh_host_rsa_key.pub /etc/hosts /etc/mtab /root/.local/share/fish/fish_history
""".split()
KEPT = """
/tmp /run /var/log /dev /var/cache/apt /var/lib/dpkg/status /var/lib/dpkg/info/x.list /etc/hosts.allow /etc/shadow
/tmpx/a /srv/tmp/a /srv/app/.git/HEAD /srv/app/.git/index.lock /.bash_history /root/.bashrc /etc/ssh/sshd_config
/lib/apk/db/installed /usr/lib/python3/x.pyc /var/cache/debconf/config.dat /srv/swp /rootx/.cache/a
""".split()


@pytest.mark.parametrize("path", VOLATILE)
def test_no_rebuild_reproduces(path: str) -> None:
    assert reason(path)


@pytest.mark.parametrize("path", KEPT)
def test_a_rebuild_must_reproduce(path: str) -> None:
    assert not reason(path)


@given(st.lists(st.sampled_from([part for pattern, _ in RULES for part in pattern.split("/")[1:]]), max_size=7))
def test_the_fast_test_before_the_rules_misses_nothing(parts: list[str]) -> None:
    path = "/" + "/".join(parts).replace("*", "x")
    assert reason(path) == next((why for pattern, why in RULES if fnmatchcase(path, pattern)), "")


def test_the_reason_is_that_of_the_rule() -> None:
    assert reason("/var/lib/systemd/random-seed") == dict(RULES)["/var/lib/systemd/random-seed"]
    assert reason("/tmp/new\nline") == dict(RULES)["/tmp/*"]


def test_a_workspaces_own_rules_come_first() -> None:
    own = (("/srv/a[1]?/*", "mine"), ("/tmp/*", "mine too"))
    assert reason("/srv/a[1]?/x\ny", own) == "mine"
    assert not reason("/srv/a1z/x", own)
    assert not reason("/srv/a[1]?", own)
    assert reason("/tmp/x", own) == "mine too"
    assert reason("/run/x", own) == dict(RULES)["/run/*"]


def test_byte_code_without_its_stamp() -> None:
    magic = b"\xa7\x0d\x0d\x0a"
    a, b = magic + bytes(4) + b"time" + b"size" + b"code", magic + bytes(4) + b"TIME" + b"SIZE" + b"code"
    assert same_meaning("/x/__pycache__/a.cpython-311.pyc", a, b)
    assert not same_meaning("/x/a.txt", a, b)
    assert not same_meaning("/x/a.pyc", a, b[:-1] + b"!")
    hashed = magic + b"\1\0\0\0" + b"12345678" + b"code"
    assert not same_meaning("/x/a.pyc", hashed, hashed.replace(b"1234", b"4321"))


def test_accounts_without_the_day_of_their_last_change() -> None:
    a, b = b"root:*:19800:0:99999:7:::\nann:$y$j:19801:0:::::\n", b"root:*:20101:0:99999:7:::\nann:$y$j:1:0:::::\n"
    assert same_meaning("/etc/shadow", a, b)
    assert same_meaning("/etc/shadow-", a, b)
    assert not same_meaning("/etc/shadow", a, b.replace(b"$y$j", b"$y$k"))
    assert not same_meaning("/etc/shadow", a, b.replace(b":1:0", b"::0"))
    assert not same_meaning("/srv/etc/shadow", a, b)
    assert normalise("/etc/motd", a) == a


def test_which_files_need_reading() -> None:
    assert has_meaning("/etc/gshadow")
    assert has_meaning("/usr/lib/python3/a.pyc")
    assert not has_meaning("/etc/passwd")


def test_the_page_on_equivalence_has_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs/equivalence.md").read_text()
    assert all(f"| `{pattern}` | {why} |" in page for pattern, why in RULES)
