import subprocess
import sys

import pytest

from fleetmock_tooling.spared import OPTIONAL, spared

# In a process of its own: here all of it has been imported long ago.
LOOK = """
import sys
from fleetmock_tooling.spared import OPTIONAL, spared
with spared():
    import connexion, httpx, requests
assert not [name for name in OPTIONAL if name in sys.modules]
assert httpx.Client().build_request("GET", "http://x").url.host == "x"
answer = requests.Response()
answer._content = "Geräte in der Straße".encode()
assert answer.text == "Geräte in der Straße"
"""


def test_what_is_left_out_is_not_missed() -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", LOOK], check=True, timeout=60)


def test_what_is_there_already_stays() -> None:
    before = {name: sys.modules[name] for name in OPTIONAL if name in sys.modules}
    with spared():
        assert {name: sys.modules[name] for name in before} == before
    assert {name: sys.modules[name] for name in before} == before


def leave_out_and_fail() -> None:
    with spared():
        raise ZeroDivisionError


def test_an_error_puts_everything_back() -> None:
    before = [name for name in OPTIONAL if name in sys.modules]
    with pytest.raises(ZeroDivisionError):
        leave_out_and_fail()
    assert [name for name in OPTIONAL if name in sys.modules] == before
