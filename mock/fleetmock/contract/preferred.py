"""The documented answer that a request would like to get instead of a real one."""

import re
from typing import Final

from fleetmock.contract.documented import Documented, Shown
from fleetmock.contract.prefer import Preferences
from fleetmock.fleet.fleet import Fleet

STATUS: Final = re.compile(r"[1-5][0-9]{2}", re.ASCII)


def preferred(documented: Documented, preferences: Preferences, fleet: Fleet) -> Shown | None:
    """By `code`, by `example`, or by both; what the operation does not document is ignored."""

    def status(text: str) -> int | None:
        return int(text) if STATUS.fullmatch(text) and documented.answer(int(text), fleet) is not None else None

    code = preferences.take("code", status)
    example = preferences.take("example", lambda name: documented.example(code, name))
    return example or (documented.answer(code, fleet) if code is not None else None)
