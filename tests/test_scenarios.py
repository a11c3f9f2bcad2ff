"""Plays every file of scenarios/, and makes sure that none is missing and none passes without saying something."""

import asyncio
import re

import pytest
from scenario_runner import ANYTHING, BadFile, Player, Story, parse, stories

import fleetmock_contracts
from fleetmock import scenariofile
from fleetmock.apis.registry import APIS
from fleetmock.contract.examples import operations
from fleetmock.fleet.lifecycle import Lifecycle

STORIES = stories()
DEVICES = "/beta/me/devices"
COMMANDS = f"{DEVICES}/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
SEND = f'> POST {COMMANDS}\n> {{"type": "LaunchUri", "payload": {{"uri": "http://bing.com"}}}}\n< 201\n'


def play(story: Story) -> None:
    asyncio.run(Player(story).play())


def of(api: str) -> list[Story]:
    return [story for story in STORIES if story.name.startswith(f"{api}-")]


def built_in(api: str) -> list[tuple[str, str]]:
    schema = fleetmock_contracts.load(api)["components"]["schemas"][APIS[api].lifecycle]
    return [(api, name) for name in scenariofile.load(api, Lifecycle(schema["x-lifecycle"])).by_name]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name.removesuffix(".txt"))
def test_it_goes_as_the_file_says(story: Story) -> None:
    play(story)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name.removesuffix(".txt"))
def test_the_file_belongs_to_an_api(story: Story) -> None:
    assert [api for api in fleetmock_contracts.APIS if story in of(api)]


@pytest.mark.parametrize(("api", "scenario"), [each for api in APIS for each in built_in(api)])
def test_every_built_in_scenario_has_a_file(api: str, scenario: str) -> None:
    asked = [header for story in of(api) for ask in story.asks for header in ask.request.headers]
    assert ("prefer", f"scenario={scenario}") in asked


@pytest.mark.parametrize("api", APIS)
def test_every_operation_has_a_file_in_which_it_succeeds(api: str) -> None:
    asked = [ask.request.first for story in of(api) for ask in story.asks if ask.answer.first.startswith("2")]
    for each in operations(fleetmock_contracts.load(api)):
        pattern = re.sub(r"\\{[^}]+\\}", "[^/?]+", re.escape(f"{each.method} {each.path}")) + r"(\?.*)?"
        assert [one for one in asked if re.fullmatch(pattern, one)], each.id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.txt:0: there is no request"),
        ("It is fine.\n", "x.txt:1: there is no request"),
        ("wait 3 s\n", "x.txt:1: a file begins with a sentence"),
        ("It is fine.\n> GET /a\n", "x.txt:2: the last request has no answer"),
        ("It is fine.\n> GET /a\nwait 3 s\n< 200\n", "x.txt:3: the request before has no answer"),
        ("It is fine.\n> GET /a\n> POST /b\n< 200\n", "x.txt:3: the request before has no answer"),
        ("It is fine.\n< 200\n", "x.txt:2: an answer without a request"),
        ("It is fine.\n> GET /a\n< {}\n", "x.txt:3: an answer begins with a status"),
        ("It is fine.\n> FETCH /a\n", "x.txt:2: a request begins with a method and a path"),
        ("It is fine.\n> GET /a\n< 200\n> Prefer: x\n", "x.txt:4: a request begins with a method and a path"),
        ("It is fine.\n\nsleep 3 s\n", "x.txt:3: nobody knows what this means: sleep 3 s"),
        ("It is fine.\nwait 3 weeks\n", "x.txt:2: nobody knows what this means: wait 3 weeks"),
        ("It is fine.\nthe device a is asleep\n", "x.txt:2: nobody knows what this means: the device a is asleep"),
        ("It is fine.\n> GET /a\n< 200\nthe default scenario is slow\n", "x.txt:4: the mock has been started already"),
        ("It is fine.\n> GET /a\n< 200\n< {a: 1}\n", "x.txt:3: the body is not JSON"),
    ],
)
def test_a_word_out_of_place_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=re.escape(said)):
        parse("x.txt", text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"> GET {COMMANDS}/{{command}}\n< 200\n", "x.txt:2: nothing was called {command} before"),
        ("the device nowhere is offline\n> GET /beta\n< 404\n", "x.txt:2: there is no device nowhere"),
    ],
)
def test_a_name_that_nothing_has_is_told_with_its_line(lines: str, said: str) -> None:
    with pytest.raises(BadFile, match=re.escape(said)):
        play(parse("x.txt", f"It is fine.\n{lines}"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"> GET {DEVICES}\n< 201\n", "x.txt:3: another status"),
        (f"> GET {DEVICES}\n< 200\n< odata-version: 3.0\n", "x.txt:3: odata-version is '4.0'"),
        (f"> GET {DEVICES}\n< 200\n< odata-version: (nothing)\n", "x.txt:3: odata-version is '4.0'"),
        (f"> GET {DEVICES}\n< 200\n< retry-after: {ANYTHING}\n", "x.txt:3: retry-after is '(nothing)'"),
        (f'> GET {DEVICES}\n< 200\n< {{"value": []}}\n', "x.txt:3: /value has 3 items"),
        (f'> GET {DEVICES}\n< 200\n< {{"value": "{{x}}"}}\n', "x.txt:3: /value is ["),
        (f'{SEND}< {{"status": "completed"}}\n', "x.txt:4: /status is 'requesting'"),
        (f'{SEND}< {{"error": "(nothing)"}}\n', "x.txt:4: /error is None"),
        (f'{SEND}< {{"nonsense": "{ANYTHING}"}}\n', "x.txt:4: /nonsense is '(nothing)'"),
        (f'{SEND}< {{"nonsense": "{{x}}"}}\n', "x.txt:4: /nonsense is '(nothing)'"),
        (f'{SEND}< {{"id": "{{x}}", "status": "{{x}}"}}\n', "x.txt:4: /status is 'requesting'"),
        (f'{SEND}< {{"payload": {{"uri": 1}}}}\n', "x.txt:4: /payload/uri is 'http://bing.com'"),
    ],
)
def test_another_answer_than_the_file_says_fails(lines: str, said: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(said)):
        play(parse("x.txt", f"It is fine.\n{lines}"))
