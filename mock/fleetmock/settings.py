"""What a mock is started with."""

from dataclasses import dataclass
from typing import Literal

DEFAULT_TOKEN = "fleetmock"  # noqa: S105 - the published token of a mock, not a secret
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a mock can be told at start; the defaults are those of `fleetmock serve`.

    `apis` empty means all of them. `port` 0 takes a free one. `max_body` is in bytes.
    """

    apis: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 4010
    tokens: tuple[str, ...] = (DEFAULT_TOKEN,)
    auth: Literal["strict", "open"] = "strict"
    seed: int = 0
    max_body: int = MIB
    log_format: Literal["pretty", "json", "off"] = "pretty"
