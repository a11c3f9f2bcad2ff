"""All APIs, by the name of their spec."""

from collections.abc import Mapping
from typing import Final

from fleetmock.apis import applivery_aosp, applivery_apple, msgraph
from fleetmock.apis.handler import FleetApi

APIS: Final[Mapping[str, FleetApi]] = {api.name: api for api in (msgraph.API, applivery_aosp.API, applivery_apple.API)}
