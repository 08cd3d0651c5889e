"""What an image shows without a history: settings of the system, copies, archives, and work trees of git."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile

import pytest

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, shown

BIG = "content\n" * 4000


def texts(before: Files, after: Files) -> list[str]:
    return [one.text for one in shown(before, after)[0]]


def test_choices_of_alternatives() -> None:
    place = "/var/lib/dpkg/alternatives"
    before = {
        f"{place}/editor": "auto\n/usr/bin/editor\n\n/bin/nano\n40\n/bin/vi\n10\n\n",
        "/bin/nano": "n",
        "/bin/vi": "v",
    }
    before |= {f"{place}/java": "auto\n/usr/bin/java\n\n", "/etc/alternatives/editor -> /bin/nano": ""}
    after = {
        f"{place}/editor": before[f"{place}/editor"].replace("auto", "manual"),
        "/etc/alternatives/editor -> /bin/vi": "",
        f"{place}/java": "auto\n/usr/bin/java\nman\n/usr/share/man/java\n\n/opt/jdk/java\n99\n/opt/jdk/man\n\n",
        "/etc/alternatives/java -> /opt/jdk/java": "",
        "/opt/jdk/java": "j",
    }
    assert texts(before, after) == [
        "update-alternatives --set editor /bin/vi",
        "update-alternatives --install /usr/bin/java java /opt/jdk/java 99",
    ]


def test_diversions_and_overrides() -> None:
    before = {"/bin/tool": "t", "/bin/other": "o", "/var/lib/dpkg/info/ssh.postinst": "dpkg-statoverride /bin/agent"}
    after = {
        "/var/lib/dpkg/diversions": "/bin/tool\n/bin/tool.distrib\n:\n/bin/sh\n/bin/sh.distrib\ndash\n",
        "/bin/tool.distrib": "t",
        "/var/lib/dpkg/statoverride": "root adm 0750 /bin/other\nroot ssh 2755 /bin/agent\n",
    }
    commands, by = shown(before, after)
    assert [one.text for one in commands] == [
        "dpkg-divert --local --rename --divert /bin/tool.distrib --add /bin/tool",
        "dpkg-statoverride --update --add root adm 0750 /bin/other",
    ]
    assert by["/bin/tool.distrib"] == commands[0].text


def test_locales_certificates_and_libraries() -> None:
    before = dict.fromkeys(("/usr/sbin/locale-gen", "/usr/sbin/update-ca-certificates", "/sbin/ldconfig"), "")
    after = {
        "/etc/locale.gen": "de_DE.UTF-8 UTF-8\n",
        "/usr/lib/locale/locale-archive": "x",
        "/usr/local/share/ca-certificates/own.crt": "c",
        "/etc/ssl/certs/ca-certificates.crt": "c",
        "/etc/ld.so.conf.d/own.conf": "/opt/lib\n",
        "/etc/ld.so.cache": "l",
    }
    commands, by = shown(before, after)
    assert [one.text for one in commands] == ["locale-gen", "update-ca-certificates", "ldconfig"]
    assert [one.witness for one in commands] == [
        "/etc/locale.gen",
        "/usr/local/share/ca-certificates/own.crt",
        "/etc/ld.so.conf.d/own.conf",
    ]
    assert by["/usr/lib/locale/locale-archive"] == "locale-gen"


def test_copies_of_what_is_there() -> None:
    before = {
        "/usr/share/a/x": BIG,
        "/usr/share/a/sub/y": "small",
        "/usr/bin/tool": BIG + "t",
        "/srv/": "",
        "/opt/": "",
    }
    after = {
        "/srv/a/x": BIG,
        "/srv/a/sub/y": "small",
        "/srv/a/more": "m",
        "/opt/tool2": BIG + "t",
        "/opt/little": "small",
    }
    commands, by = shown(before, after)
    text = "mkdir -p /srv/a && cp -r /usr/share/a/. /srv/a/"
    assert [one.text for one in commands] == [text, "cp /usr/bin/tool /opt/tool2"]
    assert by["/srv/a/sub/y"] == text
    assert by["/srv/a/more"] == by["/opt/little"] == ""


def tar(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            file.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return out.getvalue()


MEMBERS = {"prog/main.c": "int main;", "prog/doc/readme": "read", "prog/Makefile": "all:", "prog/x": "x"}


@pytest.mark.parametrize(
    ("path", "data", "text"),
    [
        ("/root/prog.tar.gz", tar(MEMBERS), "mkdir -p /opt && tar -xf /root/prog.tar.gz -C /opt"),
        ("/root/prog.zip", zipped(MEMBERS), "mkdir -p /opt && unzip -q /root/prog.zip -d /opt"),
    ],
)
def test_archives_that_were_unpacked(path: str, data: bytes, text: str) -> None:
    made = {f"/opt/{name}": content for name, content in MEMBERS.items()} | {
        "/opt/prog/x": "edited",
        "/opt/prog/new": "n",
    }
    commands, by = shown({path: data, "/opt/": ""}, made)
    assert [one.text for one in commands] == [text]
    assert by["/opt/prog/doc"] == by["/opt/prog/main.c"] == text
    assert by["/opt/prog/x"] == by["/opt/prog/new"] == ""
    assert texts({path: data[:60], "/opt/": ""}, made) == []


def index(files: dict[str, str], at: int) -> bytes:
    rows = b""
    for name, text in files.items():
        row = (
            struct.pack(">10I", at, 0, at, 0, 0, 0, 0o100644, 0, 0, len(text))
            + b"\0" * 20
            + struct.pack(">H", len(name))
        )
        row += name.encode() + b"\0"
        rows += row + b"\0" * (-len(row) % 8)
    return b"DIRC" + struct.pack(">II", 2, len(files)) + rows


def test_a_work_tree_of_git() -> None:
    commit = "c" * 40
    made: Files = {
        "/srv/app/.git/HEAD": "ref: refs/heads/main\n",
        "/srv/app/.git/config": '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://forge.invalid/app.git\n',
        "/srv/app/.git/refs/heads/main": f"{commit}\n",
        "/srv/app/.git/index": index({"src/a.py": "a", "b.py": "b"}, 1000),
        "/srv/app/src/a.py": "a",
        "/srv/app/b.py": ("b + edited", 1010.0),
        "/srv/app/new": "n",
    }
    commands, by = shown({}, made)
    text = f"git clone https://forge.invalid/app.git /srv/app && git -C /srv/app checkout -q -B main {commit}"
    assert [(one.text, one.witness) for one in commands] == [(text, "/srv/app/.git/config")]
    assert by["/srv/app/src/a.py"] == by["/srv/app/src"] == by["/srv/app/.git/HEAD"] == text
    assert by["/srv/app/b.py"] == by["/srv/app/new"] == ""
    packed = {
        **made,
        "/srv/app/.git/packed-refs": f"# pack\n{commit} refs/heads/main\n",
        "/srv/app/.git/refs/heads/main": "",
    }
    assert texts({}, packed) == [text]
    assert texts({}, {**made, "/srv/app/.git/config": "[core]\n"}) == []


def test_packages_that_apt_does_not_know() -> None:
    tool = Package("dpkg", "tool", "1:1.2", paths=("/opt/tool",))
    apt = (
        "Start-Date: 1970-01-01  00:10:00\nCommandline: apt install less\nInstall: less:amd64 (1)\n"
        "End-Date: 1970-01-01  00:10:05\n"
    )
    logs: dict[str, str | bytes | tuple[str | bytes, float]] = {
        "/var/log/apt/history.log": (apt, 605.0),
        "/var/log/dpkg.log": "1970-01-01 00:20:00 install tool:all <none> 1:1.2\n",
        "/opt/tool": "t",
    }
    added = PackageChanges(added=(tool,))
    lying = {**logs, "/root/tool_1%3a1.2_all.deb": "d"}
    assert "dpkg -i /root/tool_1%3a1.2_all.deb" in [one.text for one in shown({}, lying, added, (tool,))[0]]
    commands, by = shown({}, logs, added, (tool,))
    assert not commands and by["/opt/tool"] == ""
    without = {"/opt/tool": "t"}
    assert "install -y" in shown({}, without, added, (tool,))[0][0].text
