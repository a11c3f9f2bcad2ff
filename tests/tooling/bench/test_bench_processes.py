from fleetmock_tooling.bench.processes import undisturbed


def test_what_a_developer_has_set_does_not_change_what_is_measured() -> None:
    set_by_developer = {"FLEETMOCK_SEED": "7", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONASYNCIODEBUG": "1"}
    needed = {"PATH": "/bin", "PYTHONPATH": "here", "PYTHONHOME": "there"}
    assert undisturbed(set_by_developer | needed) == needed
