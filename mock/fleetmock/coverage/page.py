"""A report of the coverage as one HTML page: nothing is loaded, and nothing runs in it."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from fleetmock.coverage.never import KINDS, Record, between, times
from fleetmock.coverage.table import heading

STYLE: Final = """
:root { color-scheme: light dark; --met: #1a7f37; --never: #b3261e; --line: #8884; --fill: #8882; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left; vertical-align: top; }
td.share { font-variant-numeric: tabular-nums; white-space: nowrap; }
ul { list-style: none; margin: 0; padding: 0; }
li { background: var(--fill); border-left: .25rem solid; border-radius: .2rem; display: inline-block;
     margin: .1rem .3rem .1rem 0; padding: 0 .5rem; }
.met { border-color: var(--met); }
.never { border-color: var(--never); }
.never::after { color: var(--never); content: " never"; font-size: .85em; }
small { opacity: .7; }
meter { width: 6rem; }
"""
SKIPPED: Final = "Two looks at one command with other states between them; such a pair meets no transition."
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(report: Record) -> str:
    """A whole document, in UTF-8."""
    return "\n".join([*_head(heading(report)), *_body(report), "</html>", ""])


def _head(title: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Coverage of {_text(title)}</title>\n<style>{STYLE}</style>\n</head>"


def _body(report: Record) -> Iterator[str]:
    yield f"<body>\n<h1>What the client has met</h1>\n<p>{_text(heading(report)).capitalize()}.</p>"
    yield from _shares(report)
    for api in report["apis"]:
        yield f'<h2 id="{_text(api["api"])}">{_text(api["api"])}</h2>'
        yield from _operations(api)
        yield from _section("Enum values", [(each["property"], _values(each)) for each in api["enumValues"]])
        yield from _section(
            "Error codes", [("", _list((f"{each['status']} {each['code']}", each) for each in api["errorCodes"]))]
        )
        yield from _section("Transitions", [("", _list((_step(each), each) for each in api["transitions"]))])
        if api["skips"]:
            yield from _section("Skipped", [("", _list((between(each), each) for each in api["skips"]))])
            yield f"<p><small>{SKIPPED}</small></p>"
    yield "</body>"


def _shares(report: Record) -> Iterator[str]:
    columns = [(f'<a href="#{_text(api["api"])}">{_text(api["api"])}</a>', api["totals"]) for api in report["apis"]]
    columns.append(("together", report["totals"]))
    yield f"<table>\n<tr><th></th>{''.join(f'<th>{name}</th>' for name, _ in columns)}</tr>"
    for kind, words in KINDS.items():
        cells = "".join(f'<td class="share">{_share(totals[kind])}</td>' for _, totals in columns)
        yield f"<tr><th>{words}</th>{cells}</tr>"
    yield "</table>"


def _share(share: Record) -> str:
    bar = f'<meter min="0" max="{share["total"] or 1}" value="{share["met"]}"></meter>'
    return f"{bar} {share['met']}/{share['total']} <small>{share['percent']} %</small>"


def _operations(api: Record) -> Iterator[str]:
    yield "<h3>Operations and their statuses</h3>\n<table>"
    for each in api["operations"]:
        name = _list([(each["operationId"], each)])
        where = f"<small>{_text(each['method'])} {_text(each['path'])}</small>"
        statuses = _list((status["status"], status) for status in each["statuses"])
        yield f"<tr><td>{name}{where}</td><td>{statuses}</td></tr>"
    yield "</table>"


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    """Rows of a name and a list; a single list needs no name."""
    if not any(content for _, content in rows):
        return
    yield f"<h3>{title}</h3>\n<table>"
    for name, content in rows:
        yield f"<tr>{f'<td>{_text(name)}</td>' if name else ''}<td>{content}</td></tr>"
    yield "</table>"


def _values(prop: Record) -> str:
    return _list((each["value"], each) for each in prop["values"])


def _step(edge: Record) -> str:
    return f"{between(edge)} ({', '.join(edge['triggers'])})"


def _list(things: Iterable[tuple[Any, Record]]) -> str:
    items = [_item(_text(name), each["met"]) for name, each in things]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _item(name: str, met: int) -> str:
    kind, often = ("met", f" <small>{met}</small>") if met else ("never", "")
    return f'<li class="{kind}" title="{times(met)}">{name}{often}</li>'


def _text(value: object) -> str:
    return escape(str(value).replace("->", "\N{RIGHTWARDS ARROW}"))
