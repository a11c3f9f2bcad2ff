from fleetmock.callbacks.manner import Manner


def test_each_pause_is_twice_the_one_before() -> None:
    assert [Manner(backoff=0.5).pause(attempt) for attempt in (1, 2, 3, 4)] == [0.5, 1, 2, 4]
    assert Manner(backoff=0).pause(9) == 0


def test_what_is_not_named_stays() -> None:
    usual = {"attempts": 3, "timeout": 5.0, "backoff": 1.0, "duplicate": 0, "reorder": False}
    assert Manner().shown() == usual
    assert Manner().changed({"attempts": 1, "reorder": True}).shown() == usual | {"attempts": 1, "reorder": True}
