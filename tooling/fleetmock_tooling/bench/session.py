"""What all parts of one run share."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fleetmock_tooling.bench.contestants import Contestant
from fleetmock_tooling.bench.results import Results, Unfit
from fleetmock_tooling.bench.tools import Tools


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: `seconds` per wrk run, `requests` per in-process sample, `sizes` of the two stores.

    `namespaces` are few, which is how often the fixtures are used too, and many.
    """

    rounds: int = 7
    seconds: int = 3
    requests: int = 2000
    sizes: tuple[int, int] = (1_000, 1_000_000)
    namespaces: tuple[int, int] = (50, 1_000)


QUICK = Effort(rounds=2, seconds=1, requests=100, sizes=(100, 2_000), namespaces=(5, 20))


@dataclass(slots=True)
class Session:
    """`step` is told of everything that takes a while."""

    effort: Effort
    tools: Tools
    step: Callable[[str], None]
    results: Results = field(default_factory=Results)

    def rounds(self, part: str, contestants: Sequence[Contestant]) -> Iterator[Contestant]:
        """Every contestant once per round, the first one moving on, so that no one always follows the same one."""
        for number in range(self.effort.rounds):
            first = number % len(contestants)
            for each in (*contestants[first:], *contestants[:first]):
                if not self.is_skipped(part, each):
                    self.step(f"{part}: round {number + 1} of {self.effort.rounds}, {each.name}")
                    yield each

    def measure(self, part: str, contestants: Sequence[Contestant], sample: Callable[[Contestant], None]) -> None:
        """Take every sample; a contestant that turns out unfit is left out from then on, samples and all."""
        for each in self.rounds(part, contestants):
            try:
                sample(each)
            except Unfit as error:
                self.results.skip(_name(part, each), str(error))
                self.results.samples.get(part, {}).pop(each.name, None)

    def is_skipped(self, part: str, contestant: Contestant) -> bool:
        return any(what == _name(part, contestant) for what, _ in self.results.skipped)


def _name(part: str, contestant: Contestant) -> str:
    return f"{part}: {contestant.name}"
