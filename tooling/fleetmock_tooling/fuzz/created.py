"""What a run has created at an endpoint, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import requests

from fleetmock.contract.examples import Described, Document
from fleetmock_tooling.fuzz.links import leads, parameters_of
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import PROBE, Answer, Observer, Sent


def creates(operation: Described | None) -> bool:
    """POST is how these APIs create, and cancel; what cancels is marked in the specification."""
    return operation is not None and operation.method == "POST" and not operation.spec.get("x-cancels")


@dataclass(slots=True)
class Created(Observer):
    """Fed by the wire.

    `cancels` are the requests, by method and URL, that take back what was created. `lasting` are creations that
    nothing can take back, or whose outcome nobody knows, a line for each.
    """

    document: Document
    base_url: str
    routes: Routes
    cancels: list[tuple[str, str]] = field(default_factory=list)
    lasting: list[str] = field(default_factory=list)

    def answered(self, sent: Sent, answer: Answer) -> None:
        operation = self.routes.find(sent.request.method, sent.request.url)
        if operation is None or not creates(operation) or not 200 <= answer.status < 300:
            return
        parameters = parameters_of(operation, self.base_url, sent.request.url)
        links = leads(self.document, operation, answer.status, parameters, answer.json())
        found = [(each.method, self.base_url + path) for each, path in links if _takes_back(each)]
        self.cancels += [each for each in found if each not in self.cancels]
        if not found:
            self.lasting.append(f"{sent.request.method} {sent.request.url} was answered {answer.status}")

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        if creates(self.routes.find(sent.request.method, sent.request.url)):
            self.lasting.append(f"{sent.request.method} {sent.request.url} got no answer ({type(error).__name__})")


def take_back(cancels: Iterable[tuple[str, str]], token: str, timeout: float) -> list[str]:
    """Send each cancellation once, in turn. Returns a line for each that did not succeed."""
    wrong = []
    with requests.Session() as session:
        for method, url in cancels:
            outcome = _send(session, method, url, token, timeout)
            if outcome is not None:
                wrong.append(f"{method} {url}: {outcome}")
    return wrong


def _takes_back(operation: Described) -> bool:
    return operation.method == "DELETE" or bool(operation.spec.get("x-cancels"))


def _send(session: requests.Session, method: str, url: str, token: str, timeout: float) -> str | None:
    headers = {"Authorization": f"Bearer {token}", PROBE: "cancel"}
    try:
        answer = session.request(method, url, headers=headers, timeout=timeout, allow_redirects=False)
    except requests.RequestException as error:
        return type(error).__name__
    return None if answer.ok else f"answered {answer.status_code}"
