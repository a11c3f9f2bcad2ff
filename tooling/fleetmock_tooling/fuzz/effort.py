"""How many requests went to each operation, and how long they took."""

from dataclasses import dataclass, field

from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent


@dataclass(slots=True)
class Effort(Observer):
    """By the labels of the operations; `seconds` include the wait for a turn where the rate is limited."""

    requests: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def sent(self, sent: Sent) -> None:
        if sent.operation is not None:
            self.requests[sent.operation] = self.requests.get(sent.operation, 0) + 1

    def answered(self, sent: Sent, answer: Answer) -> None:
        if sent.operation is not None:
            self.seconds[sent.operation] = self.seconds.get(sent.operation, 0.0) + answer.at - sent.at
