"""Everything that a client can meet, compiled from the specs once; a number for each thing that is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fleetmock.contract.examples import Described, Document, operations, resolve
from fleetmock.coverage.codes import Code, Errors, documented
from fleetmock.coverage.cycle import Cycle
from fleetmock.coverage.reader import Compiler, Reader
from fleetmock.fleet.lifecycle import Lifecycle


@dataclass(frozen=True, slots=True)
class Meter:
    """One documented response of an operation: where it is counted, and what reads its body."""

    number: int
    read: Reader | None


@dataclass(frozen=True, slots=True)
class OperationItem:
    """`statuses` are the documented ones and the numbers under which they are counted."""

    operation_id: str
    method: str
    path: str
    statuses: Mapping[int, int]


@dataclass(slots=True)
class ApiItems:
    """What is counted of one API; all mappings are to numbers.

    `enums` are values by property, `codes` by (status, code), `edges` by life-cycle and index of the edge.
    """

    operations: list[OperationItem] = field(default_factory=list)
    enums: dict[str, dict[Any, int]] = field(default_factory=dict)
    codes: dict[tuple[int, Code], int] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    edges: dict[tuple[str, int], int] = field(default_factory=dict)


class Model:
    """Shared by all namespaces; nothing in it changes."""

    def __init__(self, documents: Mapping[str, Document], errors: Mapping[str, Errors]) -> None:
        """`documents` are bundled ones by API, `errors` the tables of their vendors."""
        self.size = 0
        self.apis: dict[str, ApiItems] = {}
        # By API and operationId, then by status.
        self.meters: dict[tuple[str, str], dict[int, Meter]] = {}
        # By life-cycle, since that is what a look at a command knows: (source, target) to the number of the edge.
        self.edges: dict[Cycle, dict[tuple[int, int], int]] = {}
        for api, document in documents.items():
            self._add(api, document, errors[api])

    def _add(self, api: str, document: Document, errors: Errors) -> None:
        items = self.apis[api] = ApiItems(cycles=_cycles(document))
        for name, cycle in items.cycles.items():
            numbers = {(edge.source, edge.target): self._number() for edge in cycle.edges}
            self.edges[cycle] = numbers
            items.edges |= {(name, index): number for index, number in enumerate(numbers.values())}
        items.codes = {each: self._number() for each in documented(document, errors)}
        compiler = Compiler(document, items.cycles, self._counter(items))
        for operation in operations(document):
            items.operations.append(self._operation(api, document, operation, compiler))

    def _operation(self, api: str, document: Document, operation: Described, compiler: Compiler) -> OperationItem:
        statuses: dict[int, int] = {}
        meters = self.meters[api, operation.id] = {}
        for status, reference in operation.spec["responses"].items():
            number = statuses[int(status)] = self._number()
            media = resolve(document, reference).get("content", {}).get("application/json", {})
            read = compiler.compile(media["schema"]) if int(status) < 400 and "schema" in media else None
            meters[int(status)] = Meter(number, read)
        return OperationItem(operation.id, operation.method, operation.path, statuses)

    def _counter(self, items: ApiItems) -> Any:
        def count(where: str, values: list[Any]) -> Mapping[Any, int]:
            if where not in items.enums:
                items.enums[where] = {value: self._number() for value in values}
            return items.enums[where]

        return count

    def _number(self) -> int:
        self.size += 1
        return self.size - 1


def _cycles(document: Document) -> dict[str, Cycle]:
    schemas = document["components"]["schemas"]
    return {
        name: Cycle(name, Lifecycle(schema["x-lifecycle"]), schema.get("properties", {}))
        for name, schema in schemas.items()
        if "x-lifecycle" in schema
    }
