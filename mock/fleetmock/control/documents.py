"""The OpenAPI documents of what is served."""

from collections.abc import Iterator
from typing import Any, Final

import fleetmock_contracts
from fleetmock.contract.examples import base_path
from fleetmock.contract.exchange import Call
from fleetmock.errors import unknown
from fleetmock.namespaces.namespace import Namespace


def _served(namespace: Namespace) -> Iterator[str]:
    yield from namespace.fleet.behaviours
    yield fleetmock_contracts.CONTROL


def list_documents(namespace: Namespace, call: Call) -> Any:
    return {"documents": [_summary(name, call.url) for name in _served(namespace)]}


def _summary(name: str, url: str) -> dict[str, str]:
    info = fleetmock_contracts.load(name)["info"]
    return {"api": name, "title": info["title"], "version": info["version"], "url": f"{url.rstrip('/')}/{name}"}


def get_document(namespace: Namespace, call: Call) -> Any:
    name = call.path["api"]
    if name not in _served(namespace):
        raise unknown("document")
    document = fleetmock_contracts.load(name)
    # Whoever makes a client of it shall talk to the mock, not to the vendor.
    base, _, _ = call.url.partition(f"{base_path(fleetmock_contracts.load(fleetmock_contracts.CONTROL))}/openapi")
    here = {"url": base + base_path(document), "description": "This mock."}
    return {**document, "servers": [here, *document["servers"]]}


HANDLERS: Final = {"listDocuments": list_documents, "getDocument": get_document}
