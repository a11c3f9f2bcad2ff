"""What of a namespace can be changed while it lives."""

from dataclasses import replace
from typing import Any, Final

from fleetmock.apis.variants.registry import UnknownVariant
from fleetmock.callbacks.manner import Manner
from fleetmock.contract.exchange import Call
from fleetmock.control.refusals import conflict, no_such, unprocessable
from fleetmock.namespaces.namespace import Namespace


def _shown(namespace: Namespace) -> dict[str, Any]:
    behaviours, callbacks = namespace.fleet.behaviours, namespace.callbacks
    return {
        "namespace": namespace.name,
        "seed": namespace.seed,
        "auth": namespace.gate.mode,
        "scenarios": {api: each.default for api, each in behaviours.items()},
        "variants": {api: namespace.variants[api].values for api in behaviours},
        "callbacks": (callbacks.manner if callbacks else Manner()).shown(),
    }


def get_settings(namespace: Namespace, _call: Call) -> Any:
    return _shown(namespace)


def update_settings(namespace: Namespace, call: Call) -> Any:
    """All of it or nothing: what could be refused is looked at before anything is changed."""
    scenarios, variants = _scenarios(namespace, call.body), _variants(namespace, call.body)
    if "callbacks" in call.body:
        if namespace.callbacks is None:
            raise conflict("Nobody is called back: start the mock with --callbacks HOST to allow it.")
        namespace.callbacks.manner = namespace.callbacks.manner.changed(call.body["callbacks"])
    if "auth" in call.body:
        namespace.gate.mode = call.body["auth"]
    for api, name in scenarios.items():
        namespace.fleet.behaviours[api] = replace(namespace.fleet.behaviours[api], default=name)
    if variants:
        namespace.serve_variants(variants)
    return _shown(namespace)


def _scenarios(namespace: Namespace, body: dict[str, Any]) -> dict[str, str]:
    """The new defaults by API. Raises Refusal."""
    behaviours, chosen = namespace.fleet.behaviours, dict[str, str]()
    if "scenario" in body:
        name = body["scenario"]
        chosen = {api: name for api, each in behaviours.items() if name in each.scenarios}
        if not chosen:
            known = sorted({each for behaviour in behaviours.values() for each in behaviour.scenarios})
            raise unprocessable("/scenario", no_such("scenario", name, known))
    for api, name in body.get("scenarios", {}).items():
        if api not in behaviours:
            raise unprocessable(f"/scenarios/{api}", no_such("API", api, behaviours))
        if name not in behaviours[api].scenarios:
            raise unprocessable(f"/scenarios/{api}", no_such("scenario", name, behaviours[api].scenarios))
        chosen[api] = name
    return chosen


def _variants(namespace: Namespace, body: dict[str, Any]) -> dict[str, Any]:
    """The new variants by API. Raises Refusal."""
    chosen = {}
    for api, values in body.get("variants", {}).items():
        if api not in namespace.fleet.behaviours:
            raise unprocessable(f"/variants/{api}", no_such("API", api, namespace.fleet.behaviours))
        try:
            chosen[api] = namespace.variants[api].changed(values)
        except UnknownVariant as error:
            raise unprocessable(f"/variants/{api}", str(error)) from None
    return chosen


HANDLERS: Final = {"getSettings": get_settings, "updateSettings": update_settings}
