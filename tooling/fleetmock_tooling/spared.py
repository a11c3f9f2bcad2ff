"""Imports of other packages that a mock has no use for, and that a good part of its start would wait for.

Only for a process that is this package's own: in any other, somebody else may want what is left out.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

# httpx imports its command line, and with it rich and pygments, when they are installed. requests guesses the charset
# of a text with chardet when that is installed, and with charset_normalizer, which it brings itself, when it is not.
# Both go on without, as they document.
OPTIONAL: Final = ("chardet", "httpx._main")
# connexion has it for documents behind URLs.
POSTPONED: Final = ("requests",)


@contextmanager
def spared() -> Iterator[None]:
    """What is imported meanwhile goes without the first, and gets the second when it asks anything of them."""
    stands_in: dict[str, Any] = dict.fromkeys(OPTIONAL) | {name: _postponed(name) for name in POSTPONED}
    stands_in = {name: each for name, each in stands_in.items() if name not in sys.modules}
    sys.modules.update(stands_in)  # None is how the import system is told that there is no such module
    try:
        yield
    finally:
        for name, each in stands_in.items():
            if sys.modules.get(name) is each:
                del sys.modules[name]


def _postponed(name: str) -> ModuleType:
    """A module that is imported when anything is asked of it."""
    module = ModuleType(name)

    def ask(attribute: str) -> Any:
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    module.__getattr__ = ask  # type: ignore[method-assign] # how a module is told to ask (PEP 562)
    return module
