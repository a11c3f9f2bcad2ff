"""Which answer a mistake must get, read from the x-conditions of the documented responses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fleetmock.contract.examples import Described, resolve
from fleetmock_tooling.fuzz.checks.answers import ROUTING
from fleetmock_tooling.fuzz.checks.check import Violation
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.error_codes import fits
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

# Where a spec has no x-conditions, only the status is known.
_STATUSES: Final = {
    "no-token": 401,
    "bad-token": 401,
    "expired-token": 401,
    "missing-permission": 403,
    "unknown-entity": 404,
    "unknown-route": 404,
    "method-not-allowed": 405,
    "uri-too-long": 414,
    "invalid-request": 400,
    "body-too-large": 413,
    "unsupported-media-type": 415,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """`body` maps JSON pointers to what stands there."""

    status: int
    body: Mapping[str, Any]

    def __str__(self) -> str:
        values = ", ".join(f"{pointer} {value!r}" for pointer, value in self.body.items())
        return f"{self.status} with {values}" if values else str(self.status)

    def fits(self, step: Step) -> bool:
        return step.status == self.status and (step.request.method == "HEAD" or fits(step, self.body))


def expected(contract: Contract, operation: Described | None, condition: str) -> Expected | None:
    """What is documented for the condition; None when nothing is, so that nothing can be expected."""
    if operation is None:
        named = {str(status): contract.component("responses", name) for status, name in ROUTING.items()}
        responses = {status: response for status, response in named.items() if response is not None}
    else:
        every = operation.spec["responses"].items()
        responses = {status: resolve(contract.document, response) for status, response in every}
    for number, response in responses.items():
        if condition in response.get("x-conditions", {}):
            return Expected(int(number), response["x-conditions"][condition])
    status = _STATUSES[condition]
    known = responses.get(str(status))
    return None if known is None or "x-conditions" in known else Expected(status, {})


def expect(
    prober: Prober, step: Step | None, condition: str, mistake: str, place: str | None = None
) -> Iterator[Violation]:
    """A violation unless the step is answered as documented; `place` names it when it belongs to no operation."""
    yield from expect_one_of(prober, step, (condition,), mistake, place)


def expect_one_of(
    prober: Prober, step: Step | None, conditions: Sequence[str], mistake: str, place: str | None = None
) -> Iterator[Violation]:
    """The same where several conditions fit the mistake. Nothing is expected when one of them is not documented."""
    if step is None:
        return
    routed = None if place is not None else step.operation
    wanted = [expected(prober.contract, routed, condition) for condition in conditions]
    known = [each for each in wanted if each is not None]
    if len(known) < len(wanted) or any(each.fits(step) for each in known):
        return
    named, answers = " or ".join(conditions), " or ".join(map(str, known))
    message = (
        f"A request with this mistake: {mistake}, was answered {_shown(step, known[0])} and not {answers} ({named})."
    )
    label = f"{step.request.method} {place}" if place and place.startswith("/") else place or step.label
    rule = f"{conditions[0]}:{mistake}"
    yield Violation(label, rule, "A mistake gets another answer than documented", message, (step,))


def _shown(step: Step, wanted: Expected) -> str:
    return str(Expected(step.status, {pointer: step.evaluate_body(pointer) for pointer in wanted.body}))
