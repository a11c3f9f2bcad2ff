"""fleetmock generate: write generated/, or check that it is what the specs generate."""

import click

from fleetmock_tooling.console import say
from fleetmock_tooling.generate.tree import Change, apply, compare
from fleetmock_tooling.project import find_project
from fleetmock_tooling.scratch import scratch

README = "specs/README.md"
DIFF_LINES = 60  # of one file; the start of a difference is enough to see what it is
COLOURS = {"-": "red", "+": "green", "@": "cyan"}
WRITTEN = {"changed": "rewrote", "missing": "wrote", "stale": "removed"}
WRONG = {
    "changed": "differs: a spec has changed since, or it was edited by hand",
    "missing": "is missing",
    "stale": "is not generated from any spec",
}


@click.command("generate")
@click.option(
    "--check",
    is_flag=True,
    envvar="FLEETMOCK_CHECK",
    help="Write nothing; exit 1 when a file is changed, missing, stale or edited by hand.",
)
def command(*, check: bool) -> int:
    """Write models and bundled documents from specs/."""
    from fleetmock_tooling.generate.blocks import refresh  # noqa: PLC0415 - only this command needs it
    from fleetmock_tooling.generate.build import build  # noqa: PLC0415 - heavy, and --help does not need it

    project = find_project()
    shown = project.contracts.relative_to(project.root).as_posix()
    with scratch() as folder:
        built = folder / project.contracts.name
        build(project, built)
        changes = compare(project.contracts, built)
        readme = refresh(project.root / README, built, write=not check)
        if check:
            return _report_check(changes, shown, readme=readme)
        apply(changes, project.contracts, built)
    return _report_written(changes, shown, readme=readme)


def _report_written(changes: list[Change], folder: str, *, readme: bool) -> int:
    for change in changes:
        say(f"{WRITTEN[change.state]} {folder}/{change.name}")
    if readme:
        say(f"rewrote {README}")
    if not changes:
        say(f"{folder} is already what the specs generate")
    return 0


def _report_check(changes: list[Change], folder: str, *, readme: bool) -> int:
    for change in changes:
        say(f"{folder}/{change.name} {WRONG[change.state]}", "bold")
        for line in change.diff[:DIFF_LINES]:
            say(f"  {line}", COLOURS.get(line[:1], ""))
        if len(change.diff) > DIFF_LINES:
            say(f"  … and {len(change.diff) - DIFF_LINES} more lines")
    if readme:
        say(f"{README} does not show what is generated", "bold")
    if changes or readme:
        say(f"{folder} is not what the specs generate; run: fleetmock generate", "bold red")
        return 1
    say(f"{folder} is what the specs generate", "green")
    return 0
