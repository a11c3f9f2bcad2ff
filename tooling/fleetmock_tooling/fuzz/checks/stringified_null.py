from collections.abc import Iterator
from typing import Any, Final

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import WORDS, History
from fleetmock_tooling.fuzz.checks.pointer import MISSING
from fleetmock_tooling.fuzz.checks.step import Step

_DEPTH: Final = 20


def judge(history: History, step: Step) -> Iterator[Violation]:
    if step.body is MISSING or not any(word.encode() in step.raw for word in WORDS):
        return
    for pointer, word in _words(step.body, "", _DEPTH):
        # Somebody may have sent that very text, and gets it back.
        if word not in history.sent_words and word.encode() not in (step.request.body or b""):
            place = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
            yield at(step, place, "The text of a null", f"{pointer} is the text {word!r}.")


def _words(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value in WORDS:
        yield pointer, value
    elif isinstance(value, dict) and depth:
        for key, item in value.items():
            yield from _words(item, f"{pointer}/{key}", depth - 1)
    elif isinstance(value, list) and depth:
        for index, item in enumerate(value):
            yield from _words(item, f"{pointer}/{index}", depth - 1)


CHECK = Check(
    id="no-stringified-null",
    severity="medium",
    summary='No value is the text of a null, such as "null" or "undefined".',
    explanation="""\
A value that is missing is null or absent; its name in some programming language, as a text, passes every schema that
says string and breaks clients quietly. A text that a request of the run has sent itself is no finding.""",
    judge=judge,
)
