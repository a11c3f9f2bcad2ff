from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.answers import ROUTING
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    # schemathesis has judged what its own requests to known operations were answered.
    if (step.probe is None and step.operation is not None) or step.request.method == "HEAD":
        return
    if step.operation is None and not _says(history, step):
        return
    for failure in history.conformance.failures(step):
        rule = f"{step.status}:{type(failure).__name__}"
        yield at(step, rule, failure.title, failure.message)
    if step.status == 405:
        yield from _allow(history, step)


def _says(history: History, step: Step) -> bool:
    """Whether the document says what the router answers; one without these components says nothing."""
    known = {status for status, name in ROUTING.items() if history.contract.component("responses", name)}
    return step.status in known or (bool(known) and step.status not in ROUTING)


def _allow(history: History, step: Step) -> Iterator[Violation]:
    if "allow" not in step.headers:
        return  # where the document asks for it, it was missed already
    allowed = {word.strip() for word in step.headers.get("allow", "").split(",")} - {""}
    wanted = history.contract.methods(step.template) if step.template else set()
    # A server may answer HEAD and OPTIONS by itself.
    if wanted - allowed or allowed - wanted - {"HEAD", "OPTIONS"}:
        message = f"Allow names {', '.join(sorted(allowed)) or 'nothing'}; the path has {', '.join(sorted(wanted))}."
        yield at(step, "405:allow", "Allow does not name the methods of the path", message)


CHECK = Check(
    id="documented-answers",
    severity="high",
    summary="Every answer is documented: its status, media type, headers and body, refusals and routing errors too.",
    explanation="""\
schemathesis holds the answers to its own requests against the specification. This check does the same with the answers
to the requests of all other checks, and with those that belong to no operation: they must be the response components
UnknownRoute, MethodNotAllowed, UriTooLong or InvalidRequest. A 405 names the methods of the path in Allow.""",
    judge=judge,
)
