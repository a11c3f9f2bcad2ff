"""`fleetmock coverage`: the command line."""

from pathlib import Path
from typing import Any

import click

from fleetmock_tooling.errors import CannotRun


@click.command("coverage")
@click.option(
    "--url",
    default="http://127.0.0.1:4010",
    show_default=True,
    envvar="FLEETMOCK_URL",
    help="Where the mock is that the client was tested against.",
)
@click.option(
    "--namespace",
    metavar="NAME",
    envvar="FLEETMOCK_NAMESPACE",
    help="One namespace. Without it, all that the mock has had, those that are gone too.",
)
@click.option(
    "--control-token",
    metavar="TOKEN",
    envvar="FLEETMOCK_CONTROL_TOKEN",
    help="What the control plane asks for, if it does.",
)
@click.option(
    "--api", "apis", metavar="API", multiple=True, envvar="FLEETMOCK_API", help="One API. May be given several times."
)
@click.option(
    "--fail-under",
    metavar="PERCENT|KIND=PERCENT",
    multiple=True,
    envvar="FLEETMOCK_FAIL_UNDER",
    help="Exit 1 when less was met: of everything, or of one kind as in transitions=80. May be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    show_default=True,
    envvar="FLEETMOCK_FORMAT",
    help="How to show it.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="FLEETMOCK_OUTPUT",
    help="A file to write to instead.",
)
def command(
    *,
    url: str,
    namespace: str | None,
    control_token: str | None,
    apis: tuple[str, ...],
    fail_under: tuple[str, ...],
    form: str,
    output: Path | None,
) -> int:
    """Show what a client has met of the APIs, and what never.

    Counted are operations, the statuses of each, the values of enums, error codes and transitions of life-cycles.
    """
    from fleetmock_tooling.coverage.choose import only  # noqa: PLC0415 - slow
    from fleetmock_tooling.coverage.fetch import fetch  # noqa: PLC0415 - slow
    from fleetmock_tooling.coverage.threshold import BadThreshold, Threshold  # noqa: PLC0415 - slow

    try:
        thresholds = [Threshold.parse(each) for each in fail_under]
    except BadThreshold as error:
        raise CannotRun(f"--fail-under: {error}") from error
    report = only(fetch(url, namespace, control_token), apis)
    _write(_rendered(report, form), output)
    complaints = [line for each in thresholds if (line := each.complaint(report))]
    for line in complaints:
        click.echo(line, err=True)
    if complaints and not report["requests"]:
        click.echo("Nobody has asked anything here yet; was the client tested against this mock?", err=True)
    return 1 if complaints else 0


def _rendered(report: dict[str, Any], form: str) -> str:
    if form == "json":
        import json  # noqa: PLC0415 - the other forms do without

        return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    if form == "html":
        from fleetmock.coverage.page import page  # noqa: PLC0415 - slow

        return page(report)
    from fleetmock.coverage.table import table  # noqa: PLC0415 - slow

    return table(report)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise CannotRun(f"{output} cannot be written: {error.strerror or error}") from error
