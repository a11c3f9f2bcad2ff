"""What a matrix comes to: who found how much, and whether that is enough."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Self

from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASS_OF, CLASSES
from fleetmock_tooling.mutants.contenders import CONTENDERS
from fleetmock_tooling.mutants.outcome import REFERENCE, Attempt, Outcome

# Of all mutants, and of those of each class.
TARGETS: Final = {"smoke": 0.90, "ci": 0.97}
EACH_CLASS: Final = 0.80


ORDER: Final = {mutant: place for place, mutant in enumerate((REFERENCE, *CATALOGUE))}


def _place(outcome: Outcome) -> tuple[int, int, str, int]:
    attempt = outcome.attempt
    return list(CONTENDERS).index(attempt.contender), ORDER[attempt.mutant], attempt.api, attempt.seed


@dataclass(frozen=True, slots=True)
class Share:
    found: int
    of: int

    @property
    def value(self) -> float:
        return self.found / self.of if self.of else 0.0

    def __str__(self) -> str:
        # Rounded down: 100 % is all of them.
        return f"{self.found}/{self.of} ({100 * self.found // self.of} %)" if self.of else ""


@dataclass(frozen=True, slots=True)
class Figures:
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        """The first outcome of each attempt, in the order of the catalogue; none of mutants that are not in it."""
        first: dict[Attempt, Outcome] = {}
        for each in outcomes:
            if each.attempt.mutant in ORDER:
                first.setdefault(each.attempt, each)
        return cls(tuple(sorted(first.values(), key=_place)))

    @property
    def whole(self) -> bool:
        """Whether everybody was held against everything."""
        return all(len(self._of(name, bool)) == len(CATALOGUE) and self.without_fault(name) for name in CONTENDERS)

    @property
    def contenders(self) -> list[str]:
        """Those that took part, in their usual order."""
        present = {each.attempt.contender for each in self.outcomes}
        return [each for each in CONTENDERS if each in present]

    @property
    def mutants(self) -> list[str]:
        return list(dict.fromkeys(each.attempt.mutant for each in self.outcomes if each.attempt.mutant))

    @property
    def classes(self) -> list[str]:
        present = {CLASS_OF[each] for each in self.mutants}
        return [each for each in CLASSES if each in present]

    def share(self, contender: str, fault_class: str | None = None) -> Share:
        """How many of a class it found, of all of them without one."""
        tried = self._of(contender, lambda mutant: fault_class in {None, CLASS_OF[mutant]})
        return Share(sum(each.is_found for each in tried), len(tried))

    def survivors(self, contender: str) -> list[str]:
        return [each.attempt.mutant for each in self._of(contender, bool) if not each.is_found]

    def outcome(self, contender: str, mutant: str) -> Outcome | None:
        return next(iter(self._of(contender, lambda each: each == mutant)), None)

    def found_ones(self, contender: str) -> list[Outcome]:
        return [each for each in self._of(contender, bool) if each.is_found]

    def without_fault(self, contender: str) -> list[Outcome]:
        return [each for each in self.outcomes if each.attempt.contender == contender and not each.attempt.mutant]

    def shortfalls(self) -> list[str]:
        """Each target that is missed, in a sentence."""
        return [*self._noise(), *self._missed()]

    def _noise(self) -> Iterable[str]:
        for contender in TARGETS:
            for each in self.without_fault(contender):
                if each.found or each.trouble:
                    what = each.trouble or f"{len(each.found)} findings, {' '.join(each.found[0])} first"
                    where = f"{each.attempt.api} with seed {each.attempt.seed}"
                    yield f"{contender}, {where}, without a fault: {what}"

    def _missed(self) -> Iterable[str]:
        for contender, target in TARGETS.items():
            if self.share(contender).value < target:
                yield f"{contender} found {self.share(contender)}, not {100 * target:.0f} %"
            for name in self.classes:
                share = self.share(contender, name)
                if share.value < EACH_CLASS:
                    yield f"{contender} found {share} of {name}, not {100 * EACH_CLASS:.0f} %"

    def _of(self, contender: str, when: Callable[[str], bool]) -> list[Outcome]:
        return [
            each
            for each in self.outcomes
            if each.attempt.contender == contender and each.attempt.mutant and when(each.attempt.mutant)
        ]
