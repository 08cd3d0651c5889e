"""The entry point of the installed programs, which loads nothing before Ctrl-C is handled; see `main.py`."""

from snapshotter.cli.interrupt import install

install()


def run() -> None:
    """Entry point of the console script."""
    from snapshotter.cli import main

    main.run()
