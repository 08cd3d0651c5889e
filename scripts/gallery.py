"""Play the sessions of the gallery on a real engine and write docs/gallery/: what was typed, the Dockerfile, the proof.

Needs the images debian:bookworm and debian:bookworm-net, a Debian that trusts this network's certificates.
`gallery.py NAME…` plays those sessions alone. The workspaces, their images and their store are removed at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import demo
import pexpect

_NGINX = 'CMD ["nginx", "-g", "daemon off;"]'
_FLASK = 'CMD [".venv/bin/flask", "run", "--host", "0.0.0.0"]'
PAGES = Path(__file__).parent.parent / "docs" / "gallery"


class Keys(NamedTuple):
    """A command that takes over the terminal, and the keys that are pressed in it."""

    command: str
    keys: str
    shown: str
    """What the keys do, for the page."""


class Verb:
    """A verb that is typed on the host."""

    def __init__(self, *words: str) -> None:
        self.words = words


class Session(NamedTuple):
    """One page of the gallery."""

    page: str
    title: str
    about: str
    name: str
    """Of the workspace."""
    image: str
    parts: Sequence[Sequence[str | Keys] | Verb]
    """What is typed in one shell, or on the host between two."""
    seen: str
    """What to look at in the Dockerfile."""


SESSIONS = [
    Session(
        "site",
        "A static site",
        "A web server with one page and another port, found out by trying.",
        "guestbook",
        "debian:bookworm",
        [
            [
                "apt-get update -qq",
                "apt-get install -y -qq --no-install-recommends nginx-light",
                "ls /etc/nginx",
                "cat > /var/www/html/index.html <<'END'\n<!doctype html>\n<title>Guestbook</title>\n"
                "<h1>It's open: sign here</h1>\nEND",
                "grep -n listen /etc/nginx/sites-available/default",
                "sed -i 's/listen 80 default_server/listen 8080 default_server/' /etc/nginx/sites-available/default",
                "sed -i '/listen \\[::\\]/d' /etc/nginx/sites-available/default",
                "ngnix -t",
                "nginx -t",
                "nginx",
                "nginx -s stop",
            ],
            Verb("commit", "-m", "A page on port 8080", "--change", "EXPOSE 8080", "--change", _NGINX),
        ],
        "The typo, the looks around and the start of the server are left out. What it left in its logs is volatile.",
    ),
    Session(
        "python",
        "A Python service",
        "A virtual environment, a package from PyPI, a small program and a user of its own.",
        "weather-api",
        "debian:bookworm-net",
        [
            [
                "apt-get update -qq",
                "apt-get install -y -qq --no-install-recommends python3-venv",
                "mkdir -p /srv/weather && cd /srv/weather",
                "python3 -m venv .venv",
                ". .venv/bin/activate",
                "pip install -q --disable-pip-version-check flask",
                "cat > app.py <<'END'\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\n"
                'def today():\nreturn {"sky": "clear"}\nEND',
                "python -c 'import app'",
                "sed -i 's/^return/    return/' app.py",
                "python -c 'import app; print(app.today())'",
            ],
            Verb("commit", "-m", "The service and its packages"),
            [
                "useradd --system --home-dir /srv/weather --shell /usr/sbin/nologin weather",
                "install -d -o weather /var/lib/weather",
                "id weather",
            ],
            Verb(
                *("commit", "-m", "A user without rights runs it", "--change", "USER weather"),
                *("--change", "WORKDIR /srv/weather", "--change", _FLASK),
            ),
        ],
        "Versions of PyPI's packages are pinned. The environment was activated by hand; the recipe says so only where "
        "a later command needs it.",
    ),
    Session(
        "source",
        "A program from source",
        "A compiler is installed, used and removed again; the first attempt does not compile.",
        "greeter",
        "debian:bookworm",
        [
            [
                "apt-get update -qq",
                "apt-get install -y -qq --no-install-recommends gcc libc6-dev",
                "mkdir -p /usr/local/src/greeter && cd /usr/local/src/greeter",
                "cat > greeter.c <<'END'\n#include <stdio.h>\n\nint main(int argc, char **argv) {\n"
                '    printf("Hello, %s!\\n", argc > 1 ? argv[1] : "whoever you are")\n    return 0;\n}\nEND',
                "gcc -O2 -Wall -o greeter greeter.c",
                "sed -i 's/are\")$/are\");/' greeter.c",
                "gcc -O2 -Wall -o greeter greeter.c",
                "./greeter Ada",
                "install -m 755 greeter /usr/local/bin/",
                "cd / && rm -rf /usr/local/src/greeter",
                "apt-get purge -y -qq --auto-remove gcc libc6-dev",
                "greeter",
            ],
            Verb("commit", "-m", "The greeter, without its compiler", "--change", 'ENTRYPOINT ["greeter"]'),
        ],
        "The attempt that failed is left out, the correction is kept. That the compiler is gone is a step as well: the "
        "image is the one that was made.",
    ),
    Session(
        "database",
        "A database and a report",
        "A database that is filled by hand, a script that reads it, and who may do so.",
        "sales",
        "debian:bookworm",
        [
            [
                "apt-get update -qq",
                "apt-get install -y -qq --no-install-recommends sqlite3",
                "mkdir /var/lib/sales",
                "sqlite3 /var/lib/sales/sales.db <<'END'\ncreate table sale (day text, item text, euro real);\n"
                "insert into sale values ('2024-05-02', 'tea', 4.5), ('2024-05-02', 'cake', 3.0);\nEND",
                "sqlite3 /var/lib/sales/sales.db 'select * from sales'",
                "sqlite3 /var/lib/sales/sales.db 'select * from sale'",
            ],
            Verb("commit", "-m", "The first sales"),
            [
                "cat > /usr/local/bin/report <<'END'\n#!/bin/sh\n# euros by item, the most first\n"
                'exec sqlite3 -readonly /var/lib/sales/sales.db \\\n    "select item, sum(euro) from sale '
                'group by item order by 2 desc"\nEND',
                "report",
                "chmod 755 /usr/local/bin/report",
                "groupadd --system sales && useradd --system --gid sales clerk",
                "chown -R clerk:sales /var/lib/sales && chmod 750 /var/lib/sales && chmod 640 /var/lib/sales/sales.db",
                "report",
            ],
            Verb("commit", "-m", "A report, and who may read it"),
        ],
        "Failed queries are left out. The database is made by the statements that were typed, not copied.",
    ),
    Session(
        "editor",
        "An editor and an undo",
        "A text that is written in an editor, and a mistake that is taken back.",
        "handbook",
        "debian:bookworm",
        [
            [
                "apt-get update -qq",
                "apt-get install -y -qq --no-install-recommends vim-tiny",
                "mkdir /srv/handbook",
                Keys(
                    "vi /srv/handbook/fire.md",
                    "iWhen it burns\r\r1. Leave.\r2. Call 112 ($0 from any phone).\r\x1b:wq\r",
                    "four lines are written and saved",
                ),
                "cat /srv/handbook/fire.md",
            ],
            Verb("commit", "-m", "What to do when it burns"),
            ["rm -r /srv/handbook /var/lib/dpkg", "ls /srv"],
            Verb("undo"),
            ["sed -i 's/^1. Leave/1. Leave the house/' /srv/handbook/fire.md", "chmod -R a=rX /srv/handbook"],
            Verb("commit", "-m", "Say what to leave"),
        ],
        "Keys in an editor are no command that could be run again, so the file it wrote is copied, with the reason "
        "above it. Nothing of the mistake is left.",
    ),
]


def main(wanted: Sequence[str]) -> int:
    """Play the sessions and write their pages; return 1 if a proof did not find the images equal."""
    PAGES.mkdir(exist_ok=True)
    worst = 0
    for one in SESSIONS:
        if wanted and one.page not in wanted:
            continue
        with tempfile.TemporaryDirectory(prefix="snap-gallery-") as directory:
            os.environ["SNAP_HOME"] = f"{directory}/home"
            try:
                text, code = played(one, Path(directory) / one.name)
            finally:
                for verb in (["rm", "--force", one.name], ["gc", "--force"]):  # the images stay until gc
                    subprocess.run([demo.SNAP, *verb], check=False, capture_output=True)
        (PAGES / f"{one.page}.md").write_text(text, encoding="utf-8")
        worst = max(worst, code)
    return worst


def played(one: Session, directory: Path) -> tuple[str, int]:
    """Play a session; return its page and the exit code of its export."""
    lines: list[str] = []
    for at, part in enumerate(one.parts):
        if isinstance(part, Verb):
            lines += [f"$ snap {words(part.words)}", *output(part.words), ""]
            continue
        argv = ["shell", one.name] if at else ["start", one.image, "--name", one.name]
        typed(argv, part)
        lines += [f"$ snap {words(argv)}", *(line for step in part for line in written(step)), "# exit"]
    lines = with_statuses(lines, one.name)
    export = ["export-dockerfile", "-o", f"{one.name}/"]
    done = subprocess.run(
        [demo.SNAP, *export[:2], str(directory)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    said = done.stdout.replace(str(directory), one.name).splitlines()
    lines += [f"$ snap {words(export)}", *said]
    return page(one, lines, directory), done.returncode


def page(one: Session, lines: Sequence[str], directory: Path) -> str:
    """Return a page of the gallery."""
    dockerfile = (directory / "Dockerfile").read_text(encoding="utf-8")
    names = sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())
    context = [name for name in names if not name.startswith(".") and name != "Dockerfile"]
    beside = f"\nBeside it: {', '.join(f'`{name}`' for name in context)}.\n" if context else ""
    typed_lines = "\n".join(lines)
    return (
        f"# {one.title}\n\n{one.about}\n\nWhat was typed, with the status of what failed:\n\n"
        f"```console\n{typed_lines}\n```\n\nThe Dockerfile:\n\n```dockerfile\n{dockerfile}```\n{beside}\n{one.seen}\n"
    )


def typed(argv: Sequence[str], steps: Sequence[str | Keys]) -> None:
    """Type a session into a shell of the workspace, each line after the prompt, and leave it."""
    child = pexpect.spawn(demo.SNAP, list(argv), dimensions=(40, 120), encoding="utf-8", timeout=demo.TIMEOUT)
    child.logfile_read = sys.stdout
    with contextlib.closing(child):
        demo.wait_for_prompt(child)
        for step in steps:
            if isinstance(step, Keys):
                child.sendline(step.command)
                until_quiet(child)
                child.send(step.keys)
                demo.wait_for_prompt(child)
                continue
            for line in step.split("\n"):
                child.sendline(line)
                demo.wait_for_prompt(child)
        child.sendline("exit")
        child.expect(pexpect.EOF)


def until_quiet(child: pexpect.spawn[str]) -> None:
    """Read until nothing more comes."""
    with contextlib.suppress(pexpect.TIMEOUT):
        while True:
            child.read_nonblocking(65536, timeout=2)


def written(step: str | Keys) -> Iterator[str]:
    """Yield the lines of the page for what was typed."""
    if isinstance(step, Keys):
        yield f"# {step.command}"
        yield f"  … {step.shown}"
        return
    first, *more = step.split("\n")
    yield f"# {first}"
    yield from (f"> {line}".rstrip() for line in more)


def with_statuses(lines: Sequence[str], name: str) -> list[str]:
    """Return the lines, those of failed commands with their status as it was recorded."""
    known = json.loads("\n".join(output(("log", "-n", name, "--json"))))
    commands = [
        (command["text"].split("\n")[0], command["status"])
        for one in sorted(known, key=lambda one: one["seq"])
        for command in json.loads("\n".join(output(("show", str(one["seq"]), "-n", name, "--json"))))["commands"]
    ]
    found: list[str] = []
    for line in lines:
        at = next((at for at, (text, _) in enumerate(commands) if line == f"# {text}"), None)
        status = 0 if at is None else commands[at][1]
        if at is not None:  # the same text may come again, with another status
            del commands[: at + 1]
        found.append(f"{line}    → status {status}" if status else line)
    return found


def output(argv: Sequence[str]) -> list[str]:
    """Return the lines that a verb writes to stdout; raises `CalledProcessError` if it fails."""
    done = subprocess.run([demo.SNAP, *argv], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def words(argv: Sequence[str]) -> str:
    """Return words as a person would type them."""
    return " ".join(f"'{word}'" if '"' in word else f'"{word}"' if " " in word else word for word in argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
