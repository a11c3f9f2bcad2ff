"""The journal over HTTP; what fits a pattern is told by the tests of the journal itself."""

from control_kit import COMMANDS, LAUNCH, SURFACE, Control


def test_what_was_asked_is_listed_and_found_and_counted(control: Control) -> None:
    command = control.launch()
    control.status(command)
    listed = control.get("/requests")
    assert [each["operationId"] for each in listed["requests"]] == ["createCommand", "getCommand"]
    assert listed["meta"] == {"total": 2, "dropped": 0}
    created = control.get("/requests", operationId="createCommand", method="POST", status=201, api="msgraph")
    assert created["requests"] == listed["requests"][:1]
    pattern = {"operationId": "createCommand", "bodyMatches": {"type": "LaunchUri"}}
    assert control.post("/requests/find", pattern)["requests"] == listed["requests"][:1]
    assert control.post("/requests/count", pattern) == {"count": 1, "dropped": 0}


def test_one_request_is_there_by_its_id_without_its_secrets(control: Control) -> None:
    response = control.client.post(COMMANDS, json=LAUNCH)
    request = control.get(f"/requests/{response.headers['request-id']}")
    assert (request["method"], request["path"], request["body"]) == ("POST", COMMANDS, LAUNCH)
    assert request["parameters"] == {"device-id": SURFACE}
    assert request["response"]["body"] == response.json()
    assert request["headers"]["authorization"] == "Bearer [redacted]"


def test_the_limit_takes_the_newest(control: Control) -> None:
    first, second = control.launch(), control.launch()
    assert first != second
    (only,) = control.get("/requests", limit=1)["requests"]
    assert only["response"]["body"]["id"] == second
    (found,) = control.client.post("/__admin/requests/find", json={}, params={"limit": 1}).json()["requests"]
    assert found == only


def test_the_control_plane_is_not_in_it(control: Control) -> None:
    control.get("/devices")
    control.missing("/nowhere")
    assert control.get("/requests")["meta"]["total"] == 0


def test_what_no_operation_took_is_told_with_what_comes_nearest(control: Control) -> None:
    control.client.get("/beta/me/device")
    (missed,) = control.get("/requests/unmatched")["requests"]
    assert missed["request"]["path"] == "/beta/me/device"
    assert missed["nearest"][0]["operationId"] == "listDevices"
    assert missed["nearest"][0]["differences"]


def test_it_can_be_emptied(control: Control) -> None:
    control.launch()
    assert control.delete("/requests", 200) == {"cleared": 1}
    assert control.get("/requests")["requests"] == []
    assert control.missing("/requests/nobody")["detail"] == "The request was not found."


def test_a_bad_expression_is_blamed_on_its_place(control: Control) -> None:
    listed = control.client.get("/__admin/requests", params={"pathPattern": "("}).json()
    assert (listed["status"], listed["errors"][0]["in"], listed["errors"][0]["pointer"]) == (
        422,
        "query",
        "#/pathPattern",
    )
    counted = control.post("/requests/count", {"pathPattern": "("}, 422)
    assert (counted["errors"][0]["in"], counted["errors"][0]["pointer"]) == ("body", "#/pathPattern")


def test_an_unknown_member_of_a_pattern_is_refused(control: Control) -> None:
    problem = control.post("/requests/count", {"urlPath": "/beta"}, 400)
    assert "urlPath" in problem["errors"][0]["detail"]
