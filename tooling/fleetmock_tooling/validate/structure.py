"""What OpenAPI's own schema does not say clearly, or not at all."""

from collections.abc import Iterator

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import Place, walk

# The answers that belong to no operation. The mock's router sends them.
REQUIRED_RESPONSES = ("UnknownRoute", "MethodNotAllowed", "UriTooLong", "InvalidRequest")


def operation_ids(bundle: Bundle) -> Iterator[Finding]:
    """Every operation has an operationId, and no two the same one."""
    seen: dict[str, Place] = {}
    for place in walk(bundle.document):
        if place.kind != "operation":
            continue
        name = place.value.get("operationId")
        if not isinstance(name, str) or not name:
            yield bundle.finding(place.pointer, "the operation has no operationId")
        elif name in seen:
            yield bundle.finding((*place.pointer, "operationId"), f"the operationId {name!r} is taken")
        else:
            seen[name] = place


def required_responses(bundle: Bundle) -> Iterator[Finding]:
    """The answers that belong to no operation are there."""
    components = bundle.document.get("components")
    responses = components.get("responses") if isinstance(components, dict) else None
    for name in REQUIRED_RESPONSES:
        if not isinstance(responses, dict) or name not in responses:
            yield bundle.finding(("components", "responses"), f"the response {name} is missing; the mock needs it")
