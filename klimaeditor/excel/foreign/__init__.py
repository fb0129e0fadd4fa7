"""Files of other people as text: workbooks and delimited files, sheet by sheet, cell by cell.

Nothing is typed and nothing is guessed here beyond what the file itself says: a number is written
as a German would write it, a date as TT.MM.JJJJ. What it means is for ``klimaeditor.foreign``.

grid       the common form: rows of texts, with what was odd about them
book       a workbook that passed the guard -> grids      delimited  a CSV file -> a grid
table      a grid -> header row and data rows             files      either kind of file -> grids
"""
