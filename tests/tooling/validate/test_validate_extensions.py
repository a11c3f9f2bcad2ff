import pytest
from project_kit import Edit, Run

EDGE = "51: #/components/schemas/ThingState/x-lifecycle/transitions/0"
GET = "#/paths/~1things~1{id}/get"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "info: {",
            "info: {x-logo: a, ",
            "2: #/info/x-logo: unknown x- key 'x-logo'",
        ),
        ("      x-source: [docs]\n", "", f"5: {GET}: the operation has no x-source"),
        (
            "      x-source: ['decision:things']\n",
            "",
            "29: #/components/schemas/Thing: the schema has no x-source",
        ),
        ("x-source: [docs]", "x-source: docs", f'7: {GET}/x-source: "docs" is not of type "array"'),
        ("x-source: [docs]", "x-source: []", f"7: {GET}/x-source: [] has less than 1 item"),
        (
            "'decision:things'",
            "'decision:nothing'",
            "31: #/components/schemas/Thing/x-source/0: 'decision:nothing' is not the id of an entry",
        ),
        ("to: inUse", "to: lost", f"{EDGE}/to: there is no state 'lost'"),
        ("to: inUse, source: [docs]", "to: inUse, source: [gossip]", f"{EDGE}/source/0: 'gossip' is not a name"),
        ("to: inUse", "to: 7", f'{EDGE}/to: 7 is not of type "string"'),
        (
            "thingId: {",
            "thingId: {x-source: [docs], ",
            "35: #/components/schemas/Thing/properties/thingId/x-source: x-source may not stand on a schema inside",
        ),
        (
            "description: The thing.\n",
            "description: The thing.\n          x-permission: Thing.Read\n",
            f"13: {GET}/responses/200/x-permission: x-permission may not stand on a response, only on: operation",
        ),
    ],
)
def test_it_is_found(run: Run, edit: Edit, old: str, new: str, said: str) -> None:
    edit("specs/tiny.yaml", old, new)
    ran = run("validate", "specs/tiny.yaml")
    assert ran.code == 1
    assert any(line.startswith(f"specs/tiny.yaml:{said}") for line in ran.lines)


def test_an_x_key_inside_an_example_is_data(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "unheard: [1, null]", "unheard: {x-mystery: 1}")
    assert run("validate").code == 0
