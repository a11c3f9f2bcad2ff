import pytest

from fleetmock.loopback import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1"])
def test_these_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example", "127.0.0.1.example", "mock", ""])  # noqa: S104 - it is what must be told apart
def test_these_may_be_another(host: str) -> None:
    assert not is_loopback(host)
