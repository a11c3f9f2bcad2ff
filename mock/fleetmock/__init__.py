"""A mock of device-command clouds: the fleet behind Microsoft Graph's and Applivery's APIs, on your machine.

`Server` and `Mock` are for tests; they load when they are asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fleetmock.kit.mocks import Mock, Server

__version__ = "0.1.0"
__all__ = ["Mock", "Server", "__version__"]


def __getattr__(name: str) -> Any:
    if name in {"Mock", "Server"}:
        from fleetmock.kit import mocks  # noqa: PLC0415 - it takes half a second, which `import fleetmock` must not

        return getattr(mocks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
