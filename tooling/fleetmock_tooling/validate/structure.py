"""What OpenAPI's own schema does not say clearly, or not at all."""

from collections.abc import Iterator

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import GRAMMAR, Place, walk

# The answers that belong to no operation. The mock's router sends them.
REQUIRED_RESPONSES = ("UnknownRoute", "MethodNotAllowed", "UriTooLong")


def unknown_fields(bundle: Bundle) -> Iterator[Finding]:
    """Find fields that OpenAPI 3.0 does not have, and what stands beside a $ref, where nothing else counts."""
    for place in walk(bundle.document):
        known = {"$ref"} if place.kind == "reference" else GRAMMAR[place.kind].keys()
        for name in place.value:
            if name not in known and "*" not in known and not name.startswith("x-"):
                yield bundle.finding((*place.pointer, name), _why(place, name))


def _why(place: Place, name: str) -> str:
    if place.kind == "reference":
        return f"{name!r} stands beside a $ref, where OpenAPI 3.0 ignores it"
    if place.kind == "schema":
        return f"{name!r} is not a schema keyword of OpenAPI 3.0"
    return f"{name!r} is not a field of the {place.kind} object of OpenAPI 3.0"


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
