"""`fleetmock fuzz`."""

from pathlib import Path

import click

from fleetmock.settings import DEFAULT_TOKEN
from fleetmock.uncollected import seldom_collected, uncollected
from fleetmock_tooling.console import say


def _file(*, exists: bool = False) -> click.Path:
    return click.Path(dir_okay=False, exists=exists, path_type=Path)


def _list_checks(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's order
    if wanted:
        from fleetmock_tooling.fuzz.checks import listing  # noqa: PLC0415 - slow

        say(listing())
        ctx.exit()


def _explain(ctx: click.Context, _option: click.Parameter, name: str | None) -> None:
    if name is not None:
        from fleetmock_tooling.fuzz.checks import explain  # noqa: PLC0415 - slow

        say(explain(name))
        ctx.exit()


@click.command("fuzz")
@click.argument("apis", metavar="[API]...", nargs=-1)
@click.option(
    "--url",
    envvar="FLEETMOCK_URL",
    help="The endpoint to fuzz: the address under which the API's base path (/beta, /v1) lives. Left out, a mock of "
    "our own is started for the run.",
)
@click.option(
    "--profile",
    envvar="FLEETMOCK_PROFILE",
    type=click.Choice(["smoke", "ci", "deep", "live"]),
    default="ci",
    show_default=True,
    help="smoke: examples and boundary values, in seconds. ci: all phases, at most two minutes for our own mock. deep: "
    "until --max-time, with another seed each time. live: a real endpoint, valid GET requests only, one a second.",
)
@click.option(
    "--token",
    envvar="FLEETMOCK_TOKEN",
    default=DEFAULT_TOKEN,
    show_default=True,
    help="The bearer token. It is kept out of the output and the reports.",
)
@click.option(
    "--token-expired", envvar="FLEETMOCK_TOKEN_EXPIRED", help="A token that was good once; it must be refused."
)
@click.option(
    "--token-limited", envvar="FLEETMOCK_TOKEN_LIMITED", help="A token without permissions; it must be refused."
)
@click.option(
    "--seed",
    envvar="FLEETMOCK_SEED",
    type=click.IntRange(min=0),
    help="The same seed sends the same requests. Left out, it depends on the specification alone, or is a new one each "
    "time with the deep profile; it is printed.",
)
@click.option(
    "--max-examples",
    envvar="FLEETMOCK_MAX_EXAMPLES",
    type=click.IntRange(min=1),
    help="How many random requests to try for each operation, and how many walks along the links; instead of the "
    "profile's number (ci: 50, deep: 500, live: 5).",
)
@click.option(
    "--max-time",
    envvar="FLEETMOCK_MAX_TIME",
    type=click.IntRange(min=1),
    help="Seconds for the random requests to each API; instead of the profile's number (deep: 900).",
)
@click.option(
    "--rate",
    envvar="FLEETMOCK_RATE",
    type=click.FloatRange(min=0, min_open=True),
    help="Requests for each second, at most; instead of the profile's number (live: 1).",
)
@click.option(
    "--budget",
    envvar="FLEETMOCK_BUDGET",
    type=click.IntRange(min=1),
    help="Requests to each API, at most; the run ends when they are spent (live: 400).",
)
@click.option(
    "--ids",
    envvar="FLEETMOCK_IDS",
    type=_file(exists=True),
    help="A YAML file with ids that exist at the endpoint: a map from an API to a list of maps from path parameters to "
    "ids. FLEETMOCK_ID_DEVICE_ID gives one for device-id.",
)
@click.option(
    "--discover",
    envvar="FLEETMOCK_DISCOVER",
    is_flag=True,
    help="Ask the endpoint for ids: GET its lists and follow the links. The live profile does so where --ids and the "
    "environment give none.",
)
@click.option(
    "--allow-create",
    envvar="FLEETMOCK_ALLOW_CREATE",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="For the live profile: let so many requests out that create something. At the end it is canceled where the "
    "API can.",
)
@click.option(
    "--audit-log",
    envvar="FLEETMOCK_AUDIT_LOG",
    type=_file(),
    help="Add a JSON line for each request to this file. The live profile always does, to fleetmock-audit.jsonl or the "
    "same in --report-dir.",
)
@click.option(
    "--doc-drift",
    envvar="FLEETMOCK_DOC_DRIFT",
    type=click.Choice(["note", "fail"]),
    default="note",
    show_default=True,
    help="What an answer is that follows another reading of the vendor's pages which the ledger knows. On our own mock "
    "it is always a failure.",
)
@click.option(
    "--baseline",
    envvar="FLEETMOCK_BASELINE",
    type=_file(),
    help='A file with known failures; only others fail the run. An entry may have a date: "expires": "2027-01-31".',
)
@click.option(
    "--write-baseline",
    envvar="FLEETMOCK_WRITE_BASELINE",
    is_flag=True,
    help="Write the failures of this run to the --baseline file instead of failing.",
)
@click.option(
    "--shard",
    envvar="FLEETMOCK_SHARD",
    metavar="I/N",
    help="Test the I-th of N parts of the operations; what links connect is in one part.",
)
@click.option(
    "--report-dir",
    envvar="FLEETMOCK_REPORT_DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write reports to this directory; it is made when missing. All kinds of them, unless --report says which.",
)
@click.option(
    "--report",
    envvar="FLEETMOCK_REPORT",
    metavar="KIND,...",
    help="Which reports: junit (junit-<api>.xml), har (<api>.har, every request and answer), json (verdict.json), "
    "sarif (fleetmock.sarif), markdown (summary.md, added to $GITHUB_STEP_SUMMARY too) and html (report.html). Without "
    "--report-dir they go to fleetmock-report.",
)
@click.option(
    "--allow-remote",
    envvar="FLEETMOCK_ALLOW_REMOTE",
    is_flag=True,
    help="Fuzz an address that is not this machine with a profile that sends write methods and invalid requests too.",
)
@click.option(
    "--list-checks",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_checks,
    help="Print the checks that fleetmock adds to those of schemathesis, and stop.",
)
@click.option(
    "--explain",
    metavar="CHECK",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Print what one of these checks looks at, and stop.",
)
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> int:
    """Test that an endpoint keeps the contract of its API.

    Sends valid and invalid requests made from the specification, walks along its links, and checks every answer.
    Without API all of them are tested. Exit code 0: nothing found, and every operation was reached; 1: findings;
    2: could not run; 3: a finding did not repeat, or something could not be tested; 4: the guard of the live profile
    ended the run.
    """
    with uncollected():
        # schemathesis takes a second to import, which --help must not pay.
        from fleetmock_tooling.fuzz.arguments import Arguments, start  # noqa: PLC0415 - see above
    with seldom_collected():
        return start(Arguments(**ctx.params))
