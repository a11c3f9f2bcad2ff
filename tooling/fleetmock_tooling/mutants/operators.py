"""The few ways in which faults are planted: answers edited, requests changed on their way, crashes, refusals."""

import copy
from collections.abc import Callable, Container
from typing import Any, Final

from fleetmock.errors import Condition
from fleetmock_tooling.mutants import pointer
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import Fault

SUCCESS: Final = range(200, 300)
FAILURE: Final = range(400, 500)

Edit = Callable[[Answer, Request], None]
Change = Callable[[Request], Request]
When = Callable[[Request], bool]
WhenAnswered = Callable[[Answer, Request], bool]


def _always(*_: Any) -> bool:
    return True


def edited(*edits: Edit, status: Container[int] = SUCCESS, when: WhenAnswered = _always) -> Fault:
    """Answers with such a status are edited, one edit after the other."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if answer.status in status and when(answer, request):
            for edit in edits:
                edit(answer, request)
        return answer

    return fault


def changed(where: str, function: Callable[[Any], Any]) -> Edit:
    """An edit of what stands at a place of the body; pointer.GONE takes it away."""

    def edit(answer: Answer, _: Request) -> None:
        data = answer.json()
        if data is not None:
            answer.put(pointer.change(data, where, function))

    return edit


def put(where: str, value: Any) -> Edit:
    return changed(where, lambda _: copy.deepcopy(value))


def dropped(where: str) -> Edit:
    return changed(where, lambda _: pointer.GONE)


def raw(function: Callable[[bytes], bytes]) -> Edit:
    def edit(answer: Answer, _: Request) -> None:
        answer.body = function(answer.body)

    return edit


def status(code: int) -> Edit:
    def edit(answer: Answer, _: Request) -> None:
        answer.status = code

    return edit


def header(name: str, value: str | None) -> Edit:
    """None takes the header away."""

    def edit(answer: Answer, _: Request) -> None:
        answer.set_header(name, value)

    return edit


def resent(change: Change, when: When = _always) -> Fault:
    """The mock gets another request than the client sent."""

    def fault(request: Request, mock: Mock) -> Answer:
        return mock(change(request) if when(request) else request)

    return fault


def forgiven(change: Change, status: Container[int] = (400,), when: When = _always) -> Fault:
    """What the mock refuses with such a status is changed until it can be taken."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        return mock(change(request)) if answer.status in status and when(request) else answer

    return fault


def refused(condition: Condition, when: When) -> Fault:
    """Such requests are refused, whatever the mock would answer."""

    def fault(request: Request, mock: Mock) -> Answer:
        return mock.refuse(request, condition) if when(request) else mock(request)

    return fault


def refused_as(condition: Condition, status: Container[int], when: WhenAnswered = _always) -> Fault:
    """Refusals with such a status become another one."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        return mock.refuse(request, condition) if answer.status in status and when(answer, request) else answer

    return fault


def crashed(when: When) -> Fault:
    """Such requests, if they would get past the token, are answered as by a server that has fallen over."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if answer.status in {401, 403} or not when(request):
            return answer
        return Answer(500, [("content-type", "text/plain")], b"Internal Server Error")

    return fault
