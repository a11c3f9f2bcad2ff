"""`fleetmock fuzz`."""

import secrets
from pathlib import Path

import click

from fleetmock.settings import DEFAULT_TOKEN


@click.command("fuzz")
@click.argument("apis", metavar="[API]...", nargs=-1)
@click.option(
    "--url",
    envvar="FLEETMOCK_URL",
    help="The endpoint to fuzz: the address under which the API's base path (/beta, /v1) lives. Left out, a mock of "
    "our own is started for the run.",
)
@click.option(
    "--token",
    envvar="FLEETMOCK_TOKEN",
    default=DEFAULT_TOKEN,
    show_default=True,
    help="The bearer token. It is kept out of the output and the reports.",
)
@click.option(
    "--seed",
    envvar="FLEETMOCK_SEED",
    type=click.IntRange(min=0),
    help="The same seed sends the same requests. Left out, one is chosen and printed.",
)
@click.option(
    "--max-examples",
    envvar="FLEETMOCK_MAX_EXAMPLES",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="How many random requests to try for each operation, and how many walks along the links.",
)
@click.option(
    "--report-dir",
    envvar="FLEETMOCK_REPORT_DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write junit-<api>.xml and <api>.har (every request and answer) to this directory; it is made when missing.",
)
@click.option(
    "--allow-remote",
    envvar="FLEETMOCK_ALLOW_REMOTE",
    is_flag=True,
    help="Fuzz an address that is not this machine. Write methods and invalid requests are sent to it too.",
)
def command(
    *,
    apis: tuple[str, ...],
    url: str | None,
    token: str,
    seed: int | None,
    max_examples: int,
    report_dir: Path | None,
    allow_remote: bool,
) -> int:
    """Test that an endpoint keeps the contract of its API.

    Sends valid and invalid requests made from the specification, walks along its links, and checks every answer.
    Without API all of them are tested. Exit code 0: nothing found, and every operation was reached; 1: findings;
    2: could not run.
    """
    # schemathesis takes a second to import, which --help must not pay.
    from fleetmock_tooling.fuzz import session  # noqa: PLC0415 - see above
    from fleetmock_tooling.fuzz.run import Options  # noqa: PLC0415 - see above

    options = Options(
        token=token,
        token_is_secret=token != DEFAULT_TOKEN,
        seed=secrets.randbits(32) if seed is None else seed,
        max_examples=max_examples,
        report_dir=report_dir,
    )
    return session.run(session.load(apis), url, options, allow_remote=allow_remote)
