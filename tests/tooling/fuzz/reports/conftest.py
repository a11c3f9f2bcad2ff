"""A verdict with everything in it that can go wrong in a report."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.reports.record import Part, record
from fleetmock_tooling.fuzz.verdict import Verdict

TOKEN = "se/cret+live=token|1"
# Markup, Markdown, control characters, half a character, and the end of a block of code.
HOSTILE = "</pre><script>alert(1)</script> | `x` ``` \x1b[31m \x00 \udcff ]]> & *b* [l](javascript:x) ````\n```"
DEVICES = "GET /me/devices"

Build = Callable[..., dict[str, Any]]


def finding(outcome: Outcome = Outcome.FAILURE, **other: Any) -> Finding:
    request = Request("GET", f"http://127.0.0.1/x?{TOKEN}", {"Authorization": f"Bearer {TOKEN}"}, b"\xff\x00")
    made = Finding(DEVICES, "response_schema_conformance", "Title", "Message", (request,), outcome, "high", "a rule")
    return replace(made, **other)


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def secret() -> str:
    return TOKEN


@pytest.fixture
def build() -> Build:
    """The record of one run at msgraph that found this."""

    def build(*findings: Finding, exit_code: int = 1, api: str = "msgraph", **options: Any) -> dict[str, Any]:
        verdict = Verdict((DEVICES,), ("POST /me/devices/{device-id}/commands",), findings=list(findings), requests=7)
        tested = Part(api, "http://127.0.0.1/beta", verdict)
        return record([tested], Options(TOKEN, 3, report_dir=Path(), **options), exit_code, "fleetmock fuzz msgraph")

    return build


@pytest.fixture
def found() -> Callable[..., Finding]:
    return finding
