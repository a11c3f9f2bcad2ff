"""Paths, ids and bodies that the catalogue's proofs use; all of them exist in a fresh mock."""

from typing import Any, Final

G_DEVICES: Final = "/beta/me/devices"
G_DEVICE: Final = f"{G_DEVICES}/6841b3db-2b55-467b-ad84-79a41a4ef665"
G_OTHER: Final = f"{G_DEVICES}/0f7c9a52-1d3e-4b86-9c1f-5e2a7d40b8c3"
G_LAST: Final = f"{G_DEVICES}/a3d15e08-77c4-4f29-8b60-c9e1f2347d5a"
G_NOBODY: Final = f"{G_DEVICES}/00000000-0000-0000-0000-000000000000"
G_COMMANDS: Final = f"{G_DEVICE}/commands"
G_ID: Final = "0158355AD4D680CC4E2994CC009EFFD7337D1335FCA6ED266000000000000000"
G_LAUNCHED: Final = "0158355AD4D680CC4E2994CC009EFFD7337D1B0000000000000000000000000A"
G_COMMAND: Final = f"{G_COMMANDS}/{G_ID}"
G_NO_COMMAND: Final = f"{G_COMMANDS}/{'0' * 64}"
LAUNCH: Final[dict[str, Any]] = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
APP: Final[dict[str, Any]] = {
    "type": "AppService",
    "appServiceName": "com.microsoft.test.cdppingpongservice",
    "packageFamilyName": "5085ShawnHenry.RomanTestApp_jsjw7knzsgcce",
    "payload": {"Type": "Toast"},
}

ORGANIZATION: Final = "507f1f77bcf86cd799439012"
NO_ID: Final = "0" * 24
ORGANIZATIONS: Final = "/v1/organizations"

_AOSP: Final = "mdm/aosp/enterprise/devices"
A_DEVICES: Final = f"{ORGANIZATIONS}/{ORGANIZATION}/{_AOSP}"
A_DEVICE: Final = "507f1f77bcf86cd799439021"
A_COMMANDS: Final = f"{A_DEVICES}/{A_DEVICE}/commands"
A_MUTE: Final = f"{A_DEVICES}/507f1f77bcf86cd799439023/commands"
A_NOBODY: Final = f"{A_DEVICES}/{NO_ID}/commands"
A_ID: Final = "507f1f77bcf86cd799439022"
A_PUSH: Final = f"{A_COMMANDS}/{A_ID}/push-status"
A_NO_PUSH: Final = f"{A_COMMANDS}/{NO_ID}/push-status"
A_ELSEWHERE: Final = f"{ORGANIZATIONS}/{NO_ID}/{_AOSP}"
REBOOT: Final[dict[str, Any]] = {"command": "REBOOT"}

_APPLE: Final = "mdm/apple/enterprise/commands"
P_ROOT: Final = f"{ORGANIZATIONS}/{ORGANIZATION}/{_APPLE}"
P_TARGET: Final = "507f1f77bcf86cd799439014"
P_BULK: Final = f"{P_ROOT}/device"
P_DEVICE: Final = f"{P_BULK}/{P_TARGET}"
P_ID: Final = "507f1f77bcf86cd799439011"
P_COMMAND: Final = f"{P_DEVICE}/{P_ID}"
P_NO_COMMAND: Final = f"{P_DEVICE}/{NO_ID}"
P_ELSEWHERE: Final = f"{ORGANIZATIONS}/{NO_ID}/{_APPLE}/device/{P_TARGET}"
LOCK: Final[dict[str, Any]] = {"RequestType": "DeviceLock"}
LOCKS: Final[dict[str, Any]] = {"command": LOCK, "targetIds": [P_TARGET]}
