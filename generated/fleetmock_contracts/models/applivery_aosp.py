# GENERATED from specs/applivery-aosp.yaml by `fleetmock generate`; do not edit.

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class AosCommandName(StrEnum):
    """What a device can be told to do."""

    REBOOT = "REBOOT"
    LOCK = "LOCK"
    CLEAR_APP_DATA = "CLEAR_APP_DATA"
    RESET_PASSWORD = "RESET_PASSWORD"
    DISENROLL = "DISENROLL"


class AosCommandRequest(BaseModel):
    """A command to send."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    command: AosCommandName
    duration: Annotated[float | None, Field(ge=0.0, le=31536000.0)] = None
    """The seconds the push may wait for the device. Without it, or with 0, 30 days."""
    params: dict[str, Any] | None = None
    """What the command needs; its keys are not documented."""


class PushStatus(BaseModel):
    """What the push provider knows about a push. It forgets, and then the fields are gone."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    delivered: bool | None = None
    """The provider no longer reports a pending device. True also for a push that expired or was purged."""
    pending_devices: Annotated[float | None, Field(alias="pendingDevices")] = None
    """The number of devices the provider is still trying to reach."""
    expires_at: Annotated[str | None, Field(alias="expiresAt")] = None
    """When the provider gives up; when available."""
    sent_at: Annotated[str | None, Field(alias="sentAt")] = None
    """When the provider accepted the push; when available."""


class PushStatusAnswer(BaseModel):
    """The envelope around a push status."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool
    data: PushStatus


class NoPushTokenError(BaseModel):
    """Code 5173, the device cannot be reached by push."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5173]
    message: Literal["No pushNotification token configured"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class ObjectId(RootModel[str]):
    root: Annotated[str, Field(max_length=24, min_length=24, pattern="^[a-fA-F0-9]{24}$")]
    """An id as MongoDB makes it, 24 hexadecimal digits; the first eight are the time of its making."""


class InvalidInputError(BaseModel):
    """Code 5209."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5209]
    message: Literal["Invalid input"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class LimitExceededError(BaseModel):
    """Code 5003. In the SDKs it comes with `data` holding limit, num and itemName."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5003]
    message: Literal["Limit Exceeded"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class RouteNotFoundError(BaseModel):
    """Code 1002."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[1002]
    message: Literal["Route not found"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class NoTokenError(BaseModel):
    """Code 4002, the request carried no token."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[4002]
    message: Literal["No auth token"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class InvalidTokenError(BaseModel):
    """Code 4004, the token is not a good one."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[4004]
    message: Literal["Invalid Token"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class ForbiddenError(BaseModel):
    """Code 4003."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[4003]
    message: Literal["Forbidden"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class EntityNotFoundError(BaseModel):
    """Code 3001."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[3001]
    message: Literal["Entity not found"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class UnavailableError(BaseModel):
    """Code 5000. No page names one."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5000]
    message: Literal["Service unavailable"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class AosDevice(BaseModel):
    """An Android device without Google services."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: ObjectId
    organization_id: Annotated[ObjectId, Field(alias="organizationId")]
    aos_enterprise_id: Annotated[ObjectId, Field(alias="aosEnterpriseId")]
    display_name: Annotated[str | None, Field(alias="displayName", max_length=256)] = None
    tags: list[str] | None = None
    policy_id: Annotated[ObjectId | None, Field(alias="policyId")] = None
    mdm_user_id: Annotated[ObjectId | None, Field(alias="mdmUserId")] = None
    push_notification_provider: Annotated[ObjectId | None, Field(alias="pushNotificationProvider")] = None
    segment_id: Annotated[int | None, Field(alias="segmentId", ge=0, le=9007199254740991)] = None


class AosDevicePage(BaseModel):
    """A page of devices, in the words of mongoose-paginate."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    items: list[AosDevice]
    total_docs: Annotated[int, Field(alias="totalDocs", ge=0)]
    """The number of items on all pages."""
    limit: Annotated[int, Field(ge=1)]
    """The number of items a page can hold."""
    page: Annotated[int, Field(ge=1)]
    """This page, counted from 1."""
    total_pages: Annotated[int, Field(alias="totalPages", ge=0)]
    """The number of pages; 0 when there is nothing to list."""
    has_prev_page: Annotated[bool, Field(alias="hasPrevPage")]
    has_next_page: Annotated[bool, Field(alias="hasNextPage")]
    prev_page: Annotated[int | None, Field(alias="prevPage")] = None
    """Null on the first page."""
    next_page: Annotated[int | None, Field(alias="nextPage")] = None
    """Null on the last page."""
    lean: bool | None = None
    """An option of the database library that leaks out."""


class AosDeviceListAnswer(BaseModel):
    """The envelope around a page of devices."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool
    data: AosDevicePage


class AosCommand(BaseModel):
    """A command that was sent to a device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: ObjectId
    organization: ObjectId
    aos_enterprise: Annotated[ObjectId, Field(alias="aosEnterprise")]
    aos_device: Annotated[ObjectId, Field(alias="aosDevice")]
    mdm_user: Annotated[ObjectId | None, Field(alias="mdmUser")] = None
    command: AosCommandName
    params: dict[str, Any] | None = None
    """As it was sent, key for key."""
    push_id: Annotated[str | None, Field(alias="pushId", max_length=256)] = None
    """The push provider's name for the push, when it took one."""
    status: str
    """The vendor's values are not known. Here PENDING, DELIVERED or EXPIRED."""
    created_at: Annotated[str | None, Field(alias="createdAt")] = None
    updated_at: Annotated[str | None, Field(alias="updatedAt")] = None


class AosCommandAnswer(BaseModel):
    """The envelope around a command."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool
    data: AosCommand


class AosCommandPage(BaseModel):
    """A page of commands, in the words of mongoose-paginate."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    items: list[AosCommand]
    total_docs: Annotated[int, Field(alias="totalDocs", ge=0)]
    """The number of items on all pages."""
    limit: Annotated[int, Field(ge=1)]
    """The number of items a page can hold."""
    page: Annotated[int, Field(ge=1)]
    """This page, counted from 1."""
    total_pages: Annotated[int, Field(alias="totalPages", ge=0)]
    """The number of pages; 0 when there is nothing to list."""
    has_prev_page: Annotated[bool, Field(alias="hasPrevPage")]
    has_next_page: Annotated[bool, Field(alias="hasNextPage")]
    prev_page: Annotated[int | None, Field(alias="prevPage")] = None
    """Null on the first page."""
    next_page: Annotated[int | None, Field(alias="nextPage")] = None
    """Null on the last page."""
    lean: bool | None = None
    """An option of the database library that leaks out."""


class AosCommandListAnswer(BaseModel):
    """The envelope around a page of commands."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool
    data: AosCommandPage


class CommandRefusedBody(BaseModel):
    """The command was not taken."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: InvalidInputError | NoPushTokenError


class ThrottledBody(BaseModel):
    """Too many requests."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: LimitExceededError


class UnknownRouteBody(BaseModel):
    """The path itself does not exist."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: RouteNotFoundError


class InvalidInputBody(BaseModel):
    """The request was not understood."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: InvalidInputError


class UnauthorizedBody(BaseModel):
    """Nobody is known to be asking."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: NoTokenError | InvalidTokenError


class ForbiddenBody(BaseModel):
    """The asker is known and may not."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: ForbiddenError


class NotFoundBody(BaseModel):
    """The path is right, what it names does not exist."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: EntityNotFoundError


class UnavailableBody(BaseModel):
    """The service cannot answer now."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: UnavailableError
