"""What goes wrong with files is said in the window: what, what to do, and that nothing is lost."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL
from tests.faulty import WindowsFaultError
from tests.gui.safety_cases import Key, built, house, press, push, words
from tests.store_helpers import refuse
from ui.review.dialogs import EDIT_ANYWAY, RestoreDialog

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
KEPT = "Ihre Änderungen sind noch da"

# what fails -> the call, the error, what the sentence names, and the way out
FAMILIES = {
    "open in Excel": ("replace", WindowsFaultError(32), "zum Beispiel in Excel", "Sie sie dort"),
    "region locked": ("replace", WindowsFaultError(33), "gesperrt", "Schließen Sie sie dort"),
    "no permission": ("replace", WindowsFaultError(5), "keine Berechtigung", "Schreibrechte geben"),
    "permission or in use": (
        "replace", OSError(errno.EACCES, ""), "oder die Datei ist", "Schreibrechte geben",
    ),
    "full disk": ("write", OSError(errno.ENOSPC, ""), "ist voll", "Schaffen Sie dort Platz"),
    "quota": ("fsync", WindowsFaultError(1295), "Ihr Speicherplatz", "Schaffen Sie dort Platz"),
    "read-only medium": ("open", OSError(errno.EROFS, ""), "schreibgeschützt", "anderen Ordner"),
    "path too long": ("open", WindowsFaultError(206), "zu lang", "kürzeren Pfad"),
    "share not there": ("open", WindowsFaultError(53), "ist nicht erreichbar", "Verbindung"),
    "share gone": ("fsync", WindowsFaultError(64), "nicht mehr erreichbar", "Verbindung"),
    "connection broken": ("write", WindowsFaultError(59), "abgebrochen", "Verbindung"),
    "forbidden name": ("open", WindowsFaultError(123), "nicht zu, weil", "anderen Namen"),
    "drive not ready": ("open", WindowsFaultError(21), "nicht bereit", "verbunden"),
    "hardware": ("fsync", OSError(errno.EIO, ""), "Schreibfehler", "fragen Sie die IT"),
    "log on again": ("open", WindowsFaultError(1326), "Anmeldung", "Melden Sie sich neu an"),
}  # fmt: skip


def is_ours(house, name: str):
    """Tell whether a call writes one of the files of the dataset."""

    def open_(path, flags=0, *_rest) -> bool:
        return Path(path).parent == house.folder and bool(flags & os.O_CREAT)

    def replace(_source, target, *_rest) -> bool:
        return Path(target).name in set(FileName) and Path(target).parent == house.folder

    def handle(number, *_rest) -> bool:
        target = Path(f"/proc/self/fd/{number}").readlink()
        return target.parent == house.folder and target.name.endswith((".tmp", "journal.json"))

    return {"open": open_, "replace": replace}.get(name, handle)


def edit_and_fail(house, monkeypatch, call: str, error: OSError) -> str:
    """Save with a disk that fails, once; return what the window says."""
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    with monkeypatch.context() as broken:
        broken.setattr(disk, "BACKOFF", (0.0,))
        assert refuse(broken, os, call, is_ours(house, call), error) == []
        house.press(Key.Key_S, CTRL)
    assert 1 == len(said)
    return said[0]


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")


# SAFE-04, SAFE-10
@needs_proc
@pytest.mark.parametrize("family", FAMILIES)
def test_a_save_that_fails_says_why_and_what_to_do_and_can_be_repeated(house, monkeypatch, family):
    call, error, reason, way_out = FAMILIES[family]
    assert house.open()
    before = {file: (house.folder / file).read_bytes() for file in FileName}
    house.edit("summary", " Neu.")

    said = edit_and_fail(house, monkeypatch, call, error)

    assert reason in said
    assert way_out in said
    assert KEPT in said
    assert "„Speichern unter“" in said
    assert before == {file: (house.folder / file).read_bytes() for file in FileName}
    assert str(house.value("summary")).endswith(" Neu.")
    assert house.window.isWindowModified()
    house.press(Key.Key_S, CTRL)
    assert str(house.stored("summary")).endswith(" Neu.")
    assert not house.window.isWindowModified()


@needs_proc
def test_each_family_has_its_own_sentence(house, monkeypatch):
    assert house.open()
    house.edit("summary", " Neu.")
    said = {
        family: edit_and_fail(house, monkeypatch, call, error)
        for family, (call, error, *_) in FAMILIES.items()
    }

    assert len(FAMILIES) == len(set(said.values()))


def test_a_write_protected_file_is_said_to_be_that(house):
    assert house.open()
    path = house.folder / FileName.ADDITIONAL
    path.chmod(stat.S_IREAD)
    house.edit("summary", " Neu.")
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    house.press(Key.Key_S, CTRL)

    assert "weil die Datei schreibgeschützt ist" in said[0]
    assert "Heben Sie den Schreibschutz" in said[0]
    path.chmod(stat.S_IREAD | stat.S_IWRITE)
    house.press(Key.Key_S, CTRL)
    assert str(house.stored("summary")).endswith(" Neu.")


def test_a_folder_that_is_gone_at_saving_is_told_and_can_come_back(house):
    assert house.open()
    house.edit("summary", " Neu.")
    away = house.folder.rename(house.folder.with_name("weg"))
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    house.press(Key.Key_S, CTRL)

    assert "nicht mehr da" in said[0]
    assert KEPT in said[0]
    assert house.window.isWindowModified()
    away.rename(house.folder)
    house.press(Key.Key_S, CTRL)
    assert str(house.stored("summary")).endswith(" Neu.")


@pytest.mark.parametrize("name", ["CON", "nul", "Daten."])
def test_a_reserved_name_is_refused_and_another_one_can_be_chosen(house, tmp_path, name):
    assert house.open()
    house.edit("summary", " Neu.")
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    house.answer(folder=tmp_path / name)
    house.trigger("save_as")

    assert "weil Windows diesen Namen nicht zulässt" in said[0]
    assert "einen anderen Namen" in said[0]
    assert not (tmp_path / name).exists()
    house.answer(folder=tmp_path / "Neu")
    house.trigger("save_as")
    house.folder = tmp_path / "Neu"
    assert str(house.stored("summary")).endswith(" Neu.")


def test_a_target_that_may_not_be_looked_at_is_told(house, tmp_path, monkeypatch):
    target = tmp_path / "Fremd"
    target.mkdir()
    assert house.open()
    exists = Path.exists

    def refuse_to_look(path: Path) -> bool:
        if path.parent == target:
            raise PermissionError(errno.EACCES, "no")
        return exists(path)

    said = []
    house.dialogs.expect(
        lambda d: push(d, EDIT_ANYWAY),  # who is there cannot be read
        lambda d: (said.append(words(d)), press(d, Key.Key_Return)),
    )
    house.answer(folder=target)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "exists", refuse_to_look)
        refuse(broken, os, "open", lambda path, *_: Path(path).parent == target,
               PermissionError(errno.EACCES, "no"))  # fmt: skip
        house.trigger("save_as")

    assert "keine Berechtigung" in said[0]
    assert house.folder == house.document.location


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (WindowsFaultError(53), "Netzwerkfreigabe ist nicht erreichbar"),
        (WindowsFaultError(64), "nicht mehr erreichbar"),
        (WindowsFaultError(32), "in einem anderen Programm geöffnet"),
        (OSError(errno.EACCES, ""), "keine Berechtigung"),
        (OSError(errno.EIO, ""), "Lese- oder Schreibfehler"),
    ],
    ids=["share not there", "share gone", "in use", "no permission", "hardware"],
)
def test_an_opening_that_fails_says_why(house, monkeypatch, error, reason):
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    with monkeypatch.context() as broken:
        refuse(broken, os, "open", lambda path, *_: Path(path).name == FileName.PROGRESS, error)
        assert not house.open()

    assert "implementations.json lässt sich nicht lesen" in said[0]
    assert reason in said[0]
    assert house.document is None
    assert house.open()


def test_copies_of_onedrive_and_a_synchronised_folder_are_told_at_opening(house):
    house.folder = house.folder.rename(house.folder.with_name("OneDrive - Stadt"))
    (house.folder / "measures-PC-BERT.json").write_text("[]", "utf-8")
    assert house.open()

    assert "„measures-PC-BERT.json“" in house.notices()
    assert "OneDrive - Stadt" in house.notices()
    assert "Netzlaufwerk" in house.notices()


def test_a_save_without_a_backup_is_told(house, monkeypatch):
    assert house.open()
    house.edit("summary", " Neu.")
    said = []
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    with monkeypatch.context() as broken:
        full = OSError(errno.ENOSPC, "")
        refuse(
            broken, Path, "mkdir", lambda path, **_: house.environment.backups in path.parents, full
        )
        house.press(Key.Key_S, CTRL)

    assert "keine Sicherung" in said[0]
    assert "Gespeichert ist trotzdem" in said[0]
    assert str(house.stored("summary")).endswith(" Neu.")


def test_a_journal_that_cannot_be_written_is_told_once_and_again_when_it_works(house, monkeypatch):
    assert house.open()
    with monkeypatch.context() as broken:
        full = OSError(errno.ENOSPC, "")
        theirs = house.environment.journals
        refuse(broken, Path, "mkdir", lambda path, *_, **__: theirs in path.parents, full)
        house.edit("summary", " Neu.")
        house.quiet()
        house.settle()
        assert "nicht für den Fall eines Absturzes merken: Der Datenträger ist voll." in (
            house.notices()
        )
    house.app.session.keeper._flushing.ask(at_once=True)
    house.quiet()

    assert house.leftovers()
    assert "" == house.app.session.keeper.journal.problem


def test_without_backups_the_dialog_says_how_they_come_about(house):
    assert house.open()
    said = []

    def read(dialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        said.append(words(dialog))
        press(dialog, Key.Key_Escape)

    house.dialogs.expect(read)
    house.trigger("restore")

    assert "noch keine Sicherung" in said[0]
