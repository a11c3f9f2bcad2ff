"""Each test is a program of its own: what pytest brings along has threads, which a copy would miss."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest

from fleetmock_tooling import copies

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not copied")

HEAD = """
import os, signal, sys, time
from fleetmock_tooling.copies import Copies, Job, possible

def job(run):
    made = []
    return Job(lambda lines: run(lines, made), lambda: list(made))

def say(*words):
    print(*words, flush=True)

def short(ended):
    return ended.result, type(ended.error).__name__, str(ended.error)
"""


def start(program: str) -> subprocess.Popen[str]:
    text = HEAD + dedent(program)
    return subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def output(program: str) -> list[str]:
    with start(program) as process:
        out, _ = process.communicate(timeout=60)
    return out.splitlines()


def test_what_jobs_made_comes_in_their_order_and_what_they_write_when_they_do() -> None:
    lines = output("""
        def slow(lines, made):
            time.sleep(0.5)
            lines.write("slow")
            made.append(1)
        def quick(lines, made):
            lines.write("quick")
            made.append(2)
        with Copies({"slow": job(slow), "quick": job(quick)}, lambda text: say("told", text)) as running:
            for name in ("slow", "quick"):
                say(name, running.ended(name).result)
    """)
    assert lines == ["told quick", "told slow", "slow [1]", "quick [2]"]


def test_an_error_comes_with_what_was_made_before_it_and_stops_the_others_when_that_is_wanted() -> None:
    lines = output("""
        from fleetmock_tooling.errors import CannotRun
        def fails(lines, made):
            made.append("a little")
            raise CannotRun("nothing there")
        def waits(lines, made):
            made.append("half")
            time.sleep(60)
        with Copies({"fails": job(fails), "waits": job(waits)}, say) as running:
            first = running.ended("fails")
            say(short(first), "in fails" in first.error.__notes__[0])
            time.sleep(0.5)
            running.stop()
            say(short(running.ended("waits")))
    """)
    assert lines == ["(['a little'], 'CannotRun', 'nothing there') True", "(['half'], 'KeyboardInterrupt', '')"]


def test_an_error_that_cannot_be_sent_is_told_by_its_name() -> None:
    lines = output("""
        class Odd(Exception):
            def __init__(self, first, second):
                super().__init__(f"{first} {second}")
        def fails(lines, made):
            raise Odd("not", "portable")
        with Copies({"fails": job(fails)}, say) as running:
            say(short(running.ended("fails")))
    """)
    assert lines == ["([], 'RuntimeError', 'Odd: not portable')"]


def test_a_process_that_dies_is_named() -> None:
    lines = output("""
        with Copies({"dies": job(lambda lines, made: os._exit(3))}, say) as running:
            say(short(running.ended("dies")))
    """)
    assert lines == ["(None, 'CannotRun', 'the process for dies ended without a result')"]


def test_a_process_that_dies_while_it_says_how_far_it_came_is_named() -> None:
    """Its result is larger than what a pipe takes at once, and nobody reads until it is dead."""
    assert output("""
        import threading
        def last(lines, made):
            made.append("x" * 1_000_000)
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
        running = Copies({"last": job(last)}, say)
        with running:
            running._processes["last"].join(30)
            say(*short(running.ended("last")))
    """) == ["None CannotRun the process for last ended without a result"]


def test_an_interrupt_stops_all_and_a_second_one_does_not_wait() -> None:
    program = """
        def waits(lines, made):
            made.append("half")
            lines.write(str(os.getpid()))
            time.sleep(60)
        def stubborn(lines, made):
            while True:
                try:
                    time.sleep(60)
                except KeyboardInterrupt:
                    lines.write("no")
        with Copies({"waits": job(waits), "stubborn": job(stubborn)}, say) as running:
            say(short(running.ended("waits")))
            say(short(running.ended("stubborn")))
    """
    with start(program) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        seen = {process.stdout.readline(), process.stdout.readline()}
        assert seen == {"no\n", "(['half'], 'KeyboardInterrupt', '')\n"}
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=5)
    assert rest.endswith("KeyboardInterrupt\n")


def test_an_interrupt_on_the_terminal_comes_to_all_and_is_one() -> None:
    lines = output("""
        os.setpgrp()
        def waits(lines, made):
            lines.write("here")
            for _ in range(2):
                try:
                    time.sleep(1)
                    made.append("left alone")
                except KeyboardInterrupt:
                    made.append("told to stop")
        def tell(text):
            os.killpg(0, signal.SIGINT)
        with Copies({"waits": job(waits)}, tell) as running:
            say(short(running.ended("waits")))
    """)
    assert lines == ["(['told to stop', 'left alone'], 'NoneType', 'None')"]


def test_copies_do_not_outlive_the_first_process() -> None:
    program = """
        def waits(lines, made):
            lines.write(str(os.getpid()))
            time.sleep(60)
        with Copies({"one": job(waits), "two": job(waits)}, say) as running:
            running.ended("one")
    """
    with start(program) as process:
        assert process.stdout is not None
        pids = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        until = time.monotonic() + 20
        while any(map(is_alive, pids)) and time.monotonic() < until:
            time.sleep(0.05)
        left = [each for each in pids if is_alive(each)]
        for each in left:
            os.kill(each, signal.SIGKILL)
    assert not left


def is_alive(pid: int) -> bool:
    """A zombie, which waits for whoever adopted it, is not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_process_with_threads_is_not_copied() -> None:
    assert output("say(possible())") == ["True"]
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not copies.possible()
    finally:
        done.set()
        thread.join()
