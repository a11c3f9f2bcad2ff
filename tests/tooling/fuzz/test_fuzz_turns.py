import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rich.console import Console

from fleetmock_tooling import copies
from fleetmock_tooling.fuzz import turns
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import CI

ServeToy = Callable[..., tuple[str, Any]]
BOTH = ("applivery-aosp", "applivery-apple")


def start(*arguments: str) -> subprocess.Popen[str]:
    """In a session of its own, so that what it leaves behind can be seen."""
    command = [sys.executable, "-m", "fleetmock_tooling", "fuzz", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def sent(folder: Path, api: str) -> list[tuple[str, str, str]]:
    entries = json.loads((folder / f"{api}.har").read_text())["log"]["entries"]
    requests = [each["request"] for each in entries]
    return [
        (each["method"], re.sub(r":\d+/", "/", each["url"], count=1), json.dumps(each.get("postData")))
        for each in requests
    ]


def test_beside_another_api_the_same_requests_are_sent_as_alone(tmp_path: Path) -> None:
    smoke = ("--profile", "smoke", "--seed", "3", "--report", "har,json", "--report-dir")
    with start(*BOTH, *smoke, str(tmp_path / "both")) as process:
        out, err = process.communicate(timeout=240)
    assert process.returncode == 0, out + err
    with start(BOTH[1], *smoke, str(tmp_path / "alone")) as process:
        process.communicate(timeout=240)
    assert sent(tmp_path / "both", BOTH[1]) == sent(tmp_path / "alone", BOTH[1])
    seed, first, second, together, *_ = out.splitlines()
    assert (seed, together) == ("seed 3", "all 2 APIs: 0 findings")
    assert first.startswith(f"{BOTH[0]}: 0 findings in ")
    assert second.startswith(f"{BOTH[1]}: 0 findings in ")
    assert {f"{api}: probes, 0 requests, 0 findings" for api in BOTH} <= set(err.splitlines())
    apis = json.loads((tmp_path / "both" / "verdict.json").read_text())["apis"]
    assert [(each["api"], each["requests"]) for each in apis] == [
        (api, len(sent(tmp_path / "both", api))) for api in BOTH
    ]


def test_an_interrupt_ends_all_and_what_they_did_is_reported(tmp_path: Path) -> None:
    with start(*BOTH, "--report", "json", "--report-dir", str(tmp_path)) as process:
        assert process.stderr is not None
        begun: set[str] = set()
        while begun != set(BOTH):
            line = process.stderr.readline()
            assert line, "it ended by itself"
            begun |= {api for api in BOTH if line.startswith(f"{api}: examples, ")}
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("fleetmock: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    verdict = json.loads((tmp_path / "verdict.json").read_text())
    assert verdict["verdict"] == "interrupted"
    assert [each["api"] for each in verdict["apis"]] == list(BOTH)
    assert all(each["requests"] > 100 for each in verdict["apis"])


@pytest.mark.parametrize("limited", [True, False], ids=["limited time", "one endpoint"])
def test_apis_take_turns_where_they_would_disturb_each_other(
    limited: bool,  # noqa: FBT001 - pytest's
    toy_document: dict[str, Any],
    toy_token: str,
    serve_toy: ServeToy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def at_once(*_: object) -> NoReturn:
        pytest.fail("both at the same time")

    taken: list[str] = []

    def take(turn: Any, *_: object) -> str:
        taken.append(turn.api)
        return str(turn.api)

    monkeypatch.setattr(copies, "possible", lambda: True)
    monkeypatch.setattr(turns, "_at_once", at_once)
    monkeypatch.setattr(turns._Turn, "take", take)
    root, _ = serve_toy()
    options = Options(toy_token, 1, replace(CI, max_time=5 if limited else None))
    both = {"toy": toy_document, "other": toy_document}
    given = turns.tested(both, None if limited else root, options, Console(), lambda _: None)
    assert len(list(given)) == 2
    assert taken == ["toy", "other"]
