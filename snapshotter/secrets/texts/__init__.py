"""Names and values in a text, and what both tell."""
