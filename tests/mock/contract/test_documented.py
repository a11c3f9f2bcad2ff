import pytest
from kit import NOON

import fleetmock_contracts
from fleetmock.app import create_app
from fleetmock.contract.documented import Documented, Example, error_code
from fleetmock.contract.examples import operations
from fleetmock.contract.middleware import Application
from fleetmock.errors import Condition
from fleetmock.fleet.clock import Clock
from fleetmock.settings import Settings


@pytest.fixture(scope="module")
def app() -> Application:
    app = create_app(Settings(log_format="off"), Clock(frozen_at=NOON))
    app.app, app.middleware_stack = app._build_middleware_stack()
    return app


def documented(app: Application, api: str, operation: str) -> Documented:
    return app.namespace.faults._operations[api, operation].documented


def test_conditions_are_those_whose_bodies_the_operation_documents(app: Application) -> None:
    fleet = app.namespace.fleet
    cancel = documented(app, "applivery-apple", "cancelCommand").conditions(fleet)
    assert cancel[Condition.NOT_CANCELLABLE] == (400, 5106)
    assert Condition.NO_PUSH_TOKEN not in cancel, "a 400 too, whose code this operation does not have"
    create = documented(app, "applivery-aosp", "createCommand").conditions(fleet)
    assert create[Condition.NO_PUSH_TOKEN] == (400, 5173)
    assert Condition.NOT_CANCELLABLE not in create
    graph = documented(app, "msgraph", "createCommand").conditions(fleet)
    assert graph[Condition.UNKNOWN_ENTITY] == (404, "itemNotFound")
    assert not {Condition.UNKNOWN_ROUTE, Condition.METHOD_NOT_ALLOWED, Condition.BROKEN_CONTRACT} & set(graph)


@pytest.mark.parametrize("api", ["msgraph", "applivery-aosp", "applivery-apple"])
def test_every_operation_can_be_throttled_and_unavailable(app: Application, api: str) -> None:
    for each in operations(fleetmock_contracts.load(api)):
        conditions = documented(app, api, each.id).conditions(app.namespace.fleet)
        assert {Condition.THROTTLED, Condition.UNAVAILABLE} <= set(conditions), each.id


def test_an_error_is_a_condition_else_an_example(app: Application) -> None:
    cancel, fleet = documented(app, "applivery-apple", "cancelCommand"), app.namespace.fleet
    assert cancel.error(400, None, fleet) is Condition.INVALID_REQUEST
    assert cancel.error(400, 5106, fleet) is Condition.NOT_CANCELLABLE
    plan = cancel.error(400, 5050, fleet)
    assert isinstance(plan, Example)
    assert (plan.status, error_code(plan.body)) == (400, 5050)
    assert cancel.error(400, 5173, fleet) is None
    assert cancel.error(418, None, fleet) is None


def test_examples_are_found_by_status_and_name(app: Application) -> None:
    create = documented(app, "msgraph", "createCommand")
    first, second = create.example(None, None), create.example(201, "appService")
    assert first is not None
    assert second is not None
    assert (first.status, first.body["appServiceName"]) == (201, None)
    assert second.body["appServiceName"] == "com.microsoft.test.cdppingpongservice"
    no_token = create.example(None, "noToken")
    assert no_token is not None
    assert no_token.status == 401
    assert create.example(404, "noToken") is None
    assert create.example(None, "nothing") is None


@pytest.mark.parametrize("body", [None, [], {}, {"error": None}, {"error": {}}])
def test_a_body_without_a_code_has_none(body: object) -> None:
    assert error_code(body) is None
