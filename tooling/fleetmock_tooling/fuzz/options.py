"""What is the same for every API of a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from fleetmock import tokens
from fleetmock_tooling.fuzz.baseline import Baseline
from fleetmock_tooling.fuzz.ids import IdSet
from fleetmock_tooling.fuzz.profiles import CI, Profile
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.reports.formats import FORMATS
from fleetmock_tooling.fuzz.shard import Shard

# The permissions, None for all, and the moment it ends, None for never; makes a token of that kind.
Mint = Callable[[frozenset[str] | None, float | None], str]


@dataclass(frozen=True, slots=True)
class Options:
    """Tokens, profile, ids, and what becomes of what is found.

    `token_is_secret` is false for a token that everybody knows; `expired` and `limited` are tokens that must be
    refused, None where there are none. `mint` makes others, which only a mock of our own takes.

    `ids` are those of each API; `discover` asks the endpoint for others. `undo_readings`: answers that follow another
    reading of the documentation are no failures. `confirm`: each failure's request is sent again.

    `creates` is how many requests that create something may go to an endpoint whose profile allows only reading.
    `report_dir` None writes no reports, whatever `reports` names; `audit` None no audit.
    """

    token: str
    seed: int
    profile: Profile = CI
    token_is_secret: bool = True
    report_dir: Path | None = None
    reports: frozenset[str] = frozenset(FORMATS)
    expired: str | None = None
    limited: str | None = None
    mint: Mint | None = None
    ids: Mapping[str, list[IdSet]] = field(default_factory=dict)
    discover: bool = False
    undo_readings: bool = False
    confirm: bool = False
    creates: int = 0
    audit: TextIO | None = None
    shard: Shard | None = None
    baseline: Baseline | None = None
    # What a replay has to be told beside all that, as words of the command line.
    replay: tuple[str, ...] = ()

    @property
    def secrets(self) -> Secrets:
        # What can be minted is published.
        others = [] if self.mint else [self.expired, self.limited]
        return Secrets(filter(None, [self.token if self.token_is_secret else None, *others]))

    def on_our_own_mock(self) -> "Options":
        """Where nothing is uncertain: its clock moves with the requests, and it answers as the ledger decided."""
        expired = mint(None, 1.0)
        return replace(self, mint=mint, expired=expired, undo_readings=False, confirm=False, discover=False)


def mint(permissions: frozenset[str] | None, expires: float | None) -> str:
    return tokens.mint(tokens.Grant(permissions=permissions, expires=expires))
