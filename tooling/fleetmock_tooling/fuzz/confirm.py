"""Whether a failure repeats when its request is sent again, at once and byte for byte."""

from dataclasses import dataclass, field

import requests
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.schemas import OpenApiSchema

from fleetmock_tooling.fuzz.checks import CHECKS, Suite
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.verdict import rule_of, with_outcome
from fleetmock_tooling.fuzz.wire import PROBE

_TRIES = 2
_SAFE = ("GET", "HEAD")
# These look at headers and body.
_CONFORMANCE = {"response_schema_conformance", "response_headers_conformance", "content_type_conformance"}


@dataclass(slots=True)
class Confirmation:
    """Of the first failure of each kind. `only_safe`: what is no GET is not sent again, and its failure stands."""

    schema: OpenApiSchema
    suite: Suite
    timeout: float
    only_safe: bool
    _repeats: dict[tuple[str, str], bool] = field(default_factory=dict)

    def failed(self, operation: str, failure: Failure, response: Response) -> None:
        """Call it when a check has said no, before anything else is sent."""
        key = failure.operation or operation, rule_of(failure)
        if key in self._repeats or (self.only_safe and response.request.method not in _SAFE):
            return
        self._repeats[key] = any(self._again(failure, response) for _ in range(_TRIES))

    def judge(self, finding: Finding) -> Finding:
        """The finding, FLAKY when its request was answered well as often as it was sent again."""
        if finding.check in CHECKS:
            repeats = all(each.method in _SAFE for each in finding.requests) or not self.only_safe
            again = self.suite.still_fails(finding) if repeats else None
        else:
            again = self._repeats.get((finding.operation, finding.rule))
        if again is not False:
            return finding
        return with_outcome(finding, Outcome.FLAKY, "Sent again at once, the same request was answered in another way.")

    def _again(self, failure: Failure, before: Response) -> bool:
        """Whether it fails again; True also when that cannot be told, as without an answer."""
        request = before.request.copy()
        request.headers[PROBE] = "confirm"
        try:
            with requests.Session() as session:
                answer = session.send(request, timeout=self.timeout, allow_redirects=False)
        except requests.RequestException:
            return True
        if not _CONFORMANCE & set(failure.checks):
            # All other checks judge by the status.
            return answer.status_code == before.status_code
        return self._breaks_contract(failure, Response.from_requests(answer, verify=before.verify))

    def _breaks_contract(self, failure: Failure, response: Response) -> bool:
        method, _, path = (failure.operation or "").partition(" ")
        try:
            self.schema[path][method].validate_response(response)
        except (Failure, FailureGroup):
            return True
        return False
