"""All variants, by API, and which of them answer a request."""

from collections.abc import Iterable, Mapping
from typing import Final

from fleetmock.apis.variants import applivery, msgraph
from fleetmock.apis.variants.rewrite import Rewrite, Variant, combined
from fleetmock.contract.prefer import Preferences

VARIANTS: Final[Mapping[str, tuple[Variant, ...]]] = {
    "msgraph": msgraph.VARIANTS,
    "applivery-aosp": applivery.AOSP,
    "applivery-apple": applivery.APPLE,
}


class UnknownVariant(Exception):
    """Settings name a variant that no API served has."""


class Variants:
    """The variants of one API. `started` maps those to their values that hold unless a request prefers others.

    As a container it holds the texts that can be preferred: `casing=pascal envelope=value`.
    """

    __slots__ = ("_known", "_started", "default")

    def __init__(self, variants: Iterable[Variant] = (), started: Mapping[str, str] | None = None) -> None:
        self._known = {each.name: each for each in variants}
        self._started = started or {}
        self.default = self._rewrite(self._started)

    def __contains__(self, text: object) -> bool:
        return all(name in self._known and value in self._known[name].values for name, value in _pairs(str(text)))

    @property
    def values(self) -> dict[str, str]:
        """The value of each variant that holds unless a request prefers another."""
        return {name: self._started.get(name, each.default) for name, each in self._known.items()}

    def changed(self, values: Mapping[str, str]) -> "Variants":
        """With some other values. Raises UnknownVariant."""
        for name, value in values.items():
            if name not in self._known or value not in self._known[name].values:
                known = ", ".join(f"{each.name}={'|'.join(each.values)}" for each in self._known.values())
                raise UnknownVariant(f"there is no variant {f'{name}={value}'!r}; there are {known or 'none'}")
        return Variants(self._known.values(), {**self._started, **values})

    def preferred(self, preferences: Preferences) -> Rewrite | None:
        """What the request asks for over the default; None when that is the spec's own form."""
        text = preferences.choose("variant", self)
        if text is None:
            return self.default
        return self._rewrite({**self._started, **dict(_pairs(text))})

    def _rewrite(self, chosen: Mapping[str, str]) -> Rewrite | None:
        """In the order of the registry, whatever the order of the request."""
        wanted = [each.others.get(chosen.get(name, each.default)) for name, each in self._known.items()]
        return combined([each for each in wanted if each])


def started(texts: Iterable[str], apis: Iterable[str]) -> dict[str, Variants]:
    """The variants of each API; a text is as in `msgraph.casing=pascal`. The last of a name counts.

    Raises UnknownVariant.
    """
    known = {api: VARIANTS[api] for api in apis}
    chosen: dict[str, dict[str, str]] = {api: {} for api in known}
    for text in texts:
        api, _, pair = text.partition(".")
        if pair not in Variants(known.get(api, ())):
            raise UnknownVariant(f"there is no variant {text!r}; there are {', '.join(_names(known))}")
        chosen[api].update(_pairs(pair))
    return {api: Variants(variants, chosen[api]) for api, variants in known.items()}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Name and value of each, in order; the value of a text without one is empty."""
    return [(name, value) for name, _, value in (each.partition("=") for each in text.split(" "))]


def _names(known: Mapping[str, Iterable[Variant]]) -> list[str]:
    return [f"{api}.{each.name}={'|'.join(each.values)}" for api, variants in known.items() for each in variants]
