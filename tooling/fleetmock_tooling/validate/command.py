"""fleetmock validate: the specs, and everything that stands beside them."""

from collections.abc import Sequence
from pathlib import Path

import click

from fleetmock_tooling.console import say
from fleetmock_tooling.project import find_project


@click.command("validate")
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
def command(*, specs: tuple[Path, ...]) -> int:
    """Check the specs and everything that stands beside them.

    SPEC is a YAML file; without one, every file of the project's specs/ is checked. What is wrong is printed one
    finding a line, as FILE:LINE: #/json/pointer: message.
    """
    from fleetmock_tooling.validate.files import check_file, files  # noqa: PLC0415 - slow
    from fleetmock_tooling.validate.vocabulary import read_vocabulary  # noqa: PLC0415 - the same

    project = find_project()
    words = read_vocabulary(project)
    paths = specs or files(project)
    found = sorted({finding for path in paths for finding in check_file(project, path, words)})
    for finding in found:
        say(str(finding))
    if found:
        say(f"{_count(found, 'finding')} in {_count(paths, 'file')}", "bold red")
        return 1
    say(f"{_count(paths, 'file')} checked, nothing found", "green")
    return 0


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"
