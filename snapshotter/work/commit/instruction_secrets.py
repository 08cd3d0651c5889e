"""Secrets in instructions that set something: everybody can read an image's configuration.

`snap commit --change` refuses them; those that an adopted image has are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.regex import regex
from snapshotter.secrets.redact import Redactor
from snapshotter.work.commit.instructions import apply_instructions, json_words, name_and_arguments
from snapshotter.work.secrets.known_secrets import mask_text

_SETTINGS = ("ENV", "LABEL")
_OPTIONS = regex(r"(?:--[a-z-]+=\S+\s+)*(?:(?:CMD|NONE)\s*)?")
"""What HEALTHCHECK has in front of its command."""


def refuse_secrets(
    before: ImageConfig, instructions: Iterable[str], allowed: Sequence[str], redactor: Redactor
) -> None:
    """Raise `UsageError` if an instruction, each of which can be applied to `before`, holds a secret.

    `allowed` are the names of variables and labels that may hold one, and of other instructions.
    """
    for line in instructions:
        after = apply_instructions(before, [line])
        name, rest = name_and_arguments(line)
        for found in _with_secret(name, rest, before, after, redactor):
            if found not in allowed and name not in allowed:
                raise _refused(found, name, redactor)
        before = after


def settings_with_secret(before: ImageConfig, instructions: Iterable[str]) -> list[str]:
    """Return which of a Dockerfile's settings hold what looks like a secret, such as "ENV API_TOKEN", each once."""
    redactor, names = Redactor(), list[str]()
    for line in instructions:
        name, rest = name_and_arguments(line)
        try:
            after = apply_instructions(before, [line])
        except UsageError:  # none that only sets something
            continue
        for found in _with_secret(name, rest, before, after, redactor):
            names.append(name if found == name else f"{name} {mask_text(redactor, found)}")
        before = after
    return list(dict.fromkeys(names))


def _refused(found: str, name: str, redactor: Redactor) -> UsageError:
    shown = mask_text(redactor, found)
    if found == name:
        return UsageError(
            f"{name} holds what looks like a secret, and everyone who has an image can read its configuration",
            "let the program read it when it runs, from its environment or a mounted file; or allow it with"
            f" `snap commit --allow-secret {name}`",
        )
    return UsageError(
        f"{shown} looks like a secret, and everyone who has an image can read its variables and labels",
        f"pass it when a container is run, or allow it with `snap commit --allow-secret {shown}`",
    )


def _with_secret(name: str, rest: str, before: ImageConfig, after: ImageConfig, redactor: Redactor) -> Iterator[str]:
    """Yield the names of the variables and labels that an instruction sets to a secret, or else its own name."""
    if name in _SETTINGS:
        known = {*_pairs(before)}
        yield from (
            key for key, value in _pairs(after) if (key, value) not in known and _is_secret(key, value, redactor)
        )
    elif name == "ONBUILD":
        inner, arguments = name_and_arguments(rest)
        of_trigger = apply_instructions(ImageConfig(), [rest]) if inner in _SETTINGS else ImageConfig()
        found = _with_secret(inner, arguments, ImageConfig(), of_trigger, redactor)
        yield from (name if of == inner else of for of in found)
    elif _holds_secret(_OPTIONS.sub("", rest, count=1) if name == "HEALTHCHECK" else rest, redactor):
        yield name


def _pairs(config: ImageConfig) -> Iterator[tuple[str, str]]:
    for entry in config.env:
        key, _, value = entry.partition("=")
        yield key, value
    yield from config.labels


def _is_secret(key: str, value: str, redactor: Redactor) -> bool:
    from snapshotter.secrets.in_environment import in_environment

    texts = (key, value)
    return bool(in_environment([f"{key}={value}"])) or any(mask_text(redactor, text) != text for text in texts)


def _holds_secret(rest: str, redactor: Redactor) -> bool:
    words = json_words(rest)
    if words is None:
        return mask_text(redactor, rest) != rest
    return redactor.redact_words(words) != words or any(mask_text(redactor, word) != word for word in words)
