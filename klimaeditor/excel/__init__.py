"""Workbooks out and in; the only place that knows openpyxl.

Writing is :func:`klimaeditor.excel.write.export`, reading is
:func:`klimaeditor.excel.read.open_workbook`. Both load openpyxl when they are called, so
importing them costs the start of the program nothing.
"""
