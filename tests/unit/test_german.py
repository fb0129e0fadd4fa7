"""The German of the program: one word per thing, and the rules of CONTRIBUTING a test can hold.

What the rulebook says is measured in its own test, with the values of real findings.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from klimaeditor.model.core_words import counted, inflected
from tests.conftest import ROOT
from tests.german import GermanText, german_texts, sentences, words
from ui.commands.command_list import ACTIONS
from ui.dialogs import confirm, new_measure, settings_dialog
from ui.exchange import import_wizard, request_wizard, tracking
from ui.overview import report_dialog
from ui.publishing import publish_page
from ui.review import dialogs as review
from ui.review import review_words
from ui.textwork import bulk_dialog, clean_up_dialog, replace_dialog

if TYPE_CHECKING:
    from collections.abc import Iterator

GLOSSARY = ROOT / "docs" / "glossary.md"
EVERYWHERE = "*"


class Term(NamedTuple):
    """A word of the glossary with those that are not said for the same thing."""

    word: str
    dropped: tuple[str, ...]


class Allowed(NamedTuple):
    """A phrase in which a dropped word is the right one, in a file or everywhere."""

    phrase: str
    file: str


def rows(number: int) -> list[list[str]]:
    """Return the cells of a table of the glossary, without its head."""
    tables = re.findall(r"(?:^\|.*\n)+", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    lines = tables[number].strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


TERMS = [Term(word, tuple(not_said.split(", "))) for word, _, not_said in rows(0)]
ALLOWED = [Allowed(phrase, file) for phrase, file, _ in rows(1)]


@cache
def everything() -> tuple[GermanText, ...]:
    """Return what people read: strings of the program and its installer, and the chapters."""
    chapters = sorted((ROOT / "docs" / "handbook" / "chapters").glob("*.md"))
    scripts = [ROOT / "installer" / f"klimaeditor.{kind}" for kind in ("nsi", "wxs")]
    texts = [
        GermanText(path.relative_to(ROOT).as_posix(), number, re.sub(r"\{[^}]*\}", "", line))
        for path in (*chapters, *scripts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    return (*german_texts(), *texts)


@cache
def what_is_said() -> tuple[tuple[GermanText, str], ...]:
    """Return the texts without letters of keys and without what the glossary allows there."""
    return tuple((found, _said(found)) for found in everything() if not is_data(found))


def _said(found: GermanText) -> str:
    text = found.text.replace("&", "")
    for allowed in ALLOWED:
        if allowed.file in (EVERYWHERE, found.file):
            text = text.replace(allowed.phrase, "")
    return text


def pattern(word: str) -> str:
    end = "" if word.endswith(("*", ":", "“")) else r"\b"
    start = "" if word.startswith("„") else r"(?<![\w-])"
    return start + re.escape(word.rstrip("*")) + end


@pytest.mark.parametrize("term", TERMS, ids=[term.word for term in TERMS])
def test_a_thing_has_one_word(term):
    dropped = re.compile("|".join(map(pattern, term.dropped)))

    assert [] == [(t.file, t.line, t.text) for t, said in what_is_said() if dropped.search(said)]


def test_what_the_glossary_allows_is_still_needed():
    for allowed in ALLOWED:
        files = [t for t in everything() if allowed.file in (EVERYWHERE, t.file)]
        assert any(allowed.phrase in found.text for found in files), allowed


DATA = {
    "klimaeditor/exchange/answers.py": "what departments write instead of an answer",
    "klimaeditor/exchange/reportlabels.py": "rows of other people's reports",
    "klimaeditor/checks/links.py": "titles of links that say nothing",
    "klimaeditor/checks/numbers.py": "spellings of placeholders in data",
    "klimaeditor/publish/gitmerge.py": "keys of files",
}
"""Files with lists of what others write; sentences in them are measured all the same."""


def is_data(found: GermanText) -> bool:
    """Tell whether a string is recognised in data or is a list of headers, and never shown."""
    headers = found.file.startswith("klimaeditor/site/muenster_co") and "; " in found.text
    return headers or (found.file in DATA and not re.search(r"[.!?]\Z", found.text))


# --- How a sentence is built ---------------------------------------------------------------------


def messages() -> Iterator[tuple[GermanText, str]]:
    """Yield what is one message, without its details; pages of help have lines of their own."""
    for found in german_texts():
        text = found.text.partition(" Einzelheiten: ")[0]
        if "\n" not in text and re.search(r"[.!?]“?\)?\Z", text) and " " in text:
            yield found, text


def test_a_sentence_has_at_most_twenty_words():
    assert [] == [
        (found.file, found.line, sentence)
        for found, text in messages()
        for sentence in sentences(text)
        if words(sentence) > 20
    ]


def test_a_message_has_at_most_three_sentences_and_one_semicolon():
    def too_much(text: str) -> bool:
        said_ = [s for s in sentences(text) if not s.startswith("Beispiel: ")]
        return len(said_) > 3 or re.sub("„[^“]*“", "", text).count(";") > 1

    assert [] == [(found.file, found.line, text) for found, text in messages() if too_much(text)]


def test_an_example_is_a_sentence_of_its_own():
    assert [] == [(t.file, t.line, t.text) for t in german_texts() if "z. B." in t.text]


FORM_LABEL = "Bitte zurück bis"


def test_people_are_asked_by_one_address():
    bare = re.compile(r"\b[Bb]itte\b")

    assert [] == [
        (t.file, t.line, t.text)
        for t in german_texts()
        if bare.search(t.text) and not t.text.startswith(FORM_LABEL) and not is_data(t)
    ]


NOT_NEUTRAL = re.compile(
    r"(?<!nnen und )\b(?:Benutzer|Nutzer|Bearbeiter|Verfasser|Urheber|Autoren?|Leser|Besucher"
    r"|Kollegen?|Mitarbeiter|Ansprechpartner|Sachbearbeiter|Jeder)\b(?!innen)"
)


def test_people_are_named_neutrally():
    assert [] == [(t.file, t.line, t.text) for t in everything() if NOT_NEUTRAL.search(t.text)]


FIGURATIVE = re.compile(
    r"ins Leere|lahm\b|wandert|\bkaputt|anfassen|schief|verschluckt"
    r"|\b[Dd]as (?:Gewählte|Geschriebene|Gefundene|Angenommene|Eindeutige)\b|Gelöschtes\b"
    r"|Geöffnetes\b|Durchgestrichenes\b|Vorhandenes\b"
)


def test_verbs_are_meant_as_they_are_and_participles_are_no_nouns():
    assert [] == [
        (t.file, t.line, t.text)
        for t in german_texts()
        if FIGURATIVE.search(t.text.replace("&", ""))
    ]


TECHNICAL = re.compile(r"\.json\b|\bnull\b|Schlüssel\b|JSON-Objekt|UTF-8")
FOR_EXPERTS = (
    "klimaeditor/cli/",  # whoever types commands names files and keys
    "klimaeditor/model/lookup.py",  # and whoever calls the library
    "klimaeditor/checks/",  # details of rules; what a finding says is measured in test_rulebook.py
    "klimaeditor/files/jsontext.py",  # says where a file that cannot be read is broken
    "klimaeditor/publish/",  # what is in which file of a package
    "klimaeditor/excel/",  # the name of an encoding is what Excel calls it
    "installer/",
    "ui/app.py",
    "ui/headless.py",
    "ui/selftest.py",
)


def test_names_of_files_and_keys_stand_among_the_details_only():
    assert [] == [
        (found.file, found.line, text)
        for found, text in messages()
        if TECHNICAL.search(text) and not found.file.startswith(FOR_EXPERTS)
    ]


# --- Plurals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "expected"), [(1, "1 Datei wurde"), (2, "2 Dateien wurden")])
def test_the_verb_changes_with_the_number(number, expected):
    assert expected == counted(number, "Datei wurde", "Dateien wurden")
    assert expected.split()[-1] == inflected(number, "wurde", "wurden")


def test_thousands_are_grouped():
    assert "1.200 Stellen" == counted(1200, "Stelle", "Stellen")


def test_words_are_inflected_by_the_helper_only():
    assert [] == [
        (path.relative_to(ROOT).as_posix(), node.lineno)
        for room in ("klimaeditor", "ui")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.IfExp) and is_plural(node)
    ]


def is_plural(node: ast.IfExp) -> bool:
    """Tell whether one of two German strings is chosen by whether something is 1."""
    if not isinstance(node.test, ast.Compare):
        return False
    one = any(isinstance(x, ast.Constant) and x.value == 1 for x in node.test.comparators)
    return one and all(is_words(branch) for branch in (node.body, node.orelse))


def is_words(node: ast.expr) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    return any(re.search(r"[a-zäöüß]{2}", text) for text in texts)


# --- A command and what it opens -----------------------------------------------------------------


def menu_text(name: str) -> str:
    """Return what a menu says, without the letter of the key and the dots."""
    (spec,) = [spec for spec in ACTIONS if spec.id == name]
    return plain(spec.text)


def plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


OPENED = {
    "revert": (confirm.RELOAD_TITLE, confirm.RELOAD),
    "reconcile": (review_words.ON_DISK.title, review.APPLY),
    "restore": (review.RESTORE_TITLE, review.RESTORE),
    "recover": (review.RECOVERY_TITLE, review.RECOVER),
    "report": (report_dialog.TITLE, ""),
    "publish": (publish_page.TITLE, ""),
    "settings": (settings_dialog.TITLE, ""),
    "replace": (replace_dialog.REPLACE_TITLE, ""),
    "bulk": (bulk_dialog.BULK_TITLE, bulk_dialog.apply_bulk(2)),
    "clean_up": (clean_up_dialog.TITLE, ""),
    "new": (new_measure.NEW_TITLE, ""),
    "request": (request_wizard.TITLE, ""),
    "follow": (tracking.OVERVIEW_TITLE, ""),
    "take_in": (import_wizard.TABLE_TITLE, ""),
    "delete_local": (confirm.LOCAL_TITLE, confirm.DELETE),
}
"""A command: the title of what it opens, and the button that does it where it is one."""


@pytest.mark.parametrize("name", OPENED)
def test_a_menu_is_called_like_the_dialog_it_opens(name):
    title, button = OPENED[name]

    assert menu_text(name) == title
    assert not button or title.split()[-1].casefold() in plain(button).casefold()
