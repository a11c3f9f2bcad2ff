"""How much a run tries, how long it may take and what it may send: one row for each profile."""

from dataclasses import dataclass
from typing import Final

ALL_PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
UNITS: Final = ("examples", "coverage")
READ_ONLY: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Profile:
    """`max_examples` counts for each operation, and in the stateful phase for each API; `max_steps` for each walk.

    `negative`: invalid requests too. `unexpected_methods`: also methods that a path does not have.
    `max_time` is in seconds for each API, None without end; `random_seed`: another one each time.

    What the domain checks try: `creates` is how many created things a poll driver follows, `polls` how often it asks
    for each; `near_misses` is wrong ids for each operation, `pages` pages of a walk; `auth_matrix` is requests with
    bad credentials, which may lock an account.

    `timeout` is in seconds; `methods` None allows all; `rate` is requests for each second, None as fast as it goes;
    `budget` is requests for each API, None without end. `guarded`: a 429, a burst of 5xx or silence ends the run.
    """

    name: str
    summary: str
    phases: tuple[str, ...]
    max_examples: int
    max_steps: int
    creates: int
    polls: int
    near_misses: int
    pages: int
    negative: bool = True
    unexpected_methods: bool = True
    auth_matrix: bool = True
    max_time: int | None = None
    random_seed: bool = False
    timeout: float = 30.0
    methods: frozenset[str] | None = None
    rate: float | None = None
    budget: int | None = None
    guarded: bool = False


SMOKE: Final = Profile(
    name="smoke",
    summary="examples and boundary values only, in seconds",
    phases=UNITS,
    max_examples=1,
    max_steps=1,
    creates=2,
    polls=8,
    near_misses=6,
    pages=3,
    timeout=10.0,
)
CI: Final = Profile(
    name="ci",
    summary="all phases, at most two minutes for the three APIs of the mock",
    phases=ALL_PHASES,
    max_examples=50,
    max_steps=6,
    creates=5,
    polls=12,
    near_misses=12,
    pages=10,
    timeout=10.0,
)
DEEP: Final = Profile(
    name="deep",
    summary="all phases until the time is over, with another seed each time",
    phases=ALL_PHASES,
    max_examples=500,
    max_steps=12,
    creates=50,
    polls=30,
    near_misses=50,
    pages=100,
    max_time=900,
    random_seed=True,
    timeout=10.0,
)
LIVE: Final = Profile(
    name="live",
    summary="a real endpoint: valid GET requests only, slowly, and nothing that changes anything",
    phases=UNITS,
    max_examples=5,
    max_steps=1,
    creates=0,
    polls=4,
    near_misses=3,
    pages=3,
    negative=False,
    unexpected_methods=False,
    auth_matrix=False,
    timeout=10.0,
    methods=READ_ONLY,
    rate=1.0,
    budget=400,
    guarded=True,
)
PROFILES: Final = {each.name: each for each in (SMOKE, CI, DEEP, LIVE)}
DEFAULT: Final = CI
# What the command line may set instead.
OVERRIDES: Final = ("max_examples", "max_time", "rate", "budget")
