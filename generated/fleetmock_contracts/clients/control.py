# GENERATED from specs/control.yaml by `fleetmock generate`; do not edit.
"""Clients of fleetmock control plane, one method for each operation: `Client` waits, `AsyncClient` is awaited.

Both build requests and read answers; what sends them is given to them.
"""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from fleetmock_contracts.models import control as models

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ask(Generic[Result]):
    """A request. `path` is below the server's address; `result` is the type that the answer is read as."""

    method: str
    path: str
    result: type[Result]
    query: dict[str, Any] = field(default_factory=dict)
    body: BaseModel | None = None


class Send(Protocol):
    def __call__(self, ask: Ask[Result], /) -> Result: ...


class AsyncSend(Protocol):
    def __call__(self, ask: Ask[Result], /) -> Awaitable[Result]: ...


def _given(**query: Any) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


class Client:
    def __init__(self, send: Send) -> None:
        self._send = send

    def get_health(self) -> models.Health:
        """Whether the mock answers."""
        return self._send(Ask("GET", "/__admin/health", models.Health))

    def get_version(self) -> models.Version:
        """Which fleetmock this is, and which APIs it serves."""
        return self._send(Ask("GET", "/__admin/version", models.Version))

    def list_documents(self) -> models.DocumentList:
        """The OpenAPI documents of what is served."""
        return self._send(Ask("GET", "/__admin/openapi", models.DocumentList))

    def get_document(self, api: str) -> models.Document:
        """An OpenAPI document."""
        return self._send(Ask("GET", f"/__admin/openapi/{quote(str(api), safe='')}", models.Document))

    def list_namespaces(self) -> models.NamespaceList:
        """The namespaces of the server."""
        return self._send(Ask("GET", "/__admin/namespaces", models.NamespaceList))

    def drop_namespace(self, name: str) -> None:
        """Forget a namespace."""
        self._send(Ask("DELETE", f"/__admin/namespaces/{quote(str(name), safe='')}", type(None)))

    def reset(self, body: models.ResetRequest | None = None) -> None:
        """Begin anew."""
        self._send(Ask("POST", "/__admin/reset", type(None), body=body))

    def get_settings(self) -> models.Settings:
        """How the namespace behaves."""
        return self._send(Ask("GET", "/__admin/settings", models.Settings))

    def update_settings(self, body: models.SettingsUpdate) -> models.Settings:
        """Change how the namespace behaves."""
        return self._send(Ask("POST", "/__admin/settings", models.Settings, body=body))

    def get_clock(self) -> models.Clock:
        """What time it is."""
        return self._send(Ask("GET", "/__admin/clock", models.Clock))

    def freeze_clock(self, body: models.ClockFreeze | None = None) -> models.Clock:
        """Let time stand still."""
        return self._send(Ask("POST", "/__admin/clock/freeze", models.Clock, body=body))

    def advance_clock(self, body: models.ClockAdvance) -> models.Clock:
        """Move time ahead."""
        return self._send(Ask("POST", "/__admin/clock/advance", models.Clock, body=body))

    def scale_clock(self, body: models.ClockScale) -> models.Clock:
        """Let time go faster or slower."""
        return self._send(Ask("POST", "/__admin/clock/scale", models.Clock, body=body))

    def advance_clock_to_next_event(self) -> models.NextEvent:
        """Move time to the next thing that happens."""
        return self._send(Ask("POST", "/__admin/clock/next-event", models.NextEvent))

    def reset_clock(self) -> models.Clock:
        """Bring back the time that the mock was started with."""
        return self._send(Ask("POST", "/__admin/clock/reset", models.Clock))

    def list_devices(self, *, api: str | None = None, presence: str | None = None) -> models.DeviceList:
        """The devices, and where they are."""
        return self._send(
            Ask("GET", "/__admin/devices", models.DeviceList, query=_given(api=api, presence=presence))
        )

    def create_device(self, body: models.DeviceRequest) -> models.Device:
        """Add a device."""
        return self._send(Ask("POST", "/__admin/devices", models.Device, body=body))

    def get_device(self, api: str, kind: str, id: str) -> models.Device:
        """A device."""
        return self._send(
            Ask(
                "GET",
                f"/__admin/devices/{quote(str(api), safe='')}/{quote(str(kind), safe='')}/{quote(str(id), safe='')}",
                models.Device,
            )
        )

    def update_device(self, api: str, kind: str, id: str, body: models.DeviceUpdate) -> models.Device:
        """Change where a device is, or what becomes of its commands."""
        return self._send(
            Ask(
                "PATCH",
                f"/__admin/devices/{quote(str(api), safe='')}/{quote(str(kind), safe='')}/{quote(str(id), safe='')}",
                models.Device,
                body=body,
            )
        )

    def list_commands(
        self,
        *,
        api: str | None = None,
        device: str | None = None,
        state: str | None = None,
        limit: int | None = None,
    ) -> models.CommandList:
        """The commands, and how far they have come."""
        return self._send(
            Ask(
                "GET",
                "/__admin/commands",
                models.CommandList,
                query=_given(api=api, device=device, state=state, limit=limit),
            )
        )

    def get_command(self, id: str) -> models.Command:
        """A command, with its life so far and what lies ahead."""
        return self._send(Ask("GET", f"/__admin/commands/{quote(str(id), safe='')}", models.Command))

    def choose_outcome(self, id: str, body: models.OutcomeRequest) -> models.Command:
        """Choose what becomes of a command."""
        return self._send(
            Ask("POST", f"/__admin/commands/{quote(str(id), safe='')}/outcome", models.Command, body=body)
        )

    def transition_command(self, id: str, body: models.TransitionRequest) -> models.Command:
        """Force what happens to a command, now."""
        return self._send(
            Ask("POST", f"/__admin/commands/{quote(str(id), safe='')}/transition", models.Command, body=body)
        )

    def list_requests(
        self,
        *,
        api: str | None = None,
        operation_id: str | None = None,
        method: str | None = None,
        path: str | None = None,
        path_pattern: str | None = None,
        status: int | None = None,
        device: str | None = None,
        command: str | None = None,
        since: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> models.RequestList:
        """What was asked and answered."""
        return self._send(
            Ask(
                "GET",
                "/__admin/requests",
                models.RequestList,
                query=_given(
                    api=api,
                    operationId=operation_id,
                    method=method,
                    path=path,
                    pathPattern=path_pattern,
                    status=status,
                    device=device,
                    command=command,
                    since=since,
                    after=after,
                    limit=limit,
                ),
            )
        )

    def clear_requests(self) -> models.RequestsCleared:
        """Empty the journal."""
        return self._send(Ask("DELETE", "/__admin/requests", models.RequestsCleared))

    def list_unmatched_requests(self, *, limit: int | None = None) -> models.UnmatchedList:
        """What no operation took."""
        return self._send(
            Ask("GET", "/__admin/requests/unmatched", models.UnmatchedList, query=_given(limit=limit))
        )

    def count_requests(self, body: models.RequestPattern) -> models.RequestCount:
        """How many requests fit a pattern."""
        return self._send(Ask("POST", "/__admin/requests/count", models.RequestCount, body=body))

    def find_requests(self, body: models.RequestPattern, *, limit: int | None = None) -> models.RequestList:
        """The requests that fit a pattern."""
        return self._send(
            Ask("POST", "/__admin/requests/find", models.RequestList, query=_given(limit=limit), body=body)
        )

    def get_request(self, id: str) -> models.Request:
        """One request."""
        return self._send(Ask("GET", f"/__admin/requests/{quote(str(id), safe='')}", models.Request))

    def list_tokens(self) -> models.TokenList:
        """The bearer tokens that the namespace knows."""
        return self._send(Ask("GET", "/__admin/tokens", models.TokenList))

    def create_token(self, body: models.TokenRequest) -> models.Token:
        """Make a bearer token."""
        return self._send(Ask("POST", "/__admin/tokens", models.Token, body=body))

    def list_faults(self) -> models.FaultList:
        """The faults, and how often each has happened."""
        return self._send(Ask("GET", "/__admin/faults", models.FaultList))

    def create_fault(self, body: models.FaultDefinition) -> models.Fault:
        """Let something go wrong."""
        return self._send(Ask("POST", "/__admin/faults", models.Fault, body=body))

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._send(Ask("DELETE", "/__admin/faults", type(None)))

    def get_fault(self, id: str) -> models.Fault:
        """One fault."""
        return self._send(Ask("GET", f"/__admin/faults/{quote(str(id), safe='')}", models.Fault))

    def delete_fault(self, id: str) -> None:
        """Remove a fault."""
        self._send(Ask("DELETE", f"/__admin/faults/{quote(str(id), safe='')}", type(None)))

    def list_callbacks(
        self,
        *,
        command_id: str | None = None,
        state: str | None = None,
        outcome: str | None = None,
        since: str | None = None,
        limit: int | None = None,
    ) -> models.CallbackList:
        """What was sent to the client's own address."""
        return self._send(
            Ask(
                "GET",
                "/__admin/callbacks",
                models.CallbackList,
                query=_given(commandId=command_id, state=state, outcome=outcome, since=since, limit=limit),
            )
        )

    def get_callback(self, id: str) -> models.Callback:
        """One callback."""
        return self._send(Ask("GET", f"/__admin/callbacks/{quote(str(id), safe='')}", models.Callback))

    def replay_callback(self, id: str) -> models.Callback:
        """Send a callback again."""
        return self._send(
            Ask("POST", f"/__admin/callbacks/{quote(str(id), safe='')}/replay", models.Callback)
        )

    def wait_for(self, body: models.WaitRequest) -> models.WaitResult:
        """Wait instead of sleeping."""
        return self._send(Ask("POST", "/__admin/wait", models.WaitResult, body=body))

    def list_snapshots(self) -> models.SnapshotList:
        """The snapshots of the namespace."""
        return self._send(Ask("GET", "/__admin/snapshots", models.SnapshotList))

    def get_snapshot(self, name: str) -> models.Snapshot:
        """A snapshot."""
        return self._send(Ask("GET", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot))

    def save_snapshot(self, name: str) -> models.Snapshot:
        """Remember how things are."""
        return self._send(Ask("PUT", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot))

    def create_snapshot(self, name: str) -> models.Snapshot:
        """Remember how things are, under a new name."""
        return self._send(Ask("POST", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot))

    def delete_snapshot(self, name: str) -> None:
        """Forget a snapshot."""
        self._send(Ask("DELETE", f"/__admin/snapshots/{quote(str(name), safe='')}", type(None)))

    def restore_snapshot(self, name: str) -> models.Snapshot:
        """Let things be as they were."""
        return self._send(
            Ask("POST", f"/__admin/snapshots/{quote(str(name), safe='')}/restore", models.Snapshot)
        )

    def get_coverage(self, *, scope: str | None = None) -> models.Coverage:
        """What the client under test has met, and what never."""
        return self._send(Ask("GET", "/__admin/coverage", models.Coverage, query=_given(scope=scope)))

    def clear_coverage(self, *, scope: str | None = None) -> None:
        """Begin to count anew."""
        self._send(Ask("DELETE", "/__admin/coverage", type(None), query=_given(scope=scope)))

    def get_coverage_table(self, *, scope: str | None = None) -> str:
        """The same as a table of text."""
        return self._send(Ask("GET", "/__admin/coverage/table", str, query=_given(scope=scope)))

    def get_coverage_page(self, *, scope: str | None = None) -> str:
        """The same as a page."""
        return self._send(Ask("GET", "/__admin/coverage/page", str, query=_given(scope=scope)))


class AsyncClient:
    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_health(self) -> models.Health:
        """Whether the mock answers."""
        return await self._send(Ask("GET", "/__admin/health", models.Health))

    async def get_version(self) -> models.Version:
        """Which fleetmock this is, and which APIs it serves."""
        return await self._send(Ask("GET", "/__admin/version", models.Version))

    async def list_documents(self) -> models.DocumentList:
        """The OpenAPI documents of what is served."""
        return await self._send(Ask("GET", "/__admin/openapi", models.DocumentList))

    async def get_document(self, api: str) -> models.Document:
        """An OpenAPI document."""
        return await self._send(Ask("GET", f"/__admin/openapi/{quote(str(api), safe='')}", models.Document))

    async def list_namespaces(self) -> models.NamespaceList:
        """The namespaces of the server."""
        return await self._send(Ask("GET", "/__admin/namespaces", models.NamespaceList))

    async def drop_namespace(self, name: str) -> None:
        """Forget a namespace."""
        await self._send(Ask("DELETE", f"/__admin/namespaces/{quote(str(name), safe='')}", type(None)))

    async def reset(self, body: models.ResetRequest | None = None) -> None:
        """Begin anew."""
        await self._send(Ask("POST", "/__admin/reset", type(None), body=body))

    async def get_settings(self) -> models.Settings:
        """How the namespace behaves."""
        return await self._send(Ask("GET", "/__admin/settings", models.Settings))

    async def update_settings(self, body: models.SettingsUpdate) -> models.Settings:
        """Change how the namespace behaves."""
        return await self._send(Ask("POST", "/__admin/settings", models.Settings, body=body))

    async def get_clock(self) -> models.Clock:
        """What time it is."""
        return await self._send(Ask("GET", "/__admin/clock", models.Clock))

    async def freeze_clock(self, body: models.ClockFreeze | None = None) -> models.Clock:
        """Let time stand still."""
        return await self._send(Ask("POST", "/__admin/clock/freeze", models.Clock, body=body))

    async def advance_clock(self, body: models.ClockAdvance) -> models.Clock:
        """Move time ahead."""
        return await self._send(Ask("POST", "/__admin/clock/advance", models.Clock, body=body))

    async def scale_clock(self, body: models.ClockScale) -> models.Clock:
        """Let time go faster or slower."""
        return await self._send(Ask("POST", "/__admin/clock/scale", models.Clock, body=body))

    async def advance_clock_to_next_event(self) -> models.NextEvent:
        """Move time to the next thing that happens."""
        return await self._send(Ask("POST", "/__admin/clock/next-event", models.NextEvent))

    async def reset_clock(self) -> models.Clock:
        """Bring back the time that the mock was started with."""
        return await self._send(Ask("POST", "/__admin/clock/reset", models.Clock))

    async def list_devices(self, *, api: str | None = None, presence: str | None = None) -> models.DeviceList:
        """The devices, and where they are."""
        return await self._send(
            Ask("GET", "/__admin/devices", models.DeviceList, query=_given(api=api, presence=presence))
        )

    async def create_device(self, body: models.DeviceRequest) -> models.Device:
        """Add a device."""
        return await self._send(Ask("POST", "/__admin/devices", models.Device, body=body))

    async def get_device(self, api: str, kind: str, id: str) -> models.Device:
        """A device."""
        return await self._send(
            Ask(
                "GET",
                f"/__admin/devices/{quote(str(api), safe='')}/{quote(str(kind), safe='')}/{quote(str(id), safe='')}",
                models.Device,
            )
        )

    async def update_device(self, api: str, kind: str, id: str, body: models.DeviceUpdate) -> models.Device:
        """Change where a device is, or what becomes of its commands."""
        return await self._send(
            Ask(
                "PATCH",
                f"/__admin/devices/{quote(str(api), safe='')}/{quote(str(kind), safe='')}/{quote(str(id), safe='')}",
                models.Device,
                body=body,
            )
        )

    async def list_commands(
        self,
        *,
        api: str | None = None,
        device: str | None = None,
        state: str | None = None,
        limit: int | None = None,
    ) -> models.CommandList:
        """The commands, and how far they have come."""
        return await self._send(
            Ask(
                "GET",
                "/__admin/commands",
                models.CommandList,
                query=_given(api=api, device=device, state=state, limit=limit),
            )
        )

    async def get_command(self, id: str) -> models.Command:
        """A command, with its life so far and what lies ahead."""
        return await self._send(Ask("GET", f"/__admin/commands/{quote(str(id), safe='')}", models.Command))

    async def choose_outcome(self, id: str, body: models.OutcomeRequest) -> models.Command:
        """Choose what becomes of a command."""
        return await self._send(
            Ask("POST", f"/__admin/commands/{quote(str(id), safe='')}/outcome", models.Command, body=body)
        )

    async def transition_command(self, id: str, body: models.TransitionRequest) -> models.Command:
        """Force what happens to a command, now."""
        return await self._send(
            Ask("POST", f"/__admin/commands/{quote(str(id), safe='')}/transition", models.Command, body=body)
        )

    async def list_requests(
        self,
        *,
        api: str | None = None,
        operation_id: str | None = None,
        method: str | None = None,
        path: str | None = None,
        path_pattern: str | None = None,
        status: int | None = None,
        device: str | None = None,
        command: str | None = None,
        since: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> models.RequestList:
        """What was asked and answered."""
        return await self._send(
            Ask(
                "GET",
                "/__admin/requests",
                models.RequestList,
                query=_given(
                    api=api,
                    operationId=operation_id,
                    method=method,
                    path=path,
                    pathPattern=path_pattern,
                    status=status,
                    device=device,
                    command=command,
                    since=since,
                    after=after,
                    limit=limit,
                ),
            )
        )

    async def clear_requests(self) -> models.RequestsCleared:
        """Empty the journal."""
        return await self._send(Ask("DELETE", "/__admin/requests", models.RequestsCleared))

    async def list_unmatched_requests(self, *, limit: int | None = None) -> models.UnmatchedList:
        """What no operation took."""
        return await self._send(
            Ask("GET", "/__admin/requests/unmatched", models.UnmatchedList, query=_given(limit=limit))
        )

    async def count_requests(self, body: models.RequestPattern) -> models.RequestCount:
        """How many requests fit a pattern."""
        return await self._send(Ask("POST", "/__admin/requests/count", models.RequestCount, body=body))

    async def find_requests(
        self, body: models.RequestPattern, *, limit: int | None = None
    ) -> models.RequestList:
        """The requests that fit a pattern."""
        return await self._send(
            Ask("POST", "/__admin/requests/find", models.RequestList, query=_given(limit=limit), body=body)
        )

    async def get_request(self, id: str) -> models.Request:
        """One request."""
        return await self._send(Ask("GET", f"/__admin/requests/{quote(str(id), safe='')}", models.Request))

    async def list_tokens(self) -> models.TokenList:
        """The bearer tokens that the namespace knows."""
        return await self._send(Ask("GET", "/__admin/tokens", models.TokenList))

    async def create_token(self, body: models.TokenRequest) -> models.Token:
        """Make a bearer token."""
        return await self._send(Ask("POST", "/__admin/tokens", models.Token, body=body))

    async def list_faults(self) -> models.FaultList:
        """The faults, and how often each has happened."""
        return await self._send(Ask("GET", "/__admin/faults", models.FaultList))

    async def create_fault(self, body: models.FaultDefinition) -> models.Fault:
        """Let something go wrong."""
        return await self._send(Ask("POST", "/__admin/faults", models.Fault, body=body))

    async def clear_faults(self) -> None:
        """Remove all faults."""
        await self._send(Ask("DELETE", "/__admin/faults", type(None)))

    async def get_fault(self, id: str) -> models.Fault:
        """One fault."""
        return await self._send(Ask("GET", f"/__admin/faults/{quote(str(id), safe='')}", models.Fault))

    async def delete_fault(self, id: str) -> None:
        """Remove a fault."""
        await self._send(Ask("DELETE", f"/__admin/faults/{quote(str(id), safe='')}", type(None)))

    async def list_callbacks(
        self,
        *,
        command_id: str | None = None,
        state: str | None = None,
        outcome: str | None = None,
        since: str | None = None,
        limit: int | None = None,
    ) -> models.CallbackList:
        """What was sent to the client's own address."""
        return await self._send(
            Ask(
                "GET",
                "/__admin/callbacks",
                models.CallbackList,
                query=_given(commandId=command_id, state=state, outcome=outcome, since=since, limit=limit),
            )
        )

    async def get_callback(self, id: str) -> models.Callback:
        """One callback."""
        return await self._send(Ask("GET", f"/__admin/callbacks/{quote(str(id), safe='')}", models.Callback))

    async def replay_callback(self, id: str) -> models.Callback:
        """Send a callback again."""
        return await self._send(
            Ask("POST", f"/__admin/callbacks/{quote(str(id), safe='')}/replay", models.Callback)
        )

    async def wait_for(self, body: models.WaitRequest) -> models.WaitResult:
        """Wait instead of sleeping."""
        return await self._send(Ask("POST", "/__admin/wait", models.WaitResult, body=body))

    async def list_snapshots(self) -> models.SnapshotList:
        """The snapshots of the namespace."""
        return await self._send(Ask("GET", "/__admin/snapshots", models.SnapshotList))

    async def get_snapshot(self, name: str) -> models.Snapshot:
        """A snapshot."""
        return await self._send(
            Ask("GET", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot)
        )

    async def save_snapshot(self, name: str) -> models.Snapshot:
        """Remember how things are."""
        return await self._send(
            Ask("PUT", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot)
        )

    async def create_snapshot(self, name: str) -> models.Snapshot:
        """Remember how things are, under a new name."""
        return await self._send(
            Ask("POST", f"/__admin/snapshots/{quote(str(name), safe='')}", models.Snapshot)
        )

    async def delete_snapshot(self, name: str) -> None:
        """Forget a snapshot."""
        await self._send(Ask("DELETE", f"/__admin/snapshots/{quote(str(name), safe='')}", type(None)))

    async def restore_snapshot(self, name: str) -> models.Snapshot:
        """Let things be as they were."""
        return await self._send(
            Ask("POST", f"/__admin/snapshots/{quote(str(name), safe='')}/restore", models.Snapshot)
        )

    async def get_coverage(self, *, scope: str | None = None) -> models.Coverage:
        """What the client under test has met, and what never."""
        return await self._send(Ask("GET", "/__admin/coverage", models.Coverage, query=_given(scope=scope)))

    async def clear_coverage(self, *, scope: str | None = None) -> None:
        """Begin to count anew."""
        await self._send(Ask("DELETE", "/__admin/coverage", type(None), query=_given(scope=scope)))

    async def get_coverage_table(self, *, scope: str | None = None) -> str:
        """The same as a table of text."""
        return await self._send(Ask("GET", "/__admin/coverage/table", str, query=_given(scope=scope)))

    async def get_coverage_page(self, *, scope: str | None = None) -> str:
        """The same as a page."""
        return await self._send(Ask("GET", "/__admin/coverage/page", str, query=_given(scope=scope)))
