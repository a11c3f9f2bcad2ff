"""A whole run: the endpoint, its APIs, and what is said about them."""

import shlex
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from rich.console import Console

import fleetmock_contracts
from fleetmock.contract.examples import base_path
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import curl, show, target
from fleetmock_tooling.fuzz.finding import Outcome, exit_code
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import DEFAULT, OVERRIDES, PROFILES
from fleetmock_tooling.fuzz.reports.files import Reports
from fleetmock_tooling.fuzz.turns import Documents, Tested, tested
from fleetmock_tooling.fuzz.verdict import Verdict


def run(documents: Documents, url: str | None, options: Options, *, allow_remote: bool) -> int:
    """Fuzz each API by its document; `url` None starts a mock of them.

    Returns the exit code: 0, 1 for failures, 3 when something stayed uncertain, 4 when the guard tripped.

    Raises CannotRun when an argument is wrong or nothing can be tested.
    """
    for token in filter(None, (options.token, options.expired, options.limited)):
        target.refuse_bad_token(token)
    if url is None:
        options = options.on_our_own_mock()
    else:
        _check(url, documents, allow_remote=allow_remote)
    say = _Voice(options)
    say.line(f"seed {options.seed}")
    replay = _replay(documents, url, options, allow_remote=allow_remote)
    with Reports(options, replay) as reports:
        every = _test(documents, url, options, say=say, reports=reports, replay=replay)
        findings = [finding for each in every for finding in each.verdict.findings]
        if len(documents) > 1:
            say.line(f"all {len(documents)} APIs: {show.counts(findings)}")
        if options.baseline is not None and options.baseline.writes:
            count = options.baseline.write(findings, {label for each in every for label in each.verdict.operations})
            say.line(f"{options.baseline.path} has {count} known failures")
        reports.exit_code = exit_code(findings)
    if options.report_dir is not None:
        say.line(f"reports in {options.report_dir}: {', '.join(sorted(options.reports))}")
    say.line(f"the same requests again: {replay}")
    return reports.exit_code


def _test(
    documents: Documents, url: str | None, options: Options, *, say: "_Voice", reports: Reports, replay: str
) -> list[Tested]:
    """All APIs, each of which is told when it has been tested, or as far as it came before an interrupt."""
    untold, told = dict[str, Tested](), list[Tested]()

    def begun(each: Tested) -> None:
        untold[each.api] = each
        reports.begun(each.api, each.base_url)(each.verdict)

    try:
        for each in tested(documents, url, options, say.aside, begun):
            told.append(each)
            del untold[each.api]
            say.verdict(each.api, each.base_url, each.verdict)
            if any(found.requests for found in each.verdict.findings if found.outcome is not Outcome.DRIFT):
                say.line(f"{each.api}: to send one of these requests: {_repeat(each.root, url, options)}")
    except KeyboardInterrupt:
        for each in untold.values():
            say.line(f"{each.api}: interrupted; until then")
            say.verdict(each.api, each.base_url, each.verdict)
        say.line(f"the same requests again: {replay}")
        raise
    return told


def load(apis: Sequence[str]) -> Documents:
    """The documents of `apis`, of all vendors' APIs when empty. Raises CannotRun for a name that does not exist."""
    known = (*fleetmock_contracts.APIS, fleetmock_contracts.CONTROL)
    unknown = [api for api in apis if api not in known]
    if unknown:
        raise CannotRun(f"there is no API {unknown[0]}; choose from {', '.join(known)}")
    return {api: fleetmock_contracts.load(api) for api in apis or fleetmock_contracts.APIS}


def known_apis() -> tuple[str, ...]:
    return tuple(fleetmock_contracts.APIS)


def _check(url: str, documents: Documents, *, allow_remote: bool) -> None:
    target.parse(url)
    if not allow_remote:
        target.refuse_remote(url)
    target.refuse_foreign_path(url, {api: base_path(document) for api, document in documents.items()})


def _repeat(root: str, url: str | None, options: Options) -> str:
    """What must be true before a printed curl command works."""
    token = "<your token>" if options.token_is_secret else options.token
    export = f"export {curl.PLACEHOLDER[1:]}={token}"
    return export if url else f"{export}; fleetmock serve --port {urlsplit(root).port} --seed {options.seed}"


def _replay(apis: Iterable[str], url: str | None, options: Options, *, allow_remote: bool) -> str:
    words = ["fleetmock", "fuzz", *apis, "--seed", str(options.seed)]
    asked, row = options.profile, PROFILES[options.profile.name]
    if asked.name != DEFAULT.name:
        words += ["--profile", asked.name]
    for name in OVERRIDES:
        value = getattr(asked, name)
        if value not in (None, getattr(row, name)):
            words += [f"--{name.replace('_', '-')}", f"{value:g}"]
    words += options.replay
    if url is not None:
        words += ["--url", url]
    if allow_remote:
        words.append("--allow-remote")
    return shlex.join(words)


class _Voice:
    """Results go to stdout, signs of life to stderr."""

    def __init__(self, options: Options) -> None:
        self._out = Console(markup=False, highlight=False, soft_wrap=True)
        self.aside = Console(stderr=True)
        self._options = options
        self._secrets = options.secrets

    def line(self, text: str) -> None:
        self._out.print(show.printable(self._redacted(text)))

    def verdict(self, api: str, base_url: str, verdict: Verdict) -> None:
        drifts = [each for each in verdict.findings if each.outcome is Outcome.DRIFT]
        told = [each for each in verdict.findings if each.outcome is not Outcome.DRIFT]
        for operation, findings in show.by_operation(told).items():
            self.line(f"{api}: {operation}")
            for finding in findings:
                self.line(show.block(finding, self._options.token))
        for line in show.drifts(drifts):
            self.line(f"{api}: {line}")
        self.line(
            f"{api}: {show.counts(verdict.findings)} in {verdict.requests} requests "
            f"to {len(verdict.operations)} operations at {base_url}"
        )
        if verdict.left_out:
            why = "the profile only reads; --allow-create N lets N of them out where they create something"
            self.line(f"{api}: not tested, because {why}: {', '.join(verdict.left_out)}")

    def _redacted(self, text: str) -> str:
        return self._secrets.redact(text)
