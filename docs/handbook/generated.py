"""Chapters and tables that the program's own tables write: fields, findings, keys, commands."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from docs.handbook.markup import escape
from docs.handbook.words import german_keys, menu_of, name_of
from klimaeditor.checks.across_records import BYTE_ORDER_MARK, check_files
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import program
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.checking import findings_of, healthy
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.rule_cases import spoiled
from ui.commands.command_list import ACTIONS
from ui.dialogs.help import HELP_FORM, HELP_KEY, HELP_SHOWN, HELP_WHAT, accepted, stored
from ui.widgets.common_words import severity_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klimaeditor.checks.rule import Rule
    from klimaeditor.model.fieldtypes import Field, Section
    from klimaeditor.model.findings import Finding


FIELD_ANCHOR: Final = "feld-"
RULE_ANCHOR: Final = "befund-"
_PLURAL: Final = {
    Severity.ERROR: ("Fehler", "Ein Fehler verhindert die Veröffentlichung, nicht das Speichern."),
    Severity.WARNING: ("Warnungen", "Eine Warnung sollten Sie ansehen; sie hält nichts auf."),
    Severity.HINT: ("Hinweise", "Ein Hinweis sagt, was besser ginge."),
}


def fields() -> str:
    """Return the markup of all fields, section by section, in the order of the form."""
    parts = []
    for section, found in groupby(FIELDS, key=lambda field: field.section):
        parts.append(_section(section))
        parts.extend(_field(field) for field in found)
    return "\n\n".join(parts)


def _section(section: Section) -> str:
    anchor = f"{{#abschnitt-{section.name.lower()}}}"
    return f"## {escape(section.title)} {anchor}\n\n{escape(section.subtitle)}."


def _field(field: Field) -> str:
    lines = [f"### {escape(field.label)} {{#{FIELD_ANCHOR}{field.name}}}", ""]
    terms = [
        (HELP_WHAT, escape(field.help)),
        (HELP_SHOWN, escape(field.shown)),
        (HELP_FORM, escape(accepted(field, muenster()))),
    ]
    if field.only_if is not None:
        other, value = field.only_if
        wanted = dict(FIELDS_BY_NAME[other].choices)[value]
        label = FIELDS_BY_NAME[other].label
        terms.append(("Gilt nur", escape(f"wenn „{label}“ auf „{wanted}“ steht.")))
    if field.excel is not None:
        terms.append(("Spalte in Excel", escape(field.excel.header)))
    terms.append((HELP_KEY, f"`{stored(field)}`"))
    rules = [rule for rule in RULES.values() if field.name in rule.fields]
    if rules:
        links = [f"[{escape(r.title)}](befunde#{RULE_ANCHOR}{r.id})" for r in rules]
        terms.append(("Eigens geprüft", ", ".join(links)))
    for term, text in terms:
        lines += [f": {term}", f"  {text}"]
    return "\n".join(lines)


def findings() -> str:
    """Return the markup of all rules, the heavy ones first."""
    parts = []
    for severity, (title, about) in _PLURAL.items():
        rules = [rule for rule in RULES.values() if rule.severity is severity]
        parts.append(f"## {title} {{#{severity.name.lower()}}}\n\n{about}")
        parts.extend(_rule(rule) for rule in sorted(rules, key=lambda r: r.title.casefold()))
    return "\n\n".join(parts)


def _rule(rule: Rule) -> str:
    found = example_of(rule)
    terms = [
        ("Was gemeldet wird", found.problem),
        ("Folge", found.effect),
        ("Was zu tun ist", found.message.removeprefix(f"{found.problem} {found.effect} ")),
    ]
    fields_ = [field for field in FIELDS if field.name in rule.fields]
    lines = [f"### {escape(rule.title)} {{#{RULE_ANCHOR}{rule.id}}}", ""]
    for term, text in terms:
        lines += [f": {term}", f"  {escape(text)}"]
    if fields_:
        links = [f"[{escape(f.label)}](formular#{FIELD_ANCHOR}{f.name})" for f in fields_]
        lines += [": Feld", f"  {', '.join(links)}"]
    lines += [": Art", f"  {severity_word(rule.severity)}"]
    return "\n".join(lines)


@cache
def example_of(rule: Rule) -> Finding:
    """Return a real finding of *rule*, so that the page shows no gaps: of its first test case."""
    if rule is BYTE_ORDER_MARK:
        return check_files(Dataset(healthy(), muenster(), marked=[FileName.MEASURES]))[0]
    tables, field = spoiled(rule.id, 0)
    return next(f for f in findings_of(tables) if (f.rule, f.field) == (rule.id, field))


def shortcuts() -> str:
    """Return the markup of all commands with their keys, menu by menu."""
    parts = []
    for menu, specs in groupby(ACTIONS, key=menu_of):
        rows = [f"| {escape(name_of(spec))} | {_keys(spec.shortcuts)} |" for spec in specs]
        parts.append(f"### Menü {menu} {{#menue-{menu.casefold().replace('ä', 'ae')}}}")
        parts.append("\n".join(["| Befehl | Tasten |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _keys(shortcuts_: tuple[str, ...]) -> str:
    return " oder ".join(f"{{k:{german_keys(keys)}}}" for keys in shortcuts_) or "–"


def commands() -> str:
    """Return the markup of the words of the command line."""
    rows = [f"| `{command.name}` | {escape(command.summary)} |" for command in program.commands()]
    return "\n".join(["| Befehl | Zweck |", "|---|---|", *rows])


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "@felder": fields,
    "@befunde": findings,
    "@tasten": shortcuts,
    "@befehle": commands,
}
"""What a line of a chapter may ask for."""
