"""`fleetmock serve`: the mock in the foreground."""

import secrets
import shlex
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.apis.variants.registry import UnknownVariant
from fleetmock.app import UnknownApi, UnknownScenario, chosen
from fleetmock.callbacks.allowlist import BadHost
from fleetmock.contract.examples import Described, Document, example_path, operations
from fleetmock.fleet.statefile import UnusableState
from fleetmock.loopback import is_loopback
from fleetmock.scenariofile import BadScenario
from fleetmock.server import CannotListen, serve
from fleetmock.settings import DEFAULT_TOKEN, MIB, Settings
from fleetmock.tokens import UnknownPermission, named
from fleetmock_tooling.console import say
from fleetmock_tooling.errors import CannotRun

CANNOT_SERVE: Final = (
    BadHost,
    BadScenario,
    CannotListen,
    UnknownApi,
    UnknownPermission,
    UnknownScenario,
    UnknownVariant,
    UnusableState,
)


def _moment(_context: click.Context, _parameter: click.Parameter, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a time as 2026-02-10T12:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


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
    metavar="NAME[=PERMISSION,...]",
    help="A bearer token that is let in, with these permissions or with all. May be given several times.",
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
    "--variant",
    "variants",
    multiple=True,
    envvar="FLEETMOCK_VARIANT",
    metavar="API.NAME=VALUE",
    help="Another reading of the documentation, as in msgraph.casing=pascal. May be given several times.",
)
@click.option(
    "--callbacks",
    multiple=True,
    envvar="FLEETMOCK_CALLBACKS",
    metavar="HOST[:PORT]",
    help="A host that a request may have called back, or loopback for this machine. None is without this flag.",
)
@click.option(
    "--state",
    default="memory",
    show_default=True,
    envvar="FLEETMOCK_STATE",
    metavar="memory|sqlite:PATH",
    help="Where commands are kept; those in a file are there again after a restart.",
)
@click.option(
    "--namespaces",
    default=1000,
    show_default=True,
    type=click.IntRange(1, 100_000),
    envvar="FLEETMOCK_NAMESPACES",
    help="How many may be there at the same time, beside the default one.",
)
@click.option(
    "--journal",
    default=1000,
    show_default=True,
    type=click.IntRange(0, 1_000_000),
    envvar="FLEETMOCK_JOURNAL",
    help="How many requests each namespace remembers; the oldest go first.",
)
@click.option(
    "--control-token",
    envvar="FLEETMOCK_CONTROL_TOKEN",
    metavar="TOKEN",
    help="What /__admin asks for as a bearer token. Left out, it is open to this machine; on any other address one is "
    "made and printed.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    envvar="FLEETMOCK_WORKERS",
    help="Processes; more than one is refused: a state belongs to one, in memory or in a file.",
)
@click.option(
    "--scenario",
    metavar="NAME",
    envvar="FLEETMOCK_SCENARIO",
    help="What becomes of commands, in every API that has a scenario of this name, unless a request prefers another.",
)
@click.option(
    "--scenarios",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="FLEETMOCK_SCENARIOS",
    help="A folder of scenario files, named as the APIs (msgraph.yaml), over the built-in ones.",
)
@click.option(
    "--freeze-at",
    metavar="TIME",
    callback=_moment,
    envvar="FLEETMOCK_FREEZE_AT",
    help="Stand still at this moment, as 2026-02-10T12:00:00Z.",
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
            f"--workers {workers} is refused: a state, in memory or in a file, belongs to one process, and each of "
            f"{workers} would know only the commands it was sent itself; run one mock per port instead, each with a "
            "state of its own"
        )
    settings = Settings(**options)
    if settings.control_token is None and not is_loopback(settings.host):
        settings = replace(settings, control_token=secrets.token_urlsafe(18))
    try:
        serve(settings, lambda url: _announce(settings, url))
    except CANNOT_SERVE as error:
        raise CannotRun(str(error)) from error
    return 0


def _announce(settings: Settings, url: str) -> None:
    """Routes, ids and a request to paste; `listening on` comes last, for whoever waits for it."""
    documents = {name: fleetmock_contracts.load(name) for name in chosen(settings)}
    # Whoever started the mock may read no further than they like, or have closed the output; the mock goes on.
    with suppress(OSError):
        say("routes", "bold")
        for document in documents.values():
            for operation in operations(document):
                say(f"  {operation.method:5} {operation.path}")
        say("known ids", "bold")
        for kind, name, note in worldfile.known_ids(documents):
            say(f"  {kind:28} {name}  {note}".rstrip())
        for token, operation in islice(_readable(settings, documents.values()), 1):
            header = "" if settings.auth == "open" else f"-H {shlex.quote(f'Authorization: Bearer {token}')} "
            say("try", "bold")
            say(f"  curl {header}{shlex.quote(url + example_path(operation))}")
        say("control plane", "bold")
        say(f"  {url}/__admin" + (f"  token {settings.control_token}" if settings.control_token else ""))
        say(f"listening on {url}")


def _readable(settings: Settings, documents: Collection[Document]) -> Iterator[tuple[str, Described]]:
    """Tokens, each with an operation that reads and that it may call."""
    for token, grant in named(settings.tokens).items():
        for each in (each for document in documents for each in operations(document)):
            if each.method == "GET" and grant.allows(each.spec["x-permission"]):
                yield token, each
