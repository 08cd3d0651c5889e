"""The error boundary: every way in which a verb can end becomes an exit code and, where needed, one clear message."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from snapshotter.cli import in_session
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, tell, wipe
from snapshotter.errors import SnapError

BUG = 70
"""EX_SOFTWARE of sysexits.h."""
_COLLECTED = 1_000_000
"""Objects between two looks for cycles, of which snapshots have none: at Python's 700, that is a third of the time."""
_TURN = 0.0005
"""Seconds until another thread gets its turn: at Python's 0.005, what waits for the engine answers it too late."""
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


def run() -> NoReturn:
    """Be the console script: a hang-up or a polite kill is answered as Ctrl-C is, so that nothing is left half-way."""
    ours = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    ]  # `nohup` stays what it is
    for number in ours:
        signal.signal(number, signal.default_int_handler)
    gc.set_threshold(_COLLECTED, 20, 20)
    sys.setswitchinterval(_TURN)
    code = main(sys.argv[1:])
    for number in ours:
        signal.signal(number, signal.SIG_DFL)  # all is said: what ends us from here on ends us quietly
    gc.freeze()  # all that is left goes with the process: looking through it for cycles takes 10 ms
    sys.exit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code; nothing but the code comes out."""
    _prepare_streams()
    try:
        code = _dispatch(list(argv) or ["--help"])
        sys.stdout.flush()
    except SnapError as error:
        code = _complain(error.message, error.hint, error.exit_code)
    except KeyboardInterrupt:
        code = _complain("interrupted; nothing is lost: what was recorded and committed before stays", "", INTERRUPTED)
    except BrokenPipeError:
        code = _pipe_closed()
    except OSError as error:
        code = _system(error)
    except Exception as error:  # the one place where our own bugs end
        code = _bug(error, argv)
    return code


def _dispatch(argv: list[str]) -> int:
    if argv in (["--version"], ["-V"]):  # half the time of the way through the parser
        from snapshotter import __version__

        out(f"snap {__version__}")
        return 0
    import typer

    from snapshotter.cli.app import VERBS, build

    in_session.check_verb(tuple(VERBS), argv)
    command = typer.main.get_command(build(argv[0]))
    # what the parser raises on a wrong command line: click's own class up to typer 0.25, typer's copy of it since
    wrong_usage: type[Exception] = typer.BadParameter.__mro__[2]
    try:
        with command.make_context("snap", argv) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as end:
        return int(end.exit_code)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except wrong_usage as error:
        return _usage(error)


def _usage(error: BaseException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "snap"
    words = getattr(error, "format_message", error.__str__)()
    return _complain(words[:1].lower() + words[1:].rstrip("."), f"`{path} --help` shows how it is used", 2)


def _complain(message: str, hint: str, code: int) -> int:
    wipe()
    with contextlib.suppress(BrokenPipeError):
        tell("snap: " + shown_lines(message).replace("\n", "\n      "))
        if hint:
            tell("  next: " + shown_lines(hint).replace("\n", "\n        "))
    return code


def _pipe_closed() -> int:
    """Whoever read our output has seen enough."""
    _drop_output()
    return 0


def _drop_output() -> None:
    """Keep Python from complaining, at exit, of what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _system(error: OSError) -> int:
    if error.filename is None:  # whatever is done to a file names it: what is left are the streams
        _drop_output()
        return _complain(
            f"the output cannot be written: {error.strerror or error}",
            "send it elsewhere, or free some space where it goes",
            2,
        )
    from snapshotter.store.paths import home, store_error

    told = store_error(error, home())
    return _complain(told.message, told.hint, told.exit_code)


def _bug(error: Exception, argv: Sequence[str]) -> int:
    import traceback  # 5 ms

    try:
        where = f"the details are in {_log(error, argv)}"
    except OSError as unwritable:
        traceback.print_exception(error)
        where = f"no log could be written ({unwritable.strerror})"
    return _complain(
        f"this is a bug in snapshotter ({type(error).__name__}); {where}",
        "please report it with that file; what was recorded and committed before stays",
        BUG,
    )


def _log(error: Exception, argv: Sequence[str]) -> Path:
    import traceback

    from snapshotter import __version__
    from snapshotter.store.paths import home

    folder = home() / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / time.strftime(f"%Y%m%d-%H%M%S-{os.getpid()}.log")
    trace = "".join(traceback.format_exception(error))
    text = f"snapshotter {__version__}, Python {sys.version}, {sys.platform}\nverb: {_verb(argv)}\n\n{trace}"
    file.write_text(text, encoding="utf-8", errors="backslashreplace")
    return file


def _verb(argv: Sequence[str]) -> str:
    """Give the verb and the names of its options, never a value: a report is to be handed on."""
    return " ".join(word.partition("=")[0] for n, word in enumerate(argv) if n == 0 or word.startswith("-"))


def _prepare_streams() -> None:
    """Let no stream that is closed and no character that the terminal's encoding lacks end a verb half-way."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            _open_null(number)  # also lest the next file that is opened become the stream
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    streams: tuple[object, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _open_null(number: int) -> None:
    opened = os.open(os.devnull, os.O_RDWR)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
