"""The notebook of a dataset: notes, accepted findings, releases and the rules they follow.

It is internal and never a part of the four files (WEB-12); ``notebook_file`` says where it lies.
All here is frozen data and functions that return new data. Two people's notebooks are merged entry
by entry against what both have known, whoever is called ours: the result is the same. What a later
version of the program has added to an entry stays with it (*extra*).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import field as attribute
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from klimaeditor.model.values import Json, Value

    Entry: TypeAlias = "Note | Acceptance | Release | LastEdit"
    _Row: TypeAlias = "dict[str, Json]"
    _Decides: TypeAlias = "Callable[[Any, Any, Any], Json]"

_NOTHING: Final[Mapping[str, Json]] = MappingProxyType({})


class AuthorNames(StrEnum):
    """How people are named in a notebook."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody noted about a measure, or about one *field* of it.

    *author* is the computer's user name as the rules let it stand, no proof of who it was. *source*
    says in German where a note comes from that was not written here, e.g. a return.
    """

    key: str
    measure: str
    field: str | None
    text: str
    author: str
    at: datetime
    done: bool = False
    source: str = ""
    extra: Mapping[str, Json] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that somebody accepted with a reason, for the values of which *digest* is."""

    measure: str
    field: str | None
    rule: str
    digest: str
    reason: str
    author: str
    at: datetime
    extra: Mapping[str, Json] = attribute(default_factory=dict)

    @property
    def key(self) -> str:
        """What there is one acceptance of: a rule at a field of a measure."""
        return acceptance_key(self.measure, self.field, self.rule)


@dataclass(frozen=True, slots=True)
class MeasureMark:
    """That somebody did something with a whole measure, with the content of which *digest* is."""

    measure: str
    author: str
    at: datetime
    digest: str
    extra: Mapping[str, Json] = attribute(default_factory=dict)

    @property
    def key(self) -> str:
        """What there is one mark of a kind of: a measure."""
        return self.measure


@dataclass(frozen=True, slots=True)
class Release(MeasureMark):
    """That somebody released a measure."""


@dataclass(frozen=True, slots=True)
class LastEdit(MeasureMark):
    """Who has saved a measure last.

    Kept only where the rules ask that another person releases it.
    """


@dataclass(frozen=True, slots=True)
class NotebookRules:
    """What holds for all who write into a notebook.

    *retention* is a number of days, 0 for no end (:func:`expired`). Releases are off until somebody
    turns them on; *release_required* lets nothing be published that is not released, and
    *second_person* asks that not the one releases who edited last. For *log_days* it is logged who
    changed which field (``editlog``), 0 for not at all.
    """

    names: AuthorNames = AuthorNames.FULL
    retention: int = 0
    releases: bool = False
    release_required: bool = False
    second_person: bool = False
    extra: Mapping[str, Json] = attribute(default_factory=dict)
    log_days: int = 0


@dataclass(frozen=True, slots=True)
class Notebook:
    """All that is noted about a dataset; entries by their key, measures by their id."""

    notes: Mapping[str, Note] = attribute(default_factory=dict)
    acceptances: Mapping[str, Acceptance] = attribute(default_factory=dict)
    releases: Mapping[str, Release] = attribute(default_factory=dict)
    budget_keys: Mapping[str, str] = attribute(default_factory=dict)
    rules: NotebookRules = attribute(default_factory=NotebookRules)
    extra: Mapping[str, Json] = attribute(default_factory=dict)
    edits: Mapping[str, LastEdit] = attribute(default_factory=dict)

    def notes_of(self, measure: str, field_name: str | None = None) -> tuple[Note, ...]:
        """Return the notes of a measure as a whole, or of one of its fields, the latest first."""
        own = [
            note
            for note in self.notes.values()
            if note.measure == measure and (note.field or None) == field_name
        ]
        return tuple(sorted(own, key=lambda note: (note.at, note.key), reverse=True))

    def by_measure(self) -> Mapping[str, tuple[Note, ...]]:
        """Return the notes of each measure that has any, those of its fields among them."""
        found: dict[str, list[Note]] = {}
        for note in self.notes.values():
            found.setdefault(note.measure, []).append(note)
        return {measure: tuple(own) for measure, own in found.items()}

    def open_counts(self) -> Mapping[str, int]:
        """Return how many open notes each measure has, those of its fields among them."""
        counts: dict[str, int] = {}
        for note in self.notes.values():
            if not note.done:
                counts[note.measure] = counts.get(note.measure, 0) + 1
        return counts


EMPTY: Final = Notebook()


# --- Adding, replacing, removing -----------------------------------------------------------------


def new_note(measure: str, field_name: str | None, text: str, author: str, at: datetime) -> Note:
    """Return a note with a key of its own, as it can be stored: without half characters."""
    import uuid  # noqa: PLC0415 - slow to load, and whoever only reads makes no note

    said = text.encode("utf-8", "replace").decode("utf-8").strip()
    when = at.astimezone(UTC).replace(microsecond=0)
    return Note(uuid.uuid4().hex, measure, field_name, said, author, when)


def acceptance_key(measure: str, field_name: str | None, rule: str) -> str:
    """Return the key of what is accepted."""
    return json.dumps([measure, field_name or "", rule], ensure_ascii=False)


def with_entries(notebook: Notebook, entries: Iterable[Entry]) -> Notebook:
    """Return a notebook with entries added; each takes the place of one with its key."""
    notes, accepted = dict(notebook.notes), dict(notebook.acceptances)
    released, edited = dict(notebook.releases), dict(notebook.edits)
    for entry in entries:
        if isinstance(entry, Note):
            notes[entry.key] = entry
        elif isinstance(entry, Acceptance):
            accepted[entry.key] = entry
        elif isinstance(entry, Release):
            released[entry.key] = entry
        else:
            edited[entry.key] = entry
    return replace(notebook, notes=notes, acceptances=accepted, releases=released, edits=edited)


def without_entries(notebook: Notebook, entries: Iterable[Entry]) -> Notebook:
    """Return a notebook without entries, known by kind and key; missing ones are no fault."""
    gone = {(type(entry), entry.key) for entry in entries}
    return replace(
        notebook,
        notes={k: own for k, own in notebook.notes.items() if (Note, k) not in gone},
        acceptances={
            k: own for k, own in notebook.acceptances.items() if (Acceptance, k) not in gone
        },
        releases={k: own for k, own in notebook.releases.items() if (Release, k) not in gone},
        edits={k: own for k, own in notebook.edits.items() if (LastEdit, k) not in gone},
    )


def with_budget_key(notebook: Notebook, measure: str, text: str) -> Notebook:
    """Return a notebook with the product group of a measure in the city's budget, "" for none."""
    kept = {own: value for own, value in notebook.budget_keys.items() if own != measure}
    return replace(notebook, budget_keys={**kept, measure: text} if text else kept)


def digest_of(*values: Value) -> str:
    """Return what tells values from others: the same values in the same order give the same."""
    made = hashlib.sha256()
    for value in values:
        text = "" if isinstance(value, Absent) else json.dumps(value, sort_keys=True)
        made.update(f"{len(text)}:{text}".encode())
    return made.hexdigest()


# --- People: how they are named, and what is removed of them -------------------------------------

_WORD: Final = re.compile(r"[^\W\d_]+")
_INITIALS: Final = 2


def named(user: str, names: AuthorNames) -> str:
    """Return a user's name as a notebook may hold it: whole, at most two letters, or nothing."""
    if names is AuthorNames.NONE:
        return ""
    if names is AuthorNames.FULL or (len(user) <= _INITIALS and user.isupper()):
        return user
    words = _WORD.findall(user.rpartition("\\")[2].partition("@")[0])
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0].upper()[0] for word in ends)


def with_rules(notebook: Notebook, rules: NotebookRules) -> Notebook:
    """Return a notebook under other rules; the names in it are shortened as they say."""
    return _renamed(replace(notebook, rules=rules), lambda author: named(author, rules.names))


def authors(notebook: Notebook) -> tuple[str, ...]:
    """Return who is named in a notebook, in order of the alphabet."""
    found = {entry.author for entry in _entries(notebook)}
    return tuple(sorted(found - {""}, key=str.casefold))


def without_person(notebook: Notebook, author: str) -> Notebook:
    """Return a notebook without the notes of a person, and without the name where it stands."""
    kept = without_entries(
        notebook, [note for note in notebook.notes.values() if note.author == author]
    )
    return _renamed(kept, lambda own: "" if own == author else own)


def expired(notebook: Notebook, now: datetime) -> Notebook:
    """Return a notebook without what its retention has ended for.

    Notes that are done go, and who edited last. What is still open, was accepted or released, is
    work and stays, without the name.
    """
    if notebook.rules.retention <= 0:
        return notebook
    try:
        limit = now - timedelta(days=notebook.rules.retention)
    except OverflowError:
        return notebook
    old = [entry for entry in _entries(notebook) if entry.at < limit]
    over = [entry for entry in old if _is_done(entry)]
    left = [replace(entry, author="") for entry in old if entry.author and not _is_done(entry)]
    return with_entries(without_entries(notebook, over), left) if over or left else notebook


def _is_done(entry: Entry) -> bool:
    return isinstance(entry, LastEdit) or (isinstance(entry, Note) and entry.done)


def _entries(notebook: Notebook) -> tuple[Entry, ...]:
    return (
        *notebook.notes.values(),
        *notebook.acceptances.values(),
        *notebook.releases.values(),
        *notebook.edits.values(),
    )


def _renamed(notebook: Notebook, shown: Callable[[str], str]) -> Notebook:
    other = [
        replace(entry, author=shown(entry.author))
        for entry in _entries(notebook)
        if shown(entry.author) != entry.author
    ]
    return with_entries(notebook, other) if other else notebook


# --- Merging what two people have written --------------------------------------------------------
#
# Works on what the file holds, so that keys nobody here knows are merged like all others.


def merge(base: Notebook, ours: Notebook, theirs: Notebook) -> Notebook:
    """Return what two people have made of *base*; the same whoever of them is called ours.

    Entries that one of them added stay, those that one of them removed go, unless the other changed
    them. Of a note that both changed, each part counts as it was changed; of two texts both stay,
    and open goes before done. Of two acceptances or releases the later holds, of two rules the
    stricter.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    same = {name: _unchanged(*(getattr(each, name) for each in (base, ours, theirs)))
            for name in _TABLES}  # fmt: skip
    old, one, two = (as_json(_without_these(each, same)) for each in (base, ours, theirs))
    merged = from_json(_merged(old, one, two, _kinds))
    kept: Any = {name: {**entries, **getattr(merged, name)} for name, entries in same.items()}
    return replace(merged, **kept)


_TABLES: Final = ("notes", "acceptances", "releases", "edits", "budget_keys")


def _unchanged(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the entries that all three have in the same words: nothing is to be decided there."""
    return {
        key: entry
        for key, entry in ours.items()
        if key in base and key in theirs and entry == base[key] and entry == theirs[key]
    }


def _without_these(notebook: Notebook, same: Mapping[str, Mapping[str, Any]]) -> Notebook:
    rest: Any = {
        name: {key: own for key, own in getattr(notebook, name).items() if key not in entries}
        for name, entries in same.items()
    }
    return replace(notebook, **rest)


def _merged(old: _Row, one: _Row, two: _Row, kinds: Callable[[str], _Decides]) -> _Row:
    """Return a merged object; *kinds* gives for a key what decides between two changes to it."""
    merged: _Row = {}
    for key in (*one, *(own for own in two if own not in one)):
        was, first, second = (row.get(key, _GONE) for row in (old, one, two))
        found = _chosen(was, first, second, kinds(key))
        if found is not _GONE:
            merged[key] = found
    return merged


_GONE: Any = Absent.ABSENT


def _chosen(old: Any, one: Any, two: Any, decide: _Decides) -> Any:  # noqa: ANN401 - JSON
    if _canonical(one) == _canonical(two) or _canonical(two) == _canonical(old):
        return one
    if _canonical(one) == _canonical(old):
        return two
    if one is _GONE or two is _GONE:  # removed by one and changed by the other: what is changed
        return two if one is _GONE else one
    return decide(old, one, two)


def _canonical(value: Any) -> str:  # noqa: ANN401 - JSON
    return "" if value is _GONE else json.dumps(value, sort_keys=True)


def _kinds(key: str) -> _Decides:
    return _DECIDED.get(key, _larger)


def _larger(_old: Json, one: Json, two: Json) -> Json:
    """Choose between two that nothing speaks for, so that all choose the same."""
    return max(one, two, key=_canonical)


def _each(kind: _Decides) -> _Decides:
    """Return what decides about a table: entry by entry, each as *kind* says."""

    def decide(old: Any, one: Any, two: Any) -> Json:  # noqa: ANN401 - JSON
        return _merged({} if old is _GONE else old, one, two, lambda _: kind)

    return decide


def _note_parts(old: Any, one: Any, two: Any) -> Json:  # noqa: ANN401 - JSON
    known = {} if old is _GONE else old
    return _merged(known, one, two, lambda key: _PARTS.get(key, _larger))


def _both_texts(_old: Json, one: Json, two: Json) -> Json:
    first, second = sorted((str(one), str(two)), key=lambda text: (len(text), text))
    return second if first in second else f"{first}\n\n{second}"


def _later(_old: Json, one: _Row, two: _Row) -> Json:
    return max(one, two, key=lambda row: (_moment(row["at"]), _canonical(row)))


def _strictest(_old: Json, one: str, two: str) -> Json:
    order = [name.value for name in AuthorNames]
    return max(one, two, key=order.index)


def _shortest(_old: Json, one: int, two: int) -> Json:
    return min(days for days in (one, two) if days) if one or two else 0


def _rule_parts(old: Any, one: Any, two: Any) -> Json:  # noqa: ANN401 - JSON
    known = {} if old is _GONE else old
    return _merged(known, one, two, lambda key: _RULES.get(key, _larger))


_PARTS: Final[Mapping[str, _Decides]] = {
    "text": _both_texts,
    "done": lambda _old, one, two: bool(one and two),
}
_RULES: Final[Mapping[str, _Decides]] = {
    "names": _strictest,
    "retention": _shortest,
    "log_days": lambda _old, one, two: min(one, two),
}
_DECIDED: Final[Mapping[str, _Decides]] = {
    "notes": _each(_note_parts),
    "accepted": _each(_later),
    "releases": _each(_later),
    "edits": _each(_later),
    "budget_keys": _each(_larger),
    "rules": _rule_parts,
}


# --- As JSON -------------------------------------------------------------------------------------

_RULE_NAMES: Final = tuple(own.name for own in fields(NotebookRules) if own.name != "extra")


class NotebookFaultError(ValueError):
    """A notebook whose content is not understood; *place* names where, in German."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def as_json(notebook: Notebook) -> _Row:
    """Return a notebook as the object that its file holds; entries by key, in stable order."""
    rules = notebook.rules
    return {
        **notebook.extra,
        "rules": {**rules.extra, **{name: getattr(rules, name) for name in _RULE_NAMES}},
        "notes": _table(notebook.notes),
        "accepted": _table(notebook.acceptances),
        "releases": _table(notebook.releases),
        "budget_keys": dict(sorted(notebook.budget_keys.items())),
        **({"edits": _table(notebook.edits)} if notebook.edits else {}),
    }


def _table(entries: Mapping[str, Any]) -> _Row:
    ordered = sorted(entries.values(), key=lambda entry: (entry.at, entry.key))
    return {entry.key: _entry_json(entry) for entry in ordered}


def _entry_json(entry: Any) -> _Row:  # noqa: ANN401 - one of three
    own = {each.name: getattr(entry, each.name) for each in fields(entry) if each.name != "extra"}
    own.pop("key", None)
    return {**entry.extra, **own, "at": entry.at.isoformat(timespec="seconds")}


def from_json(found: Json, *, lenient: bool = False) -> Notebook:
    """Return the notebook in an object as :func:`as_json` makes it.

    Keys that are not known here stay. Raises NotebookFaultError; *lenient* leaves entries out that
    are not understood, which is only for reading.
    """
    if not isinstance(found, dict):
        raise NotebookFaultError("ganze Datei")
    kinds: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
        "notes": ("Notiz", _note),
        "accepted": ("Angenommener Befund", _acceptance),
        "releases": ("Freigabe", _release),
        "budget_keys": ("Produktgruppe", _budget_key),
        "edits": ("Letzte Bearbeitung", _last_edit),
    }
    tables: dict[str, dict[str, Any]] = {}
    for name, (label, read) in kinds.items():
        tables[name] = {}
        for key, row in _object(found.get(name, {}), name, lenient=lenient).items():
            try:
                entry = read(key, row)
            except (KeyError, TypeError, ValueError, OverflowError) as error:
                if lenient:
                    continue
                raise NotebookFaultError(f"{label} {key}") from error
            tables[name][getattr(entry, "key", key)] = entry
    try:
        rules = _rules(_object(found.get("rules", {}), "rules", lenient=lenient))
    except (TypeError, ValueError) as error:
        if not lenient:
            raise NotebookFaultError("rules") from error
        rules = NotebookRules()
    return Notebook(
        tables["notes"],
        tables["accepted"],
        tables["releases"],
        tables["budget_keys"],
        rules,
        _without(found, {*kinds, "rules"}),
        tables["edits"],
    )


def _object(found: Json, place: str, *, lenient: bool) -> _Row:
    if isinstance(found, dict):
        return found
    if lenient:
        return {}
    raise NotebookFaultError(place)


def _without(found: Mapping[str, Json], names: Iterable[str]) -> Mapping[str, Json]:
    known = set(names)
    return {key: value for key, value in found.items() if key not in known}


def _extra(kind: type, row: Mapping[str, Json]) -> Mapping[str, Json]:
    return _without(row, [own.name for own in fields(kind) if own.name not in {"extra", "key"}])


def _text(row: Mapping[str, Json], key: str, default: str | None = None) -> str:
    value = row.get(key, default) if default is not None else row[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _field(row: Mapping[str, Json]) -> str | None:
    return None if row.get("field") is None else _text(row, "field")


def _moment(text: Json) -> datetime:
    """Return a moment with its zone; one without counts as UTC."""
    found = datetime.fromisoformat(str(text))
    aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return aware.astimezone(UTC)


def _flag(row: Mapping[str, Json], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise TypeError(key)
    return value


def _note(key: str, row: _Row) -> Note:
    return Note(
        key,
        _text(row, "measure"),
        _field(row),
        _text(row, "text"),
        _text(row, "author", ""),
        _moment(row["at"]),
        _flag(row, "done"),
        _text(row, "source", ""),
        _extra(Note, row),
    )


def _acceptance(_key: str, row: _Row) -> Acceptance:
    return Acceptance(
        _text(row, "measure"),
        _field(row),
        _text(row, "rule"),
        _text(row, "digest"),
        _text(row, "reason", ""),
        _text(row, "author", ""),
        _moment(row["at"]),
        _extra(Acceptance, row),
    )


def _release(_key: str, row: _Row) -> Release:
    return Release(*_mark(row), _extra(Release, row))


def _last_edit(_key: str, row: _Row) -> LastEdit:
    return LastEdit(*_mark(row), _extra(LastEdit, row))


def _mark(row: _Row) -> tuple[str, str, datetime, str]:
    measure = _text(row, "measure")
    return measure, _text(row, "author", ""), _moment(row["at"]), _text(row, "digest")


def _budget_key(_key: str, value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _rules(row: _Row) -> NotebookRules:
    return NotebookRules(
        AuthorNames(_text(row, "names", AuthorNames.FULL)),
        _days(row, "retention"),
        _flag(row, "releases"),
        _flag(row, "release_required"),
        _flag(row, "second_person"),
        _extra(NotebookRules, row),
        _days(row, "log_days"),
    )


def _days(row: _Row, key: str) -> int:
    days = row.get(key, 0)
    if type(days) is not int or days < 0:
        raise ValueError(days)
    return days
