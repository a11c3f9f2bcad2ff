"""The x- keys that the fuzzer's checks read name what is there."""

import pytest
from project_kit import Edit, Run

RECORD = """\
      x-record:
        resource: thing
        named-by: thingId
        lifecycle: ThingState
        fields: {thingId: constant, weight: rises}
        always: [madeAt]
      x-coherence:
        - {id: made-in-order, says: So., order: [madeAt, weight], source: [docs]}
        - {id: not-lost, says: So., schema: {not: {required: [lost]}}, source: ['decision:things']}
"""
OPERATION = """\
      x-echo: {/thingId: $request.path.id}
      x-paging: {items: /things, size: {parameter: size}, skip: {parameter: skip}}
      x-available: {resource: thing, named-by: $request.path.id, states: [gone]}
      x-trigger: {lifecycle: ThingState, trigger: drop, refused: {status: 400, body: {/code: 7}}}
"""
PARAMETERS = """\
        - {name: size, in: query, schema: {type: integer}}
        - {name: skip, in: query, schema: {type: integer}}
"""


@pytest.fixture
def promising(edit: Edit) -> Edit:
    """The small spec with every key, all of them true."""
    edit(
        "specs/tiny.yaml",
        "      type: object\n      required: [thingId",
        RECORD + "      type: object\n      required: [thingId",
    )
    edit("specs/tiny.yaml", "      parameters:\n", OPERATION + "      parameters:\n")
    edit("specs/tiny.yaml", "      responses:\n        '200'", PARAMETERS + "      responses:\n        '200'")
    return edit


def test_true_promises_are_fine(run: Run, promising: Edit) -> None:
    assert callable(promising)
    assert run("validate", "specs/tiny.yaml").lines[-1] == "1 file checked, nothing found"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("named-by: thingId", "named-by: name", "x-record/named-by: there is no property 'name'"),
        ("weight: rises", "size: rises", "x-record/fields/size: there is no property 'size'"),
        ("always: [madeAt]", "always: [bornAt]", "x-record/always/0: there is no property 'bornAt'"),
        (
            "lifecycle: ThingState\n",
            "lifecycle: Thing\n",
            "x-record/lifecycle: 'Thing' is no component schema with an x-l",
        ),
        (
            "to: inUse, source",
            "to: inUse, set: {thingId: x}, source",
            "x-record/fields/thingId: constant, but the transition 'take' writes it",
        ),
        (
            "to: inUse, source",
            "to: inUse, set: {weight: {add: -1}}, source",
            "x-record/fields/weight: rises, but the transition 'take' takes from it",
        ),
        ("order: [madeAt, weight]", "order: [madeAt, height]", "x-coherence/0: there is no property 'height'"),
        ("id: not-lost", "id: made-in-order", "x-coherence/1/id: the id 'made-in-order' is taken"),
        ("schema: {not: {", "schema: {not: 7, x: {", "x-coherence/1/schema: not a JSON Schema"),
        (
            "source: ['decision:things']}\n      type",
            "source: [gossip]}\n      type",
            "x-coherence/1/source/0: 'gossip' is not",
        ),
        (
            "$request.path.id}\n      x-paging",
            "$request.path.name}\n      x-paging",
            "x-echo//thingId: the operation has no path",
        ),
        (
            "size: {parameter: size}",
            "size: {parameter: top}",
            "x-paging/size/parameter: the operation has no query param",
        ),
        ("states: [gone]", "states: [lost]", "x-available/states/0: no life-cycle of a 'thing' has the state 'lost'"),
        ("trigger: drop, refused", "trigger: lose, refused", "x-trigger/trigger: ThingState has no transition 'lose'"),
        ("status: 400, body", "status: 409, body", "x-trigger/refused/status: the operation has no response 409"),
        ("named-by: thingId", "named-by: $request.body#/x", "x-record/named-by:"),
        ("fields: {thingId: constant", "fields: {thingId: steady", "x-record/fields/thingId:"),
        ("says: So., order", "says: '', order", "x-coherence/0/says:"),
    ],
)
def test_a_promise_about_nothing_is_found(run: Run, promising: Edit, old: str, new: str, said: str) -> None:
    promising("specs/tiny.yaml", old, new)
    ran = run("validate", "specs/tiny.yaml")
    assert ran.code == 1
    assert any(said.replace("//thingId", "/~1thingId") in line for line in ran.lines), ran.lines
