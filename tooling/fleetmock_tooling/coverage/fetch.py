"""The coverage that a running mock has counted."""

from typing import Any

import httpx
from pydantic import ValidationError

from fleetmock.kit.connection import Connection, ControlError
from fleetmock.namespaces.registry import PREFIX
from fleetmock_contracts.clients.control import Client
from fleetmock_tooling.errors import CannotRun

SECONDS = 30.0
SHOWN = 10  # names in an error


def fetch(url: str, namespace: str | None, token: str | None) -> dict[str, Any]:
    """Of one namespace, or of all that the mock has had. `token` is that of the control plane.

    Raises CannotRun, also for a namespace that is not there: asking it would make it.
    """
    headers = {"authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=SECONDS, trust_env=False) as client:
            if namespace:
                _check(namespace, [each.name for each in Client(Connection(client)).list_namespaces().namespaces])
            control = Client(Connection(client, f"{PREFIX}{namespace}" if namespace else ""))
            found = control.get_coverage(scope="namespace" if namespace else "server")
    except ControlError as error:
        hint = "; give the control plane's token with --control-token" if error.status in {401, 403} else ""
        raise CannotRun(f"{url} answered {error}{hint}") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise CannotRun(
            f"{url} cannot be asked: {str(error) or type(error).__name__}; is `fleetmock serve` running there?"
        ) from error
    except (ValidationError, ValueError) as error:
        raise CannotRun(f"{url} answered something else than a coverage; is it a fleetmock of this version?") from error
    return found.model_dump(mode="json", by_alias=True)


def _check(namespace: str, known: list[str]) -> None:
    if namespace not in known:
        others = "" if len(known) <= SHOWN else f" and {len(known) - SHOWN} others"
        raise CannotRun(f"there is no namespace {namespace!r} (any more); there are {', '.join(known[:SHOWN])}{others}")
