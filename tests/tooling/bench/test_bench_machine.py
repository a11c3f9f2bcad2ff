from pathlib import Path

from fleetmock_tooling.bench.machine import fingerprint


def test_a_changed_added_or_renamed_file_changes_the_fingerprint_and_a_cache_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", "utf-8")
    seen = [fingerprint([tmp_path])]
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("1", "utf-8")
    assert fingerprint([tmp_path]) == seen[0]
    (tmp_path / "a.py").write_text("2", "utf-8")
    seen.append(fingerprint([tmp_path]))
    (tmp_path / "b.py").touch()
    seen.append(fingerprint([tmp_path]))
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    seen.append(fingerprint([tmp_path]))
    assert len(set(seen)) == 4
