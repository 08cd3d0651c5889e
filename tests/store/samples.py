"""Nouns for tests that write and read them, and hypothesis strategies for them."""

from __future__ import annotations

from hypothesis import strategies as st

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Proof, Snapshot, Workspace

BASE = Base("debian:bookworm", "sha256:" + "b" * 64, config=ImageConfig(cmd=("bash",)), layers=("sha256:1",))

raw_text = st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
"""Text from a container, which may be any bytes."""

numbers = st.integers(0, 2**63 - 1)
times = st.floats(0, 4e9)
words = st.lists(raw_text, max_size=4).map(tuple)
pairs = st.lists(st.tuples(raw_text, raw_text), max_size=3).map(tuple)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | raw_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(raw_text, inner, max_size=3),
    max_leaves=5,
)

commands = st.builds(
    Command,
    text=raw_text,
    status=st.none() | st.integers(0, 255),
    cwd=raw_text,
    user=raw_text,
    begin=times,
    end=st.none() | times,
    shell=raw_text,
    depth=st.integers(1, 9),
    session=raw_text,
    pid=numbers,
    argv=words,
)
entries = st.builds(
    Entry,
    kind=st.sampled_from(["file", "directory", "symlink", "fifo", "char", "block", "socket"]),
    mode=st.integers(0, 0o7777),
    uid=numbers,
    gid=numbers,
    size=numbers,
    digest=raw_text,
    link=raw_text,
    mtime_ns=numbers,
    ctime_ns=numbers,
    device=st.tuples(numbers, numbers),
    xattrs=pairs,
    hardlink=raw_text,
)
changes = st.builds(
    Change,
    path=raw_text,
    change=st.sampled_from(["added", "changed", "deleted"]),
    before=st.none() | entries,
    after=st.none() | entries,
    by=raw_text,
    command=st.none() | numbers,
    package=raw_text,
    volatile=raw_text,
    content=raw_text,
)
configs = st.builds(
    ImageConfig,
    user=raw_text,
    env=words,
    cmd=words,
    entrypoint=words,
    workdir=raw_text,
    exposed_ports=words,
    volumes=words,
    labels=pairs,
    stop_signal=raw_text,
    healthcheck=st.none() | st.dictionaries(raw_text, json_values, max_size=3),
    shell=words,
    onbuild=words,
)
bases = st.builds(Base, reference=raw_text, id=raw_text, digest=raw_text, config=configs, layers=words)
proofs = st.builds(
    Proof,
    verdict=st.sampled_from(["equal", "different", "unknown"]),
    summary=raw_text,
    differences=words,
    withheld=words,
    reasons=words,
)
snapshots = st.builds(
    Snapshot,
    workspace=raw_text,
    seq=numbers,
    image=raw_text,
    tag=raw_text,
    base=bases,
    message=raw_text,
    created=times,
    config=configs,
    commands=st.lists(commands, max_size=3).map(tuple),
    changes=st.lists(changes, max_size=4, unique_by=lambda c: c.path).map(
        lambda found: tuple(sorted(found, key=lambda c: c.path))
    ),
    id=raw_text,
    proof=st.none() | proofs,
    instructions=words,
    position=numbers,
    volatile=pairs,
)
workspaces = st.builds(
    Workspace,
    name=raw_text,
    container=raw_text,
    base=bases,
    created=times,
    shell=raw_text,
    env=words,
    service=st.booleans(),
    user=raw_text,
    workdir=raw_text,
    volatile=pairs,
)


def command(text: str = "echo hi") -> Command:
    """Return a command that succeeded."""
    return Command(text, 0, "/root", "root", 10.0, 10.5, "bash", 1, "s1", 42)


def added(path: str, content: str = "", by: str = "outside") -> Change:
    """Return the change of a new regular file."""
    return Change(path, "added", None, Entry("file", 0o644, 0, 0, 3, content), by=by, content=content)


def snapshot(seq: int = 1, *changes: Change, name: str = "web", message: str = "a message") -> Snapshot:
    """Return a snapshot with one command."""
    return Snapshot(
        name,
        seq,
        f"sha256:{seq}",
        f"snap/{name}:{seq}",
        BASE,
        message,
        1_700_000_000.5 + seq,
        ImageConfig(cmd=("bash",), env=("A=b",)),
        (command(),),
        changes,
    )
