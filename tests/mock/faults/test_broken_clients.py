"""What the clients of the kit see of a connection that breaks."""

import asyncio

import httpx
import pytest

from fleetmock import Mock, Server


@pytest.mark.parametrize("kind", [Mock, Server])
@pytest.mark.parametrize(
    ("fault", "error"),
    [("reset", httpx.ReadError), ("empty", httpx.RemoteProtocolError), ("truncate", httpx.RemoteProtocolError)],
)
def test_a_broken_connection_is_the_same_error_with_and_without_a_socket(
    kind: type[Mock] | type[Server], fault: str, error: type[httpx.TransportError]
) -> None:
    with kind() as handle:
        client = handle.client("msgraph")
        with pytest.raises(error):
            client.get("/me/devices", headers={"prefer": f"fault={fault}"})
        assert client.get("/me/devices").status_code == 200


def test_so_it_is_for_clients_that_do_not_wait() -> None:
    async def attempt() -> None:
        async with Mock() as handle:
            with pytest.raises(httpx.ReadError):
                await handle.client("msgraph").get("/me/devices", headers={"prefer": "fault=reset"})

    asyncio.run(attempt())
