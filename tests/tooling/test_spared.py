import subprocess
import sys

import pytest

from fleetmock_tooling.spared import OPTIONAL, POSTPONED, spared

# In a process of its own: here all of it has been imported long ago.
LOOK = """
import sys
from fleetmock_tooling.spared import OPTIONAL, POSTPONED, spared
with spared():
    import connexion, httpx
spared_packages = tuple(f"{name}." for name in POSTPONED)
assert not [name for name in sys.modules if name in (*OPTIONAL, *POSTPONED) or name.startswith(spared_packages)]
"""
USE = """
from connexion import json_schema
answer = json_schema.requests.Response()
answer._content = "Geräte in der Straße".encode()
assert answer.text == "Geräte in der Straße"
assert httpx.Client().build_request("GET", "http://x").url.host == "x"
import requests, requests.adapters
assert json_schema.requests.Session is requests.Session
"""


def run(code: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)


def test_nothing_of_it_is_imported() -> None:
    run(LOOK)


def test_what_is_left_out_is_not_missed() -> None:
    run(LOOK + USE)


def test_a_part_of_what_is_postponed_can_be_asked_for_meanwhile() -> None:
    run("""
from fleetmock_tooling.spared import spared
with spared():
    import requests.adapters
    from requests import Session
import requests
assert requests.adapters.HTTPAdapter and requests.Session is Session
""")


def test_what_is_there_already_stays() -> None:
    names = (*OPTIONAL, *POSTPONED)
    before = {name: sys.modules.get(name) for name in names}
    with spared():
        assert all(each is None or sys.modules[name] is each for name, each in before.items())
    assert {name: sys.modules.get(name) for name in names} == before


def leave_out_and_fail() -> None:
    with spared():
        raise ZeroDivisionError


def test_an_error_puts_everything_back() -> None:
    before = dict(sys.modules)
    with pytest.raises(ZeroDivisionError):
        leave_out_and_fail()
    assert sys.modules == before
