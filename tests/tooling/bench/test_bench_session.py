import asyncio
from pathlib import Path

import pytest

from fleetmock_tooling.bench.contestants import CONTESTANTS, Contestant
from fleetmock_tooling.bench.inprocess import cpu, scope_of
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Effort, Session
from fleetmock_tooling.bench.sockets import lua
from fleetmock_tooling.bench.tools import Tools
from fleetmock_tooling.bench.workload import get, page, post


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Effort(rounds=3), Tools(tmp_path, tmp_path, print), lambda _: None)


def test_each_round_has_every_contestant_and_another_first(session: Session) -> None:
    order = [each.name for each in session.rounds("part", CONTESTANTS[:3])]
    rounds = [order[:3], order[3:6], order[6:]]
    assert all(sorted(each) == sorted(order[:3]) for each in rounds)
    assert len({each[0] for each in rounds}) == 3


def test_an_unfit_contestant_is_left_out_with_its_samples(session: Session) -> None:
    first, second = CONTESTANTS[:2]
    seen: list[str] = []

    def sample(each: Contestant) -> None:
        seen.append(each.name)
        session.results.add("part", each.name, "metric", 1.0)
        if each is first and len(seen) > 2:
            raise Unfit("it fell over")

    session.measure("part", [first, second], sample)
    assert session.results.skipped == [(f"part: {first.name}", "it fell over")]
    assert set(session.results.samples["part"]) == {second.name}
    assert len(session.results.samples["part"][second.name]["metric"]) == 3


async def _refusing(_scope: object, _receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 500})  # type: ignore[operator] # an ASGI send


def test_error_pages_are_not_measured() -> None:
    with pytest.raises(Unfit, match="refused"):
        asyncio.run(cpu(_refusing, [get("/beta")], 10))


def test_a_scope_carries_the_query_apart() -> None:
    scope = scope_of(page("/beta", 40, 20))
    assert scope["query_string"] == b"$top=20&$skip=40"
    assert scope["path"].endswith("/commands")


def test_the_script_of_wrk_says_what_the_request_says() -> None:
    script = lua(post("/beta"))
    assert 'wrk.method = "POST"' in script
    assert 'wrk.headers["content-type"] = "application/json"' in script
    assert 'wrk.body = "{\\"type\\":\\"LaunchUri\\"' in script
    assert "content-length" not in script
