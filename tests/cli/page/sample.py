"""A page's data of any size, as `snap report --json` gives it, with names that try to be something else.

`python -m tests.cli.page.sample COMMANDS PATHS > page.html` writes such a page.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Sequence
from typing import Any

from snapshotter.cli.page.html import page
from snapshotter.cli.show import as_json
from snapshotter.cli.show.as_json import JsonObject
from snapshotter.model import Base, Change, ChangeType, Command, Entry, ImageConfig, Proof, Snapshot

HOSTILE = (
    "/srv/<img src=x onerror=alert(1)>",
    "/srv/</script><script>alert(1)</script>",
    "/srv/<!--<script>",
    "/srv/a\u202eb\x1b[31m\nc",
    "/srv/byte-\udcff",
    "/srv/'$(id)'\u2028",
)
"""Paths that are no plain text in HTML, JSON, a shell or a terminal."""
_FOLDERS = (
    "/usr/share/doc",
    "/usr/lib/python3/dist-packages",
    "/usr/lib/x86_64-linux-gnu",
    "/etc",
    "/srv/app",
    "/var/lib",
)
_WORDS = "alpha beta gamma delta engine cache config module static index main test core util data proxy route".split()
_START = 1_770_000_000.0


def sample(commands: int = 24, paths: int = 400, snapshots: int = 4) -> JsonObject:
    """Return the data of a report with this number of commands and of changed paths."""
    chance = random.Random(7)
    names = [*HOSTILE, *_paths(chance, paths - len(HOSTILE))]
    line = [
        _snapshot(chance, seq, _share(range(commands), seq, snapshots), _share(names, seq, snapshots))
        for seq in range(1, snapshots + 1)
    ]
    return {
        "page": "report",
        "version": "0.0",
        "made": _START,
        "workspace": "web<b>",
        "from": "base",
        "to": f"snapshot {snapshots}",
        "base": "debian:bookworm",
        "snapshots": [as_json.snapshot(one) for one in line],
        "changes": None,
        "recipe": _recipe(line),
        "config": [{"instruction": "ENV", "name": "LANG", "old": None, "new": "C.UTF-8 <i>"}],
        "packages": [
            {
                "name": f"package{number}",
                "manager": "dpkg",
                "change": "added",
                "old": None,
                "new": "1.0-1",
                "automatic": number % 3 > 0,
            }
            for number in range(12)
        ],
    }


def _share(every: Sequence[Any], seq: int, of: int) -> Sequence[Any]:
    return every[len(every) * (seq - 1) // of : len(every) * seq // of]


def _paths(chance: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        depth = chance.randrange(1, 5)
        words = [chance.choice(_WORDS) + str(chance.randrange(40)) for _ in range(depth)]
        found[f"{chance.choice(_FOLDERS)}/{'/'.join(words)}.{chance.choice(('py', 'so', 'txt', 'conf'))}"] = None
    return sorted(found)


def _snapshot(chance: random.Random, seq: int, numbers: Sequence[int], names: Sequence[str]) -> Snapshot:
    began = _START + seq * 3600
    listed = tuple(_command(chance, number, began) for number in numbers)
    changes = tuple(_change(chance, path, len(listed)) for path in sorted(names))
    proof = Proof(
        "equal",
        "the rebuilt image is equal, but for 1 withheld file",
        withheld=("/etc/app.key",),
        reasons=("private key",),
    )
    return Snapshot(
        workspace="web<b>",
        seq=seq,
        image="sha256:" + "ab" * 32,
        tag=f"snap/web:{seq}",
        base=Base("debian:bookworm", "sha256:" + "cd" * 32),
        message=f"step {seq} <script>alert(1)</script>\n\nmore about it",
        created=began + 900,
        config=ImageConfig(),
        commands=listed,
        changes=changes,
        id=f"{seq:040x}",
        proof=proof,
    )


def _command(chance: random.Random, number: int, began: float) -> Command:
    texts = (
        f"apt-get install -y package{number % 12}",
        f"echo '<b>{number}</b>' > /etc/app{number}.conf",
        f'for one in *.py; do\n\tpython3 "$one" --level {number}\ndone',
        f"curl -fsS https://example.org/{number} | tar xz -C /srv/app",
        "ls \x1b[31m -la\u202e",
    )
    begin = began + number % 500
    seconds = chance.random() ** 4 * 90
    status = 0 if chance.random() < 0.9 else 1
    return Command(texts[number % 5], status, "/srv/app", "root", begin, begin + seconds, "bash", 1, session="s1")


def _change(chance: random.Random, path: str, commands: int) -> Change:
    size = int(chance.paretovariate(0.7) * 900) % 60_000_000
    after = Entry("file", 0o644, 0, 0, size, hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest())
    before = Entry("file", 0o600, 0, 0, size // 2, "ee" * 32) if chance.random() < 0.1 else None
    index = chance.randrange(commands) if commands else None
    change: ChangeType = "changed" if before else "added"
    kind = chance.random()
    if kind < 0.6:
        package = f"package{chance.randrange(12)} 1.0-1"
        by = f"package {package}" if index is None or kind < 0.1 else f"command {index + 1}"
        return Change(path, change, before, after, by, index, package)
    if kind < 0.85 and index is not None:
        return Change(path, change, before, after, f"command {index + 1}", index)
    if kind < 0.95:
        return Change(path, change, before, after, "volatile", index, volatile="log of a package manager")
    return Change(path, change, before, after, "outside", secret="private key" if kind > 0.99 else "")


def _recipe(line: Sequence[Snapshot]) -> JsonObject:
    """Return a recipe with one instruction for each two commands; of each three, one command is left out."""
    lines = ["FROM debian:bookworm"]
    instructions: list[JsonObject] = [
        {
            "line": 1,
            "text": lines[0],
            "reason": "the image that the container was started from",
            "commands": [],
            "paths": [],
        }
    ]
    absent: list[JsonObject] = []
    volatile: dict[str, str] = {}
    for snapshot in line:
        lines += ["", f"# step {snapshot.seq}"]
        made: dict[int, list[str]] = {}
        for change in snapshot.changes:
            if change.volatile:
                volatile[change.path] = change.volatile
            elif change.command is not None:
                made.setdefault(change.command, []).append(change.path)
        for index, command in enumerate(snapshot.commands):
            named = {"snapshot": snapshot.seq, "number": index + 1, "text": command.text, "in_recipe": None}
            if index % 3 == 2:
                absent.append({**named, "fate": "left out", "reason": "it only lists files", "lines": []})
                continue
            text = "RUN " + command.text.replace("\n", " \\\n")
            instructions.append(
                {"line": len(lines) + 1, "text": text, "reason": "", "commands": [named], "paths": made.get(index, [])}
            )
            lines += text.split("\n")
    return {
        "dockerfile": "\n".join(lines) + "\n",
        "account": "all paths are accounted for",
        "counts": {"run": 300, "copied": 20, "volatile": len(volatile)},
        "files": ["Dockerfile"],
        "missing": [],
        "pinned": ["flask 3.0.2"],
        "notes": ["a note <b>"],
        "warnings": [],
        "withheld_files": [],
        "explanation": {
            "instructions": instructions,
            "absent": absent,
            "volatile": volatile,
            "rest": {"/srv/byte-\udcff": "its content is not available"},
            "commands": {"run": 1},
            "counts": {},
        },
    }


if __name__ == "__main__":
    sys.stdout.write(page(sample(int(sys.argv[1]), int(sys.argv[2]), 12)))
