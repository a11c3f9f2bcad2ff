"""A real receiver of callbacks, on a thread of its own."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest


@dataclass
class Receiver:
    """`got` holds (path, headers, body) in the order of arrival.

    The first segment of a path is the status it answers with, or several as in /500-204: one after the other, and then
    the last for ever. Below /slow it never comes to an end of its headers.
    """

    port: int
    got: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    def url(self, path: str = "/204", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def wait(self, number: int, seconds: float = 10) -> None:
        """Until so many have arrived, and as long again as a stray one would need."""
        deadline = time.monotonic() + seconds
        while len(self.got) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.05)

    def statuses(self) -> list[str]:
        return [body["status"] for _, _, body in self.got]


class Handler(BaseHTTPRequestHandler):
    receiver: ClassVar[Receiver]
    stopped: ClassVar[threading.Event]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.receiver.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
        first = self.path.split("/")[1]
        seen = sum(path == self.path for path, _, _ in self.receiver.got)
        if first == "slow":
            self.wfile.write(b"HTTP/1.1 204 No Content\r\n")
            while not self.stopped.wait(0.05):
                self.wfile.write(b"X-Wait: 1\r\n")
            return
        statuses = first.split("-")
        self.send_response(int(statuses[min(seen, len(statuses)) - 1]))
        self.send_header("location", self.receiver.url("/204/elsewhere"))
        self.send_header("set-cookie", "crumb=1; path=/")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with five, a sixth that connects at the same time waits for a second

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some tests are about."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Own(Handler):
        stopped = threading.Event()

    with Server(("127.0.0.1", 0), Own) as server:
        Own.receiver = Receiver(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Own.receiver
        Own.stopped.set()
        server.shutdown()
        thread.join()
