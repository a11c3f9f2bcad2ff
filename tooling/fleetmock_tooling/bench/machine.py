"""Where it was measured, and with what."""

import hashlib
import os
import platform
import shutil
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import fleetmock
import fleetmock_contracts
from fleetmock_tooling.bench.tools import Tools, version_of

PACKAGES: Final = ("connexion", "starlette", "uvicorn", "uvloop", "httptools", "orjson", "jsonschema-rs", "fleetmock")


def machine() -> dict[str, Any]:
    """The machine, and how busy it was before the first sample. Nothing that names it or its user."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def fingerprint(folders: Sequence[Path] | None = None) -> str:
    """A digest of all files of the packages that are measured, or of other folders; caches apart."""
    measured = folders or [Path(str(each.__file__)).parent for each in (fleetmock, fleetmock_contracts)]
    digest = hashlib.sha256()
    for folder in measured:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def versions(tools: Tools) -> dict[str, str]:
    """Of Python, of the packages that a request passes through, and of the tools that were used."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    used = tools.versions()
    if used and (node := shutil.which("node")):
        used["node"] = version_of([node, "--version"])
    if wrk := shutil.which("wrk"):
        used["wrk"] = version_of([wrk, "-v"])
    return found | used


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"
