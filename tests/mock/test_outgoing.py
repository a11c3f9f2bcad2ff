import asyncio

import pytest

from fleetmock.outgoing import Outgoing


class Written(asyncio.Transport):
    """A transport that remembers each call; a real one keeps to itself how often it was asked."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1)})
        self.calls: list[bytes] = []
        self.is_closed = False
        self.refuses = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.refuses:
            raise RuntimeError("the handler is closed")  # as uvloop's does once the client has reset the connection
        assert not self.is_closed
        self.calls.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def outgoing(written: Written) -> Outgoing:
    return Outgoing(written)


def test_what_is_held_goes_out_with_what_follows(outgoing: Outgoing, written: Written) -> None:
    outgoing.hold()
    outgoing.write(b"head ")
    assert written.calls == []
    outgoing.write(b"body")
    outgoing.write(b"next")
    assert written.calls == [b"head body", b"next"]


def test_without_being_told_nothing_is_held(outgoing: Outgoing, written: Written) -> None:
    outgoing.write(b"head")
    assert written.calls == [b"head"]


def test_a_head_without_a_body_goes_out_at_the_end(outgoing: Outgoing, written: Written) -> None:
    outgoing.hold()
    outgoing.write(b"head")
    outgoing.flush()
    outgoing.flush()
    assert written.calls == [b"head"]
    outgoing.hold()
    outgoing.flush()
    outgoing.write(b"later")
    assert written.calls == [b"head", b"later"]


def test_closing_sends_what_is_held_and_aborting_does_not(written: Written) -> None:
    for end, calls in ((Outgoing.abort, []), (Outgoing.close, [b"head"])):
        written.is_closed = False
        outgoing = Outgoing(written)
        outgoing.hold()
        outgoing.write(b"head")
        end(outgoing)
        assert (written.calls, outgoing.is_closing()) == (calls, True)


def test_what_could_not_be_written_is_not_tried_again(outgoing: Outgoing, written: Written) -> None:
    """The server closes the connection then, and must not fail at that too."""
    outgoing.hold()
    outgoing.write(b"head")
    written.refuses = True
    with pytest.raises(RuntimeError):
        outgoing.write(b"body")
    outgoing.close()
    assert (written.calls, written.is_closed) == ([], True)


def test_the_rest_is_the_transports_own(outgoing: Outgoing) -> None:
    assert outgoing.get_extra_info("peername") == ("127.0.0.1", 1)
    assert outgoing.get_extra_info("nope", 7) == 7
