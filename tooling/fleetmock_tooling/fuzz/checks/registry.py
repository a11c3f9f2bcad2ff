"""All checks, in the order in which they are listed and run."""

from typing import Final

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.checks import (
    accepts_valid,
    auth_matrix,
    available,
    coherent_records,
    created_stays,
    documented_answers,
    echo,
    error_codes,
    error_taxonomy,
    follow,
    header_rules,
    idempotent_get,
    immutable_fields,
    initial_state,
    known_things,
    legal_states,
    links_resolve,
    list_and_get,
    location,
    monotone_fields,
    near_miss_ids,
    odd_input,
    other_parent,
    page_walk,
    promised_fields,
    reading_creates_nothing,
    refused_leaves_nothing,
    rejects_invalid,
    select,
    stringified_null,
    terminal_states,
    triggers,
    unique_ids,
)
from fleetmock_tooling.fuzz.checks.check import Check

CRASHED: Final = Check(
    id="check-crashed",
    severity="low",
    summary="A check failed itself; what it would have found is not known.",
    explanation="""\
A check that raises an error is a mistake of fleetmock's, and no word on the endpoint. The other checks go on. Please
report it with the message.""",
)

CHECKS: Final = {
    each.id: each
    for each in (
        known_things.CHECK,
        follow.CHECK,
        legal_states.CHECK,
        initial_state.CHECK,
        terminal_states.CHECK,
        available.CHECK,
        triggers.CHECK,
        coherent_records.CHECK,
        immutable_fields.CHECK,
        monotone_fields.CHECK,
        promised_fields.CHECK,
        echo.CHECK,
        unique_ids.CHECK,
        location.CHECK,
        created_stays.CHECK,
        list_and_get.CHECK,
        page_walk.CHECK,
        select.CHECK,
        idempotent_get.CHECK,
        reading_creates_nothing.CHECK,
        links_resolve.CHECK,
        near_miss_ids.CHECK,
        other_parent.CHECK,
        auth_matrix.CHECK,
        accepts_valid.CHECK,
        rejects_invalid.CHECK,
        error_taxonomy.CHECK,
        error_codes.CHECK,
        documented_answers.CHECK,
        header_rules.CHECK,
        refused_leaves_nothing.CHECK,
        odd_input.CHECK,
        stringified_null.CHECK,
    )
}


def listing() -> str:
    """One line for each check: its id, its severity, how it works, and what it says."""
    every = [*CHECKS.values(), CRASHED]
    width = max(len(each.id) for each in every)
    return "\n".join(f"{each.id:{width}}  {each.severity:8}  {each.kind:17}  {each.summary}" for each in every)


def explain(name: str) -> str:
    """All that is to say about one check. Raises CannotRun when there is none of that name."""
    check = {**CHECKS, CRASHED.id: CRASHED}.get(name)
    if check is None:
        raise CannotRun(f"there is no check {name}; `fleetmock fuzz --list-checks` lists them all")
    return f"{check.id} ({check.severity}; {check.kind or 'of the tool'})\n{check.summary}\n\n{check.explanation}"
