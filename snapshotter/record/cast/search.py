"""Finds the secrets in the output of a terminal, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterable

from snapshotter.record.cast.echo import printable
from snapshotter.record.cast.escape_sequences import visible_text
from snapshotter.record.cast.other_forms import OtherForms, squeezed
from snapshotter.secrets.known_values import KnownValues
from snapshotter.secrets.redact import Redactor

CONTEXT = 2048
"""Characters before a block that are searched with it: an entry of .netrc has several lines."""
KEY = "(a line of a private key)"
IN_DOUBT = "(a line with a secret in another form)"
_KEY_BEGIN, _KEY_END = re.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY"), re.compile("-----END [A-Z0-9 ]*PRIVATE KEY")
_C1 = re.compile("[\x80-\x9f]")
"""Control characters that few terminals interpret and that could split a secret."""
_KEY_LINE, _KEY_REST = re.compile(r"[A-Za-z0-9+/=]{24,}"), re.compile(r"\s*[A-Za-z0-9+/]+={0,2}\s*")

Replacement = tuple[int, int, bytes]
"""Start, end and new text of a part that is replaced."""


class Search:
    """The search in one session's output; it remembers the lines before a block that determine what the block is."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._forms = OtherForms()
        self.restart()

    def restart(self) -> None:
        """Forget what came before: the output of another command begins."""
        self._context = ""
        self._in_key = False

    def edits(self, block: bytes) -> list[Replacement]:
        """Return the replacements to make in a block of lines, in order."""
        lines = [(found.start(), found.end(), visible_text(found[0])) for found in re.finditer(rb"[^\n]+", block)]
        lines = [(start, end, look.removesuffix("\r")) for start, end, look in lines]
        text = self._context + "\n".join(look for _, _, look in lines)
        spans = self._redactor.in_output(text)
        clean, at, edits = [], len(self._context), list[Replacement]()
        for _, _, look in lines:
            clean.append(self._line(look, at, spans))
            at += len(look) + 1
        self._without_keys([look for _, _, look in lines], clean)
        self._without_other_forms(clean)
        for (start, end, look), kept in zip(lines, clean, strict=True):
            if kept != look:
                ends = block[start:end].endswith(b"\r")
                edits.append((start, end - ends, printable(kept.replace("\r", " "))))
        self._context = text[-CONTEXT:] + "\n"
        return edits

    def _line(self, look: str, at: int, spans: list[tuple[int, int, str]]) -> str:
        """Return a line, which begins at `at` in the searched text, without the secrets in it."""
        kept, last, end = "", at, at + len(look)
        for first, behind, word in spans:
            if first < end and behind > at:
                kept += look[last - at : max(first, at) - at] + (word if first >= at else "")
                last = min(behind, end)
        kept += look[last - at :]
        # a program that moves the cursor on its line may write a secret in pieces
        broken = _C1.search(kept) or ("\r" in kept and self._redactor.in_output(kept.replace("\r", "")))
        return "" if broken else kept

    def _without_other_forms(self, clean: list[str]) -> None:
        """Replace known secrets in other forms in `clean`, or the whole line where their ends are not known."""
        values = self._redactor.values()
        if not values or not squeezed("".join(clean)):
            return
        before = self._context.split("\n")[:-1]
        found = self._forms.find([*before, *clean], values)
        if not found:
            return
        exact = list(clean)
        for number, held in found.items():
            if number >= len(before):
                exact[number - len(before)] = self._with_words(clean[number - len(before)], held)
        doubtful = self._forms.find([*before, *exact], values)
        for number in found:
            if number >= len(before) and clean[number - len(before)].strip():
                clean[number - len(before)] = IN_DOUBT if number in doubtful else exact[number - len(before)]

    def _with_words(self, line: str, values: Iterable[str]) -> str:
        """Return a line in which usual spellings of the values are replaced by their words."""
        data, end = line.encode("utf-8", "surrogatepass"), -1
        kept, last = b"", 0
        for found in sorted(KnownValues(values).find(data), key=lambda found: (found.start, -found.end)):
            if found.start >= end:
                kept += data[last : found.start] + self._redactor.conceal(found.value).encode()
            last = end = max(end, found.end)
        return (kept + data[last:]).decode("utf-8", "replace")

    def _without_keys(self, looks: list[str], clean: list[str]) -> None:
        """Replace the lines of private keys in `clean`, even if only one end of the key is in the output."""
        follows = self._in_key
        for index, look in enumerate(looks):
            if _KEY_END.search(look):
                before = index - 1
                while before >= 0 and (_KEY_LINE.search(looks[before]) or before == index - 1):
                    clean[before], before = KEY, before - 1
                self._in_key = False
            elif self._in_key and (_KEY_LINE.search(look) or (follows and _KEY_REST.fullmatch(look))):
                clean[index], follows = KEY, True
            else:
                follows = False
            if _KEY_BEGIN.search(look):
                self._in_key = follows = not _KEY_END.search(look)
