"""The fetch of Node.js: the control plane is plain HTTP, so a test in any language can drive it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from fleetmock.kit.handle import Handle

NODE = shutil.which("node")


def has_fetch() -> bool:
    """Node.js has it since version 18."""
    if NODE is None:
        return False
    ended = subprocess.run([NODE, "-e", "process.exit(globalThis.fetch ? 0 : 1)"], check=False)
    return ended.returncode == 0


@pytest.mark.skipif(not has_fetch(), reason="there is no Node.js with fetch (18 or newer)")
def test_an_application_in_javascript_is_driven_from_javascript(fleetmock: Handle) -> None:
    assert NODE is not None
    arguments = [fleetmock.url("msgraph"), fleetmock.url() + "/__admin", fleetmock.token]
    script = Path(__file__).with_name("poll.mjs")
    ended = subprocess.run([NODE, str(script), *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["requesting", "completed", "429", "expired"]
    assert fleetmock.requests.count(api="msgraph", method="POST") == 3
