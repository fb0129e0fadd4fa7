"""Cells of a package that passed the guard: streamed, typed, never evaluated (SEC-10, SEC-12).

openpyxl's reader makes objects of every element in plain Python, which is most of the time a large
workbook takes. This one goes through the XML once with expat, under defusedxml's refusals, and
keeps what a cell tells: value, kind, number format, formula and what the formula showed.

book       the sheets of a package, where they are, what is merged or hidden
rows       the XML of one sheet -> its rows            strings   the texts the sheets share
formats    styles -> number formats, what is a date    parsing   expat with defusedxml's refusals
"""
