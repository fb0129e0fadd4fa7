"""The pieces into which V8 splits a text before it reads a date from it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

WHITESPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_TOKEN: Final = re.compile(
    rf"(?P<number>[0-9]+)|(?P<symbol>[-+:.)])|(?P<word>[^\x00-@{WHITESPACE}]+)"
    rf"|(?P<space>[{WHITESPACE}])|(?P<other>.)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of the text: a number, symbol, word, space, anything else, or the end."""

    kind: str
    text: str

    @property
    def value(self) -> int:
        """The number; V8 keeps nine significant digits and drops the rest."""
        return int(self.text.lstrip("0")[:9] or "0") if self.kind == "number" else 0

    def fixed(self, length: int) -> bool:
        """Whether this is a number of exactly *length* digits, leading zeros included."""
        return self.kind == "number" and len(self.text) == length

    def sign(self) -> int:
        """Return 1 for plus, -1 for minus, 0 for anything else."""
        return {"+": 1, "-": -1}.get(self.text, 0)


def tokenize(text: str) -> list[Token]:
    """Split *text*; a part in parentheses counts as one unknown character."""
    tokens = [
        Token(match.lastgroup or "", match.group())
        for match in _TOKEN.finditer(_without_parentheses(text.split("\0", 1)[0]))
    ]
    return [*tokens, Token("end", "")]


def _without_parentheses(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for char in text:
        if char == "(":
            kept.append("/" if depth == 0 else "")
            depth += 1
        elif depth == 0:
            kept.append(char)
        elif char == ")":
            depth -= 1
    return "".join(kept)


def milliseconds(token: Token) -> int:
    """Read the digits after the decimal point as thousandths, cutting off what is beyond."""
    length = len(token.text)
    scale: int = 10 ** abs(3 - min(length, 9))
    return token.value * scale if length <= 3 else token.value // scale
