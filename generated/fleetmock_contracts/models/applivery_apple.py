# GENERATED from specs/applivery-apple.yaml by `fleetmock generate`; do not edit.

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class TargetType(StrEnum):
    """What a command is for."""

    DEVICE = "device"
    DEVICE_USER = "deviceUser"


class TargetKey(RootModel[str]):
    root: Annotated[str, Field(min_length=1, pattern="^(([a-fA-F0-9]{24})|(\\w{1,}))$")]
    """An id, a serial number or a user identifier."""


class CommandPayload(BaseModel):
    """A command of Apple's MDM protocol. The other keys are those of its RequestType."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    request_type: Annotated[str, Field(alias="RequestType", max_length=128, min_length=1)]
    """As Apple names it; DeviceLock for one."""


class BulkCommandRequest(BaseModel):
    """One command for many targets."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    command: CommandPayload
    target_ids: Annotated[list[TargetKey], Field(alias="targetIds", max_length=1000, min_length=1)]


class CommandOrigin(StrEnum):
    """What caused the command."""

    FORCE = "force"
    CONFIGURATION_CHANGED = "configurationChanged"
    UNKNOWN = "unknown"
    SYNC = "sync"
    REFRESH = "refresh"
    CREATION = "creation"
    INSTALL_APPLICATION = "installApplication"
    UN_INSTALL_APPLICATION = "unInstallApplication"
    DEVICE_UPDATED = "deviceUpdated"
    DEVICE_USER_UPDATED = "deviceUserUpdated"
    PROFILE_UPDATED = "profileUpdated"
    APPLICATION_UPDATED = "applicationUpdated"
    POLICY_UPDATED = "policyUpdated"
    BUILD_UPDATED = "buildUpdated"
    MANAGED_CONFIGURATION_CHANGED = "managedConfigurationChanged"


class CommandInfo(BaseModel):
    """What the command is about."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    build: Any | None = None
    """An id or the build itself; the documentation says "any"."""


class Canceled(BaseModel):
    """That the command is canceled."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    canceled: Literal["OK"] | None = None


class CanceledAnswer(BaseModel):
    """The envelope around that."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool | None = None
    data: Canceled | None = None


class CommandStatus(StrEnum):
    """How far the command has come."""

    PENDING = "Pending"
    AWAITING = "Awaiting"
    ERROR = "Error"
    COMMAND_FORMAT_ERROR = "CommandFormatError"
    ACKNOWLEDGED = "Acknowledged"
    TRIED = "Tried"
    CANCEL = "Cancel"
    SUPERSEDED = "Superseded"
    PROTECTION_CANCELED = "ProtectionCanceled"


class NotWaitingError(BaseModel):
    """Code 5106, the command is neither pending nor to be tried again."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5106]
    message: Literal["AdmCommand not status pending or tried"]
    data: dict[str, Any] | None = None
    """Detail. Undocumented; seen in the vendor's SDKs."""


class BillingPlanError(BaseModel):
    """Code 5050, in the vendor's spelling."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: Literal[5050]
    message: Literal["Feature not allowed for you billing plan"]
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


class AppleCommand(BaseModel):
    """A queued command and what became of it."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: ObjectId | None = None
    organization: ObjectId | None = None
    adm_enterprise: Annotated[ObjectId | None, Field(alias="admEnterprise")] = None
    target_type: Annotated[TargetType | None, Field(alias="targetType")] = None
    target_id: Annotated[ObjectId | None, Field(alias="targetId")] = None
    mdm_user: Annotated[ObjectId | None, Field(alias="mdmUser")] = None
    uuid: Annotated[str | None, Field(alias="UUID", max_length=128)] = None
    """The CommandUUID that device and server speak of."""
    status: CommandStatus | None = None
    command: dict[str, Any] | None = None
    """The payload as it was sent, key for key."""
    from_: Annotated[CommandOrigin | None, Field(alias="from")] = None
    data: dict[str, Any] | None = None
    """What the device answered, or why it failed."""
    sent_at: Annotated[str | None, Field(alias="sentAt")] = None
    """When the push was accepted."""
    received_at: Annotated[str | None, Field(alias="receivedAt")] = None
    """When the device's result came in."""
    tried_at: Annotated[str | None, Field(alias="triedAt")] = None
    """When the device last fetched the command."""
    canceled_at: Annotated[str | None, Field(alias="canceledAt")] = None
    """When the command was canceled."""
    num_tries: Annotated[int | None, Field(alias="numTries", ge=0)] = None
    """How often the device has fetched the command."""
    group_name: Annotated[str | None, Field(alias="groupName", max_length=128)] = None
    """Commands that belong together; the RequestType here."""
    info: CommandInfo | None = None
    created_at: Annotated[str | None, Field(alias="createdAt")] = None
    updated_at: Annotated[str | None, Field(alias="updatedAt")] = None
    """When the command last changed."""


class AppleCommandAnswer(BaseModel):
    """The envelope around a command."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool | None = None
    data: AppleCommand | None = None


class AppleCommandsAnswer(BaseModel):
    """The envelope around many commands."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: bool | None = None
    data: list[AppleCommand] | None = None


class NotCanceledBody(BaseModel):
    """The command was not canceled."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal[False]
    error: NotWaitingError | BillingPlanError | InvalidInputError


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
