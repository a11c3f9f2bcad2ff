"""`fleetmock mutants`."""

import os
from pathlib import Path

import click


@click.command("mutants")
@click.option(
    "--only",
    multiple=True,
    envvar="FLEETMOCK_ONLY",
    help="A mutant's id or a class, as in the catalogue. May be given several times. Left out, all of them.",
)
@click.option(
    "--contender",
    multiple=True,
    type=click.Choice(["bare", "smoke", "ci"]),
    envvar="FLEETMOCK_CONTENDER",
    help="Who looks for them: schemathesis alone, or a profile. May be given several times. Left out, all three.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, envvar="FLEETMOCK_SEED", help="Of each run."
)
@click.option(
    "--references",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    envvar="FLEETMOCK_REFERENCES",
    help="With how many seeds the mock without a fault is tried.",
)
@click.option("--jobs", type=click.IntRange(1), envvar="FLEETMOCK_JOBS", help="Processes. [one for each processor]")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports/mutants"),
    show_default=True,
    envvar="FLEETMOCK_OUT",
    help="Where mutants.json and mutants.md are written.",
)
def command(
    *, only: tuple[str, ...], contender: tuple[str, ...], seed: int, references: int, jobs: int | None, out: Path
) -> int:
    """Plant faults in the mock and see who finds them.

    Each fault of the catalogue is planted alone, and schemathesis alone and two profiles of `fleetmock fuzz` look for
    it, until they find something. Exit code 1: all was tried, and a target was missed.
    """
    # Loads schemathesis, which --help must not wait for.
    from fleetmock_tooling.mutants.contenders import CONTENDERS  # noqa: PLC0415 - see above
    from fleetmock_tooling.mutants.matrix import Plan, chosen  # noqa: PLC0415 - see above
    from fleetmock_tooling.mutants.session import session  # noqa: PLC0415 - see above

    names = [each for each in CONTENDERS if not contender or each in contender]
    return session(Plan(chosen(only), names, seed, references, jobs or os.cpu_count() or 1), out)
