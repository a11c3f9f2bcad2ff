"""Other people's mock servers: found, or installed once into a folder of their own."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fleetmock_tooling.bench.results import Unfit

INSTALL_SECONDS: Final = 240.0
VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Tool:
    """A command line from npm."""

    package: str
    version: str
    binary: str


PRISM_CLI: Final = Tool("@stoplight/prism-cli", "5.16.0", "prism")
MOCKOON_CLI: Final = Tool("@mockoon/cli", "9.9.0", "mockoon-cli")


@dataclass(slots=True)
class Tools:
    """`folder` is where packages are kept between runs, `spec` the document to serve, `step` is told of long steps."""

    folder: Path
    spec: Path
    step: Callable[[str], None]
    _found: dict[str, Path] = field(default_factory=dict)
    _missing: dict[str, str] = field(default_factory=dict)

    def command(self, tool: Tool) -> list[str]:
        """The start of a command line: ours, one on the PATH, or a freshly installed one. Raises Unfit."""
        if tool.binary in self._missing:
            raise Unfit(self._missing[tool.binary])
        if tool.binary not in self._found:
            try:
                self._found[tool.binary] = self._find(tool)
            except Unfit as error:
                self._missing[tool.binary] = str(error)
                raise
        return [str(self._found[tool.binary])]

    def versions(self) -> dict[str, str]:
        """The version of every tool that was used, by its name."""
        return {name: version_of([str(path), "--version"]) for name, path in self._found.items()}

    def _find(self, tool: Tool) -> Path:
        home = self.folder / f"{tool.binary}-{tool.version}"
        ours = home / "node_modules" / ".bin" / tool.binary
        if ours.exists():
            return ours
        if elsewhere := shutil.which(tool.binary):
            return Path(elsewhere)
        self._install(tool, home)
        return ours

    def _install(self, tool: Tool, home: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise Unfit(f"neither {tool.binary} nor npm is installed")
        wanted = f"{tool.package}@{tool.version}"
        self.step(f"installing {wanted} (once, at most {INSTALL_SECONDS:.0f} s)")
        # An interrupted installation must not look like a finished one.
        partial = home.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        argv = [npm, "install", "--prefix", str(partial), "--no-audit", "--no-fund", "--loglevel=error", wanted]
        try:
            subprocess.run(argv, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)  # noqa: S603 - npm, our arguments
        except subprocess.TimeoutExpired:
            raise Unfit(f"{wanted} was not installed within {INSTALL_SECONDS:.0f} s") from None
        except subprocess.CalledProcessError as error:
            raise Unfit(f"{wanted} cannot be installed: {_reason(error.stderr)}") from None
        shutil.rmtree(home, ignore_errors=True)
        partial.rename(home)


def _reason(output: str) -> str:
    """The first line of npm's complaint that says something."""
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines()]
    return next((line for line in lines if line and not line.startswith("code ")), "npm does not say why")


def version_of(argv: list[str]) -> str:
    """What the command says of its version; "unknown" when it says nothing."""
    try:
        done = subprocess.run(argv, check=False, capture_output=True, text=True, timeout=20)  # noqa: S603 - commands of ours
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    found = VERSION.search(done.stdout + done.stderr)
    return found[0] if found else "unknown"
