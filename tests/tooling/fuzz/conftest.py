"""A small API and a real server for it, that can be told to break its contract in one named way."""

import io
import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from rich.console import Console
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from fleetmock_tooling.fuzz.finding import exit_code
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import CI
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.reports.files import Reports
from fleetmock_tooling.fuzz.run import fuzz
from fleetmock_tooling.fuzz.verdict import Verdict

Fault = Literal[
    "none",
    "wrong-type",
    "server-error",
    "refuses-token",
    "token-expires",
    "never-found",
    "no-auth",
    "echoes-token",
    "dies",
    "is-interrupted",
    "busy-after-first",
    "picky-after-first",
    "loses-created",
    "token-as-value",
]
TOKEN = "s3cret-live-token-1"
DEVICE = "dev-0001"
COMMAND = "cmd-0001"


def _error(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }


def _ok(schema: str) -> dict[str, Any]:
    return {
        "description": "Fine.",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _id(name: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 4, "maxLength": 40, "pattern": "^[a-z]{3}-[0-9a-f]+$"},
        "example": example,
    }


_ERRORS = {
    "400": _error("Invalid."),
    "401": _error("No good token."),
    "404": _error("Unknown."),
}
_COMMAND_LINK = {
    "poll": {
        "operationId": "getCommand",
        "parameters": {"device-id": "$request.path.device-id", "command-id": "$response.body#/id"},
    }
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Toy", "version": "9"},
    "servers": [{"url": "https://toy.invalid/v9"}],
    "security": [{"bearer": []}],
    "paths": {
        "/devices": {
            "get": {
                "operationId": "listDevices",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                "responses": {"200": _ok("Devices"), "400": _ERRORS["400"], "401": _ERRORS["401"]},
            }
        },
        "/devices/{device-id}/commands": {
            "parameters": [_id("device-id", DEVICE)],
            "post": {
                "operationId": "createCommand",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewCommand"}}},
                },
                "responses": {
                    "201": {**_ok("Command"), "links": _COMMAND_LINK},
                    **_ERRORS,
                    "400": {"$ref": "#/components/responses/Refused"},
                    "415": _error("Not JSON."),
                },
            },
        },
        "/devices/{device-id}/commands/{command-id}": {
            "parameters": [_id("device-id", DEVICE), _id("command-id", COMMAND)],
            "get": {
                "operationId": "getCommand",
                "responses": {"200": {**_ok("Command"), "links": _COMMAND_LINK}, **_ERRORS},
            },
        },
    },
    "components": {
        "responses": {
            "Refused": {
                "description": "Invalid, or the device is busy.",
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Error"},
                        "examples": {"busy": {"value": {"error": {"code": "busy"}}}},
                    }
                },
            }
        },
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Devices": {
                "type": "object",
                "required": ["value"],
                "properties": {"value": {"type": "array", "items": {"type": "string"}}},
            },
            "NewCommand": {
                "type": "object",
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {"kind": {"type": "string", "enum": ["lock", "wipe"]}},
            },
            "Command": {
                "type": "object",
                "required": ["id", "kind"],
                "properties": {"id": {"type": "string"}, "kind": {"type": "string"}},
            },
            "Error": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["code"],
                        "properties": {"code": {"type": "string"}},
                    }
                },
            },
        },
    },
}


class RefusalError(Exception):
    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


@dataclass
class Toy:
    """The API itself, an ASGI application. `requests` records what reached it, in order."""

    fault: Fault = "none"
    token: str = TOKEN
    commands: dict[str, dict[str, str]] = field(default_factory=lambda: {COMMAND: {"id": COMMAND, "kind": "lock"}})
    requests: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        path = scope["raw_path"].decode("latin-1")
        self.requests.append((request.method, path, request.url.query, body))
        self.authorizations.append(request.headers.get("authorization"))
        try:
            response = self.answer(request, body)
        except RefusalError as refusal:
            response = JSONResponse({"error": {"code": str(refusal)}}, refusal.status, refusal.headers)
        await response(scope, receive, send)

    def answer(self, request: Request, body: bytes) -> Response:
        segments = request.scope["raw_path"].decode("latin-1").split("/")[1:]
        match segments:
            case ["v9", "devices"]:
                self.admit(request, "GET")
                return self.list_devices(request)
            case ["v9", "devices", device, "commands"]:
                self.admit(request, "POST")
                self.known(device)
                return self.create(request, body)
            case ["v9", "devices", device, "commands", command]:
                self.admit(request, "GET")
                self.known(device)
                return self.get(command)
        raise RefusalError(404, "no such route")

    def admit(self, request: Request, method: str) -> None:
        if request.method != method:
            raise RefusalError(405, "no such method", Allow=method)
        given = request.headers.get("authorization")
        if self.fault == "echoes-token" and given == f"Bearer {self.token}":
            raise RefusalError(401, f"I do not like {given}")
        expired = self.fault == "token-expires" and len(self.requests) > 60
        wrong = given != f"Bearer {self.token}" and self.fault != "no-auth"
        if wrong or expired or self.fault == "refuses-token":
            raise RefusalError(401, "no good token", **{"WWW-Authenticate": "Bearer"})

    def known(self, device: str) -> None:
        if not is_id(device):
            raise RefusalError(400, "not an id")
        if device != DEVICE or self.fault == "never-found":
            raise RefusalError(404, "no such device")

    def list_devices(self, request: Request) -> Response:
        if self.fault == "dies" and len(self.requests) > 60:
            self.stop()
        if self.fault == "is-interrupted" and len(self.requests) > 60:
            signal.raise_signal(signal.SIGINT)
        limits = request.query_params.getlist("limit")
        if len(limits) > 1 or any(not is_positive(limit) for limit in limits):
            raise RefusalError(400, "limit is a positive integer")
        if self.fault == "token-as-value":
            return JSONResponse({"value": self.token})
        return JSONResponse({"value": 7 if self.fault == "wrong-type" else [DEVICE]})

    def create(self, request: Request, body: bytes) -> Response:
        if request.headers.get("content-type") != "application/json":
            raise RefusalError(415, "send application/json")
        try:
            kind = json.loads(body)
        except (ValueError, RecursionError):
            raise RefusalError(400, "not JSON") from None
        if kind not in ({"kind": "lock"}, {"kind": "wipe"}):
            raise RefusalError(400, "not a command")
        if self.fault == "server-error":
            raise RefusalError(500, "ouch")
        if self.fault == "busy-after-first" and len(self.commands) > 1:
            raise RefusalError(400, "busy")
        if self.fault == "picky-after-first" and len(self.commands) > 1:
            raise RefusalError(400, "not a good day")
        command = {"id": f"cmd-{len(self.commands) + 1:04x}", **kind}
        self.commands[command["id"]] = command
        return JSONResponse(command, 201)

    def get(self, command: str) -> Response:
        if not is_id(command):
            raise RefusalError(400, "not an id")
        lost = self.fault == "loses-created" and command != COMMAND
        if lost or command not in self.commands:
            raise RefusalError(404, "no such command")
        return JSONResponse(self.commands[command])


def is_id(text: str) -> bool:
    return re.fullmatch("(?=.{4,40}$)[a-z]{3}-[0-9a-f]+", text) is not None


def is_positive(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


@contextmanager
def running(toy: Toy) -> Iterator[str]:
    """Serve on a free port; yields the root URL, without the API's base path."""
    config = uvicorn.Config(toy, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    toy.stop = lambda: setattr(server, "should_exit", True)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Run:
    """One API fuzzed: what was found, what reached the server, and the directory with the reports."""

    verdict: Verdict
    toy: Toy
    reports: Path


FuzzToy = Callable[..., Run]


@pytest.fixture(scope="session", autouse=True)
def _outside_of_any_job() -> Iterator[None]:
    """What is tested here is no business of the job that the tests run in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITHUB_STEP_SUMMARY", raising=False)
        yield


@pytest.fixture(scope="session")
def fuzz_toy(tmp_path_factory: pytest.TempPathFactory) -> FuzzToy:
    """Fuzz the toy API with a fault; the result is shared, because each run takes a second or more."""

    @cache
    def run(fault: Fault, seed: int, attempt: int) -> Run:
        reports = tmp_path_factory.mktemp(f"{fault}-{seed}-{attempt}", numbered=False)
        profile = replace(CI, max_examples=5)
        options = Options(TOKEN, seed, profile, report_dir=reports)
        toy = Toy(fault)
        with running(toy) as root, Progress(Console(file=io.StringIO()), "toy") as progress:
            url = f"{root}/v9"
            with Reports(options) as written:
                verdict = fuzz("toy", deepcopy(DOCUMENT), url, options, progress, begun=written.begun("toy", url))
                written.exit_code = exit_code(verdict.findings)
        return Run(verdict, toy, reports)

    def fuzz_toy(fault: Fault = "none", *, seed: int = 1, attempt: int = 1) -> Run:
        """`attempt` tells runs apart that are otherwise the same."""
        return run(fault, seed, attempt)

    return fuzz_toy


@pytest.fixture
def serve_toy() -> Iterator[Callable[..., tuple[str, Toy]]]:
    """Start the toy API; returns its root URL and the API itself."""
    with ExitStack() as stack:

        def start(fault: Fault = "none", token: str = TOKEN) -> tuple[str, Toy]:
            toy = Toy(fault, token)
            return stack.enter_context(running(toy)), toy

        yield start


@pytest.fixture
def toy_document() -> dict[str, Any]:
    return deepcopy(DOCUMENT)


@pytest.fixture
def toy_token() -> str:
    return TOKEN
