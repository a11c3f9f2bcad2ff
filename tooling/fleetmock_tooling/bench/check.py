"""No contestant is measured before its answers are right: a benchmark of error pages is a lie."""

from typing import Any, Final

import orjson
from connexion.json_schema import resolve_refs

from fleetmock.contract.schema import Validator
from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.contestants import Answers, Contestant
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.workload import Ask, Request

PROPERTIES: Final = frozenset({"id", "status"})


def check(contestant: Contestant, ask: Ask) -> None:
    """Raises Unfit when an answer is not what this contestant promises."""
    shown = _json(ask, workload.get(contestant.prefix), 200)
    created = _json(ask, workload.post(contestant.prefix), 201)
    if contestant.answers is not Answers.SHAPE:
        for body in (shown, created):
            _check_valid(body)
    if contestant.answers is Answers.STATE:
        _check_state(contestant, ask, shown, created)
    if contestant.guards:
        for request in (workload.get(contestant.prefix, authorized=False), workload.invalid_post(contestant.prefix)):
            if (status := ask(request).status) < 400:
                raise Unfit(f"answered {status} to a {request.method} that it should refuse")


def _json(ask: Ask, request: Request, status: int) -> dict[str, Any]:
    answer = ask(request)
    if answer.status != status:
        raise Unfit(f"answered {answer.status} to {request.method}, not {status}")
    try:
        body = answer.json()
    except orjson.JSONDecodeError as error:
        raise Unfit(f"answered {request.method} with something that is not JSON: {error}") from None
    if not isinstance(body, dict) or not body.keys() >= PROPERTIES:
        raise Unfit(f"answered {request.method} with something that is no command")
    return body


def _check_valid(body: dict[str, Any]) -> None:
    resolved = resolve_refs(workload.document())  # type: ignore[no-untyped-call] # connexion does not annotate it
    for pointer, reason in Validator(resolved["components"]["schemas"]["Command"]).problems(body):
        raise Unfit(f"answered with an invalid command: {pointer}: {reason}")


def _check_state(contestant: Contestant, ask: Ask, shown: dict[str, Any], created: dict[str, Any]) -> None:
    if shown["id"] != workload.known_id():
        raise Unfit("answered with another command than the one asked for")
    if _json(ask, workload.post(contestant.prefix), 201)["id"] == created["id"]:
        raise Unfit("gave two commands the same id")
    if _json(ask, workload.command(contestant.prefix, created["id"]), 200)["id"] != created["id"]:
        raise Unfit("does not know the command that it has just created")
