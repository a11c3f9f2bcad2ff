"""The request path: what a bundled OpenAPI document says, compiled once at start, applied to every request."""

import warnings

with warnings.catch_warnings():
    # connexion imports starlette's test client, which warns about the httpx it finds. Neither is used here.
    warnings.simplefilter("ignore")
    import connexion  # noqa: F401 - only to be the first import of it
