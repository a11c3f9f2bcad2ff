"""`fleetmock token`: a token that any fleetmock takes."""

import time

import click

import fleetmock_contracts
from fleetmock_tooling.errors import CannotRun


@click.command("token")
@click.option(
    "--api",
    type=click.Choice(fleetmock_contracts.APIS),
    envvar="FLEETMOCK_API",
    help="The API it is good for. Without it, all of them.",
)
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    envvar="FLEETMOCK_PERMISSION",
    help="What it allows, in the vendor's spelling. May be given several times. Without it, everything.",
)
@click.option(
    "--expires-in",
    type=int,
    metavar="SECONDS",
    envvar="FLEETMOCK_EXPIRES_IN",
    help="From now; below zero it has expired already. Without it, never. A mock judges by its own clock.",
)
def command(api: str | None, permissions: tuple[str, ...], expires_in: int | None) -> int:
    """Print a token that any fleetmock takes.

    It is signed with a published key: it tests clients and protects nothing.
    """
    from fleetmock import tokens  # noqa: PLC0415 - slow

    try:
        allowed = tokens.checked(permissions, api) if permissions else None
    except tokens.UnknownPermission as error:
        raise CannotRun(str(error)) from error
    expires = None if expires_in is None else int(time.time()) + expires_in
    click.echo(tokens.mint(tokens.Grant(api, allowed, expires)))
    return 0
