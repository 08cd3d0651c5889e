"""The parts of a command line that hold secrets: words, options, variables."""
