"""Other names of verbs: those that work as the verb, and those that only point to it."""

from __future__ import annotations

ALIASES = {"export": "export-dockerfile", "ps": "list", "attach": "shell"}
"""Names that mean a verb."""
