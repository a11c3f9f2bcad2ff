import json
import logging
import sys
from typing import Any

from fleetmock.problems import JsonLines


def line(message: str, *arguments: Any, trace: bool = False) -> str:
    info = sys.exc_info() if trace else None
    return JsonLines().format(logging.LogRecord("fleetmock", logging.ERROR, "", 0, message, arguments, info))


def test_a_problem_is_one_json_object_on_one_line() -> None:
    text = line("a %s\nwith \udcff", "problem")
    assert "\n" not in text
    entry = json.loads(text)
    assert entry == {"time": entry["time"], "level": "error", "message": "a problem\nwith \udcff"}


def test_a_traceback_is_part_of_it() -> None:
    try:
        raise ZeroDivisionError("by nought")  # noqa: TRY301 - there must be one
    except ZeroDivisionError:
        text = line("failed", trace=True)
    assert "\n" not in text
    assert json.loads(text)["traceback"].endswith("ZeroDivisionError: by nought")
