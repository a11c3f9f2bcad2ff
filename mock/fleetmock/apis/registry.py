"""All APIs, by the name of their spec."""

from collections.abc import Mapping
from typing import Final

from fleetmock.apis import applivery_aosp, applivery_apple, msgraph
from fleetmock.apis.handler import Api

APIS: Final[Mapping[str, Api]] = {api.name: api for api in (msgraph.API, applivery_aosp.API, applivery_apple.API)}
