from fleetmock.waiting.counting import Counting
from fleetmock.waiting.goal import MET, TIMEOUT


def test_it_is_met_at_so_many() -> None:
    counts = iter([0, 1, 2, 3])
    goal = Counting("request", lambda: next(counts), 2)
    assert (goal.kinds, goal.command_id, goal.due()) == (("request",), None, None)
    assert [goal.look() for _ in range(4)] == [None, None, MET, MET]
    assert goal.shown() == {"count": 3}


def test_why_it_was_in_vain() -> None:
    goal = Counting("callback", lambda: 1, 2)
    goal.look()
    assert goal.detail(TIMEOUT) == "1 of 2 callbacks came."
    assert Counting("callback", lambda: 0, 1, "None is sent.").detail(TIMEOUT) == "0 of 1 callbacks came. None is sent."
