"""Failures that are known: only what is not among them fails a run.

The file is one that schemathesis writes and reads too (`st run --baseline`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from schemathesis.baseline import Baseline as File
from schemathesis.baseline import BaselineEntry

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.verdict import with_outcome


@dataclass(slots=True)
class Baseline:
    """The entries of one file. An expired one covers nothing.

    With `writes` the run ends with `write`, so whatever it finds is accepted.
    """

    path: Path
    entries: list[BaselineEntry]
    today: date
    writes: bool = False

    @classmethod
    def load(cls, path: Path, today: date, *, writes: bool = False) -> "Baseline":
        """Raises CannotRun when the file cannot be read, or is not there and nobody is going to write it."""
        if not path.exists() and not writes:
            raise CannotRun(f"there is no baseline {path}; --write-baseline writes one")
        try:
            return cls(path, File.load(path).entries, today, writes)
        except (OSError, ValueError) as error:
            raise CannotRun(f"cannot read the baseline {path}: {' '.join(str(error).split())}") from error

    def judge(self, finding: Finding) -> Finding:
        """The finding, KNOWN when an entry covers it that has not expired, or one is going to."""
        entry = next((each for each in self.entries if _rule(each) == finding.key), None)
        if entry is not None and not entry.is_expired(self.today):
            until = entry.expires or "it is removed"
            return with_outcome(finding, Outcome.KNOWN, f"It is in {self.path}, until {until}.")
        if self.writes:
            return with_outcome(finding, Outcome.KNOWN, f"It goes into {self.path}.")
        if entry is not None:
            note = f"Its entry in {self.path} expired on {entry.expires}."
            return with_outcome(finding, Outcome.FAILURE, note)
        return finding

    def write(self, findings: Iterable[Finding], tested: Collection[str]) -> int:
        """Put these failures, accepted ones too, into the file; returns how many there are in it now.

        What was there before keeps its first day and all that was added by hand, but an expired date. It goes when it
        was not found again, unless it is of an operation that is not among those that were `tested`.

        Raises CannotRun when the file cannot be written.
        """
        before = {_rule(each): each for each in self.entries}
        entries = {key: each for key, each in before.items() if _is_of_another(each, tested)}
        for each in findings:
            if each.outcome in (Outcome.FAILURE, Outcome.KNOWN):
                entries[each.key] = self._renewed(before.get(each.key) or _entry(each, self.today))
        try:
            File(list(entries.values())).save(self.path)
        except OSError as error:
            raise CannotRun(f"cannot write the baseline {self.path}: {error.strerror}") from error
        return len(entries)

    def _renewed(self, entry: BaselineEntry) -> BaselineEntry:
        expires = None if entry.is_expired(self.today) else entry.expires
        return replace(entry, last_seen=self.today.isoformat(), expires=expires)


def _entry(finding: Finding, today: date) -> BaselineEntry:
    failure, found, signature = finding.rule.partition(": ")
    if not found or not failure.isidentifier():
        failure, signature = "", finding.rule
    day = today.isoformat()
    return BaselineEntry(finding.operation, finding.check, failure, signature, first_seen=day, last_seen=day)


def _is_of_another(entry: BaselineEntry, tested: Collection[str]) -> bool:
    method, is_operation, _ = entry.operation.partition(" /")
    return bool(is_operation) and method.isupper() and entry.operation not in tested


def _rule(entry: BaselineEntry) -> tuple[str, str, str]:
    """The key of the finding that the entry covers."""
    rule = f"{entry.failure}: {entry.signature}" if entry.failure else entry.signature
    return entry.check, entry.operation, rule
