"""What goes wrong, on standard error: a broken contract, a callback that is lost. In the form of the other lines."""

import json
import logging
from typing import Final, Literal

LOGGER: Final = "fleetmock"


class JsonLines(logging.Formatter):
    """One JSON object per problem, whatever is in its text; a traceback is one string."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": record.created,
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry)  # not orjson: text that is no Unicode must not lose the problem


def say_as(log_format: Literal["pretty", "json", "off"]) -> None:
    """Without a call of this, or of `logging`'s own, problems are plain text; `off` silences requests, not problems."""
    if log_format == "json":
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        log = logging.getLogger(LOGGER)
        log.handlers = [handler]
        log.propagate = False
