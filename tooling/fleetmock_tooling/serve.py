"""`fleetmock serve`: the mock in the foreground."""

import shlex
from contextlib import suppress
from typing import Any

import click

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.app import UnknownApi, chosen
from fleetmock.contract.examples import example_path, operations
from fleetmock.server import CannotListen, serve
from fleetmock.settings import DEFAULT_TOKEN, MIB, Settings
from fleetmock_tooling.console import say
from fleetmock_tooling.errors import CannotRun


@click.command(name="serve", short_help="Run the mock server.")
@click.argument("apis", nargs=-1, metavar="[API]...")
@click.option("--host", default="127.0.0.1", show_default=True, envvar="FLEETMOCK_HOST", help="Address to listen on.")
@click.option(
    "-p",
    "--port",
    default=4010,
    show_default=True,
    type=click.IntRange(0, 65535),
    envvar="FLEETMOCK_PORT",
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--token",
    "tokens",
    multiple=True,
    default=(DEFAULT_TOKEN,),
    show_default=True,
    envvar="FLEETMOCK_TOKEN",
    help="A bearer token that is let in. May be given several times.",
)
@click.option(
    "--auth",
    type=click.Choice(["strict", "open"]),
    default="strict",
    show_default=True,
    envvar="FLEETMOCK_AUTH",
    help="strict: only known tokens pass. open: everybody does.",
)
@click.option(
    "--seed",
    default=0,
    show_default=True,
    envvar="FLEETMOCK_SEED",
    help="Fixes generated ids; an ObjectId still begins with its time.",
)
@click.option(
    "--max-body",
    default=MIB,
    show_default=True,
    type=click.IntRange(1),
    envvar="FLEETMOCK_MAX_BODY",
    help="Bytes; a larger request body gets 413.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    envvar="FLEETMOCK_WORKERS",
    help="Processes; more than one is refused while commands are kept in memory.",
)
@click.option(
    "--log-format",
    type=click.Choice(["pretty", "json", "off"]),
    default="pretty",
    show_default=True,
    envvar="FLEETMOCK_LOG_FORMAT",
    help="One line per request on standard error.",
)
def command(workers: int, **options: Any) -> int:
    """Run the mock server. Without API, all of them.

    SIGTERM or Ctrl-C ends it, with exit code 0. It serves what `fleetmock generate` last wrote.
    """
    if workers > 1:
        raise CannotRun(
            f"--workers {workers} is refused: commands are kept in the memory of one process, each of {workers} would "
            "know only the commands it was sent itself; run one mock per port instead, each is a fleet of its own"
        )
    settings = Settings(**options)
    try:
        serve(settings, lambda url: _announce(settings, url))
    except (CannotListen, UnknownApi) as error:
        raise CannotRun(str(error)) from error
    return 0


def _announce(settings: Settings, url: str) -> None:
    """Routes, ids and a request to paste; `listening on` comes last, for whoever waits for it."""
    documents = {name: fleetmock_contracts.load(name) for name in chosen(settings)}
    first = next(each for each in operations(next(iter(documents.values()))) if each.method == "GET")
    header = "" if settings.auth == "open" else f"-H {shlex.quote(f'Authorization: Bearer {settings.tokens[0]}')} "
    # Whoever started the mock may read no further than they like, or have closed the output; the mock goes on.
    with suppress(OSError):
        say("routes", "bold")
        for document in documents.values():
            for operation in operations(document):
                say(f"  {operation.method:5} {operation.path}")
        say("known ids", "bold")
        for kind, name, note in worldfile.known_ids(documents):
            say(f"  {kind:28} {name}  {note}".rstrip())
        say("try", "bold")
        say(f"  curl {header}{shlex.quote(url + example_path(first))}")
        say(f"listening on {url}")
