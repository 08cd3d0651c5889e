"""Detection of secrets in command lines, environments, files and terminal output, and their replacement."""
