"""What a request would like to get instead of a real answer, and from where the ids of a real one."""

import re
from dataclasses import replace
from typing import Final

from fleetmock.contract.documented import Documented, Example, refusal
from fleetmock.contract.exchange import Exchange
from fleetmock.contract.prefer import Preferences
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet

STATUS: Final = re.compile(r"[1-5][0-9]{2}", re.ASCII)


def preferred(documented: Documented, preferences: Preferences, fleet: Fleet) -> Refusal | Example | None:
    """By `code`, by `example`, or by both; what the operation does not document is ignored."""

    def status(text: str) -> int | None:
        return int(text) if STATUS.fullmatch(text) and documented.answer(int(text), fleet) is not None else None

    code = preferences.take("code", status)
    example = preferences.take("example", lambda name: documented.example(code, name))
    shown = example or (documented.answer(code, fleet) if code is not None else None)
    return refusal(shown) if isinstance(shown, Condition) else shown


def seeded(fleet: Fleet, exchange: Exchange, preferences: Preferences) -> Fleet:
    """The same fleet, with ids of the `seed` that the request prefers; the request itself is named by them too."""
    ids = preferences.take("seed", exchange.namespace.seeds.ids)
    if ids is None:
        return fleet
    exchange.name_by(ids)
    return replace(fleet, ids=ids)
