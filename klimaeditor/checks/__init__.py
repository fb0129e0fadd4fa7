"""Checks: what is wrong with a dataset, where, and what to do about it.

The readers (numbers, quantities, characters, markup) know neither catalogue nor dataset: text in,
facts out. Each theme (value_types, texts, personal, public_page, progress, amounts, dates, links,
across_records) holds its rules, the check that reports them, their German sentences and fixes.
"""
