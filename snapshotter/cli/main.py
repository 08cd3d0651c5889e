"""The error boundary: turns every way in which a verb can end into an exit code and, for errors, one message."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from snapshotter.cli.interrupt import INTERRUPTED, leave
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, tell, wipe
from snapshotter.errors import SnapError

BUG = 70
"""EX_SOFTWARE of sysexits.h."""
_GC_THRESHOLD = 1_000_000
"""Allocations between two garbage collections; snapshots hold no cycles. With Python's 700, they take a third of the
time."""
_SWITCH_INTERVAL = 0.0005
"""Seconds until another thread runs. With Python's 0.005, a thread that waits for the engine reacts too late."""


def run() -> NoReturn:
    """Entry point of the console script; SIGHUP and SIGTERM are handled like Ctrl-C, so that a verb can clean up."""
    handled = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler, leave)
    ]  # a signal that is ignored, as with `nohup`, stays ignored
    gc.set_threshold(_GC_THRESHOLD, 20, 20)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        for number in handled:
            signal.signal(number, signal.default_int_handler)
        code = main(sys.argv[1:])
        for number in handled:
            signal.signal(number, leave)  # the verb is done: from here on a signal ends the process silently
    except KeyboardInterrupt:  # before the verb began, or after its end
        leave(signal.SIGINT, None)
    _end(code)


def _end(code: int) -> NoReturn:
    """End the process as `sys.exit` does, except that its modules are not taken apart, which takes 10 to 20 ms."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # what failed to be written was reported
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code; raises nothing."""
    try:
        _prepare_streams()
        code = dispatch(list(argv) or ["--help"])
        sys.stdout.flush()
    except SnapError as error:
        code = _report(error.message, error.hint, error.exit_code)
    except KeyboardInterrupt:
        code = _report("interrupted; nothing is lost: what was recorded and committed before is kept", "", INTERRUPTED)
    except BrokenPipeError:
        code = _pipe_closed()
    except OSError as error:
        code = _os_error(error)
    except Exception as error:  # a bug in snapshotter
        code = _bug(error, argv)
    return code


def dispatch(argv: list[str]) -> int:
    """Run one command line and return its exit code; raises what ends it otherwise."""
    if argv in (["--version"], ["-V"]):  # takes half the time that it takes with the parser
        from snapshotter import __version__

        out(f"snap {__version__}")
        return 0
    if argv[0] == "__complete" and not os.environ.get("SNAP_INSIDE"):  # which `in_session` names
        from snapshotter.cli.complete import answer

        return answer.run(argv[1:])
    import typer

    from snapshotter.cli.app import VERBS, build
    from snapshotter.cli.names import translated

    argv = translated(argv, VERBS)
    command = typer.main.get_command(build(*argv))
    try:
        with command.make_context("snap", argv) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as end:
        return int(end.exit_code)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except parser_error(typer.BadParameter) as error:
        return _usage(error)


def parser_error(bad_parameter: type[Exception]) -> type[Exception]:
    """Return `ClickException`, which the parser's errors have in common, found by name among the bases of one of them.

    It is click's own class up to typer 0.25, and since then a copy in typer that has no public name.
    """
    for base in bad_parameter.__mro__:
        if base.__name__ == "ClickException":
            return base
    return bad_parameter


def _usage(error: Exception) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "snap"
    message = getattr(error, "format_message", error.__str__)()
    return _report(message[:1].lower() + message[1:].rstrip("."), f"`{path} --help` shows the usage", 2)


def _report(message: str, hint: str, code: int) -> int:
    wipe()
    with contextlib.suppress(BrokenPipeError):
        tell("snap: " + shown_lines(message).replace("\n", "\n      "))
        if hint:
            tell("  next: " + shown_lines(hint).replace("\n", "\n        "))
    return code


def _pipe_closed() -> int:
    """Return 0: the program that reads the output has closed the pipe, as `head` does."""
    _drop_output()
    return 0


def _drop_output() -> None:
    """Redirect stdout to /dev/null, so that Python does not fail at exit when it flushes what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _os_error(error: OSError) -> int:
    if error.filename is None and _wrote_output(error):
        _drop_output()
        return _report(
            f"the output cannot be written: {error.strerror or error}",
            "redirect it to another place, or free some space there",
            2,
        )
    from snapshotter.store.paths import home, store_error

    failure = store_error(error, _temporary(error) or home())
    return _report(failure.message, failure.hint, failure.exit_code)


def _wrote_output(error: OSError) -> bool:
    """Return whether a stream failed, and not a file of a store: that of the rooms below `cli/`."""
    inside = [module for module in _modules(error) if module.partition(".")[0] == "snapshotter"]
    return not inside or inside[-1].startswith("snapshotter.cli")


def _temporary(error: OSError) -> Path | None:
    """Return the directory of temporary files if one of them could not be written."""
    if not {"tempfile", "tarfile"}.intersection(_modules(error)):
        return None
    import tempfile

    return Path(tempfile.gettempdir())


def _modules(error: OSError) -> list[str]:
    """Return the modules that an error went through, outermost first."""
    found, trace = [], error.__traceback__
    while trace is not None:
        found.append(str(trace.tb_frame.f_globals.get("__name__", "")))
        trace = trace.tb_next
    return found


def _bug(error: Exception, argv: Sequence[str]) -> int:
    import traceback  # 5 ms

    from snapshotter.cli.bug_log import write_bug_log

    try:
        where = f"the details are in {write_bug_log(error, argv)}"
    except OSError as unwritable:
        traceback.print_exception(error)
        where = f"no log could be written ({unwritable.strerror})"
    return _report(
        f"this is a bug in snapshotter ({type(error).__name__}); {where}",
        "please report it with that file; what was recorded and committed before is kept",
        BUG,
    )


def _prepare_streams() -> None:
    """Open closed streams on /dev/null, and escape characters that the encoding of an output lacks."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            _open_null(number)  # else the next file that is opened would get its number
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
