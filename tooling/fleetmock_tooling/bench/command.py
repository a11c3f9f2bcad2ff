"""`fleetmock bench`."""

from dataclasses import replace
from pathlib import Path

import click

from fleetmock_tooling.bench.parts import PARTS


@click.command("bench")
@click.option(
    "--rounds", type=click.IntRange(1), envvar="FLEETMOCK_ROUNDS", help="How often everything is measured. [7]"
)
@click.option("--seconds", type=click.IntRange(1), envvar="FLEETMOCK_SECONDS", help="How long each wrk run takes. [3]")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(list(PARTS)),
    envvar="FLEETMOCK_ONLY",
    help="Measure this part only. May be given several times.",
)
@click.option("--quick", is_flag=True, envvar="FLEETMOCK_QUICK", help="Much less of everything, to see that it runs.")
@click.option(
    "--tools",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("~/.cache/fleetmock-bench"),
    show_default=True,
    envvar="FLEETMOCK_TOOLS",
    help="Where Prism and Mockoon are installed, once, when they are not on the PATH.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports/bench"),
    show_default=True,
    envvar="FLEETMOCK_OUT",
    help="Where bench.json, bench.md and bench.svg are written.",
)
def command(
    *, rounds: int | None, seconds: int | None, only: tuple[str, ...], quick: bool, tools: Path, out: Path
) -> int:
    """Measure fleetmock beside other ways to serve the same document.

    Bare Starlette, stock connexion, connexion's mock mode, Prism and Mockoon, in turn, on this machine. What cannot be
    measured is named with the reason. A missed target is reported and is no failure. Exit code 2: nothing could be
    measured, or fleetmock's own files changed meanwhile.
    """
    from fleetmock_tooling.bench.run import run  # noqa: PLC0415 - loads the server, which --help must not wait for
    from fleetmock_tooling.bench.session import QUICK, Effort  # noqa: PLC0415 - as above

    effort = QUICK if quick else Effort()
    effort = replace(effort, rounds=rounds or effort.rounds, seconds=seconds or effort.seconds)
    run(effort, only, tools.expanduser(), out)
    return 0


if __name__ == "__main__":
    command()
