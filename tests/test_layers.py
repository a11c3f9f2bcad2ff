"""fleetmock_contracts <- fleetmock <- fleetmock_tooling: nothing imports against the arrows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {"generated/fleetmock_contracts": 0, "mock/fleetmock": 1, "tooling/fleetmock_tooling": 2}
RANK = {folder.split("/")[1]: rank for folder, rank in LAYERS.items()}


def imported(source: str) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def offences(source: str, rank: int) -> set[str]:
    return {name for name in imported(source) if RANK.get(name, -1) > rank}


@pytest.mark.parametrize("folder", LAYERS)
def test_no_package_imports_one_that_stands_on_it(folder: str) -> None:
    modules = sorted((ROOT / folder).rglob("*.py"))
    assert modules
    found = {
        str(each.relative_to(ROOT)): offences(each.read_text(encoding="utf-8"), LAYERS[folder]) for each in modules
    }
    assert not {name: what for name, what in found.items() if what}


def test_the_test_sees_a_planted_import() -> None:
    assert offences("def f():\n    from fleetmock_tooling.cli import main\n", 1) == {"fleetmock_tooling"}
    assert offences("import fleetmock_contracts.models\nimport fleetmock\n", 1) == set()


def test_code_folders_are_source_roots() -> None:
    assert not [folder for folder in ("generated", "mock", "tooling") if (ROOT / folder / "__init__.py").exists()]
