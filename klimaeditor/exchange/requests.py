"""Send a request: one workbook per department and the register, in a folder of their own."""

from __future__ import annotations

import re
import secrets
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.checks.completeness import completeness, days_told
from klimaeditor.clock import local_now
from klimaeditor.excel import target
from klimaeditor.excel.request_baseline import AskedNote, RequestInfo
from klimaeditor.excel.request_layout import (
    DEFAULT_FIELDS,
    FEW_MEASURES,
    RequestArrangement,
    askable,
)
from klimaeditor.excel.request_write import render
from klimaeditor.excel.target import SUFFIX
from klimaeditor.excel.workbook_words import long_path
from klimaeditor.exchange import exchange_words, register
from klimaeditor.exchange.exchange_words import _listed
from klimaeditor.exchange.register import DepartmentEntry, RegisterError, RequestRegister
from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import os_reason, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError, WorkbookError
from klimaeditor.model.records import category_names
from klimaeditor.paths import plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset
    from klimaeditor.notes.notebook import Notebook


# --- words ---------------------------------------------------------------------------------------

NO_BODY: Final = "Ohne zuständige Stelle"
NO_CATEGORY: Final = "Ohne Kategorie"
EVERYBODY: Final = "Alle Maßnahmen"


def file_name(day: str, department: str) -> str:
    """Return the stem of a request's file name."""
    return f"Abfrage {day} {department}"


def inside_dataset(folder: str) -> str:
    """Return the refusal to put requests where they would be published."""
    return (
        f"{quoted(folder)} ist der Ordner eines Datensatzes oder liegt in einem; was dort liegt, "
        "wird veröffentlicht. Wählen Sie für die Abfrage einen anderen Ordner."
    )


def register_exists(folder: str) -> str:
    """Return the refusal to overwrite an earlier request."""
    return (
        f"In {quoted(folder)} liegt schon eine Abfrage. Wählen Sie für jede Abfrage einen "
        "eigenen Ordner."
    )


def folder_failed(folder: str, reason: str) -> str:
    """Return the message for a folder that cannot be made."""
    return (
        f"Der Ordner {quoted(folder)} lässt sich nicht anlegen: {reason} Wählen Sie einen anderen."
    )


NOTHING_TO_ASK: Final = (
    "Es ist keine Maßnahme ausgewählt, zu der etwas gefragt werden kann. Wählen Sie andere."
)
NO_FIELDS: Final = "Es ist kein Feld ausgewählt. Wählen Sie mindestens eines."


def not_askable(names: Sequence[str]) -> str:
    """Return the refusal of fields that no department decides on."""
    return (
        "Nach diesen Feldern kann keine Stelle gefragt werden: "
        f"{', '.join(map(shortened, names))}. Lassen Sie sie weg; alle Namen nennt „klimaeditor "
        "fields“."
    )


def without_id(titles: Sequence[str]) -> str:
    """Return the notice about measures whose rows could not be recognised again."""
    return (
        f"Diese Maßnahmen haben keine eigene Kennung und sind nicht dabei: {_listed(titles)}. "
        "Bringen Sie zuerst die Kennungen in Ordnung."
    )


# --- covering mail -----------------------------------------------------------------------------


def mail_text(
    department: str, due: str, measures: Sequence[str], sender: tuple[str, str, str]
) -> str:
    """Return the text of the mail with a request; *sender* is (contact, file name, note)."""
    contact, file, note = sender
    until = f" bis zum {due}" if due else ""
    lines = [
        "Betreff: Abfrage zum Klimastadt-Vertrag" + (f", Rückgabe bis {due}" if due else ""),
        "",
        "Guten Tag,",
        "",
        f"anbei erhalten Sie die Datei {quoted(file)} für {department}. Wir bitten Sie{until}",
        *_about("um Ihre Angaben zu", measures),
        "",
        *([note, ""] if note else []),
        "So geht es: Öffnen Sie die Datei in Excel, prüfen und ändern Sie die Angaben. Wählen Sie",
        "bei jeder Maßnahme eine „Rückmeldung“, speichern Sie, und schicken Sie die Excel-Datei",
        "selbst zurück. Wie Sie sie ausfüllen, steht auf dem ersten Blatt.",
        "",
        *_ending(contact),
    ]
    return "\n".join(lines)


# --- reminder ----------------------------------------------------------------------------------


def reminder_text(
    department: str, sent: str, due: str, measures: Sequence[str], sender: tuple[str, str]
) -> str:
    """Return the text of a reminder; *sender* is (contact, file name of the request)."""
    contact, file = sender
    until = f" bis zum {due}" if due else ""
    lines = [
        f"Betreff: Erinnerung: Abfrage zum Klimastadt-Vertrag vom {sent}",
        "",
        "Guten Tag,",
        "",
        f"am {sent} haben wir die Datei {quoted(file)} verschickt (an: {department})",
        f"und Sie{until} um Ihre Angaben gebeten. Bei uns ist die Datei noch nicht wieder",
        *_about("angekommen. Es geht um", measures),
        "",
        "Schicken Sie uns die ausgefüllte Datei zurück. Hat sich nichts geändert, genügt in",
        "der Spalte „Rückmeldung“ die Angabe „keine Änderung“.",
        "",
        *_ending(contact),
    ]
    return "\n".join(lines)


def _about(words: str, measures: Sequence[str]) -> list[str]:
    """Return the lines that name the measures asked about; a single one needs no list."""
    if len(measures) == 1:
        return [f"{words} „{measures[0]}“."]
    return [f"{words} {len(measures)} Maßnahmen:", "", *(f"– {title}" for title in measures)]


def _ending(contact: str) -> list[str]:
    """Return whom to ask and to send the file to, thanks and regards."""
    whom = ["Bei Fragen und für die Rücksendung:", contact, ""] if contact else []
    return [*whom, "Vielen Dank!", "", "Mit freundlichen Grüßen", ""]


def reminder_name(department: str) -> str:
    """Return the stem of a reminder's file name."""
    return f"Erinnerung {department}"


# --- Send a request: one workbook per department and the register, in a folder of their own ------


class RequestError(KlimaError):
    """A request that cannot be made as it was wanted."""


@dataclass(frozen=True, slots=True)
class RequestOrder:
    """What is asked, by when, by whom; *note* is the covering note in each workbook.

    *arrangement* is how every workbook asks; None lets the number of its measures decide. With
    *with_notes*, open notes about the measures are wanted in the workbooks; *noted* are those.
    """

    fields: tuple[str, ...] = DEFAULT_FIELDS
    due: date | None = None
    contact: str = ""
    note: str = ""
    arrangement: RequestArrangement | None = None
    with_notes: bool = False
    noted: tuple[AskedNote, ...] = ()


MOST_SHEETS: Final = 200
"""From more measures on, a table is the only workbook that opens in reasonable time."""


def asked_notes(notebook: Notebook, catalogue: Catalogue) -> tuple[AskedNote, ...]:
    """Return the open notes as they may be sent: what and about which field, never who wrote it."""
    found = sorted(notebook.notes.values(), key=lambda note: (note.at, note.key))
    labels: dict[str, str] = {field.name: field.label for field in catalogue.fields}
    return tuple(
        AskedNote(note.measure, labels.get(note.field or "", ""), note.text)
        for note in found
        if not note.done
    )


def arrangement_for(measures: int, wanted: RequestArrangement | None) -> RequestArrangement:
    """Return how a workbook about so many measures asks."""
    if measures > MOST_SHEETS:
        return RequestArrangement.TABLE
    if wanted is not None:
        return wanted
    return RequestArrangement.SHEETS if measures <= FEW_MEASURES else RequestArrangement.TABLE


@dataclass(frozen=True, slots=True)
class SentOut:
    """What was written: the register, and German remarks."""

    register: RequestRegister
    files: tuple[Path, ...]
    notices: tuple[str, ...] = field(default=())


def new_request_id(moment: datetime) -> str:
    """Return the id of a new request: the day, and something nobody guesses or repeats."""
    return f"A-{moment:%Y-%m-%d}-{secrets.token_hex(4)}"


def send(  # noqa: PLR0913 - clock and id are for tests
    dataset: Dataset,
    groups: Iterable[Group],
    wanted: RequestOrder,
    folder: Path,
    dataset_folder: Path | None = None,
    *,
    clock: Callable[[], datetime] = local_now,
    new_id: Callable[[datetime], str] = new_request_id,
) -> SentOut:
    """Write the workbooks and the register into *folder*, which is made where it is missing.

    Raises RequestError where the folder is part of a dataset or holds a request already, or where
    nothing is asked, and WorkbookError where a text fits into no cell or the disk refuses. All
    workbooks are made before the first is written; where not all can be, none is left.
    """
    refuse_public_folder(folder, dataset_folder)
    fields = _checked_fields(dataset.site.catalogue, wanted.fields)
    chosen, notices = _with_ids(dataset, groups)
    if not chosen:
        raise RequestError(NOTHING_TO_ASK)
    moment = clock()
    request = new_id(moment)
    entries, made = [], {}
    names: set[str] = set()
    for group in chosen:
        about = RequestInfo(
            request,
            group.name,
            moment,
            wanted.due,
            fields,
            dataset.site.catalogue,
            wanted.contact,
            wanted.note,
            arrangement_for(len(group.measures), wanted.arrangement),
            wanted.noted if wanted.with_notes else (),
        )
        data = render(dataset, group.measures, about)
        stem = file_name(f"{moment:%Y-%m-%d}", group.name)
        name = safe_name(stem, names) + SUFFIX
        made[folder / name] = data
        views = [dataset.view(key) for key in group.measures]
        ids, titles = tuple(view.id for view in views), tuple(view.title for view in views)
        entries.append(DepartmentEntry(group.name, name, register.digest(data), ids, titles))
    found = RequestRegister(
        request, moment, wanted.due, wanted.contact, wanted.note, fields, tuple(entries), folder
    )
    _make(folder)
    _write(made, found)
    return SentOut(found, tuple(made), (*notices, *_too_long(made)))


def _write(made: Mapping[Path, bytes], found: RequestRegister) -> None:
    """Write the workbooks and the register: all, or none that was not there before."""
    fresh = [path for path in made if not path.exists()]
    try:
        for path, data in made.items():
            target.replace(path, data)
        register.save(found)
    except WorkbookError:
        for path in fresh:
            with suppress(OSError):
                disk.remove(path)
        raise


def _too_long(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the warning about the longest path, where Excel cannot open it (SAFE-14)."""
    length = max(len(str(path.absolute())) for path in paths)
    long = length > target.LONGEST_PATH
    return (long_path(length, target.LONGEST_PATH),) if long else ()


def refuse_public_folder(folder: Path, dataset_folder: Path | None) -> None:
    """Raise RequestError for a folder that is a dataset, or is in one, or holds a request."""
    own = folder.resolve()
    above = [own, *own.parents]
    public = dataset_folder is not None and dataset_folder.resolve() in above
    if public or any((place / FileName.MEASURES).is_file() for place in above):
        raise RequestError(inside_dataset(str(folder)))
    if (folder / exchange_words.REGISTER_NAME).exists():
        raise RequestError(register_exists(str(folder)))


def _checked_fields(catalogue: Catalogue, names: Sequence[str]) -> tuple[FieldName, ...]:
    known = {found.name for found in askable(catalogue)}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise RequestError(not_askable(wrong))
    if not names:
        raise RequestError(NO_FIELDS)
    return tuple(found.name for found in askable(catalogue) if found.name in names)


def _with_ids(
    dataset: Dataset, groups: Iterable[Group]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Return the groups without the measures that could not be recognised again."""
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    kept, lost = [], []
    for group in groups:
        good = []
        for key in group.measures:
            view = dataset.view(key)
            if view.id.strip() and len(by_id.get(view.id, ())) == 1:
                good.append(key)
            else:
                lost.append(view.title)
        if good:
            kept.append(type(group)(group.name, tuple(good), group.spellings))
    return tuple(kept), ((without_id(lost),) if lost else ())


def safe_name(stem: str, taken: set[str]) -> str:
    """Return a name, without suffix, as ``paths.plain_name`` makes it (SEC-17).

    It is none of *taken* and is added to them; two names are the same whatever their case.
    """
    plain = plain_name(stem)
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise RegisterError(folder_failed(str(folder), reason)) from error


# --- Which measure goes to whom: by responsible body, by category, or all to one -----------------
#
# A suggestion, not a verdict: spellings that mean the same body are put together, and the caller
# may
# rename, join and take apart what is plain data.

SAME_BODY: Final = 92
"""From this similarity on (0 to 100), two spellings mean the same body.

„Stadtwerke“ and „Stadtnetze“ of one town reach 83 and are two.
"""
_LEGAL_FORMS: Final = frozenset(
    {"gmbh", "ggmbh", "mbh", "ag", "kg", "ohg", "ev", "eg", "gbr", "ug", "se", "aör", "co"}
)
_SAME_WORDS: Final = {"stadtverwaltung": "stadt", "u": "und"}


class By(StrEnum):
    """How a request is split."""

    RESPONSIBLE = "responsible"
    CATEGORY = "category"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Group:
    """What one department is asked: its name, its measures by key, the *spellings* put together."""

    name: str
    measures: tuple[int, ...]
    spellings: tuple[str, ...] = ()


def split(dataset: Dataset, measures: Iterable[int], by: By) -> tuple[Group, ...]:
    """Return who is asked about which of *measures*, in the order of the dataset."""
    keys = list(measures)
    if by is By.CATEGORY:
        return _by_category(dataset, keys)
    if by is By.RESPONSIBLE:
        return _by_body(dataset, keys)
    return (Group(EVERYBODY, tuple(keys)),) if keys else ()


def joined(groups: Iterable[Group], names: Iterable[str], name: str) -> tuple[Group, ...]:
    """Return the groups with those called *names* put together under *name*, at the first place."""
    wanted = set(names)
    all_groups = tuple(groups)
    parts = [group for group in all_groups if group.name in wanted]
    if not parts:
        return all_groups
    whole = Group(
        name,
        tuple(dict.fromkeys(key for group in parts for key in group.measures)),
        tuple(dict.fromkeys(spelling for group in parts for spelling in group.spellings)),
    )
    rest = (group for group in all_groups if group.name not in wanted or group is parts[0])
    return tuple(whole if group is parts[0] else group for group in rest)


def renamed(groups: Iterable[Group], name: str, new: str) -> tuple[Group, ...]:
    """Return the groups with one of them called *new*."""
    return tuple(replace(g, name=new) if g.name == name else g for g in groups)


def _by_category(dataset: Dataset, keys: list[int]) -> tuple[Group, ...]:
    names = category_names(dataset)
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        value = dataset.value(key, "category_id")
        identifier = value if isinstance(value, str) else ""
        found[names.get(identifier, identifier) or NO_CATEGORY].append(key)
    return tuple(Group(name, tuple(own)) for name, own in found.items())


def _by_body(dataset: Dataset, keys: list[int]) -> tuple[Group, ...]:
    spellings = {key: _body(dataset, key) for key in keys}
    counted = Counter(text for text in spellings.values() if text)
    heads = same_bodies(counted)
    found: dict[str, list[int]] = defaultdict(list)
    for key, text in spellings.items():
        found[heads.get(text, NO_BODY)].append(key)
    return tuple(
        Group(
            name,
            tuple(own),
            tuple(dict.fromkeys(spellings[key] for key in own if spellings[key])),
        )
        for name, own in found.items()
    )


def _body(dataset: Dataset, key: int) -> str:
    value = dataset.value(key, "responsible_bodies")
    return " ".join(value.split()) if isinstance(value, str) else ""


def same_bodies(counted: Mapping[str, int]) -> dict[str, str]:
    """Return for each spelling the one it is put under: the most frequent that means the same."""
    heads: dict[str, str] = {}
    result = {}
    for spelling in sorted(counted, key=lambda text: (-counted[text], text)):
        plain = plain_body(spelling)
        head = next((h for p, h in heads.items() if _same(plain, p)), None)
        if head is None:
            heads[plain] = head = spelling
        result[spelling] = head
    return result


def _same(left: str, right: str) -> bool:
    """Tell whether two plain spellings mean one body; numbers must agree to the digit."""
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    return fuzz.token_sort_ratio(left, right) >= SAME_BODY


def plain_body(text: str) -> str:
    """Return a spelling without case, punctuation, legal form and the town's own synonyms."""
    words = re.findall(r"\w+", text.casefold().replace("e.v.", "ev").replace(".", ""))
    return " ".join(_SAME_WORDS.get(w, w) for w in words if w not in _LEGAL_FORMS) or text


# --- Which measures a request is about: those with old news, those with gaps ---------------------


def stale(dataset: Dataset, measures: Iterable[int], since: date) -> tuple[int, ...]:
    """Return those of *measures* that have no news of a readable day from *since* on."""

    def is_stale(key: int) -> bool:
        return all(day < since for day in days_told(dataset.view(key)))

    return tuple(key for key in measures if is_stale(key))


def incomplete(dataset: Dataset, measures: Iterable[int]) -> tuple[int, ...]:
    """Return those of *measures* that lack something the public page shows."""
    return tuple(key for key in measures if completeness(dataset.view(key)) < 1)


# --- Remind those who have not answered: a text to paste into a mail, nothing is sent (SEC-04) ---


def mail(register: RequestRegister, entry: DepartmentEntry) -> str:
    """Return the German text of the mail with a workbook; its first line is the subject."""
    due = register.due.strftime("%d.%m.%Y") if register.due else ""
    sender = (register.contact, entry.file, register.note)
    return mail_text(entry.name, due, entry.titles, sender)


def reminder(register: RequestRegister, entry: DepartmentEntry) -> str:
    """Return the German text of a reminder; its first line is the subject."""
    return reminder_text(
        entry.name,
        register.sent.strftime("%d.%m.%Y"),
        register.due.strftime("%d.%m.%Y") if register.due else "",
        entry.titles,
        (register.contact, entry.file),
    )


def write_reminders(
    register: RequestRegister, entries: Iterable[DepartmentEntry], today: date
) -> tuple[RequestRegister, tuple[Path, ...]]:
    """Write a text file per department beside the register; return it with the day noted.

    Raises WorkbookError where the disk refuses. Save the register afterwards.
    """
    paths = []
    for entry in entries:
        name = safe_name(reminder_name(entry.name), set())
        path = register.folder / f"{name}.txt"
        target.replace(path, reminder(register, entry).encode("utf-8-sig"))
        paths.append(path)
        register = register.with_department(replace(entry, reminded=(*entry.reminded, today)))
    return register, tuple(paths)
