"""Location headers from OpenAPI links: a 201 that promises one gets it from its first link."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

EXPRESSION: Final = re.compile(r"\$(?:request\.path\.(?P<path>.+)|response\.body#(?P<pointer>/.*))")

Source = Callable[[Mapping[str, str], Any], str]


def _source(expression: str) -> Source:
    """A runtime expression as a function of (path parameters, response body). Raises ValueError."""
    match = EXPRESSION.fullmatch(expression)
    if match is None:
        raise ValueError(f"runtime expression {expression} is not understood in a link")
    if name := match["path"]:
        return lambda path, _: path[name]
    keys = [part.replace("~1", "/").replace("~0", "~") for part in match["pointer"].split("/")[1:]]

    def read(_: Mapping[str, str], body: Any) -> str:
        for key in keys:
            body = body[int(key)] if isinstance(body, list) else body[key]
        return str(body)

    return read


class Location:
    """The path of what an operation has created."""

    __slots__ = ("_sources", "_template")

    def __init__(self, link: Mapping[str, Any], path_of: Mapping[str, str]) -> None:
        """`path_of` maps operation ids to path templates, base path included.

        Raises ValueError or KeyError for a link that leads nowhere.
        """
        sources = {name: _source(expression) for name, expression in link["parameters"].items()}
        literals, names = _split(path_of[link["operationId"]])
        self._template = "%s".join(each.replace("%", "%%") for each in literals)
        self._sources = [sources[name] for name in names]

    def path(self, parameters: Mapping[str, str], body: Any) -> str:
        return self._template % tuple([_quoted(source(parameters, body)) for source in self._sources])


def _split(template: str) -> tuple[list[str], list[str]]:
    """What stands between the parameters, before the first and after the last, and their names."""
    pieces = re.split(r"{([^}]+)}", template)
    return pieces[::2], pieces[1::2]


def _quoted(text: str) -> str:
    """As one segment of a path. Most ids are of letters, digits and dashes, and need none of it."""
    return text if text.replace("-", "").isalnum() and text.isascii() else quote(text, safe="")
