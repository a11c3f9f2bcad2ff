"""A namespace of a mock as a test has it in its hands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from typing import Any, Final

import httpx

import fleetmock_contracts
from fleetmock.contract.examples import base_path
from fleetmock.kit.connection import AsyncConnection, Connection
from fleetmock.kit.parts import Clock, Command, Device, Faults, Requests
from fleetmock.namespaces.registry import PREFIX
from fleetmock_contracts.clients.control import AsyncClient, Client, models

Make = Callable[..., httpx.Client]
AsyncMake = Callable[..., httpx.AsyncClient]

# Longer than the control plane keeps a request open.
SECONDS: Final = 310.0
# Devices that an error names at most.
MANY: Final = 20


class NotMet(AssertionError):
    """What a test waited for has not happened; `result` is what is known of it."""

    def __init__(self, result: models.WaitResult) -> None:
        super().__init__(result.detail or result.reason.value)
        self.result = result


class Place:
    """Where a namespace is: the addresses of its APIs."""

    def __init__(self, root: str, name: str | None) -> None:
        """`root` is the address of the server; the name None is the default namespace."""
        self.root = root
        self.name = name
        self.prefix = f"{PREFIX}{name}" if name else ""

    def url(self, api: str | None = None) -> str:
        """The base address of an API, as a client of it is told; without one, that of the namespace.

        Raises LookupError for an API that there is not.
        """
        if api is not None and api not in (*fleetmock_contracts.APIS, fleetmock_contracts.CONTROL):
            raise LookupError(f"no API is named {api!r}; there are {', '.join(fleetmock_contracts.APIS)}")
        return self.root + self.prefix + (base_path(fleetmock_contracts.load(api)) if api else "")


class Handle(Place):
    """For tests that wait. `control` is all of the control plane; the rest are shorter words for what tests do most."""

    def __init__(
        self, root: str, client: httpx.Client, make: Make, *, name: str | None = None, token: str = ""
    ) -> None:
        """`client` reaches the control plane; `make` makes others, as httpx.Client does.

        `token` is one that the vendors' APIs let in.
        """
        super().__init__(root, name)
        self.token = token
        self._client = client
        self._make = make
        self.control = Client(Connection(client, self.prefix))
        self._made = ExitStack()
        self.clock = Clock(self.control)
        self.requests = Requests(self.control)
        self.faults = Faults(self.control)

    def client(self, api: str, **options: Any) -> httpx.Client:
        """A client of an API, with its base address and a token that may do everything; `close` closes it."""
        headers = {"authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        made = self._make(base_url=self.url(api), headers=headers, **options)
        self._made.callback(made.close)
        return made

    def namespace(self, name: str) -> Handle:
        """Another namespace of the same mock; the caller closes it."""
        return Handle(self.root, self._client, self._make, name=name, token=self.token)

    def device(self, name: str) -> Device:
        """By id or alias. Raises LookupError when there is none, or more than one."""
        devices = self.control.list_devices().devices
        found = [each for each in devices if name in {each.id, *each.aliases}]
        if len(found) > 1:
            raise LookupError(f"several devices are named {name!r}")
        if not found:
            names = ", ".join(each.aliases[0] if each.aliases else each.id for each in devices[:MANY])
            raise LookupError(f"no device is named {name!r}; there are {names}{', …' if devices[MANY:] else ''}")
        return Device(self.control, found[0])

    def command(self, command_id: str) -> Command:
        return Command(self.control, command_id)

    def wait(self, command_id: str, state: str | None = None, *, timeout: float = 10) -> models.WaitResult:
        """Until a command has reached a state, any terminal one without `state`; `timeout` is in real seconds.

        Raises NotMet.
        """
        awaited = {"id": command_id} | ({"state": state} if state else {})
        return self._wait({"command": awaited, "timeout": timeout})

    def wait_for_requests(self, count: int = 1, *, timeout: float = 10, **pattern: Any) -> models.WaitResult:
        """Until so many requests of a pattern were answered. Raises NotMet."""
        return self._wait({"requests": {"pattern": pattern, "count": count}, "timeout": timeout})

    def wait_for_callbacks(self, count: int = 1, *, timeout: float = 10, **pattern: Any) -> models.WaitResult:
        """Until so many callbacks of a pattern were delivered. Raises NotMet."""
        return self._wait({"callbacks": {**pattern, "count": count}, "timeout": timeout})

    def mint(self, *permissions: str, **request: Any) -> str:
        """A token with these permissions, all without any; `api` and `expiresIn` are as in TokenRequest."""
        body = request | ({"permissions": list(permissions)} if permissions else {})
        return self.control.create_token(models.TokenRequest.model_validate(body)).token

    def settings(self, **changes: Any) -> models.Settings:
        """Change how the namespace behaves, in the members of SettingsUpdate; without any, how it does."""
        if not changes:
            return self.control.get_settings()
        return self.control.update_settings(models.SettingsUpdate.model_validate(changes))

    def reset(self, seed: int | None = None) -> None:
        """Begin anew, with another seed if there is one."""
        self.control.reset(models.ResetRequest.model_validate({} if seed is None else {"seed": seed}))

    def close(self) -> None:
        """Close the clients that were made here; the handle can be used on."""
        self._made.close()

    def _wait(self, body: dict[str, Any]) -> models.WaitResult:
        result = self.control.wait_for(models.WaitRequest.model_validate(body))
        if not result.met:
            raise NotMet(result)
        return result


class AsyncHandle(Place):
    """For tests that are coroutines: addresses, clients and the whole control plane."""

    def __init__(
        self, root: str, client: httpx.AsyncClient, make: AsyncMake, *, name: str | None = None, token: str = ""
    ) -> None:
        """As that of Handle."""
        super().__init__(root, name)
        self.token = token
        self._client = client
        self._make = make
        self._made = AsyncExitStack()
        self.control = AsyncClient(AsyncConnection(client, self.prefix))

    def client(self, api: str, **options: Any) -> httpx.AsyncClient:
        """As that of Handle."""
        headers = {"authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        made = self._make(base_url=self.url(api), headers=headers, **options)
        self._made.push_async_callback(made.aclose)
        return made

    async def close(self) -> None:
        """As that of Handle."""
        await self._made.aclose()

    def namespace(self, name: str) -> AsyncHandle:
        return AsyncHandle(self.root, self._client, self._make, name=name, token=self.token)
