"""Saving without a person: others' work is merged, waited for, and never overwritten."""

from __future__ import annotations

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import store
from klimaeditor.model.errors import BusyError, DatasetError
from klimaeditor.saving import save_together

WINDMILLS, HEAT = "energieerzeugung1", "energieerzeugung2"


def opened(folder, tmp_path):
    return open_document(folder, tmp_path / "backups")


def edit(document, measure: str, **values: object) -> None:
    key = document.dataset.find(measure)
    document.apply(document.plan_edit(key, values))


def on_disk(folder, measure: str, field: str, tmp_path) -> object:
    document = opened(folder, tmp_path)
    return document.view(document.dataset.find(measure)).value(field)


def test_what_others_saved_meanwhile_stays(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, HEAT, summary="von anderen")
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    save_together(mine)

    assert "von anderen" == on_disk(sample_dataset, HEAT, "summary", tmp_path)
    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)
    assert mine.is_saved


def test_other_fields_of_the_same_measure_are_merged(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, WINDMILLS, cost_value=1)
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    save_together(mine)

    assert 1 == on_disk(sample_dataset, WINDMILLS, "cost_value", tmp_path)
    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_the_same_field_is_not_decided_here(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, WINDMILLS, summary="von anderen")
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    with pytest.raises(DatasetError, match="energieerzeugung1, Zusammenfassung"):
        save_together(mine)

    assert "von anderen" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_a_save_of_others_that_is_under_way_is_waited_for(sample_dataset, tmp_path, monkeypatch):
    document = opened(sample_dataset, tmp_path)
    edit(document, WINDMILLS, summary="von mir")
    real, refusals = store.save, iter([BusyError("belegt"), BusyError("belegt")])

    def save(*arguments, **named):
        for refusal in refusals:
            raise refusal
        return real(*arguments, **named)

    monkeypatch.setattr(store, "save", save)
    save_together(document)

    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_a_document_without_a_place_has_nothing_to_be_saved_over(sample_dataset, tmp_path):
    document = opened(sample_dataset, tmp_path)
    document.location = None

    with pytest.raises(ValueError, match="location"):
        save_together(document)
