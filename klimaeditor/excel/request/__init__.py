"""Requests: the workbook a department fills in, and reading what it sends back.

Writing is :func:`klimaeditor.excel.request.writer.render`, reading
:func:`klimaeditor.excel.request.reader.read_return`. What the reader gives is what the workbook
says against what was sent; deciding is the business of others. openpyxl loads when it is needed.
"""
