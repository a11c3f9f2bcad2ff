"""Coverage over HTTP; what counts as met is told by the tests of the coverage itself."""

from typing import Any

from control_kit import Control


def met(report: dict[str, Any], operation: str) -> int:
    (found,) = [
        each
        for api in report["apis"]
        for each in api["operations"]
        if each["operationId"] == operation and api["api"] == "msgraph"
    ]
    return int(found["met"])


def test_what_the_client_has_met_is_counted(control: Control) -> None:
    before = control.get("/coverage")
    assert (before["requests"], before["percent"], met(before, "createCommand")) == (0, 0, 0)
    control.launch()
    after = control.get("/coverage")
    assert (after["namespace"], after["requests"], met(after, "createCommand")) == ("default", 1, 1)
    assert after["totals"]["operations"]["met"] == 1


def test_a_namespace_counts_for_itself_and_the_server_for_all(control: Control) -> None:
    control.delete("/coverage?scope=server")
    control.launch()
    control.client.get("/ns/gw1/beta/me/devices")
    assert control.client.get("/ns/gw1/__admin/coverage").json()["requests"] == 1
    everything = control.get("/coverage", scope="server")
    assert (everything["namespace"], everything["requests"]) == ("*", 2)
    control.delete("/namespaces/gw1")
    assert control.get("/coverage", scope="server") == everything


def test_counting_begins_anew(control: Control) -> None:
    control.delete("/coverage?scope=server")
    control.launch()
    control.client.get("/ns/gw1/beta/me/devices")
    control.delete("/coverage")
    assert control.get("/coverage")["requests"] == 0
    assert control.get("/coverage", scope="server")["requests"] == 1
    control.delete("/coverage?scope=server")
    assert control.client.get("/ns/gw1/__admin/coverage").json()["requests"] == 0


def test_the_table_and_the_page_say_the_same(control: Control) -> None:
    control.launch()
    percent = str(control.get("/coverage")["percent"])
    for form, kind in (("table", "text/plain; charset=utf-8"), ("page", "text/html; charset=utf-8")):
        response = control.client.get(f"/__admin/coverage/{form}")
        assert response.headers["content-type"] == kind
        assert "createCommand" in response.text
        assert percent.split(".", maxsplit=1)[0] in response.text
        elsewhere = control.client.get(f"/__admin/coverage/{form}", params={"scope": "server"})
        assert elsewhere.text != response.text


def test_there_is_no_other_scope(control: Control) -> None:
    problem = control.client.get("/__admin/coverage", params={"scope": "all"})
    assert (problem.status_code, problem.json()["errors"][0]["pointer"]) == (400, "#/scope")
