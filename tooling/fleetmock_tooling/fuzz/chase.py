"""Following the links that nothing else in a run has followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from fleetmock.contract.examples import Described, Document, examples, operations, resolve
from fleetmock_tooling.fuzz.linked import Link, Linked
from fleetmock_tooling.fuzz.links import fill, named_leads, parameters_of
from fleetmock_tooling.fuzz.scope import label
from fleetmock_tooling.fuzz.wire import PROBE, Wire


@dataclass(slots=True)
class Chase:
    """Sends valid requests made of the document's examples, and goes along the links of their answers.

    It does so at once: what was just created can still be canceled.
    """

    document: Document
    base_url: str
    wire: Wire
    linked: Linked
    token: str
    timeout: float
    _tried: set[Link] = field(default_factory=set)

    def run(self) -> None:
        with requests.Session() as session:
            for operation in operations(self.document):
                if self.linked.open(operation):
                    self._ask(session, operation, {n: str(values[0]) for n, values in operation.known().items()})

    def _ask(self, session: requests.Session, operation: Described, parameters: Mapping[str, str]) -> None:
        try:
            path = fill(operation.template, parameters)
        except KeyError:
            return
        answer = self._send(session, operation, self.base_url + path)
        if answer is not None:
            self._follow(session, operation, dict(parameters), answer)

    def _follow(
        self, session: requests.Session, operation: Described, known: Mapping[str, str], answer: requests.Response
    ) -> None:
        body = _json(answer)
        for name, target, path in named_leads(self.document, operation, answer.status_code, known, body):
            link = (label(operation), str(answer.status_code), name)
            if link in self.linked.open(operation) and link not in self._tried:
                self._tried.add(link)
                self._ask(session, target, parameters_of(target, self.base_url, self.base_url + path))

    def _send(self, session: requests.Session, operation: Described, url: str) -> requests.Response | None:
        if not self.wire.allows(operation.method, url):
            return None
        headers = {"Authorization": f"Bearer {self.token}", PROBE: "link"}
        try:
            return session.request(
                operation.method,
                url,
                headers=headers,
                json=self._body(operation),
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.RequestException:
            # The link stays open, and that is told.
            return None

    def _body(self, operation: Described) -> Any:
        content = resolve(self.document, operation.spec.get("requestBody", {})).get("content", {})
        return next((value for kind in content.values() for value in examples(kind)), None)


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
