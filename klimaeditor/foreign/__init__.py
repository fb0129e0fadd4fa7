"""Files that others made for themselves: tables of any kind, the city's yearly report.

Everything found in them is a suggestion. It ends in the shape that returned requests have
(``merge.proposals``), is reviewed like them and overwrites nothing by itself.

recognise   what kind of file it is, read once
columns, fields, memory      which column stands for which field, and remembering it
records, similarity          which measure a row or sheet speaks of
values, table                rows -> proposals
labels, blocks, report, reportdates   sheets made for people -> entries
reporting   entries -> proposals
"""

from __future__ import annotations

from klimaeditor.foreign.recognition import Kind, Recognition, propose, recognise

__all__ = ["Kind", "Recognition", "propose", "recognise"]
