"""A server that answers as it is told and remembers what reached it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Arrived:
    """A request as it reached the server."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Reply = Callable[[Arrived, BaseHTTPRequestHandler], None]


def reply(
    handler: BaseHTTPRequestHandler, status: int, body: Any = None, headers: Mapping[str, str] | None = None
) -> None:
    """Answer with JSON; `body` None is no body."""
    data = b"" if body is None else json.dumps(body).encode()
    handler.send_response(status)
    if body is not None:
        handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(data)


@dataclass
class Recording:
    """`arrived` grows while the server runs; `connections` counts what was accepted."""

    url: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    connections: int = 0

    @property
    def lines(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.arrived]


@contextmanager
def recording(answer: Reply) -> Iterator[Recording]:
    """Serve on a free port of 127.0.0.1; `answer` is called for every request of any method."""
    seen = Recording()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            seen.connections += 1
            super().setup()

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            arrived = Arrived(self.command, self.path, dict(self.headers.items()), body)
            seen.arrived.append(arrived)
            try:
                answer(arrived, self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self.handle_any
            raise AttributeError(name)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    seen.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
