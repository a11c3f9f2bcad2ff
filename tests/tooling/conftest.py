"""A small project of its own for each test: one spec, one shared file, and all that stands beside them."""

from pathlib import Path

import pytest
from project_kit import Edit, Ran, Run

from fleetmock_tooling.cli import main
from fleetmock_tooling.project import Project

REPOSITORY = Path(__file__).parents[2]

TINY = """\
openapi: 3.0.3
info: {title: Tiny, version: v1}
paths:
  /things/{id}:
    get:
      operationId: getThing
      x-source: [docs]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, example: '7'}
      responses:
        '200':
          description: The thing.
          headers:
            Age: {$ref: 'common/shared.yaml#/components/headers/Age'}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
              examples:
                documented:
                  value: {thingId: '7', state: inUse, madeAt: '2026-02-10T12:00:00.000Z', weight: 0, unheard: [1, null]}
        '400': {description: The id is none.}
components:
  responses:
    UnknownRoute: &answer {description: Nothing is there.}
    MethodNotAllowed: *answer
    UriTooLong: *answer
    InvalidRequest: *answer
  schemas:
    Thing:
      description: A thing.
      x-source: ['decision:things']
      type: object
      required: [thingId, state]
      properties:
        thingId: {type: string, minLength: 1, description: What it is called.}
        state: {$ref: '#/components/schemas/ThingState'}
        madeAt: {type: string, format: date-time}
        weight: {type: number, nullable: true, minimum: 0, maximum: 9, exclusiveMaximum: true}
    ThingState:
      description: How far it has come.
      x-source: [docs]
      type: string
      enum: [new, inUse, gone]
      x-lifecycle:
        field: state
        states:
          new: {initial: true, description: Just made.}
          inUse: {description: In use.}
          gone: {terminal: true, description: Thrown away.}
        transitions:
          - {trigger: take, from: [new], to: inUse, source: [docs]}
          - {trigger: drop, from: [new, inUse], to: gone, source: ['decision:things']}
"""

SHARED = """\
components:
  headers:
    Age:
      description: How old the answer is.
      schema: {$ref: '#/components/schemas/Seconds'}
  schemas:
    Seconds:
      description: Seconds.
      x-source: [docs]
      type: integer
      minimum: 0
"""

SOURCES = """\
docs: {kind: vendor, title: The documentation, url: 'https://docs.example/'}
"""

LEDGER = """\
divergences:
  - id: things
    where: ['tiny.yaml#/components/schemas/Thing', 'common/shared.yaml#/components/headers/Age']
    question: What is a thing?
    readings:
      - {says: Nothing., sources: [docs]}
    decision: This.
    why: It must be something.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of the small project, which is the current directory."""
    files = {"tiny.yaml": TINY, "common/shared.yaml": SHARED, "sources.yaml": SOURCES, "divergences.yaml": LEDGER}
    for name, text in files.items():
        path = tmp_path / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name in ("pyproject.toml", "specs/extensions.yaml"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    (tmp_path / "generated" / "fleetmock_contracts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve()


@pytest.fixture
def project(root: Path) -> Project:
    return Project(root)


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace the first `old` in a file of the project; it must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def call(*argv: str) -> Ran:
        capsys.readouterr()
        code = main(argv)
        return Ran(code, *capsys.readouterr())

    return call
