"""What a mock is started with."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DEFAULT_TOKEN = "fleetmock"  # noqa: S105 - the published token of a mock, not a secret
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a mock can be told at start; the defaults are those of `fleetmock serve`.

    `apis` empty means all of them. `port` 0 takes a free one. `max_body` is in bytes.
    `tokens` are as in `NAME` or `NAME=permission,permission`.
    `scenario` is the default of every API that has one of that name, `scenarios` a folder with scenario files over the
    built-in ones.
    `variants` are other readings of the documentation to serve, as in `msgraph.casing=pascal`.
    `callbacks` are the hosts that may be called back, as in `loopback` or `host:port`; empty calls nobody back.
    `state` is `memory`, or `sqlite:PATH` for one that survives the process.
    `namespaces` is how many may be there at the same time, beside the default one; `journal` how many requests each of
    them remembers. `control_token` is what the control plane asks for; None lets everybody on this machine in.
    `hold` is how long, in seconds, the control plane may keep a request open: one that waits, or a stream of events.
    `freeze_at` is a moment in seconds since 1970 at which time stands still.
    """

    apis: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 4010
    tokens: tuple[str, ...] = (DEFAULT_TOKEN,)
    auth: Literal["strict", "open"] = "strict"
    seed: int = 0
    max_body: int = MIB
    scenario: str | None = None
    scenarios: Path | None = None
    freeze_at: float | None = None
    state: str = "memory"
    namespaces: int = 1000
    journal: int = 1000
    control_token: str | None = None
    hold: float = math.inf
    callbacks: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    log_format: Literal["pretty", "json", "off"] = "pretty"
