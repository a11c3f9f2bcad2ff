"""A history out of schemathesis' recorder, for checks that its own command line runs.

One scenario is one history: what happened in another one, perhaps at the same time, is not known here. The recorder is
internal to schemathesis and moves between releases; here and in engine.py is where it is touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from schemathesis.core.transport import Response
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.case import Case

from fleetmock_tooling.fuzz.checks.check import Violation
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.registry import CHECKS
from fleetmock_tooling.fuzz.checks.step import Step, step
from fleetmock_tooling.fuzz.curl import Request

AnyCase = Case[Any]
_contracts: Final[dict[int, Contract]] = {}


@dataclass(slots=True)
class Scenario:
    """Fed with each case once, in the recorder's order; every passive check has judged it then."""

    recorder: ScenarioRecorder
    history: History
    found: dict[tuple[str, str], list[Violation]] = field(default_factory=dict)
    crashes: dict[tuple[str, str], Exception] = field(default_factory=dict)
    _steps: dict[str, Step] = field(default_factory=dict)

    def up_to(self, case: AnyCase, response: Response) -> Step:
        """Take everything up to this case, which was answered with `response`."""
        for case_id, interaction in list(self.recorder.interactions.items()):
            if case_id == case.id:
                break
            if case_id not in self._steps and interaction.response is not None:
                self._take(case_id, interaction.response)
        if case.id not in self._steps:
            self._take(case.id, response)
        return self._steps[case.id]

    def _take(self, case_id: str, response: Response) -> None:
        seen = self._steps[case_id] = as_step(self.history.contract, len(self._steps) + 1, case_id, response)
        for check in CHECKS.values():
            if check.judge is not None:
                try:
                    violations = list(check.judge(self.history, seen))
                except Exception as error:  # noqa: BLE001 - a mistake of ours hides nothing else
                    self.crashes[check.id, case_id] = error
                else:
                    self.found[check.id, case_id] = violations
        self.history.take(seen)


def as_step(contract: Contract, number: int, case_id: str, response: Response) -> Step:
    sent = response.request
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body if isinstance(sent.body, bytes) else None
    headers = {str(name): as_text(value) for name, value in sent.headers.items()}
    request = Request(str(sent.method), str(sent.url), headers, body)
    answer = {name: ", ".join(values) for name, values in response.headers.items()}
    return step(contract, number, request, response.status_code, answer, response.content, case_id=case_id)


def as_text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def outside_references(node: Any) -> Iterator[str]:
    """The references of a document that lead out of it."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and not reference.startswith("#"):
            yield reference
        for value in node.values():
            yield from outside_references(value)
    elif isinstance(node, list):
        for value in node:
            yield from outside_references(value)


def document_of(case: AnyCase) -> dict[str, Any]:
    document: dict[str, Any] = case.operation.schema.raw_schema
    return document


def contract_of(case: AnyCase, response: Response) -> Contract:
    """Raises ValueError for a document that is not in one piece."""
    document = document_of(case)
    key = id(document)
    # The document is kept with its contract, so its id is not given to another one.
    if key not in _contracts:
        outside = next(outside_references(document), None)
        if outside is not None:
            raise ValueError(f"the document refers to {outside}; give schemathesis the bundled one that generate made")
        _contracts[key] = Contract(document, _base_url(case, response))
    return _contracts[key]


def _base_url(case: AnyCase, response: Response) -> str:
    """Where the document's paths are served: the URL of a request without the path of its case."""
    url, base = str(response.request.url), str(case.operation.schema.get_base_url())
    return base if url.startswith(base) else url.partition("?")[0].removesuffix(case.formatted_path)
