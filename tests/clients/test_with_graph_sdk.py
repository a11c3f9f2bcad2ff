"""Microsoft's own SDK for Graph /beta: what it reads and sends is what the vendor's clients do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from msgraph_beta import GraphRequestAdapter, GraphServiceClient
from msgraph_beta.generated.models.command import Command
from msgraph_beta.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_beta.generated.models.payload_request import PayloadRequest
from msgraph_beta.graph_request_adapter import options
from msgraph_core import GraphClientFactory

from fleetmock.kit.handle import Handle

# The SDK itself uses what the SDK has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
Value = TypeVar("Value")
SURFACE = "6841b3db-2b55-467b-ad84-79a41a4ef665"


class Token(AccessTokenProvider):
    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:  # noqa: ARG002 - the SDK's signature
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


def with_sdk(fleetmock: Handle, act: Callable[[Any], Awaitable[Value]], token: str | None = None) -> Value:
    """What the act does with the devices of the signed-in user. The SDK belongs to one event loop."""

    async def run() -> Value:
        # The SDK leaves a connection that it may use again open for ever.
        plain = httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0))
        async with GraphClientFactory.create_with_default_middleware(client=plain, options=options) as http:
            adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(token or fleetmock.token)), http)
            adapter.base_url = fleetmock.url("msgraph")
            return await act(GraphServiceClient(request_adapter=adapter).me().devices)

    return asyncio.run(run())


def launch() -> Command:
    return Command(type="LaunchUri", payload=PayloadRequest(additional_data={"uri": "http://bing.com"}))


def test_devices_are_read(fleetmock: Handle) -> None:
    async def names(devices: Any) -> list[str]:
        return [each.name for each in (await devices.get()).value]

    assert "My Surface" in with_sdk(fleetmock, names)


def test_a_command_is_sent_and_polled(fleetmock: Handle) -> None:
    async def send(devices: Any) -> str:
        created: str = (await devices.by_device_id(SURFACE).commands.post(launch())).id
        return created

    async def poll(devices: Any) -> str:
        status: str = (await devices.by_device_id(SURFACE).commands.by_command_id(command).get()).status
        return status

    command = with_sdk(fleetmock, send)
    assert with_sdk(fleetmock, poll) == "requesting"
    fleetmock.clock.advance(60)
    assert with_sdk(fleetmock, poll) == "completed"


def test_a_throttled_command_is_sent_again_and_there_once(fleetmock: Handle) -> None:
    async def send(devices: Any) -> None:
        await devices.by_device_id(SURFACE).commands.post(launch())

    before = len(fleetmock.control.list_commands(device=SURFACE).commands)
    fleetmock.faults.add("throttle", match={"method": "POST", "times": 1}, retryAfter=1)
    with_sdk(fleetmock, send)
    assert [each.response.status for each in fleetmock.requests.find(method="POST")] == [429, 201]
    assert len(fleetmock.control.list_commands(device=SURFACE).commands) == before + 1


def test_an_error_is_the_one_that_the_sdk_knows(fleetmock: Handle) -> None:
    async def get(devices: Any) -> None:
        await devices.by_device_id(SURFACE).commands.by_command_id("NOPE").get()

    with pytest.raises(ODataError) as error:
        with_sdk(fleetmock, get)
    assert error.value.response_status_code == 404
    assert error.value.error is not None
    assert error.value.error.code


def test_a_token_that_may_only_read_may_not_send(fleetmock: Handle) -> None:
    async def send(devices: Any) -> None:
        await devices.by_device_id(SURFACE).commands.post(launch())

    with pytest.raises(ODataError) as error:
        with_sdk(fleetmock, send, fleetmock.mint("Device.Read"))
    assert error.value.response_status_code == 403
