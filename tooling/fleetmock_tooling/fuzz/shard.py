"""One part of a run that several processes share."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from fleetmock.contract.examples import Document
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.scope import components, label, only


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th of `count`, from 1."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def of(self, api: str, document: Document) -> dict[str, Any]:
        """The document with this part of its operations. What links connect stays together.

        Where an operation goes depends on its own link component alone, so it stays there when others come and go.
        """
        mine = {each for group in components(document) if self._has(api, group) for each in group}
        return only(document, lambda operation: label(operation) in mine)

    def _has(self, api: str, group: list[str]) -> bool:
        digest = hashlib.sha256(f"{api} {min(group)}".encode()).digest()
        return int.from_bytes(digest[:8]) % self.count == self.index - 1


def parse(text: str) -> Shard:
    """Raises CannotRun for anything but `i/n` with 1 <= i <= n."""
    match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise CannotRun(f"--shard {text} is not i/n with i from 1 to n, as in 1/3")
    return Shard(int(match[1]), int(match[2]))
