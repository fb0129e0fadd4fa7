"""For every rule of the rulebook the changes to a healthy measure that make it speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from tests.checking import HEALTHY_ID, healthy
from tests.rule_mutations import (
    ERRORS,
    LATELY,
    LINK,
    add_record,
    count,
    put,
    remove_record,
    repeat_record,
    series,
    set_key,
)

if TYPE_CHECKING:
    from tests.checking import Tables
    from tests.rule_mutations import Mutation


A, M = FileName.ADDITIONAL, FileName.MEASURES


def both(*mutations: Mutation) -> Mutation:
    def mutate(tables: Tables, measure_id: str) -> None:
        for mutation in mutations:
            mutation(tables, measure_id)

    return mutate


def cost(value: object, text: str) -> Mutation:
    return both(put("cost_value", value), put("total_costs", text))


def siblings(*names: str, amount: int = 40000) -> Mutation:
    """Add measures of the same category with their companions, each with its category name."""

    def mutate(tables: Tables, _measure_id: str) -> None:
        for number, name in enumerate(names, 2):
            for file, rows in healthy(f"mobilitaet{number}").items():
                if file is not FileName.CATEGORIES:
                    tables[file] += rows
            tables[M][-1]["category"] = name
            tables[A][-1]["cost"]["value"] = amount

    return mutate


def no_measures(tables: Tables, _measure_id: str) -> None:
    tables[M].clear()


# rule -> (change, field of the finding); file findings have no field
CASES: dict[str, list[tuple[Mutation, str | None]]] = {
    "required": [
        (put("outcome", ""), "outcome"),
        (put("action_name", " "), "action_name"),
        (put("renewable_energy", "  "), "renewable_energy"),
        (put("category_description", ""), "category_description"),
    ],
    "wrong_type": [
        (put("outcome", None), "outcome"),
        (put("cost_value", [1]), "cost_value"),
        (put("links", "x"), "links"),
        (put("summary", 5), "summary"),
    ],
    "broken_group": [
        (set_key(M, "Implementation", value=[1]), "action_scale"),
        (set_key(A, "cost", value=5), "cost_value"),
        (set_key(A, "state", value="gut"), "state_text"),
    ],
    "extra_value": [(set_key(M, "Implementation", "Next steps", value=[]), "action_scale")],
    "markup": [
        (put("state_text", "<b>x</b>y"), "state_text"),
        (set_key(M, "Impact & cost", "Ziel", value="a <i>b"), "renewable_energy"),
    ],
    "markup_elsewhere": [
        (put("summary", "a <br> b"), "summary"),
        (put("links", [LINK | {"title": "R &amp; D"}]), "links"),
        (put("category_description", "<p>Text"), "category_description"),
    ],
    "character_reference": [
        (put("outcome", "Gr&ouml;&szlig;e"), "outcome"),
        (put("action_name", "Rad &amp; Bahn"), "action_name"),
        (set_key(M, "Impact & cost", "Ziel", value="a &#60; b"), "renewable_energy"),
    ],
    "text_invisible": [
        (put("outcome", "\u200b\u2060"), "outcome"),
        (put("action_scale", "&nbsp;&#8203;"), "action_scale"),
        (put("state_title", " \u2800\xad"), "state_title"),
        (put("links", [LINK | {"title": "\u200b"}]), "links"),
    ],
    "character_forbidden": [
        (put("summary", "a\rb"), "summary"),
        (put("links", [LINK | {"title": "a\x07b"}]), "links"),
    ],
    "character_private": [(put("outcome", "a \uf0e0 b"), "outcome")],
    "character_doubtful": [
        (put("outcome", "Klima\xadschutz"), "outcome"),
        (put("outcome", "Klima\u200bschutz"), "outcome"),
    ],
    "not_normalised": [(put("summary", "Mu\u0308nster"), "summary")],
    "pseudo_table": [(put("outcome", "Jahr\t\tKosten\n2025\t\t5"), "outcome")],
    "placeholder_spelling": [
        (put("outcome", "Nicht anwendbar"), "outcome"),
        (put("outcome", "keine Angabe"), "outcome"),
    ],
    "structural_debris": [
        (put("field_of_action", "Mobilität\nReference to impact pathway"), "field_of_action"),
        (put("systemic_lever", "Systemic lever"), "systemic_lever"),
    ],
    "personal_data": [
        (put("state_text", "Auskunft: erika.muster@stadt.example"), "state_text"),
        (put("responsible_bodies", "Stadt Münster, Frau Muster"), "responsible_bodies"),
        (put("links", [LINK | {"title": "Amt, Tel. 0251 123456"}]), "links"),
        (put("category_description", "IBAN DE89 3704 0044 0532 0130 00"), "category_description"),
        (set_key(M, "Implementation", "Kontakt", value="Dr. Muster"), "action_scale"),
    ],
    "title_prefix": [(put("short_title", "€€€ Räder"), "short_title")],
    "title_blank": [(put("short_title", "  "), "short_title")],
    "too_long": [(put("short_title", "x" * 51), "short_title")],
    "summary_missing": [(put("summary", ""), "summary"), (put("summary", None), "summary")],
    "cost_nan": [(remove_record(A), "cost_value")],
    "cost_incomplete": [
        (ERRORS["cost missing"], "cost_value"),
        (ERRORS["cost year missing"], "cost_until"),
        (ERRORS["cost quantity missing"], "cost_quantity"),
    ],
    "row_without_value": [
        (put("cost_until", None), "cost_until"),
    ],
    "card_without_text": [(put("state_text", ""), "state_text")],
    "body_not_in_filter": [(put("responsible_bodies", "Verein"), "responsible_bodies")],
    "id_missing": [(put("id", " "), "id")],
    "id_pattern": [
        (put("id", "Bauen 1"), "id"),
        (put("category_id", "Verkehr/Rad"), "category_id"),
    ],
    "category_unknown": [(remove_record(FileName.CATEGORIES), "category_id")],
    "category_without_icon": [(put("category", "Verkehr"), "category")],
    "status_asks_citizens": [
        (series("binary", ("unknown", LATELY)), "progress_values"),
        (series("binary", ("completed", "2023-12-31")), "progress_values"),
        (series("percent", (0, LATELY)), "progress_values"),
        (remove_record(FileName.PROGRESS), "progress_values"),
    ],
    "progress_empty": [
        (ERRORS["values empty"], "progress_values"),
        (ERRORS["values null"], "progress_values"),
    ],
    "progress_entry_broken": [
        (ERRORS["entry null"], "progress_values"),
        (ERRORS["entry without date"], "progress_values"),
    ],
    "progress_date": [
        (ERRORS["date German"], "progress_values"),
        (ERRORS["date impossible"], "progress_values"),
    ],
    "progress_order": [(ERRORS["not in order"], "progress_values")],
    "progress_same_day": [
        (ERRORS["two on one day"], "progress_values"),
        (ERRORS["said twice"], "progress_values"),
    ],
    "progress_value": [
        (ERRORS["unknown status"], "progress_values"),
        (ERRORS["percent a text"], "progress_values"),
    ],
    "progress_type": [
        (ERRORS["type unknown"], "progress_type"),
        (ERRORS["type missing"], "progress_type"),
    ],
    "progress_stale_value": [(series("binary", ("stale", LATELY)), "progress_values")],
    "progress_count_incomplete": [
        (ERRORS["count without goal"], "progress_goal"),
        (ERRORS["count without start"], "progress_start"),
    ],
    "progress_unit": [(count((5, LATELY), unit=None), "progress_unit")],
    "progress_range": [(series("percent", (150, LATELY)), "progress_values")],
    "progress_below_start": [(count((5, LATELY), start=10), "progress_values")],
    "progress_above_goal": [(count((101, LATELY)), "progress_values")],
    "progress_goal_off_axis": [(count((5, LATELY), goal=200), "progress_goal")],
    "progress_off_axis": [(count((130, LATELY)), "progress_values")],
    "progress_future": [
        (series("binary", ("completed", "2060-12-31")), "progress_values"),
        (series("percent", (100, "2060-12-31")), "progress_values"),
        (count((5, "2060-12-31")), "progress_values"),
    ],
    "progress_axis": [
        (count((5, LATELY), yMin=0, yMax=0), "progress_y_max"),
        (count((5, LATELY), yMin=120, goal=100), "progress_y_max"),
    ],
    "number_too_large": [
        (cost(1e16, "unbekannt"), "cost_value"),
        (cost(-(10**18), "unbekannt"), "cost_value"),
        (both(put("cost_quantity", 10**17)), "cost_quantity"),
        (count((2 * 10**15, LATELY)), "progress_values"),
        (count((5, LATELY), yMax=10**16), "progress_y_max"),
    ],
    "amount_unreadable": [
        (put("cost_value", "215 Mio. €"), "cost_value"),
        (put("cost_value", ""), "cost_value"),
    ],
    "number_unreadable": [(put("cost_quantity", "viele"), "cost_quantity")],
    "year_unreadable": [(put("cost_until", "Ende 2030"), "cost_until")],
    "year_not_calendar": [
        (put("cost_until", 20), "cost_until"),
        (put("cost_until", 2030.5), "cost_until"),
    ],
    "year_implausible": [(put("cost_until", 2019), "cost_until")],
    "date_unreadable": [
        (put("state_date", "Juli 2024"), "state_date"),
        (put("state_date", "01.07.2024"), "state_date"),
    ],
    "state_future": [
        (put("state_date", "2060-12-31"), "state_date"),
        (put("state_date", "31.12.2060"), "state_date"),
    ],
    "state_without_date": [(put("state_date", None), "state_date")],
    "cost_misread": [(cost(862.139, "802.139,70 € + 60.000 €"), "cost_value")],
    "cost_zero_placeholder": [(cost(0, "Nicht zutreffend"), "cost_value")],
    "cost_per_year": [(cost(25000, "25.000 Euro pro Jahr"), "cost_value")],
    "cost_mentions_year": [(cost(100000, "25.000 Euro pro Jahr"), "cost_value")],
    "cost_implausible": [
        (cost(4.2, "4,2 Mio. €"), "cost_value"),
        (cost(500, "etwa 70.000 €"), "cost_value"),
    ],
    "cost_negative": [(cost(-5, "unbekannt"), "cost_value")],
    "quantity_without_unit": [(put("cost_quantity", 26), "cost_quantity")],
    "url_invalid": [
        (ERRORS["url, javascript"], "links"),
        (ERRORS["action url, data"], "user_action_href"),
    ],
    "url_http": [(put("links", [LINK | {"url": "http://stadt.example"}]), "links")],
    "link_incomplete": [
        (ERRORS["link without title"], "links"),
        (ERRORS["link null"], "links"),
    ],
    "link_repeated": [
        (put("links", [LINK, LINK]), "links"),
        (put("links", [LINK, LINK | {"title": "Noch einmal"}]), "links"),
        (
            put("links", [LINK, LINK | {"url": LINK["url"].upper().replace("/KLIMA", "/klima/")}]),
            "links",
        ),
    ],
    "link_title": [
        (put("links", [LINK | {"title": "hier"}]), "links"),
        (put("links", [LINK | {"title": "https://www.stadt.example/klima"}]), "links"),
    ],
    "user_action_incomplete": [
        (ERRORS["action without target"], "user_action_href"),
        (ERRORS["action empty"], "user_action_label"),
    ],
    "id_reserved": [(put("id", "constructor"), "id"), (put("id", "__proto__"), "id")],
    "measures_gone": [(both(no_measures), None)],
    "id_duplicate": [(repeat_record(M), "id")],
    "category_name_differs": [(siblings("Mobilität", "Verkehr"), "category")],
    "cost_shared": [(siblings("Mobilität", "Mobilität"), "cost_value")],
    "orphan_record": [
        (add_record(A, id="niemand1"), None),
        (add_record(FileName.PROGRESS, values=[]), None),
    ],
    "duplicate_record": [
        (repeat_record(A, summary="anders"), None),
        (repeat_record(FileName.CATEGORIES), None),
    ],
}
ALL = [(rule, place) for rule, cases in CASES.items() for place in range(len(cases))]


def spoiled(rule: str, place: int) -> tuple[Tables, str | None]:
    """Return the tables of a case, and the field where its finding has to be."""
    tables = healthy()
    mutation, field = CASES[rule][place]
    mutation(tables, HEALTHY_ID)
    return tables, field
