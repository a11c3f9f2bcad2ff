from dataclasses import replace
from typing import Any

import pytest
from mutants_kit import Fresh

from fleetmock_tooling.mutants.application import faithful, unchanged
from fleetmock_tooling.mutants.catalogue import CATALOGUE
from fleetmock_tooling.mutants.mutant import Mutant
from fleetmock_tooling.mutants.proofs import Shown, shown


@pytest.mark.parametrize("mutant", CATALOGUE.values(), ids=CATALOGUE)
def test_the_fault_shows_on_the_wire_as_its_sentence_says(mutant: Mutant, fresh: Fresh) -> None:
    proof = mutant.proof
    assert proof.without != proof.with_fault
    assert shown(mutant, fresh) == Shown(proof.without, proof.with_fault, [])


def test_a_fault_that_does_nothing_proves_nothing(fresh: Fresh) -> None:
    idle = [replace(each, fault=unchanged) for each in list(CATALOGUE.values())[::10]]
    assert [shown(each, fresh).with_fault for each in idle] == [each.proof.without for each in idle]


def test_a_mock_that_is_used_again_is_as_good_as_a_new_one(fresh: Fresh) -> None:
    for each in list(CATALOGUE.values())[::40]:
        assert shown(each, fresh) == shown(each, faithful)


def test_a_fault_that_fails_is_told_and_is_none(fresh: Fresh) -> None:
    def failing(*_: Any) -> Any:
        raise ZeroDivisionError("oh")

    mutant = replace(CATALOGUE["headers-no-odata-version"], fault=failing)
    assert shown(mutant, fresh) == Shown("4.0", "4.0", ["ZeroDivisionError: oh"])
