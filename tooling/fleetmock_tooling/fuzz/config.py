"""What schemathesis is told."""

from typing import Any

from schemathesis.config import SchemathesisConfig

from fleetmock.contract.examples import Document, operations
from fleetmock_tooling.fuzz.profiles import ALL_PHASES, Profile

# A 5xx is no rejection, and 403 and 429 say nothing about the data; schemathesis would let all of them pass.
REJECTIONS = [400, 401, 404, 405, 406, 409, 413, 414, 415, 422]

# How often a path parameter gets a known id. Without, schemathesis reuses ids it saw in answers, also for parameters
# they do not belong to: of 120 random requests to applivery-apple 8 were answered 200, and no walk along the links
# succeeded. With this it is 82 and 144, and invalid requests are as many as before.
KNOWN = 0.8


def engine_config(
    document: Document, *, base_url: str, token: str, seed: int, profile: Profile, stateful: bool
) -> SchemathesisConfig:
    """Every check and the phases of the profile, and nothing that would make two runs with one seed differ.

    One worker, because threads send in an order of their own; no example database and no cache, because they remember
    earlier runs; no constants out of Python source, because the source of our own mock would give its answers away.
    A request is sent once, and a redirect is an answer like any other.
    """
    dictionaries, bindings = _known_ids(document)
    limits = {} if profile.max_time is None else {"max-time": profile.max_time}
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "base-url": base_url,
            "headers": {"Authorization": f"Bearer {token}"},
            "request-timeout": profile.timeout,
            "request-retries": 0,
            "max-redirects": 0,
            "continue-on-failure": True,
            "cache": {"enabled": False},
            "analysis": {"constants": {"enabled": False}},
            "generation": {
                "database": "none",
                "max-examples": profile.max_examples,
                "mode": "all" if profile.negative else "positive",
            },
            "phases": _phases(profile, stateful=stateful),
            "checks": {
                "negative_data_rejection": {"expected-statuses": REJECTIONS},
                "ignored_auth": {"enabled": profile.auth_matrix},
            },
            "output": {"sanitization": {"enabled": True}},
            "dictionaries": dictionaries,
            "operations": bindings,
            **limits,
        }
    )


def _phases(profile: Profile, *, stateful: bool) -> dict[str, Any]:
    phases: dict[str, Any] = {name: {"enabled": name in profile.phases} for name in ALL_PHASES}
    if not profile.unexpected_methods:
        phases["coverage"]["unexpected-methods"] = []
    if phases["stateful"]["enabled"]:
        phases["stateful"] = {"enabled": stateful, "max-steps": profile.max_steps}
    return phases


def _known_ids(document: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One dictionary for each path parameter of each operation, and where they are used."""
    dictionaries: dict[str, Any] = {}
    bindings = []
    for each in operations(document):
        label = f"{each.method} {each.template}"
        parameters = {}
        for name, values in each.known().items():
            dictionaries[f"{label} {name}"] = {"values": values}
            parameters[f"path.{name}"] = {"dictionary": f"{label} {name}", "probability": KNOWN}
        if parameters:
            bindings.append({"include-name": label, "parameters": parameters})
    return dictionaries, bindings
