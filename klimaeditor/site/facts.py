"""What is written into the public site itself and no dataset can change: headings, order.

What ages – the axis of the chart, the stale day, the days on cards, the choices of the filter – and
what names categories and measures is in the profile (:mod:`klimaeditor.site.muenster`).

Sources: codeformuenster/climatems, frontend/, loadData.ts at 151f172 and [measureId].vue at
0b2fd25; the line numbers in this package belong to these versions. Literals are the site's own.
"""

from __future__ import annotations

from typing import Final

RESERVED_IDS: Final = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)
"""What every object of JavaScript has: the loader keeps the progress records in a plain object
(loadData.ts:203-209), and finds under these names what is no progress."""

ASK_HEADING: Final = "Frage nach!"
ASK_TEXT: Final = "Frage jetzt die Verantwortlichen nach neuen Informationen!"
NO_COST: Final = "keine Angabe/trifft nicht zu"

ABOUT: Final = "Beschreibung"
EFFECTS: Final = "Auswirkungen"
IMPLEMENTATION: Final = "Umsetzung"
STEPS: Final = "Was sind die konkreten Schritte/Fortschritte?"
LINKS: Final = "Nützliche Links"
TAKE_PART: Final = "Werde selber aktiv!"
RAW_DATA: Final = "Weitere Informationen"
