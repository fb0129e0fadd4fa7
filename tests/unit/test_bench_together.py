"""All benchmarks make one table."""

import json

from benchmarks import common, together


def test_each_line_of_each_benchmark_stands_in_the_table(tmp_path, monkeypatch):
    monkeypatch.setenv(common.FOUND, str(tmp_path / "found"))
    common.show("Reading", [common.Result("open", 0.5, 0.25, "≤ 3 ×", kept=True)])
    common.show("Writing", [common.Result("save", 0.5, 0.1, "≤ 3 ×", kept=False)])

    lines = (tmp_path / "found").read_text(encoding="utf-8").splitlines()
    table = together.table([json.loads(line) for line in lines]).splitlines()

    assert [
        "| **Reading** | | | | | |",
        "| open | 500.0 ms | 250.0 ms | 2.00 × | ≤ 3 × | ok |",
        "| **Writing** | | | | | |",
        "| save | 500.0 ms | 100.0 ms | 5.00 × | ≤ 3 × | NO |",
    ] == table[2:]


def test_where_time_is_up_one_round_will_do(monkeypatch):
    made = []
    monkeypatch.setenv(common.UNTIL, "0")

    common.best(lambda: made.append(1), rounds=5)

    assert [1] == made
