"""The words the catalogue is written in: sections, kinds of editor, profiles, one field."""

from __future__ import annotations

from enum import Enum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import ABSENT, Absent

if TYPE_CHECKING:
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Path, Value


class Section(Enum):
    """The sections of the form in the order of the public page: title, short title, subtitle."""

    HEAD = ("Kopf", "Kopf", "Titel, Kategorie und Zusammenfassung")
    DESCRIPTION = ("Beschreibung", "Beschreibung", "Darum geht es")
    IMPACT = ("Auswirkungen", "Auswirkungen", "Fakten, die erreicht werden wollen")
    IMPLEMENTATION = ("Umsetzung", "Umsetzung", "Details zur Umsetzung der Maßnahme")
    PROGRESS = ("Fortschritt", "Fortschritt", "Bestimmt den öffentlichen Status und das Diagramm")
    MORE = ("Weitere Informationen", "Weitere", "Rohdaten aus dem Klimastadt-Vertrag")
    LINKS = ("Nützliche Links", "Links", "Liste unter der Zusammenfassung")
    ACTION = ("Werde selber aktiv!", "Aufruf", "Aufruf an Bürgerinnen und Bürger")
    CATEGORY = ("Kategorie", "Kategorie", "Gilt für alle Maßnahmen dieser Kategorie")

    @property
    def title(self) -> str:
        """The German heading."""
        return self.value[0]

    @property
    def short(self) -> str:
        """The German name where there is little room."""
        return self.value[1]

    @property
    def subtitle(self) -> str:
        """The German line beside the heading."""
        return self.value[2]


class Kind(StrEnum):
    """The kinds of editor; each is made by hand, none is inferred from a type."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    OPEN_CHOICE = "open_choice"
    CHOICE = "choice"
    CATEGORY = "category"
    AMOUNT = "amount"
    YEAR = "year"
    NUMBER = "number"
    DATE = "date"
    URL = "url"
    LINKS = "links"
    SERIES = "series"
    IDENTIFIER = "identifier"


TEXT_KINDS = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.OPEN_CHOICE, Kind.URL})
NUMBER_KINDS = frozenset({Kind.AMOUNT, Kind.YEAR, Kind.NUMBER})
ITEM_KEYS = MappingProxyType({Kind.SERIES: "date", Kind.LINKS: "url"})
"""The kinds that hold a list -> the key that tells its entries apart (WEB-04)."""


class Profile(StrEnum):
    """What a measure has to have (DOM-02)."""

    MEASURE = "measure"
    INITIATIVE = "initiative"


EVERY_PROFILE = frozenset(Profile)
ONLY_MEASURE = frozenset({Profile.MEASURE})
NO_PROFILE: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class Excel:
    """The column of a field in the exported workbook: unique header, width in characters."""

    header: str
    width: int = 30


def also(names: str) -> tuple[str, ...]:
    """Return the aliases of a field, written as one text with "; " between them."""
    return tuple(names.split("; "))


@dataclass(frozen=True, slots=True)
class Field:
    """One field: everything the form, checks, Excel, help and documents know about it.

    *path* leads from the record to the value. *key_label* is the contract's own English key.
    *shown* says where the public page prints it. *required* lists the profiles that need a value,
    *expected* those whose page shows it of every measure though the contract does not ask for it.
    *limit* is the length in characters at which the site or the reader has had enough. *choices*
    are (stored value, German label) pairs of fixed choices. *html* marks a raw HTML sink of the
    site (requirements 0.1). *row* is True where the page prints a label even without value,
    *empty_hides_row* where an empty text takes the row away. *empty* is what an emptied field
    leaves behind, and what a new record begins with (*is_kept*). *only_if* names another field and
    the value it must have for this one to apply. *after* names the field that the form puts this
    one behind, where its order inside a section is not that of the files. *aliases* are the names
    that the tables of others give its column (DOM-04). *meaning* says to readers of the data what
    a value tells them, "" where *help* does.
    """

    name: FieldName
    file: FileName
    path: Path
    label: str
    key_label: str
    section: Section
    help: str
    shown: str
    kind: Kind
    required: frozenset[Profile] = NO_PROFILE
    expected: frozenset[Profile] = NO_PROFILE
    excel: Excel | None = None
    limit: int | None = None
    choices: tuple[tuple[Json, str], ...] = ()
    html: bool = False
    row: bool = False
    empty_hides_row: bool = False
    empty: Value = ABSENT
    only_if: tuple[FieldName, Json] | None = None
    after: FieldName | None = None
    aliases: tuple[str, ...] = ()
    meaning: str = ""

    def emptied(self, profile: Profile) -> Value:
        """Return what is stored when the user empties the field.

        A required contract text stays as ``""`` (a finding asks for it); elsewhere *empty* says
        whether the key goes, or stays as null or as an empty text (OPN-05).
        """
        if self.is_contract_text and profile in self.required:
            return ""
        return self.empty

    @property
    def is_text(self) -> bool:
        """Whether the stored value is a string."""
        return self.kind in TEXT_KINDS

    @property
    def is_number(self) -> bool:
        """Whether the stored value is a number or null."""
        return self.kind in NUMBER_KINDS

    @property
    def is_list(self) -> bool:
        """Whether the stored value is a list of entries."""
        return self.kind in ITEM_KEYS

    @property
    def is_kept(self) -> bool:
        """Whether the key stays without a value: the site needs it in the record (WEB-02)."""
        return not isinstance(self.empty, Absent)

    @property
    def is_contract_text(self) -> bool:
        """Whether the field is one of the 14 texts of the four contract groups (WEB-01)."""
        return self.file is FileName.MEASURES and len(self.path) == 2
