"""After a crash: what was typed comes back, once, and nothing that is saved is asked about."""

from __future__ import annotations

import pytest

from klimaeditor.dataset import locks
from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press, push, words
from tests.torture.people import ANNA, Person
from ui.review import texts as review_texts
from ui.review.review import ReviewDialog
from ui.safety import texts
from ui.safety.recovering import recover

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
    recover(person.session, person.ask, person.here)
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
    assert [] == list(again.here.journals.iterdir())


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
    assert texts.RECOVERED in crashed.notices()
    assert 1 == crashed.stack.count()
    crashed.press(Key.Key_Z, CTRL)
    assert crashed.before == values(crashed)


def test_the_lock_that_the_crash_left_needs_no_second_question(crashed):
    crashed.dialogs.expect(restore)
    crashed.begin()
    held = locks.find(crashed.folder, crashed.here.clock(), crashed.here.me)

    assert crashed.here.me == held.holder.identity


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
    crashed.dialogs.expect(lambda dialog: push(dialog, review_texts.DISCARD))
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
        assert review_texts.RECOVERED.sentence in words(dialog)
        push(dialog, review_texts.KEEP)
        push(dialog, review_texts.APPLY)

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
    assert texts.FOLDER_GONE in crashed.notices()
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
