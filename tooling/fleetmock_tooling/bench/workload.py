"""What every contestant is asked, taken from the document's own examples."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import orjson

import fleetmock_contracts
from fleetmock.contract.examples import base_path, example_path, operations
from fleetmock.settings import DEFAULT_TOKEN

API: Final = "msgraph"
HOST: Final = "127.0.0.1"
POST: Final = "POST"
GET: Final = "GET"
METHODS: Final = (POST, GET)


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is percent-encoded and has its query with it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        """Raises orjson.JSONDecodeError."""
        return orjson.loads(self.body)


Ask = Callable[[Request], Answer]


@cache
def document() -> dict[str, Any]:
    """The bundled document without its callbacks.

    Prism would run them on each POST, though the request names no URL, and write an error; nobody else here knows them.
    """
    loaded = fleetmock_contracts.load(API)
    for operation in _operations(loaded):
        operation.pop("callbacks", None)
    return loaded


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for item in described["paths"].values() for method, each in item.items() if method != "parameters"]


@cache
def _paths() -> dict[str, str]:
    return {each.id: example_path(each) for each in operations(document())}


def base() -> str:
    return base_path(document())


def known_id() -> str:
    """The id of the command that a fresh world has and that `get` asks for."""
    return _paths()["getCommand"].rpartition("/")[2]


def device_id() -> str:
    """The id of the device that the known command was sent to."""
    return _paths()["listCommands"].split("/")[-2]


def get(prefix: str, *, authorized: bool = True) -> Request:
    """The state of the known command; `prefix` is where the contestant serves the API's base path."""
    return command(prefix, known_id(), authorized=authorized)


def command(prefix: str, name: str, *, authorized: bool = True) -> Request:
    collection = _paths()["getCommand"].rpartition("/")[0]
    return Request(GET, _below(prefix, f"{collection}/{name}"), _headers(authorized=authorized))


def page(prefix: str, skip: int, top: int) -> Request:
    return Request(GET, f"{_below(prefix, _paths()['listCommands'])}?$top={top}&$skip={skip}", _headers())


def post(prefix: str, *, authorized: bool = True) -> Request:
    """A new LaunchUri command, as the document's example has it."""
    return _post(prefix, launch_uri(), authorized=authorized)


def invalid_post(prefix: str) -> Request:
    """A command without its required payload."""
    return _post(prefix, orjson.dumps({"type": "LaunchUri"}), authorized=True)


def launch_uri() -> bytes:
    (operation,) = (each for each in _operations(document()) if each["operationId"] == "createCommand")
    return orjson.dumps(operation["requestBody"]["content"]["application/json"]["examples"]["launchUri"]["value"])


def _post(prefix: str, body: bytes, *, authorized: bool) -> Request:
    headers = _headers(authorized=authorized) | {"content-type": "application/json", "content-length": str(len(body))}
    return Request(POST, _below(prefix, _paths()["listCommands"]), headers, body)


def _below(prefix: str, path: str) -> str:
    return prefix + path.removeprefix(base())


def _headers(*, authorized: bool = True) -> dict[str, str]:
    return {"host": HOST} | ({"authorization": f"Bearer {DEFAULT_TOKEN}"} if authorized else {})
