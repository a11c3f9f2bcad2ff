"""The life-cycles of a bundled document as Markdown: a Mermaid diagram and a table of the transitions of each."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from fleetmock.fleet.lifecycle import Effect, Write

FOLDER: Final = "lifecycles"
HEADER: Final = "<!-- GENERATED from {name} by `fleetmock generate`; do not edit. -->\n\n"
COLUMNS: Final = ("from", "trigger", "to", "writes", "sources")


def page(document: Mapping[str, Any]) -> str:
    """Give the Markdown of all life-cycles in a document; empty when it has none.

    Raises KeyError, TypeError or AttributeError for an x-lifecycle that `fleetmock validate` would refuse.
    """
    schemas = document.get("components", {}).get("schemas", {})
    return "\n".join(_section(name, each["x-lifecycle"]) for name, each in schemas.items() if "x-lifecycle" in each)


def _section(schema: str, cycle: Mapping[str, Any]) -> str:
    shown = f"as `{cycle['field']}` shows it" if "field" in cycle else "which no single property shows"
    lines = (f"`{schema}`, {shown}:", "", "```mermaid", *_diagram(cycle), "```", "", *_table(cycle["transitions"]))
    return "".join(f"{line}\n" for line in lines)


def _diagram(cycle: Mapping[str, Any]) -> Iterator[str]:
    """An arrow from every state that a transition leaves; triggers between the same two states share one."""
    names = {state: _identifier(state, number) for number, state in enumerate(cycle["states"])}
    yield "stateDiagram-v2"
    yield from (f'    state "{state}" as {name}' for state, name in names.items() if state != name)
    yield from (f"    [*] --> {names[name]}" for name, state in cycle["states"].items() if state.get("initial"))
    arrows: dict[tuple[str, str], list[str]] = {}
    for edge in cycle["transitions"]:
        for source in edge["from"]:
            arrows.setdefault((names[source], names[edge["to"]]), []).append(edge["trigger"])
    yield from (f"    {source} --> {target}: {', '.join(words)}" for (source, target), words in arrows.items())
    yield from (f"    {names[name]} --> [*]" for name, state in cycle["states"].items() if state.get("terminal"))


def _identifier(state: str, number: int) -> str:
    """Mermaid takes a letter and what follows it for a name; other states need one, and so do some of its own words."""
    return state if re.fullmatch(r"(?!(?:end|note|state)$)[A-Za-z]\w*", state, re.ASCII) else f"state{number}"


def _table(transitions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for edge in transitions:
        writes = [_words(Write.parse(field, value)) for field, value in edge.get("set", {}).items()]
        cells = (_code(edge["from"]), _code([edge["trigger"]]), _code([edge["to"]]), ", ".join(writes))
        yield _row([*cells, ", ".join(edge["source"])])


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(cells: Iterable[str]) -> str:
    return " | ".join(["", *(cell.replace("|", r"\|") for cell in cells), ""]).strip()


def _words(write: Write) -> str:
    match write.effect:
        case Effect.NOW:
            return f"`{write.field}`: now"
        case Effect.ADD:
            return f"`{write.field}`: {write.value:+d}"
        case Effect.OUTCOME:
            return f"`{write.field}`: outcome {write.value}"
        case Effect.REMOVE:
            return f"`{write.field}`: gone"
        case Effect.VALUE:
            return f"`{write.field}`: {json.dumps(write.value, ensure_ascii=False)}"
