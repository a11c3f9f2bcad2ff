"""The kinds of reports, by the names that --report takes."""

from typing import Final

from fleetmock_tooling.errors import CannotRun

FORMATS: Final = ("junit", "har", "json", "sarif", "markdown", "html")
# Where reports go that were asked for without a directory.
DIRECTORY: Final = "fleetmock-report"


def parse(text: str) -> frozenset[str]:
    """From "json,sarif". Raises CannotRun for a name that is none of them."""
    names = [each.strip() for each in text.split(",") if each.strip()]
    unknown = [each for each in names if each not in FORMATS]
    if unknown or not names:
        raise CannotRun(f"--report {text}: there is no such report; choose from {','.join(FORMATS)}")
    return frozenset(names)
