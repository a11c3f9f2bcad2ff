from fleetmock_tooling.mutants.message import Answer, Request, json_answer

REQUEST = Request(
    "GET", "/a/b%20c/d", "$top=1&x=a%2Cb", (("host", "h"),), b"", "/a/{one}/{two}", {"one": "b c", "two": "d"}
)


def test_an_argument_is_replaced_and_encoded() -> None:
    changed = REQUEST.with_argument("two", "x/y ü")
    assert (changed.path, changed.arguments["two"]) == ("/a/b%20c/x%2Fy%20%C3%BC", "x/y ü")


def test_options_come_and_go() -> None:
    assert REQUEST.option("x") == "a,b"
    assert REQUEST.with_option("$top", "2").query == "x=a,b&$top=2"
    assert REQUEST.with_option("$top", None).query == "x=a,b"
    assert REQUEST.with_option("y", "").option("y") == ""


def test_a_body_brings_its_headers() -> None:
    changed = REQUEST.with_json({"a": "ü"})
    assert changed.json() == {"a": "ü"}
    assert changed.header("content-length") == str(len(changed.body))
    assert changed.header("content-type") == "application/json"
    assert changed.with_header("host", None).header("host") is None


def test_what_is_no_json_is_none() -> None:
    assert Answer(200, body=b"{").json() is None
    assert Answer(200, body=b"[" * 100_000).json() is None
    assert json_answer([1], 201).json() == [1]
