"""What a run tells the checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fleetmock.contract.examples import Document
from fleetmock_tooling.fuzz.profiles import Profile

Mint = Callable[[frozenset[str] | None, float | None], str]


def _anything(_method: str, _url: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """`expired` and `limited` are tokens that are over and that lack every permission, where they can be had.

    `mint` makes a token of our own mock, from permissions (None: all) and the second at which it ends (None: never);
    it is there when the endpoint is our own mock. `may` says whether a request would be let out, `known` gives ids by
    the name of the path parameter.
    """

    document: Document
    base_url: str
    token: str
    profile: Profile
    expired: str | None = None
    limited: str | None = None
    mint: Mint | None = None
    may: Callable[[str, str], bool] = _anything
    known: Mapping[str, list[Any]] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Whether the endpoint is a mock of ours, which keeps more than the vendor promises."""
        return self.mint is not None
