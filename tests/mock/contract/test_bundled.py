from typing import Any

import pytest
from connexion.exceptions import InvalidSpecification
from connexion.spec import OpenAPISpecification

import fleetmock_contracts
from fleetmock.contract.bundled import Bundled


def resolved(kind: type[OpenAPISpecification], document: dict[str, Any]) -> object:
    return kind(document).spec


@pytest.mark.parametrize("api", [*fleetmock_contracts.APIS, fleetmock_contracts.CONTROL])
def test_what_is_not_checked_at_each_start_is_valid(api: str) -> None:
    document = fleetmock_contracts.load(api)
    assert resolved(Bundled, document) == resolved(OpenAPISpecification, document)
    del document["info"]["title"]
    with pytest.raises(InvalidSpecification):
        resolved(OpenAPISpecification, document)
