from collections.abc import Iterator
from importlib import reload
from types import ModuleType

import pytest
import yaml

from fleetmock import yamltext

TEXT = "a: {b: [1, 2.5, null, true]}\nc: &x text\nd: *x\n"


@pytest.fixture(params=["libyaml", "Python"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    yield reload(yamltext)
    monkeypatch.undo()
    reload(yamltext)


def test_a_text_is_parsed_with_its_lines(reader: ModuleType) -> None:
    node, data = reader.parse(TEXT)
    assert data == yaml.safe_load(TEXT) == {"a": {"b": [1, 2.5, None, True]}, "c": "text", "d": "text"}
    assert [key.start_mark.line for key, _ in node.value] == [0, 1, 2]


def test_nothing_is_nothing(reader: ModuleType) -> None:
    assert reader.parse("# only a comment\n") == (None, None)


@pytest.mark.parametrize("text", ["a: [", "a: !!python/object:os.system {}", "a: \x01", "a: 1\n---\nb: 2\n"])
def test_what_is_no_single_safe_document_is_refused(reader: ModuleType, text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        reader.parse(text)
