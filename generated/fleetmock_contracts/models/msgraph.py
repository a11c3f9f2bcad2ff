# GENERATED from specs/msgraph.yaml by `fleetmock generate`; do not edit.

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Device(BaseModel):
    """A device of the signed-in user, as Project Rome saw it."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: Annotated[str, Field(min_length=1)]
    """A GUID in every example."""
    name: str | None = None
    kind: str | None = None
    """Form factor: Tablet, Desktop, Phone, Xbox, Hub, Holographic."""
    status: str | None = None
    """Online, Offline or Unknown in real clients. Phones were always Unknown."""
    platform: str | None = None
    model: str | None = None
    manufacturer: str | None = None


class DeviceCollection(BaseModel):
    """One page of devices."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    odata_context: Annotated[str | None, Field(alias="@odata.context")] = None
    odata_count: Annotated[int | None, Field(alias="@odata.count", ge=0)] = None
    """The number of items on all pages; with $count=true."""
    odata_next_link: Annotated[str | None, Field(alias="@odata.nextLink", min_length=1)] = None
    """The next page, absolute. Absent on the last page."""
    value: list[Device]


class LaunchUriPayload(BaseModel):
    """The URI to open; http, https or an application's own scheme."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    uri: Annotated[
        str, Field(max_length=8192, min_length=3, pattern="^[A-Za-z][A-Za-z0-9+.-]*:[^\\x00-\\x20]+$")
    ]


class PayloadRequest(BaseModel):
    """Keys and values for the app service. Open; the keys are the application's own."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )


class CommandStatus(StrEnum):
    """Called actionStatus in the documentation."""

    REQUESTING = "requesting"
    SENT_TO_TARGET = "sentToTarget"
    EXECUTING = "executing"
    COMPLETED = "completed"
    FAILED_TO_SEND = "failedToSend"
    EXECUTION_FAILED = "executionFailed"
    COMMAND_DROPPED = "commandDropped"
    CANCEL = "cancel"
    CANCELLING = "cancelling"
    CANCELED = "canceled"
    RETRY = "retry"
    EXPIRED = "expired"
    ERROR = "error"
    CUSTOM = "custom"


class PayloadResponse(BaseModel):
    """What the app service answered. An open type, so any other key may come along."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    odata_context: Annotated[str | None, Field(alias="@odata.context")] = None
    id: Annotated[str | None, Field(min_length=1)] = None
    """The metadata makes this an entity; the example has no id."""
    ms_ignored_parameter: Annotated[float | None, Field(alias="MsIgnoredParameter")] = None
    """A placeholder of the service."""
    creation_date: Annotated[str | None, Field(alias="CreationDate")] = None
    """A date as 04/27/2017, not RFC 3339."""
    type: Annotated[str | None, Field(alias="Type")] = None
    """Ok in the example."""


class InnerError(BaseModel):
    """What support asks for."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    date: str | None = None
    """UTC without a zone suffix."""
    request_id: Annotated[str | None, Field(alias="request-id")] = None
    client_request_id: Annotated[str | None, Field(alias="client-request-id")] = None


class LaunchUriRequest(BaseModel):
    """Open a URI, or the application registered for it, on the device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Annotated[str, Field(max_length=9, min_length=9, pattern="^[Ll][Aa][Uu][Nn][Cc][Hh][Uu][Rr][Ii]$")]
    """LaunchUri, in any mixture of cases."""
    payload: LaunchUriPayload
    post_back_uri: Annotated[
        str | None, Field(alias="postBackUri", max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$")
    ] = None
    """Where to send notifications of updates."""
    post_back_uri_1: Annotated[
        str | None,
        Field(
            alias="PostBackUri", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the metadata spelled it until 2020."""
    postback_uri: Annotated[
        str | None,
        Field(
            alias="postbackURI", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the request example spells it."""
    post_back_uri_2: Annotated[
        str | None,
        Field(
            alias="postBackURI", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the property table spells it."""


class AppServiceRequest(BaseModel):
    """Call an app service on the device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Annotated[
        str, Field(max_length=10, min_length=10, pattern="^[Aa][Pp][Pp][Ss][Ee][Rr][Vv][Ii][Cc][Ee]$")
    ]
    """AppService, in any mixture of cases."""
    package_family_name: Annotated[str, Field(alias="packageFamilyName", min_length=1)]
    """Windows package family name of the application."""
    app_service_name: Annotated[str, Field(alias="appServiceName", min_length=1)]
    """The app service's name in the application."""
    payload: PayloadRequest | None = None
    post_back_uri: Annotated[
        str | None, Field(alias="postBackUri", max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$")
    ] = None
    """Where to send notifications of updates."""
    post_back_uri_1: Annotated[
        str | None,
        Field(
            alias="PostBackUri", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the metadata spelled it until 2020."""
    postback_uri: Annotated[
        str | None,
        Field(
            alias="postbackURI", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the request example spells it."""
    post_back_uri_2: Annotated[
        str | None,
        Field(
            alias="postBackURI", deprecated=True, max_length=2048, pattern="^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
        ),
    ] = None
    """postBackUri, as the property table spells it."""


class Command(BaseModel):
    """A command that was sent to a device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    odata_context: Annotated[str | None, Field(alias="@odata.context")] = None
    id: Annotated[str, Field(min_length=1)]
    """Opaque. Upper-case hexadecimal in every example."""
    status: CommandStatus
    type: str | None = None
    """As it was sent. Null in every documented example."""
    app_service_name: Annotated[str | None, Field(alias="appServiceName")] = None
    package_family_name: Annotated[str | None, Field(alias="packageFamilyName")] = None
    error: str | None = None
    """Errors from the target application. Not the error envelope of OData."""
    payload: dict[str, Any] | None = None
    """What was sent to the device, key for key."""
    responsepayload: dict[str, Any] | None = None
    """A navigation property; left out of the command itself."""
    permission_ticket: Annotated[str | None, Field(alias="permissionTicket")] = None
    """Undocumented and always null."""
    post_back_uri: Annotated[str | None, Field(alias="postBackUri")] = None


class CommandCollection(BaseModel):
    """One page of commands."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    odata_context: Annotated[str | None, Field(alias="@odata.context")] = None
    odata_count: Annotated[int | None, Field(alias="@odata.count", ge=0)] = None
    """The number of items on all pages; with $count=true."""
    odata_next_link: Annotated[str | None, Field(alias="@odata.nextLink", min_length=1)] = None
    """The next page, absolute. Absent on the last page."""
    value: list[Command]


class MainError(BaseModel):
    """Clients may branch on `code` and nothing else."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: str
    message: str
    target: str | None = None
    inner_error: Annotated[InnerError | None, Field(alias="innerError")] = None


class CommandRequest(RootModel[LaunchUriRequest | AppServiceRequest]):
    root: LaunchUriRequest | AppServiceRequest
    """What to do. `type` decides which of the two it is."""


class ODataError(BaseModel):
    """The error envelope of Microsoft Graph."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    error: MainError
