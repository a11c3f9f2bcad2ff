from collections.abc import Iterator
from urllib.parse import urljoin

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.prober import Prober


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.creating():
        promised = prober.contract.success(operation)[1].get("headers", {})
        if "Location" not in promised:
            continue
        for index in range(len(prober.bodies(operation))):
            created = prober.create(operation, index)
            if created is None or "location" not in created.headers:
                continue
            url = urljoin(created.request.url, created.headers["location"])
            if not url.startswith(prober.contract.base_url + "/"):
                message = f"Location is {url}; the API is at {prober.contract.base_url}."
                yield at(created, "elsewhere", "Location leads elsewhere", message)
                continue
            step = prober.send("GET", url)
            if step is None:
                continue
            new = {thing.name for thing, _ in prober.history.looks(created)}
            if not step.succeeded or (new and not new & {thing.name for thing, _ in prober.history.looks(step)}):
                message = f"GET {url} is answered {step.status} and does not show what was created."
                yield at(created, "other", "Location does not lead to what was created", message, (created, step))


CHECK = Check(
    id="location",
    severity="high",
    summary="The Location of a created thing leads to that thing.",
    explanation="""\
A creating answer that promises a Location header is followed there: it must lie below the API's own address, be
answered with a success and show the thing with the id of the creating answer.""",
    probe=probe,
)
