"""The command line `fleetmock`: which commands there are, and what becomes of their failures."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from typing import Final, NamedTuple

import click

from fleetmock.uncollected import uncollected
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.spared import spared

COULD_NOT: Final = 2
INTERRUPTED: Final = 130


class Entry(NamedTuple):
    """Where a command lives (a module with a click command named `command`) and the line `--help` shows for it.

    `spares` is of one that does nothing but serve, and is waited for.
    """

    module: str
    help: str
    spares: bool = False


COMMANDS: Final[dict[str, Entry]] = {
    "serve": Entry("fleetmock_tooling.serve", "Run the mock server.", spares=True),
    "generate": Entry("fleetmock_tooling.generate.command", "Write models and bundled documents from specs/."),
    "validate": Entry("fleetmock_tooling.validate.command", "Check the specs and everything that stands beside them."),
    "token": Entry("fleetmock_tooling.token", "Print a token that any fleetmock takes."),
    "fuzz": Entry("fleetmock_tooling.fuzz.command", "Test that an endpoint keeps the contract of its API."),
    "coverage": Entry("fleetmock_tooling.coverage.command", "Show what a client has met of the APIs, and what never."),
    "bench": Entry(
        "fleetmock_tooling.bench.command", "Measure fleetmock beside other ways to serve the same document."
    ),
    "mutants": Entry("fleetmock_tooling.mutants.command", "Plant faults in the mock and see who finds them."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            raise click.UsageError(f"there is no command {cmd_name!r}; there are {', '.join(COMMANDS)}")
        command = _load(COMMANDS[cmd_name])
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                parameter.show_envvar = True
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _load(entry: Entry) -> click.Command:
    with uncollected(), spared() if entry.spares else nullcontext():
        command: click.Command = importlib.import_module(entry.module).command
    return command


@click.group(
    "fleetmock",
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 findings, 2 could not do its job, 130 interrupted.",
)
@click.version_option(package_name="fleetmock")
def group() -> None:
    """Hand-written contracts of device-command APIs, and what is made from them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with the given arguments (default: the process's own) and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a poor terminal is no reason to fail
    try:
        result = group.main(argv, "fleetmock", standalone_mode=False)
        if sys.stdout is not None:  # closed by whoever started us
            sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        click.echo("fleetmock: interrupted", err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has left (`| head`). click and rich would end with 1, which means findings here.
        _let_go_of_output()
        return COULD_NOT
    except Exception as error:
        if not _explain(error):
            raise
        return COULD_NOT
    return result if isinstance(result, int) else 0


def _let_go_of_output() -> None:
    """What is still buffered goes nowhere: Python would try it again at its exit, complain and end with 120."""
    with suppress(AttributeError, OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(error: Exception) -> bool:
    """Say in one line why the command could not do its job. False when somebody wants to see the traceback instead."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return True
    if isinstance(error, click.ClickException):
        why = error.format_message()
    elif isinstance(error, CannotRun):
        why = str(error)
    elif isinstance(error, ModuleNotFoundError):
        why = f"{error.name} is not installed; `make dev` in a clone, or the extras generate and fuzz, bring it"
    elif isinstance(error, OSError) and not error.filename:
        why = f"the output cannot be written: {error.strerror or error}"
    elif os.environ.get("FLEETMOCK_DEBUG"):
        return False
    else:
        why = f"internal error: {type(error).__name__}: {error}, please report it (FLEETMOCK_DEBUG=1 shows more)"
    click.echo(f"fleetmock: {' '.join(why.split())}", err=True)
    return True
