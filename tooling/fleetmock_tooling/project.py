"""Where the project is: the folder that holds specs/ and generated/."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.source import Source, load

CONTRACTS = Path("generated", "fleetmock_contracts")


@dataclass(frozen=True, slots=True)
class Project:
    """The project's folders. All paths are absolute."""

    root: Path

    @property
    def specs(self) -> Path:
        return self.root / "specs"

    @property
    def contracts(self) -> Path:
        return self.root / CONTRACTS

    @property
    def settings(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def common(self) -> Path:
        return self.specs / "common"

    @property
    def extensions(self) -> Path:
        return self.specs / "extensions.yaml"

    @property
    def sources(self) -> Path:
        return self.specs / "sources.yaml"

    @property
    def control(self) -> Path:
        """The document of the control plane; the others are those of vendors."""
        return self.specs / "control.yaml"

    @property
    def ledger(self) -> Path:
        return self.specs / "divergences.yaml"

    def load(self, path: Path) -> Source:
        """Read a YAML file; messages name it relative to the project. Raises CannotRun."""
        return load(path, shown(path, self.root))

    def documents(self) -> list[Path]:
        """Give the OpenAPI documents, sorted by name: every YAML file of specs/ but the three that stand beside them.

        Raises CannotRun when there is none.
        """
        beside = (self.extensions, self.sources, self.ledger)
        files = (path for path in self.specs.iterdir() if path.suffix.lower() in {".yaml", ".yml"})
        found = sorted(path for path in files if path not in beside)
        if not found:
            raise CannotRun(f"no OpenAPI document in {self.specs}; one is a .yaml file with a top-level `openapi` key")
        return found


def shown(path: Path, root: Path) -> str:
    """Give the path as messages print it: relative to the project when it lies inside."""
    place = placed(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(path)


def placed(path: Path) -> Path:
    """Give the absolute path under which the file itself stands; where it leads as a link does not matter."""
    return path.parent.resolve() / path.name


def find_project(start: Path | None = None) -> Project:
    """Walk up from `start` (default: the current directory) to the project. Raises CannotRun outside of one."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "specs").is_dir() and ((folder / CONTRACTS).is_dir() or _is_fleetmock(folder)):
            return Project(folder)
    raise CannotRun(f"{here} is not inside a fleetmock checkout (no specs/ beside generated/); change into one")


def _is_fleetmock(folder: Path) -> bool:
    try:
        settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    project = settings.get("project")
    return isinstance(project, dict) and project.get("name") == "fleetmock"
