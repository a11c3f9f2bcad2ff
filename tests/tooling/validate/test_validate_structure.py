import pytest
from project_kit import Edit, Run

from fleetmock.contract.middleware import ROUTING_RESPONSES
from fleetmock_tooling.validate.structure import REQUIRED_RESPONSES


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "thingId: {type: string, ",
            "thingId: {type: string, minlength: 1, ",
            "35: #/components/schemas/Thing/properties/thingId/minlength: 'minlength' is not a schema keyword",
        ),
        (
            "type: object\n",
            "type: object\n      patternProperties: {a: {}}\n",
            "33: #/components/schemas/Thing/patternProperties: 'patternProperties' is not a schema keyword",
        ),
        (
            "      operationId: getThing\n",
            "      operationId: getThing\n      operationid: x\n",
            "7: #/paths/~1things~1{id}/get/operationid: 'operationid' is not a field of the operation object",
        ),
        (
            "state: {$ref: '#/components/schemas/ThingState'}",
            "state: {$ref: '#/components/schemas/ThingState', nullable: true}",
            "36: #/components/schemas/Thing/properties/state/nullable: 'nullable' stands beside a $ref",
        ),
        (
            "      operationId: getThing\n",
            "",
            "5: #/paths/~1things~1{id}/get: the operation has no operationId",
        ),
        (
            "    InvalidRequest: *answer\n",
            "",
            "23: #/components/responses: the response InvalidRequest is missing; the mock needs it",
        ),
        (
            "    UriTooLong: *answer\n",
            "",
            "23: #/components/responses: the response UriTooLong is missing; the mock needs it",
        ),
    ],
)
def test_it_is_found(run: Run, edit: Edit, old: str, new: str, said: str) -> None:
    edit("specs/tiny.yaml", old, new)
    ran = run("validate", "specs/tiny.yaml")
    assert ran.code == 1
    assert any(line.startswith(f"specs/tiny.yaml:{said}") for line in ran.lines)


def test_an_operation_id_belongs_to_one_operation(run: Run, edit: Edit) -> None:
    edit(
        "specs/tiny.yaml",
        "components:\n",
        "  /others: {get: {operationId: getThing, x-source: [docs], responses: {default: {description: A.}}}}\n"
        "components:\n",
    )
    ran = run("validate", "specs/tiny.yaml")
    taken = "specs/tiny.yaml:22: #/paths/~1others/get/operationId: the operationId 'getThing' is taken"
    assert taken in ran.lines


def test_the_responses_that_must_be_there_are_those_that_the_mock_compiles() -> None:
    assert set(REQUIRED_RESPONSES) == set(ROUTING_RESPONSES.values())
