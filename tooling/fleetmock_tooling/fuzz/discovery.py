"""Finding ids by asking: GET what needs none, follow the links of the answers, GET what they lead to."""

import re
from collections.abc import Sequence

import requests

from fleetmock.contract.examples import Described, Document, operations
from fleetmock_tooling.fuzz.ids import IdSet
from fleetmock_tooling.fuzz.links import fill, leads, parameters_of
from fleetmock_tooling.fuzz.wire import PROBE

# For each operation; more ids make a run longer, not better.
_ENOUGH = 3
_ROUNDS = 4


class Discovery:
    """Sends GET requests through the wire of the run, so the guard counts them."""

    def __init__(self, document: Document, base_url: str, token: str, timeout: float) -> None:
        self._document = document
        self._base_url = base_url
        self._headers = {"Authorization": f"Bearer {token}", PROBE: "discovery"}
        self._timeout = timeout

    def find(self, given: Sequence[IdSet]) -> list[IdSet]:
        """What links lead to, starting from the given sets and from operations without path parameters."""
        asked: set[str] = set()
        found: list[IdSet] = []
        with requests.Session() as session:
            for _ in range(_ROUNDS):
                urls = [each for each in self._urls([*given, *found]) if each[1] not in asked]
                if not urls:
                    break
                for operation, url in urls:
                    asked.add(url)
                    found += [each for each in self._ask(session, operation, url) if each not in found]
        return found

    def _urls(self, sets: Sequence[IdSet]) -> list[tuple[Described, str]]:
        urls = []
        for operation in operations(self._document):
            names = set(re.findall("{([^}]+)}", operation.template))
            whole = [each for each in sets if names <= set(each)] if names else [IdSet()]
            if operation.method == "GET":
                paths = dict.fromkeys(fill(operation.template, each) for each in whole)
                urls += [(operation, self._base_url + path) for path in list(paths)[:_ENOUGH]]
        return urls

    def _ask(self, session: requests.Session, operation: Described, url: str) -> list[IdSet]:
        try:
            answer = session.get(url, headers=self._headers, timeout=self._timeout, allow_redirects=False)
            body = answer.json() if answer.ok else None
        except (requests.RequestException, ValueError):
            # What is wrong here is found again, and reported, when the operation itself is tested.
            return []
        known = parameters_of(operation, self._base_url, url)
        found: dict[str, list[IdSet]] = {}
        for target, path in leads(self._document, operation, answer.status_code, known, body):
            values = parameters_of(target, self._base_url, self._base_url + path)
            group = found.setdefault(target.id, [])
            if len(group) < _ENOUGH and values and values not in group:
                group.append(values)
        return [each for group in found.values() for each in group]
