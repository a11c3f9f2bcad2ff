"""The APIs of a run: one after the other, or beside one another where each has a mock of its own."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import IO, Any, Final, cast

from rich.console import Console

from fleetmock.contract.examples import base_path
from fleetmock_tooling import copies, progress
from fleetmock_tooling.fuzz import target
from fleetmock_tooling.fuzz.endpoint import Endpoint, own_mock
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.progress import EVERY, Progress
from fleetmock_tooling.fuzz.run import fuzz
from fleetmock_tooling.fuzz.verdict import Verdict

Documents = dict[str, dict[str, Any]]
# In seconds. On a terminal the line should move.
_LIVELY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Tested:
    """One API, from the beginning of its run on. `root` is the URL without its base path."""

    api: str
    root: str
    base_url: str
    verdict: Verdict


Begun = Callable[[Tested], None]


@dataclass(slots=True)
class _Turn:
    """One API's run. A mock for each, so that the requests to one do not depend on which others are fuzzed too."""

    api: str
    document: dict[str, Any]
    url: str | None
    options: Options
    tested: Tested | None = field(default=None, init=False)

    def take(self, aside: Console, begun: Begun, every: float = EVERY) -> Tested:
        """Raises CannotRun when nothing can be tested."""
        options = self.options
        own = own_mock(self.api, options.token, options.seed) if self.url is None else nullcontext(Endpoint(self.url))
        with own as endpoint, target.past_proxies(endpoint.root):
            base_url = target.base_url(endpoint.root, base_path(self.document))
            target.check_reachable(base_url)

            def note(verdict: Verdict) -> None:
                self.tested = Tested(self.api, endpoint.root, base_url, verdict)
                begun(self.tested)

            with Progress(aside, self.api, endpoint.on_request, every) as shown:
                verdict = fuzz(self.api, self.document, base_url, options, shown, begun=note)
        return Tested(self.api, endpoint.root, base_url, verdict)

    def job(self, every: float) -> copies.Job[Tested]:
        def run(lines: copies.Relay) -> None:
            file = cast("IO[str]", lines)  # what rich asks for, and all that it uses of it
            self.take(Console(file=file, force_terminal=False), lambda _: None, every)

        return copies.Job(run, self._sendable)

    def _sendable(self) -> Tested | None:
        if self.tested is not None:
            # They hang on to what does not leave the process, and have said what they had to say.
            self.tested.verdict.judges.clear()
        return self.tested


def tested(documents: Documents, url: str | None, options: Options, aside: Console, begun: Begun) -> Iterator[Tested]:
    """Gives each API when it has been tested, in their order; `url` None starts a mock for each.

    `begun` gets each before it is given, also those whose run is then cut short.

    Raises CannotRun when nothing can be tested.
    """
    turns = [_Turn(api, document, url, options) for api, document in documents.items()]
    # Against one endpoint they would disturb each other, and a time that is limited is meant for one at a time.
    if len(turns) > 1 and url is None and options.profile.max_time is None and copies.possible():
        yield from _at_once(turns, aside, begun)
    else:
        for turn in turns:
            yield turn.take(aside, begun)


def _at_once(turns: list[_Turn], aside: Console, begun: Begun) -> Iterator[Tested]:
    jobs = {turn.api: turn.job(_LIVELY if aside.is_terminal else EVERY) for turn in turns}
    shown = progress.Progress(aside)

    def tell(text: str) -> None:
        shown.step(text.rstrip("\n"), at_once=True)

    # The one that shows the line has a thread on a terminal, so it comes last.
    with copies.Copies(jobs, tell) as running, shown:
        every = []
        for turn in turns:
            every.append(running.ended(turn.api))
            if every[-1].error is not None:
                running.stop()
    for each in every:
        if each.result is not None:
            begun(each.result)
    for each in every:
        if each.error is not None:
            raise each.error
        if each.result is not None:
            yield each.result
