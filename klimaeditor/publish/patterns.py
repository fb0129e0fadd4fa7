"""The rules about texts as regular expressions that every JSON Schema validator understands.

ECMA-262 and Python read them alike: no flags, no look-behind, no named groups, and no ``$``, which
Python lets a line break follow. They say what the judges in ``klimaeditor.checks`` say; where one
would need a dictionary or arithmetic, it is a little wider (ports, references with rare names) –
never narrower, so that nothing is refused that the checks let through.
"""

from __future__ import annotations

import calendar
from typing import Final

from klimaeditor.checks.dates import FIRST_DATE, LAST_DATE
from klimaeditor.dataset.structure import ID_PATTERN

_END: Final = r"(?![\s\S])"
FILLED: Final = r"\S"
EMPTY_OR_FILLED: Final = rf"^{_END}|\S"
IDENTIFIER: Final = f"^{ID_PATTERN.pattern}{_END}"
FORBIDDEN: Final = (
    r"[\u0000-\u0008\u000b-\u001f\u007f\ufffd-\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that no text may have (SEC-15)."""
ENTITIES: Final = "amp|lt|gt|quot|apos|nbsp|shy|copy|reg|euro|sect|deg|[aouAOU]uml|szlig|[lrb]dquo"
MARKUP: Final = rf"<[A-Za-z/!?]|&#(?:[xX][0-9A-Fa-f]*|[0-9]+)|&(?:{ENTITIES});"
"""What a browser would not show as it is written (SEC-01): tags, and the usual references."""
LONGEST_URL: Final = 2000
_NO_HOST: Final = r"\s/?#@\\<>\"\[\]:.,;()"
_LABEL: Final = rf"[^{_NO_HOST}-](?:[^{_NO_HOST}]*[^{_NO_HOST}-])?"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})+"
_HOST: Final = rf"(?:{_DOMAIN}\.?|\[[0-9A-Fa-f:.]+\])"
_REST: Final = r"[^\s\\<>\"]*"
_WEB: Final = rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?::[0-9]{{0,5}})?(?:[/?#]{_REST})?"
_MAIL: Final = rf"[Mm][Aa][Ii][Ll][Tt][Oo]:[^\s@,;:<>()\"]{{1,64}}@{_DOMAIN}(?:\?{_REST})?"
WEB_ADDRESS: Final = f"^{_WEB}{_END}"
WEB_OR_MAIL_ADDRESS: Final = f"^(?:{_WEB}|{_MAIL}){_END}"


def iso_date() -> str:
    """Return the pattern of the days that the site can read, YYYY-MM-DD, real ones only (WEB-03).

    The range begins and ends with a whole year; 29 February is there in leap years only.
    """
    years = range(FIRST_DATE.year, LAST_DATE.year + 1)
    leap = "|".join(str(year) for year in years if calendar.isleap(year))
    every = "|".join(str(year) for year in years)
    long = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    short = r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    february = r"02-(?:0[1-9]|1[0-9]|2[0-8])"
    return f"^(?:(?:{every})-(?:{long}|{short}|{february})|(?:{leap})-02-29){_END}"


def blank_or(pattern: str) -> str:
    """Return the pattern that lets nothing but blanks through as well."""
    return rf"^\s*{_END}|{pattern}"
