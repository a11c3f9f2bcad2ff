"""The diagrams and tables of life-cycles, and where they are shown."""

import re
from pathlib import Path
from typing import Any

import pytest
from project_kit import Edit, Run

import fleetmock_contracts
from fleetmock_tooling.generate.lifecycle import FOLDER, page
from fleetmock_tooling.project import find_project

PROJECT = find_project(Path(__file__))
TINY = """\
`ThingState`, as `state` shows it:

```mermaid
stateDiagram-v2
    [*] --> new
    new --> inUse: take
    new --> gone: drop
    inUse --> gone: drop
    gone --> [*]
```

| from | trigger | to | writes | sources |
| --- | --- | --- | --- | --- |
| `new` | `take` | `inUse` |  | docs |
| `new`, `inUse` | `drop` | `gone` |  | decision:things |
"""
SHOWN = "specs/README.md"
OPENING = "<!-- shows lifecycles/tiny.md -->"
BLOCK = f"{OPENING}\n\n{TINY}\n<!-- end -->\n"


def document(transitions: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    """With the named states; the first is initial, the last terminal."""
    states: dict[str, dict[str, Any]] = {name: {"description": name} for name in names}
    states[names[0]]["initial"] = states[names[-1]]["terminal"] = True
    return {"components": {"schemas": {"Status": {"x-lifecycle": {"states": states, "transitions": transitions}}}}}


def edge(trigger: str, sources: list[str], target: str, **fields: Any) -> dict[str, Any]:
    return {"trigger": trigger, "from": sources, "to": target, "source": ["docs"], "set": fields}


def test_a_life_cycle_is_a_diagram_and_a_table(root: Path, run: Run) -> None:
    run("generate")
    written = (root / "generated/fleetmock_contracts/lifecycles/tiny.md").read_text("utf-8")
    assert written == f"<!-- GENERATED from specs/tiny.yaml by `fleetmock generate`; do not edit. -->\n\n{TINY}"


def test_each_kind_of_write_has_its_words() -> None:
    fields = {"at": {"now": True}, "tries": {"add": 1}, "data": {"outcome": "answer"}, "old": {"remove": True}}
    text = page(document([edge("go", ["a"], "b", **fields, status="DONE", error=None)], "a", "b"))
    words = '`at`: now, `tries`: +1, `data`: outcome answer, `old`: gone, `status`: "DONE", `error`: null'
    assert f"| `a` | `go` | `b` | {words} | docs |" in text


def test_triggers_between_the_same_states_share_an_arrow_and_a_loop_is_one() -> None:
    text = page(document([edge("go", ["a"], "b"), edge("run", ["a"], "b"), edge("wait", ["a"], "a")], "a", "b"))
    assert "    a --> b: go, run\n    a --> a: wait\n" in text


@pytest.mark.parametrize("name", ["in-use", "in use", "2nd", "end", "état"])
def test_a_state_that_is_no_name_in_mermaid_gets_one(name: str) -> None:
    text = page(document([edge("go", ["new"], name)], "new", name))
    assert f'    state "{name}" as state1\n    [*] --> new\n    new --> state1: go\n    state1 --> [*]\n' in text


def test_a_bar_does_not_end_a_cell() -> None:
    assert '"a\\|b"' in page(document([edge("go", ["a"], "b", kind="a|b")], "a", "b"))


def test_a_document_without_life_cycles_has_no_page(root: Path, run: Run, edit: Edit) -> None:
    text = (root / "specs/tiny.yaml").read_text("utf-8")
    edit("specs/tiny.yaml", text[text.index("      x-lifecycle:") :], "")
    run("generate")
    assert not (root / "generated/fleetmock_contracts/lifecycles/tiny.md").exists()


def test_a_life_cycle_of_the_wrong_form_is_told_in_one_line(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "from: [new], to: inUse", "from: [new], to: nowhere")
    ran = run("generate")
    assert (ran.code, ran.err) == (
        2,
        "fleetmock: specs/tiny.yaml: an x-lifecycle is not what it must be; see `fleetmock validate`\n",
    )


def test_generating_fills_the_block_and_leaves_the_rest(root: Path, run: Run) -> None:
    (root / SHOWN).write_text(f"Before.\n\n{OPENING}\nold\n<!-- end -->\n\nAfter.\n", "utf-8")
    assert f"rewrote {SHOWN}" in run("generate").lines
    assert (root / SHOWN).read_text("utf-8") == f"Before.\n\n{BLOCK}\nAfter.\n"
    assert run("generate", "--check").code == 0
    assert run("generate").out == "generated/fleetmock_contracts is already what the specs generate\n"


def test_a_check_sees_a_block_that_is_out_of_step_and_leaves_it(root: Path, run: Run) -> None:
    run("generate")
    old = BLOCK.replace("take", "grab")
    (root / SHOWN).write_text(old, "utf-8")
    ran = run("generate", "--check")
    assert (ran.code, ran.lines[0]) == (1, f"{SHOWN} does not show what is generated")
    assert (root / SHOWN).read_text("utf-8") == old


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{OPENING}\n", "has no `<!-- end -->`"),
        (f"{OPENING}\n{BLOCK}", "has no `<!-- end -->`"),
        (BLOCK.replace("tiny.md", "nope.md"), "`<!-- shows lifecycles/nope.md -->` names no generated file"),
    ],
)
def test_a_broken_block_is_told_and_nothing_is_written(root: Path, run: Run, text: str, said: str) -> None:
    (root / SHOWN).write_text(text, "utf-8")
    ran = run("generate")
    assert ran.code == 2
    assert ran.err.startswith("fleetmock: README.md: ")
    assert said in ran.err
    assert (root / SHOWN).read_text("utf-8") == text
    assert not list((root / "generated/fleetmock_contracts").iterdir())


def test_every_life_cycle_of_ours_is_shown() -> None:
    text = (PROJECT.specs / "README.md").read_text("utf-8")
    shown = re.findall(r"^<!-- shows (\S+) -->$", text, re.MULTILINE)
    assert sorted(shown) == [f"{FOLDER}/{api}.md" for api in fleetmock_contracts.APIS]
