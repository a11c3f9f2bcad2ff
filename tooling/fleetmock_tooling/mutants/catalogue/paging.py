"""Pages that overlap, lie about each other, or do not do what was asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from fleetmock_tooling.mutants.catalogue.places import A_COMMANDS, A_DEVICES, G_COMMAND, G_COMMANDS, G_DEVICES
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, GRAPH, Fault, Mutant, Proof, appears, vanishes
from fleetmock_tooling.mutants.operators import Edit, changed, dropped, edited, resent
from fleetmock_tooling.mutants.pointer import change, value

LINK: Final = "@odata.nextLink"
LISTS: Final = ("listDevices", "listCommands")


def _without(option: str) -> Fault:
    """An option that changes nothing, though it has been checked."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        return mock(request.with_option(option, None)) if answer.status == 200 else answer

    return fault


def _limit_ignored(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 200 and request.option("limit"):
        everything = mock(request.with_option("limit", None).with_option("page", None)).json()
        answer.put(change(answer.json(), "/data/items", lambda _: everything["data"]["items"]))
    return answer


def _items_from(offset: Callable[[int, int], int]) -> Fault:
    """Items begin elsewhere; `offset` says where, by page and limit."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        page = value(answer.json(), "/data")
        if answer.status != 200:
            return answer
        everything = request.with_option("page", None).with_option("limit", "10000")
        start = max(offset(page["page"], page["limit"]), 0)
        items = mock(everything).json()["data"]["items"][start : start + page["limit"]]
        answer.put(change(answer.json(), "/data/items", lambda _: items))
        return answer

    return fault


def _page(edit: Callable[[dict[str, Any]], None]) -> Fault:
    """An edit of a page of Applivery's."""

    def apply(answer: Answer, _: Request) -> None:
        body = answer.json()
        edit(body["data"])
        answer.put(body)

    return edited(apply)


def _counts_itself(page: dict[str, Any]) -> None:
    page["totalDocs"] = len(page["items"])


def _rounds_down(page: dict[str, Any]) -> None:
    page["totalPages"] = page["totalDocs"] // page["limit"]


def _always_more(page: dict[str, Any]) -> None:
    page["hasNextPage"], page["nextPage"] = True, page["page"] + 1


def _no_next_number(page: dict[str, Any]) -> None:
    page["nextPage"] = None


def _no_previous(page: dict[str, Any]) -> None:
    page["hasPrevPage"], page["prevPage"] = False, None


def _from_zero(page: dict[str, Any]) -> None:
    page["page"] = max(page["page"] - 1, 1) if page["page"] > 1 else 1


def _newest_first(request: Request) -> Request:
    return request if request.option("sort") else request.with_option("sort", "createdAt:desc")


def _twenty(request: Request) -> Request:
    return request if request.option("limit") else request.with_option("limit", "20")


def _skip_one_less(request: Request) -> Request:
    skip = request.option("$skip") or ""
    return request.with_option("$skip", str(int(skip) - 1)) if skip.isdigit() and int(skip) > 0 else request


def _link(rewrite: Callable[[str], str]) -> Edit:
    return changed(f"/{LINK}", rewrite)


def _same_page(answer: Answer, request: Request) -> None:
    here = f"http://{request.header('host')}{request.path}?{request.query}"
    _link(lambda _: here)(answer, request)


def _link_on_the_last(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    body = answer.json()
    if answer.status == 200 and body["value"] and LINK not in body:
        skip = int(request.option("$skip") or 0) + len(body["value"])
        further = replace(request.with_option("$skip", str(skip)), path=request.path)
        body[LINK] = f"http://{request.header('host')}{request.path}?{further.query}"
        answer.put(body)
    return answer


def _without_select(link: str) -> str:
    kept = [f"{name}={text}" for name, text in parse_qsl(urlsplit(link).query) if name != "$select"]
    return f"{link.partition('?')[0]}?{'&'.join(kept)}"


def _count_of_the_page(answer: Answer, request: Request) -> None:
    size = len(answer.json()["value"])
    changed("/@odata.count", lambda _: size)(answer, request)


def _shuffled(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    turn = mock.memory["turn"] = mock.memory.get("turn", -1) + 1
    if answer.status == 200:
        changed("/value", lambda items: items[turn % len(items) :] + items[: turn % len(items)] if items else [])(
            answer, request
        )
    return answer


def _ids(answer: Answer) -> list[str]:
    body = answer.json()
    return [each["id"][-2:] for each in body.get("value", body.get("data", {}).get("items"))]


def _next(client: Client, target: str) -> Any:
    """The page that nextLink leads to."""
    link = urlsplit(client.get(target).json()[LINK])
    return client.get(f"{link.path}?{link.query}")


def _applivery(client: Client, query: str, *names: str) -> list[Any]:
    page = client.get(f"{A_COMMANDS}?{query}").json()["data"]
    return [page[name] for name in names]


MUTANTS: Final = (
    Mutant(
        "paging-limit-ignored",
        AOSP,
        LISTS,
        "A page has all items, whatever the limit.",
        "Parameter limit: the number of items on a page.",
        _limit_ignored,
        Proof(lambda c: _ids(c.get(f"{A_COMMANDS}?limit=1")), ["22"], ["22", "24"]),
    ),
    Mutant(
        "paging-overlap",
        AOSP,
        LISTS,
        "Every page begins with the last item of the one before.",
        "Parameters page and limit; totalDocs is the number of items on all pages.",
        _items_from(lambda page, limit: (page - 1) * limit - 1),
        Proof(lambda c: _ids(c.get(f"{A_DEVICES}?limit=1&page=2")), ["23"], ["21"]),
    ),
    Mutant(
        "paging-gap",
        AOSP,
        LISTS,
        "Between two pages one item is lost.",
        "Parameters page and limit; totalDocs is the number of items on all pages.",
        _items_from(lambda page, limit: (page - 1) * (limit + 1)),
        Proof(lambda c: _ids(c.get(f"{A_COMMANDS}?limit=1&page=2")), ["24"], []),
    ),
    Mutant(
        "paging-counted-from-0",
        AOSP,
        LISTS,
        "Page 1 has the items of the second page.",
        "Parameter page: counted from 1.",
        _items_from(lambda page, limit: page * limit),
        Proof(lambda c: _ids(c.get(f"{A_COMMANDS}?limit=1")), ["22"], ["24"]),
    ),
    Mutant(
        "paging-total-of-the-page",
        AOSP,
        LISTS,
        "totalDocs is the number of items on the page.",
        "AosCommandPage: totalDocs is the number of items on all pages.",
        _page(_counts_itself),
        Proof(lambda c: _applivery(c, "limit=1", "totalDocs"), [2], [1]),
    ),
    Mutant(
        "paging-pages-rounded-down",
        AOSP,
        LISTS,
        "The last page, if it is not full, is not counted in totalPages.",
        "AosCommandPage: totalPages is the number of pages; 0 when there is nothing to list.",
        _page(_rounds_down),
        Proof(lambda c: _applivery(c, "limit=10", "totalPages"), [1], [0]),
    ),
    Mutant(
        "paging-always-more",
        AOSP,
        LISTS,
        "There is always a next page.",
        "AosCommandPage: hasNextPage; nextPage is null on the last page.",
        _page(_always_more),
        Proof(lambda c: _applivery(c, "limit=10", "hasNextPage", "nextPage"), [False, None], [True, 2]),
    ),
    Mutant(
        "paging-next-has-no-number",
        AOSP,
        LISTS,
        "nextPage is null although there is a next page.",
        "AosCommandPage: nextPage is null on the last page.",
        _page(_no_next_number),
        Proof(lambda c: _applivery(c, "limit=1", "hasNextPage", "nextPage"), [True, 2], [True, None]),
    ),
    Mutant(
        "paging-no-way-back",
        AOSP,
        LISTS,
        "No page has one before it.",
        "AosCommandPage: hasPrevPage; prevPage is null on the first page.",
        _page(_no_previous),
        Proof(lambda c: _applivery(c, "limit=1&page=2", "hasPrevPage", "prevPage"), [True, 1], [False, None]),
    ),
    Mutant(
        "paging-says-another-page",
        AOSP,
        LISTS,
        "A page after the first says the number of the one before.",
        "AosCommandPage: page is this page, counted from 1.",
        _page(_from_zero),
        Proof(lambda c: _applivery(c, "limit=1&page=2", "page"), [2], [1]),
    ),
    Mutant(
        "paging-sort-ignored",
        AOSP,
        ("listCommands",),
        "sort changes nothing.",
        "listCommands: oldest first unless sort says otherwise; parameter sort.",
        _without("sort"),
        Proof(lambda c: _ids(c.get(f"{A_COMMANDS}?sort=createdAt:desc")), ["24", "22"], ["22", "24"]),
    ),
    Mutant(
        "paging-newest-first",
        AOSP,
        ("listCommands",),
        "Without sort the newest comes first.",
        "listCommands: oldest first unless sort says otherwise.",
        resent(_newest_first),
        Proof(lambda c: _ids(c.get(A_COMMANDS)), ["22", "24"], ["24", "22"]),
    ),
    Mutant(
        "paging-other-default",
        AOSP,
        LISTS,
        "Without a limit there are 20 items on a page.",
        "Parameter limit: the default is 10.",
        resent(_twenty),
        Proof(lambda c: _applivery(c, "page=1", "limit"), [10], [20]),
    ),
    Mutant(
        "paging-top-ignored",
        GRAPH,
        LISTS,
        "$top changes nothing.",
        "Parameter $top: the number of items on a page.",
        _without("$top"),
        Proof(lambda c: len(_ids(c.get(f"{G_DEVICES}?$top=1"))), 1, 3),
    ),
    Mutant(
        "paging-skip-ignored",
        GRAPH,
        LISTS,
        "$skip changes nothing.",
        "Parameter $skip: the number of items to leave out.",
        _without("$skip"),
        Proof(lambda c: len(_ids(c.get(f"{G_DEVICES}?$skip=2"))), 1, 3),
    ),
    Mutant(
        "paging-skip-one-less",
        GRAPH,
        LISTS,
        "The item at the border of two pages is on both.",
        "Parameter $skip: the number of items to leave out.",
        resent(_skip_one_less),
        Proof(lambda c: _ids(c.get(f"{G_DEVICES}?$skip=1&$top=1")), ["c3"], ["65"]),
    ),
    Mutant(
        "paging-select-ignored",
        GRAPH,
        (*LISTS, "getCommand"),
        "$select changes nothing.",
        "Parameter $select: the properties to return; id and status always come along.",
        _without("$select"),
        appears(lambda c: "payload" in c.get(f"{G_COMMAND}?$select=error").json()),
    ),
    Mutant(
        "paging-count-ignored",
        GRAPH,
        LISTS,
        "$count=true adds no @odata.count.",
        "Parameter $count: whether to add @odata.count.",
        edited(dropped("/@odata.count")),
        Proof(lambda c: c.get(f"{G_DEVICES}?$count=true").json().get("@odata.count"), 3, None),
    ),
    Mutant(
        "paging-count-of-the-page",
        GRAPH,
        LISTS,
        "@odata.count is the number of items on the page.",
        "DeviceCollection: @odata.count is the number of items on all pages.",
        edited(_count_of_the_page),
        Proof(lambda c: c.get(f"{G_DEVICES}?$count=true&$top=1").json()["@odata.count"], 3, 1),
    ),
    Mutant(
        "paging-no-next-link",
        GRAPH,
        LISTS,
        "A page that is not the last has no @odata.nextLink.",
        "DeviceCollection: @odata.nextLink is the next page, absent on the last.",
        edited(dropped(f"/{LINK}")),
        vanishes(lambda c: LINK in c.get(f"{G_DEVICES}?$top=1").json()),
    ),
    Mutant(
        "paging-next-link-to-itself",
        GRAPH,
        LISTS,
        "@odata.nextLink leads to the page that it is on.",
        "DeviceCollection: @odata.nextLink is the next page.",
        edited(_same_page),
        Proof(lambda c: _ids(_next(c, f"{G_DEVICES}?$top=1")), ["c3"], ["65"]),
    ),
    Mutant(
        "paging-next-link-on-the-last",
        GRAPH,
        LISTS,
        "The last page has an @odata.nextLink too.",
        "DeviceCollection: @odata.nextLink is absent on the last page.",
        _link_on_the_last,
        appears(lambda c: LINK in c.get(G_COMMANDS).json()),
    ),
    Mutant(
        "paging-next-link-relative",
        GRAPH,
        LISTS,
        "@odata.nextLink has no host.",
        "DeviceCollection: @odata.nextLink is absolute.",
        edited(_link(lambda link: link[link.index("/beta") :])),
        Proof(lambda c: c.get(f"{G_DEVICES}?$top=1").json()[LINK][:4], "http", "/bet"),
    ),
    Mutant(
        "paging-next-link-forgets-select",
        GRAPH,
        LISTS,
        "@odata.nextLink forgets the $select of the request.",
        "Parameter $select: the properties to return, on every page of the answer.",
        edited(_link(_without_select)),
        appears(lambda c: "model" in _next(c, f"{G_DEVICES}?$top=1&$select=name").json()["value"][0]),
    ),
    Mutant(
        "paging-no-stable-order",
        GRAPH,
        ("listDevices",),
        "The devices come in another order each time.",
        "listDevices: in a stable order.",
        _shuffled,
        Proof(lambda c: len({tuple(_ids(c.get(G_DEVICES))) for _ in range(3)}), 1, 3),
    ),
)
