from dataclasses import replace

from schemathesis.config import ProjectConfig

from fleetmock_tooling.fuzz.config import engine_config
from fleetmock_tooling.fuzz.profiles import CI, LIVE, SMOKE, Profile

TOKEN = "abc"


def project(profile: Profile = CI, *, stateful: bool = True) -> ProjectConfig:
    config = engine_config(
        {"paths": {}},
        base_url="http://127.0.0.1:1",
        token=TOKEN,
        seed=7,
        profile=replace(profile, max_examples=9),
        stateful=stateful,
    )
    return config.projects.get_default()


def test_everything_is_tested_and_nothing_is_remembered() -> None:
    config = project()
    assert config.seed == 7
    assert config.workers == 1
    assert config.generation.max_examples == 9
    assert config.generation.database == "none"
    assert not config.cache.enabled
    assert not config.analysis.constants.enabled
    phases = config.phases
    assert all(p.enabled for p in (phases.examples, phases.coverage, phases.fuzzing, phases.stateful))
    assert config.headers == {"Authorization": "Bearer abc"}


def test_a_server_error_or_a_refusal_does_not_count_as_rejecting_bad_data() -> None:
    accepted = project().checks.negative_data_rejection.expected_statuses
    assert "400" in accepted
    assert not {"403", "429", "500", "5xx"} & set(accepted)


def test_the_stateful_phase_can_be_left_out() -> None:
    assert not project(stateful=False).phases.stateful.enabled


def test_smoke_has_no_random_phases_and_live_sends_valid_requests_only() -> None:
    smoke, live = project(SMOKE), project(LIVE)
    for config in (smoke, live):
        assert [p.enabled for p in (config.phases.fuzzing, config.phases.stateful)] == [False, False]
    assert len(smoke.generation.modes) == 2
    assert [mode.name for mode in live.generation.modes] == ["POSITIVE"]
    assert live.phases.coverage.unexpected_methods == set()
    assert smoke.phases.coverage.unexpected_methods != set()
    assert not live.checks.ignored_auth.enabled
