import os
import pty
import subprocess
import sys

import pytest

from fleetmock_tooling.console import say

LINE = "[bold]as it is[/bold] " + "x" * 300
SAY = f"from fleetmock_tooling.console import say; say({LINE!r}, 'red')"


def test_plain_where_no_terminal_reads(capsys: pytest.CaptureFixture[str]) -> None:
    say(LINE, "red")
    assert capsys.readouterr().out == f"{LINE}\n"


def test_coloured_on_a_terminal() -> None:
    near, far = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", SAY], stdout=far, env=environment, check=True, timeout=60)
    os.close(far)
    assert os.read(near, 4096) == f"\x1b[31m{LINE}\x1b[0m\r\n".encode()
    os.close(near)


def test_a_reader_who_left_is_an_error_of_the_system() -> None:
    """Both ways, so that the command line can tell it from findings."""
    for environment in ({}, {"FORCE_COLOR": "1"}):
        near, far = os.pipe()
        os.close(near)
        argv = [sys.executable, "-c", SAY]
        ran = subprocess.run(argv, stdout=far, stderr=subprocess.PIPE, env=environment, timeout=60, check=False)
        os.close(far)
        assert b"BrokenPipeError" in ran.stderr


def test_nothing_heavy_is_imported_for_plain_text() -> None:
    code = f"{SAY}; import sys; sys.exit('rich' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True, timeout=60)
