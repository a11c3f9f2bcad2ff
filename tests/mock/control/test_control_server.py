"""Health and version."""

from control_kit import Control

import fleetmock


def test_health_is_wiremocks_with_a_version_and_the_real_time(control: Control) -> None:
    health = control.get("/health")
    assert (health["status"], health["version"]) == ("healthy", fleetmock.__version__)
    assert health["uptimeInSeconds"] >= 0
    assert health["timestamp"] != control.get("/clock")["time"]


def test_health_answers_after_a_reset(control: Control) -> None:
    before = control.get("/health")["uptimeInSeconds"]
    control.post("/reset", status=204)
    assert control.get("/health")["uptimeInSeconds"] >= before


def test_the_version_names_the_apis_that_are_served(control: Control) -> None:
    assert control.get("/version") == {
        "version": fleetmock.__version__,
        "apis": ["msgraph", "applivery-aosp", "applivery-apple"],
    }
