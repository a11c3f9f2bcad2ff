"""The reports of a run as files, whether the run came to its end or not."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.reports.junit import junit
from fleetmock_tooling.fuzz.reports.markdown import markdown
from fleetmock_tooling.fuzz.reports.page import page
from fleetmock_tooling.fuzz.reports.record import Part, Record, as_json, record
from fleetmock_tooling.fuzz.reports.sarif import sarif
from fleetmock_tooling.fuzz.reports.writing import write, writing
from fleetmock_tooling.fuzz.verdict import Verdict

# GitHub shows what stands in this file on the page of the job.
SUMMARY: Final = "GITHUB_STEP_SUMMARY"
# One file for the whole run each.
_WHOLE: Final[dict[str, tuple[str, Callable[[Record], str]]]] = {
    "json": ("verdict.json", as_json),
    "sarif": ("fleetmock.sarif", sarif),
    "markdown": ("summary.md", markdown),
    "html": ("report.html", page),
}


class Reports:
    """Enter it before the first request, so that a directory that cannot be written costs no run.

    The HAR files are not made here but while the requests are sent.

    Raises CannotRun when a report cannot be written.
    """

    def __init__(self, options: Options, replay: str = "") -> None:
        self._options = options
        self._replay = replay
        self._parts: list[Part] = []
        self.exit_code: int | None = None

    def __enter__(self) -> Self:
        directory = self._options.report_dir
        if directory is not None:
            with writing(directory):
                directory.mkdir(parents=True, exist_ok=True)
                # A report of an earlier run must not be taken for one of this.
                for path in self._stale(directory):
                    path.unlink(missing_ok=True)
        return self

    def _stale(self, directory: Path) -> list[Path]:
        return [directory / name for name, _ in _WHOLE.values()]

    def begun(self, api: str, base_url: str) -> Callable[[Verdict], None]:
        """Takes the verdict on an API when its run begins; it is reported as it is when the run ends."""
        return lambda verdict: self._parts.append(Part(api, base_url, verdict))

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write(0 if self.exit_code is None else self.exit_code)
        elif self._parts:
            # What ended the run matters more than a report that cannot be written.
            with suppress(CannotRun):
                self._write(130 if issubclass(kind, KeyboardInterrupt) else 2)

    def _write(self, exit_code: int) -> None:
        directory, wanted = self._options.report_dir, self._options.reports
        if directory is None:
            return
        found = record(self._parts, self._options, exit_code, self._replay)
        for name, (file, text) in _WHOLE.items():
            if name in wanted:
                write(directory / file, text(found))
        if "junit" in wanted:
            for api in found["apis"]:
                write(directory / f"junit-{api['api']}.xml", junit(api))
        if "markdown" in wanted:
            _append_to_summary(markdown(found))


def _append_to_summary(text: str) -> None:
    name = os.environ.get(SUMMARY)
    if name:
        path = Path(name)
        with writing(path), path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
