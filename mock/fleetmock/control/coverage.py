"""What the client under test has met."""

from typing import Any, Final

from fleetmock.contract.exchange import Answer, Call
from fleetmock.coverage.page import page
from fleetmock.coverage.report import report
from fleetmock.coverage.table import table
from fleetmock.namespaces.namespace import Namespace

EVERYWHERE: Final = "*"  # no namespace can have this name


def _report(namespace: Namespace, call: Call) -> dict[str, Any]:
    if call.query["scope"] == "server":
        return report(namespace.total.sum(), EVERYWHERE)
    return report(namespace.coverage, namespace.name)


def get_coverage(namespace: Namespace, call: Call) -> Any:
    return _report(namespace, call)


def get_coverage_table(namespace: Namespace, call: Call) -> Any:
    return Answer(200, table(_report(namespace, call)).encode(), "text/plain; charset=utf-8")


def get_coverage_page(namespace: Namespace, call: Call) -> Any:
    return Answer(200, page(_report(namespace, call)).encode(), "text/html; charset=utf-8")


def clear_coverage(namespace: Namespace, call: Call) -> Any:
    counted = namespace.total if call.query["scope"] == "server" else namespace.coverage
    counted.clear()


HANDLERS: Final = {
    "getCoverage": get_coverage,
    "getCoverageTable": get_coverage_table,
    "getCoveragePage": get_coverage_page,
    "clearCoverage": clear_coverage,
}
