"""The parts of a hand-written Markdown file that show what was generated, kept in step with it.

Such a part begins with `<!-- shows NAME -->`, where NAME is a file of the generated package, and ends with
`<!-- end -->`; Markdown itself cannot include a file.
"""

import re
from pathlib import Path
from typing import Final

from fleetmock_tooling.errors import CannotRun

BLOCK: Final = re.compile(r"^<!-- shows (\S+) -->\n(.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL)
OPENING: Final = re.compile(r"^<!-- shows .*$", re.MULTILINE)


def refresh(file: Path, built: Path, *, write: bool) -> bool:
    """Whether a block of the file is not what lies in the folder `built`; if asked to, write it anew.

    A file that is not there has no blocks. Raises CannotRun for a block without an end or of a file that is not there.
    """
    if not file.is_file():
        return False
    before = file.read_text("utf-8")
    after = BLOCK.sub(lambda found: _block(file, built, found[1]), before)
    if len(OPENING.findall(before)) != len(BLOCK.findall(before)):
        raise CannotRun(f"{file.name}: a `<!-- shows NAME -->` has no `<!-- end -->`, each on a line of its own")
    if write and after != before:
        beside = file.with_name(f".{file.name}.new")
        beside.write_text(after, "utf-8")
        beside.replace(file)
    return after != before


def _block(file: Path, built: Path, name: str) -> str:
    source = built / name
    if not source.is_file():
        raise CannotRun(f"{file.name}: `<!-- shows {name} -->` names no generated file")
    _, _, text = source.read_text("utf-8").partition("-->\n")  # without the comment that says where it comes from
    return f"<!-- shows {name} -->\n{text}\n<!-- end -->"
