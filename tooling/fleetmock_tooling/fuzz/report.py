"""JUnit and HAR files, written by schemathesis' own writers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from schemathesis.config import OutputConfig
from schemathesis.engine.statistic import GroupedFailures
from schemathesis.reporting.har import HarWriter
from schemathesis.reporting.junitxml import JunitXmlWriter

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import show
from fleetmock_tooling.fuzz.engine import FailedCheck, Scenario
from fleetmock_tooling.fuzz.finding import Finding
from fleetmock_tooling.fuzz.redaction import Secrets


class Reports:
    """Reports that nobody asked for; FileReports are the others."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def scenario(self, scenario: Scenario) -> None:
        pass

    def failure(self, failure: FailedCheck, finding: Finding) -> None:
        pass

    def error(self, finding: Finding) -> None:
        pass

    def close(self) -> None:
        pass


class FileReports(Reports):
    """The two files of one API. Raises CannotRun when they cannot be written."""

    def __init__(self, directory: Path, api: str, token: str, secrets: Secrets) -> None:
        """`token` is the one that a reproduction leaves to the reader, `secrets` what no report may show."""
        self._token = token
        self._secrets = secrets
        self._output = OutputConfig()
        self._paths = (directory / f"junit-{api}.xml", directory / f"{api}.har")
        with _writing(directory):
            directory.mkdir(parents=True, exist_ok=True)
            for path in self._paths:
                path.write_text("", encoding="utf-8")
        self._junit = JunitXmlWriter(self._paths[0])
        self._har = HarWriter(self._paths[1], self._output)
        self._har.open()

    def scenario(self, scenario: Scenario) -> None:
        with _writing(self._paths[1]):
            self._har.write(scenario.recorder)
        self._junit.record_scenario(scenario.label, scenario.elapsed, [], None, self._output)

    def failure(self, failure: FailedCheck, finding: Finding) -> None:
        group = GroupedFailures(
            case_id=failure.case_id,
            code_sample=show.reproduction(finding, self._token) or None,
            failures=[failure.cause],
            response=failure.response,
        )
        self._junit.record_scenario(finding.operation, 0.0, [group], None, self._output)

    def error(self, finding: Finding) -> None:
        """A finding that no check made."""
        lines = [finding.title, finding.message, show.reproduction(finding, self._token)]
        self._junit.record_error(finding.operation, "\n".join(filter(None, lines)))

    def close(self) -> None:
        with _writing(self._paths[1]):
            self._har.close()
        with _writing(self._paths[0]):
            self._junit.close()
        self._redact()

    def _redact(self) -> None:
        """The writers mask headers; an answer that repeats the token in its body is up to us."""
        for path in self._paths:
            with _writing(path):
                text = path.read_text(encoding="utf-8")
                clean = self._secrets.redact(text)
                if clean != text:
                    path.write_text(clean, encoding="utf-8")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotRun(f"cannot write reports to {path}: {error.strerror}; choose another --report-dir") from error
