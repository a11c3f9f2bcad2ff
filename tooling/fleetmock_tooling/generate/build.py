"""All of generated/fleetmock_contracts, written to a folder."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.bundle import Bundle, bundle
from fleetmock_tooling.generate.check import check
from fleetmock_tooling.generate.client import write_client
from fleetmock_tooling.generate.lifecycle import FOLDER, HEADER, page
from fleetmock_tooling.generate.models import module_name, require_settings, write_models
from fleetmock_tooling.project import Project

PACKAGE = '''# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""The contracts: a bundled OpenAPI document and a module of pydantic models for each API.

`APIS` are those of the vendors; `CONTROL` is how the mock itself is driven.
"""

import json
from importlib.resources import files
from typing import Any, Final

APIS: Final[tuple[str, ...]] = (
{apis})
CONTROL: Final = "{control}"


def load(api: str) -> dict[str, Any]:
    """Give the bundled OpenAPI document of an API or of CONTROL, a fresh copy. Raises KeyError for another name."""
    if api not in (*APIS, CONTROL):
        raise KeyError(api)
    document: dict[str, Any] = json.loads(files(__name__).joinpath("openapi", f"{{api}}.json").read_text("utf-8"))
    return document
'''
MODELS = '''# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""The models, one module for each API."""
'''
CLIENTS = '''# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""Typed clients."""
'''
# The APIs that get a client: tests drive the mock with it. The vendors' own clients are what is tested.
WITH_CLIENT = frozenset({"control"})
# The formatter reads the settings nearest to its output; without any it would take those of whoever runs it.
RUFF = """line-length = 110
lint.select = ["F401", "I"]
"""


def build(project: Project, target: Path) -> None:
    """Write the generated package of all specs into the new folder `target`; its parent is a scratch folder of ours.

    Raises CannotRun.
    """
    require_settings(project.settings)
    specs = project.documents()
    target.parent.joinpath("ruff.toml").write_text(RUFF, "utf-8")
    (target / "openapi").mkdir(parents=True)
    (target / "models").mkdir()
    (target / "clients").mkdir()
    (target / FOLDER).mkdir()
    # The generator is a process of its own for each spec, so threads suffice to use every core.
    with ThreadPoolExecutor() as pool:
        for job in [pool.submit(_build_one, project, spec, target) for spec in specs]:
            job.result()
    apis = "".join(f'    "{spec.stem}",\n' for spec in specs if spec != project.control)
    (target / "__init__.py").write_text(PACKAGE.format(apis=apis, control=project.control.stem), "utf-8")
    (target / "models" / "__init__.py").write_text(MODELS, "utf-8")
    (target / "clients" / "__init__.py").write_text(CLIENTS, "utf-8")
    (target / "py.typed").touch()


def _build_one(project: Project, spec: Path, target: Path) -> None:
    bundled = bundle(project.load(spec), project.load)
    document = target / "openapi" / f"{spec.stem}.json"
    write_document(bundled, document)
    for finding in bundled.findings or check(bundled, document):
        raise CannotRun(f"{finding}; see `fleetmock validate`")
    _write_lifecycles(bundled, target / FOLDER / f"{spec.stem}.md")
    module = module_name(spec.stem)
    header = f"# GENERATED from {bundled.main.name} by `fleetmock generate`; do not edit."
    write_models(document, target / "models" / f"{module}.py", header=header, settings=project.settings)
    if spec.stem in WITH_CLIENT:
        write_client(bundled.document, target / "clients" / f"{module}.py", header=header, module=module)


def _write_lifecycles(bundled: Bundle, path: Path) -> None:
    try:
        text = page(bundled.document)
    except (KeyError, TypeError, AttributeError):  # of the wrong form; saying where is the work of another command
        raise CannotRun(
            f"{bundled.main.name}: an x-lifecycle is not what it must be; see `fleetmock validate`"
        ) from None
    if text:
        path.write_text(HEADER.format(name=bundled.main.name) + text, "utf-8")


def write_document(bundled: Bundle, path: Path) -> None:
    path.write_text(json.dumps(bundled.document, indent=2, ensure_ascii=False) + "\n", "utf-8")
