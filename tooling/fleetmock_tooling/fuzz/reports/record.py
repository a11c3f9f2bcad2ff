"""The verdict of a run as plain data. Every report is made from it, so that all say the same.

Its form is verdict.schema.json; VERSION goes up when something in it changes its meaning or goes away.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from fleetmock_tooling.fuzz import curl
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.reports.location import Places, places
from fleetmock_tooling.fuzz.verdict import Verdict

FORMAT: Final = "fleetmock-fuzz-verdict"
VERSION: Final = 1
# By exit code; a run that was interrupted or failed has reports too.
VERDICTS: Final = {0: "pass", 1: "fail", 2: "could-not-run", 3: "inconclusive", 4: "stopped", 130: "interrupted"}

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One API. The verdict grows while the run lasts."""

    api: str
    base_url: str
    verdict: Verdict


def record(parts: Sequence[Part], options: Options, exit_code: int, replay: str) -> Record:
    """Without a token in any form. `replay` is the command that sends the same requests again."""
    apis = [_api(each, options) for each in parts]
    found: Record = {
        "format": FORMAT,
        "version": VERSION,
        "tool": {
            "name": "fleetmock",
            "version": version("fleetmock"),
            "engine": f"schemathesis {version('schemathesis')}",
        },
        "verdict": VERDICTS.get(exit_code, "could-not-run"),
        "exitCode": exit_code,
        "seed": options.seed,
        "profile": options.profile.name,
        "shard": None if options.shard is None else str(options.shard),
        "replay": replay,
        "requests": sum(each["requests"] for each in apis),
        "counts": {each.value: sum(api["counts"][each.value] for api in apis) for each in Outcome},
        "apis": apis,
    }
    clean: Record = redacted(found, options.secrets)
    return clean


def redacted(value: Any, secrets: Secrets) -> Any:
    """The same with every text cleaned, keys included; what is no text stays as it is."""
    if isinstance(value, str):
        return secrets.redact(value)
    if isinstance(value, list):
        return [redacted(each, secrets) for each in value]
    if isinstance(value, dict):
        return {redacted(key, secrets): redacted(each, secrets) for key, each in value.items()}
    return value


def _api(part: Part, options: Options) -> Record:
    verdict, where = part.verdict, places(part.api)
    counts = Counter(each.outcome for each in verdict.findings)
    return {
        "api": part.api,
        "baseUrl": part.base_url,
        "requests": verdict.requests,
        "counts": {each.value: counts[each] for each in Outcome},
        "operations": [
            {
                "operation": each,
                "requests": verdict.effort.requests.get(each, 0),
                "seconds": round(verdict.effort.seconds.get(each, 0.0), 3),
            }
            for each in verdict.operations
        ],
        "notTested": list(verdict.left_out),
        "findings": [_finding(each, part.api, where, options.token) for each in verdict.findings],
        "coverage": None if verdict.coverage is None else verdict.coverage.record(),
    }


def _finding(finding: Finding, api: str, where: Places | None, token: str) -> Record:
    place = None if where is None else where.find(finding.operation)
    return {
        "id": fingerprint(api, finding),
        "check": finding.check,
        "severity": finding.severity,
        "outcome": finding.outcome.value,
        "operation": finding.operation,
        "rule": finding.rule,
        "title": finding.title,
        "message": finding.message,
        "location": None if place is None else {"file": place.file, "line": place.line, "base": place.base},
        "requests": [_request(each, token) for each in finding.requests],
        "curl": [curl.command(each, token) for each in finding.requests],
    }


def fingerprint(api: str, finding: Finding) -> str:
    """The same in every run that finds this."""
    return hashlib.sha256("\0".join((api, *finding.key)).encode(errors="surrogatepass")).hexdigest()[:32]


def _request(request: curl.Request, token: str) -> Record:
    ours = f"Bearer {token}"
    headers = {
        name: f"Bearer {curl.PLACEHOLDER}" if value == ours else value for name, value in request.headers.items()
    }
    return {"method": request.method, "url": request.url, "headers": headers, **_body(request.body)}


def _body(body: bytes | None) -> Record:
    """As text where it is one."""
    if body is None:
        return {"body": None}
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"bodyBase64": base64.b64encode(body).decode()}


def as_json(found: Record) -> str:
    return json.dumps(found, indent=1) + "\n"
