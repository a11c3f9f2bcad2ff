"""Keeping tokens out of everything that is written."""

import base64
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "[Filtered]"
# A cut-off token is nearly the token; one shorter than this is a word that occurs for other reasons.
_HEAD = 8
_REST = r"[A-Za-z0-9._~+/=|-]*"


class Secrets:
    """The tokens of a run, each in every form in which a report could show it."""

    def __init__(self, tokens: Iterable[str]) -> None:
        tokens = sorted({each for each in tokens if each}, key=len, reverse=True)
        whole = {form for token in tokens for form in _forms(token)}
        patterns = [re.escape(each) for each in sorted(whole, key=len, reverse=True)]
        patterns += [re.escape(token[: len(token) // 2]) + _REST for token in tokens if len(token) >= 2 * _HEAD]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def redact(self, text: str) -> str:
        return text if self._pattern is None else self._pattern.sub(MASK, text)


def _forms(token: str) -> Iterable[str]:
    yield token
    for quoted in (quote(token, safe=""), quote(token), quote_plus(token)):
        yield quoted
        yield re.sub("%..", lambda match: match[0].lower(), quoted)
    yield json.dumps(token)[1:-1]
    yield json.dumps(token)[1:-1].replace("/", r"\/")
    yield html.escape(token)
    if len(token) >= _HEAD:
        yield from _in_base64(token.encode())


def _in_base64(token: bytes) -> Iterable[str]:
    """What of the token is the same wherever in a text it stands: three ways, by its place modulo three."""
    for place in range(3):
        text = base64.b64encode(b"\0" * place + token).decode()
        # The first characters depend on what stands before, the last group on what comes after.
        start = (0, 2, 3)[place]
        end = len(text) - (4 if (place + len(token)) % 3 else 0)
        yield text[start:end]
