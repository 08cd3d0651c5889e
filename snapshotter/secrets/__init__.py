"""Which parts of a command line, an environment or a file are secrets, and how they are replaced."""
