import pytest
from project_kit import Edit, Run

GET = "#/paths/~1things~1{id}/get"
ID = "{name: id, in: path, required: true, schema: {type: string}, example: '7'}"
OK = "          description: The thing.\n"
LOCATED = f"{OK}          headers:\n            Location: {{schema: {{type: string}}}}\n"
HEADERS = OK + "          headers:\n"


def found(run: Run, code: int = 1) -> list[str]:
    ran = run("validate", "specs/tiny.yaml")
    assert (ran.code, ran.err) == (code, "")
    return [line.removeprefix("specs/tiny.yaml:") for line in ran.lines[:-1]]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            ID,
            "{name: q, in: query, schema: {type: array, items: {type: string}}}\n        - " + ID,
            f"9: {GET}/parameters/0: the mock cannot compile this: parameter q: arrays are understood in queries with",
        ),
        (
            ID,
            "{name: q, in: query, schema: {type: object}}\n        - " + ID,
            f"9: {GET}/parameters/0: the mock cannot compile this: parameter q: type object is not understood",
        ),
        (
            ID,
            "{name: q, in: query, content: {text/plain: {schema: {type: string}}}}\n        - " + ID,
            f"9: {GET}/parameters/0: the mock cannot compile this; it looks in vain for 'schema'",
        ),
        (
            "      responses:\n",
            "      requestBody: {content: {text/plain: {schema: {type: string}}}}\n      responses:\n",
            f"10: {GET}/requestBody: the mock cannot compile this: only application/json bodies are understood",
        ),
        (
            "      responses:\n",
            "      requestBody: {content: {application/json: {schema: {type: object}}}}\n      responses:\n",
            "",
        ),
        (
            "          headers:\n",
            "          headers:\n            Era: {content: {text/plain: {schema: {type: string}}}}\n",
            f"11: {GET}/responses/200: the mock cannot compile this; it looks in vain for 'schema'",
        ),
        ("'400': {description: The id is none.}", "4XX: {description: A.}", f"21: {GET}/responses/4XX: '4XX' is not"),
        ("'200'", "'300'", f"10: {GET}/responses: no response is a success"),
        (
            "        '400': {description: The id is none.}\n",
            "",
            f"10: {GET}/responses: the operation takes input and documents no 400 for bad input",
        ),
        (
            OK,
            f"{OK}          links: {{a: {{operationId: nope}}}}\n",
            f"13: {GET}/responses/200/links/a: the link names",
        ),
        (
            OK,
            f"{OK}          links: {{a: {{operationRef: '#/paths/~1things~1%7Bid%7D/get'}}}}\n",
            f"13: {GET}/responses/200/links/a: the link names no operationId of this document",
        ),
    ],
)
def test_what_the_mock_cannot_serve_is_found(run: Run, edit: Edit, old: str, new: str, said: str) -> None:
    edit("specs/tiny.yaml", old, new)
    if said:
        assert any(line.startswith(said) for line in found(run))
    else:
        assert found(run, 0) == []


@pytest.mark.parametrize(
    "item",
    ["      requestBody: {content: {application/json: {schema: {type: object}}}}\n", ""],
)
def test_input_of_any_kind_needs_a_400(run: Run, edit: Edit, item: str) -> None:
    operation = f"      operationId: putAll\n      x-source: [docs]\n{item}"
    responses = "      responses: {'200': {description: A.}}\n"
    edit("specs/tiny.yaml", "components:\n", f"  /things:\n    put:\n{operation}{responses}components:\n")
    lines = found(run, 1 if item else 0)
    assert [line for line in lines if "documents no 400" in line] == lines
    assert bool(lines) == bool(item)


def test_parameters_of_the_path_are_input_too(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", f"      parameters:\n        - {ID}\n", "")
    edit("specs/tiny.yaml", "    get:\n", f"    parameters:\n      - {ID}\n    get:\n")
    edit("specs/tiny.yaml", "        '400': {description: The id is none.}\n", "")
    (line,) = found(run)
    assert "documents no 400" in line


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ("{a: {operationId: getThing, parameters: {id: $request.path.id}}}", ""),
        ("{a: {operationId: getThing, parameters: {id: '$response.body#/thingId'}}}", ""),
        (
            "{a: {operationId: getThing, parameters: {id: $request.path.id}}, b: {operationId: getThing}}",
            "",
        ),
        (
            "{a: {operationId: getThing, parameters: {id: $request.header.x}}}",
            "links/a: the mock cannot compile this: runtime expression $request.header.x is not understood in a link",
        ),
        ("{a: {operationId: getThing}}", "links/a: the mock cannot compile this; it looks in vain for 'id'"),
        ("{}", "200: a Location is promised, and there is no link to make it from"),
    ],
)
def test_a_promised_location_can_be_made(run: Run, edit: Edit, links: str, said: str) -> None:
    edit("specs/tiny.yaml", HEADERS, f"{OK}          links: {links}\n{LOCATED.removeprefix(OK)}")
    lines = found(run, 1 if said else 0)
    assert len(lines) == bool(said)
    assert all(said in line for line in lines)
