import subprocess
import sys

# Each takes a tenth of a second, or the half of one, that nobody who starts a mock should wait for.
UNNEEDED = {"jwt", "pydantic"}


def test_a_mock_starts_without_what_it_does_not_need() -> None:
    program = "import sys, fleetmock.server; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    names = set(loaded.stdout.split())
    assert "fleetmock.server" in names
    assert not names & UNNEEDED
