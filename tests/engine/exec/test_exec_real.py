from __future__ import annotations

import select
import time

import pytest

from snapshotter.engine.api import Engine, Exec
from snapshotter.errors import ContainerNotFound, EngineError

pytestmark = pytest.mark.engine


def read_all(process: Exec) -> bytes:
    """Wait with `select` before each read, as a terminal's loop does."""
    output: list[bytes] = []
    while True:
        ready, _, _ = select.select([process], [], [], 20)
        assert ready, b"".join(output)
        data = process.read()
        if not data:
            return b"".join(output)
        output.append(data)


def test_run_returns_status_and_stdout_alone(engine: Engine, box: str) -> None:
    script = "echo out; echo err >&2; echo $A $(id -un) $PWD; exit 7"
    assert engine.run(box, ["sh", "-c", script], user="worker", env=["A=b"], workdir="/tmp") == (
        7,
        b"out\nb worker /tmp\n",
    )


def test_run_takes_large_output_whole(engine: Engine, box: str) -> None:
    status, output = engine.run(box, ["sh", "-c", "seq 1 400000; seq 1 400000 >&2"])
    assert status == 0
    assert output == b"".join(b"%d\n" % number for number in range(1, 400_001))


def test_a_program_that_is_not_there(engine: Engine, box: str) -> None:
    assert engine.run(box, ["/no/such/program"])[0] in (126, 127)


def test_a_container_that_is_gone_or_stopped(engine: Engine, box: str) -> None:
    engine.stop(box, 1)
    with pytest.raises(EngineError, match="not running"):
        engine.exec(box, ["sh"], tty=True)
    engine.remove(box)
    with pytest.raises(ContainerNotFound):
        engine.exec(box, ["sh"], tty=True)


def test_a_terminal_has_its_size_from_the_start_and_follows(engine: Engine, box: str) -> None:
    process = engine.exec(
        box, ["sh", "-c", "sleep 0.3; stty size; read line; stty size; exit 5"], tty=True, size=(33, 101)
    )
    try:
        first = b""
        while b"33 101" not in first:
            first += process.read()
        process.resize(44, 122)
        time.sleep(0.3)
        process.write(b"\r")
        assert b"44 122" in read_all(process)
        assert process.exit_code() == 5
        process.resize(10, 10)
    finally:
        process.close()


def test_no_terminal_takes_input_to_its_end(engine: Engine, box: str) -> None:
    process = engine.exec(box, ["sh", "-c", "cat; echo done >&2; exit 3"], tty=False)
    process.write(b"one\n")
    assert process.exit_code() is None
    process.write(b"two\n")
    process.close_stdin()
    output = read_all(process)
    assert output in (b"one\ntwo\ndone\n", b"one\ndone\ntwo\n")
    assert process.exit_code() == 3
    process.close()


def test_a_large_input_does_not_delay_the_output(engine: Engine, box: str) -> None:
    process = engine.exec(box, ["cat"], tty=False)
    text = b"".join(b"%08d\n" % number for number in range(500_000))
    begin = time.monotonic()
    process.write(text)
    process.close_stdin()
    assert time.monotonic() - begin < 2
    assert read_all(process) == text
    process.close()


@pytest.mark.parametrize("tty", [True, False])
def test_every_byte_of_a_large_output_arrives(engine: Engine, box: str, tty: bool) -> None:
    process = engine.exec(box, ["sh", "-c", "yes 0123456789abcde | head -c 8000000"], tty=tty, stdin=False)
    output = read_all(process)
    process.close()
    line = b"0123456789abcde\r\n" if tty else b"0123456789abcde\n"
    assert output == line * 500_000
    assert process.exit_code() == 0


def test_output_of_a_quick_process_is_never_lost(engine: Engine, box: str) -> None:
    for _ in range(20):
        process = engine.exec(box, ["echo", "x"], tty=True)
        assert read_all(process) == b"x\r\n"
        process.close()


def test_removing_a_container_ends_its_sessions(engine: Engine, box: str) -> None:
    process = engine.exec(box, ["sh", "-c", "echo up; sleep 100"], tty=True)
    assert process.read() == b"up\r\n"
    engine.remove(box)
    assert read_all(process) == b""
    assert process.exit_code() == 137
    process.write(b"nobody there")
    process.close()
    process.close()
