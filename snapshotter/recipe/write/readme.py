"""The README.md of an export: how to pass secrets, which files are left out, and where password hashes are."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.dockerfile.names import DOCKERFILE
from snapshotter.recipe.model import Decision, Plan
from snapshotter.recipe.write.base_name import base_warnings
from snapshotter.recipe.write.started import COMPOSE, compose, connect_lines, run_line
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

NAME = "README.md"
HEAD = f"# building this needs BuildKit and secrets: see {NAME}"
"""The comment above FROM if a step reads a secret."""

UNWRITABLE = "not in this file, since no Dockerfile can hold it: "
"""Precedes the name of a value of the image's configuration, and what is the matter with it."""
_SETTERS = frozenset("adduser chgpasswd chpasswd gpasswd htpasswd newusers passwd smbpasswd useradd usermod".split())
_HASHES = regex(r"/etc/shadow|.*/\.?htpasswd|/var/lib/samba/private/.*|.*\.htpasswd")
_NO_PASSWORD = regex(r"\s(?:-[HS]*D[HS]*|-[HS]+|--disabled-\w+|--system|--group)\b")
"""Options with which `adduser` does not prompt for a password."""
_BRIEF = 90


def readme(plan: Plan, dockerfile: str = DOCKERFILE) -> str:
    """Return the text of the export's README.md; "" if none is needed.  `dockerfile` is the name of the recipe."""
    parts = [*_building(plan, dockerfile), *_withheld(plan), *_passwords(plan)]
    built = ["# How to build this image", *parts] if parts else []
    text = [*built, *_started(plan, dockerfile)]
    return "\n\n".join(text) + "\n" if text else ""


def passwords(plan: Plan) -> dict[str, Decision]:
    """Return the files that contain hashes of passwords set by hand → the last command that set one there."""
    found: dict[str, Decision] = {}
    for decision in plan.decisions:
        if decision.command.status == 0 and facts(decision.command.text).calls & _SETTERS and _sets(decision):
            for path in decision.paths:
                if _HASHES.fullmatch(path) and path in plan.final:
                    found[path] = decision
    return found


def _sets(decision: Decision) -> bool:
    """Return whether a command sets a password; `useradd`, `usermod` and `adduser` do so only in some cases."""
    known = facts(decision.command.text)
    if known.calls & (_SETTERS - {"useradd", "usermod", "adduser"}):
        return True
    asks = "adduser" in known.calls and not _NO_PASSWORD.search(decision.command.text)
    return asks or PLACEHOLDER.search(decision.command.text) is not None


def _started(plan: Plan, dockerfile: str) -> Iterator[str]:
    if plan.started is None:
        return
    image = plan.started.name
    yield "# How the container was started"
    yield "The image was made of a container.  This builds it, and starts it with the same settings:"
    lines = [
        f"docker build {_file(dockerfile)}-t {image} .",
        run_line(plan.started, image),
        *connect_lines(plan.started),
    ]
    yield _indented("\n".join(lines))
    hidden = [one for one in plan.started.env if "=" not in one]
    if hidden:
        yield f"The values of {', '.join(hidden)} look secret, and are taken from your environment."
    if plan.started.mounts:
        yield "What is in its volumes and bind mounts is not in the image."
    yield f"As `{COMPOSE}`, which `snap export-dockerfile --compose` writes:"
    yield _indented(compose(plan.started, image, dockerfile).rstrip("\n"))


def _file(dockerfile: str) -> str:
    """Return the option that names a Dockerfile, "" for the name that needs none."""
    return "" if dockerfile == DOCKERFILE else f"-f {dockerfile} "


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _building(plan: Plan, dockerfile: str) -> Iterator[str]:
    if not plan.secrets:
        return
    names = sorted(plan.secrets)
    given = " \\\n      ".join(f"--secret id={name},src={name}.txt" for name in names)
    yield (
        "Some steps use a secret that is not part of this directory.  BuildKit mounts it while the step runs, and no\n"
        "layer contains it.  Put each secret into a file of its own, outside this directory:"
    )
    yield f"    DOCKER_BUILDKIT=1 docker build {_file(dockerfile)}{given} \\\n      ."
    yield "`--secret id=NAME,env=VARIABLE` reads it from an environment variable instead.  What needs each secret:"
    commands = {decision.origin: decision.command.text for decision in plan.decisions}
    needs = {name: f"`{_brief(commands.get(plan.secrets[name], ''))}`" for name in names}
    needs |= {name: f"`{_safe(path)}`, the file of the original image" for name, path in plan.secret_files.items()}
    yield "\n".join(f"- `{name}`: {needs[name]}" for name in names)


def _withheld(plan: Plan) -> Iterator[str]:
    if not plan.withheld:
        return
    yield "These files of the original image contain secrets and are left out.  Create them where they are needed:"
    if plan.secrets:
        yield "A step that reads a secret may create such a file itself; the built image then contains it."
    yield "\n".join(f"- `{_safe(path)}` {_safe(plan.final[path].secret)}" for path in sorted(plan.withheld))


def _passwords(plan: Plan) -> Iterator[str]:
    found = passwords(plan)
    if not found:
        return
    yield (
        "Passwords were set by hand.  The image contains their hashes, as the original does, and anyone who has the\n"
        "image or this directory can test passwords against them:"
    )
    yield "\n".join(f"- `{_safe(path)}`: `{_brief(found[path].command.text)}`" for path in sorted(found))


def _brief(text: str) -> str:
    first = PLACEHOLDER.sub("…", text.strip().splitlines()[0] if text.strip() else "")
    return _safe(first if len(first) <= _BRIEF else first[: _BRIEF - 1] + "…")


def _safe(text: str) -> str:
    """Return text without characters that are special in Markdown's code spans or in a terminal."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable.encode("utf-8", "replace").decode().replace("`", "'")


def export_notes(plan: Plan) -> list[str]:
    """Return the messages to show at the export, one per line."""
    names = sorted(plan.secrets)
    lines = []
    if names:
        count = _count(len(names), "secret")
        lines.append(f"needs BuildKit and {count} to build: {', '.join(names)} ({NAME} says how)")
    lines += [f"warning: not in the Dockerfile, since none can hold it: {_safe(value)}" for value in plan.unwritable]
    lines += [f"warning: {line}" for line in base_warnings(plan.base)]
    files = [_safe(path) for path in sorted(passwords(plan))]
    if files:
        lines.append(f"warning: {', '.join(files)} will contain hashes of passwords that were set by hand")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
