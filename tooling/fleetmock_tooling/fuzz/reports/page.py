"""The whole verdict as one HTML page: nothing is loaded, and nothing runs in it."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.reports.coverage_page import section
from fleetmock_tooling.fuzz.reports.record import Record
from fleetmock_tooling.fuzz.reports.rules import rules
from fleetmock_tooling.fuzz.reports.words import COVERED, OUTCOMES, VERDICTS, shortened
from fleetmock_tooling.fuzz.show import printable

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
STYLE: Final = """
:root { color-scheme: light dark; --good: #1a7f37; --bad: #b3261e; --unsure: #9a6700; --line: #8884; --fill: #8882; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left; vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; text-align: right; }
pre { background: var(--fill); overflow-x: auto; padding: .5rem .75rem; white-space: pre-wrap; word-break: break-all; }
details { border-left: .25rem solid var(--unsure); margin: .5rem 0; padding: 0 .75rem; }
details.failure { border-color: var(--bad); }
details.doc-drift, details.known { border-color: var(--line); }
summary { cursor: pointer; }
ul.seen { list-style: none; margin: 0; padding: 0; }
ul.seen li { background: var(--fill); border-left: .25rem solid var(--good); display: inline-block;
             margin: .1rem .3rem .1rem 0; padding: 0 .5rem; }
ul.seen li.never { border-color: var(--bad); }
.pass { color: var(--good); } .fail, .stopped { color: var(--bad); }
small { opacity: .75; }
"""


def page(record: Record) -> str:
    return "\n".join([*_head(record), *_body(record), "</html>", ""])


def _head(record: Record) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>fleetmock fuzz: {text(record['verdict'])}</title>\n<style>{STYLE}</style>\n</head>"


def _body(record: Record) -> Iterator[str]:
    yield f'<body>\n<h1>fleetmock fuzz: <span class="{text(record["verdict"])}">{text(record["verdict"])}</span></h1>'
    engine = f"{record['tool']['name']} {record['tool']['version']}, {record['tool']['engine']}"
    yield f"<p>{text(VERDICTS[record['verdict']])}. Profile {text(record['profile'])}, seed {record['seed']}, "
    yield f"{record['requests']} requests. <small>{text(engine)}</small></p>"
    yield f"<p>The same requests again:</p>{pre([record['replay']])}"
    yield from _summary(record)
    explanations = {name: each.explanation or each.summary for name, each in rules(_all(record)).items()}
    for api in record["apis"]:
        yield f'<h2 id="{text(api["api"])}">{text(api["api"])} <small>{text(api["baseUrl"])}</small></h2>'
        yield from _findings(api, explanations)
        if api["notTested"]:
            yield f"<p>Not tested, because the profile only reads: {text(', '.join(api['notTested']))}.</p>"
        if api["coverage"]:
            yield from section(api["coverage"])
    yield "</body>"


def _all(record: Record) -> Iterable[Record]:
    return (each for api in record["apis"] for each in api["findings"])


def _summary(record: Record) -> Iterator[str]:
    covered = "".join(f"<th>{words}</th>" for words in COVERED.values())
    outcomes = "".join(f"<th>{each.value}</th>" for each in Outcome)
    yield f"<table>\n<tr><th>API</th><th>requests</th>{outcomes}{covered}</tr>"
    for api in record["apis"]:
        totals = (api["coverage"] or {}).get("totals", {})
        shares = [f"{totals[kind]['met']}/{totals[kind]['total']}" if kind in totals else "" for kind in COVERED]
        numbers = [api["requests"], *(api["counts"][each.value] for each in Outcome), *shares]
        cells = "".join(f'<td class="number">{text(each)}</td>' for each in numbers)
        yield f'<tr><td><a href="#{text(api["api"])}">{text(api["api"])}</a></td>{cells}</tr>'
    yield "</table>"


def _findings(api: Record, explanations: dict[str, str]) -> Iterator[str]:
    if not api["findings"]:
        yield "<p>Nothing found.</p>"
    for finding in api["findings"]:
        outcome = Outcome(finding["outcome"])
        head = f"{text(finding['operation'])}: {text(finding['title'])}"
        about = f"{text(finding['check'])}, {text(finding['severity'])}, {text(OUTCOMES[outcome])}"
        yield f'<details class="{outcome.value}"><summary>{head} <small>{about}</small></summary>'
        yield f"<p>{text(explanations[finding['check']])}</p>"
        if finding["location"]:
            yield f"<p><small>{text(finding['location']['file'])} line {finding['location']['line']}</small></p>"
        yield pre([finding["message"]]) + pre(finding["curl"])
        yield "</details>"


def pre(lines: Iterable[str]) -> str:
    content = "\n".join(shortened(line) for part in lines for line in part.splitlines())
    return f"<pre>{text(content)}</pre>" if content else ""


def text(value: object) -> str:
    """Anything at all as characters of the page."""
    return escape(printable(str(value)))
