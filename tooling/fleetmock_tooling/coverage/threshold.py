"""How much a client must have met."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fleetmock.coverage.never import KINDS

FORM: Final = re.compile(r"(?:([a-z-]+)=)?([0-9]{1,3}(?:\.[0-9]+)?)")
NAMES: Final = {words.replace(" ", "-"): kind for kind, words in KINDS.items()}


class BadThreshold(ValueError):
    """A threshold that says nothing; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """In percent, of one kind or of everything."""

    percent: float
    name: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Threshold":
        """As in `60` or `transitions=80`. Raises BadThreshold."""
        match = FORM.fullmatch(text)
        if match is None or float(match[2]) > 100 or (match[1] and match[1] not in NAMES):
            raise BadThreshold(f"{text!r} is neither PERCENT nor KIND=PERCENT; the kinds are {', '.join(NAMES)}")
        return cls(float(match[2]), match[1])

    def complaint(self, report: Mapping[str, Any]) -> str | None:
        """A line where a report has less."""
        found = report["totals"][NAMES[self.name]]["percent"] if self.name else report["percent"]
        if found >= self.percent:
            return None
        return f"{self.name or 'everything together'}: {found} % met, {self.percent:g} % wanted"
