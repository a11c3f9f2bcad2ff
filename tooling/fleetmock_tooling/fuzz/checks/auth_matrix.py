from base64 import urlsafe_b64encode
from collections.abc import Iterator

from fleetmock import tokens
from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import expect
from fleetmock_tooling.fuzz.checks.nearby import unknown
from fleetmock_tooling.fuzz.checks.prober import Prober

# A second that is over on every clock a mock may have.
_LONG_AGO = 1_000_000_000.0
_FAR = 99_999_999_999.0

# What is wrong with the credentials, the header's value, and the condition it must be taken for.
Row = tuple[str, str | None, str]


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.profile.auth_matrix:
        return
    for operation in prober.contract.operations.values():
        if prober.contract.secured(operation):
            yield from _credentials(prober, operation)
            yield from _nothing_leaks(prober, operation)
            yield from _permissions(prober, operation)


def _credentials(prober: Prober, operation: Described) -> Iterator[Violation]:
    token = prober.context.token
    every: list[Row] = [
        ("no header", None, "no-token"),
        ("an unknown token", "Bearer not-a-token-of-anybody", "bad-token"),
        ("a token with a suffix", f"Bearer {token}x", "bad-token"),
        ("scheme Basic", f"Basic {token}", "no-token"),
        ("an expired token", _bearer(prober.context.expired), "expired-token"),
        ("a token without permissions", _bearer(prober.context.limited), "missing-permission"),
    ]
    some: list[Row] = [
        ("an empty header", "", "no-token"),
        ("the scheme alone", "Bearer", "no-token"),
        ("an empty token", "Bearer ", "no-token"),
        ("no scheme", token, "no-token"),
        ("scheme Token", f"Token {token}", "no-token"),
        ("a truncated token", f"Bearer {token[:-1]}", "bad-token"),
        ("a token with a prefix", f"Bearer x{token}", "bad-token"),
        ("a token in another case", f"Bearer {token.swapcase()}", "bad-token"),
        ("a token twice", f"Bearer {token} {token}", "bad-token"),
        ("a quoted token", f'Bearer "{token}"', "bad-token"),
    ]
    for why, header, condition in [*every, *prober.share(some, operation)]:
        if header is not None or why == "no header":
            step = prober.ask(operation, authorization=header)
            yield from expect(prober, step, condition, why)
    query = {"access_token": token, "token": token}
    yield from expect(
        prober, prober.ask(operation, authorization=None, query=query), "no-token", "a token in the query"
    )
    step = prober.ask(operation, authorization=None, headers={"X-Api-Token": token})
    yield from expect(prober, step, "no-token", "a token in another header")


def _bearer(token: str | None) -> str | None:
    return None if token is None else f"Bearer {token}"


def _nothing_leaks(prober: Prober, operation: Described) -> Iterator[Violation]:
    """Without a token nobody learns what exists and what is valid."""
    values = prober.example(operation)
    for parameter in operation.parameters:
        if parameter["in"] == "path":
            nobody = unknown(parameter["schema"], values[parameter["name"]], prober.contract)
            if nobody is not None:
                step = prober.ask(operation, path={parameter["name"]: nobody}, authorization=None)
                yield from expect(prober, step, "no-token", f"no header, and an unknown {parameter['name']}")
    if "requestBody" in operation.spec:
        step = prober.ask(operation, authorization=None, body=b"{")
        yield from expect(prober, step, "no-token", "no header, and a broken body")
        if prober.context.limited is not None:
            step = prober.ask(operation, authorization=_bearer(prober.context.limited), body=b"{")
            yield from expect(prober, step, "missing-permission", "a token without permissions, and a broken body")


def _permissions(prober: Prober, operation: Described) -> Iterator[Violation]:
    mint, needed = prober.context.mint, operation.spec.get("x-permission")
    if mint is None or needed is None:
        return
    every = {each.spec.get("x-permission") for each in prober.contract.operations.values()} - {None}
    others = frozenset(str(each) for each in every - {needed})
    for why, token, condition in (
        ("every permission but this", mint(others, None), "missing-permission"),
        ("no permission", mint(frozenset(), None), "missing-permission"),
        ("expired, with this permission", mint(frozenset({needed}), _LONG_AGO), "expired-token"),
        ("a minted token that was changed", _changed(mint(None, None)), "bad-token"),
        ("a token that is not signed", _unsigned(mint(None, None)), "bad-token"),
        ("a token for another API", tokens.mint(tokens.Grant(api="another")), "bad-token"),
    ):
        yield from expect(prober, prober.ask(operation, authorization=f"Bearer {token}"), condition, why)
    # Whether the request succeeds is for others to say; the token is good enough.
    for why, token in (
        ("just this permission", mint(frozenset({needed}), _FAR)),
        ("the word bearer in small letters", prober.context.token),
    ):
        scheme = "bearer" if "small" in why else "Bearer"
        step = prober.ask(operation, authorization=f"{scheme} {token}")
        if step is not None and step.status in {401, 403}:
            message = f"A good token ({why}) was answered {step.status}."
            yield at(step, f"refused:{why}", "A good token was refused", message)


def _changed(token: str) -> str:
    """Another signature over the same claims."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}"


def _unsigned(token: str) -> str:
    """The same claims under a header that says there is no signature."""
    header = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


CHECK = Check(
    id="auth-matrix",
    severity="critical",
    summary="Every operation refuses every kind of bad credentials, with the documented status and code.",
    explanation="""\
Each secured operation is asked without a token, with an empty one, another scheme, a token that is cut, longer,
unknown or in another place, and, where such tokens can be had, with one that has expired or lacks the permission that
x-permission names. Without a token the answer must not depend on what the request names. Against our own mock a token
with just the one permission must do.""",
    probe=probe,
)
