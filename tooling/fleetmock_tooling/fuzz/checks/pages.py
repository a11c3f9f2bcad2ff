"""Reading a list page by page, as its x-paging says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.pointer import MISSING, find
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Walk:
    """What the pages showed, in their order. `complete`: the last page said that it is the last."""

    steps: tuple[Step, ...]
    pages: tuple[tuple[str, ...], ...]
    items: tuple[Any, ...]
    complete: bool

    @property
    def names(self) -> list[str]:
        return [name for page in self.pages for name in page]


class Paging:
    def __init__(self, prober: Prober, operation: Described, path: Mapping[str, str]) -> None:
        self.rule: Mapping[str, Any] = operation.spec["x-paging"]
        self._prober = prober
        self._operation = operation
        self._path = path

    @property
    def most(self) -> int:
        """The largest page that may be asked for, within reason."""
        name = self.rule["size"]["parameter"]
        parameter = next(each for each in self._operation.parameters if each["name"] == name)
        return int(min(self._prober.contract.plain(parameter["schema"]).get("maximum", _MOST), _MOST))

    def ask(self, query: Mapping[str, str]) -> Step | None:
        """One page; None when it is not answered with a success."""
        step = self._prober.ask(self._operation, path=self._path, query=query)
        return step if step is not None and step.succeeded else None

    def sized(self, size: int, **more: str) -> dict[str, str]:
        return {self.rule["size"]["parameter"]: str(size), **more}

    def names(self, step: Step) -> tuple[str, ...]:
        """The ids of the items of a page; an item without one is named by its place."""
        prefix = self.rule["items"] + "/"
        by_place = {look.pointer: thing.name for thing, look in self._prober.history.looks(step)}
        return tuple(by_place.get(f"{prefix}{index}", f"#{index}") for index, _ in enumerate(self.items(step)))

    def items(self, step: Step) -> list[Any]:
        found = find(step.body, self.rule["items"])
        return found if isinstance(found, list) else []

    def value(self, step: Step, word: str) -> Any:
        """What the page says of itself under a word of x-paging; None when it says nothing or null."""
        pointer = self.rule.get(word)
        found = find(step.body, pointer) if isinstance(pointer, str) else MISSING
        return None if found is MISSING else found

    def everything(self) -> Walk | None:
        """The whole list with as few requests as possible; None when it cannot be read within the pages allowed."""
        walk = self.walk(self.sized(self.most), 10)
        return walk if walk is not None and walk.complete else None

    def walk(self, query: Mapping[str, str], pages: int) -> Walk | None:
        """At most so many pages, from the one that the query asks for; None when the first is no success."""
        step = self.ask(query)
        steps: list[Step] = []
        while step is not None:
            steps.append(step)
            if len(steps) >= pages:
                break
            step = self._next(step, query)
        if not steps:
            return None
        complete = self._following(steps[-1]) is None
        items = tuple(item for each in steps for item in self.items(each))
        return Walk(tuple(steps), tuple(map(self.names, steps)), items, complete)

    def _following(self, step: Step) -> Any:
        return self.value(step, "next-link" if "next-link" in self.rule else "next-page")

    def _next(self, step: Step, query: Mapping[str, str]) -> Step | None:
        following = self._following(step)
        if following is None:
            return None
        if "next-link" in self.rule:
            url = urljoin(step.request.url, str(following))
            inside = url.startswith(self._prober.contract.base_url + "/")
            found = self._prober.send("GET", url) if inside else None
            return found if found is not None and found.succeeded else None
        return self.ask({**query, self.rule["page"]["parameter"]: str(following)})
