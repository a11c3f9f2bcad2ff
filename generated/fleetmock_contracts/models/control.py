# GENERATED from specs/control.yaml by `fleetmock generate`; do not edit.

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from typing_extensions import TypeAliasType


class Text(RootModel[str]):
    root: str
    """A text, not JSON."""


class RequestPart(StrEnum):
    """A part of a request."""

    BODY = "body"
    QUERY = "query"
    PATH = "path"
    HEADER = "header"
    REQUEST = "request"


class Condition(StrEnum):
    """Every way in which the mock can refuse a request, as scenario files and faults name them."""

    NO_TOKEN = "NO_TOKEN"
    BAD_TOKEN = "BAD_TOKEN"
    EXPIRED_TOKEN = "EXPIRED_TOKEN"
    FORBIDDEN = "FORBIDDEN"
    UNKNOWN_ROUTE = "UNKNOWN_ROUTE"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    URI_TOO_LONG = "URI_TOO_LONG"
    INVALID_REQUEST = "INVALID_REQUEST"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    UNKNOWN_ENTITY = "UNKNOWN_ENTITY"
    NOT_CANCELLABLE = "NOT_CANCELLABLE"
    NO_PUSH_TOKEN = "NO_PUSH_TOKEN"
    THROTTLED = "THROTTLED"
    UNAVAILABLE = "UNAVAILABLE"
    CONFLICT = "CONFLICT"
    UNPROCESSABLE = "UNPROCESSABLE"
    BROKEN_CONTRACT = "BROKEN_CONTRACT"


class ApiName(StrEnum):
    """An API of a vendor."""

    MSGRAPH = "msgraph"
    APPLIVERY_AOSP = "applivery-aosp"
    APPLIVERY_APPLE = "applivery-apple"


class Health(BaseModel):
    """That the mock answers."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Literal["healthy"]
    message: str
    version: str
    uptime_in_seconds: Annotated[int, Field(alias="uptimeInSeconds", ge=0)]
    timestamp: str
    """The real time."""


class Version(BaseModel):
    """Which fleetmock this is."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    version: str
    apis: list[ApiName]


class DocumentSummary(BaseModel):
    """One document."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: str
    title: str
    version: str
    url: str
    """Where the document is, absolute."""


class Document(BaseModel):
    """An OpenAPI document."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    openapi: str
    info: dict[str, Any]
    servers: Annotated[list[dict[str, Any]], Field(min_length=1)]
    paths: dict[str, Any]


class NamespaceSummary(BaseModel):
    """One namespace."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    name: str
    seed: int
    commands: Annotated[int, Field(ge=0)]
    """How many commands it has."""


class ResetRequest(BaseModel):
    """How to begin anew."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    seed: Annotated[int | None, Field(ge=0, le=9007199254740991)] = None
    """What ids and everything else that is random are made from. Without it, what the server was started with."""


class AuthMode(StrEnum):
    """strict: only known and minted tokens pass. open: everybody does."""

    STRICT = "strict"
    OPEN = "open"


VariantValuesAdditionalProperty = TypeAliasType(
    "VariantValuesAdditionalProperty", Annotated[str, Field(max_length=64)]
)


class VariantValues(RootModel[dict[str, VariantValuesAdditionalProperty]]):
    """The value of each variant, by its name."""

    root: Annotated[dict[str, VariantValuesAdditionalProperty], Field(max_length=50)]


class ScenarioChoices(BaseModel):
    """A scenario for each of some APIs."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    msgraph: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    applivery_aosp: Annotated[str | None, Field(alias="applivery-aosp", max_length=64, min_length=1)] = None
    applivery_apple: Annotated[str | None, Field(alias="applivery-apple", max_length=64, min_length=1)] = None


class VariantChoices(BaseModel):
    """Values of some variants, by API."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    msgraph: VariantValues | None = None
    applivery_aosp: Annotated[VariantValues | None, Field(alias="applivery-aosp")] = None
    applivery_apple: Annotated[VariantValues | None, Field(alias="applivery-apple")] = None


class CallbackSettings(BaseModel):
    """How callbacks are sent."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    attempts: Annotated[int, Field(ge=1, le=10)]
    """Tries of one callback."""
    timeout: Annotated[float, Field(ge=0.05, le=60.0)]
    """Real seconds that one try may take."""
    backoff: Annotated[float, Field(ge=0.0, le=86400.0)]
    """Seconds by the clock of the namespace before the second try, and twice as many before each further one."""
    duplicate: Annotated[int, Field(ge=0, le=5)]
    """How many times a delivered one is sent again."""
    reorder: bool
    """Whether neighbouring transitions of one command arrive the wrong way round."""


class CallbackSettingsUpdate(BaseModel):
    """What to change of how callbacks are sent."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    attempts: Annotated[int | None, Field(ge=1, le=10)] = None
    """Tries of one callback."""
    timeout: Annotated[float | None, Field(ge=0.05, le=60.0)] = None
    """Real seconds that one try may take."""
    backoff: Annotated[float | None, Field(ge=0.0, le=86400.0)] = None
    """Seconds by the clock of the namespace before the second try, and twice as many before each further one."""
    duplicate: Annotated[int | None, Field(ge=0, le=5)] = None
    """How many times a delivered one is sent again."""
    reorder: bool | None = None
    """Whether neighbouring transitions of one command arrive the wrong way round."""


class Clock(BaseModel):
    """What time it is in the namespace."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    time: str
    frozen: bool
    factor: Annotated[float, Field(ge=0.0)]
    """Seconds of this clock to a real second; 0 when it stands still."""
    next_event: Annotated[str | None, Field(alias="nextEvent")] = None
    """When the next thing happens, null when nothing lies ahead. Only GET /clock says it."""


class ClockFreeze(BaseModel):
    """When to stand still."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    at: Annotated[str | None, Field(max_length=64, min_length=20)] = None
    """Without it, now. From 1970 to the end of 2099."""


class ClockAdvance(BaseModel):
    """How far to go."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    seconds: Annotated[float, Field(ge=0.0, le=3153600000.0)]


class ClockScale(BaseModel):
    """How fast to go."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    factor: Annotated[float, Field(ge=0.001, le=100000.0)]


class CommandEvent(BaseModel):
    """A command has reached its next state."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    command: str
    device: str
    """API, kind and id: msgraph/device/6841b3db-…."""
    trigger: str
    state: str
    time: str


class Presence(StrEnum):
    """Where a device is. A phone is locked, a PC in connected standby."""

    ONLINE = "online"
    OFFLINE = "offline"
    LOCKED = "locked"
    STANDBY = "standby"


class DeviceKind(StrEnum):
    """What an API sends commands to."""

    DEVICE = "device"
    DEVICE_USER = "deviceUser"


class Device(BaseModel):
    """A device, of any API."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: ApiName
    kind: DeviceKind
    id: str
    organization: str | None = None
    """The id of its organization; absent where the API has none."""
    aliases: list[str]
    """Other names: a serial number, an IMEI."""
    presence: Presence
    scenario: Annotated[str | None, Field(...)]
    """What becomes of its commands; null is the usual."""
    push_token: Annotated[bool, Field(alias="pushToken")]
    """Whether the push provider knows it."""
    record: dict[str, Any]
    """What its API shows of it."""
    inventory: dict[str, Any]
    """What it would say of itself."""
    commands: Annotated[int, Field(ge=0)]
    """How many commands it was sent."""


class DeviceList(BaseModel):
    """The devices that fit."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    devices: list[Device]


class GraphDeviceRecord(BaseModel):
    """What Graph shows of a device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    name: Annotated[str | None, Field(max_length=256)] = None
    kind: Annotated[str | None, Field(max_length=256)] = None
    status: Annotated[str | None, Field(max_length=256)] = None
    platform: Annotated[str | None, Field(max_length=256)] = None
    model: Annotated[str | None, Field(max_length=256)] = None
    manufacturer: Annotated[str | None, Field(max_length=256)] = None


class Tag(RootModel[str]):
    root: Annotated[str, Field(max_length=64)]


class AospDeviceRecord(BaseModel):
    """What Applivery shows of an Android device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    display_name: Annotated[str | None, Field(alias="displayName", max_length=256)] = None
    tags: Annotated[list[Tag] | None, Field(max_length=50)] = None


class Alias(RootModel[str]):
    root: Annotated[str, Field(max_length=64, min_length=1, pattern="^[A-Za-z0-9_]{1,64}$")]


class AppleDeviceRequest(BaseModel):
    """An Apple device, or a user of one."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: Literal["applivery-apple"]
    kind: DeviceKind | None = None
    id: Annotated[str | None, Field(max_length=24, min_length=24, pattern="^[a-f0-9]{24}$")] = None
    """Without it, one is made up."""
    organization: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The id or slug of an organization; without it, the first one."""
    aliases: Annotated[list[Alias] | None, Field(max_length=10)] = None
    """A serial number, an IMEI, a user name."""
    presence: Presence | None = None
    scenario: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The name of a scenario of its API; null, and without it, the usual."""
    inventory: Annotated[dict[str, Any] | None, Field(max_length=100)] = None
    """What it answers to DeviceInformation."""


class DeviceUpdate(BaseModel):
    """What to change of a device."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    presence: Presence | None = None
    scenario: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The name of a scenario of its API; null, and without it, the usual."""
    push_token: Annotated[bool | None, Field(alias="pushToken")] = None


class CommandSummary(BaseModel):
    """How far a command has come."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str
    api: ApiName
    kind: DeviceKind
    device: str
    """The id of the device it was sent to."""
    state: str
    """The state of its life-cycle."""
    terminal: bool
    """Whether no transition leads out of that state."""
    scenario: str
    """The scenario that its life was planned by."""
    created_at: Annotated[str, Field(alias="createdAt")]


class CommandListMeta(BaseModel):
    """About the list."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    total: Annotated[int, Field(ge=0)]
    """How many fit, before the limit."""


class Step(BaseModel):
    """A transition of a command."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    trigger: str
    state: str
    """The state it leads to."""
    time: str


class OutcomePayload(BaseModel):
    """What an app service answers."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    odata_context: Annotated[str | None, Field(alias="@odata.context")] = None
    id: Annotated[str | None, Field(min_length=1)] = None
    ms_ignored_parameter: Annotated[float | None, Field(alias="MsIgnoredParameter")] = None
    creation_date: Annotated[str | None, Field(alias="CreationDate")] = None
    type: Annotated[str | None, Field(alias="Type")] = None


class RequestResponse(BaseModel):
    """What was answered."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: int
    headers: dict[str, str]
    body: Any | None = None
    """JSON as it was written, else text; absent when there was none."""
    body_truncated: Annotated[bool | None, Field(alias="bodyTruncated")] = None


class RequestProblem(BaseModel):
    """One thing that was wrong with a request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    place: str
    pointer: str
    reason: str


class RequestFault(BaseModel):
    """The fault that happened to a request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: str
    id: str | None = None
    """Absent when the request itself asked for it."""
    off_contract: Annotated[bool, Field(alias="offContract")]
    """Whether the answer left the contract on purpose."""
    delay_ms: Annotated[float | None, Field(alias="delayMs", ge=0.0)] = None


class RequestListMeta(BaseModel):
    """About the list."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    total: Annotated[int, Field(ge=0)]
    """How many fit, before the limit."""
    dropped: Annotated[int, Field(ge=0)]
    """How many older requests the journal no longer holds. When it is not 0, the number may be too low."""


class RequestCount(BaseModel):
    """How many requests fit."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    count: Annotated[int, Field(ge=0)]
    dropped: Annotated[int, Field(ge=0)]
    """How many older requests the journal no longer holds. When it is not 0, the number may be too low."""


class RequestsCleared(BaseModel):
    """How many requests were in the journal."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    cleared: Annotated[int, Field(ge=0)]


class NearestOperation(BaseModel):
    """An operation, and why it did not take the request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: str
    operation_id: Annotated[str, Field(alias="operationId")]
    method: str
    path: str
    differences: Annotated[list[str], Field(min_length=1)]


class EqualText(RootModel[str]):
    root: Annotated[str, Field(max_length=1024)]
    """The whole text."""


class EqualTo(BaseModel):
    """The whole text."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    equal_to: Annotated[str, Field(alias="equalTo", max_length=1024)]


class Contains(BaseModel):
    """A piece of the text."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    contains: Annotated[str, Field(max_length=1024)]


class Matches(BaseModel):
    """A regular expression for the whole text."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    matches: Annotated[str, Field(max_length=512, min_length=1)]


class Absent(BaseModel):
    """Whether there must be none."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    absent: bool


class Token(BaseModel):
    """A bearer token and what it allows."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    token: str
    api: ApiName | None = None
    permissions: list[str] | None = None
    """Absent: all of them."""
    expires_at: Annotated[str | None, Field(alias="expiresAt")] = None
    """On the clock of the namespace; absent: never."""


class TokenList(BaseModel):
    """The tokens that a namespace knows."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    tokens: list[Token]


class Permission(RootModel[str]):
    root: Annotated[str, Field(max_length=128, min_length=1)]


class TokenRequest(BaseModel):
    """What a token is to allow."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    name: Annotated[str | None, Field(max_length=128, min_length=1, pattern="^[A-Za-z0-9._~-]{1,128}$")] = (
        None
    )
    """The text of the token."""
    api: ApiName | None = None
    permissions: Annotated[list[Permission] | None, Field(max_length=50)] = None
    """In the vendor's spelling; without it, all of them."""
    expires_in: Annotated[int | None, Field(alias="expiresIn", ge=-315360000, le=315360000)] = None
    """Seconds from now by the clock of the namespace, below 0 for one that has expired; without it, never."""


class HttpMethod(StrEnum):
    """A method of HTTP."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


class FaultMatch(BaseModel):
    """Which requests it happens to. Each member narrows it; an empty object is every request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    operation_id: Annotated[str | None, Field(alias="operationId", max_length=128, min_length=1)] = None
    method: HttpMethod | None = None
    device: Annotated[str | None, Field(max_length=256, min_length=1)] = None
    """A device or device user, by id or any other name, in any case."""
    probability: Annotated[float, Field(ge=0.0, le=1.0)] = 1
    """Drawn from the seed of the namespace."""
    nth: Annotated[int | None, Field(ge=1, le=1000000000)] = None
    """Let the requests before this one through, counted from 1; alone it happens once."""
    times: Annotated[int | None, Field(ge=1, le=1000000000)] = None
    """How often it happens at most; without it and without nth, any number of times."""


class FixedDelay(BaseModel):
    """Always as late."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Literal["fixed"]
    milliseconds: Annotated[float, Field(ge=0.0, le=60000.0)]


class UniformDelay(BaseModel):
    """Between two bounds."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Literal["uniform"]
    lower: Annotated[float, Field(ge=0.0, le=60000.0)]
    upper: Annotated[float, Field(ge=0.0, le=60000.0)]


class LogNormalDelay(BaseModel):
    """Mostly around the median, sometimes much later."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Literal["lognormal"]
    median: Annotated[float, Field(ge=0.0, le=60000.0)]
    sigma: Annotated[float, Field(ge=0.0, le=10.0)]


class NamedError(BaseModel):
    """By its condition."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    condition: Condition


class ErrorCode1(RootModel[int]):
    root: Annotated[int, Field(ge=0, le=1000000)]
    """The code in a vendor's error body."""


class ErrorCode2(RootModel[str]):
    root: Annotated[str, Field(max_length=128, min_length=1)]
    """The code in a vendor's error body."""


class ErrorCode(RootModel[ErrorCode1 | ErrorCode2]):
    root: ErrorCode1 | ErrorCode2
    """The code in a vendor's error body."""


class Rate(BaseModel):
    """A bucket for each bearer token, filled by the clock of the namespace."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    per_second: Annotated[float, Field(alias="perSecond", ge=0.0001, le=1000000.0)]
    burst: Annotated[int, Field(ge=1, le=1000000)] = 1


class UnavailableFault(BaseModel):
    """503. Nothing is stored."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["unavailable"]
    match: FaultMatch | None = None
    retry_after: Annotated[int | None, Field(alias="retryAfter", ge=1, le=86400)] = None


class ConnectionFaultKind(StrEnum):
    """What happens to the connection."""

    RESET = "reset"
    EMPTY = "empty"


class TruncateFault(BaseModel):
    """The connection ends in the middle of the body."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["truncate"]
    match: FaultMatch | None = None
    bytes: Annotated[int | None, Field(ge=0, le=1048576)] = None
    """How much of the body is sent; without it, half."""


class GarbageFault(BaseModel):
    """Random bytes instead of the body."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["garbage"]
    match: FaultMatch | None = None


class DripFault(BaseModel):
    """The body comes slowly; what has not come after 60 s comes at once."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["drip"]
    match: FaultMatch | None = None
    bytes_per_second: Annotated[int, Field(alias="bytesPerSecond", ge=1, le=10000000)]


class CallbackOutcome(StrEnum):
    """failed: it will be tried again. lost: that was the last try. refused: the host is not allowed, or too many commands wait."""

    DELIVERED = "delivered"
    FAILED = "failed"
    LOST = "lost"
    REFUSED = "refused"


class CallbackKind(StrEnum):
    """Why it was sent."""

    FIRST = "first"
    RETRY = "retry"
    DUPLICATE = "duplicate"
    REPLAY = "replay"


class Callback(BaseModel):
    """One POST to the client's own address, or one that was refused."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: Annotated[str, Field(pattern="^[0-9]{1,18}$")]
    time: str
    """When the POST began."""
    api: ApiName
    operation_id: Annotated[str, Field(alias="operationId")]
    """The operation that offers the callback."""
    command_id: Annotated[str, Field(alias="commandId")]
    state: str
    """The state that the command had reached."""
    happened_at: Annotated[str, Field(alias="happenedAt")]
    """When it had."""
    url: str
    """Without user and password, if there were any."""
    kind: CallbackKind
    attempt: Annotated[int, Field(ge=0)]
    """1 for the first try, 0 when nothing was sent."""
    replay_of: Annotated[str | None, Field(alias="replayOf")] = None
    """The id of the one that was sent again."""
    outcome: CallbackOutcome
    status: Annotated[int | None, Field(...)]
    """The receiver's answer."""
    error: Annotated[str | None, Field(...)]
    """Why it was not delivered."""
    retry_at: Annotated[str | None, Field(alias="retryAt")]
    """The next try."""
    duration_ms: Annotated[float, Field(alias="durationMs", ge=0.0)]
    body: Annotated[dict[str, Any] | None, Field(...)]
    """What was sent; null when it was refused or is too long to keep."""
    body_omitted: Annotated[bool, Field(alias="bodyOmitted")]
    """Whether it was too long to keep."""


class CallbackList(BaseModel):
    """The callbacks that fit."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    enabled: bool
    """Whether the mock was started with --callbacks."""
    hosts: list[str]
    """The hosts that may be called back."""
    waiting: Annotated[int, Field(ge=0)]
    """Commands that wait for theirs."""
    callbacks: list[Callback]


class AwaitedCommand(BaseModel):
    """The command, and its state."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: Annotated[str, Field(max_length=256, min_length=1)]
    state: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """Without it, any state that is an end."""


class AwaitedCallbacks(BaseModel):
    """Which callbacks, and how many of them; without an outcome, delivered ones."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    command_id: Annotated[str | None, Field(alias="commandId", max_length=256, min_length=1)] = None
    state: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    outcome: CallbackOutcome | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class WaitReason(StrEnum):
    """unreachable: the life-cycle has no way to that state any more. closed: the namespace was reset, or the mock stops."""

    MET = "met"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


class WaitedCommand(BaseModel):
    """How far the command has come."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str
    api: ApiName
    state: str
    reached_at: Annotated[str | None, Field(alias="reachedAt")]
    """When it reached the state that was waited for."""
    due_at: Annotated[str | None, Field(alias="dueAt")]
    """When it will."""


class SnapshotName(RootModel[str]):
    root: Annotated[str, Field(max_length=64, min_length=1, pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    """A name of your own."""


class Snapshot(BaseModel):
    """How things were at one moment."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    name: SnapshotName
    time: str
    """On the clock of the namespace."""
    devices: Annotated[int, Field(ge=0)]
    commands: Annotated[int, Field(ge=0)]


class SnapshotList(BaseModel):
    """The snapshots of a namespace."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    snapshots: list[Snapshot]


class CoverageScope(StrEnum):
    """What is counted."""

    NAMESPACE = "namespace"
    SERVER = "server"


class CoverageShare(BaseModel):
    """So many of so many."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    met: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]
    percent: Annotated[float, Field(ge=0.0, le=100.0)]


class StatusCoverage(BaseModel):
    """A status of an operation."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: int
    met: Annotated[int, Field(ge=0)]
    """How often."""


class ValueCoverage(BaseModel):
    """One of the values."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    value: Any
    met: Annotated[int, Field(ge=0)]
    """How often."""


class ErrorCodeCoverage(BaseModel):
    """A code of an error body."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    code: ErrorCode
    status: int
    met: Annotated[int, Field(ge=0)]
    """How often."""


class TransitionCoverage(BaseModel):
    """A transition of a life-cycle; several states where no answer tells them apart."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    lifecycle: str
    """The schema that has it."""
    from_: Annotated[list[str], Field(alias="from")]
    to: list[str]
    triggers: list[str]
    met: Annotated[int, Field(ge=0)]
    """How often."""


class SkipCoverage(BaseModel):
    """Two states that the client has seen one after the other, without what lies between them."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    lifecycle: str
    from_: Annotated[list[str], Field(alias="from")]
    to: list[str]
    met: Annotated[int, Field(ge=0)]
    """How often."""


class Event(StrEnum):
    REQUEST = "request"
    TRANSITION = "transition"
    CALLBACK = "callback"
    RESET = "reset"
    MISSED = "missed"


class ServerSentEvent(BaseModel):
    """One event of the stream; its fields are lines, as HTML has it."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str | None = None
    """Counted in the namespace; absent when events were missed."""
    event: Event
    data: str
    """JSON."""


class RequestEvent(BaseModel):
    """A request was answered."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    time: str
    id: str
    """As in the journal."""
    method: str
    path: str
    query: str
    api: Annotated[str | None, Field(...)]
    operation_id: Annotated[str | None, Field(alias="operationId")]
    status: int
    duration_ms: Annotated[float, Field(alias="durationMs", ge=0.0)]
    fault: Annotated[dict[str, Any] | None, Field(...)]
    """A RequestFault."""


class TransitionEvent(BaseModel):
    """A command has reached another state."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    time: str
    api: ApiName
    device_id: Annotated[str, Field(alias="deviceId")]
    command_id: Annotated[str, Field(alias="commandId")]
    trigger: str
    from_: Annotated[str, Field(alias="from")]
    to: str


class ResetEvent(BaseModel):
    """The namespace has begun anew."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    time: str
    namespace: str


class ProblemItem(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    in_: Annotated[RequestPart, Field(alias="in")]
    pointer: str
    """A JSON pointer into that part, as a URI fragment; # is all of it."""
    detail: str


class DocumentList(BaseModel):
    """The documents that there are."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    documents: list[DocumentSummary]


class NamespaceList(BaseModel):
    """All namespaces."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    namespaces: Annotated[list[NamespaceSummary], Field(min_length=1)]
    limit: Annotated[int, Field(ge=1)]
    """How many there may be beside the default one."""


class Settings(BaseModel):
    """How a namespace behaves."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    namespace: str
    seed: int
    auth: AuthMode
    scenarios: dict[str, str]
    """What becomes of a command unless its request or its device says otherwise, by API."""
    variants: dict[str, VariantValues]
    """The readings of the documentation that are served, by API."""
    callbacks: CallbackSettings


class SettingsUpdate(BaseModel):
    """What to change."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    auth: AuthMode | None = None
    scenario: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The scenario of every API that has one of this name."""
    scenarios: ScenarioChoices | None = None
    variants: VariantChoices | None = None
    callbacks: CallbackSettingsUpdate | None = None


class NextEvent(BaseModel):
    """What has happened, and what time it is now."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    clock: Clock
    events: list[CommandEvent]
    """Everything that happened at that one moment."""


class GraphDeviceRequest(BaseModel):
    """A device of a Microsoft account."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: Literal["msgraph"]
    kind: Literal["device"] | None = None
    id: Annotated[
        str | None, Field(max_length=64, min_length=1, pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    ] = None
    """Without it, one is made up."""
    presence: Presence | None = None
    scenario: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The name of a scenario of its API; null, and without it, the usual."""
    record: GraphDeviceRecord | None = None


class AospDeviceRequest(BaseModel):
    """An Android device without Google services."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: Literal["applivery-aosp"]
    kind: Literal["device"] | None = None
    id: Annotated[str | None, Field(max_length=24, min_length=24, pattern="^[a-f0-9]{24}$")] = None
    """Without it, one is made up."""
    organization: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The id or slug of an organization; without it, the first one."""
    presence: Presence | None = None
    scenario: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """The name of a scenario of its API; null, and without it, the usual."""
    push_token: Annotated[bool, Field(alias="pushToken")] = True
    record: AospDeviceRecord | None = None


class CommandList(BaseModel):
    """The commands that fit."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    commands: list[CommandSummary]
    meta: CommandListMeta


class Command(BaseModel):
    """A command, with its life so far and what lies ahead."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str
    api: ApiName
    kind: DeviceKind
    device: str
    """The id of the device it was sent to."""
    state: str
    """The state of its life-cycle."""
    terminal: bool
    """Whether no transition leads out of that state."""
    scenario: str
    """The scenario that its life was planned by."""
    created_at: Annotated[str, Field(alias="createdAt")]
    record: dict[str, Any]
    """Its fields as they stand now."""
    past: list[Step]
    """What has happened, oldest first."""
    ahead: list[Step]
    """What will happen, next first."""
    triggers: list[str]
    """What can be forced to happen to it now."""


class Outcomes(BaseModel):
    """What the device brings, where a transition of the life-cycle writes it."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    error: Annotated[str | None, Field(max_length=1024)] = None
    """Why a command of Graph failed."""
    payload: OutcomePayload | None = None
    data: Annotated[dict[str, Any] | None, Field(max_length=100)] = None
    """What an Apple device answers."""


class RequestRefusal(BaseModel):
    """Why a request was refused."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    condition: Condition
    detail: str | None = None
    problems: list[RequestProblem]


class TextMatch(RootModel[EqualText | EqualTo | Contains | Matches | Absent]):
    root: EqualText | EqualTo | Contains | Matches | Absent
    """What a text is compared with; a plain string is `equalTo`."""


class Delay(RootModel[FixedDelay | UniformDelay | LogNormalDelay]):
    root: FixedDelay | UniformDelay | LogNormalDelay
    """How late."""


class NumberedError(BaseModel):
    """By its status, and the vendor's code where a status has several."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    status: Annotated[int, Field(ge=400, le=599)]
    code: ErrorCode | None = None


class ThrottleFault(BaseModel):
    """429 with Retry-After. With `rate`, only for what is more than a bucket of tokens holds."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["throttle"]
    match: FaultMatch | None = None
    retry_after: Annotated[int, Field(alias="retryAfter", ge=1, le=86400)] = 1
    """Seconds; without a rate."""
    rate: Rate | None = None


class ConnectionFault(BaseModel):
    """reset: the connection is torn down. empty: it is closed without an answer."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: ConnectionFaultKind
    match: FaultMatch | None = None
    before: bool = False
    """Whether before the request is acted on, so that nothing is stored."""


class WaitForCommand(BaseModel):
    """Until a command has reached a state."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    command: AwaitedCommand
    timeout: Annotated[float, Field(ge=0.0, le=300.0)] = 30
    """Real seconds."""


class WaitForCallbacks(BaseModel):
    """Until callbacks were sent."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    callbacks: AwaitedCallbacks
    timeout: Annotated[float, Field(ge=0.0, le=300.0)] = 30
    """Real seconds."""


class WaitResult(BaseModel):
    """Whether it has happened."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    met: bool
    reason: WaitReason
    elapsed_ms: Annotated[float, Field(alias="elapsedMs", ge=0.0)]
    command: WaitedCommand | None = None
    count: Annotated[int | None, Field(ge=0)] = None
    """How many there were."""
    detail: str | None = None
    """When it has not happened: why, and the way out."""


class CoverageTotals(BaseModel):
    """How much of each kind."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    operations: CoverageShare
    statuses: CoverageShare
    enum_values: Annotated[CoverageShare, Field(alias="enumValues")]
    error_codes: Annotated[CoverageShare, Field(alias="errorCodes")]
    transitions: CoverageShare


class OperationCoverage(BaseModel):
    """An operation, and the statuses that it documents."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    operation_id: Annotated[str, Field(alias="operationId")]
    method: str
    path: str
    met: Annotated[int, Field(ge=0)]
    """How often."""
    statuses: list[StatusCoverage]


class EnumCoverage(BaseModel):
    """A property whose values the specification lists."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    property: str
    """Command.status"""
    values: list[ValueCoverage]


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    type: Annotated[str, Field(min_length=1)]
    """urn:fleetmock:problem: and the condition; what to branch on."""
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str | None = None
    """A sentence for whoever reads it."""
    errors: list[ProblemItem] | None = None


class DeviceRequest(RootModel[GraphDeviceRequest | AospDeviceRequest | AppleDeviceRequest]):
    root: GraphDeviceRequest | AospDeviceRequest | AppleDeviceRequest
    """A device to add."""


class ForcedTrigger(BaseModel):
    """One trigger."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    trigger: Annotated[str, Field(max_length=64, min_length=1)]
    outcomes: Outcomes | None = None


class ForcedState(BaseModel):
    """Whatever leads to a state."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    state: Annotated[str, Field(max_length=64, min_length=1)]
    outcomes: Outcomes | None = None


class OutcomeRequest(BaseModel):
    """What is to become of the command."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    scenario: Annotated[str, Field(max_length=64, min_length=1)]
    outcomes: Outcomes | None = None


class Request(BaseModel):
    """A request in the journal. Secrets are redacted, long bodies are cut."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str
    sequence: Annotated[int, Field(ge=1)]
    """Counted in the namespace, without gaps."""
    namespace: str
    time: str
    """On the clock of the namespace."""
    received_at: Annotated[str, Field(alias="receivedAt")]
    """The real time."""
    duration_ms: Annotated[float, Field(alias="durationMs", ge=0.0)]
    method: str
    path: str
    """Without the prefix of the namespace."""
    url: str
    """As it was sent, absolute."""
    query: dict[str, list[str]]
    headers: dict[str, str]
    """Names in lower case."""
    body: Any | None = None
    """JSON as it was read, else text; absent when there was none."""
    body_truncated: Annotated[bool | None, Field(alias="bodyTruncated")] = None
    """Whether the body was longer than the journal keeps; it is text then."""
    api: str | None = None
    """Absent for a path below no API."""
    operation_id: Annotated[str | None, Field(alias="operationId")] = None
    """Absent when no operation took it."""
    parameters: dict[str, str] | None = None
    """Those of the path."""
    response: RequestResponse
    refusal: RequestRefusal | None = None
    fault: RequestFault | None = None
    notes: list[str]
    """What else there is to say: preferences that were ignored."""


class RequestList(BaseModel):
    """Requests that fit."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    requests: list[Request]
    meta: RequestListMeta


class UnmatchedRequest(BaseModel):
    """A request that no operation took."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    request: Request
    nearest: Annotated[list[NearestOperation], Field(max_length=3)]
    """The best first."""


class RequestPattern(BaseModel):
    """Which requests are meant. Each member narrows it; an empty pattern is every request."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    method: Annotated[str | None, Field(max_length=32, min_length=1)] = None
    path: Annotated[str | None, Field(max_length=2048, min_length=1)] = None
    """Exactly, percent-encoded as it was sent, without the prefix of the namespace and without the query."""
    path_pattern: Annotated[str | None, Field(alias="pathPattern", max_length=512, min_length=1)] = None
    """A regular expression for the whole path, without look-around and back-references."""
    operation_id: Annotated[str | None, Field(alias="operationId", max_length=128, min_length=1)] = None
    api: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    status: Annotated[int | None, Field(ge=100, le=599)] = None
    device: Annotated[str | None, Field(max_length=256, min_length=1)] = None
    """Named by a path parameter, or by a string in the body."""
    command: Annotated[str | None, Field(max_length=256, min_length=1)] = None
    """Named by a path parameter, or created by the request."""
    unmatched: bool | None = None
    """Whether no operation took it."""
    query: Annotated[dict[str, TextMatch] | None, Field(max_length=20)] = None
    headers: Annotated[dict[str, TextMatch] | None, Field(max_length=20)] = None
    """Names in any case. What is redacted in the journal cannot be matched."""
    body_matches: Annotated[Any | None, Field(alias="bodyMatches")] = None
    """JSON that the body holds at least: objects may have more members, arrays are as long and fit item by item, anything else is equal."""
    since: Annotated[str | None, Field(max_length=64, min_length=20)] = None
    after: Annotated[int | None, Field(ge=0, le=9007199254740991)] = None


class LatencyFault(BaseModel):
    """The answer comes late, by real time. Latencies add up, to 60 s at most."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["latency"]
    match: FaultMatch | None = None
    delay: Delay


class FaultError(RootModel[NamedError | NumberedError]):
    root: NamedError | NumberedError
    """Which error."""


class AwaitedRequests(BaseModel):
    """Which requests, and how many of them."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    pattern: RequestPattern
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class ApiCoverage(BaseModel):
    """One API."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    api: ApiName
    totals: CoverageTotals
    operations: list[OperationCoverage]
    enum_values: Annotated[list[EnumCoverage], Field(alias="enumValues")]
    error_codes: Annotated[list[ErrorCodeCoverage], Field(alias="errorCodes")]
    transitions: list[TransitionCoverage]
    skips: list[SkipCoverage]
    """Two looks at one command with more than one transition between them."""


class TransitionRequest(RootModel[ForcedTrigger | ForcedState]):
    root: ForcedTrigger | ForcedState
    """What happens to the command."""


class UnmatchedList(BaseModel):
    """Requests that no operation took."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    requests: list[UnmatchedRequest]
    meta: RequestListMeta


class ErrorFault(BaseModel):
    """An error that the operation documents, instead of what was asked. Nothing is stored."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    kind: Literal["error"]
    match: FaultMatch | None = None
    error: FaultError


class WaitForRequests(BaseModel):
    """Until requests have come."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    requests: AwaitedRequests
    timeout: Annotated[float, Field(ge=0.0, le=300.0)] = 30
    """Real seconds."""


class Coverage(BaseModel):
    """What the client under test has met of each API."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    namespace: str
    requests: Annotated[int, Field(ge=0)]
    percent: Annotated[float, Field(ge=0.0, le=100.0)]
    totals: CoverageTotals
    apis: list[ApiCoverage]


class FaultDefinition(
    RootModel[
        LatencyFault
        | ErrorFault
        | ThrottleFault
        | UnavailableFault
        | ConnectionFault
        | TruncateFault
        | GarbageFault
        | DripFault
    ]
):
    root: (
        LatencyFault
        | ErrorFault
        | ThrottleFault
        | UnavailableFault
        | ConnectionFault
        | TruncateFault
        | GarbageFault
        | DripFault
    )
    """What goes wrong, and where. `kind` decides what else it takes."""


class WaitRequest(RootModel[WaitForCommand | WaitForRequests | WaitForCallbacks]):
    root: WaitForCommand | WaitForRequests | WaitForCallbacks
    """What to wait for, and how long."""


class Fault(BaseModel):
    """Something that goes wrong, and how often it has."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    id: str
    definition: FaultDefinition
    met: Annotated[int, Field(ge=0)]
    """Requests that its API, operation, method and device fit."""
    applied: Annotated[int, Field(ge=0)]
    """How often it has happened."""
    spent: bool
    """Whether `times` is used up."""


class FaultList(BaseModel):
    """The faults of a namespace."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
    )
    faults: list[Fault]
