"""Reads and plays the scenario files; scenarios/README.md says what may stand in one."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx

from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.world import Device
from fleetmock.settings import Settings

FOLDER: Final = Path(__file__).parent / "scenarios"
START: Final = datetime(2026, 9, 21, 12, tzinfo=UTC).timestamp()
UNITS: Final = {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86_400.0, "days": 86_400.0}
NOTHING: Final = "(nothing)"
ANYTHING: Final = "(anything)"
NAME: Final = re.compile(r"\{([a-z][a-z-]*)\}")
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


class BadFile(Exception):
    """A scenario file says something that the runner does not know; the message names the file and the line."""


@dataclass(slots=True)
class Message:
    """A request or the answer that is expected: what its first line says, its headers and the text of its body."""

    line: int
    first: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    body: Any = None


@dataclass(slots=True)
class Ask:
    request: Message
    answer: Message


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Move:
    line: int
    device: str
    presence: Presence


@dataclass(slots=True)
class Story:
    """One file. `settings` are those of its mock."""

    name: str
    sentence: str
    settings: Settings = field(default_factory=lambda: Settings(log_format="off"))
    steps: list[Ask | Wait | Move] = field(default_factory=list)

    @property
    def asks(self) -> list[Ask]:
        return [step for step in self.steps if isinstance(step, Ask)]


def stories() -> list[Story]:
    return [parse(each.name, each.read_text("utf-8")) for each in sorted(FOLDER.glob("*.txt"))]


def parse(name: str, text: str) -> Story:
    """Raises BadFile."""
    return _Reader(name).read(text)


class _Reader:
    def __init__(self, name: str) -> None:
        self._story = Story(name, "")
        self._words: tuple[tuple[str, Callable[..., None]], ...] = (
            (r"wait ([0-9.]+) (s|min|h|days?)", self._wait),
            (rf"the device (\S+) is ({'|'.join(Presence)})", self._move),
            (r"the default scenario is (\S+)", self._default),
            (r"the token (\S+) may only (\S+)", self._token),
        )
        self._request: Message | None = None
        self._open: Message | None = None  # the message that the next line may belong to
        self._line = 0

    def read(self, text: str) -> Story:
        for self._line, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                self._take(line.strip())
        if self._request:
            raise self._bad("the last request has no answer")
        if not self._story.asks:
            raise self._bad("there is no request")
        for ask in self._story.asks:
            for message in (ask.request, ask.answer):
                message.body = self._json(message)
        return self._story

    def _take(self, line: str) -> None:
        if not self._story.sentence:
            if not re.fullmatch(r"[A-Z][^<>]*\.", line):
                raise self._bad("a file begins with a sentence")
            self._story.sentence = line
        elif line.startswith("> "):
            self._ask(line[2:])
        elif line.startswith("< "):
            self._answer(line[2:])
        else:
            self._other(line)

    def _ask(self, line: str) -> None:
        if line.startswith(tuple(f"{each} /" for each in METHODS)):
            if self._request:
                raise self._bad("the request before has no answer")
            self._request = self._open = Message(self._line, line)
        elif self._request and self._open is self._request:
            self._add(self._request, line)
        else:
            raise self._bad("a request begins with a method and a path")

    def _answer(self, line: str) -> None:
        if re.fullmatch("[1-5][0-9]{2}", line):
            if self._request is None:
                raise self._bad("an answer without a request")
            self._open = Message(self._line, line)
            self._story.steps.append(Ask(self._request, self._open))
            self._request = None
        elif self._open and self._request is None:
            self._add(self._open, line)
        else:
            raise self._bad("an answer begins with a status")

    def _add(self, message: Message, line: str) -> None:
        header = re.fullmatch(r"([A-Za-z][A-Za-z-]*): (.+)", line)
        if message.text or not header:
            message.text += f"{line}\n"
        else:
            message.headers.append((header[1].lower(), header[2]))

    def _other(self, line: str) -> None:
        if self._request:
            raise self._bad("the request before has no answer")
        self._open = None
        for pattern, take in self._words:
            found = re.fullmatch(pattern, line)
            if found:
                take(*found.groups())
                return
        raise self._bad(f"nobody knows what this means: {line}")

    def _wait(self, number: str, unit: str) -> None:
        self._story.steps.append(Wait(float(number) * UNITS[unit]))

    def _move(self, device: str, presence: str) -> None:
        self._story.steps.append(Move(self._line, device, Presence(presence)))

    def _default(self, scenario: str) -> None:
        self._story.settings = replace(self._at_the_start(), scenario=scenario)

    def _token(self, name: str, permission: str) -> None:
        settings = self._at_the_start()
        self._story.settings = replace(settings, tokens=(*settings.tokens, f"{name}={permission}"))

    def _at_the_start(self) -> Settings:
        if self._story.steps:
            raise self._bad("the mock has been started already")
        return self._story.settings

    def _json(self, message: Message) -> Any:
        try:
            return json.loads(message.text) if message.text else None
        except ValueError as error:
            raise BadFile(f"{self._story.name}:{message.line}: the body is not JSON: {error}") from None

    def _bad(self, what: str) -> BadFile:
        return BadFile(f"{self._story.name}:{self._line}: {what}")


class Player:
    """Plays a story on a mock of its own, in this process, whose clock stands still between the waits."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._clock = Clock(frozen_at=START)
        self._app: Application = create_app(story.settings, self._clock)
        self._names: dict[str, str] = {}

    async def play(self) -> None:
        """Raises AssertionError where the mock answers something else, with file and line."""
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            for step in self._story.steps:
                match step:
                    case Wait():
                        self._clock.advance(step.seconds)
                    case Move():
                        self._app.namespace.fleet.set_presence(self._device(step), step.presence)
                    case Ask():
                        self._compare(step, await client.send(self._build(client, step.request)))

    def _device(self, move: Move) -> Device:
        world = self._app.namespace.fleet.world
        for api in self._app.namespace.fleet.behaviours:
            for device in world.devices(api):
                if move.device in {device.id, *device.aliases}:
                    return device
        raise BadFile(f"{self._story.name}:{move.line}: there is no device {move.device}")

    def _build(self, client: httpx.AsyncClient, request: Message) -> httpx.Request:
        method, _, path = self._filled(request.first, request.line).partition(" ")
        headers = {"authorization": "Bearer fleetmock"}
        headers |= {name: self._filled(value, request.line) for name, value in request.headers}
        body = self._filled(request.text, request.line).encode()
        if body:
            headers.setdefault("content-type", "application/json")
        kept = {name: value for name, value in headers.items() if value != NOTHING}
        return client.build_request(method, path, headers=kept, content=body or None)

    def _filled(self, text: str, line: int) -> str:
        def known(found: re.Match[str]) -> str:
            if found[1] not in self._names:
                raise BadFile(f"{self._story.name}:{line}: nothing was called {found[0]} before")
            return self._names[found[1]]

        return NAME.sub(known, text)

    def _compare(self, ask: Ask, answer: httpx.Response) -> None:
        place = f"{self._story.name}:{ask.answer.line}"
        said = f"{ask.request.first}\n{answer.status_code} {answer.text}"
        assert answer.status_code == int(ask.answer.first), f"{place}: another status\n{said}"
        if ask.answer.text:
            wrong = next(self._differences(ask.answer.body, answer.json() if answer.content else None, ""), None)
            assert wrong is None, f"{place}: {wrong}\n{said}"
        for name, value in ask.answer.headers:
            given = answer.headers.get(name, NOTHING)
            assert self._is(value, given), f"{place}: {name} is {given!r}\n{said}"

    def _differences(self, expected: Any, given: Any, where: str) -> Iterator[str]:
        if isinstance(expected, dict) and isinstance(given, dict):
            for name, value in expected.items():
                yield from self._differences(value, given.get(name, NOTHING), f"{where}/{name}")
        elif isinstance(expected, list) and isinstance(given, list):
            if len(expected) != len(given):
                yield f"{where} has {len(given)} items"
            for number, (one, other) in enumerate(zip(expected, given, strict=False)):
                yield from self._differences(one, other, f"{where}/{number}")
        elif not self._is(expected, given):
            yield f"{where} is {given!r}"

    def _is(self, expected: Any, given: Any) -> bool:
        """A name in braces stands for any text the first time, and for the same text from then on."""
        if expected == ANYTHING:
            return bool(given != NOTHING)
        if not isinstance(expected, str):
            return type(expected) is type(given) and bool(expected == given)
        unknown = NAME.fullmatch(expected)
        if unknown and unknown[1] not in self._names:
            if not isinstance(given, str) or given == NOTHING:
                return False
            self._names[unknown[1]] = given
        filled = NAME.sub(lambda found: self._names.get(found[1], found[0]), expected)
        return bool(filled == given)
