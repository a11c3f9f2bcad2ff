from collections import Counter

import pytest

import fleetmock_contracts
from fleetmock.contract.examples import operations
from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASS_OF, CLASSES
from fleetmock_tooling.mutants.mutant import Mutant


def test_there_are_enough_in_enough_classes() -> None:
    assert len(CATALOGUE) >= 110
    assert len(CLASSES) >= 12
    assert min(map(len, CLASSES.values())) >= 10


def test_no_id_is_there_twice() -> None:
    assert len(CATALOGUE) == sum(map(len, CLASSES.values()))
    assert CLASS_OF.keys() == CATALOGUE.keys()


def test_every_api_has_its_share() -> None:
    shares = Counter(each.api for each in CATALOGUE.values())
    assert shares.keys() == set(fleetmock_contracts.APIS)
    assert min(shares.values()) >= len(CATALOGUE) / 5


@pytest.mark.parametrize("mutant", CATALOGUE.values(), ids=CATALOGUE)
def test_its_operations_exist_and_its_sentences_are_sentences(mutant: Mutant) -> None:
    known = {each.id for each in operations(fleetmock_contracts.load(mutant.api))}
    assert set(mutant.operations) <= known
    assert mutant.says.endswith(".")
    assert mutant.breaks.endswith(".")
