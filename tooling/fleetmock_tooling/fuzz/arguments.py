"""From the command line to a run."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TextIO

import fleetmock_contracts
from fleetmock import tokens
from fleetmock.settings import DEFAULT_TOKEN
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import ids, session, shard
from fleetmock_tooling.fuzz.audit import audit_file
from fleetmock_tooling.fuzz.baseline import Baseline
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import OVERRIDES, PROFILES, Profile
from fleetmock_tooling.fuzz.reports import formats
from fleetmock_tooling.fuzz.turns import Documents

_AUDIT = "fleetmock-audit.jsonl"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The parameters of the command, as click hands them over."""

    apis: tuple[str, ...]
    url: str | None
    profile: str
    token: str
    token_expired: str | None
    token_limited: str | None
    seed: int | None
    max_examples: int | None
    max_time: int | None
    rate: float | None
    budget: int | None
    ids: Path | None
    discover: bool
    allow_create: int
    audit_log: Path | None
    doc_drift: str
    baseline: Path | None
    write_baseline: bool
    shard: str | None
    report_dir: Path | None
    report: str | None
    allow_remote: bool


def start(arguments: Arguments) -> int:
    """The exit code. Raises CannotRun when an argument is wrong or nothing can be tested."""
    documents = session.load(arguments.apis)
    refuse_contradictions(arguments)
    with audit_file(_audit_log(arguments)) as audit:
        options = _options(arguments, documents, audit)
        return session.run(documents, arguments.url, options, allow_remote=arguments.allow_remote)


def refuse_contradictions(arguments: Arguments) -> None:
    """Raises CannotRun for arguments that do not go together."""
    live = arguments.profile == "live"
    if live and arguments.url is None:
        raise CannotRun("the live profile needs --url; our own mock has the others")
    if live and arguments.token == DEFAULT_TOKEN:
        raise CannotRun("the live profile needs a token: set FLEETMOCK_TOKEN to it")
    if arguments.url is not None and fleetmock_contracts.CONTROL in arguments.apis:
        raise CannotRun(
            "the control plane is tested on a mock of our own alone, without --url: any other keeps its streams of "
            "events open, and a run would wait for each of them"
        )
    if arguments.allow_create and not live:
        raise CannotRun(f"--allow-create is for the live profile; {arguments.profile} creates what it likes")
    if arguments.write_baseline and arguments.baseline is None:
        raise CannotRun("--write-baseline needs --baseline FILE to write to")


def bare_token(text: str) -> str:
    """The name of the first token of a text in the form that `serve` reads from the same variable.

    That is `NAME NAME=permission,permission`; a text that is not of this form is the token itself.
    """
    first = (text.split() or [text])[0]
    name, _, permissions = first.rpartition("=")
    try:
        tokens.checked(permissions.split(","))
    except tokens.UnknownPermission:
        return first
    return name or first


def _options(arguments: Arguments, documents: Documents, audit: TextIO | None) -> Options:
    live = arguments.profile == "live"
    token = bare_token(arguments.token)
    given = _ids(arguments, documents)
    return Options(
        token=token,
        seed=_seed(arguments, documents),
        profile=_profile(arguments),
        token_is_secret=token != DEFAULT_TOKEN,
        report_dir=report_dir(arguments),
        reports=frozenset(formats.FORMATS) if arguments.report is None else formats.parse(arguments.report),
        expired=arguments.token_expired,
        limited=arguments.token_limited,
        ids=given,
        discover=arguments.discover or (live and not any(given.values())),
        undo_readings=arguments.doc_drift == "note",
        confirm=True,
        creates=arguments.allow_create,
        audit=audit,
        shard=None if arguments.shard is None else shard.parse(arguments.shard),
        baseline=_baseline(arguments),
        replay=tuple(_replay(arguments)),
    )


def _seed(arguments: Arguments, documents: Documents) -> int:
    """A gate must not fail by chance: but for the deep profile, the seed changes with the specification only."""
    if arguments.seed is not None:
        return arguments.seed
    if PROFILES[arguments.profile].random_seed:
        return secrets.randbits(32)
    text = json.dumps(documents, sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def _profile(arguments: Arguments) -> Profile:
    """The row of the table, with what was given in its place."""
    given = {name: getattr(arguments, name) for name in OVERRIDES}
    return replace(PROFILES[arguments.profile], **{name: value for name, value in given.items() if value is not None})


def _ids(arguments: Arguments, documents: Documents) -> dict[str, list[ids.IdSet]]:
    given = {} if arguments.ids is None else ids.load(arguments.ids, session.known_apis())
    sets = {api: given.get(api) or ids.from_environment(document, os.environ) for api, document in documents.items()}
    for api, document in documents.items():
        ids.check(sets[api], document, api)
    return sets


def _baseline(arguments: Arguments) -> Baseline | None:
    if arguments.baseline is None:
        return None
    # A calendar day of this machine, as the dates in the file are.
    today = date.today()  # noqa: DTZ011 - see above
    return Baseline.load(arguments.baseline, today, writes=arguments.write_baseline)


def _audit_log(arguments: Arguments) -> Path | None:
    if arguments.audit_log is not None or arguments.profile != "live":
        return arguments.audit_log
    return (report_dir(arguments) or Path()) / _AUDIT


def report_dir(arguments: Arguments) -> Path | None:
    """Asking for a kind of report is asking for reports."""
    return Path(formats.DIRECTORY) if arguments.report and arguments.report_dir is None else arguments.report_dir


def _replay(arguments: Arguments) -> list[str]:
    words: list[str] = []
    for name in ("ids", "allow_create", "shard", "baseline"):
        value = getattr(arguments, name)
        if value:
            words += [f"--{name.replace('_', '-')}", str(value)]
    if arguments.discover:
        words.append("--discover")
    if arguments.doc_drift != "note":
        words += ["--doc-drift", arguments.doc_drift]
    return words
