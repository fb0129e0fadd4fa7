"""Our data classes behave as the library's, though their methods are made at the first call."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from threading import Barrier, Thread

import pytest

from klimaeditor.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is."""

    street: str
    number: int = 1
    remarks: list[str] = field(default_factory=list, hash=False)
    aside: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Corner(Place):
    """A place of two streets."""

    other: str = ""


@dataclass(slots=True)
class Counter:
    """Something that changes."""

    start: int
    step: int = field(default=1, kw_only=True)
    seen: list[int] = field(default_factory=list, init=False)
    total: int = field(init=False)

    def __post_init__(self):
        self.total = self.start + self.step


@dataclass(frozen=True, eq=False)
class Token:
    name: str


@dataclass(frozen=True, slots=True)
class Loud:
    name: str

    def __eq__(self, other):
        return isinstance(other, Loud) and self.name.lower() == other.name.lower()

    def __hash__(self):
        return hash(self.name.lower())

    def __repr__(self):
        return self.name.upper()


class Extended(Place):
    """No data class itself: may have attributes of its own."""


@pytest.mark.parametrize(
    ("given", "named"),
    [(("A",), {}), (("A", 2), {}), (("A",), {"number": 3, "remarks": ["x"]}), ((), {"street": ""})],
)
def test_it_is_made_shown_compared_and_hashed_as_the_librarys(given, named):
    library = dataclasses.make_dataclass(
        "Place",
        [
            ("street", str),
            ("number", int, 1),
            ("remarks", list, field(default_factory=list, hash=False)),
            ("aside", str, field(default="", repr=False, compare=False)),
        ],
        frozen=True,
    )

    ours, theirs = Place(*given, **named), library(*given, **named)

    assert repr(theirs) == repr(ours)
    assert hash(theirs) == hash(ours)
    assert asdict(theirs) == asdict(ours)
    assert ours == Place(*given, **named, aside="not compared")
    assert ours != replace(ours, street="B")
    assert ours != theirs
    assert library.__match_args__ == Place.__match_args__


@pytest.mark.parametrize("given", [(), ("A", 1, [], "", "too many")])
def test_wrong_arguments_are_refused(given):
    with pytest.raises(TypeError, match="__init__"):
        Place(*given)


def test_each_one_has_a_list_of_its_own():
    Place("A").remarks.append("x")

    assert [] == Place("A").remarks


def test_frozen_values_stay():
    place = Place("A")

    with pytest.raises(FrozenInstanceError, match="'street'"):
        place.street = "B"
    with pytest.raises(FrozenInstanceError, match="'street'"):
        del place.street
    with pytest.raises(FrozenInstanceError):
        place.unknown = "B"
    assert "A" == place.street


def test_who_is_made_of_it_may_have_more():
    extended = Extended("A")
    extended.more = 1
    del extended.more

    with pytest.raises(FrozenInstanceError):
        extended.street = "B"


def test_it_is_copied_and_pickled():
    place = Corner("A", 2, ["x"], "s", "B")

    for copied in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place))):  # noqa: S301 - our own
        assert copied == place
        assert "s" == copied.aside
        assert Corner is type(copied)


def test_what_it_inherits_comes_first():
    corner = Corner("A", other="B")

    assert ["street", "number", "remarks", "aside", "other"] == [f.name for f in fields(corner)]
    assert corner != Place("A")
    assert Corner("A", other="B") == corner


def test_what_changes_can_be_changed_and_has_no_hash():
    counter = Counter(2, step=3)
    counter.seen.append(counter.total)
    counter.start = 7

    assert [5] == counter.seen
    assert [] == Counter(2).seen
    assert Counter.__hash__ is None
    assert Counter(1) == Counter(1)
    with pytest.raises(TypeError):
        Counter(1, 2)


def test_without_equality_each_is_its_own():
    token = Token("A")

    assert token != Token("A")
    assert {token, Token("A")} != {token}


def test_what_a_class_says_itself_counts():
    assert Loud("a") == Loud("A")
    assert hash(Loud("a")) == hash(Loud("A"))
    assert "A" == repr(Loud("a"))


def test_frozen_and_changing_do_not_mix():
    with pytest.raises(TypeError, match="frozen"):

        @dataclass(slots=True)
        class Changing(Place):
            pass


def test_the_method_that_was_called_has_its_signature():
    Place("A")

    assert ["street", "number", "remarks", "aside"] == list(inspect.signature(Place).parameters)


def test_many_threads_may_be_the_first():
    @dataclass(frozen=True, slots=True)
    class Fresh:
        value: int

    together, made = Barrier(8), []

    def make(number):
        together.wait()
        made.append((Fresh(number), hash(Fresh(number)), Fresh(number) == Fresh(number)))

    threads = [Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {(Fresh(number), hash((number,)), True) for number in range(8)} == set(made)


def test_a_class_that_nobody_makes_costs_no_compiling(monkeypatch):
    monkeypatch.setattr("builtins.exec", lambda *_: pytest.fail("compiles at its definition"))

    @dataclass(frozen=True, slots=True)
    class Unused:
        """One more."""

        value: int
        other: str = ""
