"""Deciding on returned values, without a window; behaviours 28 to 30 of the mock-ups."""

from __future__ import annotations

import pytest

from klimaeditor.exchange.proposals import to_batch
from klimaeditor.exchange.verdicts import ReturnsReview, Verdict
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from tests.request_tools import fill, requested, taken, town_of_three

KEPT, TAKEN, OPEN = Verdict.KEEP, Verdict.TAKE, Verdict.OPEN


@pytest.fixture
def dataset():
    return town_of_three()


@pytest.fixture
def review(dataset, tmp_path):
    """Return one clear answer, one readable one, and one text about another measure."""
    path = requested(dataset, tmp_path)
    fill(path, "bauen1", {"Zusammenfassung": "Kurz und neu.", "Kosten (Euro)": "ca. 3 Mio. €"})
    fill(path, "bauen2", {"Kosten (Euro)": "ca. 2 Mio. €"})
    return ReturnsReview(taken(dataset, path))


def item(review, measure, field):
    return next(
        i
        for i in review.items
        if (i.proposal.measure_id, i.proposal.place.field) == (measure, field)
    )


def change(dataset, measure, field, value):
    dataset.apply(Batch("x", set_field(dataset, dataset.find(measure), field, value)))


def store(dataset, review):
    dataset.apply(to_batch(dataset, [(p, v) for _, p, v in review.accepted()], "x"))
    review.note_applied()
    review.renew(dataset)


def accepted(review):
    return {(p.measure_id, p.place.field): value for _, p, value in review.accepted()}


def test_29_what_can_be_read_is_the_result_and_is_never_taken_unasked(review):
    cost = item(review, "bauen1", "cost_value")

    assert (3_000_000, OPEN) == (review.result(cost), review.verdict(cost))
    assert {("bauen1", "summary"): "Kurz und neu."} == accepted(review)
    review.take(cost)
    assert 3_000_000 == accepted(review)["bauen1", "cost_value"]


def test_30_a_value_can_be_kept_and_left_open_again(review):
    summary = item(review, "bauen1", "summary")
    review.keep(summary)
    assert {} == accepted(review)
    assert review.kept() == {summary.key}
    review.postpone(summary)
    assert (Verdict.LATER, frozenset()) == (review.verdict(summary), review.kept())
    assert summary in review.open_items()


def test_29_an_edited_result_is_no_decision_yet(review):
    cost = item(review, "bauen1", "cost_value")
    review.set_result(cost, 2_900_000)

    assert (OPEN, 2_900_000) == (review.verdict(cost), review.result(cost))
    review.take(cost)
    assert 2_900_000 == accepted(review)["bauen1", "cost_value"]
    assert review.is_edited(cost)


def test_29_editing_what_was_kept_opens_it_again(review):
    cost = item(review, "bauen1", "cost_value")
    review.keep(cost)
    review.set_result(cost, 5)

    assert OPEN is review.verdict(cost)


def test_an_edit_put_back_is_none(review):
    cost = item(review, "bauen1", "cost_value")
    review.set_result(cost, 5)
    review.set_result(cost, 3_000_000)

    assert not review.is_edited(cost)


def test_a_decision_can_be_taken_back(review):
    cost = item(review, "bauen1", "cost_value")
    review.take(cost)
    review.keep(cost)
    review.go_back()
    assert TAKEN is review.verdict(cost)
    review.go_back()
    assert (OPEN, False) == (review.verdict(cost), review.can_go_back)


def test_30_what_changed_meanwhile_is_asked_anew(review, dataset):
    cost = item(review, "bauen1", "cost_value")
    review.set_result(cost, 2_900_000)
    review.take(cost)
    change(dataset, "bauen1", "cost_value", 70_000)
    review.renew(dataset)
    now = item(review, "bauen1", "cost_value")

    assert (OPEN, True) == (review.verdict(now), review.is_stale(now))
    assert 70_000 == now.proposal.current
    assert 2_900_000 == review.result(now)  # what was typed is not lost
    assert now.changed_here
    review.take(now)
    assert 2_900_000 == accepted(review)["bauen1", "cost_value"]


def test_30_what_changed_elsewhere_leaves_a_decision_alone(review, dataset):
    cost = item(review, "bauen1", "cost_value")
    review.keep(cost)
    change(dataset, "bauen1", "cost_until", 2044)
    review.renew(dataset)

    assert KEPT is review.verdict(item(review, "bauen1", "cost_value"))


def test_30_what_was_stored_is_asked_about_no_more_and_an_undone_step_brings_it_back(
    review, dataset
):
    cost = item(review, "bauen1", "cost_value")
    review.set_result(cost, 2_900_000)
    review.take(cost)
    review.keep(item(review, "bauen2", "cost_value"))
    before = dataset.value(dataset.find("bauen1"), "cost_value")
    store(dataset, review)
    assert () == review.items

    change(dataset, "bauen1", "cost_value", before)
    review.renew(dataset)
    assert [cost.key] == [i.key for i in review.items]
    assert {("bauen1", "cost_value"): 2_900_000} == accepted(review)


def test_one_of_two_rivals_is_taken(dataset, tmp_path):
    paths = []
    for name, text in (("a", "Erste Fassung."), ("b", "Zweite Fassung.")):
        folder = tmp_path / name
        folder.mkdir()
        paths.append(requested(dataset, folder))
        fill(paths[-1], "bauen1", {"Zusammenfassung": text})
    review = ReturnsReview(taken(dataset, *paths))
    first, second = review.items
    assert [OPEN, OPEN] == [review.verdict(i) for i in review.items]

    review.take(first)
    review.take(second)

    assert {("bauen1", "summary"): "Zweite Fassung."} == accepted(review)
    assert KEPT is review.verdict(first)


def test_a_decision_is_repeated_where_the_same_is_asked(dataset, tmp_path):
    path = requested(dataset, tmp_path)
    for measure in ("bauen1", "bauen2", "bauen3"):
        fill(path, measure, {"Zusammenfassung": "siehe E-Mail"})
    review = ReturnsReview(taken(dataset, path))
    first = review.items[0]
    assert () == review.alike(first)
    review.keep(first)
    assert 2 == len(review.alike(first))

    review.repeat(first)

    assert () == review.open_items()
    review.go_back()
    assert 2 == len(review.open_items())


def test_a_measure_that_has_gone_is_asked_about_no_more(review, dataset):
    gone = dataset.find("bauen2")
    files = review.files
    dataset.tables["measures.json"].rows.pop(gone, None)
    review.renew(dataset)

    assert {"bauen1"} == {i.proposal.measure_id for i in review.items}
    assert 3 == len([p for f in files for p in f.proposals])
