"""Every check that a finding can name, with what there is to say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from fleetmock_tooling.fuzz.checks.registry import CHECKS, CRASHED
from fleetmock_tooling.fuzz.linked import UNREACHED_LINK
from fleetmock_tooling.fuzz.readings import DRIFT
from fleetmock_tooling.fuzz.rig import GUARD
from fleetmock_tooling.fuzz.tally import REFUSED, UNREACHED
from fleetmock_tooling.fuzz.verdict import ENGINE


@dataclass(frozen=True, slots=True)
class Rule:
    """`severity` is the usual one; a finding may have another."""

    id: str
    severity: str
    summary: str
    explanation: str = ""


# The engine's own checks, which tell no more about themselves than their names, and the run as a whole.
_OTHERS: Final = (
    Rule("not_a_server_error", "critical", "No request is answered with a 5xx status."),
    Rule("status_code_conformance", "medium", "Every status is documented for its operation."),
    Rule("content_type_conformance", "medium", "The content type of every answer is documented."),
    Rule("response_headers_conformance", "medium", "The headers of every answer are as documented."),
    Rule("response_schema_conformance", "high", "The body of every answer matches its documented schema."),
    Rule("negative_data_rejection", "high", "A request that breaks the specification is refused."),
    Rule("positive_data_acceptance", "medium", "A request that follows the specification is not refused as invalid."),
    Rule("missing_required_header", "high", "A request that lacks a required header is refused."),
    Rule("unsupported_method", "medium", "A method that a path does not have is answered 405."),
    Rule("allow_header_conformance", "medium", "The Allow header of a 405 names the methods that the path has."),
    Rule("use_after_free", "critical", "What was deleted is gone."),
    Rule("ensure_resource_availability", "high", "What was created can be read."),
    Rule("ignored_auth", "critical", "An operation that declares authentication enforces it."),
    Rule("object_level_authorization", "critical", "One identity cannot read what another one created."),
    Rule("max_response_time", "low", "Answers come in time."),
    Rule(
        ENGINE,
        "medium",
        "The engine could test what it wanted.",
        "schemathesis met an error that is no answer: nothing came back, or it found no data to send.",
    ),
    Rule(
        UNREACHED,
        "medium",
        "Every operation has answered 2xx at least once.",
        "An operation that never succeeds was not tested, however many requests were refused as they should be.",
    ),
    Rule(UNREACHED_LINK, "medium", "Every documented link was followed at least once."),
    Rule(
        REFUSED,
        "high",
        "The given token is good all the time.",
        "After a token was refused, everything else is an empty test.",
    ),
    Rule(
        DRIFT,
        "low",
        "Answers follow the reading of the vendor's pages that the specification has.",
        "The pages contradict themselves; the ledger knows this other reading of them.",
    ),
    Rule(GUARD, "high", "Nothing leaves the run that its profile does not allow, and the endpoint bears it."),
)

_OURS: Final = [Rule(each.id, each.severity, each.summary, each.explanation) for each in (*CHECKS.values(), CRASHED)]
RULES: Final = {each.id: each for each in (*_OURS, *_OTHERS)}


def rules(findings: Iterable[dict[str, Any]]) -> dict[str, Rule]:
    """All that are known, and those that findings of a report name beside them."""
    found = dict(RULES)
    for each in findings:
        if each["check"] not in found:
            found[each["check"]] = Rule(each["check"], each["severity"], each["title"])
    return found
