"""JUnit: a suite for each API, a test case for each operation."""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.reports.record import Record
from fleetmock_tooling.fuzz.reports.words import shortened

# What XML 1.0 forbids even as a character reference.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A failure says that the contract is broken, an error that something could not be found out.
_ELEMENTS: Final = {
    Outcome.FAILURE: "failure",
    Outcome.FLAKY: "error",
    Outcome.INCONCLUSIVE: "error",
    Outcome.STOPPED: "error",
}


def junit(api: Record) -> str:
    """The document of one API of a record."""
    root, suite = ET.Element("testsuites"), ET.Element("testsuite", name=api["api"])
    cases = {each["operation"]: _case(api, each["operation"], each["seconds"]) for each in api["operations"]}
    for finding in api["findings"]:
        name = finding["operation"]
        # What belongs to no operation, such as the whole run, is a case of its own.
        _tell(cases.setdefault(name, _case(api, name, 0.0)), finding)
    for name in api["notTested"]:
        case = cases.setdefault(name, _case(api, name, 0.0))
        ET.SubElement(case, "skipped", message="the profile does not send it")
    suite.extend(cases.values())
    seconds = sum(each["seconds"] for each in api["operations"])
    for element in (root, suite):
        for key, value in _counts(cases.values()).items():
            element.set(key, str(value))
        element.set("time", f"{seconds:.3f}")
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(api: Record, name: str, seconds: float) -> ET.Element:
    return ET.Element("testcase", name=_legal(name), classname=api["api"], time=f"{seconds:.3f}")


def _tell(case: ET.Element, finding: Record) -> None:
    lines = [finding["message"], *map(shortened, finding["curl"])]
    text = _legal("\n".join(filter(None, lines)))
    kind = _ELEMENTS.get(Outcome(finding["outcome"]))
    if kind is not None:
        told = ET.SubElement(case, kind, type=_legal(finding["check"]), message=_legal(finding["title"]))
        told.text = text
    else:
        # Only errors, failures and outputs may stand in a case; what fails nothing is an output.
        told = ET.SubElement(case, "system-out")
        told.text = _legal(f"{finding['outcome']}: {finding['check']}: {finding['title']}\n{text}")


def _counts(cases: Iterable[ET.Element]) -> dict[str, int]:
    every = list(cases)
    found = {kind: sum(case.find(tag) is not None for case in every) for kind, tag in _COUNTED.items()}
    return {"tests": len(every), **found}


_COUNTED: Final = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda match: ascii(match.group())[1:-1], text)
