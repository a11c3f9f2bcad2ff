"""Callbacks for one namespace after the other; what they share is made once."""

from collections.abc import Mapping

from fleetmock.apis.handler import FleetApi
from fleetmock.apis.variants.registry import Variants
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.callbacks import Callbacks, Publish
from fleetmock.callbacks.promise import Promise, offers
from fleetmock.callbacks.sender import Sender
from fleetmock.contract.examples import Document
from fleetmock.fleet.fleet import Fleet


class Setup:
    def __init__(self, apis: Mapping[str, FleetApi], documents: Mapping[str, Document], allowed: AllowList) -> None:
        """Both are by API. Only those call back that can show a command."""
        self._promises = {name: Promise(offers(documents[name]), api.show) for name, api in apis.items() if api.show}
        self._allowed = allowed
        self._sender = Sender()

    def callbacks(self, fleet: Fleet, variants: Mapping[str, Variants], publish: Publish) -> Callbacks:
        """Of a new namespace."""
        made = Callbacks(fleet, self._promises, self._allowed, self._sender, publish)
        made.vary(variants)
        return made
