"""The kinds of files, and the secrets in their texts."""
