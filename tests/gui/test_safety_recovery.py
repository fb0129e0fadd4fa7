"""After a crash: what was typed comes back, once, and nothing that is saved is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from klimaeditor.files import locks
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.values import ABSENT
from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press, push, words
from tests.torture.people import ANNA, Person
from ui.review import review_words
from ui.review.dialogs import APPLY, DISCARD, ReviewDialog
from ui.session import recovering
from ui.session.recovering import NOTHING_KEPT, recover
from ui.session.session import FOLDER_GONE, RECOVERED, RECOVERED_TEXT

__all__ = ["built", "house"]

pytestmark = pytest.mark.gui
MEASURE = "energieerzeugung1"


@pytest.fixture
def anna(qapp, sample_dataset, tmp_path):
    person = Person(tmp_path, ANNA)
    assert person.session.open_path(sample_dataset)
    return person


def crash(person) -> None:
    """End without a word; the operating system lets go of the journal's lock."""
    keeper = person.session.keeper
    keeper._unsubscribe()
    for timer in (keeper._again, keeper._beat, keeper._round):
        timer.stop()
    keeper._flushing.close()
    keeper.journal.on_close()
    if keeper.journal._lock is not None:
        keeper.journal._lock.release()


def restart(tmp_path) -> Person:
    """Start again and answer „Wiederherstellen“ where that is asked."""
    person = Person(tmp_path, ANNA)
    recover(person.session, person.ask, person.environment)
    return person


def test_killed_right_after_the_files_were_written_nothing_is_asked(anna, tmp_path):
    anna.edit(MEASURE, "summary", "Eins")
    assert anna.session.keeper.journal.flush()
    anna.edit(MEASURE, "summary", "Zwei")  # not in the journal yet
    anna.session.keeper.write(anna.document.begin_save())
    crash(anna)

    again = restart(tmp_path)

    assert [] == again.ask.asked
    assert again.session.document is None
    assert [] == list(again.environment.journals.iterdir())


# --- in the window -----------------------------------------------------------------------------


@pytest.fixture
def crashed(house):
    """The window, gone after two edits that were not saved."""
    assert house.open()
    house.before = {name: house.value(name) for name in ("summary", "outcome")}
    house.edit("summary", " Neu.")
    house.edit("outcome", " Mehr.")
    house.after = {name: house.value(name) for name in ("summary", "outcome")}
    house.crash()
    assert house.leftovers()
    return house


def restore(dialog) -> None:
    assert "2 ungespeicherte Änderungen an „sample“ wiederherstellen?" in words(dialog)
    assert "2 Felder ändern sich" in words(dialog)
    press(dialog, Key.Key_Return)


def values(house) -> dict[str, object]:
    return {name: house.value(name) for name in ("summary", "outcome")}


def test_what_a_crash_left_is_offered_and_comes_back_as_one_step(crashed):
    crashed.dialogs.expect(restore)
    crashed.begin()

    assert crashed.after == values(crashed)
    assert crashed.window.isWindowModified()
    assert RECOVERED_TEXT in crashed.notices()
    assert 1 == crashed.stack.count()
    crashed.press(Key.Key_Z, CTRL)
    assert crashed.before == values(crashed)


def test_the_lock_that_the_crash_left_needs_no_second_question(crashed):
    crashed.dialogs.expect(restore)
    crashed.begin()
    held = locks.find(crashed.folder, crashed.environment.clock(), crashed.environment.me)

    assert crashed.environment.me == held.holder.identity


def test_nothing_is_left_after_a_recovery_a_save_and_a_clean_exit(crashed):
    crashed.dialogs.expect(restore)
    crashed.begin()
    crashed.press(Key.Key_S, CTRL)
    crashed.press(Key.Key_W, CTRL)

    assert crashed.document is None
    assert crashed.after == {name: crashed.stored(name) for name in crashed.after}
    assert [] == crashed.leftovers()
    assert not (crashed.folder / locks.NAME).exists()
    crashed.begin(crashed.folder)  # a question would be unexpected
    assert crashed.after == values(crashed)


def test_escape_keeps_it_for_the_next_start(crashed):
    crashed.dialogs.expect(lambda dialog: press(dialog, Key.Key_Escape))
    crashed.begin()

    assert crashed.document is None
    crashed.dialogs.expect(restore)
    crashed.begin()
    assert crashed.after == values(crashed)


def test_discarding_it_is_for_good(crashed):
    crashed.dialogs.expect(lambda dialog: push(dialog, DISCARD))
    crashed.begin()

    assert [] == crashed.leftovers()
    assert crashed.before == {name: crashed.stored(name) for name in crashed.before}


def test_files_that_others_changed_meanwhile_are_merged_and_that_is_said(crashed):
    crashed.colleague(short_title="Von Bert")
    crashed.dialogs.expect(restore)
    crashed.begin()

    assert crashed.after == values(crashed)
    assert "Von Bert" == crashed.value("short_title")
    assert "1 Änderung wurde übernommen" in crashed.notices()
    assert crashed.app.session.save()
    assert ("Von Bert", crashed.after["summary"]) == (
        crashed.stored("short_title"),
        crashed.stored("summary"),
    )


def test_a_field_that_others_changed_too_goes_through_the_review(crashed):
    crashed.colleague(summary="Von Bert")

    def keep_mine(dialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        assert RECOVERED.sentence in words(dialog)
        push(dialog, review_words.KEEP)
        push(dialog, APPLY)

    crashed.dialogs.expect(restore, keep_mine)
    crashed.begin()

    assert crashed.after == values(crashed)
    assert crashed.app.session.save()
    assert crashed.after["summary"] == crashed.stored("summary")


def test_what_the_files_hold_already_is_not_offered(crashed):
    crashed.colleague(**crashed.after)
    crashed.begin()

    assert [] == crashed.leftovers()
    assert crashed.document is None


def test_a_folder_that_is_gone_does_not_take_the_changes_with_it(crashed):
    moved = crashed.folder.rename(crashed.folder.with_name("verschoben"))
    crashed.dialogs.expect(restore)
    crashed.begin()

    assert crashed.after == values(crashed)
    assert FOLDER_GONE in crashed.notices()
    crashed.answer(folder=moved.with_name("neu"))
    moved.with_name("neu").mkdir()
    crashed.press(Key.Key_S, CTRL)
    crashed.folder = moved.with_name("neu")
    assert crashed.after["summary"] == crashed.stored("summary")


def test_a_crash_while_recovering_loses_nothing(crashed):
    crashed.dialogs.expect(restore)
    crashed.begin()
    crashed.crash()
    crashed.dialogs.expect(restore)
    crashed.begin()

    assert crashed.after == values(crashed)


# --- what cannot be offered like that ------------------------------------------------------------


def journal_of(house):
    (path,) = house.environment.journals.glob("*/journal.jsonl")
    return path


def test_a_damaged_journal_says_how_many_steps_are_missing(crashed):
    path = journal_of(crashed)
    path.write_bytes(path.read_bytes().replace(b'["summary"]', b'["summarx"]'))
    shown = []
    crashed.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Return)))
    crashed.begin()

    assert "1 ungespeicherte Änderung an „sample“ wiederherstellen?" in shown[0]
    assert "nicht gelesen werden" in shown[0]
    assert crashed.after["outcome"] == crashed.value("outcome")


def unreadable(house) -> None:
    path = journal_of(house)
    path.write_bytes(path.read_bytes().replace(b'"version"', b'"fassung"'))


def older(house) -> None:
    """Let the clock stand fifteen days later."""
    clock, session = house.environment.clock, house.app.session
    house.environment = replace(house.environment, clock=lambda: clock() + timedelta(days=15))
    session._environment = house.environment


def test_what_cannot_be_read_is_set_aside_said_once_and_thrown_away_only_by_a_person(crashed):
    unreadable(crashed)
    shown = []
    crashed.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Return)))
    crashed.begin()
    assert "lassen sich nicht lesen" in shown[0]
    assert "Nicht Gespeichertes wiederherstellen" in shown[0]
    (name,) = crashed.leftovers()
    assert name.startswith("beiseite-")
    crashed.begin(crashed.folder)  # another question would be unexpected
    assert crashed.before == values(crashed)

    for answer in (lambda d: press(d, Key.Key_Return), lambda d: press(d, Key.Key_Escape)):
        crashed.dialogs.expect(answer)
        crashed.trigger("recover")
        assert [name] == crashed.leftovers()
    crashed.dialogs.expect(lambda d: push(d, DISCARD))
    crashed.trigger("recover")
    assert [] == [left for left in crashed.leftovers() if left.startswith("beiseite-")]


def test_what_is_older_than_fourteen_days_is_set_aside_and_can_still_be_had(crashed):
    older(crashed)
    shown = []
    crashed.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Return)))
    crashed.begin()
    assert "2 ungespeicherte Änderungen an „sample“, zuletzt" in shown[0]
    assert crashed.document is None

    crashed.dialogs.expect(restore)
    crashed.trigger("recover")

    assert crashed.after == values(crashed)
    assert [] == [left for left in crashed.leftovers() if left.startswith("beiseite-")]


def test_what_was_put_off_can_be_had_without_a_new_start(crashed):
    crashed.dialogs.expect(lambda dialog: press(dialog, Key.Key_Escape))
    crashed.begin(crashed.folder)
    assert crashed.before == values(crashed)

    crashed.dialogs.expect(restore)
    crashed.trigger("recover")

    assert crashed.after == values(crashed)


def test_where_nothing_is_kept_that_is_said(house):
    shown = []
    house.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Return)))
    house.trigger("recover")

    assert NOTHING_KEPT in shown[0]


def test_the_rest_being_on_disk_does_not_make_missing_steps_disappear(crashed):
    path = journal_of(crashed)
    path.write_bytes(path.read_bytes().replace(b"Zusammenfassung", b"Zusommenfassung"))
    crashed.colleague(outcome=crashed.after["outcome"])
    shown = []
    crashed.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Escape)))
    crashed.begin()

    assert "nicht gelesen werden" in shown[0]
    assert crashed.leftovers()


@pytest.mark.parametrize("fault", [RuntimeError, RecursionError, ValueError])
def test_a_leftover_that_breaks_everything_costs_neither_the_start_nor_itself(
    crashed, monkeypatch, fault
):
    def fail(*_):
        raise fault

    monkeypatch.setattr(recovering, "rows_of", fail)
    shown = []
    crashed.dialogs.expect(lambda d: (shown.append(words(d)), press(d, Key.Key_Return)))
    crashed.begin(crashed.folder)

    assert "bleiben aufbewahrt" in shown[0]
    assert crashed.before == values(crashed)
    assert any(left.startswith("beiseite-") for left in crashed.leftovers())


ODD = ["\ud800", "a\u2028b", "x" * 100_000, "\0", [[[["a"]]]], {"a": {"b": [None, 1.5]}}, True, -1]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("path", [("summary",), ("cost",), ("links",), ("id",), ("neu",)])
def test_any_value_in_any_place_may_come_back(anna, tmp_path, value, path):
    table = anna.document.dataset.tables[FileName.ADDITIONAL].rows
    record, row = next(iter(table.items()))
    batch = Batch("", (Change(FileName.ADDITIONAL, record, path, row.get(path[0], ABSENT), value),))
    keeper = anna.session.keeper
    anna.edit(MEASURE, "outcome", "Eins")
    keeper.journal.append(batch)
    assert keeper.journal.flush()
    crash(anna)

    again = restart(tmp_path)

    assert ["recovery"] == again.ask.asked
    assert [] == again.ask.errors
    assert "Eins" == again.value(MEASURE, "outcome")
    again.session.close()
