"""What a page says about itself."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fleetmock_tooling.fuzz.checks.check import Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.pointer import MISSING, find
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    rule = step.operation.spec.get("x-paging") if step.operation else None
    if rule is None or not step.succeeded or step.body is MISSING:
        return
    for what, wanted in _wanted(history, step, rule).items():
        found = find(step.body, rule[what] if isinstance(rule[what], str) else rule[what]["shown"])
        if (None if found is MISSING else found) != wanted:
            shown = None if found is MISSING else found
            yield at(step, f"says:{what}", "A page says something wrong of itself", f"{what} is {shown}, not {wanted}.")
    yield from _link(step, rule)


def _wanted(history: History, step: Step, rule: Mapping[str, Any]) -> dict[str, Any]:
    """What the page must say, as far as the query and the total tell."""
    size, number = _asked(history, step, rule, "size"), _asked(history, step, rule, "page")
    total = find(step.body, rule["total"]) if "total" in rule else MISSING
    if size is None or number is None or not isinstance(total, int):
        return {}
    pages = -(-total // size)
    wanted = {
        "pages": pages,
        "has-next": number < pages,
        "has-previous": number > 1,
        "next-page": number + 1 if number < pages else None,
        "previous-page": number - 1 if number > 1 else None,
    }
    said = {word: value for word, value in wanted.items() if word in rule}
    return said | {word: value for word, value in (("size", size), ("page", number)) if "shown" in rule[word]}


def _asked(history: History, step: Step, rule: Mapping[str, Any], word: str) -> int | None:
    if word not in rule:
        return None
    text = step.query.get(rule[word]["parameter"])
    if text is None:
        return history.contract.default(step, rule[word]["parameter"])
    return int(text) if text.isdigit() and len(text) < 18 else None


def _link(step: Step, rule: Mapping[str, Any]) -> Iterator[Violation]:
    link = find(step.body, rule["next-link"]) if "next-link" in rule else MISSING
    if link is MISSING:
        return
    items = find(step.body, rule["items"])
    if not isinstance(link, str) or not link.startswith(step.request.url.split("?")[0] + "?"):
        yield at(step, "says:next-link", "The link to the next page leads elsewhere", f"It is {link!r}.")
    elif items == []:
        yield at(step, "says:next-link", "An empty page has a next one", f"It is {link!r}.")
    elif lost := _lost(step, link, rule):
        message = f"{', '.join(lost)} was asked for, and the link {link!r} does not ask for it."
        yield at(step, "says:next-link-options", "The link to the next page loses an option", message)


def _lost(step: Step, link: str, rule: Mapping[str, Any]) -> list[str]:
    """The declared options of the request that the link does not repeat; where it begins is for the link to say."""
    kept = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    declared = (
        {each["name"] for each in step.operation.parameters if each["in"] == "query"} if step.operation else set()
    )
    moving = {rule[word]["parameter"] for word in ("page", "skip") if word in rule}
    asked = {name: value for name, value in step.query.items() if name in declared - moving and value != "false"}
    return sorted(name for name, value in asked.items() if kept.get(name) != value)


__all__ = ["judge"]
