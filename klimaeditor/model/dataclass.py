"""``dataclass`` of the standard library, whose methods are made when they are first used.

The library's writes and compiles up to seven functions for a class as soon as it is defined. For
the 150 classes of a start that is a third of all importing, and most of those functions are never
called: a class used as a sentence's parts is never compared, one of a dialog never made. Here a
class gets its fields, slots and ``__match_args__`` from the library at once, and ``__init__``,
``__eq__`` and ``__hash__`` with the first call. ``fields``, ``replace``, ``asdict``, ``copy`` and
``pickle`` of the library work as with its own; type checkers see its own.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - handed on to type checkers
    from typing import Any

    from _typeshed import DataclassInstance
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> type | Callable[[type], type]:
        """Return *cls* as a data class; as ``dataclasses.dataclass`` of the same options."""

        def made(plain: type) -> type:
            return _made(plain, frozen=frozen, slots=slots, eq=eq)

        return made if cls is None else made(cls)


_OURS: Final = "__frozen_by_us__"
"""Where a class keeps whether its values may be changed."""


def _made(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    if any(_OURS in base.__dict__ and base.__dict__[_OURS] != frozen for base in cls.__mro__[1:]):
        raise TypeError("a frozen data class and one that is not cannot inherit from each other")
    own = set(cls.__dict__)
    if "__eq__" in own and cls.__dict__.get("__hash__") is None:
        own.discard("__hash__")  # Python put it there, as the class says when it is equal
    if not cls.__doc__:
        cls.__doc__ = cls.__name__  # the library would write the signature
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    methods: dict[str, object] = {_OURS: frozen, "__repr__": _repr}
    methods["__init__"] = _on_first_call(cls, "__init__", _init_code)
    if frozen:
        methods |= {"__setattr__": _no_setattr, "__delattr__": _no_delattr}
        if slots:  # what may not be set is copied and pickled by its fields
            methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
    if eq:
        methods["__eq__"] = _on_first_call(cls, "__eq__", _eq_code)
        methods["__hash__"] = _on_first_call(cls, "__hash__", _hash_code) if frozen else None
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _on_first_call(
    cls: type[DataclassInstance],
    name: str,
    code: Callable[[type[DataclassInstance], dict[str, object]], str],
) -> Callable[..., object]:
    """Return a method of *cls* that puts the real one in its own place, and calls it."""

    def first(*given: object, **named: object) -> object:
        names: dict[str, Any] = {}
        exec(code(cls, names), names)  # noqa: S102 - made of names of fields, as the library does
        method = names[name]
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        method.__module__ = cls.__module__
        setattr(cls, name, method)
        return method(*given, **named)

    first.__name__, first.__qualname__ = name, f"{cls.__qualname__}.{name}"
    return first


def _init_code(cls: type[DataclassInstance], names: dict[str, object]) -> str:
    """Return the text of ``__init__``; the values that it needs are put into *names*."""
    frozen: bool = getattr(cls, _OURS)
    names |= {"_missing": dataclasses.MISSING, "_set": object.__setattr__}
    parameters: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for field in dataclasses.fields(cls):
        value, default = _value_and_default(field, names)
        if field.init:
            (by_name if field.kw_only else parameters).append(f"{field.name}{default}")
        if value is not None:
            body.append(
                f"_set(self, {field.name!r}, {value})" if frozen else f"self.{field.name} = {value}"
            )
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    given = ", ".join(["self", *parameters, *(["*", *by_name] if by_name else [])])
    return "\n    ".join([f"def __init__({given}):", *(body or ["pass"])])


def _value_and_default(field: Field[Any], names: dict[str, object]) -> tuple[str | None, str]:
    """Return what ``__init__`` gives a field, None for nothing, and the default of its argument."""
    if field.default_factory is not dataclasses.MISSING:
        names[f"_make_{field.name}"] = field.default_factory
        fresh = f"_make_{field.name}()"
        chosen = f"{fresh} if {field.name} is _missing else {field.name}"
        return (chosen, "=_missing") if field.init else (fresh, "")
    if field.default is dataclasses.MISSING:
        return (field.name if field.init else None), ""
    names[f"_default_{field.name}"] = field.default
    return (field.name if field.init else f"_default_{field.name}"), f"=_default_{field.name}"


def _eq_code(cls: type[DataclassInstance], _names: dict[str, object]) -> str:
    compared = [field.name for field in dataclasses.fields(cls) if field.compare]
    mine, theirs = (_tuple_of(whose, compared) for whose in ("self", "other"))
    return (
        "def __eq__(self, other):\n"
        "    if other.__class__ is not self.__class__:\n"
        "        return NotImplemented\n"
        f"    return {mine} == {theirs}"
    )


def _hash_code(cls: type[DataclassInstance], _names: dict[str, object]) -> str:
    hashed = [
        field.name
        for field in dataclasses.fields(cls)
        if (field.compare if field.hash is None else field.hash)
    ]
    return f"def __hash__(self):\n    return hash({_tuple_of('self', hashed)})"


def _tuple_of(whose: str, names: list[str]) -> str:
    return f"({''.join(f'{whose}.{name},' for name in names)})"


def _repr(self: DataclassInstance) -> str:
    shown = (
        f"{field.name}={getattr(self, field.name)!r}"
        for field in dataclasses.fields(self)
        if field.repr
    )
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _no_setattr(self: DataclassInstance, name: str, value: object) -> None:
    if not _has_slot_for(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _no_delattr(self: DataclassInstance, name: str) -> None:
    if not _has_slot_for(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _has_slot_for(instance: DataclassInstance, name: str) -> bool:
    """Return whether a class that is no data class itself adds *name* to the one it is made of."""
    cls = type(instance)
    return "__dataclass_fields__" not in cls.__dict__ and name not in cls.__dataclass_fields__


def _getstate(self: DataclassInstance) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: DataclassInstance, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
