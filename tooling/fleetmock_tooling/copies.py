"""Jobs beside one another, each in a copy of this process.

Threads would take turns. A copy has everything imported already, and what it changes stays its own.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOBase
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from fleetmock_tooling.errors import CannotRun

T = TypeVar("T")
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def possible() -> bool:
    """Whether this process can be copied: a copy has no threads but one, and other systems do not take it well."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """`result` is what the job has made, None for nothing; `error` is what ended it before its end."""

    result: T | None
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """`run` gets a file; what it writes there is told by the first process. `result` may be asked at any time."""

    run: Callable[["Relay"], None]
    result: Callable[[], T | None]


class Relay(TextIOBase):
    """A file whose texts come out elsewhere. Safe to write to from any thread."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._lock = threading.Lock()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        with self._lock:
            self._connection.send(text)
        return len(text)


class Copies(Generic[T]):
    """The jobs run while it is entered. `tell` gets what any of them writes, while `ended` waits."""

    def __init__(self, jobs: Mapping[str, Job[T]], tell: Callable[[str], None]) -> None:
        self._jobs = jobs
        self._tell = tell
        self._processes: dict[str, Any] = {}
        self._connections: dict[str, Connection] = {}
        self._ended: dict[str, Ended[T]] = {}
        self._stopped = False

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("fork")
        for name, job in self._jobs.items():
            mine, other = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(job, other), name=name, daemon=True)
            with _held_back():
                process.start()
            other.close()
            self._processes[name], self._connections[name] = process, mine
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes.values():
            process.kill()
            process.join()

    def stop(self) -> None:
        """Tell all jobs to end; each does with KeyboardInterrupt, and says how far it came."""
        if not self._stopped:
            self._stopped = True
            for process in self._processes.values():
                process.terminate()

    def ended(self, name: str) -> Ended[T]:
        """Waits for this job. An interrupt meanwhile stops all of them; a second one is raised."""
        while name not in self._ended:
            try:
                self._wait()
            except KeyboardInterrupt:
                if self._stopped:
                    raise
                self.stop()
        return self._ended[name]

    def _wait(self) -> None:
        running = {self._connections[name]: name for name in self._jobs if name not in self._ended}
        for connection in wait(list(running)):
            self._take(running[connection], connection)  # type: ignore[index, arg-type] # they are what was given

    def _take(self, name: str, connection: Connection) -> None:
        try:
            got = connection.recv()
        except (EOFError, OSError):  # an OSError in the midst of a message
            why = KeyboardInterrupt() if self._stopped else CannotRun(f"the process for {name} ended without a result")
            self._ended[name] = Ended(None, why)
            return
        if isinstance(got, str):
            self._tell(got)
        else:
            self._ended[name] = got


@contextmanager
def _held_back() -> Iterator[None]:
    """Signals wait until both processes know what to do with them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(job: Job[Any], connection: Connection) -> None:
    """The life of a copy. An interrupt on the terminal comes to all; the first process says what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    error: BaseException | None = None
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        job.run(Relay(connection))
    except BaseException as caught:  # noqa: BLE001 - it is raised where it can be dealt with
        error = _portable(caught)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    connection.send(Ended(job.result(), error))


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _portable(error: BaseException) -> BaseException:
    """The error as it can be sent, with the place where it was raised."""
    place = "".join(traceback.format_exception(error))
    try:
        sent: BaseException = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - there is no telling what an error that was not made for it raises
        sent = RuntimeError(f"{type(error).__name__}: {error}")
    sent.add_note(place)
    return sent
