"""Pydantic models of a bundled document, by datamodel-code-generator.

Its settings are `[tool.datamodel-codegen]` of pyproject.toml; here is only what differs from spec to spec.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

from fleetmock_tooling.errors import CannotRun


def module_name(api: str) -> str:
    """Give the module of an API: applivery-aosp has applivery_aosp."""
    return api.replace("-", "_")


def require_settings(settings: Path) -> None:
    """Raise CannotRun when pyproject.toml does not say what the models should look like."""
    try:
        tables = tomllib.loads(settings.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRun(f"{settings}: cannot be read: {error}") from None
    tool = tables.get("tool")
    if not isinstance(tool, dict) or not isinstance(tool.get("datamodel-codegen"), dict):
        raise CannotRun(f"{settings} has no table [tool.datamodel-codegen]; the generator's settings belong there")


def write_models(document: Path, output: Path, *, header: str, settings: Path) -> None:
    """Write the models of the JSON file `document` to `output`. Raises CannotRun with what the generator said.

    `header` is the file's first comment line, `settings` the pyproject.toml to use.
    """
    files = ["--input", str(document), "--output", str(output)]
    ended = subprocess.run(  # noqa: S603 - our own interpreter and arguments, no shell
        [sys.executable, "-m", "datamodel_code_generator", *files, "--custom-file-header", header],
        cwd=settings.parent,  # where it looks for its settings
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode or not output.is_file():
        said = (ended.stderr or ended.stdout).strip().splitlines() or ["nothing"]
        raise CannotRun(f"datamodel-codegen could not make models of {document.name}; it said: {said[-1]}")
