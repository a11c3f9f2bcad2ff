import os
import signal
from pathlib import Path

import pytest

from fleetmock_tooling.scratch import scratch


def test_the_folder_is_gone_afterwards() -> None:
    with scratch() as folder:
        (folder / "a").touch()
    assert not folder.exists()


def terminated(left: list[Path]) -> None:
    with scratch() as folder:
        left.append(folder)
        os.kill(os.getpid(), signal.SIGTERM)


def test_being_terminated_is_orderly() -> None:
    left: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        terminated(left)
    assert not left[0].exists()


def test_afterwards_signals_do_what_they_did_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with scratch():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
