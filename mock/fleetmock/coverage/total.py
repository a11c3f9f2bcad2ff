"""What has been met in all namespaces together: tests have one each, and nobody writes only one test."""

from fleetmock.coverage.coverage import Coverage
from fleetmock.coverage.model import Model


class Total:
    """Opens the coverage of each namespace, and keeps what was met in those that are gone."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._open: list[Coverage] = []
        self._gone = Coverage(model)

    def open(self) -> Coverage:
        """For a new namespace."""
        coverage = Coverage(self._model)
        self._open.append(coverage)
        return coverage

    def close(self, coverage: Coverage) -> None:
        """Its namespace is gone. The second time this changes nothing."""
        if coverage in self._open:
            self._open.remove(coverage)
            self._gone.add(coverage)

    def sum(self) -> Coverage:
        found = Coverage(self._model)
        for each in (self._gone, *self._open):
            found.add(each)
        return found

    def clear(self) -> None:
        """Nothing has been met anywhere."""
        for each in (self._gone, *self._open):
            each.clear()
