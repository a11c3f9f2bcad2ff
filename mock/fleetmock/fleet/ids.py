"""Identifiers. One seed fixes what of them is random; each kind has its own stream, so that none disturbs another."""

import random
from typing import Any
from uuid import UUID

from fleetmock.fleet.clock import Clock


class Ids:
    def __init__(self, seed: int | str, clock: Clock) -> None:
        self._clock = clock
        self._requests = random.Random(f"{seed}/requests")  # noqa: S311 - reproducible on purpose, nothing secret
        self._hexadecimal = random.Random(f"{seed}/hexadecimal")  # noqa: S311 - as above
        self._uuids = random.Random(f"{seed}/uuids")  # noqa: S311 - as above
        self._machine = random.Random(f"{seed}/machine").getrandbits(40)  # noqa: S311 - as above
        self._counter = random.Random(f"{seed}/counter").getrandbits(24)  # noqa: S311 - as above

    def request(self) -> str:
        """A GUID that names one request."""
        digits = self._requests.getrandbits(128).to_bytes(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def uuid(self) -> str:
        """A GUID that names a thing, upper-case as Apple's protocol prints them."""
        return str(UUID(int=self._uuids.getrandbits(128), version=4)).upper()

    def hexadecimal(self) -> str:
        """64 upper-case hexadecimal digits: an opaque id as Microsoft Graph's commands have it."""
        return f"{self._hexadecimal.getrandbits(256):064X}"

    def object_id(self) -> str:
        """A MongoDB ObjectId: seconds since the epoch, a machine's number, a counter; 24 lower-case digits."""
        self._counter = (self._counter + 1) % 2**24
        return f"{int(self._clock.now()) % 2**32:08x}{self._machine:010x}{self._counter:06x}"

    def state(self) -> tuple[Any, ...]:
        """What `restore` takes."""
        return (*(each.getstate() for each in self._streams()), self._counter)

    def restore(self, state: tuple[Any, ...]) -> None:
        *streams, self._counter = state
        for each, kept in zip(self._streams(), streams, strict=True):
            each.setstate(kept)

    def _streams(self) -> tuple[random.Random, ...]:
        return self._requests, self._hexadecimal, self._uuids
