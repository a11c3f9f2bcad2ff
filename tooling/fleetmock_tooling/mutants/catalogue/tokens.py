"""Tokens that a running mock takes, made for a purpose."""

from fleetmock.tokens import Grant, mint

LONG_AGO = 1.0


def limited(api: str, *permissions: str) -> str:
    """An authorization with these permissions of one API, and no others."""
    return f"Bearer {mint(Grant(api, frozenset(permissions)))}"


def expired(api: str) -> str:
    return f"Bearer {mint(Grant(api, None, LONG_AGO))}"


def unlimited(api: str) -> str:
    return f"Bearer {mint(Grant(api))}"
