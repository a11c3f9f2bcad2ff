"""Whether every link of the specification was followed to an answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fleetmock.contract.examples import Described, Document, operations, resolve
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.links import named_leads, parameters_of
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.scope import label
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent

UNREACHED_LINK = "link_never_followed"
# One link: the label of the operation that has it, the status it stands at, its name.
Link = tuple[str, str, str]


@dataclass(slots=True)
class Linked(Observer):
    """Fed by the wire. A link counts as followed when what it leads to was answered 2xx."""

    document: Document
    base_url: str
    routes: Routes
    _leads: dict[tuple[str, str], set[Link]] = field(default_factory=dict)
    _followed: set[Link] = field(default_factory=set)

    def answered(self, sent: Sent, answer: Answer) -> None:
        operation = self.routes.find(sent.request.method, sent.request.url)
        if operation is None or not 200 <= answer.status < 300:
            return
        self._followed |= self._leads.get((operation.method, urlsplit(sent.request.url).path), set())
        known = parameters_of(operation, self.base_url, sent.request.url)
        for name, target, path in named_leads(self.document, operation, answer.status, known, answer.json()):
            link = (label(operation), str(answer.status), name)
            if link not in self._followed:
                where = target.method, urlsplit(self.base_url + path).path
                self._leads.setdefault(where, set()).add(link)

    def open(self, operation: Described) -> list[Link]:
        """The links of the operation that nothing has followed yet."""
        return [
            link
            for status, response in operation.spec["responses"].items()
            for name in resolve(self.document, response).get("links", {})
            if (link := (label(operation), status, name)) not in self._followed
        ]

    def unfollowed(self, reached: Collection[str]) -> Iterator[Finding]:
        """Between operations that were reached, by label: of the others that is told already."""
        labels = {each.spec.get("operationId"): label(each) for each in operations(self.document)}
        for operation in operations(self.document):
            for link in self.open(operation):
                target = labels.get(self._target(operation, link))
                if {label(operation), target} <= set(reached):
                    yield self._finding(link)

    def _target(self, operation: Described, link: Link) -> object:
        _, status, name = link
        response = resolve(self.document, operation.spec["responses"][status])
        return resolve(self.document, response["links"][name]).get("operationId")

    def _finding(self, link: Link) -> Finding:
        seen = any(link in links for links in self._leads.values())
        reason = "What it leads to was never answered 2xx." if seen else "No answer had the ids that it needs."
        operation, status, name = link
        return Finding(
            operation,
            UNREACHED_LINK,
            f"The link {name} of the answer {status} was never followed",
            f"{reason} What comes after it was not tested.",
            outcome=Outcome.INCONCLUSIVE,
            rule=f"{status} {name}",
        )
