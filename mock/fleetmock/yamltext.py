"""YAML as the mock reads it: parsed once, by libyaml where there is one, which is ten times as fast."""

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment] # the same interface, in Python


def parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The one document of a text: its nodes, which know their lines, and what it says. Raises YAMLError."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()
