"""docs/git.md as its tests read it: sentences, code, workflows, and which other tests do what."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "git.md").read_text(encoding="utf-8")
CODE = re.compile(r"^[ ]*```([a-z]*)\n(.*?)^[ ]*```\n", re.DOTALL | re.MULTILINE)
SENTENCE_ENDS = re.compile(r"(?<=[.:;!?])\s+(?=[A-ZÄÖÜ„`*])")

ELSEWHERE = {
    "test_gitmerge_branches.py": {
        "test_the_line_is_documented_once_and_names_the_program_of_the_installer": [
            "Das ist eine einzige Zeile",
        ],
        "test_the_documented_line_merges_fields_with_the_program": [
            *("Von Hand geht dasselbe.", "Einmal auf jedem Rechner"),
            *("Git führt sie mit seiner eigenen Shell aus", "Auf der Fehlerausgabe steht je"),
        ],
        "test_without_the_program_the_documented_line_leaves_marks": [
            *("Startet `klimaeditor-cli` auf einem Rechner nicht", "Was beide Seiten geändert"),
        ],
        "test_without_the_driver_git_would_not_manage_that": [
            *("Git vergleicht Zeilen.", "Zwei Änderungen an derselben Maßnahme"),
            "Der Merge-Treiber vergleicht Felder.",
        ],
        "test_git_merges_edits_of_the_same_measure_and_of_neighbours": [
            *("**Verschiedene Felder**", "Beide Änderungen sind im Ergebnis"),
        ],
        "test_git_calls_it_a_conflict_where_both_edited_the_same_field": [
            *("**Dasselbe Feld, verschieden geändert**", "Git meldet einen Konflikt."),
            "Die Datei enthält den eigenen Wert",
        ],
        "test_git_keeps_ours_and_a_conflict_where_a_version_is_broken": [
            "**Eine Fassung ist kein JSON**",
        ],
        "test_git_puts_no_companion_of_another_measure_beside_ours": [
            *("Haben zwei Zweige in derselben Kategorie", "Das wird in jeder der Dateien"),
            "Der Treiber sieht immer nur eine Datei",
        ],
        "test_git_says_beside_the_measure_what_it_takes_without_asking": [
            "Eine Datei, die nur eine Seite geändert hat",
        ],
    },
    "test_gitmerge.py": {
        "test_a_companion_that_both_added_is_a_twin_whatever_its_fields_say": [
            "Dasselbe gilt, wenn beide Zweige",
        ],
    },
    "test_clone.py": {
        "test_setting_up_is_proved_by_a_merge_and_shows_fields_in_a_diff": [
            *("Einmal in jedem Klon:", "Einmal im Projekt, für alle"),
            *("`git diff` und `git show` zeigen", "Danach wird `.gitattributes` eingecheckt"),
        ],
        "test_a_clone_without_the_program_in_the_path_says_so": ["`check` probiert den Treiber"],
        "test_another_hook_stays_and_a_second_setup_changes_nothing": ["Ein Hook, der schon da"],
        "test_staged_is_the_index_and_not_what_lies_in_the_folder": ["Vor jedem Commit prüfen"],
        "test_the_hook_tells_findings_from_a_check_that_did_not_run": [
            *("Ein Commit ohne Daten braucht", "Sonst hält der Hook an"),
            "„Die Daten haben Fehler“",
        ],
        "test_only_new_findings_count_where_the_commit_before_had_the_others": [
            "**Ein Projekt mit alten Fehlern**",
        ],
        "test_a_baseline_excuses_what_it_lists_once": ["Wo es keinen Commit zum Vergleich"],
        "test_the_hooks_for_pre_commit_call_what_there_is": ["Für [pre-commit]"],
    },
    "test_openconflicts.py": {
        "test_the_list_names_fields_and_what_three_sides_have": ["Was offen ist, steht in"],
        "test_a_commit_does_not_end_it_and_done_does": [
            *("Git übersieht diese Datei", "Es geht, solange Git"),
        ],
        "test_a_choice_keeps_what_was_typed_into_the_file_since": ["`--theirs` ändert nur"],
        "test_a_merge_that_was_given_up_leaves_nothing_red": ["Nach `git merge --abort` gilt"],
        "test_a_measure_removed_there_shows_what_was_edited_here_and_can_go": [
            *("**Eine Seite hat eine Maßnahme entfernt", "Kurztitel A → B“)."),
        ],
        "test_the_commit_after_a_merge_that_was_given_up_brings_nothing_back": [
            "`conflicts`, `check`, der Hook",
        ],
        "test_of_two_new_measures_with_one_id_one_is_chosen": ["Auf der Befehlszeile bleibt mit"],
    },
    "../gui/test_conflicts_window.py": {
        "test_opening_says_how_many_conflicts_are_open_and_where_to_decide": [
            *("Mit Fenster sagt der Klimaeditor", "Datei › „Offene Konflikte entscheiden“"),
        ],
        "test_each_field_is_decided_in_one_step_and_saving_settles_it": ["Was dort entschieden"],
        "test_two_new_measures_with_one_id_are_both_kept_and_never_mixed": [
            *("Mit Fenster fragt „Offene Konflikte", "Die andere kommt dann mit"),
        ],
        "test_what_both_gave_one_measure_first_is_decided_field_by_field": [
            "Was beide einer Maßnahme"
        ],
        "test_who_keeps_ours_alone_loses_what_git_took_unasked": ["Das Fenster nimmt ihn"],
    },
    "test_cli_check.py": {
        "test_json_holds_every_finding_in_the_agreed_shape": [
            *("`--format json` gibt eine Liste", "`schema_version` (1)", "Was sie bedeuten"),
        ],
        "test_a_dataset_that_cannot_be_read_stays_what_programs_read": ["Ist der Datensatz nicht"],
        "test_junit_has_a_case_for_reading_and_one_for_each_finding": ["`--format junit`"],
        "test_github_and_sarif_say_the_same_at_the_same_line": ["Auf GitHub stehen die Befunde"],
        "test_a_file_on_the_standard_input_stands_among_the_others": ["Der letzte Aufruf prüft"],
    },
    "test_cli_program.py": {
        "test_who_reads_json_finds_json_where_a_file_is_broken": ["Auch `publish`, `import`"],
        "test_a_reader_that_stops_early_is_no_error": ["Hört auf, wer die Ausgabe liest"],
    },
    "test_cli_fix.py": {
        "test_a_dry_run_says_the_same_and_saves_nothing": ["`klimaeditor-cli fix daten --dry-run`"],
    },
    "test_cli_publish.py": {
        "test_formatting_is_no_difference": ["Verglichen werden Felder;", "Formatierung und"],
        "test_what_has_to_be_confirmed_is_listed_and_waits_for_the_flag": [
            *("`--confirm` bestätigt", "Ohne die Angabe werden sie"),
        ],
        "test_schemas_are_printed_or_written": ["schreibt je Datei ein JSON Schema"],
        "test_what_a_portal_will_ask_for_is_said_and_stops_nothing": ["Fehlen Adresse oder"],
    },
    "test_dcat_record.py": {"test_every_choice_fits": ["`frequency` ist"]},
    "test_publish_settings.py": {
        "test_a_key_nobody_knows_is_an_error_in_a_file_that_was_asked_for": [
            "Herausgeber, Lizenz und Kennung",
        ],
    },
    "test_publish_package.py": {
        "test_a_killed_publication_leaves_the_old_package_or_the_new_one_whole": [
            "`paket` entsteht ganz oder gar nicht",
        ],
    },
    "test_publish_again.py": {
        "*": ["Dieselben Daten ergeben", "Als Zeit gilt", "Ist nichts neu"],
    },
    "test_retired.py": {
        "test_the_package_lists_a_deleted_id_for_good": ["`kennungen.json` im Paket"],
    },
    "test_publish_schema.py": {
        "test_schema_and_checks_agree_about_any_value_in_any_field": ["Es ist so streng wie"],
        "test_what_is_beyond_a_schema_is_known_by_name": [
            *("Nur `klimaeditor-cli check` sieht", "jede Kennung in den anderen Dateien"),
            *("eine Kennung zweimal vorkommt", "die Tage eines Fortschritts"),
        ],
    },
    "test_clean.py": {
        "test_the_counts_are_those_of_the_real_files": ["`clean` ändert an den echten Dateien"],
    },
}
"""What other tests do: file, test, how the sentences begin."""
WORDS_ONLY = (
    *("Für die Betreuung der Website", "Der Datensatz liegt in den Beispielen"),
    *("`klimaeditor-cli` ist der Befehl", "Er liegt im Programmordner"),
    *("Nicht jeder Weg geht", "Was beim Zusammenführen herauskommt"),
    *("Aus den Quellen richtet ihn", "Auf GitHub wird er unter", "`SCHREIBTOKEN` ist"),
    "`KLIMAEDITOR` ist die Adresse",
)
"""Sentences that promise nothing a repository could show."""


def sentences() -> list[str]:
    """Return the sentences of the page without its headings and code."""
    plain = CODE.sub("\n", PAGE)
    blocks = re.split(r"\n\s*\n|\n(?=- )", plain)
    texts = [" ".join(block.split()).removeprefix("- ") for block in blocks]
    return [found for text in texts if text and not text.startswith("#")
            for found in SENTENCE_ENDS.split(text)]  # fmt: skip


def blocks(kind: str) -> list[str]:
    return [text for found, text in CODE.findall(PAGE) if found == kind]


def workflow(path: str, job: str = "") -> dict:
    """Return the workflow of the page that is meant for a file."""
    (found,) = [text for text in blocks("yaml")
                if (text.startswith(f"# {path}\n") and job in (yaml.safe_load(text) or {job: 0}))
                or (text.startswith(f"# {path}\n") and not job)]  # fmt: skip
    return yaml.safe_load(found)
