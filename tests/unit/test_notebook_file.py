"""Where a notebook lies, and that no save of it loses anybody's notes (WEB-12, SAFE-01)."""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from klimaeditor import paths
from klimaeditor.document import open_document
from klimaeditor.exchange.requests import Group, RequestOrder, asked_notes, send
from klimaeditor.files import disk, transaction
from klimaeditor.files.processes import Identity
from klimaeditor.machine import MachineDefaults
from klimaeditor.notes import notebook_file, waitingnotes
from klimaeditor.notes.notebook import (
    EMPTY,
    Acceptance,
    NotebookRules,
    Release,
    with_entries,
    with_rules,
    without_entries,
)
from klimaeditor.notes.notebook_file import (
    KeptNotebook,
    NotebookError,
    choose_folder,
    chosen_folder,
    keep_out_of_git,
    load,
    notebook_path,
    save,
)
from klimaeditor.policies import Default
from tests import saving_helpers
from tests.faulty import DEAD_PID, Calls, Killed, at, from_on
from tests.notebook_helpers import NOTEBOOKS, NOW, note, notebook
from tests.publish_helpers import published, repaired
from tests.request_tools import requested
from tests.store_helpers import image

OWN = MachineDefaults()
TELLTALE = "Vertraulichkeitsprobe"
no_collecting = saving_helpers.no_collecting
waits = saving_helpers.waits


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "klima"
    place.mkdir()
    return place


@pytest.fixture
def path(folder) -> Path:
    return notebook_path(folder, OWN)


# --- where it lies ---------------------------------------------------------------------------


def test_it_lies_beside_the_dataset_under_its_name(folder):
    assert folder.parent / "klima-notizen.json" == notebook_path(folder, OWN)


def test_the_person_chooses_a_folder_and_takes_it_back(folder, tmp_path):
    choose_folder(tmp_path / "für alle")
    assert tmp_path / "für alle" == chosen_folder()
    assert tmp_path / "für alle" / "klima-notizen.json" == notebook_path(
        folder, OWN, chosen_folder()
    )

    choose_folder(None)
    assert chosen_folder() is None


def test_what_an_administrator_has_locked_holds(folder, tmp_path):
    said = {Default.NOTES: str(tmp_path / "server")}
    free, locked = MachineDefaults(said), MachineDefaults(said, frozenset({Default.NOTES}))
    own = tmp_path / "eigener"

    assert "server" == notebook_path(folder, free).parent.name
    assert "eigener" == notebook_path(folder, free, own).parent.name
    assert "server" == notebook_path(folder, locked, own).parent.name


@pytest.mark.parametrize("inside", ["", "ablage"])
def test_it_never_lies_in_a_dataset(sample_dataset, inside):
    with pytest.raises(NotebookError, match="öffentlich"):
        notebook_path(sample_dataset, OWN, sample_dataset / inside)


def test_a_whole_drive_has_no_place_beside_it():
    with pytest.raises(NotebookError, match="ganzes Laufwerk"):
        notebook_path(Path(Path.cwd().anchor), OWN)


def test_it_is_found_again_where_the_folder_moves_with_it(folder, path, tmp_path):
    save(load(path), notebook(note()))
    away = tmp_path / "umgezogen"
    away.mkdir()
    shutil.move(folder, away)
    shutil.move(path, away)

    assert notebook(note()) == load(notebook_path(away / "klima", OWN)).notebook


def test_a_notebook_of_a_renamed_folder_is_pointed_out(folder, path):
    save(load(path), notebook(note()))
    other = folder.rename(folder.with_name("klima-2026"))

    (told,) = load(notebook_path(other, OWN), other).notices

    assert "„klima-notizen.json“" in told
    assert "„klima-2026-notizen.json“" in told


# --- reading and writing ---------------------------------------------------------------------


def test_without_a_file_a_notebook_is_empty_and_none_is_made(path):
    assert KeptNotebook(path) == load(path)
    assert not path.exists()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(NOTEBOOKS)
def test_what_is_saved_is_read_again(path, found):
    path.unlink(missing_ok=True)
    saved = save(load(path), found)

    assert with_rules(found, found.rules) == load(path).notebook  # names as the rules say
    assert saved == load(path)


def test_an_older_program_leaves_what_it_does_not_know(path):
    save(load(path), notebook(note()))
    raw = json.loads(path.read_bytes())
    raw["chart"] = {"a": [1]}
    raw["notes"]["n1"]["mood"] = "gut"
    raw["rules"]["colour"] = "rot"
    path.write_text(json.dumps(raw), "utf-8")

    kept = load(path)
    save(kept, with_entries(kept.notebook, [note("n2")]))

    after = json.loads(path.read_bytes())
    assert {"a": [1]} == after["chart"]
    assert "gut" == after["notes"]["n1"]["mood"]
    assert "rot" == after["rules"]["colour"]
    assert {"n1", "n2"} == set(after["notes"])


def test_a_newer_file_is_only_read(path):
    save(load(path), notebook(note()))
    raw = json.loads(path.read_bytes()) | {"version": 2}
    raw["notes"]["n2"] = ["another shape"]
    path.write_text(json.dumps(raw), "utf-8")
    before = path.read_bytes()

    kept = load(path)

    assert ["n1"] == list(kept.notebook.notes)
    assert "neueren Version" in kept.read_only
    with pytest.raises(NotebookError, match="neueren Version"):
        save(kept, EMPTY)
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Zeile 1, Spalte 1"),
        (b'{"format": "klimaeditor-notizen",\n "version": }', "Zeile 2, Spalte 13"),
        (b"\xff\xfe{", "keinen lesbaren Text"),
        (b"[]", "keine Notizdatei"),
        (b'{"format": "other", "version": 1}', "keine Notizdatei"),
        (b'{"format": "klimaeditor-notizen", "version": "1"}', "keine Notizdatei"),
        (b'{"format": "klimaeditor-notizen", "version": 1, "notes": 1}', "„notes“"),
        (b'{"format": "klimaeditor-notizen", "version": 1, "notes": {"x": 1}}', "„Notiz x“"),
        (b'{"a": 1, "a": 2}', "kein gültiges JSON"),
        (b'{"a": NaN}', "kein gültiges JSON"),
        (b"[" * 100_000, "kein gültiges JSON"),
        (b" " * (20 * 1024 * 1024 + 1), "größer als"),
    ],
)
def test_what_cannot_be_read_is_named_and_stays(path, data, reason):
    path.write_bytes(data)

    with pytest.raises(NotebookError) as refused:
        load(path)

    assert reason in str(refused.value)
    assert str(path) in str(refused.value)
    assert data == path.read_bytes()


def test_a_folder_that_is_not_there_is_no_empty_notebook(tmp_path):
    with pytest.raises(NotebookError, match="nicht erreichbar"):
        load(tmp_path / "server" / "klima-notizen.json")


def test_a_device_in_its_place_is_refused_at_once(path):
    path.symlink_to("/dev/zero")

    with pytest.raises(NotebookError, match="gewöhnliche Datei"):
        load(path)


def test_saving_what_is_there_writes_nothing(path):
    saved = save(load(path), notebook(note()))
    before = path.stat().st_mtime_ns

    assert saved == save(saved, notebook(note()))
    assert before == path.stat().st_mtime_ns


def test_two_people_who_write_at_once_both_keep_their_notes(path):
    save(load(path), notebook(note()))
    anna, bert = load(path), load(path)

    save(anna, notebook(note(), note("n2", "von Anna")))
    both = save(bert, notebook(note(done=True), note("n3", "von Bert")))

    assert {"n1", "n2", "n3"} == set(load(path).notebook.notes)
    assert load(path).notebook.notes["n1"].done
    assert both.notebook == load(path).notebook


def test_a_file_that_is_gone_is_written_again_whole(path):
    kept = save(load(path), notebook(note()))
    path.unlink()

    save(kept, notebook(note(), note("n2")))

    assert {"n1", "n2"} == set(load(path).notebook.notes)


def test_somebody_elses_first_notes_are_merged_with_ours(path):
    none = load(path)
    save(load(path), notebook(note()))

    save(none, notebook(note("n2")))

    assert {"n1", "n2"} == set(load(path).notebook.notes)


def test_the_retention_is_kept_when_something_is_written(path):
    rules = NotebookRules(retention=30)
    kept = save(load(path), notebook(note(done=True), note("n2"), rules=rules))

    save(kept, kept.notebook, NOW.replace(year=2027))

    assert {"n2": ""} == {k: own.author for k, own in load(path).notebook.notes.items()}


def test_a_write_protected_file_is_named(path):
    save(load(path), notebook(note()))
    path.chmod(0o444)

    with pytest.raises(NotebookError, match="schreibgeschützt") as refused:
        save(load(path), EMPTY)

    assert "noch da" in str(refused.value)
    assert notebook(note()) == load(path).notebook


# --- crashes and faults ----------------------------------------------------------------------

BEFORE, AFTER = notebook(note()), notebook(note(text="Antwort"), note("n2"))


def laid(place: Path) -> Path:
    place.mkdir()
    path = place / "klima-notizen.json"
    save(KeptNotebook(path), BEFORE)
    return path


def test_a_program_that_is_killed_while_it_saves_leaves_the_old_notes_or_the_new(
    tmp_path, monkeypatch
):
    dead, seen = Identity("anna", platform.node(), DEAD_PID), set()
    for call in range(999):
        path = laid(tmp_path / f"{call}")
        kept = load(path)
        with monkeypatch.context() as other:
            other.setattr(transaction, "this_process", lambda: dead)
            calls = Calls(from_on(call, Killed()))
            calls.install(other)
            with suppress(Killed):
                save(kept, AFTER)
        found = load(path).notebook
        seen.add(found == AFTER)
        assert found in (BEFORE, AFTER)
        assert [path] == list(path.parent.iterdir())
        if not calls.failed:
            assert {False, True} == seen
            return
    pytest.fail("the save never came to its end")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_whichever_call_fails_what_is_said_of_the_notes_is_true(tmp_path, monkeypatch, lasting):
    error = OSError(errno.ENOSPC, "full")
    for call in range(999):
        path = laid(tmp_path / f"{call}")
        kept, told = load(path), ""
        calls = Calls(from_on(call, error) if lasting else at(call, error))
        with monkeypatch.context() as broken:
            calls.install(broken)
            try:
                kept = save(kept, AFTER)
            except NotebookError as refused:
                told = str(refused)
        if told:
            assert "Was Sie notiert haben, ist noch da" in told
            assert "Datenträger ist voll" in told
        assert load(path).notebook in ((BEFORE, AFTER) if told else (AFTER,))
        assert AFTER == save(kept, AFTER).notebook == load(path).notebook
        if not calls.failed:
            return
    pytest.fail("the save never came to its end")


def test_notes_of_a_killed_save_are_not_lost_where_somebody_wrote_since(path, monkeypatch):
    kept = save(load(path), notebook(note()))
    mine = notebook(note(), note("n2", "halb gespeichert"))
    dead = Identity("anna", platform.node(), DEAD_PID)
    with monkeypatch.context() as other:
        other.setattr(transaction, "this_process", lambda: dead)
        other.setattr(disk, "move", _killed_at(path, disk.move))
        with pytest.raises(Killed):
            save(kept, mine)
    path.write_bytes(notebook_file.encoded(notebook(note(), note("n3", "von außen"))))

    assert {"n1", "n2", "n3"} == set(load(path).notebook.notes)
    assert {"n1", "n2", "n3"} == set(load(path).notebook.notes)


def _killed_at(wanted: Path, move):
    def killed(source, target, backup):
        if target == wanted:
            raise Killed
        move(source, target, backup)

    return killed


# --- Git -------------------------------------------------------------------------------------


def git(place: Path, *words: str) -> str:
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=Test", "-c", "user.email=test@stadt.example")
    done = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", *identity, *words],  # noqa: S607 - the one that is installed
        cwd=place,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def repository(tmp_path) -> Path:
    top = tmp_path / "projekt"
    (top / "unter[1]" / "daten").mkdir(parents=True)
    (top / "unter[1]" / "daten" / "measures.json").write_text("[]", "utf-8")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "Daten")
    return top


@needs_git
def test_in_a_work_tree_it_is_kept_out_and_a_sentence_says_so(repository):
    path = notebook_path(repository / "unter[1]" / "daten", OWN)
    kept = save(load(path), notebook(note()))

    assert "" == git(repository, "status", "--porcelain")
    (warning,) = kept.notices
    assert "Git-Arbeitsverzeichnis" in warning
    assert "ausgenommen" in warning
    assert (warning,) == load(path).notices


@needs_git
def test_the_list_of_exceptions_keeps_what_is_in_it_and_gets_each_line_once(repository):
    path = notebook_path(repository / "unter[1]" / "daten", OWN)
    exclude = repository / ".git" / "info" / "exclude"
    exclude.write_bytes(b"*.bak")
    for text in ("eins", "zwei"):
        save(load(path), notebook(note(text=text)))

    lines = exclude.read_text("utf-8").splitlines()

    assert "*.bak" == lines[0]
    assert len(set(lines)) == len(lines)


@needs_git
def test_in_a_second_work_tree_it_is_kept_out_too(repository, tmp_path):
    other = tmp_path / "zweiter"
    git(repository, "worktree", "add", "-q", str(other))
    path = notebook_path(other / "unter[1]" / "daten", OWN)

    save(load(path), notebook(note()))

    assert (other / ".git").is_file()
    assert "" == git(other, "status", "--porcelain")


@needs_git
def test_a_notebook_that_git_has_already_is_said_to_be_there(repository):
    path = notebook_path(repository / "unter[1]" / "daten", OWN)
    path.write_bytes(notebook_file.encoded(notebook(note())))
    git(repository, "add", "-A")

    (warning,) = load(path).notices

    assert "Git führt die Datei schon mit" in warning


@pytest.mark.parametrize("text", ["gitdir: ../fremd", "gitdir: \0", "anderes", "gitdir:"])
def test_a_git_file_that_leads_to_no_repository_makes_nothing_there(tmp_path, text):
    (tmp_path / "fremd").mkdir()
    (tmp_path / "daten").mkdir()
    (tmp_path / "daten" / ".git").write_text(text, "utf-8")

    assert "" == keep_out_of_git(tmp_path / "daten" / "klima-notizen.json")
    assert [] == list((tmp_path / "fremd").iterdir())


def test_outside_of_git_nothing_is_said(path):
    assert "" == keep_out_of_git(path)


def test_removing_an_entry_is_written(path):
    kept = save(load(path), notebook(note(), note("n2")))

    save(kept, without_entries(kept.notebook, [note()]))

    assert ["n2"] == list(load(path).notebook.notes)


# --- what others get -------------------------------------------------------------------------


def test_a_package_has_the_same_bytes_with_notes_and_without(sample_dataset, tmp_path):
    published(repaired(sample_dataset), tmp_path / "ohne")
    path = notebook_path(sample_dataset, OWN)
    everywhere = [note(str(n), TELLTALE, field=None if n else "summary") for n in range(3)]
    accepted = Acceptance("bauen1", "summary", "text_long", "d", TELLTALE, "anna", NOW)
    save(load(path), notebook(*everywhere, accepted, Release("bauen1", TELLTALE, NOW, "d")))
    published(repaired(sample_dataset), tmp_path / "mit")

    assert image(tmp_path / "ohne") == image(tmp_path / "mit")


def test_a_request_holds_nothing_of_the_notes(sample_dataset, tmp_path):
    save(load(notebook_path(sample_dataset, OWN)), notebook(note(text=TELLTALE)))
    asked = requested(open_document(sample_dataset).dataset, tmp_path)

    with zipfile.ZipFile(asked) as book:
        assert not any(TELLTALE.encode() in book.read(name) for name in book.namelist())


@pytest.mark.parametrize("ticked", [False, True])
def test_open_notes_are_in_a_request_only_if_that_was_ticked_and_never_their_authors(
    sample_dataset, tmp_path, ticked
):
    dataset = open_document(sample_dataset).dataset
    found = notebook(
        note("n1", TELLTALE, author="Annegret"),
        note("n2", "erledigt", done=True),
        note("n3", "andere Stelle", measure="bauen2", field=None),
    )
    key = dataset.find("bauen1")
    order = RequestOrder(with_notes=ticked, noted=asked_notes(found, dataset.site.catalogue))
    out = send(dataset, [Group("Amt", (key,))], order, tmp_path / "abfrage")
    sheet = load_workbook(out.files[0])["Hinweise"]
    said = [tuple(cell.value for cell in row)[:3] for row in sheet.iter_rows()]

    title, label = dataset.view(key).title, dataset.site.catalogue.field("summary").label
    asked = [row for row in said if row[0] == "Offene Fragen"]
    assert ([("Offene Fragen", f"{title} · {label}", TELLTALE)] if ticked else []) == asked
    with zipfile.ZipFile(out.files[0]) as book:
        assert not any(b"Annegret" in book.read(name) for name in book.namelist())


# --- what waits ------------------------------------------------------------------------------


def refused(kept, found, monkeypatch, pid=DEAD_PID):
    """Have a process that is gone note something that it could not write."""
    with monkeypatch.context() as other:
        other.setattr(transaction, "replace_all", _full)
        other.setattr(os, "getpid", lambda: pid)
        with pytest.raises(NotebookError, match="Datenträger ist voll"):
            save(kept, found)


def _full(*_):
    raise OSError(errno.ENOSPC, "full")


def test_what_could_not_be_written_is_merged_at_the_next_opening(path, monkeypatch):
    kept = save(load(path), notebook(note(), note("n2")))
    mine = notebook(note("n2", done=True), note("n3", "wartet"))  # n1 is removed
    others = load(path)
    refused(kept, mine, monkeypatch)
    save(others, notebook(note(), note("n2"), note("n4", "von anderen")))

    found = load(path).notebook

    assert {"n2", "n3", "n4"} == set(found.notes)
    assert found.notes["n2"].done
    assert [] == list((paths.user_data() / waitingnotes.FOLDER).iterdir())
    assert found == load(path).notebook


def test_what_a_program_keeps_that_still_runs_is_left_to_it(path, monkeypatch):
    kept = load(path)
    refused(kept, notebook(note()), monkeypatch, os.getppid())

    assert EMPTY == load(path).notebook
    assert 1 == len(list((paths.user_data() / waitingnotes.FOLDER).iterdir()))


def test_it_waits_on_as_long_as_it_cannot_be_written(path, monkeypatch):
    refused(load(path), notebook(note()), monkeypatch)
    with monkeypatch.context() as still:
        still.setattr(transaction, "replace_all", _full)
        assert EMPTY == load(path).notebook

    assert notebook(note()) == load(path).notebook


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"base": {}, "ours": {"notes": 1}}'])
def test_waiting_notes_that_cannot_be_read_stay_and_stop_nothing(path, monkeypatch, data):
    refused(load(path), notebook(note()), monkeypatch)
    (place,) = (paths.user_data() / waitingnotes.FOLDER).iterdir()
    place.write_bytes(data)

    assert EMPTY == load(path).notebook
    assert data == place.read_bytes()


def test_what_can_be_kept_nowhere_is_told_as_lost(path, monkeypatch):
    monkeypatch.setattr(transaction, "replace_all", _full)
    monkeypatch.setattr(disk, "write_whole", _full)

    with pytest.raises(notebook_file.LostNotesError):
        save(load(path), notebook(note()))
