"""``klimaeditor fix``: only what needs no decision, until nothing is left."""

from __future__ import annotations

import pytest

from klimaeditor.cli import main
from klimaeditor.document import open_document
from klimaeditor.repairs import apply_automatic


@pytest.fixture
def fix(capsys, sample_dataset):
    """Return what repairs the sample: arguments -> (exit code, stdout, stderr)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["fix", str(sample_dataset), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def automatic(folder):
    found = open_document(folder).findings.all()
    return [finding for finding in found if finding.fix is not None and finding.fix.automatic]


def test_every_automatic_fix_is_applied_and_saved(fix, sample_dataset):
    count = len(automatic(sample_dataset))
    code, out, err = fix()

    assert count > 0
    assert (0, "") == (code, err)
    assert [] == automatic(sample_dataset)
    assert f"{count} Befunde behoben und gespeichert. Offen sind noch: " in out.splitlines()[-1]


def test_proposals_stay_for_a_person_to_decide(fix, sample_dataset):
    def proposals():
        found = open_document(sample_dataset).findings.all()
        return [f.message for f in found if f.fix is not None and not f.fix.automatic]

    before = proposals()
    fix()

    assert before
    assert before == proposals()


def test_what_was_repaired_is_said_per_measure(fix):
    _, out, _ = fix()

    assert (
        "iniative5 – KlimaWerkstatt im Quartier\n"
        "  behoben  Kosten der Maßnahme: Keine Angabe setzen (Seite zeigt „NaN €“, cost_nan)\n"
    ) in out


def test_a_second_run_changes_nothing(fix, sample_dataset):
    fix()
    after_first = contents(sample_dataset)
    code, out, _ = fix()

    assert 0 == code
    assert out.startswith("Es gibt nichts, was sich ohne Entscheidung beheben lässt. Offen sind: ")
    assert after_first == contents(sample_dataset)


def test_a_dry_run_says_the_same_and_saves_nothing(fix, sample_dataset):
    before = contents(sample_dataset)
    code, dry, _ = fix("--dry-run")
    after = contents(sample_dataset)
    _, wet, _ = fix()

    assert 1 == code  # there is something to do
    assert before == after
    assert dry.splitlines()[:-1] == wet.splitlines()[:-1]
    assert "; gespeichert wurde nichts. Danach: " in dry.splitlines()[-1]


def test_one_rule_leaves_the_others_alone(fix, sample_dataset):
    before = contents(sample_dataset)
    code, out, _ = fix("--rule", "id_duplicate")

    assert 0 == code
    assert out.startswith("Es gibt nichts")
    assert before == contents(sample_dataset)


def test_an_unknown_rule_is_named_with_what_may_be_meant(fix):
    code, _, err = fix("--rule", "cost_nann")

    assert 2 == code
    assert "Eine Regel namens „cost_nann“ gibt es nicht. Gemeint vielleicht: cost_nan" in err


def test_two_fixes_of_one_text_do_not_undo_each_other(sample_dataset):
    file = sample_dataset / "additional_data.json"
    text = file.read_text(encoding="utf-8")
    decomposed = "Fu\u0308r alle.\u200b"
    file.write_text(text.replace('"summary": "', f'"summary": "{decomposed} ', 1), "utf-8")
    document = open_document(sample_dataset)
    apply_automatic(document)
    left = [f for f in document.findings.all() if f.fix is not None and f.fix.automatic]

    assert [] == left


@pytest.mark.real
def test_the_real_data_can_be_repaired_and_then_rests(capsys, real_dataset, tmp_path):
    for path in real_dataset.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    count = len(automatic(tmp_path))

    assert 0 == main(["fix", str(tmp_path)])
    after = contents(tmp_path)
    assert 0 == main(["fix", str(tmp_path)])
    assert count > 0
    assert [] == automatic(tmp_path)
    assert after == contents(tmp_path)
    assert "Es gibt nichts" in capsys.readouterr().out
