import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.arguments import bare_token
from fleetmock_tooling.fuzz.command import command
from fleetmock_tooling.fuzz.profiles import OVERRIDES, PROFILES


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("fleetmock", "fleetmock"),
        ("eyJ0.eyJ1-_/+==", "eyJ0.eyJ1-_/+=="),
        ("abc=def", "abc=def"),
        ("reader=Device.Read", "reader"),
        ("mdm=mdm.aosp.device.list,mdm.apple.command.cancel", "mdm"),
        ("first second=Device.Read", "first"),
        ("reader=Device.Read writer", "reader"),
        ("", ""),
    ],
)
def test_a_token_may_have_the_form_that_serve_reads(text: str, token: str) -> None:
    assert bare_token(text) == token


def test_a_mock_and_its_fuzzer_read_the_same_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEETMOCK_TOKEN", "mine=Device.Read other")
    assert command.main(["applivery-apple", "--profile", "smoke", "--seed", "1"], standalone_mode=False) == 0


def test_the_control_plane_of_another_mock_is_refused() -> None:
    with pytest.raises(CannotRun, match="without --url"):
        command.main(["control", "--url", "http://127.0.0.1:4010"], standalone_mode=False)


def test_the_command_knows_the_profiles_and_what_may_be_set_instead() -> None:
    options = {each.name: each for each in command.params}
    assert list(getattr(options["profile"].type, "choices", ())) == list(PROFILES)
    assert options["profile"].default == "ci"
    given = command.make_context("fuzz", ["msgraph"]).params
    assert all(given[name] is None for name in OVERRIDES)


def test_a_gate_has_the_same_seed_each_time_and_deep_another(capsys: pytest.CaptureFixture[str]) -> None:
    def seed(*more: str) -> str:
        # An endpoint that is not there: the seed is said, and the run ends.
        with pytest.raises(CannotRun):
            command.main(["msgraph", "--url", "http://127.0.0.1:1", *more], standalone_mode=False)
        return capsys.readouterr().out.splitlines()[0]

    assert seed() == seed() == seed("--profile", "smoke")
    assert seed() != seed("--profile", "deep") != seed("--profile", "deep")
    assert seed("--seed", "7") == seed("--profile", "deep", "--seed", "7") == "seed 7"
