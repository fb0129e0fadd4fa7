"""A package is looked at on the disk before it takes the place of the former one (behaviour 27)."""

from __future__ import annotations

import pytest

from klimaeditor.files import disk
from klimaeditor.publish.verify import CheckFailedError
from tests.conftest import SAMPLE
from tests.publish_helpers import planned, published, repaired
from tests.store_helpers import image


def spoil(monkeypatch, name: str, change) -> None:
    """Let the disk keep something else than was written, in one file."""
    original = disk.create_checked

    def create(path, data, **options):
        original(path, change(data) if path.name == name else data, **options)

    monkeypatch.setattr(disk, "create_checked", create)


def test_a_package_says_what_was_checked_and_how_large_its_parts_are(tmp_path):
    written = planned(repaired(SAMPLE), tmp_path / "p").write(confirmed=True)

    assert ["Dateien zurückgelesen", "Website", "Metadaten", "Prüfsummen"] == [
        c.title for c in written.checks
    ]
    assert "wie im Editor" in written.checks[0].sentence
    assert all(check.passed for check in written.checks)
    parts = {part.name: part for part in written.parts()}
    assert 4 == parts["json/"].count
    assert "die vier Dateien, die die Website liest" == parts["json/"].what
    on_disk = sum(len(data) for data in image(tmp_path / "p").values())
    assert on_disk == sum(part.size for part in parts.values())


@pytest.mark.parametrize(
    ("name", "change", "title"),
    [
        ("measures.json", lambda data: data.replace(b"Dach", b"Fach", 1), "Dateien zurückgelesen"),
        ("measures.json", lambda data: data[: len(data) // 2], "Dateien zurückgelesen"),
        ("massnahmen.csv", lambda data: data + b"x", "Prüfsummen"),
    ],
)
def test_what_fails_a_check_is_not_published(tmp_path, monkeypatch, name, change, title):
    published(repaired(SAMPLE), tmp_path / "p")
    before = image(tmp_path)
    spoil(monkeypatch, name, change)
    document = repaired(SAMPLE)
    changed = {"short_title": "Anders"}
    document.apply(document.plan_edit(document.dataset.find("bauen2"), changed))
    plan = planned(document, tmp_path / "p")

    with pytest.raises(CheckFailedError, match="gilt nicht als fertig") as told:
        plan.write(confirmed=True)

    assert title in [check.title for check in told.value.checks if not check.passed]
    assert before == image(tmp_path)
