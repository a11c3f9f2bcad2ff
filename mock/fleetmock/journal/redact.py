"""No secret leaves the journal: not as a header, not in a URL or a body, not in a message that quotes one."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_plus

import orjson

REDACTED: Final = "[redacted]"
MAX_DEPTH: Final = 100
# Shorter ones would be found in words that have nothing to do with them.
MIN_QUOTED: Final = 4

_WORDS: Final = (
    "authorization|token|passw(?:or)?d|passphrase|passcode|secret|cookie|api[-_]?key|private[-_]?key|credential"
)
SENSITIVE: Final = re.compile(_WORDS, re.IGNORECASE)
BEARER: Final = re.compile(r"\b(bearer|basic)( +)[A-Za-z0-9._~+/=-]{4,}", re.IGNORECASE)
# The head of a token is short; with no bound, a text of many beginnings would take time that grows with its square.
JWT: Final = re.compile(r"\beyJ[A-Za-z0-9_-]{4,2000}+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")
USER: Final = re.compile(r"(://)[^/@\s\"]{1,500}@")
# A value behind a telling name: of a form or query (`=`), or of JSON that stands within a text (`"…":`). An object or
# array ends where the text ends.
_NAMED: Final = rf"(?:{_WORDS})[\w.-]{{0,40}}"
_VALUE: Final = r"\"(?:[^\"\\]|\\.)*\"?|[\[{].*|[^\s&,;\"}]+"
QUOTED: Final = re.compile(rf"({_NAMED}(?:=|\\?[\"']\s*:\s*\\?))({_VALUE})", re.IGNORECASE | re.DOTALL)

# One of these is in every text that the expressions above find something in; looking for them is much faster.
HINT: Final = re.compile("auth|token|pass[wpc]|secret|cookie|key|credential|bearer|basic|eyj|://")  # of lower case


class TooDeep(Exception):
    """A value is nested deeper than anybody wants to read."""


def is_sensitive(name: str) -> bool:
    """Whether what stands under this name is nobody's business."""
    return HINT.search(name.lower()) is not None and SENSITIVE.search(name) is not None


def plain(text: str) -> str:
    """The text without what looks like a secret, whoever wrote it."""
    if not HINT.search(text.lower()):
        return text
    text = QUOTED.sub(rf"\1{REDACTED}", text)
    text = BEARER.sub(rf"\1\2{REDACTED}", text)
    return USER.sub(rf"\1{REDACTED}@", JWT.sub(REDACTED, text))


def header(name: str, value: str) -> str:
    """A header's value; of credentials the scheme is left."""
    if not is_sensitive(name):
        return plain(value)
    scheme, space, _ = value.partition(" ")
    known = "authorization" in name.lower() and space and scheme.isalpha()
    return f"{scheme} {REDACTED}" if known else REDACTED


def query(raw: str) -> str:
    """A query string as it was sent, but for the values that are secret."""
    return "&".join(map(_field, raw.split("&")))


def _field(raw: str) -> str:
    name, equals, value = raw.partition("=")
    if equals and is_sensitive(unquote_plus(name)):
        return f"{name}={REDACTED}"
    text = unquote_plus(value, errors="replace")
    return raw if plain(text) == text else f"{name}={REDACTED}"


class Redactor:
    """Redacts one request and its answer, in which secrets of the request may be quoted."""

    def __init__(self) -> None:
        self._quoted: set[str] = set()

    def learn(self, value: Any, depth: int = 0) -> None:
        """What is secret in this JSON value is secret wherever else it stands. Raises TooDeep."""
        if depth > MAX_DEPTH:
            raise TooDeep
        if isinstance(value, dict):
            for name, each in value.items():
                if is_sensitive(name):
                    self._learn_all(each, depth + 1)
                else:
                    self.learn(each, depth + 1)
        elif isinstance(value, list):
            for each in value:
                self.learn(each, depth + 1)

    def learn_text(self, text: str) -> None:
        """A text that is secret. It may also be quoted as JSON would quote it."""
        if len(text) >= MIN_QUOTED:
            self._quoted |= {text, orjson.dumps(text).decode()[1:-1]}

    def text(self, text: str) -> str:
        for each in self._quoted:
            text = text.replace(each, REDACTED)
        return plain(text)

    def value(self, value: Any, depth: int = 0) -> Any:
        """A JSON value without its secrets. Raises TooDeep."""
        if depth > MAX_DEPTH:
            raise TooDeep
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each, depth + 1) for each in value]
        if isinstance(value, Mapping):
            return {
                self.text(name): REDACTED if is_sensitive(name) and each is not None else self.value(each, depth + 1)
                for name, each in value.items()
            }
        return value

    def _learn_all(self, value: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooDeep
        if isinstance(value, str):
            self.learn_text(value)
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                self._learn_all(each, depth + 1)
        elif value is not None and not isinstance(value, bool):
            self.learn_text(str(value))
