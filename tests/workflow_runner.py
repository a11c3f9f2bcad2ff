"""Runs the steps of a workflow's job as a runner of GitHub Actions does, as far as the workflows here need it.

Steps that use somebody else's action are left out; those of a composite action in the repository are run like the
job's own. What a step writes to GITHUB_OUTPUT, GITHUB_ENV and GITHUB_PATH has its meaning for those that come after it.
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# What a step gets from where the tests run; everything else comes from the workflow.
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")
SECONDS = 120


@dataclass(frozen=True)
class Done:
    """A step that was run. `code` is None for one that was left out, by its condition or as another's action."""

    name: str
    code: int | None
    out: str = ""


@dataclass
class Runner:
    """`contexts` are what expressions know, such as {"matrix": {"api": "msgraph"}}."""

    checkout: Path
    temp: Path
    contexts: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    summary: str = ""
    _failed: bool = False
    _groups: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | self.environment
        self.environment |= {"RUNNER_TEMP": str(self.temp), "GITHUB_WORKSPACE": str(self.checkout)}

    def end(self) -> None:
        """As a runner does, end what the steps have left running."""
        for group in self._groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    def job(self, workflow: str, name: str, only: str | None = None) -> list[Done]:
        """All steps, or only the one of this name."""
        text = (self.checkout / ".github" / "workflows" / workflow).read_text("utf-8")
        steps = yaml.safe_load(text)["jobs"][name]["steps"]
        self._steps([each for each in steps if only in {None, each.get("name")}], self.contexts)
        return self.done

    def action(self, path: str, given: Mapping[str, str], contexts: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Run a composite action of the repository; returns its outputs."""
        action = yaml.safe_load((self.checkout / path / "action.yml").read_text("utf-8"))
        unknown = given.keys() - action["inputs"].keys()
        assert not unknown, f"{path} has no input {unknown}"
        inputs = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | dict(given)
        known = {
            **(contexts or {}),
            "inputs": inputs,
            "github": {"action_path": str(self.checkout / path)},
            "steps": {},
        }
        self._steps(action["runs"]["steps"], known)
        return {name: filled(each["value"], known) for name, each in action["outputs"].items()}

    def _steps(self, steps: list[dict[str, Any]], contexts: Mapping[str, Any]) -> None:
        known = {"steps": {}, **contexts}
        for step in steps:
            name = step.get("name") or step.get("uses") or "run"
            assert "continue-on-error" not in step, f"{name} hides its failure"
            if not holds(str(step.get("if", "")), known, failed=self._failed):
                self.done.append(Done(name, None))
            elif "run" in step:
                self._run(name, step, known)
            elif step["uses"].startswith("./"):
                given = {key: filled(str(value), known) for key, value in step.get("with", {}).items()}
                outputs = self.action(step["uses"], given, known)
                known["steps"][step.get("id", "")] = {"outputs": outputs}
            else:
                self.done.append(Done(name, None))

    def _run(self, name: str, step: Mapping[str, Any], known: dict[str, Any]) -> None:
        files = {each: self.temp / f"{len(self.done)}-{each}" for each in ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY")}
        for path in files.values():
            path.touch()
        script, out = self.temp / f"{len(self.done)}.sh", self.temp / f"{len(self.done)}.out"
        script.write_text(filled(step["run"], known), "utf-8")
        strict = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["bash", "-e"]
        environment = self.environment | {f"GITHUB_{each}": str(path) for each, path in files.items()}
        environment |= {key: filled(str(value), known) for key, value in step.get("env", {}).items()}
        # A file and not a pipe: what a step leaves running would keep a pipe open.
        with out.open("w") as stream:
            how: dict[str, Any] = {"stdout": stream, "stderr": stream, "start_new_session": True}
            process = subprocess.Popen([*strict, script], cwd=self.checkout, env=environment, **how)
            self._groups.append(process.pid)
            code = process.wait(SECONDS)
        self.done.append(Done(name, code, out.read_text("utf-8")))
        self._failed |= code != 0
        known["steps"][step.get("id", "")] = {"outputs": dict(pairs(files["OUTPUT"]))}
        self.environment |= dict(pairs(files["ENV"]))
        for folder in files["PATH"].read_text().split():
            self.environment["PATH"] = f"{folder}:{self.environment['PATH']}"
        self.summary += files["STEP_SUMMARY"].read_text("utf-8")


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        name, sign, value = line.partition("=")
        assert sign, f"{path.name}: {line!r} is no name=value"
        yield name, value


def filled(text: str, contexts: Mapping[str, Any]) -> str:
    """With the values of its expressions in their places."""
    return re.sub(r"\${{\s*(.+?)\s*}}", lambda match: str(value(match[1], contexts)), text)


def value(expression: str, contexts: Mapping[str, Any]) -> Any:
    """Of a text in quotes or of a name such as steps.fuzz.outputs.verdict; nothing for one that is not known."""
    if expression.startswith("'"):
        return expression[1:-1]
    assert re.fullmatch(r"[\w.-]+", expression), f"the runner does not know what {expression} is"
    found: Any = contexts
    for key in expression.split("."):
        found = found.get(key, "") if isinstance(found, Mapping) else ""
    return found


def holds(condition: str, contexts: Mapping[str, Any], *, failed: bool) -> bool:
    """Terms that are joined by `&&`. Without a word on failures, a step is for jobs that have none."""
    condition = re.sub(r"^\${{\s*(.*?)\s*}}$", r"\1", condition)
    terms = [each.strip() for each in condition.split("&&") if each.strip()]
    spoken = {"always()": True, "!cancelled()": True, "success()": not failed, "failure()": failed}
    if not any(each in spoken for each in terms):
        terms.append("success()")
    return all(spoken[each] if each in spoken else _compared(each, contexts) for each in terms)


def _compared(term: str, contexts: Mapping[str, Any]) -> bool:
    left, sign, right = re.split(r"\s*(==|!=)\s*", term)
    return bool((value(left, contexts) == value(right, contexts)) == (sign == "=="))
