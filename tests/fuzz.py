"""Inputs from outside, damaged in random ways: `python -m tests.fuzz [SECONDS [TARGET …]]`.

Each reader must end with a result or an error of its own, within two seconds for a megabyte.
"""

# ruff: noqa: E501, ANN401 - seeds are long, and JSON is of any type
from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import os
import random
import signal
import sqlite3
import struct
import sys
import tarfile
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.changes.packages import apk, dpkg, gem, npm, pip, rpm
from snapshotter.changes.packages.manager import PackageManager
from snapshotter.changes.packages.owners import Folders, Owners
from snapshotter.engine.connect import http
from snapshotter.engine.containers import inspect as inspect_container
from snapshotter.engine.errors import engine_errors
from snapshotter.engine.images.images import from_inspect
from snapshotter.errors import SnapError
from snapshotter.model import ImageConfig, Proof, StateChange
from snapshotter.proof.meaning import normalise
from snapshotter.recipe import syntax
from snapshotter.record.cast.asciicast import lines, outline
from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.state import ShellListings
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.tracker import Tracker
from snapshotter.rootfs.cache import load, load_sealed
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.store import codec, identity, layout, workspaces
from snapshotter.store.codec import FormatError
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, Close, End, Gap, Open, Record, encode
from snapshotter.work.commit.instructions import apply_instructions
from snapshotter.work.export.secret_options import read_secret_options
from snapshotter.work.upkeep import archive

LONG = 1_000_000
"""Bytes of a long input."""
SECONDS = 2.0
"""The longest time that a long input may take."""
_STRANGE: tuple[Any, ...] = (
    None, True, -1, 0, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, float("inf"), float("nan"), "", "\0", "x" * 300,
    "\ud800", "\udcff", "\x1b]0;x\x07", "../../etc/passwd", [], {}, [[]], [{}], {"": None}, [1, "a"], "é\n\r",
)  # fmt: skip


class Target(Struct, frozen=True):
    """A reader of input from outside."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    json: bool = False
    longest: int = LONG


def _one_file(manager: PackageManager, path: str, others: dict[str, bytes] | None = None) -> Callable[[bytes], object]:
    """Return a reader of the database of a package manager whose file at `path` is the input."""

    def read(data: bytes) -> object:
        files = (others or {}) | {path: data}
        every = {path} | {p for file in files for p in _above(file)}
        folders = Folders(sorted(every | set(files)))
        manager.files(folders)
        owners = Owners(manager.packages(files.get, folders))
        return owners.installed, owners.paths

    return read


def _above(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _journal(path: Path) -> object:
    return Journal(path).since(0)


def _journal_damage(path: Path) -> object:
    return Journal(path).damage(), Journal(path).sessions()


def _marks(data: bytes) -> object:
    parser, records = Parser("nonce"), list[Record]()
    tracker = Tracker(CommandRecords("s1", records.append))
    at = 0.0
    for start in range(0, len(data), 4096):
        for found in parser.feed(data[start : start + 4096]):
            at += 0.01
            if isinstance(found, Mark):
                tracker.mark(found, at)
            else:
                tracker.tick(at)
    parser.flush()
    return [encode(record) for record in records]


def _listing(shell: str, *kinds: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        listings = ShellListings(shell)
        text = data.decode("utf-8", "surrogateescape")
        for kind in kinds:
            listings.add(kind, "")
            listings.changes()
            listings.add(kind, text)
            listings.add(kind, text + "\n")
        return [codec.encode(change) for change in listings.changes()]

    return read


def _tar(data: bytes) -> object:
    layer = read_layer_tar(io.BytesIO(data))
    return [layer.entries[path] for path in layer.entries]


def _save(data: bytes) -> object:
    @contextlib.contextmanager
    def opened() -> Iterator[io.BytesIO]:
        yield io.BytesIO(data)

    return read_saved(opened, ["sha256:" + "a" * 64], 0, lambda stream: read_layer_tar(stream, end_mark=False))


def _file(read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def reader(data: bytes) -> object:
        with tempfile.NamedTemporaryFile(prefix="fuzz-") as file:
            file.write(data)
            file.flush()
            return read(Path(file.name))

    return reader


def _cast(path: Path) -> object:
    return outline(path) or [json.loads(line) for line in lines(path)]


class _Client:
    def __init__(self, data: Any) -> None:
        self._data = data

    def inspect_container(self, _: str) -> Any:
        return self._data


def _engine_image(data: bytes) -> object:
    with engine_errors():
        return from_inspect(json.loads(data))


def _engine_container(data: bytes) -> object:
    with engine_errors():
        return inspect_container(_Client(json.loads(data)), "x", in_place=lambda: False)  # type: ignore[arg-type]


def _http(data: bytes) -> object:
    with engine_errors():
        return http.json_value(*http.split_answer(data))


def _dockerfile(data: bytes) -> object:
    text = data.decode("utf-8", "surrogateescape")
    found = list(syntax.instructions(text))
    return (
        found,
        syntax.is_one_instruction(text),
        syntax.starts_heredoc(text),
        syntax.why_not(text),
        syntax.quoted(text),
        syntax.survives(text.split("\n")),
        syntax.with_short_lines(text),
        syntax.words([text]),
    )


def _change(data: bytes) -> object:
    return apply_instructions(
        ImageConfig(env=("A=b",)), data.decode("utf-8", "surrogateescape").replace("\0", "").split("\x01")
    )


def _secret(data: bytes) -> object:
    return read_secret_options([data.decode("utf-8", "surrogateescape").replace("\0", "")], "keep", ())  # type: ignore[arg-type]


def _seed_tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, kind in (
            ("etc", b"5"),
            ("etc/a", b"0"),
            ("etc/" + "long/" * 40 + "é", b"0"),
            ("l", b"2"),
            ("h", b"1"),
            (".wh.gone", b"0"),
            ("dev", b"3"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.size, info.mtime = kind, 5 if kind == b"0" else 0, 1.5
            info.linkname = "etc/a" if kind in b"12" else ""
            info.pax_headers = {"SCHILY.xattr.user.x": "v"} if kind == b"0" else {}
            tar.addfile(info, io.BytesIO(b"hello") if kind == b"0" else None)
    return file.getvalue()


def _gnu_tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        info = tarfile.TarInfo("x" * 150)
        info.size, info.uid = 5, 3_000_000
        tar.addfile(info, io.BytesIO(b"hello"))
    return file.getvalue()


def _seed_save() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, data in (
            ("a/json", b'{"id":"a","parent":""}'),
            ("a/layer.tar", _seed_tar()),
            ("manifest.json", b'[{"Layers":["a/layer.tar"]}]'),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file.getvalue()


def _seed_backup() -> bytes:
    file = io.BytesIO()
    writer = archive.Writer(file, {"created": 1.0})
    writer.add_bytes("home/workspaces/web/workspace.json", b"{}")
    writer.finish([("snap/web:1", "sha256:x")])
    return file.getvalue()


def _rpm_header() -> bytes:
    store = b"bash\0" + b"5.2\0" + b"1\0" + b"x86_64\0" + b"/bin/\0" + b"bash\0" + b"\0" * 3 + struct.pack(">I", 0)
    tags = [
        (1000, 6, 0, 1),
        (1001, 6, 5, 1),
        (1002, 6, 9, 1),
        (1022, 6, 11, 1),
        (1118, 8, 18, 1),
        (1117, 8, 24, 1),
        (1116, 4, 32, 1),
    ]
    return struct.pack(">II", len(tags), len(store)) + b"".join(struct.pack(">IIII", *tag) for tag in tags) + store


def _rpm_sqlite() -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        connection = sqlite3.connect(file.name)
        connection.execute("create table Packages (hnum integer primary key, blob blob)")
        connection.execute("insert into Packages values (1, ?)", (_rpm_header(),))
        connection.commit()
        connection.close()
        return Path(file.name).read_bytes()


def _rpm_ndb() -> bytes:
    blob = _rpm_header()
    head = b"RpmP" + struct.pack("<III", 0, 0, 1) + bytes(16)
    slots = struct.pack("<4sIII", b"Slot", 1, 256, 1)
    body = (head + slots).ljust(4096, b"\0")
    return body + b"BlbS" + struct.pack("<III", 1, 0, len(blob)) + blob + bytes(32)


def _rpm_bdb() -> bytes:
    size, blob = 512, _rpm_header()
    head = bytearray(size)
    head[12:16], head[20:24] = struct.pack("<I", 0x061561), struct.pack("<I", size)
    page = bytearray(size)
    page[20:22], page[25] = struct.pack("<H", 2), 13
    page[26:30] = struct.pack("<HH", size - 5, size - 5 - len(blob) - 1)
    page[size - 5] = 1
    page[size - 6 - len(blob) : size - 5] = b"\1" + blob
    return bytes(head + page)


_MARK = b"\x1b]8671;nonce;"
_END = b";nonce\x07"
_SPEC = "/var/lib/gems/3/specifications/a-1.gemspec"
_DIST = "/usr/lib/python3/site-packages/a-1.dist-info"
_CONTAINER = b'{"Id":"abc","Name":"/x","State":{"Status":"running","Paused":false},"Image":"sha256:a","Config":{"Labels":{"a":"b"},"User":"","WorkingDir":"/"},"Mounts":[{"Type":"bind","Source":"/a","Destination":"/b","Name":"n"}],"GraphDriver":{"Name":"overlay2","Data":{"UpperDir":"/u","LowerDir":"/l"}},"HostnamePath":"/h","HostsPath":"/i","ResolvConfPath":"/r"}'
_IMAGE = b'{"Id":"sha256:a","RepoTags":["a:1"],"RepoDigests":["a@sha256:b"],"Config":{"User":"","Env":["A=b"],"Cmd":["a"],"Entrypoint":null,"WorkingDir":"/","ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},"Labels":{"a":"b"},"StopSignal":"","Healthcheck":{"Test":["CMD","a"]},"Shell":["a"],"OnBuild":["RUN a"]},"RootFS":{"Layers":["sha256:x"]},"Size":5,"Created":"x","Architecture":"amd64"}'
_BASH = b"""declare -- A="b\\"c"
declare -x PATH="/bin"
declare -a arr=([0]="a b" [1]=$'x\\ny')
declare -A map=([k]="v" )
declare -ar BASH_VERSINFO=([0]="5")
declare -i n
declare -- two="a
b"
declare -- SHELLOPTS="emacs:history"
"""
_STATUS = b"Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\nConffiles:\n /etc/a d41d8cd98f00b204e9800998ecf8427e\n /etc/b newconffile obsolete\n\nPackage: b\nStatus: deinstall ok config-files\n"
_META = b'{"format":1,"seq":1,"workspace":"web"}'


def _records() -> bytes:
    change = StateChange("variable", "A", "b")
    made = (
        Open("s1", 1.0, 5, "5", "/dev/pts/1"), Begin("s1", 1, 2.0, "echo \udcff > /a", "/", "root", "bash", 1, 7, ("a", "b")),
        End("s1", 1, 3.0, 0, None, False, "/", (change,)), Gap("s1", 4.0, None, "x"), Close("s1", 5.0),
    )  # fmt: skip
    return b'{"format":"snap-journal","version":1}\n' + b"".join(encode(record) for record in made)


def targets() -> dict[str, Target]:
    """Return the readers by name."""
    records = _records()
    plain = b"\n".join(
        line.partition(b',"crc"')[0] + (b"}" if b'"crc"' in line else b"") for line in records.split(b"\n")
    )
    marks = b"".join(
        _MARK + body.replace(b"|", b";nonce;") + _END
        for body in (
            b"begin;bash;0;7;root;1.5;3|/root", b"text;bash;7;3|  3  echo a", b"run;zsh;0;7;root;1.5|/root|echo", b"start;zsh;7",
            b"state;bash;7;variables|declare -- A=\"b\"\n", b"prompt;bash;0;7;root;1.5|/root|  4  ls", b"ran;bash;0;7;1.5|/root",
            b"more;ash;0;7|/|1 a", b"input;ash;root",
        )
    ) + b"shown"  # fmt: skip
    workspace = b'{"format":1,"name":"web","container":"c","base":{"reference":"a","id":"b","digest":"","config":{},"layers":[]},"created":1.0,"shell":"/bin/sh"}'
    return {
        "journal": Target(_file(_journal), (records, plain)),
        "journal-damage": Target(_file(_journal_damage), (records, plain)),
        "journal-json": Target(_file(_journal), tuple(line for line in plain.split(b"\n") if line), json=True),
        "marks": Target(_marks, (marks,)),
        "bash": Target(_listing("bash", "variables", "variable", "aliases", "functions", "bodies", "traps", "options"), (_BASH, b"f () \n{ \n    a\n}\nalias a='b'\ntrap -- 'a' EXIT\nemacs   on\n")),
        "zsh": Target(_listing("zsh", "variables", "variable", "bodies", "options", "aliases"), (b"typeset -x A=$'a\\C-b\\M-c'\ntypeset -aT PATH path=( /a /b )\nexport -T PATH path=( /a ) :\ntypeset -a x=( a b )\nf () {\n\ta\n}\nextendedglob on\n",)),
        "fish": Target(_listing("fish", "variables", "exports", "functions"), (b"$A: set in global scope, exported, with 2 elements\n$A[1]: |a\\x41\\u0041|\n$A[2]: |b|\n# Defined x\nfunction f --d x\n  a\nend\n",)),
        "ash": Target(_listing("ash", "variables", "exports", "aliases", "traps", "umask"), (b"A='b'\"'\"'c'\nexport B='x'\nalias a='b'\ntrap -- 'x' INT\n",)),
        "dpkg-status": Target(_one_file(dpkg, "/var/lib/dpkg/status", {"/var/lib/dpkg/info/a.list": b"/a\n/.\n", "/var/lib/dpkg/info/a.md5sums": b"d  a\n"}), (_STATUS,)),
        "dpkg-sums": Target(_one_file(dpkg, "/var/lib/dpkg/info/a.md5sums", {"/var/lib/dpkg/status": _STATUS, "/var/lib/dpkg/info/a.list": b"/a\n"}), (b"d41d8  a/b\n",)),
        "dpkg-states": Target(_one_file(dpkg, "/var/lib/apt/extended_states", {"/var/lib/dpkg/status": _STATUS}), (b"Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\n",)),
        "dpkg-diversions": Target(lambda data: dpkg.diversions(lambda _: data), (b"/a\n/b\n:\n",)),
        "apk": Target(_one_file(apk, "/lib/apk/db/installed", {"/etc/apk/world": b"a>=1\n"}), (b"P:a\nV:1\nF:etc\nR:a\nZ:Q1" + base64.b64encode(b"x" * 20) + b"\n\n",)),
        "rpm-sqlite": Target(_one_file(rpm, "/var/lib/rpm/rpmdb.sqlite"), (_rpm_sqlite(),)),
        "rpm-ndb": Target(_one_file(rpm, "/usr/lib/sysimage/rpm/Packages.db"), (_rpm_ndb(),)),
        "rpm-bdb": Target(_one_file(rpm, "/var/lib/rpm/Packages"), (_rpm_bdb(),)),
        "rpm-meaning": Target(lambda data: normalise("/var/lib/rpm/Packages.db", data), (_rpm_ndb(), _rpm_bdb())),
        "pip": Target(_one_file(pip, f"{_DIST}/RECORD"), (b'a/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"a,b",,\n',)),
        "npm": Target(_one_file(npm, "/usr/lib/node_modules/a/package.json"), (b'{"name":"a","version":"1","x":[1]}',), json=True),
        "gem": Target(_one_file(gem, _SPEC), (b"# -*- encoding: utf-8 -*-\n  s.name = \"a\".freeze\n  s.executables = [\"a\", \"b\"]\n",)),
        "tar": Target(_tar, (_seed_tar(), _gnu_tar(), gzip.compress(_seed_tar()))),
        "save": Target(_save, (_seed_save(),)),
        "cast": Target(_file(_cast), (b'{"version":2,"width":80,"height":24,"timestamp":1}\n[0.1,"o","a"]\n[0.2,"r","80x24"]\n',)),
        "cast-header": Target(_file(_cast), (b'{"version":2,"width":80,"height":24,"timestamp":1}',), json=True),
        "backup": Target(_file(archive.check), (_seed_backup(),)),
        "backup-inside": Target(_file(archive.check), (gzip.decompress(_seed_backup()),)),
        "container": Target(_engine_container, (_CONTAINER,), json=True),
        "image": Target(_engine_image, (_IMAGE,), json=True),
        "http": Target(_http, (b"HTTP/1.1 200 OK\r\nServer: Docker/20\r\nContent-Length: 7\r\n\r\n{\"a\":1}", b"HTTP/1.0 409 X\r\n\r\n{\"message\":\"a\"}")),
        "dockerfile": Target(_dockerfile, (b"FROM a\n# x\nRUN a \\\n  b && <<EOF\nx\nEOF\nCOPY --chown=a [\"a\", \"b\"]\nENV A=\"b\" c='d'\n",)),
        "change": Target(_change, (b'ENV A="b c" D=$A\x01CMD ["a","b"]\x01EXPOSE 80-90/udp\x01HEALTHCHECK --interval=1m30s --retries=3 CMD a\x01WORKDIR ${A:-b}\x01LABEL a=b\x01STOPSIGNAL SIGRTMIN+3\x01ONBUILD RUN a\x01VOLUME ["/a"]\x01USER a', b"SHELL [\"a\"]", b"CMD a", b"EXPOSE 1"), longest=100_000),
        "secret": Target(_secret, (b"NAME=env:HOME", b"a=~/x", b"a=~nobody-known/x", b"a=/dev/null"), longest=100_000),
        "workspace": Target(lambda data: workspaces.parse(data, Path("w")), (workspace,), json=True),
        "identity": Target(identity.parse, (b"0123456789abcdef\n",)),
        "meta": Target(lambda data: layout.read_meta(data), (_META,), json=True),
        "proof": Target(lambda data: codec.decode(Proof, codec.loads(data)), (codec.dumps(codec.encode(Proof("equal", "x"))),), json=True),
        "cache": Target(_file(load), (b"",)),
        "sealed": Target(_file(load_sealed), (b"x" * 100,)),
    }  # fmt: skip


class TooSlow(Exception):
    """A reader took too long."""


def _alarm(_number: int, _frame: object) -> None:
    raise TooSlow


def _place(error: BaseException) -> str:
    """Return the innermost line of snapshotter that an error came from."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "snapshotter/" in one.filename]
    return f"{frames[-1].filename.rpartition('snapshotter/')[2]}:{frames[-1].lineno}" if frames else "the test"


def failure(target: Target, data: bytes, seconds: float = SECONDS) -> str:
    """Return what is wrong with the reading of an input, "" if nothing is."""
    signal.signal(signal.SIGPROF, _alarm)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        target.read(data)
    except (SnapError, FormatError):
        return ""
    except TooSlow as error:
        return f"too slow at {_place(error)}"
    except ConnectionError:  # translated where it is caught
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200] + f" at {_place(error)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def damaged(target: Target, chance: random.Random) -> bytes:
    """Return a seed with some random damages."""
    seed = chance.choice(target.seeds)
    if target.json and chance.random() < 0.8:
        with contextlib.suppress(ValueError):
            value = json.loads(seed)
            for _ in range(chance.choice((1, 1, 2, 4))):
                value = _strange(value, chance)
            return json.dumps(value).encode("utf-8", "surrogatepass")
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 4, 8, 40)))
        match chance.randrange(7):
            case 0:
                data[at:end] = chance.randbytes(end - at)
            case 1:
                data[at:end] = b""
            case 2:
                data[at:at] = data[at:end] * chance.choice((1, 2, 50))
            case 3:
                data[at:at] = chance.choice(
                    (
                        b"\0",
                        b"\n",
                        b"\r\n",
                        b'"',
                        b"'",
                        b"\\",
                        b"{",
                        b"[",
                        b"(",
                        b"\xff",
                        b"\x1b",
                        b";",
                        b"=",
                        b"$'",
                        b"%",
                        b"0" * 30,
                        b"9" * 5000,
                    )
                )
            case 4:
                data[at:end] = chance.choice((b"\xff", b"\0", b"\x7f", b" ")) * (end - at)
            case 5:
                if at < len(data):
                    data[at] ^= 1 << chance.randrange(8)
            case _:
                other = chance.choice(target.seeds)
                start = chance.randrange(len(other) + 1)
                data[at:end] = other[start : start + chance.randrange(60)]
    found = bytes(data)
    return _with_sums(found) if target.seeds[0][257:262] == b"ustar" and chance.random() < 0.8 else found


def _with_sums(data: bytes) -> bytes:
    """Return a tar with the checksum of each block that looks like a header made right."""
    made = bytearray(data)
    for at in range(0, len(made) - 511, 512):
        if made[at + 257 : at + 262] == b"ustar":
            made[at + 148 : at + 156] = b" " * 8
            made[at + 148 : at + 156] = b"%06o\0 " % sum(made[at : at + 512])
    return bytes(made)


def _strange(value: Any, chance: random.Random) -> Any:
    """Return a JSON value with one value in it replaced."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return value | {key: _strange(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.7:
        at = chance.randrange(len(value))
        return [*value[:at], _strange(value[at], chance), *value[at + 1 :]]
    return chance.choice(_STRANGE)


def long(target: Target, chance: random.Random, size: int = LONG) -> bytes:
    """Return a seed in which some piece is repeated up to that size."""
    size = min(size, target.longest)
    seed = chance.choice(target.seeds)
    match chance.randrange(4) if seed else 2:
        case 0:
            rows = seed.splitlines(keepends=True) or [seed]
            piece = chance.choice(rows)
        case 1:
            rows = seed.splitlines(keepends=True) or [seed]
            row = chance.choice(rows)
            piece = row[: chance.randrange(1, len(row) + 1)] + chance.choice((b"\n", b"", b" ", b'"'))
        case 2:
            piece = chance.choice(
                (
                    b"\n",
                    b" ",
                    b"\t",
                    b"(",
                    b"[",
                    b'"',
                    b"'",
                    b"\\",
                    b"\r\n",
                    b" \n",
                    b"{\n",
                    b"$",
                    b"a ",
                    b"-",
                    b"=",
                    b"<<",
                    b"/",
                )
            )
        case _:
            at = chance.randrange(len(seed) + 1)
            piece = seed[at : at + chance.randrange(1, 25)]
    piece = piece or b"\n"
    at = chance.choice((0, len(seed), chance.randrange(len(seed) + 1)))
    return seed[:at] + piece * (size // len(piece)) + (seed[at:] if chance.random() < 0.7 else b"")


def main(words: Sequence[str]) -> int:
    """Try random inputs for some seconds; return the exit code."""
    seconds, names = float(words[0]) if words else 60.0, list(words[1:])
    chance = random.Random(os.getpid())
    chosen = {name: target for name, target in targets().items() if not names or name in names}
    tried, failed = 0, dict[str, bytes]()
    for name, target in chosen.items():
        for seed in target.seeds:
            if wrong := failure(target, seed):
                failed[f"{name}: seed: {wrong}"] = seed
        share, rounds = seconds / len(chosen), 0
        end, half = time.monotonic() + share, time.monotonic() + share / 2
        while time.monotonic() < end:
            is_long = time.monotonic() > half
            data = (long if is_long else damaged)(target, chance)
            tried, rounds = tried + 1, rounds + 1
            if wrong := failure(target, data):
                key = f"{name}: {wrong.partition(' at ')[0][:40]} at {wrong.rpartition(' at ')[2]}"
                if key not in failed:
                    failed[key] = data
                    if folder := os.environ.get("FUZZ_KEEP"):
                        Path(folder, f"{name}-{len(failed)}").write_bytes(data)
                    print(f"{name}: {wrong}: {data[:90]!r}… ({len(data)} bytes)", flush=True)
        print(f"  {name}: {rounds}", flush=True)
    print(f"fuzz: {tried} tried, {len(failed)} kinds of failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
