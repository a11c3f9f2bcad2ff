import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from project_kit import Edit, Run

from fleetmock_tooling.generate.bundle import bundle
from fleetmock_tooling.generate.form import MAX_UNFOLDED, malformed
from fleetmock_tooling.project import Project

STATE = "    ThingState:\n"


def complaints(project: Project) -> list[str]:
    bundled = bundle(project.load(project.specs / "tiny.yaml"), project.load)
    assert bundled.findings == []
    return [str(finding) for finding in malformed(bundled)]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The URL of a server, and the paths that it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def test_a_good_document_is_well_formed(project: Project) -> None:
    assert complaints(project) == []


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, default: {$ref: 'URL/x'}}",
        "{type: object, example: {$ref: 'URL/x'}}",
        "{type: object, enum: [{$ref: 'URL/x'}]}",
        "{type: object, x-thing: {$ref: 'URL/x'}}",
        "{type: object, properties: {$ref: 'URL/x'}}",
        "{$ref: '#/components/schemas/ThingState', example: {$ref: 'URL/x'}}",
        "{type: object, allOf: {a: {$ref: 'URL/x'}}}",
        "{type: object, mystery: {$ref: 'URL/x'}}",
        "{$id: 'URL/', id: 'URL/', allOf: [{$ref: '#/components/schemas/ThingState'}]}",
        "{$schema: 'URL/x', type: object}",
        "{$dynamicRef: 'URL/x', type: object}",
        "{oneOf: [{$ref: 'URL/x'}]}",
    ],
)
@pytest.mark.parametrize("command", ["validate", "generate"])
def test_nothing_is_ever_fetched(run: Run, edit: Edit, asked: tuple[str, list[str]], command: str, schema: str) -> None:
    url, paths = asked
    edit("specs/tiny.yaml", STATE, f"    Bad: {schema.replace('URL', url)}\n{STATE}")
    assert run(command).code != 0
    assert paths == []


@pytest.mark.parametrize("command", ["validate", "generate"])
def test_urls_that_are_no_references_are_not_fetched_either(
    run: Run, edit: Edit, asked: tuple[str, list[str]], command: str
) -> None:
    url, paths = asked
    mapping = f"{{type: object, discriminator: {{propertyName: a, mapping: {{b: '{url}/x#/Y'}}}}}}"
    edit("specs/tiny.yaml", STATE, f"    Docs: {{type: string, externalDocs: {{url: '{url}/docs'}}}}\n{STATE}")
    edit("specs/tiny.yaml", STATE, f"    Kind: {mapping}\n{STATE}")
    documented = "                documented:\n"
    edit("specs/tiny.yaml", documented, f"                far: {{externalValue: '{url}/v'}}\n{documented}")
    run(command)
    assert paths == []


@pytest.mark.parametrize("path", ["{root}/specs/secret.json", "secret.json", "file://{root}/specs/secret.json"])
@pytest.mark.parametrize("command", ["validate", "generate"])
def test_no_file_is_read_for_data(root: Path, run: Run, edit: Edit, command: str, path: str) -> None:
    (root / "specs" / "secret.json").write_text("secret = 1")
    edit("specs/tiny.yaml", "unheard: [1, null]", f"unheard: {{$ref: '{path.format(root=root)}'}}")
    ran = run(command)
    assert ran.code == (1 if command == "validate" else 2)
    assert "unheard/$ref: no reference may stand here" in ran.out + ran.err


def test_a_property_named_like_a_reference_is_refused(project: Project, edit: Edit) -> None:
    edit("specs/tiny.yaml", "thingId: {", "$ref: {type: string}\n        thingId: {")
    place = "specs/tiny.yaml:35: #/components/schemas/Thing/properties/$ref"
    assert complaints(project) == [f"{place}: no reference may stand here, and any tool would take this for one"]


@pytest.mark.parametrize(
    ("schemas", "names"),
    [
        ("    Loop: {$ref: '#/components/schemas/Loop'}\n", ["Loop", "Loop"]),
        ("    Loop: {type: array, items: {$ref: '#/components/schemas/Loop'}}\n", ["Loop", "Loop"]),
        (
            "    A: {not: {$ref: '#/components/schemas/B'}}\n    B: {$ref: '#/components/schemas/A'}\n",
            ["A", "B", "A"],
        ),
    ],
)
@pytest.mark.parametrize("command", ["validate", "generate"])
def test_what_contains_itself_is_refused(run: Run, edit: Edit, command: str, schemas: str, names: list[str]) -> None:
    edit("specs/tiny.yaml", STATE, schemas + STATE)
    ran = run(command)
    assert ran.code == (1 if command == "validate" else 2)
    said = ran.out + ran.err
    assert "it contains itself" in said
    circle = [f"#/components/schemas/{name}" for name in names]
    assert any(" -> ".join(each) in said for each in (circle, circle[1:] + circle[1:2]))


def test_references_of_references_are_not_unfolded_without_end(project: Project, edit: Edit) -> None:
    both = "    A{}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}, {{$ref: '#/components/schemas/A{}'}}]}}\n"
    schemas = "    A0: {type: string}\n" + "".join(both.format(n, n - 1, n - 1) for n in range(1, 40))
    edit("specs/tiny.yaml", STATE, schemas + STATE)
    (line,) = complaints(project)
    assert f"its references unfold to more than {MAX_UNFOLDED} objects" in line


def test_what_is_used_often_is_no_circle(project: Project, edit: Edit) -> None:
    used = ", ".join(["{$ref: '#/components/schemas/ThingState'}"] * 50)
    edit("specs/tiny.yaml", STATE, f"    Many: {{anyOf: [{used}]}}\n{STATE}")
    assert complaints(project) == []
