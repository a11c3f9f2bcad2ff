from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.order import NoOrder, rank
from fleetmock_tooling.fuzz.checks.page_numbers import judge
from fleetmock_tooling.fuzz.checks.pages import Paging, Walk
from fleetmock_tooling.fuzz.checks.pointer import find
from fleetmock_tooling.fuzz.checks.prober import Prober

# More than a default page holds cannot be created for every list; this many items make several pages.
_ENOUGH = 5
_A_PAGE = 12


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.gets():
        if "x-paging" not in operation.spec:
            continue
        for creator in prober.creating():
            if creator.template == operation.template:
                _fill(prober, creator, operation)
        paging = Paging(prober, operation, prober.example(operation))
        whole = paging.everything()
        if whole is not None:
            for part in (_twice, _walks, _parts, _totals, _defaults, _sorted):
                yield from part(prober, paging, whole)


def _fill(prober: Prober, creator: Described, lister: Described) -> None:
    """Create some items, and where the profile has time for it as many as are more than a default page."""
    size = next(
        prober.contract.plain(each["schema"]).get("default", 0)
        for each in lister.parameters
        if each["name"] == lister.spec["x-paging"]["size"]["parameter"]
    )
    for index in range(size + 1 if size < _A_PAGE * prober.profile.pages else _ENOUGH):
        prober.create(creator, index)


def _twice(_prober: Prober, _paging: Paging, whole: Walk) -> Iterator[Violation]:
    if len(set(whole.names)) != len(whole.names):
        yield at(whole.steps[-1], "twice", "A list shows an item twice", "One page has the same id twice.", whole.steps)


def _sizes(prober: Prober, count: int) -> list[int]:
    """Page sizes whose walks stay within the pages that the profile allows: the last page is full, or is not."""
    pages = max(prober.profile.pages, 2)
    wanted = {1, 2, count - 1, count, count + 1, -(-count // 2), -(-count // pages)}
    return sorted(size for size in wanted if size >= 1)


def _walks(prober: Prober, paging: Paging, whole: Walk) -> Iterator[Violation]:
    count = len(whole.names)
    for size in _sizes(prober, count):
        walk = paging.walk(paging.sized(size), prober.profile.pages)
        if walk is not None:
            yield from _walked(walk, whole, size)


def _walked(walk: Walk, whole: Walk, size: int) -> Iterator[Violation]:
    last, names = walk.steps[-1], walk.names
    if any(len(page) > size for page in walk.pages):
        yield at(last, "size", "A page is larger than asked for", f"Pages of {size} were asked for.", walk.steps)
    elif any(len(page) < size for page in walk.pages[:-1]):
        yield at(last, "short", "A page before the last is not full", f"Pages of {size} were asked for.", walk.steps)
    elif len(set(names)) != len(names):
        yield at(last, "overlap", "Two pages show the same item", f"With pages of {size}.", walk.steps)
    elif names != whole.names[: len(names)]:
        message = f"With pages of {size} the items come in another order, or others come, than on one page."
        yield at(last, "order", "The pages are not the list", message, walk.steps)
    elif walk.complete and len(names) < len(whole.names):
        message = f"{len(names)} of {len(whole.names)} items, and the last page names no other."
        yield at(last, "ends-early", "The pages end before the list", message, walk.steps)
    elif not walk.complete and len(names) >= len(whole.names):
        message = f"All {len(names)} items were shown, and still a next page is named."
        yield at(last, "goes-on", "The pages go on after the list", message, walk.steps)


def _parts(_prober: Prober, paging: Paging, whole: Walk) -> Iterator[Violation]:
    """Single pages from the middle and from beyond the end."""
    count = len(whole.names)
    if "skip" in paging.rule:
        parts = [
            ({paging.rule["skip"]["parameter"]: str(skip)}, skip, paging.most)
            for skip in {1, count - 1, count, count + 1}
        ]
    else:
        name = paging.rule["page"]["parameter"]
        parts = [({name: str(page)}, (page - 1) * 2, 2) for page in {2, count // 2 + 1, count + 2}]
    for query, skip, size in sorted(parts, key=lambda part: part[1]):
        if skip < 0:
            continue
        step = paging.ask(paging.sized(size, **query))
        if step is not None and list(paging.names(step)) != whole.names[skip : skip + size]:
            message = f"{query} with pages of {size} shows other items than the list has there."
            yield at(
                step, "part", "A page from the middle is not that part of the list", message, (whole.steps[0], step)
            )


def _totals(_prober: Prober, paging: Paging, whole: Walk) -> Iterator[Violation]:
    count = paging.rule.get("count")
    if count is None:
        return
    for size, flag in ((1, "true"), (paging.most, "true"), (1, "false")):
        step = paging.ask(paging.sized(size, **{count["parameter"]: flag}))
        total = find(step.body, count["shown"]) if step is not None else None
        if step is not None and flag == "true" and total != len(whole.names):
            message = f"{count['shown']} is {_text(total)}; the list has {len(whole.names)} items."
            yield at(step, "total", "The total is not the number of items", message, (whole.steps[0], step))
        elif step is not None and flag == "false" and isinstance(total, int):
            yield at(step, "uncalled", "A total that was not asked for", f"{count['shown']} is {total}.")


def _text(value: Any) -> str:
    return str(value) if isinstance(value, int) else "missing"


def _defaults(prober: Prober, paging: Paging, whole: Walk) -> Iterator[Violation]:
    """Without parameters: the first page of the default size."""
    step = paging.ask({})
    size = prober.contract.default(step, paging.rule["size"]["parameter"]) if step is not None else None
    if step is not None and size is not None and list(paging.names(step)) != whole.names[:size]:
        message = (
            f"Without parameters {len(paging.names(step))} items come; the default is {size} of {len(whole.names)}."
        )
        yield at(step, "default", "The default page is not the first one", message, (whole.steps[0], step))


def _sorted(_prober: Prober, paging: Paging, whole: Walk) -> Iterator[Violation]:
    sort = paging.rule.get("sort")
    if sort is None:
        return
    for word, sign in (("ascending", 1), ("descending", -1)):
        step = paging.ask(paging.sized(paging.most, **{sort["parameter"]: sort[word]}))
        if step is None:
            continue
        if set(paging.names(step)) != set(whole.names):
            yield at(step, "sort:items", "Sorting changes what is listed", f"{sort[word]}.", (whole.steps[0], step))
        elif _unsorted(paging.items(step), sort["field"], sign):
            yield at(step, f"sort:{word}", "The list is not sorted", f"{sort[word]} was asked for.")
    if _unsorted(list(whole.items), sort["field"], 1):
        yield at(
            whole.steps[0],
            "sort:default",
            "The list is not sorted",
            f"Without the parameter it is {sort['ascending']}.",
        )


def _unsorted(items: list[Any], field: str, sign: int) -> bool:
    try:
        ranks = [sign * rank(item[field]) for item in items if isinstance(item, dict) and field in item]
    except NoOrder:
        return False
    return any(second < first for first, second in pairwise(ranks))


CHECK = Check(
    id="page-walk",
    severity="high",
    summary="The pages of a list are the list: of the size asked for, without overlap, gap or loop; the totals agree.",
    explanation="""\
Where x-paging says how a list is cut, it is read at once and then in pages of several sizes, by the link or number of
the next page; single pages from the middle and from beyond the end are compared with the same part of the list. The
total, the default size and the order of sorting are checked too. What each page says about itself (its number, the
next and the previous one, the number of pages) must fit the total and the size.""",
    judge=judge,
    probe=probe,
)
