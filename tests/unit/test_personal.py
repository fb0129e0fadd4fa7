"""What counts as personal data in a text that is about to be published (DEL-07)."""

from __future__ import annotations

import json

import pytest

from klimaeditor.checks.personal import PersonalKind, find_personal
from klimaeditor.model.changes import FileName
from tests.checking import changed, findings_of, healthy, rules_of, tables_of

MAIL, PHONE, NAME, ACCOUNT = PersonalKind


def found_in(text: str) -> list[tuple[str, PersonalKind]]:
    return [(text[piece.start : piece.end], piece.kind) for piece in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "piece", "kind"),
    [
        ("Fragen an erika.muster@stadt.example.", "erika.muster@stadt.example", MAIL),
        ("Tel. 0251 492-6767", "0251 492-6767", PHONE),
        ("Telefon: 492 6767", "492 6767", PHONE),
        ("unter 0251/4926767 oder", "0251/4926767", PHONE),
        ("(0251) 492-67 67", "(0251) 492-67 67", PHONE),
        ("+49 251 492 6767", "+49 251 492 6767", PHONE),
        ("0049 251 4926767", "0049 251 4926767", PHONE),
        ("0170-1234567", "0170-1234567", PHONE),
        ("Es leitet Herr Muster das Projekt", "Herr Muster", NAME),
        ("mit Herrn Klaus Muster", "Herrn Klaus Muster", NAME),
        ("Frau Dr. Muster-Beispiel", "Frau Dr. Muster-Beispiel", NAME),
        ("Dr. Muster", "Dr. Muster", NAME),
        ("Prof. Dr. A. Muster", "Prof. Dr. A. Muster", NAME),
        ("Dipl.-Ing. Muster", "Dipl.-Ing. Muster", NAME),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00", ACCOUNT),
        ("IBAN DE89370400440532013000", "DE89370400440532013000", ACCOUNT),
    ],
)
def test_a_piece_of_personal_data_is_found(text, piece, kind):
    assert [(piece, kind)] == found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "--", "2024-2030", "269.000 t", "0,5 - 0,8 Mio. €", "05/2024", "01.10.2024"),
        *("2025/2026", "5.000 - 10.000 Euro", "2030 2035 2040", "0160 t CO2", "DIN 12345 67"),
        *("Frauen und Männer", "Dr.-Muster-Straße 5", "Dr. Muster Straße", "Frau Holle-Straße"),
        *("Leistungsphasen 05 - 09 2024", "Mobilität 2025 2030", "@home", "a@b"),
        "DE12 3456 7890 1234 5678 90",  # wrong check digits
    ],
)
def test_figures_years_and_streets_are_not_personal(text):
    assert [] == found_in(text)


def test_several_pieces_come_in_reading_order():
    text = "Frau Muster, a.muster@stadt.example, Tel. 0251 492-0"

    assert [NAME, MAIL, PHONE] == [kind for _, kind in found_in(text)]


def test_a_finding_names_the_kinds_and_the_first_piece():
    tables = changed("summary", "Frau Muster, Tel. 0251 492-6767")
    (found,) = [f for f in findings_of(tables) if f.rule == "personal_data"]

    assert "(Name einer Person, Telefonnummer): „Frau Muster“." in found.message


def test_the_mail_address_of_a_call_to_action_is_meant_to_be_public():
    tables = healthy()

    assert "mailto:" in json.dumps(tables[FileName.ADDITIONAL])
    assert "personal_data" not in rules_of(tables)


@pytest.mark.real
def test_the_citys_texts_name_no_one(real_dataset):
    assert "personal_data" not in rules_of(tables_of(real_dataset))


def test_a_long_text_of_digits_is_judged_at_once():
    assert () == find_personal("0251 " * 1 + "1" * 100_000)
    assert () == find_personal("AB12 " * 20_000)
