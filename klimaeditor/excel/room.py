"""How near a workbook comes to what a cell of Excel can hold, so that nobody is surprised (SEC-14).

What does not fit is refused elsewhere; this tells of a workbook that was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.excel import filemessages, xstring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.excel.plan import SheetPlan


def sentence(plans: Iterable[SheetPlan]) -> str:
    """Return the German sentence on the longest text and the one with the most line feeds.

    Counts what somebody can read and change; "" where there is no text. Rows begin with the id.
    """
    longest, fullest, where_longest, where_fullest = 0, -1, "", ""
    for plan in plans:
        if plan.hidden or not plan.editable:
            continue
        for row in plan.rows:
            for place, value in enumerate(row):
                if not isinstance(value, str):
                    continue
                # a character takes two units at most
                units = xstring.units(value) if 2 * len(value) > longest else 0
                feeds = value.count("\n")
                spot = (str(row[0] or ""), plan.sheet.columns[place].header)
                if units > longest:
                    longest, where_longest = units, filemessages.short_place(*spot)
                if feeds > fullest:
                    fullest, where_fullest = feeds, filemessages.short_place(*spot)
    if not longest:
        return ""
    return filemessages.room(
        (longest, xstring.MAX_UNITS, where_longest),
        (fullest, xstring.MAX_LINE_FEEDS, where_fullest),
    )
