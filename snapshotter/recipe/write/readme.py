"""What a person has to know of an export that its Dockerfile cannot say: secrets to pass, files left out, passwords."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.model import Decision, Plan
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

NAME = "README.md"
HEAD = f"# Needs BuildKit and secrets: {NAME} says how to pass them."
"""Stands above FROM where a step reads a secret."""

_SETTERS = frozenset("adduser chgpasswd chpasswd gpasswd htpasswd newusers passwd smbpasswd useradd usermod".split())
_HASHES = regex(r"/etc/shadow|.*/\.?htpasswd|/var/lib/samba/private/.*|.*\.htpasswd")
_NO_PASSWORD = regex(r"\s(?:-[HS]*D[HS]*|-[HS]+|--disabled-\w+|--system|--group)\b")
"""Options with which `adduser` asks for no password."""
_BRIEF = 90


def readme(plan: Plan) -> str:
    """Give the text of the export's README.md; "" where there is nothing to say."""
    parts = [*_building(plan), *_withheld(plan), *_passwords(plan)]
    return "\n\n".join(["# How to build this image", *parts]) + "\n" if parts else ""


def passwords(plan: Plan) -> dict[str, Decision]:
    """Give the files that hold hashes of passwords set by hand → the last command that set one there."""
    found: dict[str, Decision] = {}
    for decision in plan.decisions:
        if decision.command.status == 0 and facts(decision.command.text).calls & _SETTERS and _sets(decision):
            for path in decision.paths:
                if _HASHES.fullmatch(path) and path in plan.final:
                    found[path] = decision
    return found


def _sets(decision: Decision) -> bool:
    """Say whether a command sets a password: the programs that make a user do so only when told one."""
    known = facts(decision.command.text)
    if known.calls & (_SETTERS - {"useradd", "usermod", "adduser"}):
        return True
    asks = "adduser" in known.calls and not _NO_PASSWORD.search(decision.command.text)
    return asks or PLACEHOLDER.search(decision.command.text) is not None


def _building(plan: Plan) -> Iterator[str]:
    if not plan.secrets:
        return
    names = sorted(plan.secrets)
    given = " \\\n      ".join(f"--secret id={name},src={name}.txt" for name in names)
    yield (
        "Some steps use a secret that is not part of this directory.  BuildKit gives it to them for the time of the\n"
        "step, and no layer keeps it.  Put each into a file that holds nothing else, outside of this directory:"
    )
    yield f"    DOCKER_BUILDKIT=1 docker build {given} \\\n      ."
    yield "`--secret id=NAME,env=VARIABLE` takes it from a variable instead.  What each is needed for:"
    commands = {decision.origin: decision.command.text for decision in plan.decisions}
    yield "\n".join(f"- `{name}`: `{_brief(commands[plan.secrets[name]])}`" for name in names)


def _withheld(plan: Plan) -> Iterator[str]:
    if not plan.withheld:
        return
    yield "These files of the original image are left out, since they hold secrets.  Make them where they are needed:"
    if plan.secrets:
        yield "A step above that is given a secret may make such a file itself: then the built image keeps it."
    yield "\n".join(f"- `{_safe(path)}` {plan.final[path].secret}" for path in sorted(plan.withheld))


def _passwords(plan: Plan) -> Iterator[str]:
    found = passwords(plan)
    if not found:
        return
    yield (
        "Passwords were set by hand.  The image keeps their hashes, as the original does, and who has the image or\n"
        "this directory can try passwords against them:"
    )
    yield "\n".join(f"- `{_safe(path)}`: `{_brief(found[path].command.text)}`" for path in sorted(found))


def _brief(text: str) -> str:
    first = PLACEHOLDER.sub("…", text.strip().splitlines()[0] if text.strip() else "")
    return _safe(first if len(first) <= _BRIEF else first[: _BRIEF - 1] + "…")


def _safe(text: str) -> str:
    """Give text that neither Markdown's back quotes nor a terminal reads as anything but text."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable.encode("utf-8", "replace").decode().replace("`", "'")


def told(plan: Plan) -> list[str]:
    """Give what a person should be told at the export, a line each."""
    names = sorted(plan.secrets)
    lines = []
    if names:
        count = _count(len(names), "secret")
        lines.append(f"needs BuildKit and {count} to build: {', '.join(names)} ({NAME} says how)")
    files = [_safe(path) for path in sorted(passwords(plan))]
    if files:
        lines.append(f"warning: {', '.join(files)} will hold hashes of passwords that were set by hand")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
