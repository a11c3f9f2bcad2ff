"""A small part of the matrix: one fault of each class, with the profile that takes seconds."""

import pytest
from schemathesis.checks import CHECKS

from fleetmock_tooling.mutants.bare import identities
from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASS_OF, CLASSES
from fleetmock_tooling.mutants.outcome import Attempt, Outcome, outcome_of

# Not the first of each class: those that schemathesis alone does not find, as far as a class has any.
SAMPLE = (
    "status-cancel-refused-as-invalid",
    "headers-location-of-the-last",
    "structure-success-says-false",
    "types-text-undefined",
    "authentication-beginning-of-a-token",
    "accepts-any-sort",
    "crash-array-body",
    "rejects-page-beyond-the-last",
    "lifecycle-cancelled-twice",
    "coherence-delivered-and-pending",
    "identity-any-target",
    "paging-overlap",
    "methods-405-as-entity",
)


def attempted(contender: str, mutant: str) -> Outcome:
    return outcome_of(Attempt(contender, CATALOGUE[mutant].api, 1, mutant), ())


def test_the_sample_has_one_of_each_class() -> None:
    assert [CLASS_OF[each] for each in SAMPLE] == list(CLASSES)


@pytest.mark.parametrize("mutant", SAMPLE)
def test_smoke_finds_it(mutant: str) -> None:
    outcome = attempted("smoke", mutant)
    assert outcome.trouble == ""
    assert outcome.is_found
    assert len(outcome.found) == 1
    assert outcome.requests > 0


def test_smoke_finds_nothing_where_nothing_is_wrong() -> None:
    outcome = outcome_of(Attempt("smoke", "applivery-aosp", 3), ())
    assert (outcome.found, outcome.trouble) == ((), "")


def test_schemathesis_alone_finds_what_breaks_a_schema() -> None:
    outcome = attempted("bare", "structure-value-wrapper")
    assert outcome.is_found
    assert outcome.found[0][1] == "response_schema_conformance"


def test_what_is_found_without_a_fault_too_says_nothing_about_it() -> None:
    everything = outcome_of(Attempt("smoke", "applivery-aosp", 1, "types-total-is-text"), ())
    assert everything.is_found
    again = outcome_of(everything.attempt, everything.found)
    assert everything.found[0] not in again.found


def test_schemathesis_is_not_alone_when_others_have_put_checks_beside_its_own() -> None:
    def stranger(_context: object, _response: object, _case: object) -> None: ...

    CHECKS.register(stranger)
    try:
        with pytest.raises(AssertionError, match=r"not alone: \['stranger'\]"):
            next(identities({}, "http://127.0.0.1:1", "token", 1, lambda: False))
    finally:
        CHECKS.unregister("stranger")
