"""A mock of device-command clouds: the fleet behind Microsoft Graph's and Applivery's APIs, on your machine.

`Server` and `Mock` are for tests, and so are `Handle`, which is what the fixture is, and the errors `NotMet` and
`ControlError`. They load when they are asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fleetmock.kit.connection import ControlError
    from fleetmock.kit.handle import Handle, NotMet
    from fleetmock.kit.mocks import Mock, Server

__version__ = "0.1.0"
__all__ = ["ControlError", "Handle", "Mock", "NotMet", "Server", "__version__"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from fleetmock.uncollected import uncollected  # noqa: PLC0415 - as below

        with uncollected():
            # It takes half a second, which `import fleetmock` must not.
            from fleetmock.kit import connection, handle, mocks  # noqa: PLC0415 - see above
        return {
            "ControlError": connection.ControlError,
            "Handle": handle.Handle,
            "Mock": mocks.Mock,
            "NotMet": handle.NotMet,
            "Server": mocks.Server,
        }[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
