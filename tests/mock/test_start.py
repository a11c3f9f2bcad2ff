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


def test_a_test_that_asks_for_no_typed_answer_waits_for_no_models() -> None:
    program = """
import sys
from fleetmock import Server
with Server() as mock:
    handle = mock.namespace("a")
    assert handle.client("msgraph").get("/me/devices").status_code == 200
    handle.control.drop_namespace("a")
    assert "pydantic" not in sys.modules
    assert mock.settings().seed == 0
    assert "pydantic" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
