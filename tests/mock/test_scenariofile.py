from pathlib import Path

import pytest

import fleetmock_contracts
from fleetmock import scenariofile
from fleetmock.apis.registry import APIS
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.scenariofile import BadScenario, Scenarios

REQUIRED = {
    "msgraph": {
        "happy",
        "slow",
        "offline-until-expiry",
        "retry-then-deliver",
        "failed-to-send",
        "execution-failed",
        "dropped-in-standby",
        "canceled",
        "custom-status",
    },
    "applivery-apple": {
        "acknowledged",
        "error-with-chain",
        "command-format-error",
        "notnow-then-ack",
        "late-ack-after-cancel",
        "superseded",
        "protection-canceled",
    },
    "applivery-aosp": {"delivered", "expired", "purged-after-two-days", "no-token"},
}


def load(api: str, folder: Path | None = None) -> Scenarios:
    schemas = fleetmock_contracts.load(api)["components"]["schemas"]
    return scenariofile.load(api, Lifecycle(schemas[APIS[api].lifecycle]["x-lifecycle"]), folder)


@pytest.mark.parametrize("api", APIS)
def test_the_built_in_scenarios_are_there(api: str) -> None:
    scenarios = load(api)
    assert set(scenarios.by_name) >= REQUIRED[api]
    assert scenarios.default in scenarios.by_name


def test_a_folder_adds_scenarios_and_replaces_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "msgraph.yaml").write_text(
        "default: lost\n"
        "scenarios:\n"
        "  lost: {description: Never heard of again., stages: []}\n"
        "  slow: {description: Slower still., stages: [{after: 99, trigger: send}]}\n"
    )
    scenarios = load("msgraph", tmp_path)
    assert scenarios.default == "lost"
    assert "happy" in scenarios.by_name
    assert scenarios.by_name["slow"].stages[0].after == 99
    assert scenarios.by_name["lost"].expiry == scenarios.by_name["happy"].expiry


def test_a_folder_without_a_file_for_the_api_changes_nothing(tmp_path: Path) -> None:
    assert load("msgraph", tmp_path).default == "happy"


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        (
            "scenarios:\n  a:\n    description: d\n    stages: [{after: 1, trigger: start}]\n",
            ":2:",
            "'start' leads out of",
        ),
        ("scenarios:\n  a:\n    description: d\n    stagse: []\n", ":2:", "stagse"),
        (
            "scenarios:\n  a:\n    description: d\n    stages:\n      - {after: -1, trigger: send}\n",
            ":5:",
            "minimum of 0",
        ),
        ("scenarios:\n  a:\n    description: d\n    on: {cancel: []}\n", ":1:", "keys must be text"),
        ("scenarios: [\n", ":2:", "expected"),
        ("scenarios: !!python/name:os.system\n", ":1:", "could not determine a constructor"),
        ("scenarios: \x01\n", ": is not YAML", "not allowed"),
        ("", ":1:", "object"),
        ("- 1\n", ":1:", "object"),
        ("default: b\nscenarios:\n  a: {description: d}\n", "", "'b' is no scenario"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, text: str, where: str, why: str) -> None:
    file = tmp_path / "msgraph.yaml"
    file.write_text(text)
    with pytest.raises(BadScenario) as bad:
        load("msgraph", tmp_path)
    assert str(bad.value).startswith(f"{file}{where}")
    assert why in str(bad.value)


@pytest.mark.parametrize("name", ["graph.yaml", "msgraph.yml"])
def test_a_file_that_no_api_would_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("scenarios:\n  a: {description: d}\n")
    (tmp_path / "README.md").touch()
    with pytest.raises(BadScenario, match=rf"{name}: no API has this name; files are named .*msgraph\.yaml"):
        load("msgraph", tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "msgraph.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadScenario, match=r"msgraph\.yaml"):
        load("msgraph", tmp_path)
